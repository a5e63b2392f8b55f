"""The papers of a registration as sheets to print."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from service.db import Transaction
from service.errors import NotFound
from service.forms.dates import read_quarter
from service.login import current_actor, current_database
from service.presentation.dual_sheets import SHEETS, DualSheet, Read, first_day
from service.presentation.dual_sheets import dual_sheet as drawn
from service.presentation.reading import visible_case
from service.queries.history import lines_of
from service.queries.registration_entries import entries_of
from workflows.dates import quarter_of


def install(blueprint: Blueprint) -> None:
    """Beside the page of the case."""
    blueprint.add_url_rule("/cases/<number>/sheets/<name>", "dual_sheet", dual_sheet)


def dual_sheet(number: str, name: str) -> str:
    """登记表、活动记录卡、情况反馈表; of this quarter, or of the one that the address names."""
    with current_database().read() as tx:
        page = _sheet(tx, number, name)
    return render_template("cases/dual_sheet.html", page=page)


def _sheet(tx: Transaction, number: str, name: str) -> DualSheet:
    case = visible_case(tx, current_actor(), number)
    if name not in SHEETS or case.workflow != "dual_management":
        raise NotFound(number=number)
    quarter = read_quarter(request.args.get("quarter", "")) or quarter_of(tx.today)
    lines = lines_of(tx, case) if name == "slip" else []
    entries = entries_of(tx, [case.id], first_day(name, quarter))[case.id] if name != "slip" else []
    return drawn(name, Read(case, lines, entries, quarter))
