"""The letter printed from the pages: found on the case, counted once, and what stands in its way said."""

import io

import pypdfium2
import pytest

from service.models import Organization
from service.queries.members import opened


def text_of(person):
    assert person.last.content_type == "application/pdf"
    return pypdfium2.PdfDocument(io.BytesIO(person.last.data))[0].get_textpage().get_text_range()


def forget_name(desks, unit="second_street"):
    key = getattr(desks.driver.district, unit).id
    desks.database.transact(lambda tx: setattr(tx.session.get(Organization, key), "party_name_confirmed", False))


def test_the_outflow_committee_finds_the_letter_on_the_case_and_prints_it(desks):
    number, person = desks.driver.drive_to("in_transit"), desks("street")
    assert f'href="/cases/{number}/letter"' in person.get(f"/cases/{number}")
    page = person.get(f"/cases/{number}/letter")
    assert "0 次" in page
    assert "reason" not in person.form("/letter").fields
    person.send("/letter", 200)
    assert desks.driver.case(number).letter.number in text_of(person)
    assert "打印介绍信" in person.get(f"/cases/{number}")


def test_a_reprint_asks_why_and_a_form_sent_twice_is_one_print(desks):
    number, person = desks.driver.drive_to("in_transit"), desks("street")
    person.get(f"/cases/{number}/letter")
    form = person.form("/letter")
    for _ in range(2):
        person.send(form, 200)
        assert text_of(person)
    assert desks.driver.case(number).letter.print_count == 1
    person.get(f"/cases/{number}/letter")
    assert "写明理由" in person.send("/letter", 422)
    person.send("/letter", 200, reason="打印机卡纸")
    assert desks.driver.case(number).letter.print_count == 2
    assert "打印机卡纸" in person.get(f"/cases/{number}")


def test_onto_the_official_form_only_the_values_are_printed(desks):
    number, person = desks.driver.drive_to("in_transit"), desks("street")
    person.get(f"/cases/{number}/letter")
    person.send("/letter", 200, sheet="form")
    text, case = text_of(person), desks.driver.case(number)
    assert text.count(case.letter.number) == 3
    assert text.count(case.member.name) == 3
    assert "同志" not in text
    assert desks.driver.case(number).letter.print_count == 1


def test_who_does_not_print_is_told_so_and_sees_no_button(desks):
    number = desks.driver.drive_to("in_transit")
    for who, status in (("second_street", 403), ("branch", 403), ("village", 404), ("province", 404)):
        desks(who).get(f"/cases/{number}/letter", status)
    assert f"/cases/{number}/letter" not in desks("second_street").get(f"/cases/{number}")
    desks("street").get(f"/cases/{desks.driver.drive_to('draft')}/letter", 409)


def test_an_unconfirmed_name_says_who_confirms_it_and_leads_there(desks):
    number, person = desks.driver.drive_to("in_transit"), desks("street")
    person.get(f"/cases/{number}/letter")
    form = person.form("/letter")
    forget_name(desks)
    for page in (person.get(f"/cases/{number}/letter"), person.send(form, 409)):
        assert "银杏街道”的党组织全称还没有确认" in page
        assert "请银杏街道的经办人先确认全称" in page
        assert 'href="/organizations/D-second_street"' in page
        assert "打印（PDF）" not in page
    assert desks.driver.case(number).letter.print_count == 0
    confirming = desks("second_street")
    confirming.get("/organizations/D-second_street")
    confirming.send("/confirm")
    person.get(f"/cases/{number}/letter")
    person.send("/letter", 200)


def test_a_character_that_cannot_be_printed_is_named_and_nothing_is_counted(desks):
    driver = desks.driver
    member = driver.member(name="王\U00030edd")
    number = driver.open(member_id=member).number
    driver.act(number, "branch", "submit")
    driver.act(number, "street", "issue_letter")
    person = desks("street")
    person.get(f"/cases/{number}/letter")
    assert "本机字库没有这个字" in person.send("/letter", 409)
    assert driver.case(number).letter.print_count == 0


@pytest.mark.parametrize("seals", [{"seal_applied": "true"}, {"seal_applied": "true", "riding_seal_applied": "true"}])
def test_a_person_records_the_seals_and_the_history_has_it(desks, seals):
    number, person = desks.driver.drive_to("in_transit"), desks("street")
    assert person.get(f"/cases/{number}/letter").count("还没有登记") == 2
    person.get(f"/cases/{number}/actions/record_seals")
    person.send("/actions/record_seals", **seals, applied_by="李敏")
    assert person.get(f"/cases/{number}/letter").count("还没有登记") == 2 - len(seals)
    letter = desks.driver.case(number).letter
    assert (letter.seal_applied_at is not None, letter.riding_seal_applied_at is not None) == (True, len(seals) == 2)
    assert "李敏" in person.get(f"/cases/{number}")


def test_the_notice_says_where_with_what_by_when_and_whom_to_ask_and_bears_no_id_number(desks):
    number, person = desks.driver.drive_to("in_transit"), desks("branch")
    assert f'href="/cases/{number}/notice"' in person.get(f"/cases/{number}")
    page = person.get(f"/cases/{number}/notice")
    case = desks.driver.case(number)
    person.get(f"/cases/{number}/notice.pdf")
    printed = "".join(text_of(person).split())
    for words in (
        case.member.name, desks.driver.district.second_street.title, case.letter.number, "居民身份证", "电话",
        "2026年12月4日星期五", "补开", "照常参加组织生活",
    ):  # fmt: skip
        assert words in page
        assert "".join(words.split()) in printed
    with desks.database.read() as tx:
        numbers = [opened(tx, case.member, name) for name in ("id_number", "phone")]
    for number in numbers:
        assert number
        assert number not in page + printed


def test_without_a_letter_in_hand_there_is_no_notice(desks):
    number = desks.driver.drive_to("street_review")
    assert f"/cases/{number}/notice" not in desks("branch").get(f"/cases/{number}")
    desks("branch").get(f"/cases/{number}/notice", 409)
    desks("village").get(f"/cases/{desks.driver.drive_to('in_transit')}/notice", 404)
