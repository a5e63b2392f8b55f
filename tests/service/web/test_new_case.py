"""Opening a case in three short pages, by each of the ways, and what is asked back on them."""

import html
import re

import pytest
from sqlalchemy import select, text

from service.models import AccessLine, Case
from tests.builders import make_id_number, make_organization


def cases(desks):
    with desks.database.read() as tx:
        return [desks.driver.case(number) for number in tx.session.scalars(select(Case.number).order_by(Case.id))]


def first_page(person, member, url="/cases/new"):
    person.get(url)
    return person.send("/cases/new", member=member)


def test_three_pages_with_at_most_eight_fields_open_and_hand_in_a_transfer(desks):
    member, person = desks.driver.member(name="王建国"), desks("branch")
    person.get("/cases/new")
    fields = len(visible(person, "/cases/new"))
    page = person.send("/cases/new", member_query="王建")
    assert "王建国 正式党员 3299" in page
    fields += len(visible(person, "/cases/new/route"))
    page = person.send("/cases/new/route", receiving_code_query="听松社区第一党支部", reason_code="moved_home")
    assert "中共听松社区第一党支部委员会" in page
    assert "管理责任仍在中共望潮社区第一党支部委员会" in page
    assert "中共梧桐街道委员会" in page
    fields += len(visible(person, "/cases/new/check"))
    assert fields <= 8
    page = person.send("/cases/new/check", comment="请审核")
    (case,) = cases(desks)
    assert (case.state, case.member_id) == ("outflow_review", member)
    assert "已提交" in page
    assert case.number in page
    assert "现在轮到中共梧桐街道委员会" in page


def visible(person, action):
    """What a person sees to be filled in: look-ups count once."""
    ours = ("csrf_token", "key", "version")
    form = next(form for form in person.forms() if form.action.startswith(action) and form.method == "post")
    return {name.removesuffix("_query") for name in form.fields if name not in ours}


def test_a_draft_stays_with_the_branch(desks):
    person = desks("branch")
    first_page(person, desks.driver.member())
    person.send("/cases/new/route", receiving_code="D-second_branch", reason_code="study")
    page = person.send("/cases/new/check", draft="true", comment="以后再说")
    assert "草稿已存" in page
    assert [case.state for case in cases(desks)] == ["draft"]


def test_an_officer_opens_for_a_branch_and_leaves_handing_in_to_it(desks):
    person = desks("street")
    first_page(person, desks.driver.member())
    page = person.send("/cases/new/route", receiving_code="D-second_branch", reason_code="study")
    assert "由党员所在支部提交" in page
    person.send("/cases/new/check")
    assert [case.state for case in cases(desks)] == ["draft"]


def test_a_double_click_on_the_last_page_opens_one_case(both_desks):
    person = both_desks("branch")
    first_page(person, both_desks.driver.member())
    person.send("/cases/new/route", receiving_code="D-second_branch", reason_code="study")
    form = person.form("/cases/new/check")
    one, two = person.send(form), person.send(form)
    assert re.findall(r"ZJ-\d+-\d+", one)[0] == re.findall(r"ZJ-\d+-\d+", two)[0]
    assert len(cases(both_desks)) == 1


def test_no_address_holds_a_number_or_a_name_of_the_member(desks):
    number = make_id_number(serial=321)
    desks.driver.member("village_branch", name="赵一鸣", id_number=number)
    person = desks("second_community")
    person.get("/cases/new?way=request")
    response = person.client.post(
        "/cases/new?way=request",
        data={**person.form("/cases/new").fields.to_dict(), "name": "赵一鸣", "id_number": number},
    )
    place = response.headers["Location"]
    assert place.startswith("/cases/new/route?draft=")
    assert number not in place
    assert number[-4:] not in html.unescape(person.get(place)).replace(f"**{number[-4:]}", "")


def test_the_unit_is_proposed_by_the_employer_first_and_another_needs_a_reason(desks):
    driver = desks.driver
    member = driver.member(employer="盛达建材有限公司", residence="银杏街道听松社区 3 号")
    person = desks("branch")
    page = first_page(person, member)
    assert "建议转到" in page
    assert "有稳定工作单位的，转到单位党组织" in page
    assert person.form("/route").fields["receiving_code"].startswith("D-employer")
    page = person.send("/route", 422, receiving_code="D-second_branch", reason_code="moved_home")
    assert "写明理由" in page
    page = person.send(
        "/route", receiving_code="D-second_branch", reason_code="moved_home", destination_reason="单位没有支部"
    )
    assert "单位没有支部" in page


def test_a_reason_is_asked_for_on_the_page_that_has_the_field(desks):
    person = desks("branch")
    first_page(person, desks.driver.member())
    page = person.send("/route", 422, receiving_code="D-second_branch")
    assert "从列表里选一个原因" in page


def test_the_residence_is_proposed_where_no_employer_is_known(desks):
    person = desks("branch")
    page = first_page(person, desks.driver.member(residence="银杏街道听松社区 3 号"))
    assert "没有稳定工作单位的，转到居住地党组织" in page
    assert person.form("/route").fields["receiving_code"] == "D-second_community"


