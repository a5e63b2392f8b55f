"""Changes of organizations over REST: previewed, carried out once, listed, taken back, by whom they concern."""

from __future__ import annotations

import pytest

from tests.driving import counted_statements
from tests.service.api.client import assert_problem, codes, new_key

MERGER = {"successor_code": "D-community", "reason": "村居合一", "document_number": "梧组〔2026〕7号"}
SECOND = "/organizations/D-second_community"


def send(api, path, body, who="department", key=None):
    return api.post(who, path, body, Idempotency_Key=key or new_key())


def test_a_merge_is_shown_before_and_carried_out_once(api):
    number = api.driver.drive_to("placement")
    plan = api.post("department", f"{SECOND}/merge/preview", MERGER).json
    assert plan["refusals"] == []
    assert plan["counts"] == {"members": 0, "cases": 1, "letters": 1, "posts": 1, "units": 1}
    assert plan["cases"] == [
        {
            "number": number, "state": "placement", "fate": "carried_on",
            "letter": api.driver.case(number).letter.number,
        }
    ]  # fmt: skip
    assert plan["can_be_taken_back"] is False
    assert api.driver.case(number).holder_id == api.driver.district.second_community.id
    key = new_key()
    first, again = (send(api, f"{SECOND}/merge", MERGER, key=key) for _ in range(2))
    assert (first.status_code, first.data) == (200, again.data)
    assert (first.json["valid_to"], first.json["successor_code"]) == ("2026-11-23", "D-community")
    case = api.get("community", f"/cases/{number}").json
    assert case["holder"]["organization"]["code"] == case["parties"]["receiving"]["code"] == "D-community"
    line = api.get("department", f"/cases/{number}/history").json["data"][-1]
    assert (line["action"], line["details"]["reorganized"]["kind"]) == ("reassign", "merge")


def test_what_stands_in_the_way_is_said_with_its_list(api):
    api.driver.member("second_community", name="王建国")
    plan = api.post("department", f"{SECOND}/dissolve/preview", {}).json
    assert [refusal["code"] for refusal in plan["refusals"]] == ["still_has_members", "still_has_units"]
    response = send(api, f"{SECOND}/dissolve", {})
    problem = assert_problem(response, 409, "action_refused")
    assert "王建国" in problem["errors"][0]["detail"]
    assert codes(response) == ["still_has_members", "still_has_units"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("rename", {"name": "甲", "reason": "x"}), ("recode", {"code": "C1", "reason": "x"}), ("merge", MERGER),
        ("move", {"parent_code": "D-town", "reason": "x"}), ("split", {"name": "甲", "reason": "x"}), ("dissolve", {}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["street", "second_community", "city", "far_department"])
def test_no_change_is_planned_or_made_by_whom_it_does_not_concern(sqlite_api, who, kind, body):
    for path in (f"{SECOND}/{kind}", f"{SECOND}/{kind}/preview"):
        assert_problem(send(sqlite_api, path, body, who), 403, "not_permitted")


def test_a_reason_is_asked_for_and_unknown_fields_are_refused(api):
    assert_problem(send(api, f"{SECOND}/rename", {"name": "甲"}), 422, "validation_failed")
    assert_problem(send(api, f"{SECOND}/merge", {"successor": "D-community"}), 422, "validation_failed")
    assert_problem(send(api, "/organizations/nowhere/merge", MERGER), 404, "not_found")


def test_changes_are_listed_page_by_page_and_taken_back(api):
    for name in ("甲社区", "乙社区", "丙社区"):
        send(api, f"{SECOND}/rename", {"name": name, "reason": "更名"})
    first = api.get("community", f"{SECOND}/changes", limit=2).json
    assert [row["details"]["after"]["name"] for row in first["data"]] == ["丙社区", "乙社区"]
    rest = api.get("community", f"{SECOND}/changes", cursor=first["next_cursor"]).json
    assert ([row["kind"] for row in rest["data"]], rest["next_cursor"]) == (["rename"], None)
    latest = first["data"][0]["id"]
    assert_problem(send(api, f"{SECOND}/changes/{latest}/take-back", {}, "street"), 403, "not_permitted")
    undone = send(api, f"{SECOND}/changes/{latest}/take-back", {"reason": "写错"})
    assert (undone.status_code, undone.json["name"]) == (200, "乙社区")
    shown = api.get("community", f"{SECOND}/changes").json["data"]
    assert [(row["undoes"], row["undone"]) for row in shown[:2]] == [(latest, False), (None, True)]
    assert_problem(send(api, f"{SECOND}/changes/{latest}/take-back", {}), 409, "action_refused")


def test_a_split_answers_the_new_unit(api):
    answer = send(api, f"{SECOND}/split", {"name": "听松新社区", "reason": "新建小区", "setup_mode": "stand_alone"})
    assert (answer.status_code, answer.json["name"]) == (200, "听松新社区")
    assert answer.json["setup_mode"] == "stand_alone"


def test_the_list_of_changes_takes_as_many_statements_however_long(postgres_api):
    api = postgres_api
    path = f"{SECOND}/changes"
    send(api, f"{SECOND}/rename", {"name": "甲", "reason": "更名"})
    api.get("community", path)
    with counted_statements(api.database) as few:
        api.get("community", path)
    for name in ("乙", "丙", "丁"):
        send(api, f"{SECOND}/rename", {"name": name, "reason": "更名"})
    with counted_statements(api.database) as many:
        assert len(api.get("community", path).json["data"]) == 4
    assert len(many) == len(few) <= 4


def test_ledgers_keep_the_names_of_the_day_of_the_letter(api, set_now):
    api.driver.drive_to("receipt_due")
    set_now("2026-11-25T09:00:00+08:00")
    body = {"name": "听涛社区", "party_name": "中共听涛社区委员会", "reason": "更名"}
    assert send(api, f"{SECOND}/rename", body).status_code == 200
    api.driver.drive_to("receipt_due")
    for ledger in ("transfer_out", "transfer_in"):
        rows = api.get("department", f"/registers/{ledger}").json["data"]
        assert [row["receiving"] for row in rows] == ["中共听松社区委员会", "中共听涛社区委员会"]
