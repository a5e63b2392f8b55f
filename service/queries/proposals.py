"""What is suggested to people about members who are away: a transfer, a temporary group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import Case, CaseParty, Organization
from service.models.case import MOBILE
from service.permissions import Actor, visible_cases
from service.queries.sides import party_below
from workflows.dates import last_day_before
from workflows.parties import Party
from workflows.proposals import AT_A_PLACE, FIXED_MONTHS, GROUP_OF, transfer_from

_SHOWN = 20


@dataclass(frozen=True)
class Together:
    """So many members at one host: those of `home`, or with None those who have come from anywhere."""

    home: Organization | None
    host: Organization
    count: int


def transfer_suggested(subject: Case, today: date) -> date | None:
    """Since which day the rules suggest a transfer of this member; None where they do not."""
    if subject.workflow != "mobile_registration":
        return None
    kept = subject.particulars
    days = {name: date.fromisoformat(kept[name]) if kept.get(name) else None for name in ("left_on", "host_since")}
    since = transfer_from(subject.state, **days, fixed_place=bool(kept.get("fixed_place")))
    return since if since is not None and since <= today else None


def stays_at_one_place(today: date) -> ColumnElement[bool]:
    """`transfer_suggested` as a condition on Case."""
    kept = Case.particulars
    since, left_on = kept["host_since"].as_string(), kept["left_on"].as_string()
    began = case((since.is_not(None), since), (kept["fixed_place"].as_boolean(), left_on))
    last = last_day_before(today, FIXED_MONTHS).isoformat()
    return and_(MOBILE, Case.is_open, Case.state.in_(sorted(AT_A_PLACE)), began <= last)


def together(tx: Transaction, actor: Actor, unit: Organization | None, party: Party) -> list[Together]:
    """Where three or more are at one place: of the units below, by `home`; or come to them, by `host`."""
    home, host = aliased(CaseParty), aliased(CaseParty)
    whose: Any = [home.organization_id, host.organization_id][0 if party == Party.HOME else 1 :]
    query = (
        select(*whose, func.count())
        .select_from(Case)
        .join(home, and_(home.case_id == Case.id, home.party == Party.HOME))
        .join(host, and_(host.case_id == Case.id, host.party == Party.HOST))
        .where(MOBILE, Case.is_open, Case.state.in_(sorted(AT_A_PLACE)), visible_cases(actor))
        .where(party_below(actor, (party,), unit))
        .group_by(*whose)
        .having(func.count() >= GROUP_OF)
        .order_by(func.count().desc(), *whose)
        .limit(_SHOWN)
    )
    rows = tx.session.execute(query).all()
    units = _units(tx, {key for *keys, _count in rows for key in keys})
    return [Together(units[keys[0]] if len(keys) > 1 else None, units[keys[-1]], count) for *keys, count in rows]


def _units(tx: Transaction, keys: Iterable[int]) -> dict[int, Organization]:
    found = tx.session.scalars(select(Organization).where(Organization.id.in_(list(keys))))
    return {unit.id: unit for unit in found}
