"""Sheets as the browser prints them: looked at as the PDF it makes of them."""

import io

import pypdfium2
import pytest
import segno

from service.models import Organization
from service.papers import shown_code
from tests.fixtures.browser import NARROW, WIDE
from tests.pictures import dark, modules
from tests.service.being_away import taken_in
from tests.service.registering import filed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
MM = 72 / 25.4


def printed(page):
    """The pages that come out of the printer, with the paper that the sheet itself asks for."""
    return pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def with_long_names(house):
    def lengthen(tx):
        for unit in (house.driver.district.branch, house.driver.district.second_community):
            found = tx.session.get(Organization, unit.id)
            found.party_name = "很长的名称" * 22 + "党支部委员会"

    house.driver.database.transact(lengthen)


@pytest.mark.parametrize("long", [False, True], ids=["usual", "long names"])
def test_the_notice_is_one_page_of_a4(house, page, long):
    number = house.driver.drive_to("in_transit")
    if long:
        with_long_names(house)
    house.open(house.sign_in(page, "branch"), f"/cases/{number}/notice")
    document = printed(page)
    assert len(document) == 1
    assert [round(side / MM) for side in document[0].get_size()] == [210, 297]
    text = document[0].get_textpage().get_text_range()
    assert house.driver.case(number).letter.number in text
    assert "返回" not in text


def test_the_sheet_about_somebody_who_is_looked_for_is_one_page_of_a4(house, page):
    number = house.driver.open("branch", workflow="follow_up", category="relocated").number
    for _try in range(3):
        house.driver.act(number, "branch", "log_contact", result="not_reached", way="phone", comment="没有人接")
    with_long_names(house)
    house.open(house.sign_in(page, "branch"), f"/cases/{number}/sheets/search")
    document = printed(page)
    assert len(document) == 1
    assert "回执" in document[0].get_textpage().get_text_range().replace(" ", "")


def test_the_papers_of_a_registration_are_one_page_of_a4_each(house, page):
    number = filed(house.driver).number
    with_long_names(house)
    house.sign_in(page, "branch")
    for name, word in (("slip", "回执"), ("card", "时长"), ("feedback", "接收党组织反馈")):
        house.open(page, f"/cases/{number}/sheets/{name}")
        document = printed(page)
        assert len(document) == 1, name
        text = document[0].get_textpage().get_text_range()
        assert house.driver.case(number).member.name in text
        assert word in text.replace(" ", "")


def test_the_papers_of_a_member_who_is_away_are_one_page_of_a4_each(house, page):
    case = taken_in(house.driver, place="海棠市东城街道盛达建材厂", contact="0999-1234")
    house.sign_in(page, "branch")
    for name, word in (("certificate", "选举权"), ("card", "境内联系人"), ("contacts", "下次联系")):
        house.open(page, f"/cases/{case.number}/sheets/{name}")
        document = printed(page)
        assert len(document) == 1, name
        assert word in document[0].get_textpage().get_text_range().replace(" ", "")


def print_on_page(house, page, number):
    house.open(house.sign_in(page, "street"), f"/cases/{number}/letter")
    page.get_by_label("整张打印（网页）").check()
    page.get_by_role("button", name="打印", exact=True).click()
    page.wait_for_selector(".sheet")


@pytest.mark.parametrize("long", [False, True], ids=["usual", "long names"])
def test_the_letter_is_one_page_of_a4_with_all_its_words(house, page, long):
    number = house.driver.drive_to("in_transit")
    if long:
        with_long_names(house)
    print_on_page(house, page, number)
    document, case = printed(page), house.driver.case(number)
    title = next(row.organization.title for row in case.parties if row.party == "receiving")
    assert len(document) == 1
    assert [round(side / MM) for side in document[0].get_size()] == [210, 297]
    text = "".join(document[0].get_textpage().get_text_range().split())
    for words in (
        case.letter.number,
        case.member.name,
        title,
        "有效期壹拾天",
        "请接转组织关系",
        "特此回复",
    ):
        assert "".join(words.split()) in text
    assert "返回" not in text
    for part in page.locator(".part").all():
        words, foot = part.locator(".words").bounding_box(), part.locator(".foot").bounding_box()
        assert words["y"] + words["height"] <= foot["y"] + 1
    assert case.letter.print_count == 1


def test_on_the_page_the_places_of_the_seals_are_empty_and_the_picture_leads_to_the_answer(house, page):
    number = house.driver.drive_to("in_transit")
    print_on_page(house, page, number)
    picture = printed(page)[0].render(scale=12 / MM).to_pil()
    for box in ((95, 62, 123, 74), (130, 160, 190, 176), (130, 256, 190, 266)):
        assert dark(picture, box, dots=12) == 0
    address = f"{house.driver.config.base_url}/v/{shown_code(house.driver.case(number).letter.code)}"
    seen = segno.make_qr(address, error="m", mask=0)
    printed_code = picture.crop((28 * 12, 174 * 12, 51 * 12, 201 * 12))
    assert modules(printed_code, len(seen.matrix)) == [list(row) for row in seen.matrix]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_sheet_fits_the_screen_and_has_no_accessibility_fault(house, contexts, axe_violations, size):
    page = contexts.open(size).new_page()
    print_on_page(house, page, house.driver.drive_to("in_transit"))
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert axe_violations(page) == []
