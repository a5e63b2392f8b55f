"""The worklist and the register: boxes, groups by lateness, filters, pages of rows."""

import html
import re

import pytest

from tests.builders import make_id_number, make_member
from tests.driving import counted_statements
from tests.service.web.desk import Desks


@pytest.fixture
def late_soon_ample(desks, set_now):
    """One case of each kind for the second street, in this order."""
    numbers = []
    for day in ("10", "18", "24"):
        set_now(f"2026-11-{day}T09:00:00+08:00")
        numbers.append(desks.driver.drive_to("street_review"))
    return numbers


def shown(page):
    return re.findall(r'class="small muted">(ZJ-\d+-\d+)', page)


BEGINNINGS = {
    "branch": "/todo", "street": "/todo", "department": "/todo", "city": "/audit/verify", "province": "/organizations",
}  # fmt: skip


@pytest.mark.parametrize(("who", "place"), BEGINNINGS.items())
def test_everybody_begins_where_their_work_is(desks, who, place):
    desks(who).get("/", 303)
    assert desks(who).last.headers["Location"] == place


def test_cases_are_grouped_by_lateness_the_latest_first(desks, late_soon_ample):
    page = desks("second_street").get("/todo")
    assert shown(page) == late_soon_ample
    assert page.index("已超期（1）") < page.index("3 个工作日内到期（1）") < page.index("时限充裕（1）")
    assert "超期 5 个工作日" in page
    assert "剩 1 个工作日" in page
    assert "<title>待办（3）" in page


@pytest.mark.parametrize(("part", "at"), [("late", 0), ("soon", 1), ("ample", 2)])
def test_a_part_of_a_box_is_an_address(desks, late_soon_ample, part, at):
    assert shown(desks("second_street").get(f"/todo?due={part}")) == [late_soon_ample[at]]


def test_a_name_initials_or_a_number_narrow_the_box(desks):
    driver = desks.driver
    wanted = driver.open(member_id=driver.member(name="单文轩")).number
    other = driver.open().number
    for q in ("单文", "swx", wanted):
        assert shown(desks("branch").get(f"/todo?q={q}")) == [wanted]
    assert set(shown(desks("branch").get("/todo?q="))) == {wanted, other}
    assert "没有符合筛选的办件" in desks("branch").get("/todo?q=没有这个人")


def test_each_case_lies_in_one_of_mine_and_waiting(desks):
    number = desks.driver.drive_to("street_review")
    assert shown(desks("second_street").get("/todo?box=mine")) == [number]
    assert shown(desks("second_street").get("/todo?box=waiting")) == []
    assert shown(desks("street").get("/todo?box=mine")) == []
    page = desks("street").get("/todo?box=waiting")
    assert shown(page) == [number]
    assert f"/cases/{number}/nudge" in page
    assert shown(desks("branch").get("/todo?box=opened")) == [number]
    assert shown(desks("street").get("/todo?box=done")) == [number]


def test_an_empty_box_says_what_to_do_now(desks):
    page = desks("second_street").get("/todo")
    assert "没有待你办理的事项" in page
    desks.driver.drive_to("street_review")
    assert "看看等对方办的 1 件" in desks("street").get("/todo")


def test_an_unknown_box_or_part_is_the_first_one(desks):
    number = desks.driver.drive_to("street_review")
    assert shown(desks("second_street").get("/todo?box=../../etc&due=never&after=nonsense")) == [number]


def test_pages_of_rows_follow_each_other_without_gap_or_repeat(desks):
    opened = {desks.driver.open().number for _ in range(23)}
    page = desks("branch").get("/todo")
    first = shown(page)
    following = html.unescape(re.findall(r'href="([^"]+)" rel="next"', page)[0])
    second = shown(desks("branch").get(following))
    assert len(first) == 20
    assert set(first) | set(second) == opened
    assert not set(first) & set(second)


def test_the_main_action_leads_to_its_form_and_back_to_the_list(desks):
    number, person = desks.driver.drive_to("street_review"), desks("second_street")
    page = person.get("/todo")
    link = re.findall(rf'href="(/cases/{number}/actions/accept[^"]*)"', page)[0]
    person.get(link)
    page = person.send("/actions/accept")
    assert "<h1>待办</h1>" in page
    assert "撤回（剩" in page


def test_only_who_speaks_for_a_party_is_offered_to_remind_the_holder(desks):
    number = desks.driver.drive_to("street_review")
    assert f"/cases/{number}/nudge" in desks("branch").get("/todo?box=waiting")
    for place in ("/cases", "/todo?box=waiting", "/todo?box=done", f"/cases/{number}"):
        assert f"/cases/{number}/nudge" not in desks("city").get(place)


def test_the_worklist_takes_few_statements_however_many_rows(desks):
    person = desks("branch")
    desks.driver.open()
    person.get("/todo")
    with counted_statements(desks.database) as few:
        person.get("/todo")
    for _ in range(5):
        desks.driver.open()
    with counted_statements(desks.database) as many:
        person.get("/todo")
    assert len(few) == len(many) <= 12


def test_the_register_is_filtered_by_its_address(desks, late_soon_ample):
    late, soon, ample = late_soon_ample
    draft = desks.driver.open().number
    person = desks("branch")

    def found(query):
        return set(re.findall(r'">(ZJ-\d+-\d+)</a>', person.get(f"/cases?{query}")))

    assert found("") == {late, soon, ample, draft}
    assert found("overdue=true") == {late}
    assert found("state=draft") == {draft}
    assert found("workflow=dual_management") == set()
    assert found(f"q={draft}") == {draft}
    assert found(f"q={int(draft[-4:])}") == {draft}
    assert found("state=nonsense&workflow=x") == {late, soon, ample, draft}
    assert "没有找到“没有这个人”" in person.get("/cases?q=没有这个人")


def test_cases_are_found_by_the_last_four_places_of_the_members_number(desks):
    driver, id_number = desks.driver, make_id_number(serial=991)
    member = driver.database.transact(
        lambda tx: make_member(tx, organization=driver.district.branch, id_number=id_number)
    )
    number = driver.open(member_id=member.id).number
    driver.open()
    page = desks("branch").get(f"/cases?q={id_number[-4:].lower()}")
    assert re.findall(r'">(ZJ-\d+-\d+)</a>', page) == [number]
    assert id_number not in page


def test_the_register_takes_few_statements_however_many_rows(desks):
    person = desks("branch")
    desks.driver.open()
    person.get("/cases")
    with counted_statements(desks.database) as few:
        person.get("/cases")
    for _ in range(5):
        desks.driver.open()
    with counted_statements(desks.database) as many:
        person.get("/cases")
    assert len(few) == len(many) <= 12


def test_the_worklist_is_the_same_on_both_databases(both_desks: Desks, set_now):
    numbers = []
    for day in ("10", "18"):
        set_now(f"2026-11-{day}T09:00:00+08:00")
        numbers.append(both_desks.driver.drive_to("street_review"))
    set_now("2026-11-24T09:00:00+08:00")
    person = both_desks("second_street")
    assert shown(person.get("/todo")) == numbers
    assert shown(person.get("/todo?due=late&q=ZJ")) == numbers[:1]
    assert both_desks("street").get("/notices")
    assert both_desks("branch").get("/members?q=林")
