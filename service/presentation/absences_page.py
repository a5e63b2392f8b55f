"""The page of days away: who acts for a person and when, and for whom the person acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from service.models import Absence, User
from service.permissions import Actor
from service.presentation.case_page import Once
from service.presentation.due import short_day
from service.presentation.form_fields import FormField, Option, Typed, field
from service.presentation.page_actions import new_key
from service.presentation.words import Chip, Complaint
from service.queries.absences import AbsencesOf


@dataclass(frozen=True)
class AbsenceRow:
    """Some days and the other person of them; `end` where they can be cut short."""

    label: str
    who: str
    state: Chip
    end: Once | None


@dataclass(frozen=True)
class AbsencesPage:
    """As `users/absences.html` reads it; without fields nobody could act for the person."""

    title: str
    url: str
    back_url: str
    key: str
    errors: Sequence[Complaint]
    away: Sequence[AbsenceRow]
    standing_in: Sequence[AbsenceRow]
    fields: Sequence[FormField]


def absences_page(actor: Actor, read: AbsencesOf, today: date, typed: Typed, key: str = "") -> AbsencesPage:
    """The page of oneself, or of somebody whose sign-in one manages."""
    user = read.user
    own = actor.user_id == user.id
    return AbsencesPage(
        title=_("代办") if own else _("%(name)s的代办", name=user.display_name),
        url=url_for("absences.announce", name=user.name),
        back_url=url_for("auth.account") if own else url_for("users.detail", name=user.name),
        key=key or new_key(),
        errors=typed.complaints,
        away=[_row(one, one.substitute, today, user) for one in read.away],
        standing_in=[_row(one, one.user, today) for one in read.standing_in],
        fields=_fields(read.colleagues, typed) if read.colleagues else (),
    )


def _fields(colleagues: Sequence[User], typed: Typed) -> list[FormField]:
    options = [
        Option(one.name, _("%(person)s（%(name)s）", person=one.display_name, name=one.name)) for one in colleagues
    ]
    return [
        field("substitute", _("代办人"), typed, type="choice", required=True, options=options),
        field("first_day", _("从哪一天"), typed, type="date", required=True),
        field("last_day", _("到哪一天（含）"), typed, type="date", required=True),
    ]


def _row(absence: Absence, other: User, today: date, user: User | None = None) -> AbsenceRow:
    days = _(
        "%(first)s 至 %(last)s", first=short_day(absence.first_day, today), last=short_day(absence.last_day, today)
    )
    goes_on = absence.ended_at is None and absence.last_day >= today
    url = url_for("absences.end", name=user.name, absence_id=absence.id) if user and goes_on else ""
    return AbsenceRow(days, other.display_name, _state(absence, today), Once(url, new_key()) if url else None)


def _state(absence: Absence, today: date) -> Chip:
    if absence.ended_at is not None or absence.last_day < today:
        return Chip("none", "check", _("已结束"))
    return Chip("soon", "people", _("代办中")) if absence.first_day <= today else Chip("wait", "clock", _("还没开始"))
