"""The tree as it would be after a file: what the file says over what the database has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.casework.organization_files import ends
from service.db import Transaction
from service.intake.organization_lines import Line
from service.models import Organization
from service.models.organization import OWN_SCHEME
from service.permissions import Actor, may_write_organization
from service.queries.former_names import codes_once
from service.queries.organizations import organizations_by_id, organizations_with_codes, uncoded_below
from workflows.vocabulary import Refusal

_REFERENCES = ("parent_code", "successor_code")
_PLACES = (*_REFERENCES, "code", "code_scheme")


@dataclass(frozen=True)
class FutureTree:
    """`lines` are the file's rows by code (the first of each), `known` the organizations there are, by code.

    `once` are those that had a code before, `uncoded` those without an official one, by parent and name.
    """

    lines: Mapping[str, Line]
    known: Mapping[str, Organization]
    by_id: Mapping[int, Organization]
    once: Mapping[str, Organization]
    uncoded: Mapping[tuple[int, str], Organization]
    today: date

    @classmethod
    def of(cls, tx: Transaction, lines: Sequence[Line]) -> FutureTree:
        """With every organization that the file names, and everything above those."""
        codes = {line.code for line in lines}
        codes |= {line.values[name] for line in lines for name in _REFERENCES if line.values.get(name)}
        named = organizations_with_codes(tx, codes)
        above = organizations_by_id(tx, {key for unit in named.values() for key in unit.ancestor_ids})
        by_id = above | {unit.id: unit for unit in named.values()}
        rows, known = {line.code: line for line in reversed(lines)}, {unit.code: unit for unit in by_id.values()}
        new = [line for line in lines if line.code not in known]
        parents = {known[line.values["parent_code"]].id for line in new if line.values.get("parent_code") in known}
        uncoded = {(unit.parent_id or 0, unit.name): unit for unit in uncoded_below(tx, parents)}
        return cls(rows, known, by_id, codes_once(tx, codes - set(known)), uncoded, tx.today)

    def repeated(self, line: Line) -> Refusal | None:
        """The code stands in an earlier row too."""
        first = self.lines[line.code]
        return None if first is line else Refusal("duplicate_code", {"code": line.code, "row": first.number}, "code")

    def other_scheme(self, line: Line) -> Refusal | None:
        """The code is known, but as another scheme's: it may mean another place."""
        known = self.known.get(line.code)
        if known is None or known.code_scheme == (line.values.get("code_scheme") or OWN_SCHEME):
            return None
        return Refusal("code_of_other_scheme", {"code": line.code, "scheme": known.code_scheme}, "code")

    def unknown_parent(self, line: Line) -> Refusal | None:
        """The parent is neither in the file nor on record."""
        return self._unknown(line, "parent_code", "unknown_parent")

    def unknown_successor(self, line: Line) -> Refusal | None:
        """The successor is neither in the file nor on record."""
        return self._unknown(line, "successor_code", "unknown_organization")

    def in_a_circle(self, line: Line) -> Refusal | None:
        """Going up from the row leads back to it."""
        return Refusal("circle", {"code": line.code}, "parent_code") if line.code in self._above(line.code) else None

    def other_side(self, line: Line) -> Refusal | None:
        """A unit inside does not become one outside, nor the other way."""
        known = self.known.get(line.code)
        if known is None or known.external == (line.values["kind"] == "external"):
            return None
        return Refusal("kind_is_fixed", {"kind": known.kind}, "kind")

    def ends_early(self, line: Line) -> Refusal | None:
        """It would end before it begins."""
        known = self.known.get(line.code)
        begins, ends = (line.values.get(name, getattr(known, name, None)) for name in ("valid_from", "valid_to"))
        return Refusal("ends_before_it_begins", {}, "valid_to") if begins and ends and begins > ends else None

    def ends(self, line: Line) -> bool:
        """The row ends a unit that is there."""
        known = self.known.get(line.code)
        return known is not None and ends(known, line)

    def known_by_another_code(self, line: Line) -> Refusal | None:
        """The code was replaced; what has it now is not made a second time."""
        now = self.once.get(line.code)
        return Refusal("no_longer_known", {"code": line.code, "now": now.code}, "code") if now is not None else None

    def under_what_has_ended(self, line: Line) -> Refusal | None:
        """The file would hang it below a unit that is no more."""
        parent = self.known.get(line.values.get("parent_code", ""))
        if parent is None or parent.valid_to is None or parent.valid_to >= self.today:
            return None
        gone = self.known.get(line.code)
        if gone is not None and (gone.has_gone_up or gone.parent_id == parent.id):
            return None
        return Refusal("unit_has_ended", {"code": parent.code, "name": parent.name}, "parent_code")

    def provisional(self, line: Line) -> Refusal | None:
        """Somebody made it by hand before it had this code; codes of two schemes are not joined by their names."""
        parent = self.known.get(line.values.get("parent_code", ""))
        same = self.uncoded.get((parent.id, line.values["name"])) if parent is not None else None
        if line.code in self.known or same is None or line.values.get("code_scheme", OWN_SCHEME) == OWN_SCHEME:
            return None
        return Refusal("has_provisional_code", {"name": same.name, "code": same.code}, "code")

    def may_write(self, actor: Actor, line: Line) -> bool:
        """Where it is now, and where the file puts it."""
        known = self.known.get(line.code)
        kind = line.values["kind"]
        if known is not None and self.action_of(line) == "unchanged":
            return True
        if known is not None and not may_write_organization(actor, known.path, kind):
            return False
        return may_write_organization(actor, self._path(line.code), kind)

    def action_of(self, line: Line) -> str:
        """Whether the row makes an organization, changes one, or says what is on record already."""
        known = self.known.get(line.code)
        if known is None:
            return "created"
        return "updated" if self._changes(known, line) else "unchanged"

    def name_of(self, code: str) -> str:
        """What the unit with this code will be called."""
        line, known = self.lines.get(code), self.known.get(code)
        return known.title if known is not None else str(line.values.get("name", code)) if line is not None else code

    def levels(self) -> list[list[Line]]:
        """What the file changes, from the top down: no row hangs on another one of its level."""
        rows: dict[int, list[Line]] = {}
        for line in self.lines.values():
            if self.action_of(line) != "unchanged":
                rows.setdefault(len(self._above(line.code)), []).append(line)
        return [rows[depth] for depth in sorted(rows)]

    def _changes(self, known: Organization, line: Line) -> bool:
        differs = any(getattr(known, name) != value for name, value in line.values.items() if name not in _PLACES)
        proposes = bool(line.proposed) and not known.party_name_confirmed and known.party_name != line.proposed
        return differs or proposes or any(self._refers_elsewhere(known, name, line.values) for name in _REFERENCES)

    def _refers_elsewhere(self, known: Organization, name: str, values: Mapping[str, Any]) -> bool:
        if name not in values or (name == "parent_code" and known.has_gone_up):
            return False
        key = known.parent_id if name == "parent_code" else known.successor_id
        current = self.by_id.get(key) if key is not None else None
        return current is None or current.code != values[name]

    def _unknown(self, line: Line, field: str, refusal: str) -> Refusal | None:
        code = line.values.get(field)
        if not code or code in self.lines or code in self.known:
            return None
        return Refusal(refusal, {"code": code}, field)

    def _above(self, code: str) -> list[str]:
        """The codes above one, nearest first; it ends where a circle closes."""
        passed: list[str] = []
        parent = self._parent(code)
        while parent is not None and parent not in passed:
            passed.append(parent)
            parent = self._parent(parent)
        return passed

    def _parent(self, code: str) -> str | None:
        line, known = self.lines.get(code), self.known.get(code)
        if line is not None and line.values.get("parent_code"):
            return str(line.values["parent_code"])
        above = self.by_id.get(known.parent_id) if known is not None and known.parent_id is not None else None
        return above.code if above is not None else None

    def _path(self, code: str) -> str:
        """The path to be, with a 0 for every organization that has no key yet."""
        way = [code, *self._above(code)]
        keys = [self.known[each].id if each in self.known else 0 for each in reversed(way)]
        return "/" + "".join(f"{key}/" for key in keys)
