"""Proposals for the full names of Party organizations; an officer confirms one before a letter is printed with it."""

from __future__ import annotations

import re

_PARTY = re.compile(r"中共|中国共产党|党委|党工委|党支部|党总支|党组织")


def from_name(name: str) -> str | None:
    """A name that already is a Party organization's."""
    return name if _PARTY.search(name) else None


def from_place(kind: str, place: str) -> str | None:
    """The committee of a place, by the place's full name: 中共重庆市大渡口区新山村街道工作委员会.

    What a community or a village has (a committee, a general branch or a branch) its name does not tell.
    """
    endings = {"department": "委组织部", "street_committee": "工作委员会", "town_committee": "委员会"}
    return f"中共{place}{endings[kind]}" if kind in endings else None
