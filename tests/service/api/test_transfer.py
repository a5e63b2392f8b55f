"""A whole transfer over REST, and what each answer says."""

import pytest

from tests.driving import PAPER_WAY, STATES_OF_PAPER_WAY
from tests.service.api.client import etag, new_key

ONLINE_WAY: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("branch", "submit", {}, "outflow_review"),
    ("street", "release", {}, "street_review"),
    ("second_street", "accept", {}, "placement"),
    ("second_community", "place", {"placed_in_code": "D-second_branch"}, "closed"),
)


def opened(api, **body):
    member = body.pop("member_id", None) or api.driver.member()
    wanted = {"member_id": member, "receiving_code": "D-second_community", "reason_code": "moved_home", **body}
    return api.post("branch", "/cases", wanted)


def test_a_case_is_opened_and_says_where_it_is_found(api):
    response = opened(api)
    case = response.json
    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/v1/cases/{case['number']}"
    assert response.headers["ETag"] == etag(case["number"], 1)
    assert api.get("branch", response.headers["Location"].removeprefix("/api/v1")).json == case


def test_a_case_says_everything_that_the_contract_names(api):
    case = opened(api).json
    member = api.driver.case(case["number"]).member
    assert (case["workflow"], case["kind"]) == ("transfer", "")
    assert (case["state"], case["version"], case["due_on"]) == ("draft", 1, "2026-12-09")
    assert (case["provisional"], case["overdue"], case["handler"], case["links"]) == (False, False, None, [])
    assert case["holder"] == {"party": "outflow", "organization": case["parties"]["outflow"]}
    assert case["holder"]["organization"] == {"code": "D-branch", "name": "中共望潮社区第一党支部委员会"}
    assert case["responsible_organization"]["code"] == case["affiliation"]["code"] == "D-branch"
    assert {party: unit["code"] for party, unit in case["parties"].items()} == {
        "outflow": "D-branch",
        "outflow_committee": "D-street",
        "street": "D-second_street",
        "receiving": "D-second_community",
        "department": "D-department",
    }
    assert (case["route"], case["letter"]) == ("same_district", None)
    assert case["member"] == {"id": member.id, "name": member.name, "status": "full"}
    assert [action["name"] for action in case["available_actions"]] == ["edit", "submit", "withdraw"]
    assert case["opened_at"] == "2026-11-24T09:00:00+08:00"


def test_an_action_comes_with_its_form_and_what_blocks_it(api):
    case = opened(api, member_id=api.driver.member(phone=None, dues_paid_through="2026-01")).json
    submit = next(action for action in case["available_actions"] if action["name"] == "submit")
    assert submit["label"] == "提交"
    assert [reason["code"] for reason in submit["blocked"]] == ["missing_contact", "dues_behind"]
    assert submit["blocked"][1]["detail"] == "党费只交到 2026-01，先交到本月，或写明未交的原因和补交安排。"
    edit = next(action for action in case["available_actions"] if action["name"] == "edit")
    reason = next(field for field in edit["fields"] if field["name"] == "reason_code")
    assert (reason["type"], reason["required"], reason["options"][0]) == (
        "choice", False, {"code": "job_change", "label": "工作单位变动"},
    )  # fmt: skip


def test_a_transfer_by_paper_goes_all_the_way(api):
    number = opened(api).json["number"]
    for (who, action, fields), reached in zip(PAPER_WAY, STATES_OF_PAPER_WAY[1:], strict=True):
        letter = api.driver.case(number).letter
        sent = {name: letter.number if value == "THE LETTER" else value for name, value in fields.items()}
        response = api.act(who, number, action, **sent)
        assert (response.status_code, response.json["state"]) == (200, reached), response.text
        assert api.get(who, f"/cases/{number}").json == response.json
        assert response.headers["ETag"] == etag(number, response.json["version"])
    assert response.json["holder"] is None
    assert response.json["affiliation"]["code"] == "D-second_community"
    assert response.json["letter"]["status"] == "valid"


def test_a_transfer_inside_the_system_ends_with_the_placement(api):
    number = opened(api).json["number"]
    for who, action, fields, reached in ONLINE_WAY:
        response = api.act(who, number, action, **fields)
        assert (response.status_code, response.json["state"]) == (200, reached), response.text
        assert api.get(who, f"/cases/{number}").json == response.json
    assert response.json["affiliation"]["code"] == "D-second_branch"
    assert response.json["closed_on"] == "2026-11-24"


@pytest.mark.parametrize("tag", ['"case-{number}-1"', 'W/"case-{number}-1"', '"1"', "1", '"case-{number}-1", "x"'])
def test_a_version_is_understood_however_it_is_tagged(sqlite_api, tag):
    number = opened(sqlite_api).json["number"]
    response = sqlite_api.post(
        "branch", f"/cases/{number}/actions/submit", {}, If_Match=tag.format(number=number), Idempotency_Key=new_key()
    )
    assert response.status_code == 200


def test_the_last_step_is_taken_back_while_it_can_be(api, set_now):
    number = opened(api).json["number"]
    submitted = api.act("branch", number, "submit").json
    assert submitted["available_actions"][-1]["name"] == "undo"
    undone = api.act("branch", number, "undo").json
    assert (undone["state"], undone["version"]) == ("draft", 3)
    assert api.get("branch", f"/cases/{number}").json == undone
    api.act("branch", number, "submit")
    set_now("2026-11-24T09:00:31+08:00")
    later = api.get("branch", f"/cases/{number}").json
    assert "undo" not in [action["name"] for action in later["available_actions"]]


def test_the_department_puts_another_unit_in_the_place_of_one(api):
    number = opened(api).json["number"]
    body = {"party": "receiving", "to_code": "D-second_branch", "reason": "社区已合并"}
    response = api.act("department", number, "reassign", **body)
    assert response.json["parties"]["receiving"]["code"] == "D-second_branch"
    assert api.get("department", f"/cases/{number}").json == response.json


def test_the_history_tells_every_step_with_its_hash(api):
    number = opened(api).json["number"]
    api.act("branch", number, "submit", comment="材料齐全")
    page = api.get("street", f"/cases/{number}/history").json
    first, second = page["data"]
    assert page["next_cursor"] is None
    assert (first["seq"], first["action"], first["from_state"], first["to_state"]) == (1, "open", "new", "draft")
    assert (second["comment"], second["previous_hash"]) == ("材料齐全", first["hash"])
    assert second["organization"]["code"] == "D-branch"
    assert second["at"] == "2026-11-24T09:00:00+08:00"
    only = api.get("street", f"/cases/{number}/history", limit=1).json
    assert [line["seq"] for line in only["data"]] == [1]
    rest = api.get("street", f"/cases/{number}/history", limit=1, cursor=only["next_cursor"]).json
    assert ([line["seq"] for line in rest["data"]], rest["next_cursor"]) == ([2], None)


def test_parties_talk_without_raising_the_version(api):
    number = opened(api).json["number"]
    api.act("branch", number, "submit")
    commented = api.post("street", f"/cases/{number}/comments", {"comment": "请尽快补交材料"})
    assert (commented.status_code, commented.json["version"]) == (201, 2)
    nudged = api.post("branch", f"/cases/{number}/nudge", {"comment": "请审核"})
    assert (nudged.status_code, nudged.json["version"]) == (200, 2)
    told = api.get("street", "/notices").json["data"]
    assert [(notice["kind"], notice["case"]) for notice in told] == [("nudge", number)]
