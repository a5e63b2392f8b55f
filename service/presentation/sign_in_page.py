"""The page on which one signs in; a demonstration lists who can be tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service.db import Transaction
from service.installation import get_setting, kind_of

DEMO_SETTING = "demo_sign_ins"
"""What a demonstration leaves in its settings: name, password and who it is, for each person that can be tried."""


@dataclass(frozen=True)
class LoginPage:
    """As `auth/login.html` reads it."""

    form_url: str
    name: str = ""
    error: str = ""
    locked_text: str = ""
    next_url: str = ""
    kept: str = ""


def demo_sign_ins(tx: Transaction) -> Sequence[dict[str, Any]]:
    """The people of a demonstration; nobody anywhere else."""
    return get_setting(tx, DEMO_SETTING, []) if kind_of(tx) == "demo" else []
