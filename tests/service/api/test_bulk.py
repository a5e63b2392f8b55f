"""One verb for many cases: an answer for each, the same guards, a look ahead, once however often it is asked."""

import io

import pypdfium2
import pytest

from service.casework import bulk as bulk_verbs
from service.jobs import run_waiting
from tests.driving import counted_statements
from tests.service.api.client import assert_problem, new_key


def asked(api, who, action, numbers, key=None, preview=False, **fields):
    body = {"action": action, "cases": numbers, "fields": fields, **({"preview": True} if preview else {})}
    headers = {} if preview else {"Idempotency_Key": key or new_key()}
    return api.post(who, "/bulk-actions", body, **headers)


def outcomes(response):
    assert response.status_code == 200, response.text
    return [(row["number"], row["done"], row["code"]) for row in response.json["results"]]


def test_each_case_has_an_answer_and_what_is_refused_stops_no_other(api):
    driver = api.driver
    ready, issued = driver.drive_to("outflow_review"), driver.drive_to("in_transit")
    behind = driver.open(member_id=driver.member(dues_paid_through="2020-01")).number
    driver.act(behind, "branch", "submit", dues_plan="年底前补交")
    answer = asked(api, "street", "issue_letter", [ready, issued, "ZJ-2026-9999", behind], valid_days=20)
    assert outcomes(answer) == [
        (ready, True, None), (issued, False, "wrong_state"), ("ZJ-2026-9999", False, "not_found"), (behind, True, None),
    ]  # fmt: skip
    assert (answer.json["done"], answer.json["skipped"]) == (2, 2)
    assert driver.case(ready).letter.valid_days == 20
    assert answer.json["results"][1]["detail"]


def test_the_look_ahead_says_the_same_and_does_nothing(api):
    driver = api.driver
    ready, draft = driver.open().number, driver.open(member_id=driver.member(phone=None)).number
    sent = driver.drive_to("outflow_review")
    before = asked(api, "branch", "submit", [ready, draft, sent], preview=True)
    assert outcomes(before) == [(ready, True, None), (draft, False, "action_refused"), (sent, False, "wrong_state")]
    assert [error["code"] for error in before.json["results"][1]["errors"]] == ["missing_contact"]
    assert driver.case(ready).state == "draft"
    assert outcomes(asked(api, "branch", "submit", [ready, draft, sent])) == outcomes(before)


def test_another_units_turn_and_a_case_out_of_sight_are_answered_as_for_one(api):
    number = api.driver.drive_to("outflow_review")
    for preview in (True, False):
        assert outcomes(asked(api, "branch", "issue_letter", [number], preview=preview))[0][2] == "not_your_turn"
        assert outcomes(asked(api, "village", "issue_letter", [number], preview=preview))[0][2] == "not_found"


def test_the_same_key_again_takes_no_second_step_and_gives_the_same_answers(api):
    numbers = [api.driver.open().number for _ in range(2)]
    key = new_key()
    first = asked(api, "branch", "submit", numbers, key)
    assert asked(api, "branch", "submit", numbers, key).json == first.json
    assert [api.driver.case(number).version for number in numbers] == [2, 2]
    other = asked(api, "branch", "submit", numbers, key, comment="另一个请求")
    assert {row["code"] for row in other.json["results"]} == {"idempotency_key_reused"}


def test_each_case_brings_its_own_fields_and_the_version_that_was_seen(api):
    driver = api.driver
    numbers = [driver.drive_to("in_transit") for _ in range(3)]
    letters = [driver.case(number).letter.number for number in numbers]
    cases = [
        {"number": numbers[0], "version": 3, "fields": {"letter_number": letters[0]}},
        {"number": numbers[1], "fields": {"letter_number": letters[0]}},
        {"number": numbers[2], "version": 1, "fields": {"letter_number": letters[2]}},
    ]
    answer = asked(api, "second_street", "report_in", cases)
    assert [row["code"] for row in answer.json["results"]] == [None, "action_refused", "stale_version"]
    assert driver.case(numbers[0]).state == "street_review"


def test_an_old_letter_names_its_replacement_in_the_look_ahead_as_in_the_step(api):
    driver = api.driver
    numbers = [driver.drive_to("in_transit") for _ in range(2)]
    driver.act(numbers[0], "street", "report_lost")
    driver.act(numbers[0], "street", "reissue", reason="遗失")
    old, new = (letter.number for letter in driver.letters(numbers[0]))
    cases = [{"number": number, "fields": {"letter_number": old}} for number in numbers]
    for preview in (True, False):
        first, second = asked(api, "second_street", "report_in", cases, preview=preview).json["results"]
        assert [error["code"] for error in first["errors"]] == ["letter_void"]
        assert new in first["errors"][0]["detail"]
        assert [error["code"] for error in second["errors"]] == ["letter_mismatch"]


