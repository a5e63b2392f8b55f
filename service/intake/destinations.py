"""The unit that a roster means as the place to go to: anywhere, not only in the uploader's reach."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement

from service.intake.unit_names import Meaning, UnitNames
from service.models import Organization
from service.queries.organizations import is_below
from workflows.roles import MEMBER_KINDS
from workflows.vocabulary import Refusal

FIELD = "receiving_code"


@dataclass
class Destinations(UnitNames):
    """Looks up where people go, by code or name; what is asked or refused is about that column."""

    kinds: frozenset[str] = MEMBER_KINDS

    def meaning_of(self, text: str | None) -> Meaning:
        """What the cell means; an empty one means the unit that the whole batch goes to, or is asked for."""
        if not text and self.default is None:
            return Meaning(question=Refusal("destination_missing", {}, FIELD))
        found = super().meaning_of(text)
        return Meaning(found.organization, _about(found.refusal), _about(found.question))

    def _judged(self, unit: Organization) -> Meaning:
        if unit.kind in self.kinds and unit.is_valid_on(self.tx.today):
            return Meaning(unit)
        return Meaning(refusal=Refusal("takes_no_members", {"code": unit.code}, FIELD))

    def _within_reach(self) -> ColumnElement[bool]:
        return is_below("/")


def _about(refusal: Refusal | None) -> Refusal | None:
    if refusal is not None and refusal.code == "unknown_organization":
        return Refusal(refusal.code, {"destination": refusal.values["name"]}, FIELD)
    return replace(refusal, field=FIELD) if refusal else None
