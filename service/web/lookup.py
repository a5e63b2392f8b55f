"""Fields that name an organization: what was typed is looked up, and what is found comes back to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.db import Transaction
from service.errors import ValidationFailed
from service.models import Organization
from service.presentation.form_fields import Option, organization_options
from service.queries.organizations import organizations_with_codes, search
from workflows.vocabulary import Refusal

FOUND_AT_MOST = 12


@dataclass(frozen=True)
class LookUp:
    """A field, and which organizations it may name."""

    name: str
    kinds: tuple[str, ...] = ()
    below: str = "/"


@dataclass
class Looked:
    """The codes that were chosen or were plain from what was typed, what was found, and what is still open."""

    codes: dict[str, str] = field(default_factory=dict)
    candidates: dict[str, Sequence[Option]] = field(default_factory=dict)
    unsure: list[Refusal] = field(default_factory=list)

    def require(self) -> None:
        """Raises ValidationFailed while it is not plain which organization is meant."""
        if self.unsure:
            raise ValidationFailed(self.unsure)


def look_up(tx: Transaction, typed: Mapping[str, str], wanted: Iterable[LookUp]) -> Looked:
    """Find what every field means. A code that was chosen counts, unless the field's own button asked to search."""
    looked = Looked()
    for one in wanted:
        query, code = typed.get(f"{one.name}_query", "").strip(), typed.get(one.name, "").strip()
        if query and (not code or typed.get("find") == one.name):
            _search(tx, looked, one, query)
        elif code:
            found = organizations_with_codes(tx, [code]).values()
            looked.codes[one.name] = code
            looked.candidates[one.name] = organization_options(found)
    return looked


def _search(tx: Transaction, looked: Looked, one: LookUp, query: str) -> None:
    found = search(tx, query, kinds=one.kinds, below=one.below, limit=FOUND_AT_MOST)
    looked.candidates[one.name] = organization_options(found)
    plain = _plain(found, query)
    if plain is not None:
        looked.codes[one.name] = plain.code
    else:
        code = "several_found" if found else "none_found"
        looked.unsure.append(Refusal(code, {"query": query}, one.name))


def _plain(found: Sequence[Organization], query: str) -> Organization | None:
    """The only one, or the only one that is called exactly so."""
    exact = [unit for unit in found if query in (unit.code, unit.name, unit.party_name, unit.short_name)]
    return exact[0] if len(exact) == 1 else found[0] if len(found) == 1 else None
