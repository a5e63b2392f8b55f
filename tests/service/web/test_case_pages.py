"""The page of a case: whose turn, how late, who answers, what happened; and the steps taken there."""

import pytest
from sqlalchemy import text

from service.casework.following import open_following
from service.casework.open_case import opening
from service.casework.speak import add_comment, nudge
from tests.driving import counted_statements
from tests.service.web.desk import Person

FORMS = {
    "issue_letter": ("outflow_review", "street", {}, "in_transit"),
    "send_back": ("outflow_review", "street", {"reason": "党费没有交清"}, "returned"),
    "release": ("outflow_review", "street", {}, "street_review"),
    "submit": ("draft", "branch", {"comment": "请审核"}, "outflow_review"),
    "edit": ("draft", "branch", {"receiving_code": "D-second_branch"}, "draft"),
    "withdraw": ("draft", "branch", {"reason": "本人不转了"}, "withdrawn"),
    "record_seals": ("in_transit", "street", {"seal_applied": "true", "applied_by": "李敏"}, "in_transit"),
    "report_lost": ("in_transit", "second_street", {}, "lapsed"),
    "report_in": ("in_transit", "second_street", {"letter_number": "THE LETTER"}, "street_review"),
    "check_file": ("street_review", "second_street", {}, "file_check"),
    "accept": ("street_review", "second_street", {}, "placement"),
    "refuse": ("street_review", "second_street", {"reason_code": "no_house", "reason": "没有房子"}, "refused"),
    "redirect": (
        "placement", "second_street", {"receiving_code": "D-second_branch", "reason": "住在那边"}, "placement",
    ),
    "place": ("placement", "second_community", {"placed_in_code": "D-second_branch"}, "receipt_due"),
    "send_receipt": (
        "receipt_due", "second_street",
        {"letter_number": "THE LETTER", "handled_phone": "0599-1", "sent_via": "post"}, "receipt_check",
    ),
    "confirm_receipt": ("receipt_check", "street", {"letter_number": "THE LETTER"}, "closed"),
    "reject_receipt": ("receipt_check", "street", {"reason": "编号不清"}, "receipt_due"),
    "void": ("draft", "street", {"reason_code": "opened_in_error"}, "void"),
    "revoke": ("closed", "department", {"reason": "转错了"}, "revoked"),
}  # fmt: skip
REFUSED = {
    "send_back": ("outflow_review", "street", {"reason": " "}, 409, "写明理由"),
    "edit": ("draft", "branch", {"receiving_code": "D-second_street"}, 409, "可以接收党员的组织"),
    "record_seals": ("in_transit", "street", {"applied_by": ""}, 422, "这一项要填"),
    "report_in": ("in_transit", "second_street", {"letter_number": "别的编号"}, 409, "与介绍信不一致"),
    "issue_letter": ("outflow_review", "street", {"valid_days": "91"}, 409, "1 到 90 天"),
    "check_file": ("street_review", "second_street", {"enquired_on": "昨天"}, 422, "日期不对"),
    "refuse": ("street_review", "second_street", {"reason": "x"}, 409, "原因：从列表里选一个原因"),
    "place": ("placement", "second_community", {"placed_in_code": "D-branch"}, 409, "可以接收党员的组织"),
    "send_receipt": (
        "receipt_due", "second_street", {"letter_number": "THE LETTER", "sent_via": "pigeon"}, 422, "只能填",
    ),
    "confirm_receipt": ("receipt_check", "street", {"letter_number": "1"}, 409, "回执编号与介绍信不一致"),
}  # fmt: skip


def typed(desks, number, fields):
    case = desks.driver.case(number)
    return {name: case.letter.number if value == "THE LETTER" else value for name, value in fields.items()}


@pytest.mark.parametrize("action", FORMS)
def test_each_form_takes_its_step_and_says_whose_turn_it_is_then(desks, action):
    state, who, fields, reached = FORMS[action]
    number, person = desks.driver.drive_to(state), desks(who)
    person.get(f"/cases/{number}/actions/{action}")
    page = person.send(f"/actions/{action}", **typed(desks, number, fields))
    assert desks.driver.case(number).state == reached
    assert "已办理" in page
    if desks.driver.case(number).is_open:
        assert "现在轮到" in page


