"""What looks odd in a person's row and keeps nobody from accepting it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from service import identity

_OF_AGE = 18
_PAST = ("birth_date", "joined_on", "converted_on", "last_activity_on", "graduated_on", "discharged_on")


def doubts(values: Mapping[str, Any], today: date) -> Iterator[str]:
    """The codes of what a careful reader would look at twice."""
    number = values.get("id_number")
    born = identity.birth_date_of(number) if number else None
    if born is not None and not born.isoformat().startswith(values.get("birth_date") or ""):
        yield "birth_date_differs_from_id_number"
    if number and values.get("sex") not in (None, identity.sex_of(number)):
        yield "sex_differs_from_id_number"
    joined, converted = values.get("joined_on"), values.get("converted_on")
    if born is not None and joined and int(joined[:4]) - born.year < _OF_AGE:
        yield "joined_before_eighteen"
    if joined and converted and converted < joined[: len(converted)]:
        yield "converted_before_joined"
    if converted and values.get("member_status") == "probationary":
        yield "probationary_though_converted"
    if any((values.get(name) or "") > today.isoformat() for name in _PAST):
        yield "date_in_the_future"
