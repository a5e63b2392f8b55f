"""Files: kept encrypted beside everything else, so that one backup has them all, and forgotten after a time."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import undefer

from service.db import Transaction
from service.models import ImportRow, RosterImport, StoredFile

RESULT_KEPT_FOR = timedelta(days=7)
UPLOAD_KEPT_FOR = timedelta(days=30)
NAME_LENGTH = 120
_NO_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]+')
_AT_ONCE = 50


@dataclass(frozen=True)
class NewFile:
    """A file as it comes in: what its maker calls it, what it is, and its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class OpenedFile:
    """A kept file, decrypted; `commitment` is another for any other content; what was only just made has none."""

    id: str
    name: str
    media_type: str
    content: bytes
    commitment: str = ""


def keep_file(tx: Transaction, new: NewFile, purpose: str, **owner: Any) -> StoredFile:
    """Keep a file; `owner` may give `owner_id`, `case_id` with `seq`, and `expires_at`."""
    key = uuid.uuid4().hex
    place = {"table": "stored_files", "row": key}
    file = StoredFile(
        id=key,
        purpose=purpose,
        name_sealed=tx.vault.seal(file_name(new.name), column="name", **place),
        media_type=new.media_type,
        size=len(new.content),
        commitment=tx.vault.commitment_of(new.content),
        content_sealed=tx.vault.seal_bytes(new.content, column="content", **place),
        created_at=tx.now,
        **owner,
    )
    tx.session.add(file)
    tx.session.flush()
    return file


def open_file(tx: Transaction, file_id: str) -> OpenedFile | None:
    """A kept file with its content; whoever asks has been asked for permission already."""
    query = select(StoredFile).where(StoredFile.id == file_id).options(undefer(StoredFile.content_sealed))
    file = tx.session.scalar(query)
    if file is None:
        return None
    content = tx.vault.unseal_bytes(file.content_sealed, table="stored_files", column="content", row=file.id)
    return OpenedFile(file.id, name_of(tx, file), file.media_type, content, file.commitment)


def name_of(tx: Transaction, file: StoredFile) -> str:
    """What its maker called it."""
    return tx.vault.unseal(file.name_sealed, table="stored_files", column="name", row=file.id)


def file_name(name: str) -> str:
    """A name that any system can save: no folders, no control characters, not too long."""
    clean = _NO_NAME.sub(" ", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    path = PurePosixPath(clean or "file")
    return path.stem[: NAME_LENGTH - len(path.suffix)] + path.suffix[:NAME_LENGTH]


def forget_files(tx: Transaction) -> None:
    """Let go of files whose time is up, and of what was said about their rows; what was made of them stays."""
    over = select(StoredFile.id).where(StoredFile.expires_at < tx.now).order_by(StoredFile.expires_at).limit(_AT_ONCE)
    keys = tx.session.scalars(over).all()
    if keys:
        imports = select(RosterImport.id).where(RosterImport.file_id.in_(keys))
        tx.session.execute(update(RosterImport).where(RosterImport.file_id.in_(keys)).values(questions_sealed=None))
        tx.session.execute(delete(ImportRow).where(ImportRow.import_id.in_(imports)))
        tx.session.execute(delete(StoredFile).where(StoredFile.id.in_(keys)))
