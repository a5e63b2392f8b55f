"""Printing a letter: counted, in the history, and the reason asked from the second time on."""

from __future__ import annotations

from collections.abc import Mapping

from service.casework.record import Entry, record
from service.db import Transaction
from service.errors import ActionRefused, NotFound, NotPermitted, ValidationFailed, WrongState
from service.models import Case, Letter, Organization
from service.papers import LetterPaper
from service.papers.letter import age_on
from service.papers.numerals import digit_by_digit, in_tens
from service.permissions import Actor, may_read_case, post_for
from service.queries.cases import lock_case
from service.queries.members import opened
from workflows.vocabulary import Party, Refusal

REASON_LENGTH = 200
_ON_THE_PAPER = (Party.OUTFLOW, Party.OUTFLOW_COMMITTEE, Party.STREET, Party.RECEIVING)


def print_letter(tx: Transaction, actor: Actor, number: str, reason: str = "") -> LetterPaper:
    """What to print of the letter in force, with one line in the history.

    Only the outflow committee prints. Raises WrongState without a paper letter of our own in force, ValidationFailed
    (`reason_required`) for a reprint without a reason, ActionRefused (`name_unconfirmed`) while the Party name of a
    unit on it is not confirmed.
    """
    locked = lock_case(tx, number)
    if locked is None or not may_read_case(actor, locked.case):
        raise NotFound(number=number)
    case = locked.case
    committee = next((row for row in case.parties if row.party == Party.OUTFLOW_COMMITTEE), None)
    post = post_for(actor, committee) if committee else None
    if post is None:
        raise NotPermitted(number=number, action="print_letter")
    letter, units = _printable(case), _units(case)
    words = _reason(letter, reason)
    letter.print_count += 1
    details = {"letter": letter.number, "prints": letter.print_count}
    private = {"reason": words} if words else {}
    record(tx, case, Entry("print_letter", case.state, case.state, actor, post, details=details, private=private))
    return _paper(tx, case, letter, units)


def _printable(case: Case) -> Letter:
    letter = case.letter
    if letter is None or letter.kind != "paper" or letter.status != "valid" or letter.issuer_external:
        raise WrongState(number=case.number, state=case.state, action="print_letter")
    return letter


def _units(case: Case) -> Mapping[str, Organization]:
    units = {row.party: row.organization for row in case.parties if row.party in _ON_THE_PAPER}
    open_names = [unit for unit in units.values() if not unit.external and not unit.party_name_confirmed]
    if open_names:
        raise ActionRefused([Refusal("name_unconfirmed", {"code": unit.code}) for unit in open_names])
    return units


def _reason(letter: Letter, reason: str) -> str:
    if letter.print_count and not reason.strip():
        raise ValidationFailed([Refusal("reason_required", {}, "reason")])
    return reason.strip()[:REASON_LENGTH]


def _paper(tx: Transaction, case: Case, letter: Letter, units: Mapping[str, Organization]) -> LetterPaper:
    member, committee = case.member, units[Party.OUTFLOW_COMMITTEE]
    year, _, month = (member.dues_paid_through or "").partition("-")
    return LetterPaper(
        number=letter.number,
        issued_on=letter.issued_on,
        addressee=units.get(Party.STREET, units[Party.RECEIVING]).title,
        receipt_addressee=committee.title,
        member_name=member.name,
        probationary=member.member_status == "probationary",
        origin=units[Party.OUTFLOW].title,
        destination=units[Party.RECEIVING].title,
        valid_days=in_tens(letter.valid_days),
        sex=member.sex,  # type: ignore[arg-type]  # the forms take the two words only
        age=age_on(member.birth_date, letter.issued_on),
        ethnic_group=member.ethnic_group or "",
        id_number=opened(tx, member, "id_number") or "",
        dues_year=digit_by_digit(int(year)) if year else "",
        dues_month=in_tens(int(month)) if month else "",
        member_contact=opened(tx, member, "phone") or "",
        committee_address=committee.address or "",
        committee_phone=committee.phone or "",
        committee_postcode=committee.postcode or "",
    )
