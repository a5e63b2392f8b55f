"""Every error of the contract, each in the shape of RFC 9457, in the order in which they are refused."""

import json

import pytest

from tests.service.api.client import assert_problem, codes, etag, new_key

MIB = 1024 * 1024


@pytest.fixture
def number(api):
    return api.driver.open().number


def step(api, who, number, action, body=None, *, tag=None, key=None, **kwargs):
    headers = {"Idempotency-Key": key or new_key()} | ({"If-Match": tag} if tag else {})
    return api.ask(who, "POST", f"/cases/{number}/actions/{action}", json=body or {}, headers=headers, **kwargs)


def test_a_stranger_is_told_to_come_with_a_token(api, number):
    for who, headers in (
        (None, {}),
        (None, {"Authorization": "Bearer td_nobody"}),
        (None, {"Authorization": "Basic x"}),
    ):
        response = api.ask(who, "GET", f"/cases/{number}", headers=headers)
        assert_problem(response, 401, "unauthenticated")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_who_is_asked_before_anything_else(api, number):
    response = api.ask(None, "POST", f"/cases/{number}/actions/submit", data="no json", content_type="text/plain")
    assert_problem(response, 401, "unauthenticated")


def test_a_revoked_token_speaks_for_nobody(api):
    made = api.post("branch", "/tokens", {"label": "夜间导出"}).json
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert api.ask(None, "GET", "/tokens", headers=headers).status_code == 200
    assert api.ask("branch", "DELETE", f"/tokens/{made['id']}").status_code == 204
    assert_problem(api.ask(None, "GET", "/tokens", headers=headers), 401, "unauthenticated")


@pytest.mark.parametrize("who", ["village_branch", "far_community", "second_street", "province"])
def test_what_is_outside_ones_scope_is_not_there(api, number, who):
    """Another branch, another city, the receiving side before its time, and the administrator, who reads no cases."""
    hidden = assert_problem(api.get(who, f"/cases/{number}"), 404, "not_found")
    missing = assert_problem(api.get(who, "/cases/ZJ-2026-9999"), 404, "not_found")
    assert hidden["detail"] == missing["detail"]
    for path in ("history", "comments", "nudge"):
        method = "GET" if path == "history" else "POST"
        body = {} if method == "GET" else {"json": {"comment": "看看"}}
        assert_problem(api.ask(who, method, f"/cases/{number}/{path}", **body), 404, "not_found")
    assert_problem(step(api, who, number, "submit"), 404, "not_found")
    assert api.get(who, "/cases").json["data"] == []


def test_an_action_that_no_workflow_knows_is_not_there(api, number):
    assert_problem(step(api, "branch", number, "teleport"), 404, "not_found")
    assert_problem(step(api, "branch", number, "open"), 404, "not_found")


def test_whose_turn_it_is_never_comes_before_the_version(api, number):
    problem = assert_problem(step(api, "street", number, "submit"), 403, "not_your_turn")
    assert problem["holder"] == "中共望潮社区第一党支部委员会"
    assert "中共望潮社区第一党支部委员会" in problem["detail"]


def test_an_organization_without_a_post_is_not_spoken_for(api, number):
    assert_problem(api.get("branch", f"/cases/{number}", **{"as": "D-street"}), 403, "not_permitted")
    assert_problem(step(api, "branch", number, "submit", {"as": "D-street"}), 403, "not_permitted")
    assert api.get("branch", f"/cases/{number}", **{"as": "D-branch"}).status_code == 200
    assert step(api, "branch", number, "submit", {"as": "D-branch"}, tag='"1"').status_code == 200


def test_a_step_without_a_version_is_refused(api, number):
    assert_problem(step(api, "branch", number, "submit"), 428, "version_required")
    assert_problem(step(api, "branch", number, "submit", tag="*"), 428, "version_required")


def test_a_stale_version_names_who_was_faster(api, number):
    api.driver.act(number, "branch", "submit")
    problem = assert_problem(step(api, "branch", number, "submit", tag=etag(number, 1)), 412, "stale_version")
    assert (problem["version"], problem["state"], problem["number"]) == (2, "outflow_review", number)
    assert (problem["winner"], problem["winning_action"]) == ("望潮社区第一党支部经办人", "submit")
    assert problem["at"] == "2026-11-24T09:00:00+08:00"
    assert "望潮社区第一党支部经办人" in problem["detail"]


@pytest.mark.parametrize("tag", ['"case-ZJ-2026-9999-1"', '"7"', "nonsense"])
def test_the_version_of_something_else_is_stale(api, number, tag):
    assert_problem(step(api, "branch", number, "submit", tag=tag), 412, "stale_version")


def test_the_wrong_state_is_named(api, number):
    problem = assert_problem(step(api, "street", number, "release", tag='"1"'), 409, "wrong_state")
    assert problem["state"] == "draft"
    assert problem["detail"] == "办件现在是“草拟”，不能办理“网上转出”。看过最新情况后再办。"


def test_a_refusal_lists_every_reason(api):
    member = api.driver.member(phone=None, dues_paid_through="2026-01")
    number = api.driver.open(member_id=member).number
    problem = assert_problem(step(api, "branch", number, "submit", tag='"1"'), 409, "action_refused")
    assert [(reason["code"], reason["field"]) for reason in problem["errors"]] == [
        ("missing_contact", None),
        ("dues_behind", "dues_plan"),
    ]
    assert api.driver.case(number).state == "draft"


