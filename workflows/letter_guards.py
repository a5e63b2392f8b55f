"""What must hold of an introduction letter: when it is issued, carried, shown and answered by its receipt."""

from __future__ import annotations

from datetime import date

from workflows.dates import add_months
from workflows.letter_numbers import same_number
from workflows.vocabulary import Facts, LetterFacts, Party, Refusal

LETTER_DAYS_MAX = 90
"""关于组织关系介绍信有效期: at most three months, whatever the route."""
REISSUE_WINDOW_MONTHS = 6


def issuer_may_issue(facts: Facts) -> Refusal | None:
    """教育管理工作条例第二十五条: only a committee entitled to transfer issues letters."""
    committee = facts.parties.get(Party.OUTFLOW_COMMITTEE)
    if committee is None or not committee.may_issue_letters:
        return Refusal("may_not_issue_letters")
    return None


def validity_is_legal(facts: Facts) -> Refusal | None:
    """A letter is good for 1 to 90 days."""
    days = facts.fields.get("valid_days")
    if days is not None and not 1 <= days <= LETTER_DAYS_MAX:
        return Refusal("validity_over_max", {"days": days, "max": LETTER_DAYS_MAX}, "valid_days")
    return None


def issue_day_has_come(facts: Facts) -> Refusal | None:
    """A letter bears the day on which it was issued, which is not tomorrow."""
    issued_on: date | None = facts.fields.get("issued_on")
    if issued_on is not None and issued_on > facts.today:
        return Refusal("too_early", {"issued_on": issued_on.isoformat()}, "issued_on")
    return None


def outside_letter_is_described(facts: Facts) -> Refusal | None:
    """A letter from outside is typed from the paper: its number and its date."""
    committee = facts.parties.get(Party.OUTFLOW_COMMITTEE)
    if committee is None or not committee.external:
        return None
    missing = next((name for name in ("letter_number", "issued_on") if not facts.given(name)), None)
    return Refusal("letter_mismatch", {}, missing) if missing else None


def letter_is_past_its_date(facts: Facts) -> Refusal | None:
    """A letter is good through the whole of its last day."""
    letter = facts.letter
    if letter is None or facts.today <= letter.expires_on:
        return Refusal("too_early", {"expires_on": letter.expires_on.isoformat() if letter else None})
    return None


def arrival_follows_issue(facts: Facts) -> Refusal | None:
    """A letter comes in on or after the day it was issued, and not in the future.

    That a letter is issued in the future is for `issue_day_has_come` to say.
    """
    received: date = facts.fields.get("received_on") or facts.today
    issued_on: date = facts.fields.get("issued_on") or received
    return _outside_time(received, min(issued_on, facts.today), facts.today)


def letter_matches(facts: Facts) -> Refusal | None:
    """The paper shown is the letter in force: its number, not void, its date not past on the day it came in."""
    letter = facts.letter
    typed = facts.fields.get("letter_number") or ""
    if letter is None or not same_number(typed, letter.number):
        return Refusal("letter_mismatch", {}, "letter_number")
    if letter.status == "void":
        return Refusal("letter_void", {"number": letter.number, "replaced_by": letter.replaced_by}, "letter_number")
    return _comes_in_time(facts, letter)


def _comes_in_time(facts: Facts, letter: LetterFacts) -> Refusal | None:
    received: date = facts.fields.get("received_on") or facts.today
    if received > letter.expires_on and received <= facts.today:
        return Refusal("letter_expired", {"expires_on": letter.expires_on.isoformat()}, "received_on")
    return _outside_time(received, letter.issued_on, facts.today)


def _outside_time(received: date, issued_on: date, today: date) -> Refusal | None:
    if issued_on <= received <= today:
        return None
    return Refusal("letter_mismatch", {"received_on": received.isoformat()}, "received_on")


def reissue_window_is_open(facts: Facts) -> Refusal | None:
    """教组 graduates' rule, taken for all: within six months of the first issue, else by a committee's decision."""
    letter = facts.letter
    if letter is None or facts.given("decision"):
        return None
    last = add_months(letter.first_issued_on, REISSUE_WINDOW_MONTHS)
    return None if facts.today <= last else Refusal("reissue_window_over", {"ended_on": last.isoformat()}, "decision")


def receipt_matches(facts: Facts) -> Refusal | None:
    """组通字〔2006〕45号: the receipt bears the letter's number."""
    letter = facts.letter
    if letter is None or not same_number(facts.fields.get("letter_number") or "", letter.number):
        return Refusal("receipt_mismatch", {}, "letter_number")
    return None