def test_several_members_of_one_name_are_told_apart(desks):
    one, two = desks.driver.member(name="王建国"), desks.driver.member(name="王建国")
    person = desks("branch")
    person.get("/cases/new")
    page = person.send("/cases/new", 422, member_query="王建国")
    assert "有几个符合“王建国”" in page
    assert page.count("正式党员 3299") == 2
    person.send("/cases/new", member=two, member_query="王建国")
    assert one != two


def test_a_search_lists_those_inside_ones_scope_only(desks):
    desks.driver.member("village_branch", name="赵一鸣")
    person = desks("branch")
    person.get("/cases/new")
    page = person.send("/cases/new", 200, find="member", member_query="赵一鸣")
    assert "赵一鸣 正式党员" not in page
    assert "没有找到“赵一鸣”" in person.send("/cases/new", 422, member_query="赵一鸣")
    assert "这一项要填" in person.send("/cases/new", 422, member_query="")


def test_a_member_outside_ones_scope_cannot_be_chosen_by_key(desks):
    stranger = desks.driver.member("village_branch")
    person = desks("branch")
    person.get("/cases/new")
    person.send("/cases/new", 404, member=stranger)


def test_a_second_transfer_is_refused_on_the_first_page(desks):
    case = desks.driver.open()
    person = desks("branch")
    person.get("/cases/new")
    page = person.send("/cases/new", 409, member=case.member_id)
    assert f"已有一件在办：{case.number}" in page


def test_somebody_outside_is_found_by_number_and_name_only_and_the_look_is_kept(desks):
    number = make_id_number(serial=77)
    member = desks.driver.member("village_branch", name="赵一鸣", id_number=number)
    person = desks("second_community")
    person.get("/cases/new?way=request")
    assert "都一致的党员" in person.send("/cases/new", 422, name="赵二鸣", id_number=number)
    assert "公民身份号码不对" in person.send("/cases/new", 422, name="赵一鸣", id_number=number[:-1] + "5")
    assert "这一项要填" in person.send("/cases/new", 422, name="赵一鸣", id_number="")
    page = person.send("/cases/new", name="赵一鸣", id_number=number)
    assert person.form("/route").fields["receiving_code"] == "D-second_community"
    assert "柳湾村第一党支部" in page
    with desks.database.read() as tx:
        line = tx.session.scalars(select(AccessLine)).one()
    assert (line.member_id, line.what) == (member, "lookup")
    person.send("/route", reason_code="moved_home")
    page = person.send("/check", comment="已在本社区居住两年")
    (case,) = cases(desks)
    assert case.state == "requested"
    assert "现在轮到中共柳湾村第一党支部委员会" in page


def test_a_member_who_comes_with_a_paper_is_registered_and_recorded(desks):
    person, number = desks("second_street"), make_id_number(serial=88)
    person.get("/cases/new?way=register_arrival")
    person.send("/cases/new", name="钱学文", id_number=number, outflow_code_query="远方省")
    page = person.send(
        "/route", receiving_code="D-second_branch", reason_code="job_change", letter_number="远组〔2026〕12 号",
        issued_on="2026.11.20", valid_days="60",
    )  # fmt: skip
    assert "还没有登记，这次一并登记" in page
    assert "远方省机械厂党委" in page
    person.send("/check")
    (case,) = cases(desks)
    assert (case.state, case.member.name, case.letter.number) == ("street_review", "钱学文", "远组〔2026〕12 号")


def test_a_wrong_date_of_a_paper_comes_back_with_everything_typed(desks):
    person, number = desks("second_street"), make_id_number(serial=89)
    person.get("/cases/new?way=register_arrival")
    person.send("/cases/new", name="钱学文", id_number=number, outflow_code="D-external")
    page = person.send(
        "/route", 422, receiving_code="D-second_branch", reason_code="job_change", letter_number="远组 12 号",
        issued_on="十一月", valid_days="60",
    )  # fmt: skip
    assert "日期不对" in page
    assert person.form("/route").fields["letter_number"] == "远组 12 号"
    assert person.form("/route").fields["issued_on"] == "十一月"


def test_a_refusal_on_the_last_page_keeps_everything_and_can_be_mended(desks):
    person = desks("branch")
    member = desks.driver.member(dues_paid_through="2026-08")
    first_page(person, member)
    page = person.send("/route", receiving_code="D-second_branch", reason_code="study")
    assert "党费只交到 2026-08" in page
    page = person.send("/check", 409, comment="请审核")
    assert "写明未交的原因" in page
    assert person.form("/check").fields["comment"] == "请审核"
    assert cases(desks) == []
    person.send("/check", dues_plan="九月起补交")
    assert [case.state for case in cases(desks)] == ["outflow_review"]


