"""代办: a person is away for some days and names who acts meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from service.casework.tree import lock_trees
from service.db import Transaction
from service.errors import NotFound, ValidationFailed
from service.models import Absence, User
from service.permissions import Actor
from service.queries.absences import absence_with_id, is_colleague, overlapping
from service.queries.users import user_with_name
from workflows.vocabulary import Refusal


@dataclass(frozen=True)
class NewAbsence:
    """Who acts, by the name of their sign-in, and from which day to which; both are included."""

    substitute: str
    first_day: date
    last_day: date


def announce_absence(tx: Transaction, actor: Actor, name: str, new: NewAbsence) -> Absence:
    """One's own, or as administrator that of somebody in one's subtree.

    Raises NotFound for a person out of sight, and ValidationFailed for days that are over or taken, and for a
    substitute who is the same person, works elsewhere, or is stood in for by the person, over others too.
    """
    lock_trees(tx, "/")  # two who name each other at the same moment would each not see the other
    user = absent_person(tx, actor, name)
    substitute = tx.session.scalar(select(User).where(User.name == new.substitute, User.is_active))
    refusals = [refusal for refusal in (_days(tx, user, new), _another(tx, user, substitute, new)) if refusal]
    if refusals or substitute is None:
        raise ValidationFailed(refusals)
    absence = Absence(
        user_id=user.id, substitute_id=substitute.id, first_day=new.first_day, last_day=new.last_day,
        created_at=tx.now, created_by=actor.user_id, user=user, substitute=substitute,
    )  # fmt: skip
    tx.session.add(absence)
    tx.session.flush()
    return absence


def end_absence(tx: Transaction, actor: Actor, absence_id: int) -> Absence:
    """From now on nobody stands in; days that have passed stay as they were. Ending it again changes nothing."""
    lock_trees(tx, "/")
    absence = absence_with_id(tx, absence_id)
    if absence is None:
        raise NotFound(absence=absence_id)
    absent_person(tx, actor, absence.user.name)
    absence.ended_at = absence.ended_at or tx.now
    tx.session.flush()
    return absence


def absent_person(tx: Transaction, actor: Actor, name: str) -> User:
    """Oneself, or somebody whose sign-in one manages. Raises NotFound."""
    own = tx.session.get(User, actor.user_id) if actor.user_id is not None else None
    user = own if own is not None and own.name == name else user_with_name(tx, actor, name)
    if user is None:
        raise NotFound(name=name)
    return user


def _days(tx: Transaction, user: User, new: NewAbsence) -> Refusal | None:
    if new.last_day < new.first_day:
        return Refusal("absence_ends_before_it_begins", {}, "last_day")
    if new.last_day < tx.today:
        return Refusal("absence_is_over", {}, "last_day")
    if overlapping(tx, user.id, new.first_day, new.last_day):
        return Refusal("absences_overlap", {}, "first_day")
    return None


def _another(tx: Transaction, user: User, substitute: User | None, new: NewAbsence) -> Refusal | None:
    if substitute is not None and substitute.id == user.id:
        return Refusal("substitute_is_oneself", {}, "substitute")
    if substitute is None or not is_colleague(tx, user, substitute):
        return Refusal("no_colleague", {"name": new.substitute}, "substitute")
    if _comes_back_to(tx, user.id, substitute.id, (new.first_day, new.last_day)):
        return Refusal("substitutes_in_circle", {"name": substitute.display_name}, "substitute")
    return None


def _comes_back_to(tx: Transaction, user_id: int, substitute_id: int, days: tuple[date, date]) -> bool:
    """Whether on one of these days the substitute is away and, over others too, the person would act for themselves."""
    further = overlapping(tx, substitute_id, *days)
    return any(
        absence.substitute_id == user_id or _comes_back_to(tx, user_id, absence.substitute_id, _common(days, absence))
        for absence in further
    )


def _common(days: tuple[date, date], absence: Absence) -> tuple[date, date]:
    return max(days[0], absence.first_day), min(days[1], absence.last_day)