def test_steps_taken_together_are_taken_back_together(api):
    numbers = [api.driver.open().number for _ in range(2)]
    asked(api, "branch", "submit", numbers)
    assert outcomes(asked(api, "street", "undo", numbers, preview=True))[0][2] == "wrong_state"
    assert [done for _, done, _ in outcomes(asked(api, "branch", "undo", numbers))] == [True, True]
    assert {api.driver.case(number).state for number in numbers} == {"draft"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"action": "fly", "cases": ["ZJ-2026-0001"]}, "not_a_choice"),
        ({"action": "open", "cases": ["ZJ-2026-0001"]}, "not_a_choice"),
        ({"action": "submit", "cases": []}, "nothing_chosen"),
        ({"action": "submit", "cases": ["ZJ-2026-0001", "ZJ-2026-0001"]}, "case_chosen_twice"),
        ({"action": "submit", "cases": [{"number": 7}]}, "invalid_body"),
        ({"action": "submit", "cases": "ZJ-2026-0001"}, "invalid_body"),
        ({"action": "submit", "cases": [str(at) for at in range(2001)]}, "too_many_cases"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_as_a_whole(sqlite_api, body, code):
    answer = sqlite_api.post("branch", "/bulk-actions", body, Idempotency_Key=new_key())
    problem = assert_problem(answer, 422, "validation_failed")
    assert [error["code"] for error in problem["errors"]] == [code]


def test_a_step_needs_a_key(sqlite_api):
    answer = sqlite_api.post("branch", "/bulk-actions", {"action": "submit", "cases": ["ZJ-2026-0001"]})
    assert_problem(answer, 400, "idempotency_key_required")


def test_more_than_at_once_become_long_work_that_answers_the_same(api, monkeypatch):
    monkeypatch.setattr("service.api.bulk.AT_ONCE", 1)
    driver, key = api.driver, new_key()
    numbers = [driver.open().number, driver.drive_to("outflow_review")]
    later = asked(api, "branch", "submit", numbers, key)
    assert (later.status_code, later.json["results"]) == (202, [])
    job = later.json["job"]
    assert asked(api, "branch", "submit", numbers, key).json["job"] == job
    assert api.get("branch", f"/bulk-actions/{job}").json["results"] == []
    assert run_waiting(driver.database) == 1
    assert outcomes(api.get("branch", f"/bulk-actions/{job}")) == [
        (numbers[0], True, None), (numbers[1], False, "wrong_state"),
    ]  # fmt: skip
    assert api.get("street", f"/bulk-actions/{job}").status_code == 404


def test_work_that_was_begun_twice_takes_each_step_once(driver):
    numbers = [driver.open().number for _ in range(3)]
    wanted = bulk_verbs.Bulk("submit", [bulk_verbs.Chosen(number) for number in numbers])
    actor, stopped = driver.actor("branch"), iter([None, RuntimeError])

    def stop(_done, _total):
        if (error := next(stopped)) is not None:
            raise error

    with pytest.raises(RuntimeError):
        bulk_verbs.take_all(driver.database, actor, wanted, "job:1", stop)
    again = bulk_verbs.take_all(driver.database, actor, wanted, "job:1")
    assert [answer.done for answer in again] == [True] * 3
    assert [driver.case(number).version for number in numbers] == [2] * 3


def test_looking_ahead_takes_as_many_statements_for_ten_cases_as_for_one(sqlite_api):
    numbers = [sqlite_api.driver.open().number for _ in range(10)]
    sqlite_api.token("branch")
    counts = []
    for some in (numbers[:1], numbers):
        with counted_statements(sqlite_api.database) as sent:
            asked(sqlite_api, "branch", "submit", some, preview=True)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 4


def test_the_letters_of_many_cases_are_printed_into_one_pdf(api):
    driver, key = api.driver, new_key()
    numbers = [driver.drive_to(state) for state in ("in_transit", "outflow_review", "in_transit")]
    before = asked(api, "street", "print_letter", numbers, preview=True)
    assert outcomes(before) == [
        (numbers[0], True, None), (numbers[1], False, "wrong_state"), (numbers[2], True, None),
    ]  # fmt: skip
    later = asked(api, "street", "print_letter", numbers, key)
    job = later.json["job"]
    assert later.status_code == 202
    assert asked(api, "street", "print_letter", numbers, key).json["job"] == job
    assert api.get("street", f"/bulk-actions/{job}/letters.pdf").status_code == 404
    assert run_waiting(driver.database) == 1
    assert [row["code"] for row in api.get("street", f"/bulk-actions/{job}").json["results"]] == [
        None, "wrong_state", None,
    ]  # fmt: skip
    pdf = api.get("street", f"/bulk-actions/{job}/letters.pdf")
    assert (pdf.status_code, pdf.content_type) == (200, "application/pdf")
    assert len(pypdfium2.PdfDocument(io.BytesIO(pdf.data))) == 2
    assert api.get("department", f"/bulk-actions/{job}/letters.pdf").status_code == 404
    assert [driver.case(numbers[at]).letter.print_count for at in (0, 2)] == [1, 1]


def test_a_reprint_of_many_needs_a_reason_and_a_wrong_field_is_refused(sqlite_api):
    driver = sqlite_api.driver
    number = driver.drive_to("in_transit")
    for fields, code in (({}, None), ({}, "validation_failed"), ({"reason": "盖错章"}, None)):
        job = asked(sqlite_api, "street", "print_letter", [number], **fields).json["job"]
        run_waiting(driver.database)
        assert sqlite_api.get("street", f"/bulk-actions/{job}").json["results"][0]["code"] == code
    refused = asked(sqlite_api, "street", "print_letter", [number], reason=7)
    assert_problem(refused, 422, "validation_failed")
