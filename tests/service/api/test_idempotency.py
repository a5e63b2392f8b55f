"""The same request twice is one step, and the answer is the same to the byte."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import exc, insert

from service.casework.idempotency import Request, answer_once
from service.models import Setting
from tests.service.api.client import assert_problem, etag, new_key


def submit(api, number, key, body=None, who="branch"):
    return api.post(who, f"/cases/{number}/actions/submit", body or {}, If_Match=etag(number, 1), Idempotency_Key=key)


def test_a_repeated_step_is_answered_byte_for_byte(api):
    number, key = api.driver.open().number, new_key()
    first = submit(api, number, key)
    api.driver.act(number, "street", "send_back", reason="缺少材料")
    again = submit(api, number, key)
    assert (again.status_code, again.data) == (first.status_code, first.data) == (200, first.data)
    assert again.headers["ETag"] == first.headers["ETag"] == etag(number, 2)
    assert "Idempotent-Replay" not in first.headers
    assert again.headers["Idempotent-Replay"] == "true"
    assert api.driver.case(number).version == 3


def test_a_repeated_opening_opens_one_case(api):
    body = {"member_id": api.driver.member(), "receiving_code": "D-second_community", "reason_code": "moved_home"}
    key = new_key()
    first, again = (api.post("branch", "/cases", body, Idempotency_Key=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert again.headers["Location"] == first.headers["Location"]
    assert len(api.get("branch", "/cases").json["data"]) == 1


def test_two_openings_without_a_key_are_two(api):
    body = {"member_id": api.driver.member(), "receiving_code": "D-second_community", "reason_code": "moved_home"}
    assert api.post("branch", "/cases", body).status_code == 201
    assert_problem(api.post("branch", "/cases", body), 409, "duplicate_open_case")


@pytest.mark.parametrize("path", ["comments", "nudge"])
def test_a_repeated_word_is_said_once(api, path):
    number, key = api.driver.drive_to("outflow_review"), new_key()
    first, again = (
        api.post("branch", f"/cases/{number}/{path}", {"comment": "请尽快办理"}, Idempotency_Key=key) for _ in range(2)
    )
    assert (first.data, first.status_code) == (again.data, again.status_code)
    lines = api.get("branch", f"/cases/{number}/history").json["data"]
    assert [line["comment"] for line in lines].count("请尽快办理") == 1


def test_a_step_without_a_key_is_refused_before_all_else(api):
    number = api.driver.open().number
    for who, target in (("branch", number), ("far_community", number), ("branch", "ZJ-2026-9999")):
        response = api.ask(who, "POST", f"/cases/{target}/actions/submit", data="x", content_type="text/plain")
        assert_problem(response, 400, "idempotency_key_required")


@pytest.mark.parametrize("key", ["k" * 101, "a b", "a\tb"])
def test_a_key_that_is_none_is_refused(api, key):
    number = api.driver.open().number
    assert_problem(submit(api, number, key), 400, "idempotency_key_required")
    body = {"member_id": "x", "receiving_code": "D-branch", "reason_code": "study"}
    assert_problem(api.post("branch", "/cases", body, Idempotency_Key=key), 400, "idempotency_key_required")


def test_a_key_used_for_something_else_is_refused(api):
    number, key = api.driver.open().number, new_key()
    assert submit(api, number, key).status_code == 200
    assert_problem(submit(api, number, key, {"comment": "另一个请求"}), 422, "idempotency_key_reused")
    other = api.driver.open().number
    assert_problem(submit(api, other, key), 422, "idempotency_key_reused")


def test_the_order_of_the_members_of_a_body_is_no_difference(api):
    number, key = api.driver.open().number, new_key()
    first = submit(api, number, key, {"comment": "一", "dues_plan": "二"})
    assert submit(api, number, key, {"dues_plan": "二", "comment": "一"}).data == first.data


def test_another_persons_key_is_another_key(api):
    number, key = api.driver.open().number, new_key()
    submit(api, number, key)
    assert_problem(submit(api, number, key, who="street"), 403, "not_your_turn")


def test_a_refusal_is_not_kept(api):
    number, key = api.driver.open(member_id=api.driver.member(dues_paid_through="2026-01")).number, new_key()
    assert_problem(submit(api, number, key), 409, "action_refused")
    assert submit(api, number, key, {"dues_plan": "下月补交"}).status_code == 200


def test_a_key_is_forgotten_by_nobody_but_the_sweep(api, set_now):
    number, key = api.driver.open().number, new_key()
    first = submit(api, number, key)
    set_now("2026-11-30T09:00:00+08:00")
    assert submit(api, number, key).data == first.data


def test_the_same_request_sent_four_times_at_once_is_one_step(api):
    number, key = api.driver.open().number, new_key()
    api.token("branch")
    with ThreadPoolExecutor(4) as pool:
        answers = [task.result() for task in [pool.submit(submit, api, number, key) for _ in range(4)]]
    done = [answer for answer in answers if answer.status_code == 200]
    assert done
    assert {answer.data for answer in done} == {done[0].data}
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert api.driver.case(number).version == 2


def test_a_broken_constraint_is_not_taken_for_the_same_request_under_way(sqlite_api):
    def breaks(tx):
        for value in (1, 2):
            tx.session.execute(insert(Setting).values(name="twice", value=value))

    user = sqlite_api.driver.district.users["branch"]
    with pytest.raises(exc.IntegrityError, match="settings"):
        answer_once(sqlite_api.database, Request.of(user.id, new_key(), "POST"), breaks)
