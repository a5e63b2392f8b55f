"""From rows to the facts that guards look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from service import clock
from service.models import Case, Organization
from workflows import workflow_of
from workflows.facts import CertificateFacts
from workflows.parties import MEMBER_SIDES
from workflows.vocabulary import Facts, Party

_SIDES = (Party.OUTFLOW, Party.RECEIVING)


def facts_of(
    case: Case, today: date, fields: Mapping[str, Any] | None = None, chosen: Organization | None = None
) -> Facts:
    """All that decides about one step of this case."""
    kept = case.particulars
    return Facts(
        state=case.state,
        today=today,
        parties={Party(row.party): row.organization.as_unit(today) for row in case.parties},
        opened_by=Party(case.opened_by_party),
        kind=case.kind,
        route=case.route,
        member=case.person.facts() if case.person else None,
        letter=case.letter.facts() if case.letter else None,
        certificate=_certificate(kept),
        left_on=_day(kept, "left_on"),
        back_on=_day(kept, "back_on"),
        fields=fields or {},
        online=bool(kept.get("online")),
        ordered=bool(kept.get("ordered")),
        refused_by=_party(kept, "refused_by"),
        paused_by=_party(kept, "paused_by"),
        affiliation_at=side_of_affiliation(case) or _party(kept, "affiliation_at"),
        accepted_on=case.accepted_on,
        closed_on=case.closed_on,
        member_moved_on=_has_moved_on(case),
        origin_valid=_origin_is_valid(case, today),
        chosen_unit=chosen.as_unit(today) if chosen else None,
        opened_on=clock.day_of(case.opened_at),
        tries=tuple(kept.get("tries", ())),
        settled_by=settled_by(case),
    )


def side_of_affiliation(case: Case) -> Party | None:
    """The side at or below which the member belongs today, the nearer one; None for somebody who belongs to neither."""
    unit = case.affiliation
    if unit is None:
        return None
    sides = [row for row in case.parties if row.party in _SIDES and unit.is_at_or_below(row.organization)]
    nearest = max(sides, key=lambda row: len(row.organization.path), default=None)
    return Party(nearest.party) if nearest else None


def settled_by(case: Case) -> str:
    """What shows that the member has a place: the case that led there, else an answer or that nothing is missing."""
    links = (link for link in case.links if link.kind == "settled_by")
    standing = (link.other.number for link in links if _has_led_there(link.other))
    return next(standing, "") or str(case.particulars.get("settlement") or "")


def _has_led_there(other: Case) -> bool:
    return other.state in workflow_of(other.workflow, other.workflow_version).definition.settling


def _certificate(kept: Mapping[str, Any]) -> CertificateFacts | None:
    shown = kept.get("certificate")
    if not shown:
        return None
    issued_on, valid_until = (date.fromisoformat(shown[name]) for name in ("issued_on", "valid_until"))
    return CertificateFacts(shown["number"], issued_on, valid_until, shown["status"])


def _day(kept: Mapping[str, Any], name: str) -> date | None:
    value = kept.get(name)
    return date.fromisoformat(value) if value else None


def _party(kept: Mapping[str, Any], name: str) -> Party | None:
    value = kept.get(name)
    return Party(value) if value else None


def _has_moved_on(case: Case) -> bool:
    """After the end, the member is no longer where this case placed them."""
    placed = case.particulars.get("placed_id")
    return case.state == "closed" and placed is not None and (case.affiliation is None or case.affiliation.id != placed)


def _origin_is_valid(case: Case, today: date) -> bool:
    origin = next((row.organization for row in case.parties if row.party in MEMBER_SIDES), None)
    return origin is None or origin.is_valid_on(today) or origin.successor_id is not None
