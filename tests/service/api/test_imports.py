"""Rosters handed in over REST."""

from service.intake.tables import read_table
from service.jobs import run_waiting
from tests.builders import make_id_number
from tests.service.api.client import assert_problem, codes, new_key
from tests.service.intake.sheets import workbook
from tests.service.web.uploads import multipart

HEAD = ["姓名", "身份证号", "所在党支部", "那个"]
BAD = ["号码错", "329901196501014410", "D-branch", ""]


def good(name="周国栋", employer=""):
    return [name, make_id_number(), "D-branch", employer]


def hand_in(api, *people, who="street"):
    return send(api, workbook(dict(enumerate([HEAD, *people], start=1))), who)


def send(api, content, who="street", **headers):
    return api.ask(who, "POST", "/imports", headers=headers, **multipart({}, content, "名册.xlsx"))


def test_a_roster_is_checked_carried_out_and_taken_back(api):
    made = hand_in(api, good(), BAD)
    assert (made.status_code, made.json["state"], made.json["work"]["state"]) == (202, "checking", "waiting")
    place = f"/imports/{made.json['id']}"
    run_waiting(api.database)
    found = api.get("street", place).json
    assert (found["state"], found["counts"], found["work"]) == ("checked", {"accept": 1, "reject": 1}, None)
    (row,) = api.get("street", f"{place}/rows", part="wrong").json["data"]
    assert (row["row"], row["findings"][0]["column"], row["findings"][0]["value"]) == (3, "B", BAD[1])
    assert api.get("street", f"{place}/rows", part="unclear").json["data"] == []
    assert api.post("street", f"{place}/actions/apply").json["state"] == "applying"
    run_waiting(api.database)
    assert api.get("street", place).json["counts"]["created"] == 1
    assert api.post("street", f"{place}/actions/undo").status_code == 202
    run_waiting(api.database)
    assert api.get("street", place).json["counts"]["undone"] == 1
    assert api.get("street", "/members").json["data"] == []


def test_the_same_key_hands_in_once_and_all_or_none_is_refused_with_a_code(api):
    content, headers = workbook({1: HEAD, 2: good(), 3: BAD}), {"Idempotency-Key": new_key()}
    first, again = send(api, content, **headers), send(api, content, **headers)
    assert first.json == again.json
    assert [line["id"] for line in api.get("street", "/imports").json["data"]] == [first.json["id"]]
    run_waiting(api.database)
    refused = api.post("street", f"/imports/{first.json['id']}/actions/apply", {"all_or_none": True})
    assert refused.json["errors"][0]["code"] == "rows_not_accepted"


def test_columns_are_chosen_and_notes_come_back(api):
    place = f"/imports/{hand_in(api, good(employer='盛达建材厂'), BAD).json['id']}"
    run_waiting(api.database)
    assert api.post("street", f"{place}/actions/check", {"columns": {"3": "employer"}}).status_code == 202
    run_waiting(api.database)
    assert api.get("street", place).json["columns"][3]["field"] == "employer"
    assert read_table(api.get("street", f"{place}/annotated.xlsx").data)[2].cells[0].text == "号码错"
    long = api.post("street", f"{place}/actions/check", {"columns": {"3": "x" * 300}})
    assert (long.status_code, codes(long)) == (422, ["too_long"])
    refused = api.post("street", f"{place}/actions/check", {"columns": {"3": "shoe_size"}})
    assert_problem(refused, 422, "validation_failed")


def test_a_name_that_is_asked_back_is_answered_once_for_all_its_rows(api):
    people = [["周国栋", make_id_number(), "望潮", ""], ["林秀英", make_id_number(), "望潮", ""]]
    place = f"/imports/{hand_in(api, *people).json['id']}"
    run_waiting(api.database)
    (question,) = api.get("street", place).json["questions"]
    assert (question["text"], question["rows"], question["first"], question["answer"]) == ("望潮", 2, 2, None)
    assert {unit["code"] for unit in question["candidates"]} == {"D-community", "D-branch"}
    asked = {"field": question["field"], "text": "望潮"}
    wrong = api.post("street", f"{place}/actions/answer", {"answers": [{**asked, "code": "没有的"}]})
    assert (wrong.json["errors"][0]["code"], wrong.json["errors"][0]["field"]) == ("unknown_organization", "answers.0")
    for answers in ([], ["望潮"], [{"field": "name", "text": "望潮"}], [{**asked, "code": 5}], [{**asked, "to": ""}]):
        refused = api.post("street", f"{place}/actions/answer", {"answers": answers})
        assert_problem(refused, 422, "validation_failed")
    given = api.post("street", f"{place}/actions/answer", {"answers": [{**asked, "code": "D-branch"}]})
    assert (given.status_code, given.json["state"]) == (202, "checking")
    run_waiting(api.database)
    found = api.get("street", place).json
    assert (found["counts"], found["questions"][0]["answer"]["code"]) == ({"accept": 2}, "D-branch")


def test_others_find_nothing_and_readers_hand_nothing_in(api):
    place = f"/imports/{hand_in(api, good()).json['id']}"
    assert_problem(api.get("second_street", place), 404, "not_found")
    assert_problem(hand_in(api, good(), who="province"), 403, "not_permitted")
    assert_problem(api.post("street", "/imports", {}), 415, "unsupported_file")
