"""Messages, the proof that nothing was changed, and the frame around every page."""

import re

import pytest

from service.installation import put_setting
from service.models import Alert
from tests.driving import counted_statements
from tests.tampering import CASE_RULES, tamper


def unread(page):
    found = re.search(r'class="badge">(\d+\+?)<span class="hidden-text">条未读', page)
    return found[1] if found else None


def test_messages_are_counted_until_they_are_read(desks):
    number, person = desks.driver.drive_to("street_review"), desks("branch")
    count = unread(person.get("/todo"))
    assert int(count) > 0
    page = person.get("/notices")
    assert number in page
    assert "未读" in page
    page = person.send("/notices/read")
    assert unread(page) is None
    assert 'class="unread"' not in page
    desks.driver.act(number, "second_street", "check_file", enquired_on="2026-11-24")
    assert unread(person.get("/todo")) == "1"


def test_what_one_person_read_is_unread_for_the_next_at_the_same_machine(desks):
    desks.driver.drive_to("placement")
    person = desks("branch")
    person.get("/notices")
    person.send("/notices/read")
    person.send("/logout")
    person.sign_in("second_community")
    assert unread(person.get("/todo")) is not None


def test_alerts_have_their_own_list(desks):
    number = desks.driver.drive_to("street_review")
    case, district = desks.driver.case(number), desks.driver.district
    with desks.database.write() as tx:
        tx.session.add(
            Alert(
                case_id=case.id, clock="street_review", turn=1, rung="overdue", due_on=case.due_on, raised_at=tx.now,
                recipient_id=district.second_street.id,
            )
        )  # fmt: skip
    person = desks("second_street")
    page = person.get("/notices?about=alerts")
    assert f"{number}：已超期" in page
    page = person.get(f"/cases/{number}")
    assert "超期提醒已发送" in page
    assert "发给中共银杏街道委员会" in page


def test_the_list_of_messages_takes_few_statements(desks):
    desks.driver.drive_to("closed")
    person = desks("branch")
    person.get("/notices")
    with counted_statements(desks.database) as sent:
        person.get("/notices")
    assert len(sent) <= 12


def post_form(person):
    return next(form for form in person.forms() if form.action == "/audit/verify" and form.method == "post")


def test_one_case_and_all_of_them_are_verified(desks):
    number, person = desks.driver.drive_to("street_review"), desks("city")
    page = person.get(f"/audit/verify?number={number.lower()}")
    assert "4 条记录逐条相连，没有被改动" in page
    page = person.send(post_form(person), 200)
    assert "全部记录逐条相连，没有被改动" in page
    assert "共 1 件、4 条记录" in page
    page = person.get("/audit/verify?number=ZJ-2026-9999", 404)
    assert "没有这个编号" in page
    desks("village").get(f"/audit/verify?number={number}", 404)


def test_a_broken_history_is_shown_with_the_first_line_that_does_not_fit(desks):
    desks.driver.drive_to("street_review")
    tamper(desks.database.engine, "UPDATE history_lines SET previous_hash = 'x' WHERE seq = 3")
    person = desks("city")
    person.get("/audit/verify")
    page = person.send(post_form(person), 200)
    assert "有 1 件对不上" in page
    assert "第 3 条对不上：与上一条接不上" in page
    assert "保存现场" in page


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE history_lines SET at = 'long ago' WHERE seq = 2", "第 2 条对不上：内容读不出来"),
        ("UPDATE history_lines SET at = 'long ago' WHERE seq = 4", "第 4 条对不上：内容读不出来"),
        ("DELETE FROM cases", "第 1 条对不上：记录还在，办件不见了"),
    ],
)
def test_what_cannot_be_read_is_a_finding_and_no_failure(desks, statement, said):
    number, person = desks.driver.drive_to("street_review"), desks("city")
    tamper(desks.database.engine, statement, rules=CASE_RULES)
    person.get("/audit/verify")
    assert said in person.send(post_form(person), 200)
    if "cases" not in statement:
        assert said in person.get(f"/audit/verify?number={number}")


def test_administrators_verify_nothing_and_read_no_cases(desks):
    person = desks("province")
    person.get("/audit/verify", 403)
    page = person.get("/organizations")
    assert "待办" not in page
    assert "/users" in page


def test_a_demonstration_says_so_on_every_page_and_lists_who_can_be_tried(desks):
    def as_demo(tx):
        put_setting(tx, "kind", "demo")
        put_setting(tx, "demo_sign_ins", [{"name": "wu", "password": "一句话", "who": "转出支部书记"}])

    desks.database.transact(as_demo)
    page = desks.stranger().get("/login")
    assert "演示数据" in page
    assert "转出支部书记" in page
    for url in ("/todo", "/members", "/help"):
        assert "演示数据" in desks("branch").get(url)


def test_whoever_keeps_the_calendar_is_told_that_next_years_is_missing(desks):
    assert "2027 年的放假安排还没有导入" in desks("department").get("/todo")
    assert "2027 年" not in desks("branch").get("/todo")


def test_a_post_is_named_in_the_frame_and_the_work_that_waits_is_counted(desks):
    desks.driver.open()
    page = desks("branch").get("/help")
    assert "中共望潮社区第一党支部委员会" in page
    assert re.search(r'待办<span class="count">1</span>', page)


def test_an_unknown_address_says_what_to_do(desks):
    assert "没有这个编号" in desks("branch").get("/nowhere", 404)


def test_help_lists_every_state_with_who_acts_and_how_long(desks):
    page = desks("branch").get("/help")
    for words in ("待编入支部", "10 个工作日", "接收之日起 1 个月", "发起的一方", "到介绍信有效期止"):
        assert words in page
