"""A unit sets a limit for its own subtree: it counts for what starts from now on, and for open cases if it says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.casework.recount import Move, carry_out, moved_by_limit
from service.db import Transaction
from service.errors import NotFound, ValidationFailed
from service.messages import Word
from service.models import LimitChange, Organization, Setting
from service.permissions import Actor, may_set_limits, require
from service.queries.organizations import organization_with_code
from service.working_days import VERSION_SETTING
from workflows.lengths import SETTABLE, UNITS, Settable
from workflows.vocabulary import Refusal


def set_limit(tx: Transaction, actor: Actor, code: str, key: tuple[str, str], values: Mapping[str, Any]) -> LimitChange:
    """The line that says who set the limit `key` (workflow, name) below the organization, how long and why.

    With `open_cases` the clocks that run already are counted by it too. Raises ValidationFailed for a length above the
    maximum, naming the rule, and for what is in force already.
    """
    unit, length = _settable_unit(tx, actor, code, key, values), values.get("length")
    version = _raise_version(tx)
    if tx.limits(version - 1).own.get((unit.id, *key)) == length:
        raise ValidationFailed([Refusal("nothing_changes", {}, "length")])
    change = LimitChange(
        at=tx.now, user_id=actor.user_id, organization_id=unit.id, workflow=key[0], name=key[1], length=length,
        basis=values["basis"], moved=0,
    )  # fmt: skip
    if values.get("open_cases"):
        limits = tx.limits(version - 1).with_own(unit, key, length)
        change.moved = carry_out(tx, moved_by_limit(tx, unit, key, limits, lock=True), tx.working_days())
    tx.session.add(change)
    tx.session.flush()
    return change


def foresee_limit(
    tx: Transaction, actor: Actor, code: str, key: tuple[str, str], values: Mapping[str, Any]
) -> list[Move]:
    """Which open cases would get another due day; nothing is written. Raises what `set_limit` does."""
    unit = _settable_unit(tx, actor, code, key, values)
    return moved_by_limit(tx, unit, key, tx.limits().with_own(unit, key, values.get("length")))


def _settable_unit(
    tx: Transaction, actor: Actor, code: str, key: tuple[str, str], values: Mapping[str, Any]
) -> Organization:
    unit = organization_with_code(tx, code)
    settable = SETTABLE.get(key)
    if settable is None:
        raise NotFound(workflow=key[0], name=key[1])
    require(may_set_limits(actor, unit.path), organization=code)
    _require_legal(settable, values.get("length"))
    return unit


def _require_legal(settable: Settable, length: int | None) -> None:
    if length is not None and not 1 <= length <= settable.maximum:
        values = {"max": settable.maximum, "unit": Word(UNITS[settable.default.unit]), "rule": Word(settable.rule)}
        raise ValidationFailed([Refusal("limit_over_max", values, "length")])


def _raise_version(tx: Transaction) -> int:
    """Two who set limits at once take turns by this row; every process reads the limits again after it."""
    setting = tx.session.get_one(Setting, VERSION_SETTING, with_for_update=True)
    setting.value = int(setting.value) + 1
    return int(setting.value)
