"""Many cases from the worklist in a real browser: ticked, looked at, confirmed, taken back."""

import pytest

from tests.fixtures.browser import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.mark.parametrize(("scripts", "size"), [(True, WIDE), (False, WIDE), (True, NARROW), (False, NARROW)])
def test_all_shown_are_chosen_one_is_left_out_and_the_rest_is_done_and_taken_back(house, contexts, scripts, size):
    driver, page = house.driver, contexts.open(size, javascript=scripts).new_page()
    numbers = [driver.drive_to("street_review") for _ in range(3)]
    waits = driver.drive_to("street_review")
    driver.act(waits, "second_street", "check_file", enquired_on="2026-11-20")
    house.open(house.sign_in(page, "second_street"), "/todo")
    page.get_by_text("全选本页").click()
    assert page.locator("input[name=cases]:checked").count() == 3
    page.select_option("#bulk-action", "accept")
    page.get_by_role("button", name="下一步").click()
    page.uncheck(f"input[value^='{numbers[1]}@']")
    page.locator("textarea[name=comment]").fill("材料齐全")
    page.get_by_role("button", name="确认接收").click()
    page.wait_for_url("**/bulk/results/*")
    assert "已办理 2 件" in page.inner_text("main")
    assert [driver.case(number).state for number in numbers] == ["placement", "street_review", "placement"]
    page.get_by_role("button", name="撤回这 2 件").click()
    page.wait_for_selector("text=批量撤回这一步")
    assert "已办理 2 件" in page.inner_text("main")
    assert {driver.case(number).state for number in numbers} == {"street_review"}
    assert driver.case(waits).state == "file_check"


def test_a_second_click_unticks_all(house, page):
    house.driver.drive_to("street_review")
    house.open(house.sign_in(page, "second_street"), "/todo")
    page.get_by_text("全选本页").click()
    assert page.inner_text("[data-ticked]") == "已选 1 件"
    page.get_by_text("全选本页").click()
    assert page.inner_text("[data-ticked]") == ""
    assert page.locator("input[name=cases]:checked").count() == 0


def test_two_fast_clicks_are_one_step_for_each(house, scriptless_page):
    numbers, page = [house.driver.drive_to("street_review") for _ in range(2)], scriptless_page
    house.sign_in(page, "second_street")
    house.open(page, f"/bulk?action=accept&cases={numbers[0]}&cases={numbers[1]}")
    page.get_by_role("button", name="确认接收").dblclick()
    page.wait_for_selector("text=已办理 2 件")
    assert [house.driver.case(number).version for number in numbers] == [5, 5]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_column_pasted_into_one_row_finds_all_its_rows(house, contexts, size):
    driver, page = house.driver, contexts.open(size).new_page()
    numbers = [driver.drive_to("in_transit") for _ in range(2)]
    letters = [driver.case(number).letter.number for number in numbers]
    house.sign_in(page, "second_street")
    house.open(page, f"/bulk?action=report_in&cases={numbers[0]}&cases={numbers[1]}")
    page.locator("td input.input").first.evaluate(
        """(box, text) => {
          const data = new DataTransfer();
          data.setData("text", text);
          box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        "\r\n".join(reversed(letters)),
    )
    page.wait_for_selector("text=对上 2 件")
    assert [box.input_value() for box in page.locator("td input.input").all()] == letters
    page.get_by_role("button", name="确认登记报到").click()
    page.wait_for_selector("text=已办理 2 件")
    assert [driver.case(number).state for number in numbers] == ["street_review"] * 2
