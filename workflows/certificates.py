"""流动党员活动证: what must hold of it when it is issued, shown and inspected, and of the absence it is for."""

from __future__ import annotations

from datetime import date

from workflows.dates import add_months
from workflows.letter_numbers import same_number
from workflows.parties import Party
from workflows.vocabulary import NEW, Facts, Refusal

SHORT_MONTHS = 6
"""党员证明信: away for so long at most, all rights stay at the home branch."""
VALID_MONTHS = 12
"""流动党员活动证: good for a year, and for another one after each inspection."""


def last_day_of(inspected_on: date) -> date:
    """Through which day a certificate issued or inspected on a day is good."""
    return add_months(inspected_on, VALID_MONTHS)


def certificate_matches(facts: Facts) -> Refusal | None:
    """The paper shown is the certificate in force: its number, neither lost nor void, inspected within the year."""
    certificate = facts.certificate
    typed = facts.fields.get("certificate_number") or ""
    if certificate is None or not same_number(typed, certificate.number):
        return Refusal("certificate_mismatch", {}, "certificate_number")
    if certificate.status != "valid":
        return Refusal("certificate_void", {"number": certificate.number}, "certificate_number")
    received: date = facts.fields.get("received_on") or facts.today
    if not certificate.issued_on <= received <= facts.today:
        return Refusal("certificate_mismatch", {}, "received_on")
    if received > certificate.valid_until:
        values = {"number": certificate.number, "valid_until": certificate.valid_until.isoformat()}
        return Refusal("certificate_expired", values, "certificate_number")
    return None


def outside_number_is_typed(facts: Facts) -> Refusal | None:
    """A certificate that a unit outside issued has a number already."""
    home = facts.parties.get(Party.HOME)
    if home is None or not home.external or facts.given("certificate_number"):
        return None
    return Refusal("certificate_mismatch", {}, "certificate_number")


def returns_after_leaving(facts: Facts) -> Refusal | None:
    """Nobody returns before leaving."""
    back, left = _back_on(facts), _left_on(facts)
    return Refusal("returns_before_leaving", {}, "back_on") if back is not None and back < left else None


def absence_is_short(facts: Facts) -> Refusal | None:
    """党员证明信: for six months at most; whoever stays longer carries a certificate, or is transferred."""
    last, back = add_months(_left_on(facts), SHORT_MONTHS), _back_on(facts)
    if back is None or back <= last:
        return None
    return Refusal("absence_over_max", {"months": SHORT_MONTHS, "until": last.isoformat()}, "back_on")


def host_is_exact(facts: Facts) -> Refusal | None:
    """The host, where it is known, is another unit that takes members."""
    home = facts.parties[Party.HOME]
    unit = facts.parties.get(Party.HOST) if facts.state == NEW else facts.chosen_unit
    if unit is None and (facts.state == NEW or not facts.given("receiving_code")):
        return None
    if unit is None or not unit.takes_members or unit.code == home.code:
        code = unit.code if unit else facts.fields.get("receiving_code") or ""
        return Refusal("destination_not_exact", {"code": code}, "receiving_code")
    return None


def _left_on(facts: Facts) -> date:
    left: date = facts.fields.get("left_on") or facts.left_on or facts.today
    return left


def _back_on(facts: Facts) -> date | None:
    back: date | None = facts.fields.get("back_on") or facts.back_on
    return back