def test_a_step_that_leaves_a_late_case_where_it_was_says_that_its_day_has_passed(desks, set_now):
    number = desks.driver.drive_to("draft")
    set_now("2026-12-30T09:00:00+08:00")
    person = desks("branch")
    person.get(f"/cases/{number}/actions/edit")
    assert "办理，已超期。" in person.send("/actions/edit")


@pytest.mark.parametrize("action", REFUSED)
def test_a_refused_form_comes_back_with_what_was_typed_and_the_reason(desks, action):
    state, who, fields, status, sentence = REFUSED[action]
    number, person = desks.driver.drive_to(state), desks(who)
    filled = typed(desks, number, fields)
    person.get(f"/cases/{number}/actions/{action}")
    page = person.send(f"/actions/{action}", status, **filled)
    assert sentence in page
    assert "<title>有错：" in page
    assert "处要改" in page
    for name, value in filled.items():
        assert person.form(f"/actions/{action}").fields.get(name) == value or name in (
            "placed_in_code",
            "sent_via",
            "reason",
        )
    assert desks.driver.case(number).state == state


def test_a_double_click_is_one_step_and_both_lead_to_the_same_page(both_desks):
    number, person = both_desks.driver.drive_to("street_review"), both_desks("second_street")
    person.get(f"/cases/{number}/actions/accept")
    form = person.form("/actions/accept")
    first, second = (person.send(form, comment="同意") for _ in range(2))
    assert "现在轮到中共听松社区委员会" in first
    assert "现在轮到中共听松社区委员会" in second
    assert both_desks.driver.case(number).state == "placement"
    with both_desks.database.read() as tx:
        steps = tx.session.scalar(text("SELECT count(*) FROM history_lines WHERE action = 'accept'"))
    assert steps == 1


def test_the_same_key_for_another_text_is_refused(desks):
    number, person = desks.driver.drive_to("street_review"), desks("second_street")
    person.get(f"/cases/{number}")
    form = person.form("/comments")
    person.send(form, comment="一")
    answer = person.client.post(form.action, data={**form.fields.to_dict(), "comment": "二"})
    assert answer.status_code == 422


def test_a_form_without_a_key_is_not_carried_out(desks):
    number, person = desks.driver.drive_to("street_review"), desks("second_street")
    person.get(f"/cases/{number}/actions/accept")
    person.send("/actions/accept", 400, key="")
    assert desks.driver.case(number).state == "street_review"


def test_a_stale_page_names_who_acted_and_when_and_keeps_the_text(desks):
    number, person = desks.driver.drive_to("outflow_review"), desks("street")
    person.get(f"/cases/{number}/actions/send_back")
    form = person.form("/actions/send_back")
    desks.driver.act(number, "branch", "withdraw", reason="本人不转了")
    page = person.send(form, 412, reason="党费只交到八月")
    assert "望潮社区第一党支部经办人" in page
    assert "11-24 09:00" in page
    assert "党费只交到八月" in page
    assert desks.driver.case(number).state == "withdrawn"


def test_a_stale_page_whose_step_is_still_open_can_be_sent_on_at_the_new_version(desks):
    number, person = desks.driver.drive_to("in_transit"), desks("street")
    person.get(f"/cases/{number}/actions/report_lost")
    form = person.form("/actions/report_lost")
    desks.driver.act(number, "street", "record_seals", applied_by="李敏", seal_applied="true")
    page = person.send(form, 412, reason="路上丢了")
    assert "路上丢了" in page
    assert "看最新情况" in page
    person.send("/actions/report_lost")
    assert desks.driver.case(number).state == "lapsed"


def test_an_action_whose_state_is_gone_says_so_and_offers_no_form(desks):
    number, person = desks.driver.drive_to("placement"), desks("second_street")
    page = person.get(f"/cases/{number}/actions/accept", 409)
    assert "现在是“待编入支部”" in page
    assert not [form for form in person.forms() if "/actions/accept" in form.action]


