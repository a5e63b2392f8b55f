"""A change of an organization in one sentence, and which units it put into a case: read alike in both histories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from service.presentation.words import party_label
from workflows.codes import PARTIES


def title_of_change(kind: str, unit: str, other: str, *, undoes: bool = False) -> str:
    """What became of which unit, by the names of the day; `undoes` where it takes another change back."""
    if kind == "dissolve" and undoes:
        return _("恢复“%(unit)s”", unit=unit)
    titles = {
        "rename": lambda: _("“%(unit)s”改名", unit=unit),
        "recode": lambda: _("“%(unit)s”换代码", unit=unit),
        "move": lambda: _("“%(unit)s”调整上级", unit=unit),
        "merge": lambda: _("“%(unit)s”并入“%(other)s”", unit=unit, other=other),
        "split": lambda: _("从“%(unit)s”拆分出“%(other)s”", unit=unit, other=other),
        "dissolve": lambda: _("撤销“%(unit)s”", unit=unit),
    }
    return titles[kind]()


def title_in_case(details: Mapping[str, Any]) -> str:
    """The change that put another unit into a case; empty where somebody replaced a party by hand."""
    said = details.get("reorganized")
    return title_of_change(said["kind"], said["unit"]["name"], said["other"]["name"]) if said else ""


def replaced_units(details: Mapping[str, Any]) -> list[str]:
    """One line for each party that another unit stands for from then on."""
    said = details.get("reorganized") or {}
    names = {unit["code"]: unit["name"] for unit in (said.get("unit"), said.get("other")) if unit}
    names |= details.get("units", {})
    rows = [(party, details.get(f"{party}_before"), details.get(party)) for party in PARTIES]
    return [
        _("%(party)s：%(old)s → %(new)s", party=party_label(party), old=names.get(old, old), new=names.get(new, new))
        for party, old, new in rows
        if old and new and old != new
    ]