def test_a_second_open_case_is_refused_with_the_first(api, number):
    member = api.driver.case(number).member_id
    body = {"member_id": member, "receiving_code": "D-village_branch", "reason_code": "study"}
    problem = assert_problem(api.post("branch", "/cases", body), 409, "duplicate_open_case")
    assert (problem["number"], problem["state"]) == (number, "draft")
    assert problem["holder"]
    assert "草拟" in problem["detail"]


def test_a_field_that_nobody_knows_is_named(api, number):
    response = step(api, "branch", number, "submit", {"colour": "red", "comment": 7}, tag='"1"')
    problem = assert_problem(response, 422, "validation_failed")
    found = {reason["field"]: reason["code"] for reason in problem["errors"]}
    assert found == {"colour": "unknown_field", "comment": "invalid_text"}


def test_a_filter_that_nobody_knows_is_named(api):
    response = api.get("branch", "/cases", color="red", limit=0, sort="name")
    assert_problem(response, 422, "validation_failed")
    assert sorted(codes(response)) == ["not_a_choice", "out_of_range", "unknown_field"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "invalid_json"),
        (b"\xff\xfe", "invalid_json"),
        (b'{"comment": NaN}', "invalid_json"),
        (b"[" * 100_000, "invalid_json"),
        (b'{"comment": ' + b"9" * 5000 + b"}", "invalid_json"),
        (b"[]", "invalid_body"),
        (b'"text"', "invalid_body"),
        (b'{"comment": ' + b"[" * 30 + b"]" * 30 + b"}", "too_nested"),
        (b'{"comment": "a\\u0000b"}', "invalid_text"),
        (b'{"member_id": "\\ud800"}', "invalid_text"),
    ],
)
def test_what_is_no_json_object_of_text_is_refused(api, data, code):
    for path in ("/cases", f"/cases/{api.driver.open().number}/comments"):
        response = api.ask("branch", "POST", path, data=data, content_type="application/json")
        assert_problem(response, 422, "validation_failed")
        assert codes(response) == [code]


def test_another_content_type_is_refused(api, number):
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        response = api.ask("branch", "POST", "/members", data="name=x", content_type=content_type)
        assert_problem(response, 415, "unsupported_file")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(api):
    big = json.dumps({"comment": "x" * (20 * MIB)})
    response = api.ask("branch", "POST", "/cases", data=big, content_type="application/json")
    assert_problem(response, 413, "too_large")
    fits = json.dumps({"comment": "x" * MIB})
    assert api.ask("branch", "POST", "/cases", data=fits, content_type="application/json").status_code == 422


def test_a_second_reminder_on_the_same_day_is_too_soon(api, number):
    api.driver.act(number, "branch", "submit")
    assert api.post("branch", f"/cases/{number}/nudge").status_code == 200
    response = api.post("branch", f"/cases/{number}/nudge")
    problem = assert_problem(response, 429, "nudge_too_soon")
    assert problem["detail"] == "11-24 09:00 已催办过，下一个工作日可再催。也可提请上级协调。"
    assert int(response.headers["Retry-After"]) == 15 * 3600 + 1


def test_an_auditor_reads_and_says_nothing(api, number):
    assert api.get("city", f"/cases/{number}").status_code == 200
    assert_problem(api.post("city", f"/cases/{number}/comments", {"comment": "看过"}), 403, "not_permitted")


def test_a_method_that_is_not_there_names_those_that_are(api):
    response = api.ask("branch", "DELETE", "/cases")
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_text_that_no_database_keeps_is_nowhere(api):
    assert_problem(api.get("branch", "/cases/ZJ%00"), 404, "not_found")
    assert_problem(api.get("branch", "/cases", q="a\0"), 422, "validation_failed")
    assert_problem(api.get("branch", "/members", cursor="bm9uc2Vuc2U"), 422, "validation_failed")


def test_the_reader_chooses_the_language_and_codes_stay(api, number):
    response = api.ask("branch", "GET", "/cases/ZJ-1", headers={"Accept-Language": "en-GB, zh;q=0.5"})
    assert_problem(response, 404, "not_found")


def test_refusals_of_a_letter_say_what_to_do(api):
    number = api.driver.drive_to("in_transit")
    response = api.act(
        "second_street", number, "report_in", letter_number="〔2026〕第 999 号", received_on="2026-11-24"
    )
    problem = assert_problem(response, 409, "action_refused")
    assert problem["errors"] == [
        {"code": "letter_mismatch", "detail": "编号或日期与介绍信不一致，对照介绍信再填。", "field": "letter_number"}
    ]


def test_a_case_is_opened_in_a_way_that_its_workflow_has(api):
    body = {"member_id": api.driver.member(), "receiving_code": "D-second_community", "reason_code": "study"}
    for wrong in ({"action": "propose"}, {"workflow": "marriage"}, {"workflow": "dual_management", "action": "open"}):
        response = api.post("branch", "/cases", body | wrong)
        assert_problem(response, 422, "validation_failed")
        assert codes(response) == ["not_a_choice"]
    response = api.post("branch", "/cases", body | {"member": "somebody"})
    assert_problem(response, 422, "validation_failed")


def test_who_may_not_open_a_case_is_told(api):
    body = {"member_id": api.driver.member(), "receiving_code": "D-second_community", "reason_code": "study"}
    assert_problem(api.post("department", "/cases", body), 403, "not_permitted")
    assert_problem(api.post("village_branch", "/cases", body), 404, "not_found")
    response = api.post("branch", "/cases", body | {"receiving_code": "D-nowhere"})
    assert_problem(response, 409, "action_refused")
    assert codes(response) == ["destination_not_exact"]