@pytest.mark.parametrize("page", ["", "/graph", "/actions/accept", "/nudge", "/hand-over"])
def test_a_case_outside_ones_scope_is_not_there(desks, page):
    number = desks.driver.drive_to("street_review")
    desks("village").get(f"/cases/{number}{page}", 404)
    desks("province").get(f"/cases/{number}{page}", 404)
    desks("street").get(f"/cases/ZJ-2026-9999{page}", 404)


@pytest.mark.parametrize("page", ["", "/graph", "/actions/accept", "/nudge"])
def test_a_stranger_sees_no_case(desks, page):
    number = desks.driver.drive_to("street_review")
    desks.stranger().get(f"/cases/{number}{page}", 303)


@pytest.mark.parametrize("form", ["/actions/accept", "/comments", "/nudge", "/hand-over", "/undo"])
def test_a_strangers_form_changes_nothing(desks, form):
    number, person = desks.driver.drive_to("street_review"), desks.stranger()
    person.get("/login")
    token = person.form("/login").fields["csrf_token"]
    answer = person.client.post(f"/cases/{number}{form}", data={"csrf_token": token, "key": "k", "comment": "x"})
    assert answer.status_code == 401
    assert desks.driver.case(number).history_count == 4


@pytest.mark.parametrize("form", ["/actions/accept", "/comments", "/nudge", "/hand-over", "/undo"])
def test_a_form_for_a_case_outside_ones_scope_finds_nothing(desks, form):
    number, person = desks.driver.drive_to("street_review"), desks("village")
    assert sent(person, f"/cases/{number}{form}").status_code == 404


@pytest.mark.parametrize(
    ("form", "who", "status"),
    [
        ("/actions/accept", "branch", 403), ("/actions/accept", "street", 403), ("/comments", "city", 403),
        ("/actions/place", "second_street", 403), ("/nudge", "second_street", 403), ("/nudge", "city", 403),
        ("/hand-over", "street", 403), ("/undo", "street", 403),
    ],
)  # fmt: skip
def test_a_wrong_role_is_told_so_and_nothing_happens(desks, form, who, status):
    number = desks.driver.drive_to("street_review")
    assert sent(desks(who), f"/cases/{number}{form}").status_code == status
    assert desks.driver.case(number).history_count == 4


def sent(person: Person, url: str):
    person.get("/help")
    token = person.form("/logout").fields["csrf_token"]
    data = {"csrf_token": token, "key": "some-key", "version": "4", "comment": "一句话", "handler": "street"}
    return person.client.post(url, data=data)


def test_the_page_says_whose_turn_it_is_how_late_and_who_answers_for_the_member(desks, set_now):
    number = desks.driver.drive_to("street_review")
    set_now("2026-12-03T09:00:00+08:00")
    page = desks("second_street").get(f"/cases/{number}")
    assert "现在轮到你" in page
    assert "超期 2 个工作日" in page
    assert "应于 12-01（二）前" in page
    assert "管理责任仍在转出方" in page
    assert "《中国共产党党员教育管理工作条例》第二十五条" in page
    other = desks("street").get(f"/cases/{number}")
    assert "现在轮到中共银杏街道委员会" in other
    assert "催办" in other


def test_after_acceptance_the_receiving_side_answers(desks):
    number = desks.driver.drive_to("placement")
    assert "管理责任现在归中共银杏街道委员会" in desks("second_street").get(f"/cases/{number}")


def test_a_finished_case_says_when_and_how_long_it_took(desks, set_now):
    number = desks.driver.drive_to("receipt_check")
    set_now("2026-11-27T09:00:00+08:00")
    desks.driver.act(number, "street", "confirm_receipt", letter_number="THE LETTER")
    page = desks("street").get(f"/cases/{number}")
    assert "11-27 办结，用时 3 个工作日" in page
    assert "催办" not in page


def test_the_steps_carry_their_dates_and_the_working_days_they_took(desks, set_now):
    number = desks.driver.drive_to("outflow_review")
    set_now("2026-11-26T09:00:00+08:00")
    desks.driver.act(number, "street", "issue_letter")
    page = desks("street").get(f"/cases/{number}")
    assert "11-26，用 2 天" in page
    assert 'aria-current="step"' in page


