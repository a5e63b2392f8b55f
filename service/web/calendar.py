"""工作日历: what is known of a year, and loading a list after seeing what it would move."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.calendar import foresee_calendar, load_calendar
from service.db import Transaction
from service.errors import DeskError
from service.forms.calendar import CALENDAR
from service.forms.loading import load
from service.intake.calendar_lines import read_days
from service.login import current_actor, current_database
from service.presentation.calendar_page import calendar_moves_page, calendar_page
from service.presentation.form_fields import NOTHING_TYPED, Typed
from service.queries.calendar import missing_years, year_of
from service.web.once import Outcome, once
from service.web.room import complaints_of, sent_fields, signed_in, status_of

blueprint = signed_in("calendar")
_FIGURES = 4


@blueprint.get("/calendar")
def index() -> str:
    """One year, this one unless the address says another."""
    return _page(NOTHING_TYPED)


@blueprint.post("/calendar")
def load_list() -> Response | str | tuple[str, int]:
    """What would move, and after the second button: the list is loaded."""
    if "back" in request.form:
        return _page(Typed(sent_fields()))
    try:
        values = load(CALENDAR, {name: value for name, value in sent_fields().items() if name != "confirmed"})
        if "confirmed" not in request.form:
            return _foreseen(values)
        return once(lambda tx: _loaded(tx, values))
    except DeskError as error:
        return _page(Typed(sent_fields(), complaints_of(error))), status_of(error)


def _loaded(tx: Transaction, values: dict[str, Any]) -> Outcome:
    loaded = load_calendar(tx, current_actor(), read_days(values["holidays"]), values["notice"])
    years = "、".join(map(str, loaded.years))
    told = _("已导入 %(years)s 年，%(count)s 件的期限有改动。", years=years, count=loaded.moved)
    return Outcome(url_for("calendar.index", year=loaded.years[-1]), told)


def _foreseen(values: dict[str, Any]) -> str:
    with current_database().read() as tx:
        moves = foresee_calendar(tx, current_actor(), read_days(values["holidays"]))
        page = calendar_moves_page(tx, current_actor(), values, moves)
    return render_template("organizations/limit_moves.html", page=page)


def _page(typed: Typed) -> str:
    asked = request.args.get("year", "")
    with current_database().read() as tx:
        known = asked.isascii() and asked.isdigit() and len(asked) == _FIGURES
        year = year_of(tx, int(asked) if known and int(asked) else tx.today.year)
        page = calendar_page(current_actor(), year, missing_years(tx), tx.today, typed)
    return render_template("organizations/calendar.html", page=page)
