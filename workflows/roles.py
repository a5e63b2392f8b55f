"""Who may act for a party: the roles that posts give, and which of them speak for which party."""

from enum import StrEnum

from workflows.parties import MEMBER_SIDES, OTHER_SIDES, Party


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

_BRANCH_PARTIES = MEMBER_SIDES | OTHER_SIDES
_COMMITTEE_PARTIES = frozenset({Party.OUTFLOW_COMMITTEE, Party.STREET})
_DEPARTMENT_PARTIES = frozenset({Party.DEPARTMENT, Party.OUTFLOW_DEPARTMENT})


def roles_for(party: Party, kind: str) -> frozenset[Role]:
    """The roles that act for `party` at a unit of this kind; a unit that is a committee may act by its officer."""
    if party in _DEPARTMENT_PARTIES:
        return frozenset({Role.DEPARTMENT_OFFICER})
    if party in _COMMITTEE_PARTIES:
        # A department or an employer's committee under it may stand as street or issuing committee.
        return frozenset({Role.DEPARTMENT_OFFICER} if kind == "department" else {Role.COMMITTEE_OFFICER})
    if party in _BRANCH_PARTIES and kind in COMMITTEE_KINDS:
        return frozenset({Role.BRANCH_SECRETARY, Role.COMMITTEE_OFFICER})
    return frozenset({Role.BRANCH_SECRETARY}) if party in _BRANCH_PARTIES else frozenset()
