"""A batch from the workbook to its cases, with the browser."""

import pytest

from service.jobs import run_waiting
from tests.builders import make_id_number
from tests.service.intake.sheets import workbook

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def graduates():
    people = (("林秀英", "听松社区"), ("周国栋", "听松社区"), ("没写去处", ""))
    rows = [[name, make_id_number(), "13900000001", "2099-12", to] for name, to in people]
    return workbook(dict(enumerate([["姓名", "身份证号", "联系电话", "党费交至", "去向"], *rows], start=1)))


def worked(house, page):
    run_waiting(house.driver.database)
    page.reload()
    return page.locator("main").inner_text()


def test_a_small_batch_goes_from_the_upload_to_its_cases_without_scripts(house, scriptless_page):
    page = scriptless_page
    house.sign_in(page, "branch")
    house.open(page, "/batches")
    page.get_by_label("批次名称").fill("2026 届毕业生")
    page.get_by_label("这一批是什么人").select_option("graduates")
    file = {"name": "毕业生.xlsx", "mimeType": "application/octet-stream", "buffer": graduates()}
    page.locator("#f-file").set_input_files(file)
    page.get_by_role("button", name="上传并检查").click()
    assert "正在检查" in page.locator("main").inner_text()
    assert "共 3 人" in worked(house, page)
    page.get_by_role("button", name="发起 2 件").click()
    seen = worked(house, page)
    assert "草拟 2 人" in seen
    assert "卡住 1 人" in seen
    page.get_by_role("link", name="没写去处").click()
    page.get_by_label("转入组织的名称或代码").fill("听松社区")
    page.get_by_role("button", name="发起", exact=True).click()
    assert "草拟 3 人" in page.locator("main").inner_text()
    page.get_by_role("link", name="周国栋").click()
    assert "周国栋" in page.locator("h1").inner_text()
