"""What the steps of a dual management bring about beside the new state."""

from __future__ import annotations

from collections.abc import Callable

from service.casework.change import Change
from service.casework.clocks import readdress_clocks
from service.casework.facts import side_of_affiliation
from workflows.vocabulary import Party


def record_answer(change: Change) -> None:
    """The employer's answer is a fact with its day; it blocks nothing."""
    answered_on = change.fields.get("decided_on") or change.tx.today
    change.keep(answer=change.fields.get("result"), answered_on=answered_on.isoformat())


def record_pause(change: Change) -> None:
    """Who paused also holds the case."""
    change.keep(paused_by=change.acting.value)


def move_affiliation_side(change: Change) -> None:
    """The linked transfer placed the member at one of the sides, or elsewhere: then nothing changes here."""
    side = side_of_affiliation(change.case)
    if side is not None:
        change.keep(affiliation_at=side.value)
        change.details["affiliation_at"] = side.value
        readdress_clocks(change.tx, change.case)


def begin_where_the_member_belongs(change: Change) -> None:
    """Mostly the outflow side, when a dual management is proposed; and the day of the member's consent."""
    consent_on = change.fields["consent_on"].isoformat()
    change.keep(affiliation_at=(side_of_affiliation(change.case) or Party.OUTFLOW).value, consent_on=consent_on)


def settle_quarter(change: Change) -> None:
    """The clock goes on to the quarter after the last one reported; an older one, or the same again, moves nothing."""
    reported, quarter = change.case.particulars.get("feedback_quarter") or "", change.fields["quarter"]
    if quarter > reported:
        change.keep(feedback_quarter=quarter)
    else:
        change.settles_nothing = True


def note_service_post(change: Change) -> None:
    """The post in the community's service that the member has taken: the last one counts."""
    if change.fields.get("service_post"):
        change.keep(service_post=change.fields["service_post"])


DUAL_EFFECTS: tuple[Callable[[Change], None], ...] = (
    begin_where_the_member_belongs, note_service_post, record_answer, record_pause, move_affiliation_side,
    settle_quarter,
)  # fmt: skip
