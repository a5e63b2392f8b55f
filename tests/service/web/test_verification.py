"""Whether a letter is genuine, asked by its code without signing in: what is said, what is not, and how often."""

import re

import pytest

from service.errors import RateLimited
from service.models import Letter
from service.papers import read_code, shown_code
from service.web.tries import BUDGET, Tries

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{12}")


def code_of(desks, number):
    return desks.driver.case(number).letter.code


def answer(desks, code, status=200):
    response = desks.stranger().client.get(f"/v/{code}", headers={"Accept": "application/json"})
    assert response.status_code == status, response.text
    return response.json


def test_a_letter_in_force_is_genuine_and_nobodys_name_is_said(both_desks):
    number = both_desks.driver.drive_to("in_transit")
    case = both_desks.driver.case(number)
    assert CODE.fullmatch(case.letter.code)
    page = both_desks.stranger().get(f"/v/{shown_code(case.letter.code)}")
    for words in ("这份介绍信是真的", case.letter.number, "中共梧桐街道委员会", "2026-11-24", "2026-12-04"):
        assert words in page
    for hidden in (case.member.name, number, "听松", "望潮"):
        assert hidden not in page
    assert answer(both_desks, case.letter.code) == {
        "kind": "letter", "status": "genuine", "number": case.letter.number,
        "issuer": {"code": "D-street", "name": "中共梧桐街道委员会"},
        "issued_on": "2026-11-24", "expires_on": "2026-12-04", "received_on": None, "replaced_by": None,
    }  # fmt: skip


def test_a_letter_past_its_date_is_expired_until_another_replaces_it(both_desks, set_now):
    number = both_desks.driver.drive_to("in_transit")
    code = code_of(both_desks, number)
    set_now("2026-12-04T23:59:00+08:00")
    assert answer(both_desks, code)["status"] == "genuine"
    set_now("2026-12-05T00:00:00+08:00")
    assert answer(both_desks, code)["status"] == "expired"
    assert "已经过期" in both_desks.stranger().get(f"/v/{code}")
    both_desks.driver.act(number, "street", "report_lost", reason="本人遗失")
    assert answer(both_desks, code)["status"] == "void"
    assert "已经报失" in both_desks.stranger().get(f"/v/{code}")
    both_desks.driver.act(number, "street", "reissue", reason="已查明")
    new = both_desks.driver.case(number).letter
    assert (answer(both_desks, code)["status"], answer(both_desks, code)["replaced_by"]) == ("replaced", new.number)
    assert f"由 {new.number} 代替" in both_desks.stranger().get(f"/v/{code}")
    assert new.code != code
    assert answer(both_desks, new.code)["status"] == "genuine"


def test_of_three_letters_the_first_names_the_one_in_force(desks):
    number = desks.driver.drive_to("in_transit")
    first = code_of(desks, number)
    for _ in range(2):
        desks.driver.act(number, "street", "report_lost", reason="本人遗失")
        desks.driver.act(number, "street", "reissue", reason="已查明")
    assert answer(desks, first)["replaced_by"] == desks.driver.case(number).letter.number


def test_a_letter_of_a_case_withdrawn_is_void_and_one_that_came_in_says_when(desks, set_now):
    withdrawn, received = desks.driver.drive_to("in_transit"), desks.driver.drive_to("street_review")
    desks.driver.act(withdrawn, "branch", "withdraw", reason="本人不转了", letter_returned=True)
    assert answer(desks, code_of(desks, withdrawn))["status"] == "void"
    set_now("2027-01-31T09:00:00+08:00")
    found = answer(desks, code_of(desks, received))
    assert (found["status"], found["received_on"]) == ("genuine", "2026-11-24")
    assert "已凭它报到" in desks.stranger().get(f"/v/{code_of(desks, received)}")


def test_a_code_is_read_as_people_type_it_and_a_wrong_one_is_said_to_be_wrong(desks):
    code = code_of(desks, desks.driver.drive_to("in_transit"))
    person = desks.stranger()
    person.get("/v")
    response = person.client.get("/v", query_string={"code": f" {shown_code(code).lower().replace('-', ' ')} "})
    assert response.headers["Location"].endswith(f"/v/{shown_code(code)}")
    for wrong in ("/v/AAAA-AAAA-AAAA", "/v/%3Cscript%3E", "/v?code=a/b", "/v/" + "9" * 200, "/v?code=" + "码" * 50):
        page = person.get(wrong, 404)
        assert "没有这个核验码。请核对 12 位字母数字。" in page
        assert "<script>" not in page
    answer(desks, "AAAA-AAAA-AAAA", 404)


