"""The hash chain of a case's history: canonical JSON, and what each line's hash covers."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

ALGORITHM = "sha256"


def canonical(body: dict[str, Any]) -> str:
    """One spelling per content: sorted keys, no spaces, NFC, no floats."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text)


def line_hash(case_number: str, seq: int, previous_hash: str, body: str) -> str:
    """The hash of a line: bound to its case, its place and the line before."""
    parts = (ALGORITHM, case_number, str(seq), previous_hash, body)
    return hashlib.sha256(b"\x00" + "\x00".join(parts).encode()).hexdigest()


def instant(at: datetime) -> str:
    """UTC with microseconds, as the lines write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
