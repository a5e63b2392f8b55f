"""Sheets as the browser prints them: looked at as the PDF it makes of them."""

import io

import pypdfium2
import pytest

from service.models import Organization

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
