"""Who struck a person out of a batch and who put the person back, as it is shown beside the row."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from service.db import Transaction
from service.models import BatchStrike, User
from service.queries.batches import ReadBatchRow, row_key

TABLE = BatchStrike.__tablename__


@dataclass(frozen=True)
class Strike:
    """One of these steps: struck, with the reason, or restored."""

    kind: str
    at: datetime
    by: str
    reason: str


def strikes_of(tx: Transaction, batch_id: str, rows: Sequence[ReadBatchRow]) -> Mapping[int, list[Strike]]:
    """Those of these rows, the oldest first, in one statement.

    A roster that was read anew may have somebody else in the same row, to whom they do not belong.
    """
    names = {row.row: row.values.get("name") for row in rows}
    query = (
        select(BatchStrike, User.display_name)
        .join(User, User.id == BatchStrike.user_id)
        .where(BatchStrike.batch_id == batch_id, BatchStrike.row.in_(names))
        .order_by(BatchStrike.id)
    )
    found: dict[int, list[Strike]] = defaultdict(list)
    for line, by in tx.session.execute(query):
        words = json.loads(
            tx.vault.unseal(line.words_sealed, table=TABLE, column="words", row=row_key(batch_id, line.row))
        )
        if words["name"] == names[line.row]:
            found[line.row].append(Strike(line.kind, line.at, by, words["reason"]))
    return found
