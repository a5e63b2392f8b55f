"""The steps that are measured: a street begins the file check of a case, ends it, begins it again."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from service.db import Database
from service.models import Case, CaseParty
from tests.benchmark.fill import organization_at
from tests.benchmark.load import Client

VERSION, LINES = 800_001, 700_001
"""Where the cases of this measurement count from: figures that are found again in the statements of a step."""

KEY = "key-of-this-request"
STEPS = (
    ("check_file", {"enquired_on": datetime.now(UTC).date().isoformat()}),
    ("finish_file_check", {"finding": "档案齐全"}),
)  # fmt: skip
_CASES_EACH = 16
_keys = itertools.count(1)


@dataclass
class _Turn:
    """A case, how many steps it took, and what its last answer called its version."""

    number: str
    etag: str
    nth: int = 0


def cases_of_the_street(database: Database, clients: int) -> list[list[tuple[int, str]]]:
    """For each client cases of the first street: key and number."""
    wanted = clients * _CASES_EACH
    query = select(Case.id, Case.number).join(CaseParty, CaseParty.case_id == Case.id)
    of_the_street = query.where(
        CaseParty.party == "street", CaseParty.organization_id == organization_at("street_committee")
    )
    with database.read() as tx:
        rows = list(tx.session.execute(of_the_street.order_by(Case.id.desc()).limit(wanted)).tuples())
    return [rows[nth::clients] for nth in range(clients)]


def body_of(nth: int) -> bytes:
    """What the nth step sends."""
    return json.dumps(STEPS[nth % 2][1]).encode()


def path_of(number: str, nth: int) -> str:
    """Where the nth step is sent."""
    return f"/api/v1/cases/{number}/actions/{STEPS[nth % 2][0]}"


def stepper(client: Client, cases: list[tuple[int, str]]) -> Callable[[], None]:
    """Takes the next step on one case after the other, at the version that its last answer named."""
    turns = itertools.cycle([_Turn(number, f'"case-{number}-{VERSION}"') for _, number in cases])

    def step() -> None:
        turn = next(turns)
        response, _ = client.ask(
            "POST", path_of(turn.number, turn.nth), body_of(turn.nth),
            If_Match=turn.etag, Idempotency_Key=f"bench-{next(_keys)}",
        )  # fmt: skip
        turn.nth, turn.etag = turn.nth + 1, response.headers["ETag"] or ""

    return step
