"""Whatever people do as days pass and the service restarts, nobody is left between two units and no case is silent."""

from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import func, select

from service.models import Case, HistoryLine, MemberRelation
from service.queries import health
from service.queries.audit import verify
from service.queries.history import NO_STEP
from tests.walking import Walk

STEPS = 80
EVERY = 5
"""All cases are looked at after so many steps, and at the end."""


def look_at_all(walk):
    """Each open case has a holder that somebody acts for and a clock that runs; each member one responsible unit."""
    with walk.database.read() as tx:
        assert health.cases_that_lie_still(tx) == []
        assert [vacancy for vacancy in health.vacancies(tx) if vacancy.desk is None] == []
        assert health.members_nobody_answers_for(tx) == []
        held = (MemberRelation.member_id, MemberRelation.relation)
        query = select(*held).where(MemberRelation.until.is_(None)).group_by(*held).having(func.count() > 1)
        assert tx.session.execute(query).all() == []


def replay(walk):
    """The history of each case leads, line by line, to the state and version it has; and nothing was changed in it."""
    with walk.database.read() as tx:
        for case in tx.session.scalars(select(Case)):
            lines = tx.session.scalars(
                select(HistoryLine).where(HistoryLine.case_id == case.id).order_by(HistoryLine.seq)
            )
            steps = [line for line in lines if line.action not in NO_STEP]
            assert steps[0].from_state == "new"
            assert all(before.to_state == after.from_state for before, after in pairwise(steps))
            assert (steps[-1].to_state, len(steps)) == (case.state, case.version)
        assert verify(tx).findings == ()


def history(driver, random, set_now):
    set_now("2026-11-24T09:00:00+08:00")
    walk = Walk(driver, random, set_now)
    for number in range(STEPS):
        walk.step()
        if number % EVERY == 0:
            look_at_all(walk)
    look_at_all(walk)
    replay(walk)
    walk.end()


def pytest_generate_tests(metafunc):
    """`--walks 50` makes thousands of steps; the usual run makes a few hundred."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("walks")))


def test_no_history_leaves_a_member_or_a_case_behind(sqlite_driver, set_now, seed):
    history(sqlite_driver, Random(seed), set_now)


@pytest.mark.postgres
def test_the_same_on_the_other_database(postgres_driver, set_now):
    history(postgres_driver, Random(7), set_now)
