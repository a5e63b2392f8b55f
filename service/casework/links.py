"""Cases that have to do with each other: a later one follows from an earlier one, or settles it. Both say so."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.orm.attributes import set_committed_value

from service.casework.record import Entry, record
from service.db import Transaction
from service.models import Case, CaseLink
from service.models.case_link import OPPOSITE
from service.permissions import Actor, PostHeld


def link_rows(tx: Transaction, later: Case, earlier: Case, kind: str) -> None:
    """From now on both cases say it. A step of each is to name the other in its line."""
    pairs = ((later, earlier, kind), (earlier, later, OPPOSITE[kind]))
    rows = [{"case_id": one.id, "other_id": other.id, "kind": said, "at": tx.now} for one, other, said in pairs]
    tx.session.execute(insert(CaseLink), rows)
    for (one, other, _), row in zip(pairs, rows, strict=True):
        link = CaseLink(**row)
        set_committed_value(link, "other", other)
        set_committed_value(one, "links", [*one.links, link])


def note_link(tx: Transaction, earlier: Case, later: Case, kind: str, actor: Actor, post: PostHeld | None) -> None:
    """The line of the earlier case that names the later one; pages opened before are out of date."""
    details = {OPPOSITE[kind]: later.number}
    record(tx, earlier, Entry("link", earlier.state, earlier.state, actor, post, details=details))
    earlier.version += 1
    earlier.undo = None
    tx.session.flush()
