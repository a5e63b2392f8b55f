"""What the parties of cases were called on a day: another unit may stand there now, or bear another name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import select

from service import clock
from service.db import Transaction
from service.models import Case, HistoryLine, Organization
from service.queries.former_names import codes_once, titles_on

Replaced: TypeAlias = list[tuple[date, Mapping[str, Any]]]
"""When another unit was put into a case, and what the line says of the parties; the oldest first."""


def names_on(tx: Transaction, wanted: Sequence[tuple[Case, date]]) -> list[dict[str, str]]:
    """For each case and day the names of its parties.

    The day of a change is the one from which it holds, however late it was recorded.
    """
    replaced = _replaced(tx, {case.id for case, _day in wanted})
    lines = [(case, day, _codes_on(replaced.get(case.id, []), day)) for case, day in wanted]
    units = _units(tx, {code for _case, _day, codes in lines for code in codes.values()})
    stood = [
        (day, {row.party: units.get(codes.get(row.party, ""), row.organization) for row in case.parties})
        for case, day, codes in lines
    ]
    once = titles_on(tx, {(unit.id, day) for day, parties in stood for unit in parties.values()})
    return [{party: once.get((unit.id, day), unit.title) for party, unit in parties.items()} for day, parties in stood]


def _replaced(tx: Transaction, keys: Iterable[int]) -> Mapping[int, Replaced]:
    query = (
        select(HistoryLine.case_id, HistoryLine.at, HistoryLine.body)
        .where(HistoryLine.case_id.in_(keys), HistoryLine.action == "reassign")
        .order_by(HistoryLine.case_id, HistoryLine.seq)
    )
    found: dict[int, Replaced] = defaultdict(list)
    for key, at, body in tx.session.execute(query):
        details = json.loads(body)["details"]
        said = details.get("reorganized")
        found[key].append((date.fromisoformat(said["on"]) if said else clock.day_of(at), details))
    return found


def _codes_on(replaced: Replaced, day: date) -> dict[str, str]:
    """The code of the unit that stood for each party then: the one before the first change after the day."""
    codes: dict[str, str] = {}
    for on, details in replaced:
        if on > day:
            for party in (name.removesuffix("_before") for name in details if name.endswith("_before")):
                codes.setdefault(party, details[f"{party}_before"])
    return codes


def _units(tx: Transaction, codes: set[str]) -> Mapping[str, Organization]:
    """The units that bear these codes, or bore them."""
    if not codes:
        return {}
    query = select(Organization).where(Organization.code.in_(codes))
    found = {unit.code: unit for unit in tx.session.scalars(query)}
    return codes_once(tx, codes - found.keys()) | found
