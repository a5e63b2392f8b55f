"""What people do on pages, in a real browser: with its scripts, without them, and with two fast clicks."""

import re

import pytest

from tests.builders import make_organization

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def press(page, label):
    page.get_by_role("button", name=label, exact=True).click()


def test_a_transfer_goes_from_its_opening_to_the_branch_with_scripts_off(house, scriptless_page):
    driver, page = house.driver, scriptless_page
    driver.member(name="王建国", residence="银杏街道听松社区 3 号")
    driver.database.transact(
        lambda tx: make_organization(
            tx, parent=driver.district.second_community, name="听松社区第二党支部", code="D-2b2"
        )
    )

    house.sign_in(page, "branch")
    house.open(page, "/todo")
    page.locator(".side a.button-primary").click()
    page.fill("input[name=member_query]", "王建国")
    press(page, "下一步")
    page.select_option("select[name=reason_code]", "moved_home")
    press(page, "下一步")
    page.fill("textarea[name=comment]", "情况属实，请审核。")
    press(page, "提交审核")
    number = page.locator(".done-panel .number").inner_text()
    assert "现在轮到中共梧桐街道委员会" in page.inner_text(".done-panel")
    house.sign_out(page)

    house.sign_in(page, "street")
    house.open(page, f"/cases/{number}")
    assert "情况属实，请审核。" in page.inner_text(".timeline")
    page.get_by_text("开具介绍信", exact=True).first.click()
    press(page, "确认开具介绍信")
    letter = driver.case(number).letter.number
    assert letter in page.inner_text("main")
    house.sign_out(page)

    house.sign_in(page, "second_street")
    house.open(page, f"/cases/{number}/actions/report_in")
    page.fill("input[name=letter_number]", letter)
    press(page, "确认登记报到")
    house.open(page, "/todo")
    page.locator(f"a[href^='/cases/{number}/actions/accept']").click()
    press(page, "确认接收")
    assert "已办理" in page.inner_text(".strip")
    house.sign_out(page)

    house.sign_in(page, "second_community")
    page.locator(f"a[href^='/cases/{number}/actions/place']").click()
    page.get_by_label("听松社区第二党支部").check()
    press(page, "确认编入支部")
    assert driver.case(number).state == "receipt_due"
    assert driver.holders(driver.case(number).member_id)["affiliation"] == "D-2b2"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_a_case_is_approved_from_the_worklist_in_two_clicks(house, contexts, scripts):
    number, page = house.driver.drive_to("street_review"), contexts.open(javascript=scripts).new_page()
    house.open(house.sign_in(page, "second_street"), "/todo")
    page.get_by_role("link", name="接收", exact=False).first.click()
    press(page, "确认接收")
    page.wait_for_url("**/todo")
    assert house.driver.case(number).state == "placement"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_two_fast_clicks_are_one_step(house, contexts, scripts):
    number, page = house.driver.drive_to("street_review"), contexts.open(javascript=scripts).new_page()
    house.open(house.sign_in(page, "second_street"), f"/cases/{number}/actions/accept")
    page.get_by_role("button", name="确认接收").dblclick()
    page.wait_for_url(re.compile(rf"/cases/{number}$"))
    assert house.driver.case(number).version == 5
    assert "现在轮到中共听松社区委员会" in page.inner_text("main")


def test_a_step_is_taken_back_from_its_strip(house, page):
    number = house.driver.drive_to("street_review")
    house.open(house.sign_in(page, "second_street"), f"/cases/{number}")
    page.locator(".now-box details.popover summary").first.click()
    press(page, "确认接收")
    page.locator(".strip button").click()
    page.wait_for_selector("text=已撤回")
    assert house.driver.case(number).state == "street_review"


def test_a_nudge_takes_two_clicks_from_the_worklist(house, page):
    number = house.driver.drive_to("street_review")
    house.open(house.sign_in(page, "street"), "/todo?box=waiting")
    page.get_by_role("link", name=re.compile("^催办")).first.click()
    press(page, "确认催办")
    page.wait_for_selector("text=已催办")
    assert house.driver.case(number).history_count == 5


def test_a_case_is_opened_by_the_keyboard_alone(house, page):
    house.driver.member(name="王建国", residence="银杏街道听松社区 3 号")
    house.open(house.sign_in(page, "branch"), "/cases/new")
    page.locator("input[name=member_query]").focus()
    page.keyboard.type("王建国")
    page.keyboard.press("Enter")  # the field's own button searches
    page.wait_for_selector(".candidates")
    page.keyboard.press("Tab")
    page.locator(".candidates input").first.focus()
    page.keyboard.press("Space")
    page.locator("main .button-primary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("select[name=reason_code]")
    page.locator("select[name=reason_code]").focus()
    page.keyboard.press("ArrowDown")
    page.locator("main .button-primary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".check-list")
    page.locator("main .button-primary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".done-panel")


def test_a_telephone_has_its_actions_in_reach(house, narrow_page):
    number = house.driver.drive_to("street_review")
    house.open(house.sign_in(narrow_page, "second_street"), f"/cases/{number}")
    narrow_page.locator(".action-dock .button-primary").tap()
    press(narrow_page, "确认接收")
    narrow_page.wait_for_url(re.compile(rf"/cases/{number}$"))
    assert house.driver.case(number).state == "placement"


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(house, page):
    number = house.driver.drive_to("street_review")
    house.open(house.sign_in(page, "second_street"), f"/cases/{number}/actions/refuse")
    press(page, "确认不予接收")
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.title().startswith("有错：")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") in ("reason_code", "reason")


def test_larger_text_and_another_language_stay_from_page_to_page(house, page):
    house.open(house.sign_in(page, "branch"), "/todo")
    page.locator("form[data-text-size] button").click()
    house.open(page, "/members")
    assert page.evaluate("document.documentElement.dataset.size") == "large"
    page.locator(".bar-menu summary").click()
    page.locator("button[value=en]").click()
    page.wait_for_selector("html[lang=en]")
    house.open(page, "/todo")
    assert page.locator("h1").inner_text() == "To do"


def test_another_post_speaks_after_it_was_chosen(furnished, page):
    furnished.open(furnished.sign_in(page, "second_street"), "/todo")
    page.select_option("#post", "D-second_branch")
    page.locator(".bar-post button").click()
    page.wait_for_selector("text=没有待你办理的事项")
    furnished.open(page, f"/cases/{furnished.cases['outflow_review']}")
    assert "没有这个编号" in page.inner_text("h1")
