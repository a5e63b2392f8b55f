"""Lists taken out as files: the form that asks how and why, and the file."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request

from service.db import Transaction
from service.errors import DeskError
from service.exports.asking import EXPORT, export_of, source_of
from service.exports.take_out import ROWS_MAX, take_out
from service.forms.loading import load
from service.login import current_actor, current_database
from service.permissions import may_export, require
from service.presentation.due import soon_until
from service.presentation.export_page import export_page
from service.presentation.file_answer import file_answer
from service.presentation.form_fields import Typed
from service.queries.todo import Part, parts_of
from service.web.room import complaints_of, signed_in, status_of

blueprint = signed_in("exports")
_NOT_ASKED = frozenset({"csrf_token", "key", "version", "after"})


@blueprint.get("/exports/new")
def new() -> str:
    """The form for a list as the address filters it."""
    return _form(_sent(request.args), Typed({"format": "xlsx"}))


@blueprint.post("/exports")
def create() -> Response | tuple[str, int]:
    """The file, or the form again."""
    sent = _sent(request.form)
    values = load(EXPORT, sent)
    try:
        with current_database().read() as tx:
            wanted = export_of(tx, values, part_of(tx, values))
        return file_answer(take_out(current_database(), current_actor(), wanted))
    except DeskError as error:
        return _form(sent, Typed(sent, complaints_of(error))), status_of(error)


def part_of(tx: Transaction, values: dict[str, Any]) -> Part:
    """The part of the worklist that is meant: soon is so many working days."""
    return parts_of(tx.today, soon_until(tx.today, tx.working_days()))[values.get("due", "")]


def _form(sent: dict[str, str], typed: Typed) -> str:
    actor = current_actor()
    require(may_export(actor))
    values = load(EXPORT, sent)
    with current_database().read() as tx:
        rows = source_of(tx, values, part_of(tx, values)).count(tx, actor, ROWS_MAX + 1)
    return render_template("exports/form.html", page=export_page(actor, sent, rows, ROWS_MAX, typed))


def _sent(given: Any) -> dict[str, str]:
    return {name: value for name, value in given.items() if name not in _NOT_ASKED and value}
