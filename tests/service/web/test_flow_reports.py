"""Reports of units on pages: in the lists under the unit's name, and done in one click."""

from tests.service.reporting import report


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
