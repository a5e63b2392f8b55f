"""Long work that somebody asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select, tuple_

from service.db import Transaction
from service.models import Job, StoredFile
from service.permissions import Actor


def names_of_files(tx: Transaction, jobs: Iterable[Job]) -> dict[str, str]:
    """What the files are called that these jobs are about, by key; those that are forgotten are left out."""
    keys = {str(job.wanted["file"]) for job in jobs}
    files = tx.session.scalars(select(StoredFile).where(StoredFile.id.in_(keys)))
    return {
        file.id: tx.vault.unseal(file.name_sealed, table="stored_files", column="name", row=file.id) for file in files
    }


def jobs_of(tx: Transaction, actor: Actor, kinds: Collection[str], limit: int, *, after: str = "") -> Sequence[Job]:
    """One's own of these kinds, the newest first and from the one called `after` on."""
    query = select(Job).where(Job.user_id == actor.user_id, Job.kind.in_(sorted(kinds)))
    if after:
        since = select(Job.asked_at).where(Job.id == after, Job.user_id == actor.user_id).scalar_subquery()
        query = query.where(tuple_(Job.asked_at, Job.id) < tuple_(since, after))
    return tx.session.scalars(query.order_by(Job.asked_at.desc(), Job.id.desc()).limit(limit)).all()
