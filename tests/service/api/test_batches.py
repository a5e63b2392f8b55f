"""Batches over REST."""

from service.intake.tables import read_table
from service.jobs import run_waiting
from tests.builders import make_id_number
from tests.service.api.client import assert_problem, new_key
from tests.service.intake.sheets import workbook
from tests.service.web.uploads import multipart

HEAD = ["姓名", "身份证号", "所在党支部", "联系电话", "党费交至", "去向"]
ABOUT = {"kind": "graduates", "name": "2026届毕业生"}


def graduate(name="周国栋", to="听松社区", number=None):
    return [name, number or make_id_number(), "D-branch", "13900000001", "2099-12", to]


def send(api, *people, who="branch", place="/batches", about=ABOUT, **headers):
    return send_file(api, workbook(dict(enumerate([HEAD, *people], start=1))), who, place, about, **headers)


def send_file(api, content, who="branch", place="/batches", about=ABOUT, **headers):
    return api.ask(who, "POST", place, headers=headers, **multipart(about, content, "毕业生.xlsx"))


def checked(api, *people):
    place = f"/batches/{send(api, *people).json['id']}"
    run_waiting(api.database)
    return place


def test_a_batch_goes_from_the_upload_to_its_cases_and_tells_where_they_are(api):
    made = send(api, graduate(), graduate("林秀英", ""))
    assert (made.status_code, made.json["state"], made.json["work"]["state"]) == (202, "checking", "waiting")
    assert made.headers["Location"].endswith(made.json["id"])
    run_waiting(api.database)
    place = f"/batches/{made.json['id']}"
    found = api.get("branch", place).json
    assert (found["state"], found["standing"]["states"], found["standing"]["openable"]) == (
        "checked",
        {"expected": 2},
        1,
    )
    assert api.post("branch", f"{place}/actions/open").json["state"] == "opening"
    run_waiting(api.database)
    found = api.get("branch", place).json
    assert found["standing"] == {
        "total": 2, "states": {"draft": 1, "expected": 1}, "openable": 0, "stuck": 1, "finished": False,
    }  # fmt: skip
    assert found["turns"] == [
        {"organization": {"code": "D-branch", "name": "中共望潮社区第一党支部委员会"}, "count": 1}
    ]
    (stuck,) = api.get("branch", f"{place}/rows", group="stuck").json["data"]
    assert (stuck["row"], stuck["name"], stuck["case"]) == (3, "林秀英", None)
    assert (stuck["id_number"].count("*"), stuck["findings"][0]["code"]) == (10, "destination_missing")
    (drafted,) = api.get("branch", f"{place}/rows", group="draft").json["data"]
    assert (drafted["case"]["state"], drafted["case"]["holder"]["code"]) == ("draft", "D-branch")


def test_an_expected_row_is_opened_matched_or_struck(api):
    number = make_id_number()
    place = checked(api, graduate(to=""), graduate("林秀英", "", number), graduate("陈春生", ""))
    steps = f"{place}/rows/{{}}/actions/{{}}"
    refused = api.post("branch", steps.format(2, "open"), {"receiving_code": "D-nowhere"})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "unknown_organization")
    mended = api.post("branch", steps.format(2, "open"), {"receiving_code": "D-second_community"})
    assert (mended.status_code, mended.json["state"], mended.json["case"]["state"]) == (200, "opened", "draft")
    opened = api.driver.open(member_id=api.driver.member(name="林秀英", id_number=number)).number
    matched = api.post("branch", steps.format(3, "match"), {"case": opened})
    assert matched.json["case"]["number"] == opened
    assert_problem(api.post("branch", steps.format(4, "strike"), {}), 422, "validation_failed")
    assert api.post("branch", steps.format(4, "strike"), {"reason": "留校"}).json["reason"] == "留校"
    assert api.get("branch", place).json["standing"]["states"] == {"draft": 2, "struck": 1}
    restored = api.post("branch", steps.format(4, "restore"), {}).json
    assert (restored["state"], restored["reason"]) == ("expected", "")
    said = [(strike["kind"], strike["by"], strike["reason"]) for strike in restored["strikes"]]
    assert said == [("struck", "望潮社区第一党支部经办人", "留校"), ("restored", "望潮社区第一党支部经办人", "")]
    again = api.post("branch", steps.format(4, "restore"), {})
    assert_problem(again, 409, "wrong_state")
    assert api.get("branch", f"{place}/rows").json["data"][2]["strikes"] == restored["strikes"]


