"""All registrations of a unit on one page per quarter, each written into with two taps."""

import re

from tests.builders import make_id_number
from tests.driving import counted_statements
from tests.service.registering import filed
from tests.service.web.desk import Person


def test_a_contact_a_service_and_feedback_are_written_down_by_opening_and_confirming(desks):
    number = filed(desks.driver, service_post="关爱老弱岗").number
    person = desks("second_community")
    page = person.get("/registrations")
    assert page.count("还没有这个季度的反馈") == 2
    page = person.send(f"/cases/{number}/actions/log_contact")
    assert "已联系，情况正常。" in page
    page = person.send(f"/cases/{number}/actions/log_service")
    assert "在关爱老弱岗服务。" in page
    page = person.send(f"/cases/{number}/actions/give_feedback")
    assert "本季度联系 1 次，服务 1 次。" in page
    assert page.count("还没有这个季度的反馈") == 1
    assert person.last.request.path == "/registrations"


def test_after_a_step_one_is_where_one_was(desks, set_now):
    first = filed(desks.driver).number
    set_now("2027-01-06T09:00:00+08:00")
    person = desks("branch")
    assert "2026 年第 4 季度的反馈" in person.get("/registrations"), "the quarter that is owed, in the one after it"
    assert "2026 年第 4 季度的反馈" in person.get(link_of(person.last.text, f"quarter=2026-Q4#{first}"))
    desks("second_community").get(f"/cases/{first}")
    assert desks("second_community").form("/give_feedback").fields["quarter"] == "2026-Q4"
    person.get("/registrations?quarter=2026-Q4&missing=1&after=0")
    person.send(f"/cases/{first}/actions/log_contact")
    assert dict(person.last.request.args) == {"quarter": "2026-Q4", "missing": "1"}
    assert "2026-12-31" in person.last.text
    page = person.send(f"/cases/{first}/actions/give_feedback")
    assert "这个季度都反馈过了。" in page
    assert "没有双重管理或双向登记" in person.get("/registrations?quarter=2026-Q3")


def test_a_slip_in_the_form_is_shown_with_what_was_typed(desks):
    number = filed(desks.driver).number
    person = desks("branch")
    person.get("/registrations")
    page = person.send(f"/cases/{number}/actions/log_contact", 409, happened_on="2026-12-01", result="走访")
    assert "还不到时候" in page
    assert "走访" in page
    page = person.send(f"/cases/{number}/actions/log_contact", happened_on="2026-11-20")
    assert person.last.request.path == "/registrations"


def test_the_employers_silence_and_a_member_who_belongs_to_neither_side_are_said(desks):
    driver = desks.driver
    silent = filed(driver, kind="two_way_registration").number
    away = filed(driver)
    transfer = driver.open("branch", member_id=away.member_id, receiving_code="D-village").number
    for who, action in (("branch", "submit"), ("street", "release"), ("town", "accept"), ("village", "place")):
        driver.act(transfer, who, action)
    page = desks("second_community").get("/registrations")
    assert silent in page
    assert "单位答复：还没有答复" in page
    assert "组织关系已不在这两方，请商量是否终止。" in page


def test_the_page_names_who_proposed_says_what_was_chosen_and_sets_no_limit_to_what_is_voluntary(desks):
    number_of, driver = make_id_number(), desks.driver
    driver.member("employer_branch", name="在职人", id_number=number_of)
    number = driver.open("second_community", "propose", "dual_management", kind="two_way_registration", name="在职人",
                         id_number=number_of, reason_code="in_service", consent_on="2026-11-01").number  # fmt: skip
    driver.act(number, "second_community", "submit")
    driver.act(number, "employer_branch", "answer", result="agreed", decided_on="2026-11-23")
    driver.act(number, "second_street", "file")
    driver.act(number, "second_community", "log_service", result="走访", service_post="帮助就业岗")
    page = desks("second_community").get(f"/cases/{number}")
    strip = words_of(page.partition("办到哪一步了")[2].partition("</section>")[0])
    assert "发起 听松社区" in strip
    assert "限" not in strip
    record = words_of(page.partition("办理记录")[2])
    for said in ("原因：在职，组织关系在工作单位", "答复日期：2026-11-23", "结果：同意", "认领的服务岗位：帮助就业岗"):
        assert said in record


