"""组织变更 in a real browser: on a desk and on a phone, by keyboard, with scripts off, for everybody to read."""

import pytest

from tests.fixtures.browser import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
KINDS = ("rename", "recode", "move", "merge", "split", "dissolve")


def spills(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def describe(house, page, code="D-second_community", successor="望潮社区"):
    house.open(page, f"/organizations/{code}/change/merge")
    page.fill("input[name=successor_code_query]", successor)
    page.fill("textarea[name=reason], input[name=reason]", "村居合一")
    page.fill("input[name=document_number]", "梧组〔2026〕7号")
    page.get_by_role("button", name="预览影响").click()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_of_a_change_fits_and_has_no_accessibility_fault(house, contexts, axe_violations, size):
    for state in ("in_transit", "street_review", "placement", "receipt_due"):
        house.driver.drive_to(state)
    house.driver.member("second_community", name="王建国")
    page = house.sign_in(contexts.open(size, touch=size == NARROW).new_page(), "department")
    for kind in KINDS:
        house.open(page, f"/organizations/D-second_community/change/{kind}")
        assert (spills(page), axe_violations(page)) == (False, []), kind
    describe(house, page)
    assert "由“中共望潮社区委员会”接着办" in page.inner_text("main")
    assert (spills(page), axe_violations(page)) == (False, [])
    page.get_by_role("button", name="确认合并").click()
    for code in ("D-community", "D-second_community"):
        house.open(page, f"/organizations/{code}")
        assert (spills(page), axe_violations(page)) == (False, [])


def test_a_refused_change_says_so_at_the_top_and_offers_no_confirmation(house, page, axe_violations):
    house.driver.member("second_community", name="王建国")
    house.sign_in(page, "department")
    house.open(page, "/organizations/D-second_community/change/dissolve")
    page.fill("textarea[name=reason], input[name=reason]", "撤销")
    page.get_by_role("button", name="预览影响").click()
    assert "还有 1 名党员，先转走：王建国" in page.inner_text(".error-summary")
    assert page.get_by_role("button", name="确认撤销").count() == 0
    assert axe_violations(page) == []


def test_a_merge_is_made_with_scripts_off(house, scriptless_page):
    number = house.driver.drive_to("placement")
    house.sign_in(scriptless_page, "department")
    describe(house, scriptless_page)
    assert number in scriptless_page.inner_text("main")
    scriptless_page.get_by_role("button", name="确认合并").click()
    assert "组织变更已办理" in scriptless_page.inner_text("body")
    assert house.driver.case(number).holder_id == house.driver.district.community.id


def test_a_rename_is_made_by_keyboard_alone(house, page):
    house.sign_in(page, "department")
    house.open(page, "/organizations/D-street/change/rename")
    page.focus("input[name=name]")
    page.keyboard.type("碧梧街道")
    page.focus("textarea[name=reason], input[name=reason]")
    page.keyboard.type("更名")
    page.focus("text=预览影响")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="确认改名").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/organizations/D-street")
    assert "组织变更已办理" in page.inner_text("body")
