"""Who may act for a party: the roles that posts give, and which of them speak for which party."""

from enum import StrEnum

from workflows.parties import UNITS_THEMSELVES, Party


class Role(StrEnum):
    """What a post lets a person do at its organization."""

    BRANCH_SECRETARY = "branch_secretary"
    COMMITTEE_OFFICER = "committee_officer"
    DEPARTMENT_OFFICER = "department_officer"
    TRACKING_STAFF = "tracking_staff"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


COMMITTEE_KINDS = frozenset({"street_committee", "town_committee", "base_committee", "community", "village"})
MEMBER_KINDS = frozenset({"branch", "general_branch", "community", "village", "base_committee", "external"})
ISSUING_KINDS = frozenset({"street_committee", "town_committee", "base_committee", "department", "external"})
PLACEMENT_KINDS = frozenset({"general_branch", "branch", "group"})
STREET_KINDS = frozenset({"street_committee", "town_committee", "base_committee"})

_COMMITTEE_PARTIES = frozenset({Party.OUTFLOW_COMMITTEE, Party.STREET})
_ANY_KIND = frozenset({Party.KEEPER, Party.ASKED})
_DEPARTMENT_PARTIES = frozenset({Party.DEPARTMENT, Party.OUTFLOW_DEPARTMENT})


def roles_for(party: Party, kind: str, *, tracked: bool = False) -> frozenset[Role]:
    """The roles that act for `party` at a unit of this kind; a unit that is a committee may act by its officer.

    Where a party is `tracked`, tracking staff act for it too.
    """
    if tracked:
        return roles_for(party, kind) | {Role.TRACKING_STAFF}
    if party in _DEPARTMENT_PARTIES:
        return frozenset({Role.DEPARTMENT_OFFICER})
    if party in _COMMITTEE_PARTIES or (party in _ANY_KIND and kind == "department"):
        # A department or an employer's committee under it may stand as street or issuing committee.
        return frozenset({Role.DEPARTMENT_OFFICER} if kind == "department" else {Role.COMMITTEE_OFFICER})
    if party in UNITS_THEMSELVES and kind in COMMITTEE_KINDS:
        return frozenset({Role.BRANCH_SECRETARY, Role.COMMITTEE_OFFICER})
    return frozenset({Role.BRANCH_SECRETARY}) if party in UNITS_THEMSELVES else frozenset()
