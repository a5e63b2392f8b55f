"""The settings of a process, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """`home` holds the embedded database and the keys."""

    home: Path
    database_url: str
    base_url: str
    smtp_url: str | None
    key_file: Path
    locale: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Config:
        """Settings from TRANSFER_DESK_* with their defaults."""
        home = Path(environment.get("TRANSFER_DESK_HOME", "var")).absolute()
        return cls(
            home=home,
            database_url=environment.get("TRANSFER_DESK_DATABASE_URL") or f"sqlite:///{home / 'transfer-desk.sqlite'}",
            base_url=environment.get("TRANSFER_DESK_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            smtp_url=environment.get("TRANSFER_DESK_SMTP_URL"),
            key_file=Path(environment.get("TRANSFER_DESK_KEY_FILE") or home / "keys.json"),
            locale=environment.get("TRANSFER_DESK_LOCALE", "zh_Hans"),
        )
