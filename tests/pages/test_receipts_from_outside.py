"""The receipt of a unit outside: a committee makes the link, a stranger answers it on a telephone, the case closes."""

import re
from urllib.parse import urlsplit

import pytest

from tests.fixtures.browser import NARROW
from tests.service.intake.photographs import photo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def spills(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_a_stranger_hands_in_a_receipt_and_the_committee_closes_the_case(house, contexts, axe_violations, scripts):
    number = house.driver.send_outside()
    office = contexts.open().new_page()
    house.open(house.sign_in(office, "street"), f"/cases/{number}")
    office.get_by_role("link", name="回执链接").click()
    office.get_by_role("button", name="生成回执链接").click()
    link = urlsplit(office.locator(".secret").inner_text()).path
    assert office.locator(".qr svg").bounding_box()["width"] > 150
    assert axe_violations(office) == []

    outside = contexts.open(NARROW, javascript=scripts, touch=True).new_page()
    house.open(outside, link)
    if scripts:
        assert axe_violations(outside) == []
        assert not spills(outside)
    outside.fill("[name=letter_number]", "〔2026〕第 9999 号")
    outside.fill("[name=handled_by]", "赵经办")
    outside.fill("[name=handled_phone]", "0855-1234567")
    outside.fill("[name=happened_on]", "2026.11.24")
    slip = {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": photo()}
    outside.set_input_files("[name=file]", slip)
    outside.get_by_role("button", name="提交回执").click()
    outside.wait_for_selector("text=回执编号与介绍信不一致")
    assert outside.input_value("[name=handled_by]") == "赵经办"
    if scripts:
        assert axe_violations(outside) == []
        assert not spills(outside)
    outside.fill("[name=letter_number]", house.driver.case(number).letter.number)
    outside.get_by_role("button", name="提交回执").click()
    outside.wait_for_selector("text=回执已在 2026-11-24 交到")

    house.open(office, "/ledgers/unreceipted")
    assert number in office.content()
    house.open(office, f"/cases/{number}/actions/confirm_receipt")
    office.fill("[name=letter_number]", house.driver.case(number).letter.number)
    office.locator("main form button.button-primary").click()
    office.wait_for_url(re.compile(rf"/cases/{number}$"))
    assert "凭回执链接" in office.inner_text(".timeline")
    assert house.driver.case(number).state == "closed"
    house.open(office, "/ledgers/unreceipted")
    assert number not in office.content()

    house.open(outside, link)
    assert "这个链接不用再填" in outside.inner_text("main")
    assert outside.locator("main form").count() == 0
