"""The papers of a member who is away, as they come out of the printer."""

from tests.service.being_away import issued, taken_in


def paper_of(case):
    return case.particulars["certificate"]["number"]


def paper(desks, who, case, name):
    """What stands on it, without the way back."""
    return desks(who).get(f"/cases/{case.number}/sheets/{name}").partition("<main")[2]


def test_the_pages_of_the_certificate_bear_what_both_sides_wrote_and_the_right_that_stays_at_home(desks):
    driver = desks.driver
    case = issued(driver, place="海棠市东城街道", back_on="2027-10-01", contact="139 0000 0000")
    number, old = case.number, paper_of(case)
    driver.act(number, "branch", "report_loss", happened_on="2026-11-23")
    new = paper_of(driver.case(number))
    driver.act(number, "second_community", "attach_member", certificate_number=new, handled_by="王某",
               handled_phone="0999-1234")  # fmt: skip
    driver.act(number, "second_community", "log_activity", result="参加主题党日", dues_paid_through="2099-12")
    driver.act(number, "second_community", "inspect", result="合格")
    page = paper(desks, "branch", case, "certificate")

    for words in (
        "流动党员活动证", new, "有效期至", "2027-11-24", "海棠市东城街道", "外出务工经商", "2027-10-01",
        "王某", "0999-1234", "参加主题党日 · 党费交至 2099-12", "合格", f"2026-11-23 原编号 {old} 作废，补发 {new}",
        "没有表决权、选举权和被选举权", "中共梧桐街道委员会",
    ):  # fmt: skip
        assert words in page, words
    assert "139 0000 0000" not in page
    assert "****" not in page


def test_the_registration_card_says_how_the_member_is_reached_and_what_was_written_down(desks):
    case = taken_in(desks.driver, contact="139 0000 0000")
    desks.driver.act(case.number, "branch", "log_contact", way="电话", result="一切都好", happened_on="2026-11-20")
    desks.driver.act(case.number, "second_community", "leave", result="按时参加活动")
    desks.driver.act(case.number, "branch", "check_return", happened_on="2026-11-24")
    page = paper(desks, "branch", case, "card")

    assert "流动党员登记卡" in page
    for words in ("139 0000 0000", "电话 · 一切都好", "按时参加活动", "返回时间", "中共听松社区委员会"):
        assert words in page, words
    assert page.index("一切都好") < page.index("按时参加活动")


def test_the_contact_card_has_each_contact_and_when_the_next_is_due(desks):
    case = taken_in(desks.driver)
    desks.driver.act(case.number, "branch", "log_contact", way="微信", result="已换住处", next_on="2027-02-01")
    desks.driver.act(case.number, "second_community", "log_activity", result="参加主题党日")
    page = paper(desks, "branch", case, "contacts")

    assert "党员联系卡" in page
    for words in ("微信", "已换住处", "2027-02-01"):
        assert words in page, words
    assert "参加主题党日" not in page


def test_the_proof_letter_is_there_for_who_wanted_one_and_says_what_it_is_not_for(desks):
    driver = desks.driver
    case = driver.open(workflow="mobile_registration", reason_code="study", place="北京市", left_on="2026-11-24",
                       back_on="2027-01-10")  # fmt: skip
    driver.act(case.number, "branch", "allow_absence", proof_wanted=True)
    page = paper(desks, "branch", case, "proof")

    assert "因学习深造去北京市，自 2026-11-24 至 2027-01-10。请安排参加组织生活。" in page
    assert "本证明信不能用来转移组织关系" in page
    assert "回执" in page


def test_who_asked_for_a_proof_when_leaving_need_not_ask_again(desks):
    away = {"workflow": "mobile_registration", "left_on": "2026-11-24", "back_on": "2027-01-10"}
    asked, silent = (desks.driver.open(**away, proof_wanted=wanted).number for wanted in (True, False))
    person = desks("branch")
    person.get(f"/cases/{asked}")
    fields = person.form("/actions/allow_absence").fields
    assert (fields["left_on"], fields["back_on"], fields["proof_wanted"]) == ("2026-11-24", "2027-01-10", "true")
    assert "打印证明信" in person.send("/actions/allow_absence")
    person.get(f"/cases/{silent}")
    assert "打印证明信" not in person.send("/actions/allow_absence")


def test_only_what_a_case_has_is_offered_and_printed(desks):
    driver = desks.driver
    case = driver.open(workflow="mobile_registration", reason_code="work_away")
    page = desks("branch").get(f"/cases/{case.number}")
    assert f"/cases/{case.number}/sheets/card" in page
    assert "/sheets/certificate" not in page
    desks("branch").get(f"/cases/{case.number}/sheets/certificate", 404)
    desks("branch").get(f"/cases/{case.number}/sheets/proof", 404)
    desks("branch").get(f"/cases/{case.number}/sheets/slip", 404)
    driver.act(case.number, "branch", "issue_certificate")
    assert f"/cases/{case.number}/sheets/certificate" in desks("branch").get(f"/cases/{case.number}")
    desks("second_community").get(f"/cases/{case.number}/sheets/certificate", 404)
    driver.act(case.number, "branch", "cancel", reason="不外出了")
    desks("branch").get(f"/cases/{case.number}/sheets/certificate", 404)
