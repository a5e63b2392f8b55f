"""A signal is raised once, opens a follow-up or joins the one that is open, and ends when its facts do.

What ends closes nothing: where nothing else is the matter, nothing is under way and the member has a place, it
proposes to settle.
"""

from __future__ import annotations

from sqlalchemy import select

from service.casework.open_case import open_case, opening
from service.db import Transaction
from service.models import Case, Signal
from service.permissions import THE_CLOCK
from service.queries.candidates import open_transfer_of
from service.queries.follow_ups import lock_open_follow_up_of
from service.queries.signals import Found
from workflows.signals import category_of


def raise_signal(tx: Transaction, name: str, found: Found) -> Case:
    """The follow-up that the signal opened or joined. The same matter comes back as the same signal."""
    case = lock_open_follow_up_of(tx, found.member_id)
    if case is None:
        body = {"member_id": found.member_id, "category": category_of(name)}
        case = open_case(tx, THE_CLOCK, opening("follow_up", None, body))
    else:
        _propose(case, settled=False)
    since = found.since or tx.today
    signal = tx.session.scalar(
        select(Signal).where(Signal.member_id == found.member_id, Signal.name == name, Signal.since == since)
    )
    if signal is None:
        signal = Signal(member_id=found.member_id, name=name, since=since, raised_at=tx.now)
        tx.session.add(signal)
    signal.case_id, signal.follow_up_id, signal.ended_on = found.case_id, case.id, None
    tx.session.flush()
    return case


def end_signal(tx: Transaction, signal_id: int) -> bool:
    """Whether it lasted until now."""
    signal = tx.session.get(Signal, signal_id, with_for_update=True)
    if signal is None or signal.ended_on is not None:
        return False
    signal.ended_on = tx.today
    tx.session.flush()
    return True


def propose_place(tx: Transaction, *, member_id: str) -> bool:
    """Whether the follow-up may be settled where the member is. A transfer under way leads elsewhere."""
    case = lock_open_follow_up_of(tx, member_id)
    if case is None or _anything_left(tx, case) or not _is_placed(case) or open_transfer_of(tx, case.member):
        return False
    _propose(case, settled=True)
    tx.session.flush()
    return True


def _anything_left(tx: Transaction, case: Case) -> bool:
    left = select(Signal.id).where(Signal.follow_up_id == case.id, Signal.ended_on.is_(None)).limit(1)
    return tx.session.scalar(left) is not None


def _is_placed(case: Case) -> bool:
    """The unit that answers for the member is the one to which they belong, and it exists."""
    unit, responsible = case.affiliation, case.responsible
    return unit is not None and responsible is not None and unit.id == responsible.id


def _propose(case: Case, *, settled: bool) -> None:
    kept = {name: value for name, value in case.particulars.items() if name != "settlement" or value != "signal"}
    case.particulars = kept | ({"settlement": "signal"} if settled else {})
