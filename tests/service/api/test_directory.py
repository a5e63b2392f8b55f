"""Members and organizations over REST: masked, scoped, checked like the pages."""

import pytest
from sqlalchemy import select

from service.models import AccessLine
from tests.builders import make_id_number
from tests.service.api.client import assert_problem, codes, new_key


@pytest.fixture
def member(api):
    return api.driver.member(name="欧阳某", id_number=make_id_number(serial=7), phone="13912345678")


def test_a_member_is_recorded_and_shown_masked(api):
    number = make_id_number(serial=8)
    body = {
        "name": "司徒某", "id_number": number, "phone": "139 1234 5678", "organization_code": "D-branch",
        "member_status": "probationary", "joined_on": "2026-03",
    }  # fmt: skip
    response = api.post("branch", "/members", body)
    assert response.status_code == 201, response.text
    shown = response.json
    assert (shown["id_number"], shown["phone"]) == (f"{number[:4]}**********{number[-4:]}", "139****5678")
    assert shown["probation_ends_on"] == "2027-03"
    assert shown["affiliation"] == shown["responsible_organization"]
    assert shown["affiliation"]["code"] == "D-branch"
    assert api.get("branch", f"/members/{shown['id']}").json == shown


def test_a_member_is_recorded_once_under_a_key(api):
    body = {"name": "司徒某", "id_number": make_id_number(serial=9), "organization_code": "D-branch"}
    key = new_key()
    first, again = (api.post("branch", "/members", body, Idempotency_Key=key) for _ in range(2))
    assert first.data == again.data
    response = api.post("branch", "/members", body)
    assert_problem(response, 422, "validation_failed")
    assert codes(response) == ["id_number_taken"]


def test_a_slip_is_named_by_its_field(api):
    response = api.post("branch", "/members", {"name": "", "id_number": "329901197001150011", "sex": "x", "age": 3})
    problem = assert_problem(response, 422, "validation_failed")
    assert {reason["field"]: reason["code"] for reason in problem["errors"]} == {
        "name": "required", "organization_code": "required", "id_number": "invalid_id_number", "sex": "not_a_choice",
        "age": "unknown_field",
    }  # fmt: skip


def test_what_is_masked_is_shown_to_whoever_says_why(api, member):
    path = f"/members/{member}"
    assert_problem(api.get("branch", path, reveal="phone"), 422, "validation_failed")
    assert_problem(api.get("branch", path, reveal="name", reason="核对"), 422, "validation_failed")
    shown = api.get("branch", path, reveal="id_number,phone", reason="核对介绍信").json
    assert (shown["id_number"], shown["phone"]) == (make_id_number(serial=7), "13912345678")
    assert "*" in api.get("branch", path).json["id_number"]
    with api.database.read() as tx:
        lines = tx.session.scalars(select(AccessLine).order_by(AccessLine.id)).all()
    assert [(line.what, line.reason, line.member_id) for line in lines] == [
        ("id_number", "核对介绍信", member),
        ("phone", "核对介绍信", member),
    ]


def test_a_member_is_corrected_at_the_version_seen(api, member):
    path = f"/members/{member}"
    seen = api.get("branch", path)
    changed = api.ask(
        "branch", "PATCH", path, json={"residence": "望潮里 5 号"}, headers={"If-Match": seen.headers["ETag"]}
    )
    assert (changed.status_code, changed.json["residence"]) == (200, "望潮里 5 号")
    stale = api.ask("branch", "PATCH", path, json={"phone": None}, headers={"If-Match": seen.headers["ETag"]})
    assert assert_problem(stale, 412, "stale_version")["version"] == 2
    cleared = api.ask("branch", "PATCH", path, json={"residence": None})
    assert (cleared.status_code, cleared.json["residence"]) == (200, None)


def test_members_are_read_in_ones_subtree_only(api, member):
    assert_problem(api.get("village_branch", f"/members/{member}"), 404, "not_found")
    assert_problem(api.get("village_branch", f"/members/{member}", reveal="phone", reason="想看"), 404, "not_found")
    assert_problem(api.ask("village_branch", "PATCH", f"/members/{member}", json={"sex": "male"}), 404, "not_found")
    assert api.get("village_branch", "/members").json["data"] == []
    assert_problem(api.ask("city", "PATCH", f"/members/{member}", json={"sex": "male"}), 403, "not_permitted")


