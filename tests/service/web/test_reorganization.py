"""组织变更 on pages: described, previewed, confirmed, read by an auditor, taken back; without JavaScript."""

from __future__ import annotations

import pytest

from service.models import Member
from service.queries.destinations import proposals
from tests.service.web.desk import Person

WHY = {"on": "2026-11-24", "reason": "村居合一", "document_number": "梧组〔2026〕7号"}


def begin(desks, code, kind, who="department") -> Person:
    person: Person = desks(who)
    person.get(f"/organizations/{code}/change/{kind}")
    return person


def merged(desks):
    person = begin(desks, "D-second_community", "merge")
    person.send("/merge", 200, successor_code_query="望潮社区", **WHY)
    return person.send("/merge", step="confirm")


def test_a_merge_is_previewed_with_all_it_touches_and_confirmed(desks):
    number = desks.driver.drive_to("placement")
    person = begin(desks, "D-second_community", "merge")
    page = person.send("/merge", 200, successor_code_query="望潮社区", **WHY)
    for said in (number, "中共望潮社区委员会", "合并以后不能撤回", "1 件", "1 封", "梧组〔2026〕7号", "转到“"):
        assert said in page
    assert desks.driver.case(number).holder_id == desks.driver.district.second_community.id
    page = person.send("/merge", 200, step="back")
    assert "村居合一" in page
    person.send("/merge", 200)
    page = person.send("/merge", step="confirm")
    assert "组织变更已办理" in page
    assert "“中共听松社区委员会”并入“中共望潮社区委员会”" in page
    assert desks.driver.case(number).holder_id == desks.driver.district.community.id


def test_an_auditor_reads_what_happened_on_the_case_and_on_both_cards(desks):
    number = desks.driver.drive_to("placement")
    merged(desks)
    page = desks("city").get(f"/cases/{number}")
    for said in (
        "“中共听松社区委员会”并入“中共望潮社区委员会”", "接收党组织：中共听松社区委员会 → 中共望潮社区委员会",
        "梧组〔2026〕7号", "村居合一",
    ):  # fmt: skip
        assert said in page
    for code in ("D-community", "D-second_community"):
        page = desks("city").get(f"/organizations/{code}")
        assert "“中共听松社区委员会”并入“中共望潮社区委员会”" in page
        assert "党员 0 名，在办办件 1 件，下级组织 1 个" in page
    assert "承接组织" in page
    assert 'href="/organizations/D-community"' in page


def test_a_search_by_a_former_name_leads_to_who_bears_its_legacy(desks):
    merged(desks)
    person = begin(desks, "D-street", "rename")
    person.send("/rename", 200, name="碧梧街道", **WHY)
    person.send("/rename", step="confirm")
    page = person.get("/organizations?q=听松社区")
    assert 'href="/organizations/D-community"' in page
    page = person.get("/organizations?q=梧桐街道")
    assert 'href="/organizations/D-street"' in page


def test_an_old_code_leads_to_the_card_of_today(desks):
    person = begin(desks, "D-village", "recode")
    person.send("/recode", 200, code="500104999", **WHY)
    person.send("/recode", step="confirm")
    response = person.client.get("/organizations/D-village")
    assert (response.status_code, response.headers["Location"]) == (302, "/organizations/500104999")
    assert "D-village（至 2026-11-23）" in person.get("/organizations/500104999")


def test_a_rename_is_taken_back_on_the_card(desks):
    person = begin(desks, "D-street", "rename")
    person.send("/rename", 200, name="碧梧街道", **WHY)
    assert "碧梧街道" in person.send("/rename", step="confirm")
    page = person.send("/take-back")
    assert "已改回" in page
    assert "<h1>碧梧街道" not in page


def test_members_and_units_are_ticked_for_a_split(desks):
    member = desks.driver.member("second_community", name="王建国")
    person = begin(desks, "D-second_community", "split")
    page = person.send("/split", 422, name="", **WHY)
    assert "王建国" in page
    page = person.send("/split", 200, name="听松新社区", members=[member], units=["D-second_branch"], **WHY)
    assert "王建国" in page
    page = person.send("/split", step="confirm")
    assert "听松新社区" in page
    holders = desks.driver.holders(member)
    assert holders["affiliation"] == holders["responsibility"] != "D-second_community"


@pytest.mark.parametrize("who", ["street", "second_community", "city", "branch"])
def test_others_are_offered_no_change_and_refused_one(desks, who):
    person = desks(who)
    assert "/change/" not in person.get("/organizations/D-second_community")
    person.get("/organizations/D-second_community/change/merge", 403)


def test_a_change_nobody_knows_is_not_found(desks):
    desks("department").get("/organizations/D-street/change/swap", 404)


def test_a_community_stands_before_its_code_does_and_is_given_it_later(desks):
    person = desks("department")
    person.get("/organizations/new?below=D-street")
    page = person.send(
        "/organizations/new",
        name="新望社区",
        kind="community",
        setup_mode="nearby_joint",
        covers="云湖苑、清河里、望山居",
    )
    for said in ("已新增 新望社区", "本平台自编", "就近组建", "云湖苑、清河里、望山居"):
        assert said in page
    code = person.last.request.path.rpartition("/")[2]
    assert code.startswith("L")
    member = desks.driver.member("village_branch", residence="清河里 3 号")
    with desks.database.read() as tx:
        assert [found.organization.name for found in proposals(tx, tx.session.get_one(Member, member))] == ["新望社区"]
    person.get(f"/organizations/{code}/change/recode")
    person.send("/recode", 200, code="500104001999", code_scheme="stats2023", **WHY)
    page = person.send("/recode", step="confirm")
    assert "500104001999" in page
    assert "stats2023" in page


def test_a_refused_dissolution_shows_the_way_out(desks):
    desks.driver.drive_to("placement")
    person = begin(desks, "D-second_community", "dissolve")
    page = person.send("/dissolve", 200, **WHY)
    assert 'href="/organizations/D-second_community/change/merge"' in page
    assert "改回" not in page
