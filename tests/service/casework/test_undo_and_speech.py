"""Taking a step back, commenting, nudging, handing over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from service.casework.hand_over import hand_over
from service.casework.speak import add_comment, nudge
from service.casework.undo import undo
from service.errors import NotFound, NotPermitted, NotYourTurn, NudgeTooSoon, StaleVersion, ValidationFailed, WrongState
from service.models import Alert, CaseClock, Notice
from service.queries.audit import verify
from tests.builders import make_user
from tests.driving import Driver


def take_back(driver: Driver, number: str, who: str) -> str:
    version = driver.case(number).version
    actor = driver.actor(who)
    return driver.database.transact(lambda tx: undo(tx, actor, number, expected_version=version)).state


@pytest.mark.parametrize(
    ("state", "who", "action"),
    [
        ("draft", "branch", "submit"),
        ("outflow_review", "street", "release"),
        ("street_review", "second_street", "accept"),
        ("placement", "second_community", "place"),
    ],
)
def test_a_step_is_taken_back_and_all_is_as_before(driver: Driver, state: str, who: str, action: str) -> None:
    number = driver.drive_to(state)
    before, held = driver.case(number), driver.holders(driver.case(number).member_id)
    driver.act(number, who, action)

    assert take_back(driver, number, who) == state
    after = driver.case(number)
    assert (after.due_on, after.holder_party, after.accepted_on) == (
        before.due_on,
        before.holder_party,
        before.accepted_on,
    )
    assert driver.holders(after.member_id) == held
    assert after.version == before.version + 2
    with driver.database.read() as tx:
        assert verify(tx).findings == ()
        clock = tx.session.scalars(select(CaseClock).where(CaseClock.running)).one()
        assert (clock.name, clock.turn) == (state, before.turns[state])


def test_notices_of_a_step_taken_back_never_leave(driver: Driver) -> None:
    number = driver.drive_to("draft")
    driver.act(number, "branch", "submit")
    seq = driver.case(number).history_count
    take_back(driver, number, "branch")

    with driver.database.read() as tx:
        assert tx.session.scalars(select(Notice).where(Notice.seq == seq)).all() == []
        assert tx.session.scalars(select(Alert)).all() == []


def test_after_thirty_seconds_a_step_stays(driver: Driver, set_now: Callable[[str], None]) -> None:
    set_now("2026-11-24T09:00:00+08:00")
    number = driver.drive_to("draft")
    driver.act(number, "branch", "submit")
    set_now("2026-11-24T09:00:31+08:00")
    with pytest.raises(WrongState):
        take_back(driver, number, "branch")


def test_once_somebody_else_has_acted_a_step_stays(driver: Driver) -> None:
    number = driver.drive_to("draft")
    driver.act(number, "branch", "submit")
    driver.act(number, "street", "release")
    with pytest.raises(NotYourTurn):
        take_back(driver, number, "branch")


def test_only_who_took_the_step_takes_it_back(driver: Driver) -> None:
    number = driver.drive_to("draft")
    driver.act(number, "branch", "submit")
    with pytest.raises(NotYourTurn):
        take_back(driver, number, "street")


def test_a_letter_is_not_taken_back(driver: Driver) -> None:
    number = driver.drive_to("in_transit")
    with pytest.raises(NotYourTurn):
        take_back(driver, number, "street")


def test_an_open_page_stays_valid_when_somebody_comments(driver: Driver) -> None:
    number = driver.drive_to("outflow_review")
    version = driver.case(number).version
    driver.database.transact(lambda tx: add_comment(tx, driver.actor("branch"), number, "请尽快"))

    assert driver.case(number).version == version
    assert driver.case(number).history_count == version + 1


@pytest.mark.parametrize("words", ["", "   ", "长" * 2001])
def test_a_comment_says_something_and_not_too_much(driver: Driver, words: str) -> None:
    number = driver.drive_to("draft")
    with pytest.raises(ValidationFailed):
        driver.database.transact(lambda tx: add_comment(tx, driver.actor("branch"), number, words))


def test_a_stranger_neither_comments_nor_learns_that_the_case_exists(driver: Driver) -> None:
    number = driver.drive_to("draft")
    with pytest.raises(NotFound):
        driver.database.transact(lambda tx: add_comment(tx, driver.actor("village"), number, "看看"))


def test_the_holder_is_nudged_once_a_working_day(driver: Driver, set_now: Callable[[str], None]) -> None:
    set_now("2026-11-27T09:00:00+08:00")  # a Friday
    number = driver.drive_to("outflow_review")

    def remind(who: str) -> None:
        driver.database.transact(lambda tx: nudge(tx, driver.actor(who), number, "请尽快办理"))

    remind("branch")
    for instant in ("2026-11-27T17:00:00+08:00", "2026-11-28T10:00:00+08:00"):
        set_now(instant)
        with pytest.raises(NudgeTooSoon):
            remind("branch")
    set_now("2026-11-30T09:00:00+08:00")
    remind("branch")
    with pytest.raises(NotPermitted):
        remind("street")


def test_a_case_is_handed_over_inside_the_unit_whose_turn_it_is(driver: Driver) -> None:
    number = driver.drive_to("outflow_review")
    colleague = driver.database.transact(
        lambda tx: make_user(tx, role="committee_officer", organization=driver.district.street)
    )
    driver.database.transact(lambda tx: hand_over(tx, driver.actor("street"), number, colleague.name))

    assert driver.case(number).handler_id == colleague.id
    with pytest.raises(ValidationFailed):
        driver.database.transact(lambda tx: hand_over(tx, driver.actor("street"), number, "village"))
    with pytest.raises(NotYourTurn):
        driver.database.transact(lambda tx: hand_over(tx, driver.actor("branch"), number, "branch"))


def test_a_stale_undo_is_refused(driver: Driver) -> None:
    number = driver.drive_to("draft")
    driver.act(number, "branch", "submit")
    with pytest.raises(StaleVersion):
        driver.database.transact(lambda tx: undo(tx, driver.actor("branch"), number, expected_version=1))
