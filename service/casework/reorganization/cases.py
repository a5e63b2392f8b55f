"""Open cases go on with another unit: one line each that names both units and the decision, and nobody left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, literal, select, update
from sqlalchemy.dialects import postgresql

from service.casework.boxes import sort_into_boxes, write_parties
from service.casework.clocks import readdress_clocks
from service.casework.notices import tell
from service.casework.parties import set_desks
from service.casework.perform_action import perform_action
from service.casework.record import Entry, record
from service.casework.reorganization.plan import CaseFate, Plan
from service.db import Transaction
from service.models import Alert, Case, Notice, Organization
from service.permissions import THE_CLOCK, Actor, PostHeld
from service.queries.cases import case_with_all
from workflows.parties import OTHER_SIDES
from workflows.vocabulary import Party

BATCH = 100
REASSIGNED = "reassign"


@dataclass(frozen=True)
class Handing:
    """Whose cases go to whom by which decision, and by which post the actor decides it."""

    tx: Transaction
    actor: Actor
    post: PostHeld | None
    plan: Plan
    old: Organization
    new: Organization

    @property
    def details(self) -> dict[str, Any]:
        """What each line says about the decision."""
        units = {"unit": _named(self.old), "other": _named(self.new)}
        said = {"reorganized": {"kind": self.plan.kind, "on": self.plan.on.isoformat(), **units}}
        number = self.plan.values.get("document_number")
        return said | ({"document_number": number} if number else {})

    @property
    def reason(self) -> dict[str, str]:
        """What people wrote about it."""
        reason = self.plan.values.get("reason")
        return {"reason": reason} if reason else {}


def end_registrations(tx: Transaction, fates: Sequence[CaseFate], why: str) -> None:
    """A dual management ends by itself when both sides become one unit, or the member has the same one already."""
    for found in fates:
        if found.fate in ("ended", "doubled"):
            version = tx.session.scalar(select(Case.version).where(Case.id == found.case.id))
            perform_action(tx, THE_CLOCK, found.case.number, "end", {"reason": why}, expected_version=version)


def hand_on_cases(handing: Handing, parties: Mapping[int, Mapping[str, Organization]]) -> None:
    """Put the new units into the cases, by their keys and roles; route and letter stay as they are."""
    keys = sorted(key for key, roles in parties.items() if roles)
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        for case in _locked(handing.tx, some):
            _hand_on(handing, case, parties[case.id])
        _copy_alerts(handing, some)
        told = update(Notice).where(Notice.case_id.in_(some), Notice.due_at == handing.tx.now)
        handing.tx.session.execute(told.values(mailed_out=True).execution_options(synchronize_session=False))


def _locked(tx: Transaction, keys: Sequence[int]) -> Iterator[Case]:
    query = case_with_all(select(Case)).where(Case.id.in_(keys)).order_by(Case.id).with_for_update(of=Case)
    yield from tx.session.scalars(query.execution_options(populate_existing=True)).unique()


def _hand_on(handing: Handing, case: Case, roles: Mapping[str, Organization]) -> None:
    tx, before = handing.tx, {}
    for row in case.parties:
        if row.party in roles:
            before[f"{row.party}_before"] = row.organization.code
            row.organization_id, row.organization = roles[row.party].id, roles[row.party]
    after = {party: unit.code for party, unit in roles.items()}
    set_desks(case.parties, case.route)
    _show(handing, case, roles)
    details = handing.details | before | after
    entry = Entry(
        REASSIGNED, case.state, case.state, handing.actor, handing.post, details=details, private=handing.reason
    )
    record(tx, case, entry)
    told = {row.desk_id for row in case.parties if row.party in roles and row.may_read and row.desk_id is not None}
    told -= handing.actor.organization_ids
    holder = Party(case.holder_party) if case.holder_party else None
    sort_into_boxes(case.parties, case, holder, told)
    write_parties(tx, case, case.parties)
    tx.session.flush()
    readdress_clocks(tx, case)
    tell(tx, case, "step", told, handing.post.organization_id if handing.post else None, later=False)


def _show(handing: Handing, case: Case, roles: Mapping[str, Organization]) -> None:
    led_to = next((unit for party, unit in roles.items() if party in OTHER_SIDES), None)
    if led_to is not None:
        case.receiving_id = led_to.id
    if case.particulars.get("placed_id") == handing.old.id:
        case.particulars = {**case.particulars, "placed_id": handing.new.id}
    holder = next((row for row in case.parties if row.party == case.holder_party), None)
    case.holder_id = holder.organization_id if holder else None
    case.version += 1
    case.undo = None


def _copy_alerts(handing: Handing, keys: Sequence[int]) -> None:
    """What the old unit was told about these cases, the new one sees too; it is not mailed again."""
    tx = handing.tx
    columns = ("case_id", "clock", "turn", "rung", "recipient_id", "due_on", "raised_at", "mailed_out")
    kept = (Alert.case_id, Alert.clock, Alert.turn, Alert.rung)
    desk = handing.new.branch_desk_id or handing.new.id
    rows = select(*kept, literal(desk), Alert.due_on, Alert.raised_at, literal(value=True)).where(
        Alert.case_id.in_(keys), Alert.recipient_id == handing.old.id
    )
    if tx.database.is_sqlite:  # its own rule leaves out what is there already
        tx.session.execute(insert(Alert).from_select(columns, rows))
    else:
        tx.session.execute(postgresql.insert(Alert).from_select(columns, rows).on_conflict_do_nothing())


def _named(unit: Organization) -> dict[str, str]:
    return {"code": unit.code, "name": unit.title}