def words_of(page):
    """What stands between the tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_review_is_asked_with_what_the_other_side_wrote_down_since_the_last(desks, set_now):
    number = filed(desks.driver).number
    desks.driver.act(number, "branch", "log_service", result="本方的服务")
    desks.driver.act(number, "second_community", "log_contact", result="头一年走访")
    person = desks("branch")
    page = person.get(f"/cases/{number}/actions/review")
    assert "头一年走访" in page
    assert "本方的服务" not in page
    person.send("/actions/review")
    assert "对方联系 1 次，服务 0 次，反馈 0 次。" in person.last.text
    desks("second_community").get(f"/cases/{number}/actions/review", 403)
    assert "评议前先问一问对方" in person.get(f"/cases/{number}/actions/review")
    set_now("2027-11-24T09:00:00+08:00")
    desks.driver.act(number, "second_community", "log_contact", result="次年走访", happened_on="2027-11-20")
    page = Person(desks.app).sign_in("branch").get(f"/cases/{number}/actions/review")
    assert "头一年走访" not in page
    assert "次年走访" in page
    assert "对方联系 1 次，服务 0 次，反馈 0 次。" in page


def test_the_slip_bears_what_was_agreed_and_no_number_of_the_member(desks):
    driver = desks.driver
    number = driver.open("branch", "propose", "dual_management", kind="dual_management", reason_code="resettlement",
                         consent_on="2026-11-01", receiving_code="D-second_community").number  # fmt: skip
    page = desks("branch").get(f"/cases/{number}")
    assert f"/cases/{number}/sheets/slip" in page
    assert f"/cases/{number}/sheets/card" not in page
    page = desks("branch").get(f"/cases/{number}/sheets/slip")
    assert "党员双重管理登记表" in page
    assert "本人自愿，2026-11-01 同意。" in page
    assert "2026-11-24" not in page.partition("<main>")[2].partition("本人意见")[2]
    driver.act(number, "branch", "submit")
    driver.act(number, "second_community", "agree", comment="欢迎")
    page = desks("second_community").get(f"/cases/{number}/sheets/slip")
    assert "同意　2026-11-24　欢迎" in page
    assert "****" not in page
    driver.act(number, "second_street", "send_back", reason="缺电话")
    assert "同意　2026-11-24　欢迎" not in desks("second_community").get(f"/cases/{number}/sheets/slip")


def test_the_employers_answer_stands_on_the_slip_of_a_two_way_registration(desks):
    number = filed(desks.driver, kind="two_way_registration").number
    desks.driver.act(number, "branch", "answer", result="objected", decided_on="2026-11-24", comment="工作忙")
    page = desks("branch").get(f"/cases/{number}/sheets/slip")
    assert "党员双向登记报到单" in page
    assert "有不同意见（2026-11-24）" in page


def test_the_card_has_the_year_and_the_form_the_quarter(desks, set_now):
    number = filed(desks.driver).number
    desks.driver.act(number, "branch", "log_service", result="帮助搬家")
    set_now("2027-02-01T09:00:00+08:00")
    desks.driver.act(number, "branch", "log_contact", result="新年走访")
    desks.driver.act(number, "second_community", "give_feedback", quarter="2026-Q4", result="参加活动三次")
    person = Person(desks.app).sign_in("branch")
    page = person.get(f"/cases/{number}/sheets/card")
    assert "新年走访" in page
    assert "帮助搬家" not in page
    assert "帮助搬家" in person.get(f"/cases/{number}/sheets/card?quarter=2026-Q4")
    page = person.get(f"/cases/{number}/sheets/feedback?quarter=2026-Q4")
    assert "帮助搬家" in page
    assert "参加活动三次（2027-02-01）" in page
    assert "新年走访" not in page


def test_there_is_no_other_paper_and_none_for_strangers(desks):
    number = filed(desks.driver).number
    desks("branch").get(f"/cases/{number}/sheets/letter", 404)
    desks("village").get(f"/cases/{number}/sheets/slip", 404)
    desks("branch").get(f"/cases/{desks.driver.open().number}/sheets/slip", 404)


def test_whoever_only_reads_has_no_forms_and_strangers_have_no_page(desks):
    number = filed(desks.driver).number
    person = desks("second_street")
    assert number in person.get("/registrations?organization=D-second_community")
    assert not [form for form in person.forms() if "/actions/" in form.action]
    assert number not in desks("village").get("/registrations?quarter=nonsense&after=x")
    assert "/cases/new/dual" in desks("village").last.text
    assert "/cases/new/dual" not in desks("city").get("/registrations")


def test_the_page_goes_on_after_ten_and_costs_the_same_however_many_it_shows(desks):
    person, spent = desks("second_community"), []
    for many in (1, 10):
        for _ in range(many):
            number = filed(desks.driver).number
            desks.driver.act(number, "branch", "log_service", result="走访")
        with counted_statements(desks.database) as statements:
            page = person.get("/registrations")
        spent.append(len(statements))
    assert spent[0] == spent[1]
    assert number not in page
    assert "下一页" in page


def test_either_side_starts_the_transfer_from_the_registration_and_both_cases_say_so(desks):
    number_of = make_id_number()
    member = desks.driver.member(name="林村民", id_number=number_of)
    dual = filed(desks.driver, member_id=member).number
    person = desks("second_community")
    page = person.get(f"/cases/{dual}")
    person.get(link_of(page, "way=request"))
    assert f"由 {dual} 而来" in person.last.text
    person.send("/cases/new", id_number=number_of)
    person.send("/route", receiving_code="D-second_community", reason_code="resettlement")
    person.send("/check")
    asked = desks.driver.case(dual).links[0].other.number
    desks.driver.act(asked, "branch", "decline", reason="本人还没想好")
    person = desks("branch")
    person.get(link_of(person.get(f"/cases/{dual}"), "way=open"))
    person.send("/cases/new", member=member)
    person.send("/route", receiving_code="D-second_community", reason_code="resettlement")
    person.send("/check")
    assert [link.kind for link in desks.driver.case(dual).links] == ["followed_by", "followed_by"]
    assert f"由 {dual} 而来" in person.get(f"/cases/{desks.driver.case(dual).links[1].other.number}")


def link_of(page, part):
    """The first address on a page that contains this."""
    return next(url.replace("&amp;", "&") for url in re.findall(r'href="([^"]*)"', page) if part in url)
