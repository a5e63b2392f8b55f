"""当事方: the roles that organizations have in a case, and how a workflow says who stands in each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Party(StrEnum):
    """当事方: the role an organization has in one case."""

    OUTFLOW = "outflow"
    OUTFLOW_COMMITTEE = "outflow_committee"
    STREET = "street"
    RECEIVING = "receiving"
    HOME = "home"
    HOST = "host"
    DEPARTMENT = "department"
    OUTFLOW_DEPARTMENT = "outflow_department"
    KEEPER = "keeper"
    ASKED = "asked"
    COMMUNITY = "community"
    CLOCK = "clock"


MEMBER_SIDES = frozenset({Party.OUTFLOW, Party.HOME, Party.KEEPER})
"""The unit to which the member belongs, or that answers for the member, when a case begins."""
OTHER_SIDES = frozenset({Party.RECEIVING, Party.HOST})
"""The unit a case leads to, or where the member takes part."""
SENDING_PARTIES = frozenset({Party.OUTFLOW, Party.HOME, Party.OUTFLOW_COMMITTEE, Party.OUTFLOW_DEPARTMENT})
RECEIVING_PARTIES = OTHER_SIDES | {Party.STREET, Party.DEPARTMENT}
UNITS_THEMSELVES = MEMBER_SIDES | OTHER_SIDES | {Party.ASKED, Party.COMMUNITY}
"""Those that are neither a committee nor a department by their role."""


def opposite_parties(party: Party) -> frozenset[Party]:
    """The units across from a party. A department is above both sides: it is nobody's opposite."""
    other = RECEIVING_PARTIES if party in SENDING_PARTIES else SENDING_PARTIES
    return other - {Party.DEPARTMENT, Party.OUTFLOW_DEPARTMENT}


@dataclass(frozen=True)
class Stand:
    """Who stands as a party, found from one of the two units that a case runs between.

    `itself` is that unit, `issuing` the nearest at or above it that may issue letters, `street_above` the first
    street, town or base committee strictly above it, `street` the first at or above it; where there is none, the unit
    itself. `department` is the nearest department above that side's committee.
    """

    party: Party
    side: Literal["origin", "destination"]
    rule: Literal["itself", "issuing", "street_above", "street", "department"]


TWO_SIDES = (
    Stand(Party.OUTFLOW, "origin", "itself"),
    Stand(Party.OUTFLOW_COMMITTEE, "origin", "issuing"),
    Stand(Party.STREET, "destination", "street_above"),
    Stand(Party.RECEIVING, "destination", "itself"),
    Stand(Party.DEPARTMENT, "destination", "department"),
    Stand(Party.OUTFLOW_DEPARTMENT, "origin", "department"),
)
"""From one organization to another: each side with its committee and the department above it."""

ONE_KEEPER = (
    Stand(Party.KEEPER, "origin", "itself"),
    Stand(Party.STREET, "origin", "street"),
    Stand(Party.DEPARTMENT, "origin", "department"),
)
"""About a person who belongs nowhere for certain: the unit that answers for them, and those above it."""

ONE_UNIT = (
    Stand(Party.COMMUNITY, "origin", "itself"),
    Stand(Party.STREET, "origin", "street_above"),
    Stand(Party.DEPARTMENT, "origin", "department"),
)
"""About a unit itself: what it reports goes to the street above it, and on to the department."""
