"""Whom or what a case is about, as lists and heads show it: beside the name, what kind, and from where to where."""

from __future__ import annotations

from collections.abc import Container

from flask_babel import gettext as _

from service.models import Case, CaseParty
from service.presentation.dual_entries import quarter_label
from workflows.codes import MEMBER_STATUSES
from workflows.parties import MEMBER_SIDES, OTHER_SIDES, Party


def kind_of(case: Case) -> str:
    """What kind of member it is; of a unit, which quarter it reports."""
    return _(MEMBER_STATUSES[case.person.member_status]) if case.person else quarter_label(case.quarter or "")


def unit_name(case: Case, parties: Container[str]) -> str:
    """The short name of the first of these parties that the case has, as lists show it."""
    row = party_row(case, parties)
    return row.organization.name if row else ""


def ends_of(case: Case) -> tuple[str, str]:
    """From where to where, by short names; a report goes from its unit to the street."""
    if case.quarter is not None:
        return unit_name(case, {Party.COMMUNITY}), unit_name(case, {Party.STREET})
    return unit_name(case, MEMBER_SIDES), unit_name(case, OTHER_SIDES)


def party_row(case: Case, parties: Container[str]) -> CaseParty | None:
    """The organization that is one of these parties."""
    return next((row for row in case.parties if row.party in parties), None)
