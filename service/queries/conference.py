"""The cases that only a joint conference can move: those late to the last rung, and those for which somebody asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Select, and_, false, or_, select, text, union

from service.db import Transaction
from service.models import Alert, Case, CaseClock, HistoryLine, HistoryText, Organization
from service.models.case import OPEN_FOLLOW_UPS
from service.permissions import CASE_READERS, Actor, visible_cases
from service.queries.history import open_text
from service.queries.lists import cases_by_id
from service.queries.member_classes import SUMMED_KINDS
from service.queries.organizations import is_below
from service.queries.sides import party_below
from workflows.vocabulary import Party, Rung

OPEN = text("cases.is_open")
"""As the partial index has it."""
AGREED = "联席会议议定："
"""How the words begin that say what was agreed. They are people's words, and kept in the language of the office."""


@dataclass(frozen=True)
class Blocked:
    """A case that the sheet names, the street where it is stuck, and what was last agreed about it."""

    case: Case
    street: str
    agreed: str


def conference_page(
    tx: Transaction, actor: Actor, unit: Organization | None = None, *, after: int = 0, limit: int = 50
) -> tuple[list[Blocked], int | None]:
    """The next blocked cases of one's own conference and those below, all or those of a unit, and where to go on."""
    blocked = union(_late_to_the_last(tx, actor), _asked_for(actor))
    query = select(Case.id).where(Case.id.in_(blocked), Case.id > after, visible_cases(actor))
    query = query.where(party_below(actor, Party, unit)) if unit else query
    keys = list(tx.session.scalars(query.order_by(Case.id).limit(limit + 1)))
    shown = keys[:limit]
    found, agreed = cases_by_id(tx, shown), agreed_on(tx, shown)
    streets = _streets(tx, found.values())
    rows = [Blocked(found[key], streets.get(key, ""), agreed.get(key, "")) for key in shown]
    return rows, shown[-1] if len(keys) > limit else None


def agreed_on(tx: Transaction, keys: Sequence[int]) -> dict[int, str]:
    """What a conference last agreed about each of these cases."""
    query = (
        select(HistoryText)
        .join(HistoryLine, and_(HistoryLine.case_id == HistoryText.case_id, HistoryLine.seq == HistoryText.seq))
        .where(HistoryText.case_id.in_(list(keys)), HistoryLine.action == "comment")
        .order_by(HistoryText.case_id, HistoryText.seq)
    )
    words = ((row.case_id, open_text(tx, row).get("comment", "")) for row in tx.session.scalars(query)) if keys else ()
    return {key: text.removeprefix(AGREED) for key, text in words if text.startswith(AGREED)}


def _streets(tx: Transaction, cases: Iterable[Case]) -> dict[int, str]:
    """The street or town committee at or above whoever holds each case."""
    holders = {case.id: row.organization for case in cases for row in case.parties if row.party == case.holder_party}
    above = {key: [unit.id, *unit.ancestor_ids] for key, unit in holders.items()}
    kinds = Organization.kind.in_(SUMMED_KINDS)
    query = select(Organization).where(kinds, Organization.id.in_(set(chain(*above.values()))))
    streets = {unit.id: unit.title for unit in tx.session.scalars(query)} if above else {}
    return {key: next((streets[unit] for unit in units if unit in streets), "") for key, units in above.items()}


def _late_to_the_last(tx: Transaction, actor: Actor) -> Select[int]:
    """Found by the days on which cases fell due; the alerts of all years are not looked through."""
    clock = and_(CaseClock.case_id == Alert.case_id, CaseClock.name == Alert.clock, CaseClock.turn == Alert.turn)
    told = select(Organization.id).where(or_(false(), *(is_below(path) for path in actor.paths(CASE_READERS))))
    said = (
        select(Alert.id)
        .join(CaseClock, and_(clock, CaseClock.running))
        .where(Alert.case_id == Case.id, Alert.rung == Rung.CONFERENCE.value, Alert.recipient_id.in_(told))
    )
    return select(Case.id).where(OPEN, Case.due_on < tx.today, said.exists())


def _asked_for(actor: Actor) -> Select[int]:
    asks = Case.particulars["last_contact"]["result"].as_string() == "needs_coordination"
    wanted = or_(Case.state == "reported_up", asks)
    return select(Case.id).where(OPEN_FOLLOW_UPS, wanted, party_below(actor, (Party.KEEPER,), None))
