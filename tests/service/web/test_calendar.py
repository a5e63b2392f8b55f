"""A year's list of holidays through the pages: looked at first, then loaded."""

import pytest

LIST = "日期\t安排\t节日\n" + "\n".join(f"2027年1月{day}日\t休\t元旦" for day in range(1, 8)) + "\n2027-01-09，班"
NOTICE = "国办发明电〔2026〕9号"


@pytest.fixture
def late(desks, set_now):
    """A case whose day was counted without the list."""
    set_now("2026-12-30T09:00:00+08:00")
    return desks.driver.drive_to("outflow_review")


def test_a_list_shows_what_it_would_move_and_is_loaded_after_that(desks, late):
    person = desks("province")
    assert "2027 年的放假安排还没有导入" in person.get("/todo", None) + person.get("/calendar?year=2027")
    page = person.send("/calendar", 200, holidays=LIST, notice=NOTICE)
    assert "在办的有 1 件期限会变" in page
    assert late in page
    before = desks.driver.case(late).due_on
    page = person.send("/calendar")
    assert "已导入 2027 年，1 件的期限有改动。" in page
    assert "2027-01-09（六）" in page
    assert NOTICE in page
    assert desks.driver.case(late).due_on > before


def test_a_department_looks_ahead_at_its_own_cases_and_loads_nothing(desks, late):
    person, before = desks("department"), desks.driver.case(late).due_on
    person.get("/calendar?year=2027")
    page = person.send("/calendar", 200, holidays=LIST, notice=NOTICE)
    assert late in page
    assert "放假安排由系统管理员导入" in page
    assert "确认保存" not in page
    person.send("/calendar", 403, confirmed="true")
    person.get("/calendar?year=2027")
    person.send("/calendar", 200, holidays=LIST, notice=NOTICE)
    person.send("/calendar", 200, back="true")
    assert NOTICE in person.last.text
    assert desks.driver.case(late).due_on == before
    far = desks("far_department")
    far.get("/calendar?year=2027")
    assert late not in far.send("/calendar", 200, holidays=LIST, notice=NOTICE)


def test_a_line_that_is_no_day_is_named_and_the_text_stays(desks):
    person = desks("province")
    person.get("/calendar")
    page = person.send("/calendar", 422, holidays=f"{LIST}\n元旦放假三天", notice=NOTICE)
    assert "第 10 行“元旦放假三天”不是" in page
    assert "元旦放假三天</textarea>" in page
    assert "没有一年的放假安排" in person.send("/calendar", 422, holidays="2027-01-01 休 元旦", notice=NOTICE)


def test_others_see_the_calendar_without_the_form(desks):
    page = desks("branch").get("/calendar?year=2026")
    assert "2026-10-01（四）" in page
    assert "<form" not in page.partition("<main")[2]
    assert desks("branch").get("/calendar?year=x")
