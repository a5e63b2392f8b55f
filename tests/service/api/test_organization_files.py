"""Files of organizations over REST."""

from service.jobs import run_waiting
from tests.service.api.client import assert_problem, new_key
from tests.service.intake.test_organization_files import MERGED, NEW, RENAMED, STREET, sheet
from tests.service.web.uploads import multipart

PLACE = "/organization-files"


def send(api, *rows, who="department", **headers):
    return api.ask(who, "POST", PLACE, headers=headers, **multipart({}, sheet(*rows).content, "组织.csv"))


def checked(api, *rows):
    made = send(api, *rows)
    assert (made.status_code, made.json["step"], made.json["state"]) == (202, "check", "waiting")
    run_waiting(api.database)
    return f"{PLACE}/{made.json['id']}"


def test_a_file_is_checked_looked_at_and_carried_out(api):
    number = api.driver.drive_to("placement")
    place = checked(api, STREET, MERGED, RENAMED, NEW)
    found = api.get("department", place).json
    assert (found["state"], found["name"], found["applied"], found["applied_by"]) == ("done", "组织.csv", False, None)
    assert found["parts"] == {"touched": 2, "created": 1, "wrong": 0, "absent": 0}
    first = api.get("department", f"{place}/units", limit=1).json
    rest = api.get("department", f"{place}/units", limit=1, cursor=first["next_cursor"]).json
    assert ([first["data"][0]["kind"], rest["data"][0]["kind"]], rest["next_cursor"]) == (["merge", "rename"], None)
    assert first["data"][0]["cases"][0]["number"] == number
    assert api.get("department", f"{place}/units", part="created").json["data"][0]["row"] == 5
    asked = api.post("department", f"{place}/actions/apply")
    assert (asked.status_code, asked.json["step"]) == (202, "apply")
    run_waiting(api.database)
    assert api.get("department", f"{PLACE}/{asked.json['id']}").json["applied"]
    assert api.get("department", place).json["applied_by"] == asked.json["id"]
    assert api.get("department", "/organizations/D-street").json["name"] == "碧梧街道"


def test_what_is_wrong_is_said_row_by_row_and_is_not_carried_out(api):
    api.driver.drive_to("placement")
    place = checked(api, (*MERGED[:4], "2026-11-23"))
    (row,) = api.get("department", f"{place}/units", part="wrong").json["data"]
    assert (row["row"], row["refusals"][0]["code"]) == (2, "still_has_open_cases")
    refused = api.post("department", f"{place}/actions/apply")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "rows_not_accepted")


def test_the_same_key_hands_in_once_and_the_list_is_read_page_by_page(api):
    key = {"Idempotency-Key": new_key()}
    first, again = send(api, RENAMED, **key), send(api, RENAMED, **key)
    assert first.json == again.json
    second = send(api, NEW)
    page = api.get("department", PLACE, limit=1).json
    rest = api.get("department", PLACE, limit=1, cursor=page["next_cursor"]).json
    assert {one["id"] for one in (*page["data"], *rest["data"])} == {first.json["id"], second.json["id"]}


def test_others_hand_nothing_in_and_find_nothing(api):
    place = checked(api, RENAMED)
    assert_problem(api.get("province", place), 404, "not_found")
    assert_problem(send(api, RENAMED, who="street"), 403, "not_permitted")
    assert_problem(api.get("street", PLACE), 403, "not_permitted")
    assert_problem(api.post("department", PLACE, {}), 415, "unsupported_file")
