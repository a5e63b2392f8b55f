"""Passwords: what they must be like, and their hashes."""

from __future__ import annotations

import os
import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.errors import ValidationFailed
from workflows.vocabulary import Refusal

SHORTEST, LONGEST = 12, 128
_ONE_TIME_BYTES = 12

hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
"""Tests put a cheap one here."""

# Each hash takes 64 MiB: more of them at once than processors gain nothing and could exhaust a small machine.
_turns = BoundedSemaphore(os.cpu_count() or 1)


def check(password: str, name: str) -> None:
    """Raises ValidationFailed for a password that is too short, too long, or the name."""
    refusal = _refusal(password, name)
    if refusal is not None:
        raise ValidationFailed([refusal])


def _refusal(password: str, name: str) -> Refusal | None:
    if len(password) < SHORTEST:
        return Refusal("password_too_short", {"min": SHORTEST}, "password")
    if len(password) > LONGEST:
        return Refusal("password_too_long", {"max": LONGEST}, "password")
    if password.strip().casefold() == name.casefold():
        return Refusal("password_is_name", {}, "password")
    return None


def hash_of(password: str) -> str:
    """What is kept of a password."""
    with _turns:
        return hasher.hash(_bytes(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether it is the password; where nothing is kept, the same work is done and the answer is no."""
    with _turns:
        try:
            hasher.verify(kept or _nobodys_hash(hasher), _bytes(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def one_time() -> str:
    """A password to hand over, which its owner must change."""
    return secrets.token_urlsafe(_ONE_TIME_BYTES)


@cache
def _nobodys_hash(costs: PasswordHasher) -> str:
    return costs.hash(secrets.token_bytes(32))


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
