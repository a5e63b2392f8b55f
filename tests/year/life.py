"""What happens to the members of a district in a year, and who does something about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from sqlalchemy import Row, func, select

from service.alerts.worker import run_once
from service.casework.members import update_member
from service.casework.open_case import open_case, opening
from service.casework.perform_action import perform_action
from service.clock import SHANGHAI
from service.db import Transaction
from service.errors import DeskError
from service.models import Case, MemberRelation, Organization
from service.queries.cases import case_with_all
from tests.builders import make_id_number, make_member
from tests.driving import Driver
from tests.year.offices import USUAL, days_until_the_next_step, open_to, typed

HOMES = ("branch", "community", "second_branch", "second_community", "village_branch", "employer_branch")
GOALS = ("community", "branch", "second_community", "second_branch", "village_branch", "employer_branch", "external")
MOVES, REGISTRATIONS, LEAVES, ARRIVALS = 0.10, 0.03, 0.04, 0.01
"""Of all members, those who in a year move, take part on two sides, go away, or come with a letter from outside."""
_DAYS, _FREED = 365, 0.5
_NINE, _MIDNIGHT = time(9, tzinfo=SHANGHAI), time(0, 1, tzinfo=SHANGHAI)


class Year:
    """The district with its members, and the days as they pass."""

    def __init__(self, driver: Driver, random: Random, set_now: Callable[[datetime], None], members: int) -> None:
        self.driver, self.random, self._set_now = driver, random, set_now
        self.database, self.district = driver.database, driver.district
        self.first_day = self.today = date(2026, 11, 24)
        self.met: Counter[str] = Counter()
        self.began: dict[str, str] = {}
        self._looked_at: dict[int, tuple[int, date]] = {}
        self.database.transact(lambda tx: self._settle_in(tx, members))

    def days(self) -> Iterator[date]:
        """Each night the worker passes, and by day offices and members do what they do."""
        for _ in range(_DAYS):
            self.today += timedelta(days=1)
            self._set_now(datetime.combine(self.today, _MIDNIGHT))
            self._the_worker_passes()
            yield self.today
            self._set_now(datetime.combine(self.today, _NINE))
            with self.database.read() as tx:
                works = tx.working_days().is_working(self.today)
            if works:
                self._live()
                self._work()

    def _the_worker_passes(self) -> None:
        before = self._moved()
        assert not run_once(self.database, self.driver.config, self.database.now()).failed
        assert self._moved() == before, "the clock changed where somebody belongs"

    def _moved(self) -> Row[int, int]:
        """How many relations have begun and ended."""
        with self.database.read() as tx:
            query = select(func.count(), func.count(MemberRelation.until)).select_from(MemberRelation)
            return tx.session.execute(query).one()

    def _settle_in(self, tx: Transaction, members: int) -> None:
        for number in range(members):
            home = HOMES[number % len(HOMES)]
            member = make_member(tx, organization=getattr(self.district, home), **self._what_comes())
            self.began[member.id] = f"D-{home}"

    def _what_comes(self) -> dict[str, Any]:
        """What is recorded about a member and will matter on some day of the year."""
        day = self.today + timedelta(days=self.random.randrange(-150, 200))
        kind = self.random.choices(("nothing", "silent", "moved", "graduates", "discharged"), (90, 4, 3, 2, 1))[0]
        return {
            "silent": {"dues_paid_through": f"{day:%Y-%m}", "last_activity_on": day.isoformat()},
            "moved": {"residence_changed_on": day.isoformat()},
            "graduates": {"graduated_on": day.isoformat()},
            "discharged": {"discharged_on": day.isoformat()},
        }.get(kind, {})

    def _live(self) -> None:
        for share, happens in (
            (MOVES, self._moves), (REGISTRATIONS, self._takes_part), (LEAVES, self._leaves), (ARRIVALS, self._arrives),
        ):  # fmt: skip
            for _ in range(self._so_many(share)):
                self._try(happens)

    def _so_many(self, share: float) -> int:
        """How often today what happens to this share of the members in a year of 250 working days."""
        expected = share * len(self.began) / 250
        return int(expected) + (self.random.random() < expected % 1)

    def _moves(self, member: str | None = None) -> str:
        member, home = self._somebody(member)
        goal = self.random.choice([goal for goal in GOALS if goal != home])
        body = {"receiving_code": f"D-{goal}", "reason_code": "moved_home", "destination_reason": "本人常住"}
        return self._open(home, "transfer", "open", body | {"member_id": member})

    def _takes_part(self) -> str:
        member, home = self._somebody()
        goal = self.random.choice([goal for goal in GOALS[:4] if goal != home])
        kind = self.random.choice(("dual_management", "two_way_registration"))
        body = {"kind": kind, "receiving_code": f"D-{goal}", "reason_code": "moved_home"}
        return self._open(
            home, "dual_management", "propose", body | {"member_id": member, "consent_on": self.today.isoformat()}
        )

    def _leaves(self) -> str:
        member, home = self._somebody()
        body = {"reason_code": "work_away", "left_on": self.today.isoformat(), "fixed_place": True, "place": "外省"}
        goal = self.random.choice([None, *(goal for goal in GOALS[:4] if goal != home)])
        if goal is not None:
            body["receiving_code"] = f"D-{goal}"
        return self._open(home, "mobile_registration", "report_leave", body | {"member_id": member})

    def _arrives(self) -> str:
        """Somebody comes with a paper letter from outside."""
        person = {"name": "远来人", "id_number": make_id_number(), "phone": "13900000002"}
        body = {
            "outflow_code": "D-external", "receiving_code": "D-second_community", "reason_code": "job_change",
            "letter_number": f"外字第{len(self.met)}-{self.today}号", "valid_days": 30,
            "issued_on": (self.today - timedelta(days=self.random.randint(2, 25))).isoformat(),
        }  # fmt: skip
        return self._open("second_street", "transfer", "register_arrival", body | {"member": person})

    def _somebody(self, member: str | None = None) -> tuple[str, str]:
        """A member, and the unit to which they belong today."""
        member = member or self.random.choice(list(self.began))
        with self.database.read() as tx:
            query = select(Organization.code).join(MemberRelation, MemberRelation.organization_id == Organization.id)
            held = (MemberRelation.member_id == member, MemberRelation.until.is_(None))
            code = tx.session.scalars(query.where(*held, MemberRelation.relation == "affiliation")).one()
        return member, code.removeprefix("D-")

    def _open(self, unit: str, workflow: str, action: str, body: dict[str, Any]) -> str:
        actor = self.district.actors.get(unit)
        if actor is None:
            return "gone out of the district"
        self.database.transact(lambda tx: open_case(tx, actor, opening(workflow, action, body)))
        return f"{workflow}.{action}"

    def _work(self) -> None:
        for number in self._due_today():
            self._try(partial(self._step, number))

    def _due_today(self) -> list[str]:
        """The cases that somebody takes up today; one that has moved lies anew."""
        due = []
        with self.database.read() as tx:
            query = select(Case.id, Case.number, Case.state, Case.version).where(Case.is_open).order_by(Case.id)
            for key, number, state, version in tx.session.execute(query):
                seen, day = self._looked_at.get(key, (0, self.today))
                if seen != version or day <= self.today:
                    if seen == version:
                        due.append(number)
                    wait = days_until_the_next_step(self.random, state)
                    self._looked_at[key] = version, self.today + timedelta(days=wait)
        return due

    def _step(self, number: str) -> str:
        with self.database.read() as tx:
            case = tx.session.scalars(case_with_all(select(Case)).where(Case.number == number)).unique().one()
            ways = [way for actor in self.district.actors.values() for way in open_to(actor, case, tx.today)]
        if case.state == "located" and self.random.random() < _FREED:
            return self._free(case)
        if not ways:
            return f"waits: {case.workflow}.{case.state}"
        weights = [USUAL[case.workflow][action.name] for _actor, action in ways]
        actor, action = self.random.choices(ways, weights)[0]
        given = typed(self.random, case, action, self.today)
        self.database.transact(
            lambda tx: perform_action(tx, actor, number, action.name, given, expected_version=case.version)
        )
        return f"{case.workflow}.{action.name}"

    def _free(self, case: Case) -> str:
        """Whoever has been found pays the dues and takes part again, or moves."""
        if case.kind != "inactive_signals":
            return self._moves(case.member_id)
        known = {"dues_paid_through": f"{self.today:%Y-%m}", "last_activity_on": self.today.isoformat()}
        _member, home = self._somebody(case.member_id)
        self.database.transact(
            lambda tx: update_member(tx, self.district.actors[home], case.member.id, known, case.member.version)
        )
        return "dues paid"

    def _try(self, happens: Callable[[], str]) -> None:
        try:
            self.met[happens()] += 1
        except DeskError as error:
            self.met[f"refused: {error.code}"] += 1
