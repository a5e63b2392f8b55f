"""A roster that is handed in: checked, perhaps read with other columns, carried out, and taken back for a day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from service.casework.files import UPLOAD_KEPT_FOR, NewFile, keep_file
from service.casework.jobs import ask_job
from service.db import Transaction
from service.errors import Conflict, ValidationFailed, WrongState
from service.forms.rows import MEMBER_LINE
from service.intake.questions import keep_answers
from service.intake.roster_columns import NOT_KEPT
from service.models import RosterImport
from service.models.roster_import import UNDO_WITHIN
from service.permissions import Actor, may_import, require
from service.queries.imports import own_import
from workflows.vocabulary import Refusal

CHECK, APPLY, UNDO = "check_roster", "apply_roster", "undo_roster"


def hand_in(tx: Transaction, actor: Actor, file: NewFile) -> RosterImport:
    """Keep the file and have it checked. Raises NotPermitted, ValidationFailed for an empty file."""
    require(may_import(actor))
    if not file.content:
        raise ValidationFailed([Refusal("file_required", {}, "file")])
    kept = keep_file(tx, file, "upload", owner_id=actor.user_id, expires_at=tx.now + UPLOAD_KEPT_FOR)
    roster = RosterImport(
        id=uuid.uuid4().hex, user_id=actor.user_id, file_id=kept.id, chosen={}, columns=[], counts={},
        created_at=tx.now,
    )  # fmt: skip
    tx.session.add(roster)
    _begin(tx, actor, roster, "checking", CHECK)
    return roster


def choose_columns(tx: Transaction, actor: Actor, import_id: str, chosen: Mapping[str, str]) -> RosterImport:
    """Have it checked again, with these columns, by their place, read as these fields; "" is not at all."""
    roster = own_import(tx, actor, import_id, lock=True)
    _require(roster, roster.can_be_read_again)
    places = {str(column["place"]) for column in roster.columns}
    fields = {*MEMBER_LINE.fields, NOT_KEPT, ""}
    refusals = [
        Refusal("unknown_field", {}, name) for name, to in chosen.items() if name not in places or to not in fields
    ]
    if refusals:
        raise ValidationFailed(refusals)
    roster.chosen = dict(chosen)
    _begin(tx, actor, roster, "checking", CHECK)
    return roster


def answer_import(tx: Transaction, actor: Actor, import_id: str, answers: Sequence[Mapping[str, str]]) -> RosterImport:
    """Say which units unclear names stand for, and have it checked again; until it is carried out, and again."""
    roster = own_import(tx, actor, import_id, lock=True)
    _require(roster, roster.can_be_read_again)
    keep_answers(tx, actor, roster, answers)
    _begin(tx, actor, roster, "checking", CHECK)
    return roster


def apply_import(tx: Transaction, actor: Actor, import_id: str, *, all_or_none: bool = False) -> RosterImport:
    """Carry out what the check accepted. `all_or_none` refuses while any row is not accepted."""
    roster = own_import(tx, actor, import_id, lock=True)
    _require(roster, roster.can_be_applied)
    if not roster.counts.get("accept"):
        raise Conflict([Refusal("nothing_to_import", {})])
    open_rows = roster.counts.get("reject", 0) + roster.counts.get("ask", 0)
    if all_or_none and open_rows:
        raise Conflict([Refusal("rows_not_accepted", {"rows": open_rows})])
    roster.applied_at = tx.now
    _begin(tx, actor, roster, "applying", APPLY)
    return roster


def undo_import(tx: Transaction, actor: Actor, import_id: str) -> RosterImport:
    """Take back what it created and changed, within 24 hours; what somebody has worked on since stays."""
    roster = own_import(tx, actor, import_id, lock=True)
    until = roster.undo_until
    _require(roster, until is not None)
    if until is not None and tx.now > until:
        raise Conflict([Refusal("undo_too_late", {"hours": UNDO_WITHIN // timedelta(hours=1)})])
    _begin(tx, actor, roster, "undoing", UNDO)
    return roster


def _require(roster: RosterImport, allowed: bool) -> None:  # noqa: FBT001 - the answer to a question about the roster
    if not allowed:
        raise WrongState(state=roster.state, roster_import=roster.id)


def _begin(tx: Transaction, actor: Actor, roster: RosterImport, state: str, kind: str, **wanted: Any) -> None:
    roster.state, roster.problem = state, None
    tx.session.flush()
    roster.job_id = ask_job(tx, actor, kind, {"import": roster.id, **wanted}).id
    tx.session.flush()
