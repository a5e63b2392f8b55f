"""The papers of a case as sheets to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, render_template, request

from service.db import Transaction
from service.errors import NotFound
from service.forms.dates import read_quarter
from service.login import current_actor, current_database
from service.models import Case
from service.presentation import dual_sheets
from service.presentation.away_sheet_parts import Away
from service.presentation.away_sheets import away_sheet
from service.presentation.case_sheets import CaseSheet
from service.presentation.reading import visible_case
from service.presentation.search_sheet import search_sheet
from service.queries.history import lines_of
from service.queries.registration_entries import entries_of
from workflows.dates import quarter_of


def install(blueprint: Blueprint) -> None:
    """Beside the page of the case."""
    blueprint.add_url_rule("/cases/<number>/sheets/<name>", "sheet", sheet)


def sheet(number: str, name: str) -> str:
    """One of its papers; those of a quarter are of this one, or of the one that the address names."""
    with current_database().read() as tx:
        case = visible_case(tx, current_actor(), number)
        made = _SHEETS.get(case.workflow)
        page = made(tx, case, name) if made else None
    if page is None:
        raise NotFound(number=number)
    return render_template("cases/case_sheet.html", page=page)


def _of_registration(tx: Transaction, case: Case, name: str) -> CaseSheet | None:
    """登记表、活动记录卡、情况反馈表."""
    if name not in dual_sheets.SHEETS:
        return None
    quarter = read_quarter(request.args.get("quarter", "")) or quarter_of(tx.today)
    lines = lines_of(tx, case) if name == "slip" else []
    since = dual_sheets.first_day(name, quarter)
    entries = entries_of(tx, [case.id], since)[case.id] if name != "slip" else []
    return dual_sheets.dual_sheet(name, dual_sheets.Read(case, lines, entries, quarter))


def _of_absence(tx: Transaction, case: Case, name: str) -> CaseSheet | None:
    """活动证、登记卡、联系卡、证明信."""
    return away_sheet(name, Away(case, lines_of(tx, case)))


def _of_follow_up(tx: Transaction, case: Case, name: str) -> CaseSheet | None:
    """联系单."""
    return search_sheet(name, case, lines_of(tx, case))


_SHEETS: Mapping[str, Callable[[Transaction, Case, str], CaseSheet | None]] = {
    "dual_management": _of_registration,
    "mobile_registration": _of_absence,
    "follow_up": _of_follow_up,
}
