"""A cookie opens pages, a token opens the API, and neither opens the other."""

import re

import pytest

from service.app import create_app
from service.casework.tokens import create_token
from service.casework.users import disable_user
from service.login import choose_post, current_actor
from service.permissions import THE_OPERATOR
from tests.builders import PASSWORD, add_post


@pytest.fixture
def app(driver):
    made = create_app(driver.config, driver.database)

    @made.get("/who")
    def who():
        return speaks_for()

    @made.get("/api/who")
    def who_of_the_api():
        return current_actor().display_name

    @made.get("/speak/<code>")
    def speak(code):
        choose_post(code)
        return speaks_for()

    return made


@pytest.fixture
def browser(app):
    return app.test_client()


def speaks_for():
    post = current_actor().post
    return post.code if post else ""


def form_token(page):
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def sign_in(browser, name="branch", password=PASSWORD):
    token = form_token(browser.get("/login").text)
    return browser.post("/login", data={"csrf_token": token, "name": name, "password": password})


def bearer(driver, name="branch"):
    return {
        "Authorization": f"Bearer {driver.database.transact(lambda tx: create_token(tx, THE_OPERATOR, name=name))[1]}"
    }


def test_a_cookie_opens_the_pages_and_not_the_api(browser):
    assert browser.get("/who").status_code == 303
    assert sign_in(browser).status_code == 303
    assert browser.get("/who").text == "D-branch"
    assert browser.get("/api/who").status_code == 401
    assert browser.get("/api/v1/cases").status_code == 401


def test_a_token_opens_the_api_and_not_the_pages(driver, browser):
    headers = bearer(driver)
    assert browser.get("/api/who", headers=headers).text == "望潮社区第一党支部经办人"
    assert browser.get("/who", headers=headers).status_code == 303
    assert not browser.get("/api/v1/cases", headers=headers).headers.getlist("Set-Cookie")


def test_a_token_needs_no_form_token_and_a_form_does(driver, browser):
    assert browser.post("/api/v1/tokens", json={}, headers=bearer(driver)).status_code == 201
    sign_in(browser)
    assert browser.post("/logout").status_code == 400
    assert browser.get("/who").text == "D-branch"


def test_a_wrong_password_opens_nothing(browser):
    assert sign_in(browser, password="a wrong password").status_code == 401
    assert browser.get("/who").status_code == 303


@pytest.mark.parametrize("scheme", ["Basic", "bearer", "Token"])
def test_only_a_bearer_is_let_in(driver, browser, scheme):
    token = bearer(driver)["Authorization"].removeprefix("Bearer ")
    status = browser.get("/api/who", headers={"Authorization": f"{scheme} {token}"}).status_code
    assert status == (200 if scheme == "bearer" else 401)


def test_whoever_is_disabled_is_out_at_once(driver, browser):
    headers = bearer(driver)
    sign_in(browser)
    driver.database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "branch"))
    assert browser.get("/who").status_code == 303
    assert browser.get("/api/who", headers=headers).status_code == 401


def test_a_session_ends_when_nobody_is_there(browser, set_now):
    sign_in(browser)
    set_now("2026-11-24T09:29:00+08:00")
    assert browser.get("/who").status_code == 200
    set_now("2026-11-24T09:59:30+08:00")
    assert browser.get("/who").status_code == 303


def test_signing_out_ends_the_session_everywhere(app, browser):
    sign_in(browser)
    stolen = browser.get_cookie("transfer_desk").value
    token = form_token(browser.get("/todo").text)
    browser.post("/logout", data={"csrf_token": token})
    assert browser.get("/who").status_code == 303
    thief = app.test_client()
    thief.set_cookie("transfer_desk", stolen)
    assert thief.get("/who").status_code == 303


def test_signing_in_leaves_nothing_of_an_earlier_session(browser):
    browser.get("/login")
    with browser.session_transaction() as session:
        session["post"], before = "D-street", session["csrf_token"]
    sign_in(browser)
    with browser.session_transaction() as session:
        assert "post" not in session
        assert session.get("csrf_token") != before


def test_a_person_with_two_posts_says_for_whom_they_speak(driver, browser):
    district = driver.district
    driver.database.transact(
        lambda tx: add_post(tx, user=district.users["branch"], role="committee_officer", organization=district.street)
    )
    sign_in(browser)
    assert browser.get("/who").text == "D-branch"
    assert browser.get("/speak/D-street").text == "D-street"
    assert browser.get("/who").text == "D-street"
    assert browser.get("/speak/D-town").status_code == 403
    assert browser.get("/who").text == "D-street"


def test_a_forged_cookie_is_nobodys(browser):
    for value in ("x", "eyJfdXNlcl9pZCI6ICIxIn0.aaaa.bbbb"):
        browser.set_cookie("transfer_desk", value)
        assert browser.get("/who").status_code == 303
