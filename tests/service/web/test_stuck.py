"""The page of people without a confirmed place: two taps log a contact, and from there one frees somebody."""

import pytest

from service.alerts.signals import raise_signals
from service.alerts.sweep import raise_alerts
from service.clock import now
from tests.builders import make_id_number, make_user
from tests.service.reporting import report
from tests.service.web.uploads import send_file


def follow(desks, who="branch", unit="branch", **body):
    driver = desks.driver
    about = {"member_id": driver.member(unit, name="高志远"), "category": "relocated", **body}
    return driver.open(who, workflow="follow_up", **about).number


def test_a_row_says_who_where_how_long_who_answers_and_what_is_next(desks):
    number = follow(desks)
    desks.driver.act(number, "branch", "log_contact", way="visit", result="reached", reason_code="economic_interest",
                     happened_on="2026-11-20")  # fmt: skip
    page = desks("street").get("/stuck")
    for text in ("高志远", "迁居", "2026-11-20 · 上门 · 联系上了", "担心影响原村的经济利益", "联系中 · 0 天",
                 "望潮社区第一党支部", "继续联系，登记结果", "本月新建 1", "2025 年第 4 季度"):  # fmt: skip
        assert text in page, text


def test_two_taps_log_a_contact_and_lead_back_to_the_same_row(desks):
    number, person = follow(desks), desks("branch")
    person.get("/stuck?group=elsewhere")
    page = person.send(f"/cases/{number}/actions/log_contact", result="reached")
    case = desks.driver.case(number)
    assert case.state == "contacting"
    assert case.particulars["last_contact"] == {"on": "2026-11-24", "way": "phone", "result": "reached"}
    assert case.particulars["next_on"] == "2026-12-01"
    assert "未落实组织关系" in page
    assert person.last is not None
    assert f"group=elsewhere#{number}" in person.last.request.url or "group=elsewhere" in person.last.request.url


def test_asking_for_coordination_tells_the_department_and_enters_the_conference(desks):
    number, person = follow(desks), desks("branch")
    person.get("/stuck")
    person.send(f"/cases/{number}/actions/log_contact", result="needs_coordination", comment="三方都不接收")
    assert "联系记录" in desks("department").get("/notices")
    page = desks("street").get("/stuck/conference")
    assert number in page
    desks("street").get("/stuck/conference?organization=D-branch")
    page = desks("street").send(f"/stuck/conference/{number}", agreed="由听松社区接收，十日内办理。")
    assert dict(desks("street").last.request.args) == {"organization": "D-branch"}
    assert "由听松社区接收，十日内办理。" in page
    assert "联席会议议定：由听松社区接收，十日内办理。" in desks("branch").get(f"/cases/{number}")


def test_a_transfer_late_to_the_last_rung_is_on_the_sheet_until_somebody_moves_it(desks, set_now):
    number = desks.driver.drive_to("street_review")
    set_now("2026-12-20T09:00:00+08:00")
    raise_alerts(desks.database, now())
    assert number in desks("second_street").get("/stuck/conference")
    assert number in desks("department").get("/stuck/conference")
    assert number not in desks("town").get("/stuck/conference")
    desks.driver.act(number, "second_street", "accept")
    assert number not in desks("second_street").get("/stuck/conference")


def test_a_report_late_to_the_last_rung_stands_on_the_sheet_under_the_name_of_its_unit(desks, set_now):
    number = report(desks.driver).number
    set_now("2026-12-30T09:00:00+08:00")
    raise_alerts(desks.database, now())
    page = desks("department").get("/stuck/conference")
    assert number in page
    assert "望潮社区" in page


def test_nothing_agreed_is_nothing_written_and_a_stranger_writes_nothing(desks):
    number = follow(desks)
    desks.driver.act(number, "branch", "log_contact", way="phone", result="needs_coordination")
    person = desks("street")
    person.get("/stuck/conference")
    form = person.form(f"/stuck/conference/{number}")
    person.send(form, 422, agreed="  ")
    assert "议定" not in desks("branch").get(f"/cases/{number}")


def test_from_the_row_one_starts_a_transfer_that_follows_from_it(desks):
    number, person = follow(desks), desks("branch")
    page = person.get("/stuck")
    assert f"follows={number}" in page
    member = desks.driver.case(number).member_id
    person.get(f"/cases/new?way=open&member_id={member}&follows={number}")
    person.send("/cases/new")
    person.send("/cases/new/route", receiving_code_query="听松社区第一党支部", reason_code="moved_home",
                destination_reason="现住这里")  # fmt: skip
    person.send("/cases/new/check")
    links = [(link.kind, link.other.workflow) for link in desks.driver.case(number).links]
    assert links == [("followed_by", "transfer")]


