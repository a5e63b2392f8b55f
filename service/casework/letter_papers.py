"""Printing a letter: counted, in the history, and the reason asked from the second time on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.casework.foresee import Foreseen
from service.casework.record import Entry, record
from service.db import Transaction
from service.errors import ActionRefused, DeskError, NotFound, NotPermitted, ValidationFailed, WrongState
from service.models import Case, Letter, Organization
from service.papers import LetterPaper, Moved, check_paper, new_code
from service.papers.letter import age_on
from service.papers.numerals import Script, digit_by_digit, in_tens
from service.permissions import Actor, PostHeld, may_read_case, post_for
from service.queries.cases import lock_case
from service.queries.letters import settings_of
from service.queries.lists import cases_by_number
from service.queries.members import opened
from service.queries.organizations import organizations_by_id
from workflows.vocabulary import Party, Refusal

REASON_LENGTH = 200
_ON_THE_PAPER = (Party.OUTFLOW, Party.OUTFLOW_COMMITTEE, Party.STREET, Party.RECEIVING)


def print_letter(
    tx: Transaction, actor: Actor, number: str, reason: str = "", script: Script = "zh-Hans"
) -> LetterPaper:
    """What to print of the letter in force, with one line in the history.

    `script` is the reader's; where the issuer has set one, that one is taken.

    Only the outflow committee prints. Raises WrongState without a paper letter of our own in force, ValidationFailed
    (`reason_required`) for a reprint without a reason, ActionRefused (`name_unconfirmed`) while the Party name of a
    unit on it is not confirmed, (`glyph_missing`) for a character that cannot be printed: then nothing is counted.
    """
    case, post, letter = _to_print(tx, actor, number)
    words = _reason(letter, reason)
    letter.code = letter.code or new_code()  # letters issued before there were codes
    paper = _paper(tx, case, letter, script)
    check_paper(paper)
    letter.print_count += 1
    details = {"letter": letter.number, "prints": letter.print_count}
    private = {"reason": words} if words else {}
    record(tx, case, Entry("print_letter", case.state, case.state, actor, post, details=details, private=private))
    return paper


def printed_again(tx: Transaction, actor: Actor, number: str, script: Script = "zh-Hans") -> LetterPaper:
    """The same for a request that was sent twice: one print, so not counted again. Raises what `print_letter` does."""
    case, _post, letter = _to_print(tx, actor, number)
    return _paper(tx, case, letter, script)


def printing_post(actor: Actor, case: Case) -> PostHeld | None:
    """The post by which the actor prints letters of the case: one that speaks for the outflow committee."""
    committee = next((row for row in case.parties if row.party == Party.OUTFLOW_COMMITTEE), None)
    return post_for(actor, committee, case) if committee else None


def letter_in_force(case: Case) -> Letter | None:
    """The letter that can be printed: valid, on paper, drawn here."""
    letter = case.letter
    if letter is None or letter.kind != "paper" or letter.status != "valid" or letter.issuer_external:
        return None
    return letter


def unconfirmed_names(tx: Transaction, case: Case) -> list[Refusal]:
    """One refusal for each unit on the letter whose Party name nobody has confirmed, with who can do it."""
    units = _unconfirmed(case)
    desks = _desks(tx, units)
    return [_name_refusal(unit, desks) for unit in units]


def foresee_prints(tx: Transaction, actor: Actor, numbers: Sequence[str]) -> list[Foreseen]:
    """Which letters could be printed, in two statements however many there are; a reprint is not asked its reason yet.

    Whether every character can be printed is known only when it is.
    """
    cases = cases_by_number(tx, numbers)
    readable = {number: case for number, case in cases.items() if may_read_case(actor, case)}
    desks = _desks(tx, [unit for case in readable.values() for unit in _unconfirmed(case)])
    return [_foreseen_print(actor, number, readable.get(number), desks) for number in numbers]


def _foreseen_print(actor: Actor, number: str, case: Case | None, desks: Mapping[int, Organization]) -> Foreseen:
    try:
        shown, _post, _letter = _printable(actor, number, case)
        if units := _unconfirmed(shown):
            raise ActionRefused([_name_refusal(unit, desks) for unit in units])
    except DeskError as error:
        return Foreseen(number, case, error)
    return Foreseen(number, case)


def _unconfirmed(case: Case) -> list[Organization]:
    return [unit for unit in _units(case).values() if not unit.external and not unit.party_name_confirmed]


def _desk_of(unit: Organization) -> int | None:
    return unit.committee_desk_id or unit.superior_desk_id


def _desks(tx: Transaction, units: Sequence[Organization]) -> Mapping[int, Organization]:
    """Who confirms the names of these units."""
    keys = {key for unit in units if (key := _desk_of(unit))}
    return organizations_by_id(tx, sorted(keys)) if keys else {}


def _name_refusal(unit: Organization, desks: Mapping[int, Organization]) -> Refusal:
    values = {"code": unit.code, "name": unit.name, **_who(desks.get(_desk_of(unit) or 0))}
    return Refusal("name_unconfirmed", values)


def _who(desk: Organization | None) -> dict[str, str]:
    return {"who": desk.title} if desk else {}


def _to_print(tx: Transaction, actor: Actor, number: str) -> tuple[Case, PostHeld, Letter]:
    locked = lock_case(tx, number)
    readable = locked.case if locked is not None and may_read_case(actor, locked.case) else None
    case, post, letter = _printable(actor, number, readable)
    if refusals := unconfirmed_names(tx, case):
        raise ActionRefused(refusals)
    return case, post, letter


def _printable(actor: Actor, number: str, case: Case | None) -> tuple[Case, PostHeld, Letter]:
    """The case, if it may be read, with the post that prints its letter and the letter."""
    if case is None:
        raise NotFound(number=number)
    post = printing_post(actor, case)
    if post is None:
        raise NotPermitted(number=number, action="print_letter")
    letter = letter_in_force(case)
    if letter is None:
        raise WrongState(number=number, state=case.state, action="print_letter")
    return case, post, letter


def _units(case: Case) -> Mapping[str, Organization]:
    return {row.party: row.organization for row in case.parties if row.party in _ON_THE_PAPER}


def _reason(letter: Letter, reason: str) -> str:
    if letter.print_count and not reason.strip():
        raise ValidationFailed([Refusal("reason_required", {}, "reason")])
    return reason.strip()[:REASON_LENGTH]


def _paper(tx: Transaction, case: Case, letter: Letter, readers: Script) -> LetterPaper:
    units, member = _units(case), case.member
    committee = units[Party.OUTFLOW_COMMITTEE]
    kept = settings_of(tx, committee.id)
    script: Script = kept.script if kept else readers  # type: ignore[assignment]  # the database checks the two words
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
        valid_days=in_tens(letter.valid_days, script),
        sex=member.sex,  # type: ignore[arg-type]  # the forms take the two words only
        age=age_on(member.birth_date, letter.issued_on),
        ethnic_group=member.ethnic_group or "",
        id_number=opened(tx, member, "id_number") or "",
        dues_year=digit_by_digit(int(year), script) if year else "",
        dues_month=in_tens(int(month), script) if month else "",
        member_contact=opened(tx, member, "phone") or "",
        committee_address=committee.address or "",
        committee_phone=committee.phone or "",
        committee_postcode=committee.postcode or "",
        code=letter.code or "",
        script=script,
        moved=Moved(kept.offset_right, kept.offset_down) if kept else Moved(),
    )
