"""Members on pages: found inside one's scope, recorded, corrected, and shown in full to whoever says why."""

import re

import pytest
from sqlalchemy import select

from service.models import AccessLine, Letter, Member
from tests.builders import make_id_number
from tests.driving import counted_statements


def names(page):
    return re.findall(r'class="who" href="/members/[0-9a-f]+">([^<]+)</a>', page)


def test_members_are_found_by_name_initials_and_the_last_four_places_inside_ones_scope(desks):
    number = make_id_number(serial=5)
    desks.driver.member(name="单文轩", id_number=number)
    desks.driver.member(name="王建国")
    desks.driver.member("village_branch", name="单文轩")
    person = desks("branch")
    assert set(names(person.get("/members"))) == {"单文轩", "王建国"}
    for q in ("单文", "swx", number[-4:]):
        page = person.get(f"/members?q={q}")
        assert names(page) == ["单文轩"]
        assert number not in page
    assert "用身份证号和姓名查找" in person.get("/members?q=没有这个人")


def test_pages_of_members_follow_each_other(desks):
    for _ in range(22):
        desks.driver.member()
    person = desks("branch")
    first = person.get("/members")
    (following,) = re.findall(r'href="(/members\?after=[^"]+)"', first)
    assert len(names(first)) == 20
    assert len(names(person.get(following))) == 2


def test_the_list_takes_few_statements_however_many_rows(desks):
    person = desks("branch")
    desks.driver.member()
    person.get("/members")
    with counted_statements(desks.database) as few:
        person.get("/members")
    for _ in range(5):
        desks.driver.open()
    with counted_statements(desks.database) as many:
        person.get("/members")
    assert len(few) == len(many) <= 12


def test_the_page_of_a_member_shows_relations_and_cases_and_masks_the_rest(desks):
    driver = desks.driver
    number = driver.drive_to("closed")
    case = driver.case(number)
    person = desks("second_community")
    page = person.get(f"/members/{case.member_id}")
    assert "中共望潮社区第一党支部委员会" in page
    assert "中共听松社区委员会" in page
    assert number in page
    assert re.search(r"3299\*{10}\d{3}[\dX]", page)
    with counted_statements(driver.database) as sent:
        person.get(f"/members/{case.member_id}")
    assert len(sent) <= 12


def test_what_is_masked_is_shown_once_to_whoever_says_why_and_the_look_is_kept(desks):
    number = make_id_number(serial=6)
    member, person = desks.driver.member(id_number=number, phone="13900000006"), desks("branch")
    page = person.get(f"/members/{member}")
    assert number not in page
    assert "写明理由" in person.send("/reveal", 422)
    page = person.send("/reveal", 200, reason="核对档案")
    assert number in page
    assert "13900000006" in page
    assert number not in person.get(f"/members/{member}")
    with desks.database.read() as tx:
        lines = tx.session.scalars(select(AccessLine)).all()
    assert {(line.what, line.reason) for line in lines} == {("id_number", "核对档案"), ("phone", "核对档案")}


def test_a_member_is_recorded_and_a_refused_form_keeps_what_was_typed(desks):
    number, person = make_id_number(serial=7), desks("branch")
    person.get("/members/new")
    page = person.send(
        "/members/new", 422, name="钱学文", id_number="329901197001150000", joined_on="1998.7", phone="12"
    )
    assert "公民身份号码不对" in page
    assert "电话号码不对" in page
    assert person.form("/members/new").fields["name"] == "钱学文"
    page = person.send("/members/new", id_number=number, phone="139 0000 0007", member_status="full")
    assert "已登记 钱学文" in page
    assert "1998-07" in page
    person.get("/members/new")
    again = person.send("/members/new", 422, name="钱学文", id_number=number, member_status="full")
    assert "已登记过" in again


def test_a_double_click_records_one_member(desks):
    person = desks("branch")
    person.get("/members/new")
    form = person.form("/members/new")
    one, two = (person.send(form, name="钱学文", member_status="full") for _ in range(2))
    assert "已登记 钱学文" in one
    assert "已登记 钱学文" in two
    assert names(person.get("/members")) == ["钱学文"]


