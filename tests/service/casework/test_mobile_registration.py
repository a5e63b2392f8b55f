"""A member who is away, through the same engine: certificate, arrival, inspection, loss, moving on, coming back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from service.casework.arrive import arrive
from service.errors import ActionRefused, DuplicateOpenCase, NotFound, NotPermitted, NotYourTurn, WrongState
from service.models import Case, Certificate, Member, Notice, Organization
from tests.builders import make_id_number
from tests.driving import Driver
from tests.fixtures.databases import SetNow

HOST = {"receiving_code": "D-second_community"}


def leave(driver: Driver, **body: Any) -> Case:
    """A leave of a new member of the first branch for the second community, which is known already."""
    return driver.open(workflow="mobile_registration", **{"reason_code": "work_away", **body})


def issued(driver: Driver, **body: Any) -> Case:
    return driver.act(leave(driver, **body).number, "branch", "issue_certificate", seal_applied=True)


def number_of(case: Case) -> str:
    return str(case.particulars["certificate"]["number"])


def attached(driver: Driver) -> Case:
    case = issued(driver)
    return driver.act(case.number, "second_community", "attach_member", certificate_number=number_of(case))


def refusal(refused: pytest.ExceptionInfo[ActionRefused]) -> list[str]:
    return [found.code for found in refused.value.refusals]


def certificates(driver: Driver) -> list[Certificate]:
    with driver.database.read() as tx:
        return list(tx.session.scalars(select(Certificate).order_by(Certificate.id)))


def test_a_leave_is_reported_with_advice_on_the_right_paper(driver: Driver) -> None:
    case = leave(driver, left_on="2026-11-20", back_on="2027-08-01", fixed_place=True)

    assert (case.state, case.holder_party, case.particulars["advice"]) == ("leave_reported", "home", "transfer")
    assert leave(driver, left_on="2026-11-20", back_on="2026-12-01").particulars["advice"] == "nothing"
    assert leave(driver).particulars["advice"] == "certificate"


def test_it_may_not_be_known_yet_where_the_member_goes(driver: Driver) -> None:
    case = leave(driver, receiving_code=None)

    assert {row.party for row in case.parties} == {"home", "outflow_committee", "department", "outflow_department"}
    assert driver.act(case.number, "branch", "issue_certificate").state == "certificate_issued"


def test_a_short_absence_ends_on_the_day_that_was_said_or_after_six_months(driver: Driver) -> None:
    said = leave(driver, left_on="2026-11-24", back_on="2027-01-10")
    open_ended = leave(driver, left_on="2026-11-24")

    assert driver.act(said.number, "branch", "allow_absence").due_on == date(2027, 1, 10)
    assert driver.act(open_ended.number, "branch", "allow_absence").due_on == date(2027, 5, 24)
    closed = driver.act(said.number, "branch", "check_return", result="按期返回")
    assert (closed.state, closed.is_open) == ("closed", False)


def test_a_certificate_has_a_number_and_is_good_for_a_year(driver: Driver) -> None:
    case = issued(driver)
    (paper,) = certificates(driver)

    assert (paper.number, paper.status, paper.case_id) == ("HD-2026-0001", "valid", case.id)
    assert (paper.issued_on, paper.valid_until) == (date(2026, 11, 24), date(2027, 11, 24))
    assert paper.issuer_id == driver.district.street.id  # the nearest committee, whose seal it bears
    assert paper.seal_applied_at is not None
    assert paper.photo_applied_at is None
    assert case.due_on == date(2026, 12, 24)


def test_a_number_that_was_given_once_is_not_given_again(driver: Driver) -> None:
    first, second = leave(driver), leave(driver)
    driver.act(first.number, "branch", "issue_certificate", certificate_number="〔2026〕流 7 号")
    with pytest.raises(ActionRefused) as refused:
        driver.act(second.number, "branch", "issue_certificate", certificate_number="2026流07号")
    assert refusal(refused) == ["certificate_number_taken"]


def test_nobody_carries_two_certificates(driver: Driver) -> None:
    first = issued(driver)
    second = leave(driver, member_id=first.member_id, receiving_code="D-far_community")
    with pytest.raises(ActionRefused) as refused:
        driver.act(second.number, "branch", "issue_certificate")
    assert refusal(refused) == ["certificate_in_force"]
    assert refused.value.refusals[0].values == {"number": number_of(first), "case": first.number}

    driver.act(first.number, "branch", "cancel", reason="改去别处")
    assert driver.act(second.number, "branch", "issue_certificate").state == "certificate_issued"


def test_the_host_takes_the_member_in_by_the_certificate(driver: Driver) -> None:
    case = attached(driver)

    assert (case.state, case.holder_party) == ("attached", "home")
    assert case.due_on == date(2027, 5, 24)  # half a year to the next contact
    assert driver.holders(case.member_id)["affiliation"] == "D-branch"
    assert all(row.may_read for row in case.parties)


def test_a_number_that_is_void_or_anothers_is_refused_with_what_is_known_of_it(driver: Driver) -> None:
    case, other = issued(driver), issued(driver)
    lost = number_of(case)
    driver.act(case.number, "branch", "report_loss", happened_on="2026-11-23")
    wrong = (("HD-2026-0009", "certificate_mismatch"), (lost, "certificate_void"),
             (number_of(other), "certificate_of_another"))  # fmt: skip
    for typed, code in wrong:
        with pytest.raises(ActionRefused) as refused:
            driver.act(case.number, "second_community", "attach_member", certificate_number=typed)
        assert refusal(refused) == [code]
        assert "replaced_by" not in refused.value.refusals[0].values  # the new number is its holder's to show

    new = number_of(driver.case(case.number))
    taken = driver.act(case.number, "second_community", "attach_member", certificate_number=new)
    assert taken.state == "attached"


def test_a_lost_certificate_is_replaced_by_a_new_number_that_names_the_old_one(driver: Driver) -> None:
    case = attached(driver)
    driver.act(case.number, "second_community", "report_loss", happened_on="2026-11-22", reason="在车站遗失")
    old, new = certificates(driver)

    assert (old.status, old.ended_on, new.status, new.replaces_id) == ("lost", date(2026, 11, 22), "valid", old.id)
    assert number_of(driver.case(case.number)) == new.number


def test_before_the_arrival_the_host_knows_the_paper_and_not_the_person(driver: Driver) -> None:
    case = issued(driver)
    with pytest.raises(NotFound):
        driver.act(case.number, "far_community", "attach_member", certificate_number=number_of(case))
    with pytest.raises(ActionRefused):
        driver.act(case.number, "second_community", "attach_member", certificate_number="HD-2026-0009")
    assert not any(row.may_read for row in driver.case(case.number).parties if row.party in ("host", "street"))


def test_a_host_that_declines_is_recorded_and_its_department_is_told(driver: Driver) -> None:
    case = issued(driver, receiving_code="D-far_community")
    declined = driver.act(case.number, "far_community", "decline_attach", reason="人数已多")

    assert (declined.state, declined.particulars["declined"]) == ("certificate_issued", 1)
    readers = {row.party for row in declined.parties if row.may_read}
    assert "department" in readers
    assert "host" not in readers
    with driver.database.read() as tx:
        query = select(Organization.code).join(Notice, Notice.recipient_id == Organization.id)
        told = set(tx.session.scalars(query.where(Notice.case_id == case.id, Notice.seq == declined.history_count)))
    assert told == {"D-branch", "D-far_department"}


def test_a_second_open_registration_in_one_community_is_refused(driver: Driver) -> None:
    first = leave(driver)
    with pytest.raises(DuplicateOpenCase) as refused:
        leave(driver, member_id=first.member_id)
    assert refused.value.values["number"] == first.number
    elsewhere = leave(driver, member_id=first.member_id, receiving_code="D-village")
    with pytest.raises(DuplicateOpenCase):
        driver.act(elsewhere.number, "branch", "issue_certificate", **HOST)


def test_an_inflow_found_first_asks_home_for_a_certificate(driver: Driver) -> None:
    id_number = make_id_number()
    driver.member("branch", name="流入人", id_number=id_number)
    case = driver.open("second_community", "register_inflow", "mobile_registration", id_number=id_number,
                       name="流入人", reason_code="work_away")  # fmt: skip
    assert (case.state, case.holder_party, case.opened_by_party) == ("found_inflow", "home", "host")
    assert case.due_on == date(2026, 12, 8)

    assert driver.act(case.number, "branch", "issue_certificate").state == "attached"


def test_an_inflow_whose_home_is_outside_is_recorded_with_the_person(driver: Driver) -> None:
    person = {"name": "外来人", "id_number": make_id_number()}
    case = driver.open("second_community", "register_inflow", "mobile_registration", member=person,
                       outflow_code="D-external")  # fmt: skip

    assert driver.holders(case.member_id)["affiliation"] == "D-external"
    assert next(row.desk_id for row in case.parties if row.party == "home") == driver.district.second_street.id
    with pytest.raises(ActionRefused) as refused:
        driver.act(case.number, "second_street", "issue_certificate")
    assert refusal(refused) == ["certificate_mismatch"]
    taken = driver.act(case.number, "second_street", "issue_certificate", certificate_number="远方 26-118")
    assert taken.state == "attached"


def test_an_inspection_by_either_side_settles_the_year(driver: Driver, set_now: SetNow) -> None:
    case = attached(driver)
    assert case.particulars["dues"]["inspection"][0] == "2027-11-24"
    set_now("2027-10-12T09:00:00+08:00")
    inspected = driver.act(case.number, "second_community", "inspect", happened_on="2027-10-11", result="合格")

    assert inspected.turns == {**inspected.turns, "inspection": 2, "contact": 1}
    assert inspected.particulars["dues"]["inspection"][0] == "2028-10-11"
    (paper,) = certificates(driver)
    assert (paper.inspected_on, paper.valid_until) == (date(2027, 10, 11), date(2028, 10, 11))


def test_contacts_and_activities_are_dated_entries_and_count_at_home(driver: Driver) -> None:
    case = attached(driver)
    spoken = driver.act(case.number, "branch", "log_contact", way="电话", result="联系上了")
    assert (spoken.state, spoken.turns["contact"]) == ("attached", 2)
    driver.act(case.number, "second_community", "log_activity", happened_on="2026-11-23", result="参加主题党日",
               dues_paid_through="2099-12")  # fmt: skip
    with pytest.raises(NotYourTurn):
        driver.act(case.number, "second_community", "log_contact", result="联系上了")

    with driver.database.read() as tx:
        member = tx.session.get_one(Member, case.member_id)
        assert (member.last_activity_on, member.dues_paid_through) == ("2026-11-23", "2099-12")


def test_a_contact_before_the_arrival_is_kept_and_settles_nothing(driver: Driver) -> None:
    case = issued(driver)
    after = driver.act(case.number, "branch", "log_contact", result="还在路上")
    assert (after.state, after.due_on, after.turns) == ("certificate_issued", case.due_on, case.turns)


def test_the_member_leaves_the_host_and_comes_home(driver: Driver) -> None:
    case = attached(driver)
    left = driver.act(case.number, "second_community", "leave", result="按时参加活动", dues_paid_through="2026-11")
    assert (left.state, left.due_on) == ("leaving", date(2026, 12, 24))
    closed = driver.act(case.number, "branch", "check_return", result="已听取汇报")

    assert closed.state == "closed"
    assert [paper.status for paper in certificates(driver)] == ["returned"]


def test_moving_on_leaves_the_old_host_behind(driver: Driver) -> None:
    case = attached(driver)
    moved = driver.act(case.number, "second_community", "move_on", result="表现良好", receiving_code="D-far_community")

    units = {row.party: row.organization.code for row in moved.parties}
    assert (moved.state, units["host"], units["street"]) == ("certificate_issued", "D-far_community", "D-far_street")
    assert units["department"] == "D-far_department"
    with pytest.raises(NotFound):
        driver.act(case.number, "second_community", "log_activity", result="补记")
    taken = driver.act(case.number, "far_community", "attach_member", certificate_number=number_of(moved))
    assert taken.state == "attached"


def test_moving_on_to_a_place_not_known_yet_leaves_the_case_at_home(driver: Driver) -> None:
    case = attached(driver)
    moved = driver.act(case.number, "second_community", "move_on", result="表现良好")

    assert {row.party for row in moved.parties} == {"home", "outflow_committee", "department", "outflow_department"}
    again = driver.open(workflow="mobile_registration", member_id=case.member_id, **HOST)
    assert again.state == "leave_reported"


def test_home_converts_into_a_transfer_of_its_own_and_the_host_into_a_request(driver: Driver) -> None:
    by_home, by_host = attached(driver), attached(driver)
    ended = driver.act(by_home.number, "branch", "convert", destination_reason="长期固定在那里工作")
    (link,) = ended.links
    begun = driver.case(link.other.number)
    assert (ended.state, link.kind) == ("converted", "followed_by")
    assert (begun.workflow, begun.state, begun.opened_by_party) == ("transfer", "draft", "outflow")
    assert [(other.kind, other.other.number) for other in begun.links] == [("follows", ended.number)]

    ended = driver.act(by_host.number, "second_community", "convert")
    begun = driver.case(ended.links[0].other.number)
    assert (begun.state, begun.opened_by_party) == ("requested", "receiving")
    assert {paper.status for paper in certificates(driver)} == {"void"}


def test_converting_joins_the_transfer_that_is_open_already(driver: Driver) -> None:
    case = attached(driver)
    transfer = driver.open(member_id=case.member_id)
    ended = driver.act(case.number, "second_community", "convert")

    assert [link.other.number for link in ended.links] == [transfer.number]
    joined = driver.case(transfer.number)
    assert (joined.version, joined.history_count) == (transfer.version + 1, 2)


def test_a_registration_that_is_converted_nowhere_stays_open(driver: Driver) -> None:
    case = leave(driver, receiving_code=None)
    with pytest.raises(ActionRefused) as refused:
        driver.act(case.number, "branch", "convert")
    assert refusal(refused) == ["destination_not_exact"]
    assert driver.case(case.number).state == "leave_reported"


def test_what_is_over_takes_no_more_steps(driver: Driver) -> None:
    case = issued(driver)
    driver.act(case.number, "branch", "cancel", reason="不外出了")
    with pytest.raises(WrongState):
        driver.act(case.number, "branch", "check_return")
    assert [paper.status for paper in certificates(driver)] == ["void"]


def test_only_home_reports_a_leave(driver: Driver) -> None:
    case = leave(driver)
    with pytest.raises(NotFound):
        driver.open("second_community", workflow="mobile_registration", member_id=case.member_id)
    with pytest.raises(NotPermitted):
        driver.open("street", workflow="mobile_registration", member_id=case.member_id, receiving_code="D-village")


def test_a_certificate_is_shown_at_a_unit_that_home_had_not_thought_of(driver: Driver) -> None:
    case = issued(driver, receiving_code=None)
    shown = {"certificate_number": number_of(case), "name": driver.case(case.number).member.name}
    taken = arrived(driver, "far_community", **shown, handled_by="王某", received_on="2026-11-24")

    units = {row.party: row.organization.code for row in taken.parties}
    assert (taken.state, units["host"], units["department"]) == ("attached", "D-far_community", "D-far_department")
    assert {row.party for row in driver.case(case.number).parties if row.may_read} == set(units)
    with pytest.raises(WrongState):
        arrived(driver, "far_community", **shown)


def test_a_member_who_turns_up_elsewhere_is_taken_in_there_and_the_unit_that_waited_is_left(driver: Driver) -> None:
    case = issued(driver)
    shown = {"certificate_number": number_of(case), "name": driver.case(case.number).member.name}
    taken = arrived(driver, "far_community", **shown)

    assert {row.party: row.organization.code for row in taken.parties}["host"] == "D-far_community"
    with pytest.raises(NotFound):
        driver.act(case.number, "second_community", "decline_attach", reason="人数已多")


def test_a_certificate_shown_with_another_name_or_after_its_end_is_refused(driver: Driver) -> None:
    case = issued(driver)
    name, number = driver.case(case.number).member.name, number_of(case)
    wrong = [(number, "查无此人", "certificate_of_another"), ("HD-2026-0099", name, "certificate_mismatch")]
    driver.act(case.number, "branch", "cancel", reason="不外出了")
    for typed, on_it, code in (*wrong, (number, name, "certificate_void")):
        with pytest.raises(ActionRefused) as refused:
            arrived(driver, "second_community", certificate_number=typed, name=on_it)
        assert refusal(refused) == [code]


def test_nobody_takes_in_for_a_unit_that_is_not_theirs(driver: Driver) -> None:
    case = issued(driver)
    shown = {"certificate_number": number_of(case), "name": driver.case(case.number).member.name}
    with pytest.raises(NotPermitted):
        arrived(driver, "far_community", **shown, receiving_code="D-second_community")


def test_home_is_where_the_member_belongs_whatever_unit_is_named(driver: Driver) -> None:
    id_number = make_id_number()
    driver.member("village", name="流入人", id_number=id_number)
    case = driver.open("second_community", "register_inflow", "mobile_registration", id_number=id_number,
                       name="流入人", outflow_code="D-branch")  # fmt: skip
    assert {row.party: row.organization.code for row in case.parties}["home"] == "D-village"


def test_somebody_whose_home_nobody_knows_is_followed_up_by_the_unit_that_found_them(driver: Driver) -> None:
    person = {"name": "来历不明", "id_number": make_id_number()}
    case = driver.open("second_community", "register_inflow", "mobile_registration", member=person)

    assert (case.workflow, case.kind, case.state) == ("follow_up", "affiliation_unknown", "watch")
    assert driver.holders(case.member_id) == {"responsibility": "D-second_community"}


def test_taking_somebody_in_proposes_to_settle_what_was_followed_up(driver: Driver) -> None:
    case = issued(driver)
    followed = driver.open("branch", workflow="follow_up", member_id=case.member_id, category="migrant_worker")
    driver.act(case.number, "second_community", "attach_member", certificate_number=number_of(case))

    links = [(link.kind, link.other.number) for link in driver.case(followed.number).links]
    assert links == [("settled_by", case.number)]


def arrived(driver: Driver, who: str, **body: Any) -> Case:
    return driver.database.transact(lambda tx: arrive(tx, driver.actor(who), body))
