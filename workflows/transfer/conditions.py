"""What the moves of a transfer depend on, each answered from the facts of the case."""

from datetime import date, timedelta

from workflows.letter_guards import LETTER_DAYS_MAX
from workflows.vocabulary import Facts, Party


def the_unit_that_opened(facts: Facts) -> Party:
    """The party whose unit opened the case."""
    return facts.opened_by


def sender_is_external(facts: Facts) -> bool:
    """The outflow unit is not on this platform."""
    return facts.parties[Party.OUTFLOW].external


def both_sides_inside(facts: Facts) -> bool:
    """No party of the way is outside the platform."""
    way = (Party.OUTFLOW, Party.OUTFLOW_COMMITTEE, Party.STREET, Party.RECEIVING)
    return not any(facts.parties[party].external for party in way)


def sent_online(facts: Facts) -> bool:
    """The case was released inside the system, without paper."""
    return facts.online


def paper_is_past_its_date(facts: Facts) -> bool:
    """The letter typed at arrival was already past its date on the day it came in."""
    received: date = facts.fields.get("received_on") or facts.today
    expires = facts.letter.expires_on if facts.letter is not None else _typed_expiry(facts)
    return expires is not None and received > expires


def _typed_expiry(facts: Facts) -> date | None:
    issued: date | None = facts.fields.get("issued_on")
    days: int | None = facts.fields.get("valid_days")
    if issued is None or days is None or not 1 <= days <= LETTER_DAYS_MAX:
        return None
    return issued + timedelta(days=days)


def letter_is_not_lost(facts: Facts) -> bool:
    """A letter past its date may still have come in time; a lost one did not."""
    return facts.letter is not None and facts.letter.status != "lost"


def street_refused(facts: Facts) -> bool:
    """The receiving side refused."""
    return facts.refused_by in (None, Party.STREET)


def committee_refused(facts: Facts) -> bool:
    """The sending side refused."""
    return facts.refused_by == Party.OUTFLOW_COMMITTEE
