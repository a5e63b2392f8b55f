"""Random histories: people open cases and take whatever steps are open to them, sensible or not, as days pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from sqlalchemy import select

from service.alerts.worker import run_once
from service.casework.facts import facts_of
from service.casework.open_case import open_case, opening
from service.casework.perform_action import perform_action
from service.clock import SHANGHAI, day_of
from service.db import Database, Transaction
from service.errors import DeskError
from service.models import Case, MemberRelation
from service.permissions import Actor, acting_parties
from service.queries.cases import case_with_all
from service.vault import Vault
from tests.builders import make_id_number
from tests.driving import Driver
from workflows import NEWEST, workflow_of
from workflows.codes import CODE_LISTS
from workflows.fields import FIELDS
from workflows.vocabulary import Action, Use

UNITS = ("branch", "community", "second_community", "second_branch", "village", "village_branch", "employer_branch",
         "external", "far_community")  # fmt: skip
_DAYS = (1, 1, 3, 10, 40)
_FILLED, _TYPED_RIGHT, _KNOWN = 0.4, 0.8, 0.8


class Walk:
    """One history. The service is restarted after each step: nothing may live in memory alone."""

    def __init__(self, driver: Driver, random: Random, set_now: Callable[[datetime], None]) -> None:
        self.driver, self.random, self._set_now = driver, random, set_now
        self.now = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)
        self.database = driver.database
        self.met: Counter[str] = Counter()
        self.members = [driver.member(unit) for unit in ("branch", "branch", "village_branch", "employer_branch")]

    def step(self) -> None:
        """Something happens: mostly a step in a case, sometimes a new case, sometimes days go by."""
        kind = self.random.choices(("act", "open", "wait"), (70, 15, 15))[0]
        try:
            {"act": self._act, "open": self._open, "wait": self.wait}[kind]()
        except DeskError as error:
            self.met[f"refused: {error.code}"] += 1
        self._restart()

    def wait(self) -> None:
        """Days go by, and the worker passes each night."""
        for _ in range(self.random.choice(_DAYS)):
            self.now += timedelta(days=1)
            self._set_now(self.now)
            before = self.standing()
            run_once(self.database, self.driver.config, self.now)
            assert self.standing() == before, "the clock changed where somebody belongs"

    def standing(self) -> set[tuple[str, str, int]]:
        """Who answers for whom, and where everybody belongs."""
        with self.database.read() as tx:
            held = tx.session.scalars(select(MemberRelation).where(MemberRelation.until.is_(None)))
            return {(row.member_id, row.relation, row.organization_id) for row in held}

    def end(self) -> None:
        """Let go of the database of the last step."""
        if self.database is not self.driver.database:
            self.database.close()

    def _restart(self) -> None:
        self.end()
        config = self.driver.config
        self.database = Database(config.database_url, Vault.open(config.key_file))

    def _act(self) -> None:
        found = self._choice()
        if found is None:
            return
        case, actor, action = found
        fields = {
            use.name: self._value(use, case) for use in action.fields if use.required or self.random.random() < 0.3
        }
        given = {name: value for name, value in fields.items() if value is not None}
        self.database.transact(
            lambda tx: perform_action(tx, actor, case.number, action.name, given, expected_version=case.version)
        )
        self.met[f"{case.workflow}.{action.name}"] += 1

    def _choice(self) -> tuple[Case, Actor, Action] | None:
        """A case, somebody who may act in it, and one of the actions open to them."""
        with self.database.read() as tx:
            cases = tx.session.scalars(case_with_all(select(Case)).order_by(Case.id)).unique().all()
            case = self.random.choice(cases) if cases else None
            ways = [way for actor in self.driver.district.actors.values() for way in _open_to(tx, case, actor)]
        return self.random.choice(ways) if ways else None

    def _open(self) -> None:
        workflow = NEWEST[self.random.choice(sorted(NEWEST))]
        action = self.random.choice(workflow.opening_actions)
        body = {use.name: self._value(use) for use in action.fields if self._fills(use)} | self._person()
        actor = self.random.choice(list(self.driver.district.actors.values()))
        self.database.transact(lambda tx: open_case(tx, actor, opening(workflow.name, action.name, body)))
        self.met[f"{workflow.name}.{action.name}"] += 1

    def _fills(self, use: Use) -> bool:
        return use.required or self.random.random() < _FILLED

    def _person(self) -> dict[str, Any]:
        if self.random.random() < _KNOWN:
            return {"member_id": self.random.choice(self.members)}
        return {"member": {"name": "远来人", "id_number": make_id_number(), "phone": "13900000002"}}

    def _value(self, use: Use, case: Case | None = None) -> Any:
        letter = case.letter if case is not None else None
        if use.name == "letter_number" and letter is not None and self.random.random() < _TYPED_RIGHT:
            return letter.number
        return self._of_type[FIELDS[use.name].type](use)

    @cached_property
    def _of_type(self) -> dict[str, Callable[[Use], Any]]:
        random, district = self.random, self.driver.district
        return {
            "boolean": lambda _use: random.random() < 0.5,
            "date": lambda _use: (self._today - timedelta(days=random.choice((0, 1, 9, 200, -3)))).isoformat(),
            "integer": lambda _use: random.choice((1, 10, 60, 91)),
            "organization": lambda _use: getattr(district, random.choice(UNITS)).code,
            "month": lambda _use: f"{self._today:%Y-%m}",
            "quarter": lambda _use: f"{self._today.year}-Q{(self._today.month - 1) // 3 + 1}",
            "choice": lambda use: random.choice(sorted(_codes(use))),
            "text": lambda _use: random.choice(("经办", "2026-001")),
            "long_text": lambda _use: random.choice(("经办", "")),
        }

    @property
    def _today(self) -> date:
        return day_of(self.now)


def _open_to(tx: Transaction, case: Case | None, actor: Actor) -> list[tuple[Case, Actor, Action]]:
    if case is None:
        return []
    workflow = workflow_of(case.workflow, case.workflow_version)
    available = workflow.available(facts_of(case, tx.today), acting_parties(actor, case))
    return [(case, actor, action) for action in available if not action.opens]


def _codes(use: Use) -> list[str]:
    wanted = use.options or FIELDS[use.name].options or ""
    return list(CODE_LISTS.get(wanted) or CODE_LISTS["reason"])
