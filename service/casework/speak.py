"""What any party of an open case may do beside the workflow: a comment, and a nudge to whoever holds it."""

from __future__ import annotations

from datetime import date, datetime

from service.casework import notices
from service.casework.record import Entry, record
from service.db import Transaction
from service.errors import NotFound, NotPermitted, NudgeTooSoon, ValidationFailed, WrongState
from service.models import Case, CaseParty
from service.permissions import CASE_WORKERS, Actor, PostHeld, may_read_case
from service.queries.cases import lock_case
from service.queries.notices import nudged_since
from workflows.vocabulary import Refusal

COMMENT_MAX = 2000


def add_comment(tx: Transaction, actor: Actor, number: str, comment: str) -> Case:
    """A line that everybody who reads the case sees. It raises no version."""
    text = comment.strip()
    if not text or len(text) > COMMENT_MAX:
        raise ValidationFailed([Refusal("required" if not text else "too_long", {"max": COMMENT_MAX}, "comment")])
    case, post = case_of_mine(tx, actor, number)
    _add_line(tx, case, actor, post, "comment", text)
    told = {row.desk_id for row in case.parties if row.may_read and row.desk_id} - actor.organization_ids
    notices.tell(tx, case, "comment", told, post.organization_id, later=False)
    return case


def nudge(tx: Transaction, actor: Actor, number: str, comment: str = "") -> Case:
    """催办: remind the holder, once a working day per sender. Raises NudgeTooSoon."""
    case, post = case_of_mine(tx, actor, number)
    holder = holder_of(case)
    if holder is None or holder.desk_id is None:
        raise WrongState(number=number, state=case.state, action="nudge")
    if not may_nudge(case, post):
        raise NotPermitted(number=number, action="nudge")
    last = nudged_at(tx, case, post)
    if last is not None:
        raise NudgeTooSoon(at=last)
    _add_line(tx, case, actor, post, "nudge", comment.strip()[:COMMENT_MAX])
    notices.tell(tx, case, "nudge", {holder.desk_id}, post.organization_id, later=False)
    return case


def case_of_mine(tx: Transaction, actor: Actor, number: str, action: str = "comment") -> tuple[Case, PostHeld]:
    """An open case, locked, and the post by which the actor speaks for one of its parties."""
    locked = lock_case(tx, number)
    if locked is None or not may_read_case(actor, locked.case):
        raise NotFound(number=number)
    if not locked.case.is_open:
        raise WrongState(number=number, state=locked.case.state, action=action)
    post = speaking_post(actor, locked.case)
    if post is None:
        raise NotPermitted(number=number, action=action)
    return locked.case, post


def speaking_post(actor: Actor, case: Case) -> PostHeld | None:
    """The post by which the actor speaks for one of the parties."""
    return next((post for post in actor.posts if _speaks_for_a_party(post, case.parties)), None)


def holder_of(case: Case) -> CaseParty | None:
    """The party whose move it is."""
    return next((row for row in case.parties if row.party == case.holder_party), None)


def may_nudge(case: Case, post: PostHeld | None) -> bool:
    """Whether the post speaks for somebody else than whoever has to act, and there is somebody to remind."""
    holder = holder_of(case) if case.is_open else None
    if post is None or holder is None or holder.desk_id is None:
        return False
    return holder.desk_id != post.organization_id


def nudged_at(tx: Transaction, case: Case, post: PostHeld) -> datetime | None:
    """When this post's organization nudged on this working day; from then on it waits for the next one."""
    return nudged_since(tx, case, post.organization_id, _last_working_day(tx))


def _speaks_for_a_party(post: PostHeld, rows: list[CaseParty]) -> bool:
    units = {row.organization_id for row in rows if row.may_read} | {row.desk_id for row in rows if row.may_read}
    return post.role in CASE_WORKERS and post.organization_id in units


def _add_line(tx: Transaction, case: Case, actor: Actor, post: PostHeld, action: str, text: str) -> None:
    private = {"comment": text} if text else {}
    record(tx, case, Entry(action, case.state, case.state, actor, post, private=private))
    tx.session.flush()


def _last_working_day(tx: Transaction) -> date:
    calendar = tx.working_days()
    return tx.today if calendar.is_working(tx.today) else calendar.before(tx.today, 1)
