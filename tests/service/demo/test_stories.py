"""The demonstration shows everything: every state, every rung, both ways, and what an auditor would find."""

import json

import pytest
from sqlalchemy import distinct, func, select

from service import clock, identity
from service.demo.district import REGION, SHOWN, SONGTAO
from service.demo.stage import PASSWORD
from service.installation import get_setting, kind_of
from service.models import Alert, Case, HistoryLine, Letter, Member, Organization, User
from service.permissions import THE_CLOCK
from service.queries import health
from service.queries.alerts import unheard
from service.queries.audit import verify
from service.queries.organizations import organization_with_code
from service.queries.proposals import stays_at_one_place, together
from workflows import NEWEST
from workflows.parties import Party
from workflows.vocabulary import Rung

pytestmark = pytest.mark.xdist_group("demo")


def values(database, column):
    with database.read() as tx:
        return set(tx.session.scalars(select(column).distinct()))


@pytest.mark.parametrize("workflow", NEWEST)
def test_every_state_is_present(demo, workflow):
    with demo.read() as tx:
        states = set(tx.session.scalars(select(Case.state).distinct().where(Case.workflow == workflow)))
    assert states == set(NEWEST[workflow].states)


def test_every_rung_has_been_climbed_at_its_midnight(demo):
    assert values(demo, Alert.rung) == {rung.value for rung in Rung}
    with demo.read() as tx:
        days = tx.session.execute(select(func.count(distinct(func.date(Alert.raised_at))))).scalar_one()
    assert days > 30


def test_somebody_has_been_at_one_place_for_half_a_year_and_three_are_together(demo):
    with demo.read() as tx:
        assert tx.session.scalars(select(Case.number).where(stays_at_one_place(tx.today))).all()
        (group,) = together(tx, THE_CLOCK, organization_with_code(tx, SONGTAO), Party.HOST)
        assert group.count >= 3


def test_the_audit_finds_nothing(demo):
    with demo.read() as tx:
        report = verify(tx)
    assert (report.findings, report.cases > 70, report.lines > 300) == ((), True, True)


def test_nothing_lies_in_the_future_and_nothing_is_left_to_do_for_the_worker(demo):
    with demo.read() as tx:
        assert tx.session.scalar(select(func.max(HistoryLine.at))) < tx.now
        assert tx.session.scalar(select(func.max(Alert.raised_at))) <= tx.now
        assert (health.alerts_waiting(tx), unheard(tx), list(health.cases_that_lie_still(tx))) == (0, [], [])


def test_every_report_of_an_older_quarter_is_filed(demo):
    with demo.read() as tx:
        rows = tx.session.execute(select(Case.quarter, Case.state).where(Case.workflow == "flow_report")).all()
    newest = max(quarter for quarter, _state in rows)
    assert {state for quarter, state in rows if quarter != newest} == {"filed"}


def test_letters_go_by_paper_and_online_and_some_are_lost_or_void(demo):
    with demo.read() as tx:
        found = {(kind, status) for kind, status in tx.session.execute(select(Letter.kind, Letter.status))}
        reissued = tx.session.scalar(select(func.count()).where(Letter.reissue_of_id.is_not(None)))
    assert found >= {("paper", "valid"), ("online", "valid"), ("paper", "lost"), ("paper", "void"), ("online", "void")}
    assert reissued


def test_units_outside_send_and_receive(demo):
    assert values(demo, Case.route) >= {"same_street", "same_district", "graduate_batch", "other_province"}
    assert "register_arrival" in values(demo, HistoryLine.action)


def test_people_speak_nudge_hand_over_and_take_back(demo):
    assert values(demo, HistoryLine.action) >= {
        "comment", "nudge", "hand_over", "undo", "redirect", "order_acceptance", "order_release", "uphold_refusal",
        "reject_receipt", "move_affiliation", "answer",
    }  # fmt: skip


def test_a_vacant_unit_is_acted_for_from_above(demo):
    with demo.read() as tx:
        bodies = [json.loads(body) for body in tx.session.scalars(select(HistoryLine.body))]
        vacant = {vacancy.name: vacancy.desk for vacancy in health.vacancies(tx)}
    acted_for = {body["on_behalf_of"]["name"] for body in bodies if body["on_behalf_of"]}
    assert any("松涛社区第二" in name for name in acted_for)
    assert vacant["凤栖社区"] == "梧桐街道"


def test_steps_are_taken_on_working_days_in_office_hours(demo):
    with demo.read() as tx:
        taken = tx.session.scalars(select(HistoryLine.at).where(HistoryLine.actor_id.is_not(None))).all()
        calendar = tx.working_days()
    assert {at.astimezone(clock.SHANGHAI).hour for at in taken} <= {8, 9, 10, 11, 14, 15, 16, 17}
    assert all(calendar.is_working(clock.day_of(at)) for at in taken)


def test_every_id_number_is_valid_and_nobodys(demo):
    with demo.read() as tx:
        members = tx.session.scalars(select(Member)).all()
        numbers = [
            tx.vault.unseal(member.id_number_sealed, table="members", column="id_number", row=member.id)
            for member in members
        ]
    assert len(numbers) > 60
    assert all(identity.is_valid_id_number(number) and number.startswith(REGION) for number in numbers)
    for member, number in zip(members, numbers, strict=True):
        assert member.birth_date == str(identity.birth_date_of(number))
        assert member.sex == identity.sex_of(number)


def test_no_real_office_appears(demo):
    names = values(demo, Organization.name)
    assert not any("大渡口" in name or "重庆" in name for name in names)
    with demo.read() as tx:
        unconfirmed = tx.session.scalar(select(func.count()).where(~Organization.party_name_confirmed))
    assert unconfirmed == 0


def test_the_sign_in_page_is_told_whom_to_show(demo):
    with demo.read() as tx:
        shown = get_setting(tx, "demo_sign_ins")
        names = set(tx.session.scalars(select(User.name)))
        assert kind_of(tx) == "demo"
    assert [entry["name"] for entry in shown] == [name for name, _ in SHOWN]
    assert {entry["password"] for entry in shown} == {PASSWORD}
    assert all(entry["who"] and entry["name"] in names for entry in shown)
