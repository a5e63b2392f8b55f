"""Several people act on one case at the same moment: one of them does, the others hear who it was."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from sqlalchemy import text

from service.casework.duplicates import Pair, merge_members
from service.casework.organizations import create_organization
from service.casework.perform_action import perform_action
from service.casework.reorganization.verb import reorganize
from service.errors import ActionRefused, DuplicateOpenCase, NotFound, StaleVersion
from service.models import Case
from service.queries.audit import verify
from tests.driving import Driver

pytestmark = pytest.mark.xdist_group("races")  # two at a time would wait for each other longer than locks may

CLIENTS = 8
ROUNDS = 500
MERGERS = 6
RECORDS = 8
ENDED = ("unit_has_ended", "destination_not_exact")


@contextmanager
def clients_of(driver: Driver) -> Iterator[ThreadPoolExecutor]:
    """Threads that have a connection each, so that none is late at the start because its own is still being made."""
    together = Barrier(CLIENTS)

    def connect(_nth: int) -> None:
        with driver.database.read() as tx:
            tx.session.execute(text("SELECT 1"))
            together.wait(60)

    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(connect, range(CLIENTS)))
        yield clients


@pytest.mark.timeout(300)
def test_eight_clients_race_for_one_step_500_times_and_one_wins_each(driver: Driver) -> None:
    database = driver.database
    number = driver.drive_to("street_review")
    actor = driver.actor("second_street")
    version = driver.case(number).version
    start = Barrier(CLIENTS)

    def attempt(action: str, fields: dict[str, str], expected: int) -> str:
        start.wait()
        try:
            database.transact(lambda tx: perform_action(tx, actor, number, action, fields, expected_version=expected))
        except StaleVersion as lost:
            named = (lost.values["winner"], lost.values["winning_action"], lost.values["version"])
            return "lost" if named == (actor.display_name, action, expected + 1) else f"misled: {named}"
        return "won"

    steps = (("check_file", {"enquired_on": "2026-11-24"}), ("finish_file_check", {"finding": "齐全"}))
    with clients_of(driver) as clients:
        for turn in range(ROUNDS):
            action, fields = steps[turn % 2]
            outcomes = list(clients.map(attempt, *zip(*[(action, fields, version)] * CLIENTS, strict=True)))
            assert sorted(outcomes) == ["lost"] * (CLIENTS - 1) + ["won"]
            version += 1

    with database.read() as tx:
        report = verify(tx)
    assert report.findings == ()
    assert driver.case(number).history_count == report.lines


def test_eight_clients_open_a_transfer_for_one_member_and_one_does(driver: Driver) -> None:
    start = Barrier(CLIENTS)

    def attempt(member_id: str) -> str:
        start.wait()
        try:
            opened: Case = driver.open(member_id=member_id)
        except DuplicateOpenCase as lost:
            return str(lost.values["number"])
        return opened.number

    with clients_of(driver) as clients:
        for _ in range(10):
            member = driver.member()
            assert len(set(clients.map(attempt, [member] * CLIENTS))) == 1


def test_a_case_opened_while_its_receiving_unit_is_merged_is_refused_or_lies_at_the_successor(driver: Driver) -> None:
    database, officer = driver.database, driver.actor("department")
    start = Barrier(CLIENTS)
    why = {"successor_code": "D-community", "reason": "村居合一", "document_number": "7号"}

    def make() -> str:
        values = {"parent_code": "D-second_street", "kind": "community", "name": f"将并社区{secrets.token_hex(4)}"}
        return database.transact(lambda tx: create_organization(tx, officer, values).code)

    def attempt(nth: int, code: str, member_id: str) -> str:
        start.wait()
        if nth == 0:
            database.transact(lambda tx: reorganize(tx, officer, code, "merge", why))
            return "unit_has_ended"
        try:
            return driver.open(member_id=member_id, receiving_code=code).number
        except ActionRefused as refused:
            return refused.refusals[0].code

    with clients_of(driver) as clients:
        for _ in range(MERGERS):
            code, members = make(), [driver.member() for _ in range(CLIENTS)]
            outcomes = list(clients.map(attempt, range(CLIENTS), [code] * CLIENTS, members))
            opened = [found for found in outcomes if found not in ENDED]
            parties = [{row.organization.code for row in driver.case(number).parties} for number in opened]
            assert all(code not in codes and "D-community" in codes for codes in parties)
    with database.read() as tx:
        assert verify(tx).findings == ()


def test_a_case_opened_while_its_members_record_goes_up_into_another_is_refused_or_holds_the_record(
    driver: Driver,
) -> None:
    database, officer = driver.database, driver.actor("street")
    start = Barrier(CLIENTS)

    def attempt(nth: int, kept: str, other: str) -> str:
        start.wait()
        try:
            if nth == 0:
                database.transact(lambda tx: merge_members(tx, officer, Pair(kept, other), "档案核对过"))
                return "merged"
            return driver.open(member_id=other).number
        except (ActionRefused, DuplicateOpenCase, NotFound) as refused:
            return refused.code

    with clients_of(driver) as clients:
        for _ in range(RECORDS):
            kept, other = driver.member(name="周国栋"), driver.member(name="周国栋", id_number=None)
            outcomes = list(clients.map(attempt, range(CLIENTS), [kept] * CLIENTS, [other] * CLIENTS))
            opened = [found for found in outcomes if found.startswith("ZJ-")]
            assert len(opened) == (0 if "merged" in outcomes else 1), outcomes
