"""Registering members who are away, on pages: a leave, an inflow, a certificate that is shown."""

from tests.builders import make_id_number
from tests.driving import Driver

HOST = {"receiving_code_query": "D-second_community"}


def issued(driver: Driver) -> tuple[str, str]:
    """The numbers of a case and of its certificate, for the second community."""
    case = driver.open(workflow="mobile_registration", reason_code="work_away")
    case = driver.act(case.number, "branch", "issue_certificate")
    return case.number, case.particulars["certificate"]["number"]


def test_a_leave_is_reported_and_the_page_says_which_paper_is_needed(desks):
    desks.driver.member(name="外出人")
    person = desks("branch")
    person.get("/cases/new/away")
    page = person.send("/cases/new/away", member_query="外出人", left_on="2026-11-24", back_on="2027-09-01",
                       reason_code="work_away", fixed_place="true", place="海棠市东城街道", **HOST)  # fmt: skip
    assert "建议：组织关系接转。" in page
    for said in ("外出报告", "外出务工经商", "2027-09-01", "海棠市东城街道", "听松社区"):
        assert said in page


def test_a_leave_to_a_place_that_is_not_known_yet_is_reported_too(desks):
    desks.driver.member(name="外出人")
    person = desks("branch")
    person.get("/cases/new/away")
    page = person.send("/cases/new/away", member_query="外出人")
    assert "建议：流动党员活动证。" in page


def test_an_inflow_without_a_certificate_is_registered_by_number_and_name(desks):
    number = make_id_number()
    desks.driver.member(name="流入人", id_number=number)
    person = desks("second_community")
    page = person.get("/cases/new/inflow")
    assert "听松社区" in page, "one's own unit is proposed"
    page = person.send("/cases/new/inflow", name="流入人", id_number=number, reason_code="work_away")
    assert "请流出地党组织核实" in page


def test_somebody_whom_nobody_knows_needs_a_home_or_is_followed_up(desks):
    person, stranger = desks("second_community"), {"name": "外来人", "id_number": make_id_number()}
    person.get("/cases/new/inflow")
    page = person.send("/cases/new/inflow", 422, **stranger)
    assert "查不到" in page
    page = person.send("/cases/new/inflow", **stranger, unknown="true")
    assert "已建档跟进" in page

    person.get("/cases/new/inflow")
    outside = {"name": "厂里来的人", "id_number": make_id_number(), "outflow_code_query": "D-external"}
    assert "请流出地党组织核实" in person.send("/cases/new/inflow", **outside)


def test_a_certificate_is_shown_and_the_member_taken_in(desks):
    driver = desks.driver
    number, paper = issued(driver)
    name = driver.case(number).member.name
    person = desks("second_community")
    person.get(f"/cases/{number}", 404)
    page = person.get("/cases/new/arrival")
    assert paper in page, "its number is known here"
    assert name not in page, "whose it is, is not"
    wrong = person.send("/cases/new/arrival", 409, certificate_number=paper, name="别人")
    assert "是另一名党员的" in wrong
    page = person.send("/cases/new/arrival", certificate_number=paper, name=name)
    assert "编号核对一致，已编入。" in page
    assert name in page
    assert paper not in person.get("/cases/new/arrival")


def test_a_lost_certificate_is_told_from_the_one_issued_in_its_place(desks):
    driver = desks.driver
    number, paper = issued(driver)
    driver.act(number, "branch", "report_loss", happened_on="2026-11-24")
    person = desks("far_community")
    person.get("/cases/new/arrival")
    page = person.send("/cases/new/arrival", 409, certificate_number=paper, name=driver.case(number).member.name)
    assert "已于 2026-11-24 报失，不能再用。请本人出示补发的活动证。" in page
    assert "HD-2026-0002" not in page


def test_the_case_says_what_is_known_of_the_certificate(desks):
    number, paper = issued(desks.driver)
    page = desks("branch").get(f"/cases/{number}")
    for said in (paper, "2027-11-24", "流出地党组织", "已颁发活动证，待报到"):
        assert said in page
    assert "转入组织" not in page
