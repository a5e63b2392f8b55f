"""Days away over REST."""

from tests.builders import make_user
from tests.driving import counted_statements
from tests.service.api.client import assert_problem, codes

DAYS = {"first_day": "2026-11-24", "last_day": "2026-11-27"}


def colleague(api):
    district = api.driver.district
    api.database.transact(
        lambda tx: make_user(tx, role="committee_officer", organization=district.town, name="wang", display_name="王敏")
    )


def test_who_acts_meanwhile_is_said_listed_and_ended(api):
    colleague(api)
    made = api.post("second_street", "/absences", {"substitute": "wang", **DAYS})
    assert (made.status_code, made.json["substitute"]["name"], made.json["ended_at"]) == (201, "王敏", None)
    (listed,) = api.get("second_street", "/absences").json["data"]
    assert listed == made.json
    assert [one["user"]["name"] for one in api.get("wang", "/absences").json["data"]] == [made.json["user"]["name"]]
    place = f"/absences/{made.json['id']}/actions/end"
    assert_problem(api.post("street", place), 404, "not_found")
    assert api.post("second_street", place).json["ended_at"] is not None
    assert api.get("wang", "/absences").json["data"] == []


def test_a_step_in_place_of_another_says_so(api):
    colleague(api)
    api.post("second_street", "/absences", {"substitute": "wang", **DAYS})
    number = api.driver.drive_to("street_review")
    assert api.act("wang", number, "accept").status_code == 200
    line = api.get("wang", f"/cases/{number}/history").json["data"][-1]
    assert (line["actor"]["name"], line["in_place_of"]["name"]) == ("王敏", "银杏街道经办人")


def test_what_makes_no_sense_is_refused_with_the_field(api):
    assert codes(api.post("branch", "/absences", {"substitute": "branch", **DAYS})) == ["substitute_is_oneself"]
    assert codes(api.post("branch", "/absences", {"substitute": "branch"})) == ["required", "required"]
    backwards = {"first_day": "2026-11-27", "last_day": "2026-11-24"}
    refused = api.post("branch", "/absences", {"substitute": "branch", **backwards})
    assert sorted(codes(refused)) == ["absence_ends_before_it_begins", "substitute_is_oneself"]
    assert_problem(
        api.post("branch", "/absences", {"user": "street", "substitute": "branch", **DAYS}), 404, "not_found"
    )
    managed = api.post("province", "/absences", {"user": "street", "substitute": "town", **DAYS})
    assert managed.json["user"]["name"] == "梧桐街道经办人"


def test_nobody_stands_in_for_oneself_over_another(api):
    colleague(api)
    assert api.post("second_street", "/absences", {"substitute": "wang", **DAYS}).status_code == 201
    refused = api.post("wang", "/absences", {"substitute": "second_street", **DAYS})
    assert_problem(refused, 422, "validation_failed")
    assert [(error["code"], error["field"]) for error in refused.json["errors"]] == [
        ("substitutes_in_circle", "substitute")
    ]
    assert "银杏街道经办人" in refused.json["errors"][0]["detail"]


def test_whoever_stands_in_for_nobody_costs_no_statement_more(sqlite_api):
    api = sqlite_api
    colleague(api)
    for who in ("second_street", "street", "wang"):
        api.token(who)
    api.post("second_street", "/absences", {"substitute": "wang", **DAYS})
    counts = {}
    for who in ("street", "wang"):
        with counted_statements(api.database) as sent:
            api.get(who, "/codes/refusal")
        counts[who] = len(sent)
    assert (counts["wang"], counts["street"]) == (counts["street"] + 1, 1)