def test_a_release_inside_the_system_shows_no_letter_and_no_receipt_among_its_steps(desks):
    number = desks.driver.drive_to("outflow_review")
    desks.driver.act(number, "street", "release")
    page = desks("street").get(f"/cases/{number}")
    assert "转入接收" in page
    assert "回执办结" not in page
    assert "网上转出，不用纸质介绍信" in page


def test_history_words_and_alerts_stand_in_one_timeline(desks, set_now):
    number, person = desks.driver.drive_to("street_review"), desks("street")
    person.get(f"/cases/{number}")
    page = person.send("/comments", comment="请看附件里的党费收据")
    assert "请看附件里的党费收据" in page
    assert "全部 5 条" in page
    assert "记录未被改动，5 条均通过校验" in page


def test_a_changed_history_is_said_on_the_page(desks):
    number = desks.driver.drive_to("outflow_review")
    with desks.database.engine.begin() as connection:
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE history_lines SET body = replace(body, 'open', 'opem') WHERE seq = 1"))
    page = desks("street").get(f"/cases/{number}")
    assert "第 1 条记录对不上" in page
    verified = desks("street").get(f"/audit/verify?number={number}")
    assert "第 1 条对不上" in verified


def test_the_last_step_is_taken_back_while_it_lasts(desks, set_now):
    number, person = desks.driver.drive_to("street_review"), desks("second_street")
    person.get(f"/cases/{number}/actions/accept")
    page = person.send("/actions/accept")
    assert "撤回（剩" in page
    page = person.send("/undo")
    assert "已撤回，办件回到“待接收”" in page
    assert desks.driver.case(number).state == "street_review"
    person.get(f"/cases/{number}/actions/accept")
    person.send("/actions/accept")
    form = person.form("/undo")
    set_now("2026-11-24T09:01:00+08:00")
    assert "撤回（剩" not in person.get(f"/cases/{number}")
    person.send(form, 409)


def test_a_nudge_is_sent_once_a_working_day(desks):
    number, person = desks.driver.drive_to("street_review"), desks("street")
    person.get(f"/cases/{number}/nudge")
    page = person.send("/nudge", comment="请尽快")
    assert "已催办中共银杏街道委员会" in page
    assert "请尽快" in page
    page = person.get(f"/cases/{number}/nudge")
    assert "已催办过，下一个工作日可再催" in page
    refused = sent(person, f"/cases/{number}/nudge")
    assert refused.status_code == 429
    assert "催办" in desks("second_street").get("/notices")


def test_a_case_is_handed_to_a_colleague_of_the_same_unit(desks):
    driver = desks.driver
    number, person = driver.drive_to("street_review"), desks("second_street")
    page = person.get(f"/cases/{number}/hand-over")
    assert "银杏街道经办人" in page
    page = person.send("/hand-over", handler="second_street", comment="外出培训")
    assert "已转交" in page
    assert "外出培训" in page
    person.get(f"/cases/{number}/hand-over")
    assert "本组织没有" in person.send("/hand-over", 422, handler="street")


def test_the_department_replaces_a_party_and_nobody_else_does(desks):
    number, person = desks.driver.drive_to("street_review"), desks("department")
    assert "改换当事方" in person.get(f"/cases/{number}")
    person.get(f"/cases/{number}/reassign")
    page = person.send("/reassign", 200, find="to_code", to_code_query="听松社区第一", party="receiving")
    assert "中共听松社区第一党支部委员会" in page
    assert "这一项要填" in person.send("/reassign", 422, party="", to_code="D-second_branch", reason="改派")
    page = person.send("/reassign", party="receiving", to_code="D-second_branch", reason="住在那边")
    assert "已改换当事方" in page
    assert desks.driver.case(number).receiving_id == desks.driver.district.second_branch.id
    for who in ("street", "second_street", "branch"):
        assert f"/cases/{number}/reassign" not in desks(who).get(f"/cases/{number}")
        desks(who).get(f"/cases/{number}/reassign", 403)
    desks("far_department").get(f"/cases/{number}/reassign", 404)


