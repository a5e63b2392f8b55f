"""What the steps of a mobile registration bring about beside the new state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import or_, update
from sqlalchemy.orm.attributes import set_committed_value

from service.casework import certificates
from service.casework.change import Change
from service.casework.hosts import seat_host
from service.models import Member
from workflows.certificates import SHORT_MONTHS
from workflows.credentials import advised
from workflows.dates import add_months
from workflows.parties import Party


def record_leave(change: Change) -> None:
    """From when to when, and which paper the rules advise for that."""
    left, back = change.fields.get("left_on") or change.tx.today, change.fields.get("back_on")
    fixed, wanted = (bool(change.fields.get(name)) for name in ("fixed_place", "proof_wanted"))
    advice = advised(left, back, fixed_place=fixed, proof_wanted=wanted)
    change.keep(left_on=left.isoformat(), back_on=_text(back), fixed_place=fixed, advice=advice)
    change.details["advice"] = advice


def record_absence(change: Change) -> None:
    """Back by the day that was said, or six months after leaving."""
    kept = change.case.particulars
    left = _text(change.fields.get("left_on")) or kept["left_on"]
    back = _text(change.fields.get("back_on")) or kept.get("back_on")
    last = add_months(date.fromisoformat(left), SHORT_MONTHS).isoformat()
    change.keep(left_on=left, back_on=back or last, proof_letter=bool(change.fields.get("proof_wanted")))


def issue_certificate(change: Change) -> None:
    """The paper that a member shows where no transfer is possible yet."""
    certificates.issue(change)


def replace_certificate(change: Change) -> None:
    """The old number no longer counts, and the new one says in whose place it is."""
    old = change.case.particulars.get("certificate") or {}
    key = certificates.end(change, "lost", change.fields.get("happened_on"))
    certificates.issue(change, replaces=key)
    change.details["replaces"] = old.get("number")


def void_certificate(change: Change) -> None:
    """Nobody is to show it any more."""
    certificates.end(change, "void")


def take_certificate_back(change: Change) -> None:
    """The member is home and hands it in."""
    certificates.end(change, "returned")


def record_inspection(change: Change) -> None:
    """The certificate is good for another year."""
    certificates.inspect(change, change.fields.get("happened_on") or change.tx.today)


def take_in(change: Change) -> None:
    """Since when the member takes part, and where."""
    change.keep(host_since=(change.fields.get("received_on") or change.tx.today).isoformat())
    change.details["host"] = change.organization_of(Party.HOST).code


def choose_host(change: Change) -> None:
    """Where the member goes is known now."""
    if change.chosen is not None:
        seat_host(change.tx, change.case, change.chosen)
        change.details["host"] = change.chosen.code


def leave_host(change: Change) -> None:
    """The host is left; the next one is known, or is not yet. Whoever was replaced reads no more."""
    change.details["host_before"] = change.organization_of(Party.HOST).code
    change.keep(host_since=None)
    change.details["host"] = change.chosen.code if change.chosen else None
    seat_host(change.tx, change.case, change.chosen)


def tell_department(change: Change) -> None:
    """关于流动党员活动证: nobody turns a holder away; the department above the host is to know of it."""
    row = next((row for row in change.case.parties if row.party == Party.DEPARTMENT), None)
    if row is not None:
        row.may_read = True
        change.also_told |= {row.desk_id} if row.desk_id is not None else set()
    change.keep(declined=change.case.particulars.get("declined", 0) + 1)


def note_contact(change: Change) -> None:
    """When the member was last spoken to, and when next."""
    day = change.fields.get("happened_on") or change.tx.today
    kept = change.case.particulars.get("last_contact") or {}
    if kept.get("on", "") <= day.isoformat():
        change.keep(last_contact={"on": day.isoformat(), "way": change.fields.get("way") or ""})
    change.keep(next_on=_text(change.fields.get("next_on")))


def note_activity(change: Change) -> None:
    """What the host saw counts at home too: the day the member last took part, the month dues are paid through."""
    seen = change.fields.get("happened_on") or change.tx.today
    _note(change, "last_activity_on", seen.isoformat())
    if change.fields.get("dues_paid_through"):
        _note(change, "dues_paid_through", str(change.fields["dues_paid_through"]))


def _note(change: Change, name: str, value: str) -> None:
    column, member = getattr(Member, name), change.case.member
    later = or_(column.is_(None), column < value)
    written = change.tx.session.execute(
        update(Member)
        .where(Member.id == member.id, later)
        .values({name: value, "version": Member.version + 1})
        .returning(Member.version)
        .execution_options(synchronize_session=False)
    ).scalar()
    if written is not None:
        set_committed_value(member, name, value)
        set_committed_value(member, "version", written)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


MOBILE: tuple[Callable[[Change], None], ...] = (
    record_leave, record_absence, issue_certificate, replace_certificate, void_certificate, take_certificate_back,
    record_inspection, take_in, choose_host, leave_host, tell_department, note_contact,
    note_activity,
)  # fmt: skip