def test_members_are_found_by_what_one_knows(api, member):
    api.driver.member(name="上官某")
    for query in ({"q": "欧阳"}, {"q": "oym"}, {"q": make_id_number(serial=7)}, {"q": make_id_number(serial=7)[-4:]}):
        assert [found["id"] for found in api.get("street", "/members", **query).json["data"]] == [member]
    assert len(api.get("street", "/members", organization="D-branch").json["data"]) == 2
    assert_problem(api.get("street", "/members", organization="D-nowhere"), 404, "not_found")
    first = api.get("street", "/members", limit=1).json
    second = api.get("street", "/members", limit=1, cursor=first["next_cursor"]).json
    assert len({first["data"][0]["id"], second["data"][0]["id"]}) == 2
    assert second["next_cursor"] is None


def test_the_tree_is_read_by_everybody(api):
    whole = [unit["code"] for unit in api.get("branch", "/organizations").json["data"]]
    assert len(whole) == 19
    assert whole[0] == "D-province"
    below = [unit["code"] for unit in api.get("branch", "/organizations", below="D-street").json["data"]]
    assert below == ["D-street", "D-community", "D-branch"]
    children = [unit["code"] for unit in api.get("branch", "/organizations", parent="D-department").json["data"]]
    assert children == ["D-employer", "D-second_street", "D-street", "D-town"]
    streets = api.get("branch", "/organizations", kind="town_committee").json["data"]
    assert [(unit["code"], unit["parent_code"]) for unit in streets] == [("D-town", "D-department")]
    assert api.get("branch", "/organizations", q="柳湾").json["data"][0]["code"] == "D-village"
    assert_problem(api.get("branch", "/organizations/D-nowhere"), 404, "not_found")


def test_the_tree_is_paged(api):
    for query in ({}, {"below": "D-department"}, {"parent": "D-department"}):
        whole, seen, further = api.get("branch", "/organizations", **query).json["data"], [], ""
        while further is not None:
            page = api.get("branch", "/organizations", limit=2, cursor=further, **query).json
            seen += page["data"]
            further = page["next_cursor"]
        assert seen == whole


def test_an_organization_is_made_changed_and_dissolved(api):
    made = api.post("department", "/organizations", {"kind": "branch", "name": "新党支部", "parent_code": "D-street"})
    assert made.status_code == 201, made.text
    code = made.json["code"]
    assert (made.json["parent_code"], made.json["party_name_confirmed"]) == ("D-street", False)
    changed = api.ask(
        "department", "PATCH", f"/organizations/{code}", json={"parent_code": "D-town", "phone": "0599-1234567"}
    )
    assert (changed.json["parent_code"], changed.json["phone"]) == ("D-town", "0599-1234567")
    assert api.get("branch", f"/organizations/{code}").json == changed.json
    gone = api.post("department", f"/organizations/{code}/dissolve", {"successor_code": "D-village"})
    assert (gone.json["valid_to"], gone.json["successor_code"]) == ("2026-11-23", "D-village")


def test_an_organization_with_members_is_not_dissolved(api, member):
    response = api.post("department", "/organizations/D-branch/dissolve", {})
    problem = assert_problem(response, 409, "action_refused")
    assert codes(response) == ["still_has_members"]
    assert "欧阳某" in problem["errors"][0]["detail"]


def test_who_may_not_change_an_organization_is_told(api):
    body = {"kind": "branch", "name": "新党支部", "parent_code": "D-far_street"}
    assert_problem(api.post("department", "/organizations", body), 403, "not_permitted")
    assert_problem(api.ask("branch", "PATCH", "/organizations/D-branch", json={"phone": "1"}), 403, "not_permitted")
    response = api.ask("department", "PATCH", "/organizations/D-branch", json={"code": "X", "name": None})
    assert_problem(response, 422, "validation_failed")


def test_one_member_comes_with_the_relations_letters_and_cases_that_may_be_read(api):
    number = api.driver.drive_to("closed")
    path = f"/members/{api.driver.case(number).member_id}"
    shown = api.get("second_community", path).json
    now = {row["relation"]: row["organization"]["code"] for row in shown["relations"] if row["until"] is None}
    assert now == {"affiliation": "D-second_community", "responsibility": "D-second_community"}
    assert [(row["number"], row["state"]) for row in shown["cases"]] == [(number, "closed")]
    assert [(row["case"], row["status"]) for row in shown["letters"]] == [(number, "valid")]
    assert shown["missing"] == ["birth_date"]
