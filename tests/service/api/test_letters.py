"""The letter of a case as a PDF over REST."""

import io

import pypdfium2
import pytest

from tests.service.api.client import assert_problem, codes

pytestmark = pytest.mark.postgres


def test_the_committee_prints_the_letter_and_a_reprint_asks_why(api):
    number = api.driver.drive_to("in_transit")
    first = api.get("street", f"/cases/{number}/letter.pdf")
    assert (first.status_code, first.content_type) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(io.BytesIO(first.data))
    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    assert api.driver.case(number).letter.number in text
    again = api.get("street", f"/cases/{number}/letter.pdf")
    assert_problem(again, 422, "validation_failed")
    assert codes(again) == ["reason_required"]
    assert api.get("street", f"/cases/{number}/letter.pdf", reason="打印机卡纸").status_code == 200


def test_others_get_no_letter(api):
    number = api.driver.drive_to("in_transit")
    assert_problem(api.get("village", f"/cases/{number}/letter.pdf"), 404, "not_found")
    assert_problem(api.get("second_street", f"/cases/{number}/letter.pdf"), 403, "not_permitted")
    assert_problem(api.get(None, f"/cases/{number}/letter.pdf"), 401, "unauthenticated")


def test_before_the_letter_is_issued_there_is_nothing_to_print(api):
    number = api.driver.drive_to("outflow_review")
    assert_problem(api.get("street", f"/cases/{number}/letter.pdf"), 409, "wrong_state")
