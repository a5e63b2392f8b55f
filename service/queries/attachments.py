"""The files of a case, each with the line of the history that tells who added it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from service.db import Transaction
from service.models import Case, HistoryLine, HistoryText, StoredFile, User
from service.queries.history import open_text


@dataclass(frozen=True)
class Attachment:
    """`organization` and `on_behalf_of` bear the names of the day; `seq` is the line of the history."""

    id: str
    seq: int
    name: str
    media_type: str
    size: int
    commitment: str
    added_at: datetime
    added_by: Mapping[str, Any] | None
    organization_id: int | None
    organization: Mapping[str, str] | None
    on_behalf_of: Mapping[str, str] | None
    comment: str | None


def attachments_of(tx: Transaction, case: Case, limit: int, *, after: int = 0) -> list[Attachment]:
    """Those whose line comes after `after`, oldest first, without their content."""
    line_of_file = (HistoryLine.case_id == StoredFile.case_id) & (HistoryLine.seq == StoredFile.seq)
    rows = tx.session.execute(
        select(StoredFile, HistoryLine, HistoryText, User.display_name)
        .join(HistoryLine, line_of_file)
        .outerjoin(HistoryText, (HistoryText.case_id == HistoryLine.case_id) & (HistoryText.seq == HistoryLine.seq))
        .outerjoin(User, User.id == HistoryLine.actor_id)
        .where(StoredFile.case_id == case.id, StoredFile.seq > after)
        .order_by(StoredFile.seq)
        .limit(limit)
    )
    return [_attachment(tx, file, line, text, name) for file, line, text, name in rows]


def attachment_of(tx: Transaction, case: Case, file_id: str) -> StoredFile | None:
    """A file of this case, without its content."""
    query = select(StoredFile).where(StoredFile.id == file_id, StoredFile.case_id == case.id)
    return tx.session.scalar(query.where(StoredFile.purpose == "attachment"))


def count_attachments(tx: Transaction, case: Case) -> int:
    """How many there are."""
    mine = (StoredFile.case_id == case.id, StoredFile.purpose == "attachment")
    return tx.session.scalar(select(func.count()).select_from(StoredFile).where(*mine)) or 0


def _attachment(
    tx: Transaction, file: StoredFile, line: HistoryLine, text: HistoryText | None, name: str | None
) -> Attachment:
    body = json.loads(line.body)
    words = open_text(tx, text) if text else {}
    return Attachment(
        id=file.id,
        seq=line.seq,
        name=words.get("file_name", ""),
        media_type=file.media_type,
        size=file.size,
        commitment=file.commitment,
        added_at=line.at,
        added_by={"id": line.actor_id, "name": name} if line.actor_id else None,
        organization_id=line.organization_id,
        organization=body["organization"],
        on_behalf_of=body["on_behalf_of"],
        comment=words.get("comment"),
    )
