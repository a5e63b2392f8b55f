"""What must hold before a step is taken. Each guard looks at the facts and says nothing, or why not.

Those that look at the letter are in `letter_guards`.
"""

from __future__ import annotations

from collections.abc import Container

from workflows.codes import CASE_REASONS, DUAL_REASONS, REFUSAL_REASONS, VOID_REASONS
from workflows.dates import quarter_of
from workflows.letter_guards import LETTER_DAYS_MAX as LETTER_DAYS_MAX  # offered here too, beside the other limits
from workflows.letter_guards import REISSUE_WINDOW_MONTHS as REISSUE_WINDOW_MONTHS
from workflows.letter_numbers import normal_number as normal_number
from workflows.parties import MEMBER_SIDES, OTHER_SIDES
from workflows.roles import PLACEMENT_KINDS
from workflows.vocabulary import Facts, Party, Refusal, Unit

REVOKE_WINDOW_DAYS = 30


def gives_known_refusal_reason(facts: Facts) -> Refusal | None:
    """An unknown code is refused; a missing one is the catalogue's matter."""
    return _unknown_reason(facts, REFUSAL_REASONS)


def gives_known_case_reason(facts: Facts) -> Refusal | None:
    """The reason of a transfer comes from the published list."""
    return _unknown_reason(facts, CASE_REASONS)


def gives_known_dual_reason(facts: Facts) -> Refusal | None:
    """So does the reason of a registration, which may be left out."""
    return _unknown_reason(facts, DUAL_REASONS)


def gives_known_void_reason(facts: Facts) -> Refusal | None:
    """Voiding says whether the case was opened in error or the membership ended."""
    return _unknown_reason(facts, VOID_REASONS)


def _unknown_reason(facts: Facts, known: Container[str]) -> Refusal | None:
    code = facts.fields.get("reason_code")
    return Refusal("unknown_reason", {"code": code}, "reason_code") if code and code not in known else None


def destination_is_exact(facts: Facts) -> Refusal | None:
    """教育管理工作条例第二十五条: the relation goes to a unit that exists and takes members."""
    unit = _destination(facts)
    if unit is None or not unit.takes_members:
        code = unit.code if unit else facts.fields.get("receiving_code") or ""
        return Refusal("destination_not_exact", {"code": code}, "receiving_code")
    return None


def sides_differ(facts: Facts) -> Refusal | None:
    """Nobody moves to where they are, or agrees with oneself: the two sides of a case are two units."""
    origin, receiving = _side(facts, MEMBER_SIDES), _destination(facts)
    if origin is not None and receiving is not None and origin.code == receiving.code:
        return Refusal("destination_not_exact", {"code": receiving.code}, "receiving_code")
    return None


def member_belongs_to_a_side(facts: Facts) -> Refusal | None:
    """A registration is between the unit where the member belongs and another one, not between two others."""
    return Refusal("belongs_to_neither") if facts.affiliation_at is None else None


def _destination(facts: Facts) -> Unit | None:
    return facts.chosen_unit or _side(facts, OTHER_SIDES)


def _side(facts: Facts, sides: Container[Party]) -> Unit | None:
    return next((unit for party, unit in facts.parties.items() if party in sides), None)


def other_destination_has_a_reason(facts: Facts) -> Refusal | None:
    """先靠稳定工作单位,后看实际居住地: whoever chooses neither says why."""
    if facts.destination_rule == "other" and not facts.given("destination_reason"):
        return Refusal("reason_required", {}, "destination_reason")
    return None


def sender_is_outside(facts: Facts) -> Refusal | None:
    """Only a paper from outside is typed in; a sender on this platform opens the case itself."""
    sender = facts.parties.get(Party.OUTFLOW)
    if sender is None or not sender.external:
        return Refusal("not_external", {"code": sender.code if sender else ""}, "outflow_code")
    return None


def member_can_be_reached(facts: Facts) -> Refusal | None:
    """Without a telephone nobody can tell the member that a letter is about to lapse."""
    if facts.member is not None and not facts.member.has_contact:
        return Refusal("missing_contact")
    return None


