"""附件: files that parties of a case add for all who read it, opened again, and taken out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from service.casework import notices
from service.casework.files import NewFile, OpenedFile, file_name, keep_file, name_of, open_file
from service.casework.letter_papers import printing_post
from service.casework.record import Entry, record
from service.casework.speak import COMMENT_MAX, case_of_mine
from service.db import Transaction
from service.errors import Conflict, NotFound, NotPermitted, ValidationFailed
from service.models import Case, HistoryLine, StoredFile
from service.permissions import Actor, PostHeld, may_read_case, striking_post
from service.queries.attachments import attachment_of, count_attachments
from service.queries.cases import lock_case
from workflows.everywhere import UNDO_WITHIN
from workflows.vocabulary import Refusal

MOST = 50
"""As many as a case takes: a page shows them all."""


@dataclass(frozen=True)
class Document(NewFile):
    """A file whose content was looked at, and cleaned: `service.intake.documents` makes it."""


def attach(tx: Transaction, actor: Actor, number: str, document: Document, comment: str = "") -> tuple[Case, str]:
    """The case with one more file, and the file's id. It raises no version; every party is told.

    Raises WrongState for a case that is finished, NotPermitted for who is no party, Conflict (`attachments_full`).
    """
    words = comment.strip()
    if len(words) > COMMENT_MAX:
        raise ValidationFailed([Refusal("too_long", {"max": COMMENT_MAX}, "comment")])
    case, post = case_of_mine(tx, actor, number, "attach")
    private = {"comment": words} if words else {}
    entry = Entry("attach", case.state, case.state, actor, post, private=private)
    file = keep_attachment(tx, case, document, entry)
    told = {row.desk_id for row in case.parties if row.may_read and row.desk_id} - actor.organization_ids
    notices.tell(tx, case, "comment", told, post.organization_id, later=False)
    return case, file.id


def keep_attachment(tx: Transaction, case: Case, document: Document, entry: Entry) -> StoredFile:
    """The file, and its line: the line commits to the content and bears the name sealed."""
    if count_attachments(tx, case) >= MOST:
        raise Conflict([Refusal("attachments_full", {"max": MOST}, "file")])
    seq = case.history_count + 1
    file = keep_file(tx, document, "attachment", owner_id=entry.actor.user_id, case_id=case.id, seq=seq)
    about = {
        "attachment": file.id, "commitment": file.commitment, "media_type": file.media_type, "size": file.size,
    }  # fmt: skip
    private = {**entry.private, "file_name": file_name(document.name)}
    record(tx, case, replace(entry, details={**entry.details, **about}, private=private))
    tx.session.flush()
    return file


def detach(tx: Transaction, actor: Actor, number: str, file_id: str, reason: str = "") -> Case:
    """撤下附件: the content is gone for good, the line that told of it stays, and a new line says who and why.

    Whoever added the file takes it back within the usual time without a reason; later their unit strikes it out with
    one, also when the case is finished.
    """
    locked = lock_case(tx, number)
    if locked is None or not may_read_case(actor, locked.case):
        raise NotFound(number=number)
    case, file = locked.case, attachment_of(tx, locked.case, file_id)
    if file is None:
        raise NotFound(number=number, attachment=file_id)
    line = tx.session.get_one(HistoryLine, (case.id, file.seq))
    post = post_that_strikes(actor, case, line.organization_id)
    if post is None:
        raise NotPermitted(number=number, action="detach")
    words = reason.strip()[:COMMENT_MAX]
    if not words and not is_fresh(tx, actor, line):
        raise ValidationFailed([Refusal("reason_required", {}, "reason")])
    private = {"file_name": name_of(tx, file)} | ({"reason": words} if words else {})
    details = {"attachment": file.id, "line": line.seq}
    record(tx, case, Entry("detach", case.state, case.state, actor, post, details=details, private=private))
    tx.session.delete(file)
    tx.session.flush()
    return case


def post_that_strikes(actor: Actor, case: Case, organization_id: int | None) -> PostHeld | None:
    """The post by which the actor takes out a file of this unit; what came by a link is the outflow committee's."""
    return printing_post(actor, case) if organization_id is None else striking_post(actor, organization_id)


def is_fresh(tx: Transaction, actor: Actor, line: HistoryLine) -> bool:
    """Whether this person may still take their own file back without saying why."""
    return line.actor_id is not None and line.actor_id == actor.user_id and tx.now < line.at + UNDO_WITHIN


def open_attachment(tx: Transaction, case: Case, file_id: str) -> OpenedFile:
    """A file of a case that the reader may read. Raises NotFound."""
    file = attachment_of(tx, case, file_id)
    opened = open_file(tx, file.id) if file else None
    if opened is None:
        raise NotFound(number=case.number, attachment=file_id)
    return opened
