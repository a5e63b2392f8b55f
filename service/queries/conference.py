"""The cases that only a joint conference can move: those late to the last rung, and those for which somebody asked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, and_, or_, select

from service.db import Transaction
from service.models import Alert, Case, CaseClock, HistoryLine, HistoryText, Organization
from service.models.case import OPEN_FOLLOW_UPS
from service.permissions import CASE_READERS, Actor, visible_cases
from service.queries.history import open_text
from service.queries.lists import cases_by_id
from service.queries.organizations import is_below
from service.queries.sides import party_below
from workflows.vocabulary import Party, Rung

AGREED = "联席会议议定："
"""How the words begin that say what was agreed. They are people's words, and kept in the language of the office."""


def conference_page(tx: Transaction, actor: Actor, *, after: int = 0, limit: int = 50) -> tuple[list[Case], int | None]:
    """The next blocked cases of one's own conference and those below, and where to go on; None at the end."""
    blocked = or_(Case.id.in_(_late_to_the_last(actor)), Case.id.in_(_asked_for(actor)))
    query = select(Case.id).where(Case.is_open, Case.id > after, blocked, visible_cases(actor))
    keys = list(tx.session.scalars(query.order_by(Case.id).limit(limit + 1)))
    found = cases_by_id(tx, keys[:limit])
    return [found[key] for key in keys[:limit]], keys[limit - 1] if len(keys) > limit else None


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


def _late_to_the_last(actor: Actor) -> Select[int]:
    paths = actor.paths(CASE_READERS)
    clock = and_(CaseClock.case_id == Alert.case_id, CaseClock.name == Alert.clock, CaseClock.turn == Alert.turn)
    told = select(Organization.id).where(or_(*(is_below(path) for path in paths)))
    return (
        select(Alert.case_id)
        .join(CaseClock, and_(clock, CaseClock.running))
        .where(Alert.rung == Rung.CONFERENCE.value, Alert.recipient_id.in_(told))
    )


def _asked_for(actor: Actor) -> Select[int]:
    asks = Case.particulars["last_contact"]["result"].as_string() == "needs_coordination"
    wanted = or_(Case.state == "reported_up", asks)
    return select(Case.id).where(OPEN_FOLLOW_UPS, wanted, party_below(actor, (Party.KEEPER,), None))
