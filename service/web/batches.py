"""Batches: hand in, look, open, and account for everybody."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response as Answer
from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.db import Transaction
from service.errors import DeskError, NotFound
from service.forms.batches import MATCH, MEND, NEW_BATCH, STRIKE
from service.forms.loading import load
from service.intake.batch_notes import annotated_batch
from service.intake.batches import (
    NewBatch,
    answer_batch,
    choose_batch_columns,
    hand_in_batch,
    match_row,
    mend_row,
    open_batch,
    replace_roster,
    restore_row,
    strike_row,
)
from service.login import current_actor, current_database
from service.models import Job
from service.permissions import CASE_READERS, may_import, may_work_on_batch, require
from service.presentation.batch_pages import batch_page, batches_page
from service.presentation.batch_row_page import row_page
from service.presentation.file_answer import bytes_answer
from service.presentation.form_fields import Typed
from service.presentation.job_progress import REFRESH_SECONDS
from service.presentation.words import say
from service.queries.batch_strikes import strikes_of
from service.queries.batches import GROUPS, batch_rows, batch_with_id, read_row, row_with_number, standings, turns_of
from service.queries.batches import batches_page as found_batches
from service.queries.questions import questions_of
from service.queries.subjects import organizations_by_code
from service.web.answers import sent_answers
from service.web.once import Outcome, once
from service.web.room import chosen, complaints_of, sent_fields, sent_file, signed_in, status_of, typed_of

blueprint = signed_in("batches")
BATCHES, ROWS = 30, 100
_COLUMN, _DIGITS = "column-", 8
_ROW = "/batches/<batch_id>/rows/<int(max=2147483647):row>"


@blueprint.before_request
def _readers_only() -> None:
    require(bool(current_actor().paths(CASE_READERS)))


@blueprint.get("/batches")
def index() -> str:
    """The batches of one's subtree, and the form for the next."""
    return _index(Typed({}))


@blueprint.post("/batches")
def create() -> Response | tuple[str, int]:
    """Keep the roster and have it checked."""
    actor, file = current_actor(), sent_file()

    def verb(tx: Transaction) -> Outcome:
        new = NewBatch(file=file, **load(NEW_BATCH, sent_fields()))
        return Outcome(url_for("batches.detail", batch_id=hand_in_batch(tx, actor, new).id))

    try:
        return once(verb)
    except DeskError as error:
        return _index(Typed(sent_fields(), complaints_of(error))), status_of(error)


@blueprint.get("/batches/<batch_id>")
def detail(batch_id: str) -> Answer:
    """One batch; while it is worked on, the page comes again by itself."""
    return _detail(batch_id)


@blueprint.get("/batches/<batch_id>/annotated.xlsx")
def annotated(batch_id: str) -> Answer:
    """The workbook with notes."""
    file = annotated_batch(current_database(), current_actor(), batch_id, say)
    return bytes_answer(file.content, file.name)


@blueprint.post("/batches/<batch_id>/file")
def replace(batch_id: str) -> Response:
    """The workbook, mended."""
    file = sent_file()
    return _step(batch_id, lambda tx: replace_roster(tx, current_actor(), batch_id, file))


@blueprint.post("/batches/<batch_id>/columns")
def columns(batch_id: str) -> Response:
    """Read the columns otherwise, and check again."""
    sent = {name.removeprefix(_COLUMN): to for name, to in request.form.items() if name.startswith(_COLUMN)}
    return _step(batch_id, lambda tx: choose_batch_columns(tx, current_actor(), batch_id, sent))


@blueprint.post("/batches/<batch_id>/answers")
def answers(batch_id: str) -> Response:
    """Say which units unclear names stand for, and check again."""
    return _step(batch_id, lambda tx: answer_batch(tx, current_actor(), batch_id, sent_answers()))


@blueprint.post("/batches/<batch_id>/open")
def open_all(batch_id: str) -> Response:
    """Open a case for each accepted row."""
    return _step(batch_id, lambda tx: open_batch(tx, current_actor(), batch_id))


@blueprint.get(_ROW)
def row(batch_id: str, row: int) -> Answer:
    """One person still expected."""
    return _row(batch_id, row)


@blueprint.post(f"{_ROW}/open")
def mend(batch_id: str, row: int) -> Response:
    """Add what is missing, and open the case."""
    return _on_row(
        batch_id, row, _("已发起。"),
        lambda tx: mend_row(tx, current_actor(), batch_id, row, load(MEND, sent_fields(), partial=True)),
    )  # fmt: skip