def test_a_look_up_searches_and_keeps_the_rest_of_the_form(desks):
    number, person = desks.driver.drive_to("draft"), desks("branch")
    person.get(f"/cases/{number}/actions/edit")
    page = person.send("/actions/edit", 200, find="receiving_code", receiving_code_query="听松", comment="另选")
    assert "听松社区第一党支部" in page
    assert "另选" in page
    page = person.send("/actions/edit", 422, receiving_code_query="没有这个组织", receiving_code="")
    assert "没有找到“没有这个组织”" in page


def test_a_plain_name_needs_no_search(desks):
    number, person = desks.driver.drive_to("draft"), desks("branch")
    person.get(f"/cases/{number}/actions/edit")
    person.send("/actions/edit", receiving_code_query="柳湾村第一党支部")
    assert desks.driver.case(number).receiving_id == desks.driver.district.village_branch.id


def test_dues_behind_ask_for_a_plan_and_nothing_else_does(desks):
    driver, person = desks.driver, desks("branch")
    settled = driver.open().number
    assert "未交党费的原因" not in person.get(f"/cases/{settled}/actions/submit")
    behind = driver.open(member_id=driver.member(dues_paid_through="2026-08")).number
    page = person.get(f"/cases/{behind}/actions/submit")
    assert "未交党费的原因" in page
    assert "党费只交到 2026-08" in page
    assert "写明未交的原因" in person.send("/actions/submit", 409)
    person.send("/actions/submit", dues_plan="九月起补交")
    assert driver.case(behind).state == "outflow_review"


def test_what_blocks_a_step_is_said_before_anything_is_filled_in(desks):
    driver, person = desks.driver, desks("branch")
    number = driver.open(member_id=driver.member(phone=None)).number
    page = person.get(f"/cases/{number}/actions/submit", 409)
    assert "先补登党员的联系电话" in page
    assert "现在还不能办" in page


def test_the_graph_marks_where_the_case_is_and_gives_the_picture_as_text(desks):
    number = desks.driver.drive_to("street_review")
    page = desks("street").get(f"/cases/{number}/graph")
    assert "现在在这里" in page
    assert "stateDiagram-v2" in page
    assert "class street_review here" in page


@pytest.mark.parametrize("who", ["street", "second_street", "second_community", "department"])
def test_the_page_of_a_case_takes_few_statements_however_long_its_history_is(desks, who):
    driver = desks.driver
    number, person = driver.drive_to("placement"), desks(who)
    person.get(f"/cases/{number}")
    with counted_statements(driver.database) as few:
        person.get(f"/cases/{number}")
    for _ in range(3):
        sent_comments(desks, number)
    with counted_statements(driver.database) as many:
        person.get(f"/cases/{number}")
    assert len(few) == len(many) <= 12, "\n".join(few)


def sent_comments(desks, number):
    for who in ("street", "second_street"):
        desks.database.transact(lambda tx, who=who: add_comment(tx, desks.driver.actor(who), number, "一句话"))


def test_a_nudged_case_shows_when_it_may_be_nudged_again(desks):
    number = desks.driver.drive_to("street_review")
    desks.database.transact(lambda tx: nudge(tx, desks.driver.actor("street"), number))
    assert "今天 09:00 已催办过" in desks("street").get(f"/cases/{number}")


def test_cases_that_have_to_do_with_each_other_say_so_on_both_pages(desks):
    driver, person = desks.driver, desks("branch")
    earlier = driver.open(workflow="dual_management", consent_on="2026-11-20")
    where = {"receiving_code": "D-second_community", "reason_code": "resettlement"}
    wanted = opening("transfer", "open", {"member_id": earlier.member_id, **where})
    later = driver.database.transact(lambda tx: open_following(tx, driver.actor("branch"), wanted, earlier.number))
    page = person.get(f"/cases/{later.number}")
    assert "本件由它而来" in page
    assert f"由 {earlier.number} 而来" in page
    page = person.get(f"/cases/{earlier.number}")
    assert "由本件而来" in page
    assert f"由本件发起 {later.number}" in page
    driver.act(earlier.number, "branch", "submit")
    hidden = desks("second_community").get(f"/cases/{earlier.number}")
    assert later.number in hidden
    assert f"/cases/{later.number}" not in hidden
