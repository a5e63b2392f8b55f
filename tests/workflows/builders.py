"""Facts of an ordinary case in which every guard is content; each test changes what it is about."""

from dataclasses import replace
from datetime import date
from typing import Any

from workflows.facts import CertificateFacts
from workflows.vocabulary import Facts, LetterFacts, MemberFacts, Party, Unit

TODAY = date(2026, 11, 24)
ISSUED = date(2026, 11, 10)
EXPIRES = date(2026, 12, 10)

PARTIES = (Party.OUTFLOW, Party.OUTFLOW_COMMITTEE, Party.STREET, Party.RECEIVING, Party.DEPARTMENT)
ACTORS = (*PARTIES, Party.HOME, Party.HOST, Party.KEEPER, Party.ASKED, Party.COMMUNITY, Party.CLOCK)

MEMBER = MemberFacts(
    status="full", has_contact=True, dues_paid_through="2026-11", probation_ends_on=None, converted_on="2010-07-01",
)  # fmt: skip
LETTER = LetterFacts(
    number="〔2026〕第 0012 号", issued_on=ISSUED, expires_on=EXPIRES, first_issued_on=ISSUED, status="valid",
)  # fmt: skip


def unit(code: str, kind: str, path: str, **changed: Any) -> Unit:
    usual = Unit(code, kind, path, takes_members=True, may_issue_letters=False, external=kind == "external")
    return replace(usual, **changed)


UNITS = {
    Party.OUTFLOW: unit("V1", "branch", "/1/2/20/21/"),
    Party.OUTFLOW_COMMITTEE: unit("T1", "town_committee", "/1/2/20/", takes_members=False, may_issue_letters=True),
    Party.STREET: unit("S1", "street_committee", "/1/2/30/", takes_members=False, may_issue_letters=True),
    Party.RECEIVING: unit("C1", "community", "/1/2/30/31/"),
    Party.DEPARTMENT: unit("D1", "department", "/1/2/", takes_members=False, may_issue_letters=True),
}


def units(**changed: Unit) -> dict[Party, Unit]:
    """The five units of the ordinary case, some of them replaced, by the name of the party."""
    return UNITS | {Party(name): other for name, other in changed.items()}


KEPT = {
    Party.KEEPER: UNITS[Party.RECEIVING],
    Party.STREET: UNITS[Party.STREET],
    Party.DEPARTMENT: UNITS[Party.DEPARTMENT],
    Party.ASKED: UNITS[Party.OUTFLOW],
}
"""The units about a person who is followed up."""
AWAY_UNITS = {
    Party.HOME: UNITS[Party.OUTFLOW],
    Party.OUTFLOW_COMMITTEE: UNITS[Party.OUTFLOW_COMMITTEE],
    Party.STREET: UNITS[Party.STREET],
    Party.HOST: UNITS[Party.RECEIVING],
    Party.DEPARTMENT: UNITS[Party.DEPARTMENT],
}
"""Those of a member who is away."""
CERTIFICATE = CertificateFacts(
    number="HD-2026-0012", issued_on=ISSUED, valid_until=date(2027, 11, 10), status="valid",
)  # fmt: skip

OUTSIDE = unit("X1", "external", "/9/", may_issue_letters=True)
EXTERNAL_SENDER = units(outflow=OUTSIDE, outflow_committee=OUTSIDE)
EXTERNAL_RECEIVER = units(receiving=OUTSIDE, street=OUTSIDE)


def facts(state: str = "draft", **changed: Any) -> Facts:
    """The ordinary case in a state."""
    usual = Facts(
        state=state, today=TODAY, parties=UNITS, opened_by=Party.OUTFLOW, member=MEMBER, letter=LETTER,
        refused_by=Party.STREET, closed_on=date(2026, 11, 20), accepted_on=date(2026, 11, 16),
    )  # fmt: skip
    return replace(usual, **changed)