@blueprint.post(f"{_ROW}/match")
def match(batch_id: str, row: int) -> Response:
    """It is the person of a case that was opened elsewhere."""
    return _on_row(
        batch_id, row, _("已对上。"),
        lambda tx: match_row(tx, current_actor(), batch_id, row, load(MATCH, sent_fields())["case"]),
    )  # fmt: skip


@blueprint.post(f"{_ROW}/strike")
def strike(batch_id: str, row: int) -> Response:
    """The person is not to be expected."""
    return _on_row(
        batch_id, row, _("已记下，不用等了。"),
        lambda tx: strike_row(tx, current_actor(), batch_id, row, load(STRIKE, sent_fields())["reason"]),
    )  # fmt: skip


@blueprint.post(f"{_ROW}/restore")
def restore(batch_id: str, row: int) -> Response:
    """The person is expected again."""
    return _on_row(batch_id, row, _("已恢复，继续等。"), lambda tx: restore_row(tx, current_actor(), batch_id, row))


def _step(batch_id: str, verb: Callable[[Transaction], object]) -> Response:
    def carried_out(tx: Transaction) -> Outcome:
        verb(tx)
        return Outcome(url_for("batches.detail", batch_id=batch_id))

    try:
        return once(carried_out)
    except NotFound:
        raise
    except DeskError as error:
        return _detail(batch_id, error)


def _on_row(batch_id: str, number: int, text: str, verb: Callable[[Transaction], object]) -> Response:
    def carried_out(tx: Transaction) -> Outcome:
        verb(tx)
        return Outcome(url_for("batches.detail", batch_id=batch_id), text)

    try:
        return once(carried_out)
    except NotFound:
        raise
    except DeskError as error:
        return _row(batch_id, number, error)


def _index(typed: Typed) -> str:
    actor = current_actor()
    with current_database().read() as tx:
        found = found_batches(tx, actor, BATCHES + 1, after=request.args.get("after", ""))
        shown = found[:BATCHES]
        next_url = url_for("batches.index", after=shown[-1].id) if len(found) > BATCHES else ""
        figures = standings(tx, [batch.id for batch in shown])
        page = batches_page(shown, figures, next_url, tx.now, typed if may_import(actor) else None)
    return render_template("batches/index.html", page=page)


def _detail(batch_id: str, error: DeskError | None = None) -> Answer:
    actor, group = current_actor(), chosen("group", ["", *GROUPS])
    after = request.args.get("after", "")
    with current_database().read() as tx:
        batch = batch_with_id(tx, actor, batch_id)
        start = int(after) if after.isdecimal() and len(after) < _DIGITS else 0
        rows = batch_rows(tx, actor, batch_id, ROWS + 1, group=group, after=start)
        last = rows[ROWS - 1].row if len(rows) > ROWS else 0
        standing = standings(tx, [batch_id])[batch_id]
        next_url = url_for("batches.detail", batch_id=batch_id, group=group or None, after=last) if last else ""
        page = batch_page(
            batch, standing, tx.session.get(Job, batch.job_id) if batch.job_id else None, rows[:ROWS],
            units=organizations_by_code(tx, {str(row.values.get("receiving_code")) for row in rows}),
            turns=turns_of(tx, standing), group=group, next_url=next_url, now=tx.now,
            may_work=may_work_on_batch(actor, batch.organization_id), asked=questions_of(tx, batch),
            typed=typed_of(error),
        )  # fmt: skip
    response = make_response(render_template("batches/detail.html", page=page), status_of(error) if error else 200)
    if page.progress:
        response.headers["Refresh"] = str(REFRESH_SECONDS)  # works without scripts, and ends with the work
    return response


def _row(batch_id: str, number: int, error: DeskError | None = None) -> Answer:
    actor = current_actor()
    with current_database().read() as tx:
        batch = batch_with_id(tx, actor, batch_id)
        require(may_work_on_batch(actor, batch.organization_id), batch=batch_id)
        found = read_row(tx, actor, row_with_number(tx, batch_id, number))
        strikes = strikes_of(tx, batch_id, [found])[number]
        page = row_page(batch, found, strikes, tx.now, Typed(sent_fields(), complaints_of(error)) if error else None)
    return make_response(render_template("batches/row.html", page=page), status_of(error) if error else 200)
