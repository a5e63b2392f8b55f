"""Organizations on pages: the tree, names to confirm, cards, changes."""

import pytest

from service.queries.organizations import organization_with_code
from tests.builders import make_organization
from tests.driving import counted_statements


def named(desks, code):
    with desks.database.read() as tx:
        return organization_with_code(tx, code)


@pytest.fixture
def unconfirmed(desks):
    district = desks.driver.district
    for at in range(3):
        desks.database.transact(
            lambda tx, at=at: make_organization(
                tx, parent=district.community, code=f"U{at}", name=f"新支部{at}", confirmed=False,
                **({"party_name": f"中共新支部{at}"} if at else {}),
            )
        )  # fmt: skip
        with desks.database.write() as tx:
            unit = organization_with_code(tx, f"U{at}")
            unit.party_name_confirmed = False
    return ["U0", "U1", "U2"]


def test_the_tree_is_walked_from_the_top(desks):
    person = desks("department")
    page = person.get("/organizations")
    assert "海棠省" in page
    assert "远方省机械厂党委" in page
    assert 'href="/organizations/D-department">本组织</a>' in page
    assert "2 个" in page
    page = person.get("/organizations?below=D-department")
    assert "梧桐街道" in page
    assert "望潮社区" not in page
    assert "望江市青石区" in page
    person.get("/organizations?below=nowhere", 404)


@pytest.mark.parametrize("q", ["听松社区第", "tssqdy", "D-second_branch"])
def test_organizations_are_found_by_name_initials_and_code(desks, q):
    assert "听松社区第一党支部" in desks("branch").get(f"/organizations?q={q}")


def test_a_card_says_who_acts_there_or_who_stands_in(desks):
    person = desks("branch")
    assert "梧桐街道经办人" in person.get("/organizations/D-street")
    desks.database.transact(
        lambda tx: make_organization(tx, parent=desks.driver.district.community, code="EMPTY", name="空支部")
    )
    page = person.get("/organizations/EMPTY")
    assert "由下面列出的上级经办人代办" in page
    assert "梧桐街道经办人" in page or "望潮社区经办人" in page
    assert "不在本平台" in person.get("/organizations/D-external")


def test_the_tree_takes_few_statements_however_many_rows(desks):
    person = desks("department")
    person.get("/organizations?below=D-community")
    with counted_statements(desks.database) as few:
        person.get("/organizations?below=D-community")
    for _ in range(5):
        desks.database.transact(lambda tx: make_organization(tx, parent=desks.driver.district.community))
    with counted_statements(desks.database) as many:
        person.get("/organizations?below=D-community")
    assert len(few) == len(many) <= 12
    with counted_statements(desks.database) as card:
        person.get("/organizations/D-community")
    assert len(card) <= 12


def test_names_are_confirmed_together_or_not_at_all(desks, unconfirmed):
    person = desks("street")
    page = person.get("/organizations/unconfirmed")
    assert "新支部1" in page
    page = person.send("/organizations/unconfirmed", 422, codes=["U0", "U1"])
    assert "“U0”还没有党组织全称" in page
    assert not named(desks, "U1").party_name_confirmed
    page = person.send(
        "/organizations/unconfirmed",
        codes=["U0", "U1"],
        **{"party_name-U0": "中共新支部", "party_name-U1": "中共改名支部"},
    )
    assert "已确认 2 个党组织名称" in page
    assert (named(desks, "U0").party_name, named(desks, "U1").party_name) == ("中共新支部", "中共改名支部")
    assert not named(desks, "U2").party_name_confirmed
    assert "没有勾选组织" in person.send("/organizations/unconfirmed")


def test_one_name_is_confirmed_on_its_card(desks, unconfirmed):
    person = desks("street")
    assert "名称待填" in person.get("/organizations/U0")
    assert "还没有党组织全称" in person.send("/U0/confirm", 422)
    page = person.send("/U0/confirm", party_name="中共新支部委员会")
    assert "名称已确认" in page


def test_names_outside_ones_subtree_are_not_ones_to_confirm(desks, unconfirmed):
    person = desks("second_street")
    assert "新支部1" not in person.get("/organizations/unconfirmed")
    assert person_sends(person, "/organizations/unconfirmed", codes="U1").status_code == 403
    assert person_sends(person, "/organizations/U1/confirm", party_name="x").status_code == 403
    assert not named(desks, "U1").party_name_confirmed


def test_an_organization_is_added_below_another_and_a_taken_code_is_refused(desks):
    person = desks("department")
    person.get("/organizations/new?below=D-community")
    page = person.send("/organizations/new", 422, name="望潮社区第二党支部", kind="branch", code="D-branch")
    assert "代码“D-branch”已有组织使用" in page
    assert person.form("/organizations/new").fields["name"] == "望潮社区第二党支部"
    page = person.send("/organizations/new", code="NEW", valid_from="2026年11月1日")
    assert "已新增 望潮社区第二党支部" in page
    assert named(desks, "NEW").parent_id == desks.driver.district.community.id


def test_an_organization_is_corrected_and_a_box_that_is_not_ticked_is_no(desks):
    person = desks("department")
    person.get("/organizations/D-street/edit")
    assert person.form("/edit").fields["may_issue_letters"] == "true"
    form = person.form("/edit")
    del form.fields["may_issue_letters"]
    page = person.send(form, phone="0599-12345", covers="")
    assert "0599-12345" in page
    unit = named(desks, "D-street")
    assert (unit.may_issue_letters, unit.phone) == (False, "0599-12345")
    person.get("/organizations/D-street/edit")
    assert "这一项要填" in person.send("/edit", 422, name="")


def test_an_organization_with_members_is_not_dissolved_and_the_page_says_what_remains(desks):
    desks.driver.member(name="王建国")
    person = desks("department")
    person.get("/organizations/D-branch/change/dissolve")
    page = person.send("/dissolve", 200, on="2026-12-01", reason="支部调整")
    assert "还有 1 名党员，先转走：王建国" in page
    assert "确认撤销" not in page
    person.get("/organizations/D-second_branch/change/dissolve")
    page = person.send("/dissolve", 422, on="明天", reason="支部调整")
    assert "日期不对" in page
    assert "写明理由" in person.send("/dissolve", 422, on="2026-11-24", reason="")
    page = person.send("/dissolve", 200, on="2026-11-24", reason="支部调整", successor_code="D-second_community")
    assert "确认撤销" in page
    page = person.send("/dissolve", step="confirm")
    assert "组织变更已办理" in page
    assert "不能再作为去向" in page


def test_whoever_may_not_write_is_told_so(desks):
    for who in ("branch", "street"):
        person = desks(who)
        person.get("/organizations/D-branch/edit", 403)
        assert (
            person_sends(person, "/organizations/D-branch/change/dissolve", on="2026-12-01", reason="x").status_code
            == 403
        )
        assert (
            person_sends(person, "/organizations/new", name="x", kind="branch", parent_code="D-street").status_code
            == 403
        )
    desks.stranger().get("/organizations/D-branch", 303)


def person_sends(person, url, **typed):
    person.get("/help")
    token = person.form("/logout").fields["csrf_token"]
    return person.client.post(url, data={"csrf_token": token, "key": "some-key", **typed})
