"""联席会议: what was agreed about a blocked case is written into it, where every party reads it."""

from __future__ import annotations

from service.casework.speak import COMMENT_MAX, add_comment
from service.db import Transaction
from service.errors import ValidationFailed
from service.models import Case
from service.permissions import Actor
from service.queries.conference import AGREED
from workflows.vocabulary import Refusal

AGREED_MAX = COMMENT_MAX - len(AGREED)


def agree(tx: Transaction, actor: Actor, number: str, words: str) -> Case:
    """By whoever speaks for one of the parties. It decides nothing by itself and raises no version."""
    text = words.strip()
    if not text or len(text) > AGREED_MAX:
        raise ValidationFailed([Refusal("required" if not text else "too_long", {"max": AGREED_MAX}, "agreed")])
    return add_comment(tx, actor, number, f"{AGREED}{text}")
