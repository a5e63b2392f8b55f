"""What must hold while somebody without a confirmed place is looked for, and before the search ends."""

from __future__ import annotations

from datetime import date

from workflows.codes import NOT_MOVING
from workflows.dates import add_months, last_day_of
from workflows.vocabulary import Facts, Party, Refusal

TRIES_NEEDED, WAYS_NEEDED = 3, 2
SILENT_MONTHS = 6
"""党章第九条: no activity or no dues for six months. Here they only count; people decide, after a search."""


DERIVED_CATEGORY = "inactive_signals"


def names_a_category_of_its_own(facts: Facts) -> Refusal | None:
    """Silence of dues, activity and transfer is derived from three dated facts, never set by hand."""
    by_hand = facts.acting is not Party.CLOCK and facts.fields.get("category") == DERIVED_CATEGORY
    return Refusal("derived_category", {}, "category") if by_hand else None


def gives_known_reason_for_staying(facts: Facts) -> Refusal | None:
    """Why the member does not move comes from the published list."""
    code = facts.fields.get("reason_code")
    return Refusal("unknown_reason", {"code": code}, "reason_code") if code and code not in NOT_MOVING else None


def has_happened(facts: Facts) -> Refusal | None:
    """A contact, a question or an answer is entered once it has been."""
    return _is_ahead(facts, "happened_on")


def has_been_decided(facts: Facts) -> Refusal | None:
    """A decision taken elsewhere is entered once it has been taken."""
    return _is_ahead(facts, "decided_on")


def _is_ahead(facts: Facts, name: str) -> Refusal | None:
    day = facts.fields.get(name)
    return Refusal("not_yet", {"on": day}, name) if day is not None and day > facts.today else None


def next_time_is_to_come(facts: Facts) -> Refusal | None:
    """The next contact is not one of the past."""
    day = facts.fields.get("next_on")
    return Refusal("date_has_passed", {"on": day}, "next_on") if day is not None and day < facts.today else None


def asks_another_unit(facts: Facts) -> Refusal | None:
    """The question goes to a unit that exists, and not to whoever asks."""
    unit, code = facts.chosen_unit, facts.fields.get("asked_code")
    if unit is None or not unit.valid:
        return Refusal("unknown_organization", {"code": code}, "asked_code")
    asking = facts.parties.get(facts.acting) if facts.acting else None
    return Refusal("asks_itself", {}, "asked_code") if asking is not None and asking.code == unit.code else None


def was_looked_for(facts: Facts) -> Refusal | None:
    """By all reasonable means: three tries without result, by two ways at least."""
    tries, ways = len(facts.tries), len(set(facts.tries))
    if tries >= TRIES_NEEDED and ways >= WAYS_NEEDED:
        return None
    return Refusal("too_few_tries", {"tries": tries, "ways": ways, "tries_needed": TRIES_NEEDED, "ways_needed": 2})


def has_been_silent(facts: Facts) -> Refusal | None:
    """Six months since the last proof of activity or dues; where there is none, since the follow-up began."""
    last = last_proof(facts)
    until = add_months(last, SILENT_MONTHS) if last else facts.today
    return Refusal("too_early", {"last_proof": last, "until": until}) if facts.today < until else None


def last_proof(facts: Facts) -> date | None:
    """The last day of activity, or of the last month of dues; a day known by its month or year counts as its last."""
    member = facts.member
    written = (member.last_activity_on, member.dues_paid_through) if member else ()
    days = [last_day_of(text) for text in written if text]
    return max(days) if days else facts.opened_on


def has_a_place(facts: Facts) -> Refusal | None:
    """Nobody is settled before a placement, a registration or an answer shows it."""
    return None if facts.settled_by else Refusal("no_place_yet")


def has_lost_the_place(facts: Facts) -> Refusal | None:
    """What was settled is followed up again only once the case that settled it no longer stands."""
    return Refusal("place_stands", {"case": facts.settled_by}) if facts.settled_by else None
