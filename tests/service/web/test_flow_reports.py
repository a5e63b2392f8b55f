"""Reports of units on pages: in the lists under the unit's name, and done in one click."""

from datetime import UTC, datetime

from sqlalchemy import update

from service.models import MemberRelation
from tests.builders import make_member
from tests.service.reporting import hand_in_reports, report


def test_a_report_is_worked_on_from_the_worklist_like_any_case(desks):
    case = report(desks.driver)
    number, community = case.number, desks("community")
    page = community.get("/todo?q=" + case.subject_name[:2])
    assert case.subject_name in page
    assert "2026 年第 3 季度" in page
    community.get(f"/cases/{number}")
    page = community.send(f"/cases/{number}/actions/hand_in", comment="无误")
    assert f"{case.subject_name}：“上报”已办理。" in page

    street = desks("street")
    assert case.subject_name in street.get("/cases?workflow=flow_report")
    street.get(f"/cases/{number}")
    street.send(f"/cases/{number}/actions/send_back", reason="数字对不上")
    community.get(f"/cases/{number}/actions/hand_in")
    community.send(f"/cases/{number}/actions/hand_in")
    street.get(f"/cases/{number}")
    assert "已归档" in street.send(f"/cases/{number}/actions/file")
    street.get("/cases?q=" + case.subject_name)
    assert number in street.last.text
    desks("department").get(f"/cases/{number}")
    for part in ("attachments", "graph"):
        community.get(f"/cases/{number}/{part}")


def test_a_community_sees_its_own_quarters_a_street_sums_them_and_the_department_sums_what_is_filed(both_desks):
    filed, checked = hand_in_reports(both_desks.driver)
    report(both_desks.driver, "D-village", "2026-Q3")
    own = both_desks("community").get("/flow-reports")
    assert own.index("2026 年第 3 季度") < own.index("2026 年第 2 季度")
    assert filed in own
    assert checked in own

    street = both_desks("street")
    page = street.get("/flow-reports?quarter=2026-Q3")
    assert "应报 1 个：已上报 1（已归档 0），退回核对 0，还没有上报 0。" in page
    assert "上季度合计" in page
    assert "期末党员 0" in street.get(f"/cases/{checked}")
    department = both_desks("department")
    assert "已归档 0／1" in department.get("/flow-reports?quarter=2026-Q3")
    street.get(f"/bulk?action=file&cases={checked}")
    street.send("/bulk")
    page = department.get("/flow-reports?quarter=2026-Q3")
    assert "已归档 1／1" in page
    assert "还没有上报 1。" in page
    assert "制表：" in department.get("/flow-reports/print?organization=D-street&quarter=2026-Q3")
    assert "这个季度没有要上报的。" in both_desks("second_branch").get("/flow-reports")


def test_a_report_says_where_the_registers_have_changed_since(desks):
    _filed, checked = hand_in_reports(desks.driver)
    street = desks("street")
    assert "与现在重算不同" not in street.get(f"/cases/{checked}")
    desks.database.transact(lambda tx: record_earlier(tx, desks.driver))
    page = street.get(f"/cases/{checked}")
    assert "与现在重算不同" in page
    assert "期末党员 0 → 1" in page


def record_earlier(tx, driver):
    """A member who had been there all along, as a corrected register has it."""
    member = make_member(tx, organization=driver.district.community)
    begun = update(MemberRelation).where(MemberRelation.member_id == member.id)
    tx.session.execute(begun.values(since=datetime(2026, 1, 1, tzinfo=UTC)))


def test_only_those_who_report_or_are_reported_to_find_the_page_in_their_list(desks):
    assert "/flow-reports" in desks("community").get("/todo")
    assert "/flow-reports" in desks("department").get("/todo")
    assert "/flow-reports" not in desks("branch").get("/todo")