def test_for_somebody_who_belongs_to_nobody_here_the_street_registers_an_arrival(desks):
    driver = desks.driver
    about = {"member": {"name": "查无此人", "id_number": make_id_number()}, "category": "veteran"}
    number = driver.open("branch", workflow="follow_up", **about).number
    page = desks("branch").get("/stuck")
    assert number in page
    assert "follows=" not in page, "nothing leads where it would be refused at the end"
    person = desks("street")
    member = driver.case(number).member_id
    assert f"follows={number}" in person.get("/stuck")
    person.get(f"/cases/new?way=register_arrival&member_id={member}&follows={number}")
    page = person.send("/cases/new", 422)
    assert "查无此人" in page
    person.send("/cases/new", outflow_code="D-external")
    person.send("/cases/new/route", receiving_code="D-branch", reason_code="discharge", letter_number="1号",
                issued_on="2026-11-01", valid_days="60")  # fmt: skip
    person.send("/cases/new/check")
    assert [(link.kind, link.other.workflow) for link in driver.case(number).links] == [("followed_by", "transfer")]


def test_from_the_row_one_proposes_dual_management_instead(desks):
    number, person = follow(desks), desks("branch")
    member = desks.driver.case(number).member_id
    person.get(f"/cases/new/dual?member_id={member}&follows={number}")
    person.send("/cases/new/dual", receiving_code_query="听松社区", receiving_code="D-second_community",
                kind="dual_management", consent_on="2026-11-20")  # fmt: skip
    links = [(link.kind, link.other.workflow) for link in desks.driver.case(number).links]
    assert links == [("followed_by", "dual_management")]


@pytest.mark.parametrize("known", [True, False])
def test_somebody_is_followed_up_from_a_form(desks, known):
    person = desks("community")
    person.get("/stuck/new")
    who = {"member": desks.driver.member("community")} if known else {"name": "查无此人", "phone": "13900001111"}
    page = person.send("/stuck/new", category="affiliation_unknown", comment="排查时发现", **who)
    assert "组织关系不明" in page
    assert "排查时发现" in page
    assert "党费、活动、转接中断" not in person.get("/stuck/new"), "what is derived is not chosen"


def test_what_is_missing_is_said_and_what_was_typed_stays(desks):
    person = desks("branch")
    person.get("/stuck/new")
    page = person.send("/stuck/new", 422, name="查无此人")
    assert "查无此人" in page
    assert "这一项要填" in page


def test_the_case_page_says_what_it_rests_on_and_offers_what_settles(desks):
    desks.driver.member(household_here=True, lives_here=False, name="高志远")
    raise_signals(desks.database)
    page = desks("branch").get("/stuck")
    assert "户口在这里、人不在" in page
    number = next(word for word in page.split('"') if word.startswith("LX-"))
    page = desks("branch").get(f"/cases/{number}")
    assert "教育管理工作条例第二十五条：组织关系应当及时转移" in page
    assert "改为双重管理" in page


def test_an_administrator_has_no_such_list(desks):
    desks("province").get("/stuck", 404)


def test_a_survey_is_carried_out_at_once_and_says_what_became_of_each_row(desks):
    person = desks("community")
    person.get("/stuck/survey")
    content = f"姓名,公民身份号码\n林秀英,{make_id_number(born='19650101')}\n没写号码,\n".encode()
    page = send_file(person, "/stuck/survey", content, "排查.csv", category="relocated")
    assert "2 行：新建 1，并入 0，没有导入 1。" in page
    assert "公民身份号码：这一项要填" in page
    page = send_file(person, "/stuck/survey", content, "排查.csv", category="relocated")
    assert "2 行：新建 0，并入 1，没有导入 1。" in page
    assert "这不是表格文件" in send_file(person, "/stuck/survey", b"%PDF-1.7", "排查.csv")


def test_tracking_staff_open_a_follow_up_and_start_nothing_else(desks):
    driver = desks.driver
    driver.database.transact(
        lambda tx: make_user(tx, role="tracking_staff", organization=driver.district.street, name="tracker")
    )
    number, person = follow(desks), desks("tracker")
    page = person.get("/stuck")
    assert number in page
    assert "发起转接" not in page
    person.get("/stuck/new")
    page = person.send("/stuck/new", category="floating_talent", name="查无此人")
    assert "流动人才" in page
