"""A follow-up goes with its member: whoever answers for the member keeps it, and a place proposes to settle it."""

from __future__ import annotations

from sqlalchemy.orm.attributes import set_committed_value

from service.casework.change import Change, Follower
from service.casework.clocks import readdress_clocks, restart_clock
from service.casework.holding import show_holder
from service.casework.links import link_rows
from service.casework.parties import find_way, set_desks
from service.casework.write_step import write_step
from service.models import Case, Organization
from service.models.case_link import OPPOSITE
from service.permissions import THE_CLOCK
from service.queries.follow_ups import lock_open_follow_up_of, open_follow_up_of
from workflows import workflow_of
from workflows.everywhere import EVERYWHERE
from workflows.vocabulary import Action, Move, Party


def bring_follow_up(change: Change, *, settles: bool = False) -> None:
    """Whoever answers for the member now keeps the open follow-up; with `settles`, the case has led to a place."""
    found = lock_open_follow_up_of(change.tx, change.case.member.id)
    if found is None or found.id == change.case.id:
        return
    for name in ("affiliation", "responsible"):  # as the step at hand has just moved them
        set_committed_value(found, name, getattr(change.case, name))
    settles = settles and all(link.other_id != change.case.id for link in found.links if link.kind == "settled_by")
    step = _step(change, found, "link" if settles else "reassign")
    moved = keep_with_responsible(step)
    if settles:
        link_rows(change.tx, change.case, found, "settles")
        change.details["settles"] = found.number
        step.details[OPPOSITE["settles"]] = change.case.number
    if moved or settles:
        _write(step, settles=settles)


def keep_with_responsible(change: Change) -> bool:
    """Whether another unit keeps the follow-up from now on. A unit outside keeps none: the one before goes on."""
    case, unit = change.case, change.case.responsible
    keeper = change.organization_of(Party.KEEPER)
    if unit is None or unit.external or unit.id == keeper.id:
        return False
    way = find_way(change.tx, change.workflow.definition.cast, unit, None)
    for row in case.parties:
        standing = way.parties.get(Party(row.party))
        if standing is not None:
            row.organization_id, row.organization = standing.id, standing
    case.receiving_id = unit.id
    set_desks(case.parties, case.route)
    change.details |= {"keeper_before": keeper.code, "keeper": unit.code, "units": _titles(keeper, unit)}
    return True


def reopen_what_it_settled(change: Change) -> None:
    """The case no longer stands: what it settled is followed up again, unless the person is followed up already."""
    settled = [link.other for link in change.case.links if link.kind == "settles" and link.other.state == "settled"]
    if settled and open_follow_up_of(change.tx, change.case.member.id) is None:
        change.followed_by += [Follower(case.number, case.version, "reopen") for case in settled]


def _titles(*units: Organization) -> dict[str, str]:
    return {unit.code: unit.title for unit in units}


def _step(change: Change, found: Case, action: str) -> Change:
    return Change(
        tx=change.tx,
        actor=THE_CLOCK,
        case=found,
        workflow=workflow_of(found.workflow, found.workflow_version),
        action=Action(action, EVERYWHERE[action].label, ()),
        move=Move((found.state,), None, ()),
        acting=Party.CLOCK,
        post=None,
        fields={},
        from_state=found.state,
        to_state=found.state,
        working_days=change.working_days,
    )


def _write(step: Change, *, settles: bool) -> None:
    """Whose turn it is may have changed, and with a place there is something new to do: its time begins anew."""
    case = step.case
    case.version += 1
    case.undo = None
    show_holder(step)
    if settles:
        restart_clock(step, step.workflow.states[case.state].clocks[0].name)
    write_step(step)
    if not settles:
        readdress_clocks(step.tx, case)