def test_corrections_leave_number_and_phone_alone_where_nothing_is_typed(desks):
    number = make_id_number(serial=8)
    member, person = desks.driver.member(name="钱学文", id_number=number, phone="13900000008"), desks("branch")
    page = person.get(f"/members/{member}/edit")
    assert number not in page
    assert "13900000008" not in page
    page = person.send("/edit", name="钱学问", employer="盛达建材")
    assert "已更正 钱学问 的信息" in page
    person.get(f"/members/{member}")
    page = person.send("/reveal", 200, reason="核对")
    assert number in page
    assert "13900000008" in page
    assert "盛达建材" in page


def test_a_stale_form_keeps_what_was_typed_and_goes_on_at_the_new_version(desks):
    member, person = desks.driver.member(name="钱学文"), desks("branch")
    person.get(f"/members/{member}/edit")
    form = person.form("/edit")
    person.send(form, residence="柳湾村")
    person.get(f"/members/{member}/edit")
    late = form.fields.copy()
    late["key"] = "another key"
    form.fields = late
    page = person.send(form, 412, residence="白鹭镇")
    assert "刚被改动过" in page
    assert person.form("/edit").fields["residence"] == "白鹭镇"
    person.send("/edit")
    with desks.database.read() as tx:
        assert tx.session.get(Member, member).residence == "白鹭镇"


def test_a_name_is_not_cleared(desks):
    member, person = desks.driver.member(), desks("branch")
    person.get(f"/members/{member}/edit")
    assert "这一项要填" in person.send("/edit", 422, name=" ")


@pytest.mark.parametrize("page", ["", "/edit"])
def test_a_member_outside_ones_scope_is_not_there(desks, page):
    member = desks.driver.member()
    desks("village_branch").get(f"/members/{member}{page}", 404)
    desks("province").get(f"/members/{member}{page}", 404)
    desks.stranger().get(f"/members/{member}{page}", 303)


def test_whoever_only_reads_corrects_and_records_nothing(desks):
    member = desks.driver.member()
    auditor = desks("city")
    page = auditor.get(f"/members/{member}")
    assert "/edit" not in page
    auditor.get(f"/members/{member}/edit", 403)
    auditor.get("/members/new", 403)


def test_a_member_is_not_recorded_at_another_unit(desks):
    person = desks("branch")
    person.get("/members/new")
    person.send("/members/new", 403, name="钱学文", member_status="full", organization_code="D-village_branch")


def test_the_unit_of_a_new_member_is_looked_up(desks):
    person = desks("street")
    person.get("/members/new")
    page = person.send(
        "/members/new", 200, find="organization_code", organization_code_query="望潮社区第一", name="钱学文"
    )
    assert "中共望潮社区第一党支部委员会" in page
    assert person.form("/members/new").fields["name"] == "钱学文"
    person.send("/members/new", member_status="full")


def test_the_page_of_a_member_shows_letters_with_number_state_and_validity(desks):
    case = desks.driver.case(desks.driver.drive_to("in_transit"))
    page = desks("branch").get(f"/members/{case.member_id}")
    letters = page[page.index('id="letters-title"') :]
    with desks.database.read() as tx:
        letter = tx.session.scalars(select(Letter).where(Letter.case_id == case.id)).one()
    assert letter.number in letters
    assert "有效" in letters
    assert letter.expires_on.isoformat() in letters


def test_the_page_of_a_member_says_when_probation_ends_and_what_is_missing(desks):
    facts = {"member_status": "probationary", "joined_on": "2020-01-15"}
    over = desks.driver.member(**facts, probation_ends_on="2021-01-15")
    running = desks.driver.member(**facts, probation_ends_on="2099-01-15", dues_paid_through=None)
    person = desks("branch")
    assert "预备期已于 2021-01-15 满" in person.get(f"/members/{over}")
    page = person.get(f"/members/{running}")
    assert "预备期 2099-01-15 满" in page
    assert re.search(r"还没有登记：[^。]*党费交至", page)
