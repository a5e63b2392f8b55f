"""People without a confirmed place over REST: the list with what it rests on, and figures beside one's own past."""

from __future__ import annotations

import json
from typing import Any

from service.alerts.signals import raise_signals
from tests.builders import make_id_number
from tests.service.api.client import Api, assert_problem, new_key
from tests.service.web.uploads import multipart


def read(api: Api, who: str, path: str, **query: Any) -> dict[str, Any]:
    response = api.get(who, path, **query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = json.loads(response.data)
    return found


def test_the_list_says_for_how_long_and_what_it_rests_on(api: Api) -> None:
    api.driver.member(graduated_on="2026-06")
    raise_signals(api.database)
    (row,) = read(api, "street", "/follow-ups")["data"]
    assert (row["category"], row["days"], row["last_contact"], row["settled_by"]) == ("graduate_waiting", 0, None, None)
    (signal,) = row["signals"]
    assert (signal["name"], signal["since"], signal["ended_on"]) == ("graduated", "2026-07-01", None)
    assert "组通字〔2015〕33号" in signal["rule"]
    api.driver.act(row["case"]["number"], "branch", "log_contact", way="phone", result="reached", next_on="2026-12-01")
    (row,) = read(api, "branch", "/follow-ups")["data"]
    assert row["last_contact"] == {"on": "2026-11-24", "way": "phone", "result": "reached"}
    assert row["next_on"] == "2026-12-01"


def test_pages_filters_and_scope(sqlite_api: Api) -> None:
    driver = sqlite_api.driver
    for category in ("veteran", "veteran", "relocated"):
        driver.open(workflow="follow_up", member_id=driver.member(), category=category)
    first = read(sqlite_api, "street", "/follow-ups", limit=2, category="veteran")
    assert (len(first["data"]), first["next_cursor"]) == (2, None)
    first = read(sqlite_api, "street", "/follow-ups", limit=2)
    second = read(sqlite_api, "street", "/follow-ups", limit=2, cursor=first["next_cursor"])
    assert [row["category"] for row in second["data"]] == ["relocated"]
    assert read(sqlite_api, "second_street", "/follow-ups")["data"] == []
    assert read(sqlite_api, "department", "/follow-ups", organization="D-town")["data"] == []
    assert_problem(sqlite_api.get("street", "/follow-ups", category="because"), 422, "validation_failed")
    assert_problem(sqlite_api.get("street", "/follow-ups", organization="D-nowhere"), 404, "not_found")


def test_the_summary_is_of_ones_own_unit_and_its_own_past(api: Api) -> None:
    driver = api.driver
    driver.open(workflow="follow_up", member_id=driver.member(), category="veteran")
    found = read(api, "street", "/follow-ups/summary")
    assert (found["open"], found["by_category"], found["by_state"]) == (1, {"veteran": 1}, {"watch": 1})
    assert (len(found["months"]), found["months"][-1]) == (12, {"month": "2026-11", "opened": 1, "settled": 0})
    assert found["quarters"][-1] == {"quarter": "2026-Q4", "opened": 1, "settled": 0, "open": 1}
    assert found["oldest_on"] == "2026-11-24"
    assert read(api, "second_street", "/follow-ups/summary")["open"] == 0


def test_a_survey_says_what_became_of_every_row_and_answers_the_same_key_the_same(api: Api) -> None:
    content = f"姓名,公民身份号码\n林秀英,{make_id_number(born='19650101')}\n没写号码,\n".encode()
    key = {"Idempotency-Key": new_key()}
    answers = [
        api.ask("community", "POST", "/follow-ups/survey", headers=key,
                **multipart({"category": "floating_talent"}, content, "排查.csv"))
        for _ in range(2)
    ]  # fmt: skip
    assert answers[0].status_code == 200, answers[0].text
    assert answers[0].data == answers[1].data
    first, second = json.loads(answers[0].data)["rows"]
    assert (first["outcome"], second["outcome"], second["case"]) == ("opened", "refused", None)
    assert (second["reasons"][0]["code"], second["reasons"][0]["field"]) == ("required", "id_number")
    case = json.loads(api.get("community", f"/cases/{first['case']}").data)
    assert case["kind"] == "floating_talent"


def test_a_survey_is_for_those_who_write_members(sqlite_api: Api) -> None:
    sent = multipart({}, "姓名,公民身份号码\n".encode(), "排查.csv")
    answer = sqlite_api.ask("city", "POST", "/follow-ups/survey", headers={"Idempotency-Key": new_key()}, **sent)
    assert_problem(answer, 403, "not_permitted")


def test_a_joint_conference_reads_its_sheet_and_writes_down_what_it_agreed(api: Api) -> None:
    driver = api.driver
    number = driver.open(workflow="follow_up", member_id=driver.member(), category="veteran").number
    driver.act(number, "branch", "log_contact", way="phone", result="needs_coordination")
    (row,) = read(api, "department", "/follow-ups/conference", organization="D-street")["data"]
    assert (row["case"]["number"], row["street"], row["agreed"]) == (number, driver.district.street.title, "")
    assert read(api, "department", "/follow-ups/conference", organization="D-town")["data"] == []
    said = {"agreed": "由听松社区接收，十日内办理"}
    answer = api.post("street", f"/follow-ups/conference/{number}", said, Idempotency_Key=new_key())
    assert (answer.status_code, json.loads(answer.data)["version"]) == (201, row["case"]["version"])
    (row,) = read(api, "street", "/follow-ups/conference")["data"]
    assert row["agreed"] == said["agreed"]
    nothing = api.post("street", f"/follow-ups/conference/{number}", {"agreed": " "}, Idempotency_Key=new_key())
    assert_problem(nothing, 422, "validation_failed")
    stranger = api.post("second_street", f"/follow-ups/conference/{number}", said, Idempotency_Key=new_key())
    assert_problem(stranger, 404, "not_found")
