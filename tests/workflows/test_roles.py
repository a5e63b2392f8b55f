"""Who may act for a party, at a unit of each kind, and what that leaves for everybody else."""

import pytest

from tests.workflows.builders import facts
from workflows import NEWEST
from workflows.roles import Role, roles_for
from workflows.vocabulary import Party

SECRETARY, OFFICER, DEPARTMENT = Role.BRANCH_SECRETARY, Role.COMMITTEE_OFFICER, Role.DEPARTMENT_OFFICER

KINDS = (
    "province", "city", "department", "street_committee", "town_committee", "base_committee", "general_branch",
    "branch", "community", "village", "group", "talent_centre", "external",
)  # fmt: skip

SPEAKERS = {
    # kind of the unit: for outflow and receiving, for outflow_committee and street
    "branch": ({SECRETARY}, {OFFICER}),
    "general_branch": ({SECRETARY}, {OFFICER}),
    "group": ({SECRETARY}, {OFFICER}),
    "talent_centre": ({SECRETARY}, {OFFICER}),
    "external": ({SECRETARY}, {OFFICER}),
    "province": ({SECRETARY}, {OFFICER}),
    "city": ({SECRETARY}, {OFFICER}),
    "department": ({SECRETARY}, {DEPARTMENT}),
    "community": ({SECRETARY, OFFICER}, {OFFICER}),
    "village": ({SECRETARY, OFFICER}, {OFFICER}),
    "base_committee": ({SECRETARY, OFFICER}, {OFFICER}),
    "street_committee": ({SECRETARY, OFFICER}, {OFFICER}),
    "town_committee": ({SECRETARY, OFFICER}, {OFFICER}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_party_is_spoken_for_by_the_posts_of_the_law(kind):
    own, committee = SPEAKERS[kind]
    assert roles_for(Party.OUTFLOW, kind) == roles_for(Party.RECEIVING, kind) == own
    assert roles_for(Party.OUTFLOW_COMMITTEE, kind) == roles_for(Party.STREET, kind) == committee
    assert roles_for(Party.DEPARTMENT, kind) == roles_for(Party.OUTFLOW_DEPARTMENT, kind) == {DEPARTMENT}


@pytest.mark.parametrize("kind", KINDS)
def test_no_post_speaks_for_the_clock(kind):
    assert roles_for(Party.CLOCK, kind) == frozenset()


def parties_of(role: Role) -> frozenset[Party]:
    """The parties of the ordinary case for which a post at every one of its units would speak."""
    return frozenset(party for party, unit in facts().parties.items() if role in roles_for(party, unit.kind))


TAKEN = {
    # role: what it can take in one state, if it holds the post at every unit of the case
    (SECRETARY, "draft"): {"edit", "submit", "withdraw"},
    (OFFICER, "draft"): {"edit", "void"},
    (DEPARTMENT, "draft"): {"void"},
    (SECRETARY, "outflow_review"): {"withdraw"},
    (OFFICER, "outflow_review"): {"release", "issue_letter", "send_back", "refuse", "void"},
    (SECRETARY, "street_review"): {"withdraw"},
    (OFFICER, "street_review"): {"check_file", "accept", "send_back", "refuse", "void"},
    (SECRETARY, "placement"): {"place"},
    (OFFICER, "placement"): {"place", "redirect"},
    (DEPARTMENT, "placement"): {"void"},
    (DEPARTMENT, "refused"): {"order_acceptance", "uphold_refusal", "void"},
    (SECRETARY, "closed"): set(),
    (OFFICER, "closed"): set(),
    (DEPARTMENT, "closed"): {"revoke"},
}


@pytest.mark.parametrize(("role", "state"), TAKEN)
def test_a_post_takes_the_actions_of_its_parties_and_no_other(role, state):
    available = NEWEST["transfer"].available(facts(state), parties_of(role))
    assert {action.name for action in available} == TAKEN[role, state]


@pytest.mark.parametrize("role", [Role.TRACKING_STAFF, Role.AUDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("workflow", NEWEST.values(), ids=lambda workflow: workflow.name)
def test_whoever_only_follows_reads_or_administers_takes_no_step(workflow, role):
    assert parties_of(role) == frozenset()
    for state in ("new", *workflow.states):
        assert workflow.available(facts(state), parties_of(role)) == ()