def dues_are_settled(facts: Facts) -> Refusal | None:
    """Dues paid through the current month, or a reason with a plan to make them up."""
    member = facts.member
    paid = (member.dues_paid_through or "") if member else ""
    if paid[:7] >= facts.today.strftime("%Y-%m") or facts.given("dues_plan"):
        return None
    return Refusal("dues_behind", {"paid_through": paid or None}, "dues_plan")


def conversion_is_settled(facts: Facts) -> Refusal | None:
    """发展党员工作细则: a probation that is over is decided, or the branch's opinion travels with the member.

    An end known only by its month or year counts from its first day.
    """
    member = facts.member
    if member is None or member.status != "probationary" or member.converted_on:
        return None
    ended = member.probation_ends_on is not None and member.probation_ends_on <= facts.today.isoformat()
    if not ended or facts.given("conversion_opinion"):
        return None
    return Refusal("conversion_unsettled", {"ended_on": member.probation_ends_on}, "conversion_opinion")


def not_decided_already(facts: Facts) -> Refusal | None:
    """After an order of the department nobody refuses again."""
    return Refusal("already_decided") if facts.ordered else None


def stays_under_the_street(facts: Facts) -> Refusal | None:
    """A redirected case goes to another unit below the same street."""
    chosen, street, current = facts.chosen_unit, facts.parties[Party.STREET], facts.parties[Party.RECEIVING]
    exact = chosen is not None and chosen.takes_members and chosen.code not in (current.code, street.code)
    if chosen is not None and exact and chosen.path.startswith(street.path):
        return None
    code = chosen.code if chosen else facts.fields.get("receiving_code") or ""
    return Refusal("destination_not_exact", {"code": code}, "receiving_code")


def placed_at_or_below_receiving(facts: Facts) -> Refusal | None:
    """The member is placed in the receiving unit, or in a branch or group below it."""
    chosen, receiving = facts.chosen_unit, facts.parties[Party.RECEIVING]
    if not facts.given("placed_in_code") or (chosen is not None and chosen.code == receiving.code):
        return None
    if chosen is None or not _is_branch_below(chosen, receiving):
        return Refusal("destination_not_exact", {"code": facts.fields["placed_in_code"]}, "placed_in_code")
    return None


def _is_branch_below(chosen: Unit, receiving: Unit) -> bool:
    fits = chosen.kind in PLACEMENT_KINDS or (chosen.external and receiving.external)
    return chosen.valid and fits and chosen.path.startswith(receiving.path)


def revoke_window_is_open(facts: Facts) -> Refusal | None:
    """A closed transfer is revoked within thirty days."""
    if facts.closed_on is not None and (facts.today - facts.closed_on).days > REVOKE_WINDOW_DAYS:
        return Refusal("revoke_window_over", {"days": REVOKE_WINDOW_DAYS})
    return None


def origin_can_take_back(facts: Facts) -> Refusal | None:
    """The member has not moved on, and the origin or its successor still exists."""
    if facts.member_moved_on or not facts.origin_valid:
        return Refusal("revoke_impossible")
    return None


def consents(facts: Facts) -> Refusal | None:
    """The member's consent is given on a day that has come."""
    consent_on = facts.fields.get("consent_on")
    if consent_on is not None and consent_on > facts.today:
        return Refusal("consent_required", {}, "consent_on")
    return None


def has_happened(facts: Facts) -> Refusal | None:
    """What is entered as done, or as answered, is not of a day to come."""
    for name in ("happened_on", "decided_on"):
        day = facts.fields.get(name)
        if day is not None and day > facts.today:
            return Refusal("too_early", {name: day.isoformat()}, name)
    return None


def quarter_has_begun(facts: Facts) -> Refusal | None:
    """Feedback is about a quarter that has begun."""
    quarter = facts.fields.get("quarter")
    ahead = quarter is not None and quarter > quarter_of(facts.today)
    return Refusal("too_early", {"quarter": quarter}, "quarter") if ahead else None