def test_without_a_telephone_the_last_page_says_so_before_anything_is_sent(desks):
    person = desks("branch")
    first_page(person, desks.driver.member(phone=None))
    page = person.send("/route", receiving_code="D-second_branch", reason_code="study")
    assert "没有联系电话，提交审核前要先补登" in page
    assert "先补登党员的联系电话" in person.send("/check", 409)
    person.send("/check", draft="true")
    assert [case.state for case in cases(desks)] == ["draft"]


def test_every_page_can_be_gone_back_to_with_what_was_filled_in(desks):
    member, person = desks.driver.member(name="王建国"), desks("branch")
    first_page(person, member)
    page = person.send("/route", receiving_code="D-second_branch", reason_code="study")
    back = [html.unescape(link) for link in re.findall(r'href="(/cases/new[^"]*draft=[^"]+)"', page)]
    assert back
    for link in back:
        shown = person.get(link)
        form = next(form for form in person.forms() if form.action.startswith("/cases/new"))
        assert form.fields.get("member", form.fields.get("receiving_code")) in (member, "D-second_branch")
        assert "王建国" in shown


def test_a_draft_is_its_own_persons_and_cannot_be_made_up(desks):
    person = desks("branch")
    first_page(person, desks.driver.member())
    address = person.last.request.full_path
    desks("second_branch").get(address, 404)
    person.get("/cases/new/route?draft=AAAA", 404)
    person.get("/cases/new/check?draft=" + "A" * 300, 404)
    person.get("/cases/new/route", 303)
    person.get("/cases/new/check", 303)


@pytest.mark.parametrize("way", ["", "?way=request", "?way=register_arrival", "/dual"])
def test_whoever_opens_no_cases_is_told_so(desks, way):
    for who in ("city", "province"):
        desks(who).get(f"/cases/new{way}", 403)
    desks.stranger().get(f"/cases/new{way}", 303)


def test_a_request_for_another_unit_than_ones_own_is_refused_at_the_end(desks):
    number = make_id_number(serial=90)
    desks.driver.member("village_branch", name="赵一鸣", id_number=number)
    person = desks("second_community")
    person.get("/cases/new?way=request")
    person.send("/cases/new", name="赵一鸣", id_number=number)
    person.send("/route", receiving_code="D-employer_branch", reason_code="moved_home")
    assert "你的身份不能办这件事，由中共" in person.send("/check", 403)
    assert cases(desks) == []


def test_dual_management_is_proposed_on_one_page_by_either_side(desks):
    driver, person = desks.driver, desks("branch")
    member = driver.member()
    person.get(f"/cases/new/dual?member_id={member}")
    person.send(
        "/cases/new/dual", receiving_code="D-second_community", consent_on="2026-11-20",
        reason_code="economic_interest", service_post="关爱老弱岗",
    )  # fmt: skip
    page = person.get(f"/cases/{cases(desks)[0].number}")
    assert "担心影响原村的经济利益" in page
    assert "关爱老弱岗" in page
    assert "只在中共望潮社区第一党支部委员会，组织关系在那里" in page
    number = make_id_number(serial=91)
    driver.member("village_branch", name="赵一鸣", id_number=number)
    person = desks("second_community")
    person.get("/cases/new/dual")
    page = person.send(
        "/cases/new/dual", 409, name="赵一鸣", id_number=number, consent_on="2027-01-01", kind="two_way_registration",
    )  # fmt: skip
    assert "不晚于今天" in page
    page = person.send("/cases/new/dual", consent_on="2026-11-01")
    assert "草稿已存" in page
    assert [(case.workflow, case.kind) for case in cases(desks)] == [
        ("dual_management", "dual_management"), ("dual_management", "two_way_registration"),
    ]  # fmt: skip


@pytest.mark.parametrize("url", ["/cases/new", "/cases/new/dual", "/cases/new/away"])
def test_the_only_member_who_was_found_is_chosen(desks, url):
    member = desks.driver.member(name="王建国")
    desks.driver.member(name="李建国")
    person = desks("branch")
    person.get(url)
    person.send(url, 200, find="member", member_query="王建")
    assert person.form(url).fields["member"] == member
    person.send(url, 200, find="member", member_query="李建")
    assert person.form(url).fields["member"] not in ("", member)


def test_a_branch_whose_name_is_one_of_several_is_asked_back(desks):
    district = desks.driver.district
    desks.database.transact(
        lambda tx: make_organization(tx, parent=district.second_community, name="听松社区第二党支部", code="D-2b2")
    )
    person = desks("branch")
    first_page(person, desks.driver.member())
    page = person.send("/route", 422, receiving_code="", receiving_code_query="听松社区第", reason_code="study")
    assert "有几个符合“听松社区第”" in page
    assert "中共听松社区第二党支部委员会" in page
    person.send("/route", receiving_code="D-2b2")


def test_the_page_of_a_new_case_sends_nothing_without_its_key(desks):
    person = desks("branch")
    first_page(person, desks.driver.member())
    person.send("/route", receiving_code="D-second_branch", reason_code="study")
    person.send("/check", 400, key="")
    with desks.database.read() as tx:
        assert tx.session.scalar(text("SELECT count(*) FROM cases")) == 0