def test_the_file_is_mended_and_sent_again_and_comes_back_with_notes(api):
    place = checked(api, graduate(to=""))
    assert read_table(api.get("branch", f"{place}/annotated.xlsx").data)[1].cells[0].text == "周国栋"
    assert_problem(api.get("city", f"{place}/annotated.xlsx"), 403, "not_permitted")
    assert send(api, graduate(), place=f"{place}/file", about={}).status_code == 202
    run_waiting(api.database)
    assert api.get("branch", place).json["standing"]["openable"] == 1
    assert api.post("branch", f"{place}/actions/check", {"columns": {"5": ""}}).status_code == 202
    run_waiting(api.database)
    assert api.get("branch", place).json["standing"]["openable"] == 0


def test_where_people_go_is_answered_once_for_all_rows_with_the_name(api):
    place = checked(api, graduate(to="听松村"), graduate("林秀英", to="听松村"))
    (question,) = api.get("branch", place).json["questions"]
    assert (question["field"], question["text"], question["rows"]) == ("receiving_code", "听松村", 2)
    body = {"answers": [{"field": "receiving_code", "text": "听松村", "code": "D-second_community"}]}
    assert_problem(api.post("city", f"{place}/actions/answer", body), 403, "not_permitted")
    assert api.post("branch", f"{place}/actions/answer", body).status_code == 202
    run_waiting(api.database)
    assert api.get("branch", place).json["standing"]["openable"] == 2


def test_the_same_key_hands_in_once_and_the_list_is_read_page_by_page(api):
    key = {"Idempotency-Key": new_key()}
    content = workbook({1: HEAD, 2: graduate()})
    first, again = send_file(api, content, **key), send_file(api, content, **key)
    assert first.json == again.json
    second = send(api, graduate()).json["id"]
    page = api.get("street", "/batches", limit=1).json
    rest = api.get("street", "/batches", limit=1, cursor=page["next_cursor"]).json
    assert {one["id"] for one in (*page["data"], *rest["data"])} == {first.json["id"], second}
    assert rest["next_cursor"] is None


def test_a_case_opened_by_itself_is_counted_in_its_batch_and_the_cases_of_a_batch_are_found(api):
    number = make_id_number()
    place = checked(api, graduate("林秀英", "", number))
    key = place.rpartition("/")[2]
    body = {"receiving_code": "D-second_community", "reason_code": "graduation", "batch_id": key}
    stranger = api.post("branch", "/cases", {"member_id": api.driver.member(), **body})
    assert (stranger.status_code, stranger.json["errors"][0]["code"]) == (422, "not_on_the_roster")
    person = api.driver.member(name="林秀英", id_number=number)
    opened = api.post("branch", "/cases", {"member_id": person, **body})
    assert opened.status_code == 201
    api.driver.open()
    found = api.get("branch", "/cases", batch=key).json["data"]
    assert [case["number"] for case in found] == [opened.json["number"]]
    assert api.get("branch", place).json["standing"]["states"] == {"draft": 1}


def test_others_find_nothing_readers_open_nothing_and_what_a_batch_is_must_be_said(api):
    place = checked(api, graduate())
    assert_problem(api.get("second_street", place), 404, "not_found")
    assert_problem(api.get("second_street", f"{place}/rows"), 404, "not_found")
    assert_problem(api.post("city", f"{place}/actions/open"), 403, "not_permitted")
    assert_problem(send(api, graduate(), about={"kind": "tourists"}), 422, "validation_failed")
    assert_problem(api.post("branch", "/batches", {}), 415, "unsupported_file")
