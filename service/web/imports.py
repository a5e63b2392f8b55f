"""Rosters handed in: upload, look, decide, take back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Response as Answer
from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.files import name_of
from service.casework.jobs import own_job
from service.db import Transaction
from service.errors import DeskError, NotFound
from service.intake.import_notes import annotated_import
from service.intake.imports import answer_import, apply_import, choose_columns, hand_in, undo_import
from service.intake.template import NAME, roster_template
from service.login import current_actor, current_database
from service.models import RosterImport, StoredFile
from service.permissions import may_import, require
from service.presentation.file_answer import bytes_answer
from service.presentation.import_pages import PARTS, import_page, imports_page
from service.presentation.job_progress import REFRESH_SECONDS
from service.presentation.words import Complaint, say
from service.queries.imports import imported_before, imports_of, own_import, rows_page
from service.queries.questions import questions_of
from service.web.answers import sent_answers
from service.web.once import Outcome, once
from service.web.room import chosen, complaints_of, sent_file, signed_in, status_of, typed_of

blueprint = signed_in("imports")
IMPORTS, ROWS = 30, 100
_COLUMN, _DIGITS = "column-", 8


@blueprint.before_request
def _importers_only() -> None:
    require(may_import(current_actor()))


@blueprint.get("/imports")
def index() -> str:
    """What one has handed in, and the form for the next."""
    return _index()


@blueprint.post("/imports")
def create() -> Response | tuple[str, int]:
    """Keep the file and have it checked."""
    actor, file = current_actor(), sent_file()

    def verb(tx: Transaction) -> Outcome:
        return Outcome(url_for("imports.detail", import_id=hand_in(tx, actor, file).id))

    try:
        return once(verb)
    except DeskError as error:
        return _index(complaints_of(error)), status_of(error)


@blueprint.get("/imports/template.xlsx")
def template() -> Answer:
    """The empty roster."""
    return bytes_answer(roster_template(), NAME)


@blueprint.get("/imports/<import_id>")
def detail(import_id: str) -> Answer:
    """One import; while it is worked on, the page comes again by itself."""
    return _detail(import_id)


@blueprint.get("/imports/<import_id>/annotated.xlsx")
def annotated(import_id: str) -> Answer:
    """One's own workbook with notes."""
    file = annotated_import(current_database(), current_actor(), import_id, say)
    return bytes_answer(file.content, file.name)


@blueprint.post("/imports/<import_id>/columns")
def columns(import_id: str) -> Response:
    """Read the columns otherwise, and check again."""
    sent = {name.removeprefix(_COLUMN): to for name, to in request.form.items() if name.startswith(_COLUMN)}
    return _step(import_id, lambda tx: choose_columns(tx, current_actor(), import_id, sent))


@blueprint.post("/imports/<import_id>/answers")
def answers(import_id: str) -> Response:
    """Say which units unclear names stand for, and check again."""
    return _step(import_id, lambda tx: answer_import(tx, current_actor(), import_id, sent_answers()))


@blueprint.post("/imports/<import_id>/apply")
def apply(import_id: str) -> Response:
    """Carry it out."""
    strict = request.form.get("all_or_none") == "true"
    return _step(import_id, lambda tx: apply_import(tx, current_actor(), import_id, all_or_none=strict))


@blueprint.post("/imports/<import_id>/undo")
def undo(import_id: str) -> Response:
    """Take it back."""
    return _step(import_id, lambda tx: undo_import(tx, current_actor(), import_id))


def _step(import_id: str, verb: Callable[[Transaction], RosterImport]) -> Response:
    def carried_out(tx: Transaction) -> Outcome:
        verb(tx)
        return Outcome(url_for("imports.detail", import_id=import_id))

    try:
        return once(carried_out)
    except NotFound:
        raise
    except DeskError as error:
        return _detail(import_id, error)


def _index(errors: Sequence[Complaint] = ()) -> str:
    with current_database().read() as tx:
        found = imports_of(tx, current_actor(), IMPORTS + 1, after=request.args.get("after", ""))
        shown = [(roster, _name(tx, file)) for roster, file in found[:IMPORTS]]
        last = shown[-1][0].id if len(found) > IMPORTS else ""
        page = imports_page(shown, url_for("imports.index", after=last) if last else "", tx.now, errors)
    return render_template("imports/index.html", page=page)


def _detail(import_id: str, error: DeskError | None = None) -> Answer:
    actor, part = current_actor(), chosen("part", list(PARTS))
    after = request.args.get("after", "")
    with current_database().read() as tx:
        roster = own_import(tx, actor, import_id)
        file = tx.session.get(StoredFile, roster.file_id) if roster.file_id else None
        rows = rows_page(
            tx,
            import_id,
            ROWS + 1,
            after=int(after) if after.isdecimal() and len(after) < _DIGITS else 0,
            actions=PARTS[part],
        )
        shown = rows[:ROWS]
        last = shown[-1].row if len(rows) > ROWS else 0
        page = import_page(
            roster, _name(tx, file), own_job(tx, actor, roster.job_id) if roster.job_id else None, shown,
            part=part, now=tx.now, before=imported_before(tx, actor, roster, file) if file else None,
            next_url=url_for("imports.detail", import_id=import_id, part=part or None, after=last) if last else "",
            asked=questions_of(tx, roster), typed=typed_of(error),
        )  # fmt: skip
    response = make_response(render_template("imports/detail.html", page=page), status_of(error) if error else 200)
    if page.progress:
        response.headers["Refresh"] = str(REFRESH_SECONDS)  # works without scripts, and ends with the work
    return response


def _name(tx: Transaction, file: StoredFile | None) -> str:
    return name_of(tx, file) if file else _("文件已按期删除")