@pytest.mark.parametrize(("typed", "read"), [
    ("7k3m-q9td-of5x", "7K3MQ9TD0F5X"), ("７Ｋ３Ｍ Ｑ９ＴＤ ０Ｆ５Ｘ", "7K3MQ9TD0F5X"),
    ("7K3MQ9TDIL5X", "7K3MQ9TD115X"),
    ("7K3M", None), ("", None), ("7K3MQ9TD0F5U", None),
])  # fmt: skip
def test_what_people_misread_is_read_all_the_same(typed, read):
    assert read_code(typed) == read


def test_the_page_speaks_three_languages(desks):
    code = code_of(desks, desks.driver.drive_to("in_transit"))
    for language, words in (
        ("zh-CN", "这份介绍信是真的"),
        ("zh-TW", "這份介紹信是真的"),
        ("en", "This letter is genuine"),
    ):
        assert words in desks.stranger().get(f"/v/{code}", **{"Accept-Language": language})


def test_who_guesses_is_told_to_wait_and_others_are_not(desks):
    stranger = desks.stranger().client
    statuses = [stranger.get("/v/AAAA-AAAA-AAAA").status_code for _ in range(12)]
    assert statuses[:10] == [404] * 10
    assert statuses[-1] == 429
    limited = stranger.get("/v/AAAA-AAAA-AAAA", headers={"Accept": "application/json"})
    assert (limited.status_code, limited.json["code"]) == (429, "rate_limited")
    assert 0 < int(limited.headers["Retry-After"]) <= 60
    other = {"REMOTE_ADDR": "203.0.113.7"}
    assert stranger.get("/v/AAAA-AAAA-AAAA", environ_base=other).status_code == 404
    behind = {"X-Forwarded-For": "203.0.113.9, 203.0.113.8"}
    assert stranger.get("/v/AAAA-AAAA-AAAA", headers=behind).status_code == 404
    forged = {"X-Forwarded-For": "198.51.100.1"}
    for _ in range(12):
        last = stranger.get("/v/AAAA-AAAA-AAAA", headers=forged, environ_base=other).status_code
    assert last == 429


def test_the_budget_comes_back_after_a_minute():
    moment = [0.0]
    tries = Tries(lambda: moment[0])
    for _ in range(BUDGET):
        tries.spend("a")
    with pytest.raises(RateLimited) as refused:
        tries.spend("a")
    assert refused.value.values["retry_after"] == 60
    tries.spend("b")
    moment[0] = 60.0
    tries.spend("a")


def test_a_letter_from_before_there_were_codes_gets_one_when_it_is_printed(desks):
    number = desks.driver.drive_to("in_transit")
    key = desks.driver.case(number).letter.id
    desks.database.transact(lambda tx: setattr(tx.session.get(Letter, key), "code", None))
    person = desks("street")
    person.get(f"/cases/{number}/letter")
    person.send("/letter", 200)
    assert answer(desks, code_of(desks, number))["status"] == "genuine"


def test_letters_without_paper_and_letters_of_others_have_no_code(desks):
    released = desks.driver.drive_to("outflow_review")
    desks.driver.act(released, "street", "release")
    assert code_of(desks, released) is None


def test_an_old_letter_shown_at_report_in_is_refused_and_names_the_new_one(both_desks):
    number = both_desks.driver.drive_to("in_transit")
    old = both_desks.driver.case(number).letter.number
    both_desks.driver.act(number, "street", "report_lost", reason="本人遗失")
    both_desks.driver.act(number, "street", "reissue", reason="已查明")
    new = both_desks.driver.case(number).letter.number
    person = both_desks("second_street")
    person.get(f"/cases/{number}/actions/report_in")
    page = person.send("/actions/report_in", 409, letter_number=old)
    assert f"{old} 已作废，由 {new} 代替" in page
    assert both_desks.driver.case(number).state == "in_transit"


def test_nobody_has_to_sign_in_and_whoever_has_sees_the_same(desks):
    code = code_of(desks, desks.driver.drive_to("in_transit"))
    assert "这份介绍信是真的" in desks("province").get(f"/v/{code}")
