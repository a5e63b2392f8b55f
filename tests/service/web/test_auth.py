"""Signing in and out, and what one sets for oneself."""

import html
import re

import pytest
from sqlalchemy import select

from service.casework.users import reset_password
from service.models import User
from service.permissions import THE_OPERATOR
from tests.builders import PASSWORD, add_post


def test_a_stranger_is_asked_to_sign_in_and_goes_on_to_the_page_that_was_asked_for(desks):
    person = desks.stranger()
    person.get("/cases?overdue=true", 303)
    place = person.last.headers["Location"]
    assert place.startswith("/login?next=")
    person.get(place)
    person.send("/login", name="street", password=PASSWORD)
    assert "只看超期" in person.last.text


def test_a_wrong_password_is_told_from_nothing_else_and_the_name_stays(desks):
    person = desks.stranger()
    person.get("/login")
    page = person.send("/login", 401, name="street", password="wrong wrong wrong")
    assert "登录名或密码不对" in page
    assert 'value="street"' in page
    assert "登录名或密码不对" in person.send("/login", 401, name="nobody", password="x")


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_machine(desks, address):
    person = desks.stranger()
    person.get("/login")
    form = person.form("/login")
    response = person.client.post(
        "/login", data={**form.fields.to_dict(), "name": "street", "password": PASSWORD, "next": address}
    )
    assert response.headers["Location"] == "/"


def test_signing_out_ends_the_session_on_the_server_too(desks):
    person = desks.stranger().sign_in("street")
    person.get("/todo")
    cookie = person.client.get_cookie("transfer_desk").value
    person.send("/logout")
    person.client.set_cookie("transfer_desk", cookie)
    person.get("/todo", 303)
    assert "/login" in person.last.headers["Location"]


def test_a_form_sent_after_the_session_ended_comes_along_through_signing_in(desks, set_now):
    number, person = desks.driver.drive_to("street_review"), desks("second_street")
    person.get(f"/cases/{number}/actions/send_back")
    set_now("2026-11-24T12:00:00+08:00")
    page = person.send("/actions/send_back", 401, reason="党费月份与介绍信不一致")
    assert "内容还在" in page
    wrong = person.send("/login", 401, name="second_street", password="wrong wrong wrong")
    assert "内容还在" in wrong
    resumed = person.send("/login", 200, name="second_street", password=PASSWORD)
    assert "党费月份与介绍信不一致" in resumed
    page = person.send("/actions/send_back")
    assert "退回补正" in page
    assert desks.driver.case(number).state == "returned"


@pytest.mark.parametrize("kept", ["", "nonsense", '{"to": "https://evil.example/", "fields": []}', "[1]", '{"to": 1}'])
def test_what_is_no_form_of_ours_is_not_resumed(desks, kept):
    person = desks.stranger()
    person.get("/login")
    form = person.form("/login")
    answer = person.client.post(
        "/login", data={**form.fields.to_dict(), "name": "street", "password": PASSWORD, "kept": kept}
    )
    assert answer.status_code == 303


def test_mail_is_written_in_the_language_that_a_person_chose(desks):
    person = desks("street")
    person.get("/todo")
    person.send("/preferences", language="zh-Hant", next="/todo")
    with desks.driver.database.read() as tx:
        locales = dict(tuple(row) for row in tx.session.execute(select(User.name, User.locale)))
    assert locales["street"] == "zh_Hant"
    assert locales["second_street"] is None


def test_the_language_is_kept_by_the_browser_and_the_browser_asks_for_one_at_first(desks):
    person = desks.stranger()
    assert '<html lang="en"' in person.get("/login", 200, Accept_Language="en-GB,en;q=0.9")
    assert '<html lang="zh-Hant"' in person.get("/login", 200, Accept_Language="zh-TW")
    person.send("/preferences", language="en", next="/login")
    assert '<html lang="en"' in person.get("/login", 200, Accept_Language="zh-CN")


def test_larger_text_is_kept_by_the_browser(desks):
    person = desks("street")
    assert 'data-size="normal"' in person.get("/help")
    assert 'data-size="large"' in person.send("/preferences", size="large", next="/help")
    assert 'data-size="large"' in person.get("/todo")


def test_what_is_no_preference_of_ours_is_not_kept(desks):
    person = desks("street")
    person.get("/help")
    page = person.send("/preferences", size="<script>", language="xx", next="//evil.example/")
    assert 'data-size="normal"' in page


def test_whoever_holds_two_posts_chooses_which_speaks_and_the_address_stays_the_same(desks):
    driver = desks.driver
    driver.database.transact(
        lambda tx: add_post(
            tx,
            user=driver.district.users["branch"],
            role="branch_secretary",
            organization=driver.district.village_branch,
        )
    )
    number, person = driver.drive_to("draft"), desks("branch")
    assert number in person.get("/todo")
    page = person.send("/post", post="D-village_branch", next="/todo")
    assert number not in page
    person.get(f"/cases/{number}", 404)
    person.get("/todo")
    assert number in person.send("/post", post="D-branch", next="/todo")


def test_nobody_speaks_for_an_organization_at_which_they_hold_no_post(desks):
    person = desks("branch")
    person.get("/account")
    form = person.form("/logout")
    answer = person.client.post("/post", data={"csrf_token": form.fields["csrf_token"], "post": "D-department"})
    assert answer.status_code == 403


def test_a_one_time_password_opens_nothing_but_the_page_that_changes_it(desks):
    database = desks.database
    one_time = database.transact(lambda tx: reset_password(tx, THE_OPERATOR, "street"))
    person = desks.stranger().sign_in("street", one_time)
    person.get("/todo", 303)
    assert person.last.headers["Location"] == "/account"
    assert "一次性密码" in person.get("/account")
    page = person.send("/account/password", 422, current_password=one_time, password="short")
    assert "密码至少 12 个字符" in page
    assert "short" not in page
    page = person.send("/account/password", current_password=one_time, password="a whole new sentence")
    assert "请用新密码登录" in page
    desks.stranger().sign_in("street", "a whole new sentence").get("/todo")


def test_a_wrong_present_password_changes_nothing(desks):
    person = desks("street")
    person.get("/account")
    page = person.send("/account/password", 422, current_password="wrong", password="a whole new sentence")
    assert "现在的密码不对" in page
    desks.stranger().sign_in("street")


def test_a_token_is_shown_once_speaks_and_is_revoked(desks):
    person = desks("street")
    person.get("/account")
    form = person.form("/account/tokens")
    page = person.send(form, 200, label="月度台账")
    token = html.unescape(re.findall(r'class="secret">([^<]+)<', page)[0])
    asked = desks.app.test_client().get("/api/v1/worklist", headers={"Authorization": f"Bearer {token}"})
    assert asked.status_code == 200
    again = person.send(form, label="月度台账")
    assert token not in again
    assert again.count("月度台账") >= 1
    person.send(next(one for one in person.forms() if one.action.endswith("/revoke")))
    asked = desks.app.test_client().get("/api/v1/worklist", headers={"Authorization": f"Bearer {token}"})
    assert asked.status_code == 401


def test_nobody_revokes_anothers_token(desks):
    desks("street").get("/account")
    desks("street").send("/account/tokens", 200, label="x")
    person = desks("branch")
    person.get("/account")
    form = person.form("/account/tokens")
    answer = person.client.post("/account/tokens/1/revoke", data=form.fields)
    assert answer.status_code == 404
