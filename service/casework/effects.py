"""What a step brings about beside the new state. Orders, each by the name that definitions use."""

from __future__ import annotations

from collections.abc import Callable

from service import clock
from service.casework import letters, parties, relations
from service.casework.change import Change, Follower
from service.casework.dual_effects import DUAL_EFFECTS
from service.casework.flow_figures import freeze_figures
from service.casework.follow_up_effects import FOLLOW_UP_EFFECTS
from service.casework.keeping import bring_follow_up, reopen_what_it_settled
from service.casework.mobile import MOBILE
from service.casework.tree import require_standing
from service.models import CaseParty, Organization
from service.queries.cases import cases_beside
from service.queries.former_names import standing_successor
from workflows.codes import is_ground
from workflows.dates import next_day
from workflows.parties import OTHER_SIDES
from workflows.vocabulary import Party


def issue_letter(change: Change) -> None:
    """Draw a number and write the letter; a new one after a return replaces the voided one."""
    letters.issue(change)
    change.keep(online=False)
    _note_conversion(change)


def reissue_letter(change: Change) -> None:
    """The old letter is void and linked to the new one."""
    old = change.case.letter
    letters.set_status(change, "void")
    change.details["replaces"] = change.details.pop("letter", None)
    letters.issue(change, replaces=old)
    _note_conversion(change)


def draw_number(change: Change) -> None:
    """A release inside the system has a number and no paper."""
    letters.issue(change, kind="online")
    change.keep(online=True)
    _note_conversion(change)


def record_outside_letter(change: Change) -> None:
    """The paper a member brought from outside, as it was typed."""
    letters.issue(change, received_on=change.fields.get("received_on") or change.tx.today)


def record_seals(change: Change) -> None:
    """A person applied the seals; the product never draws one."""
    letter = change.case.letter
    if letter is None:
        return
    applied = {
        f"{seal}_at": change.tx.now for seal in ("seal_applied", "riding_seal_applied") if change.fields.get(seal)
    }
    if applied:
        letters.change_letter(change, letter, **applied)


def record_arrival(change: Change) -> None:
    """The day on which the paper came in."""
    if change.case.letter is not None:
        received = change.fields.get("received_on") or change.tx.today
        letters.change_letter(change, change.case.letter, received_on=received)


def lose_letter(change: Change) -> None:
    """The letter is lost; whoever brings it later is told so."""
    letters.set_status(change, "lost")


def enter_after_expiry(change: Change) -> None:
    """A letter lapses at 00:00 of the day after its last one, whenever that is recorded."""
    if change.case.letter is not None:
        change.entered_at = clock.start_of(next_day(change.case.letter.expires_on))


def void_letter(change: Change) -> None:
    """An issued letter no longer counts."""
    letters.set_status(change, "void")
    change.keep(online=False)


def accept_member(change: Change) -> None:
    """教育管理工作条例第二十五条: the receiving side answers for the member from now on."""
    change.case.accepted_on = change.tx.today
    relations.move(change.tx, change.case, {"responsibility": change.organization_of(Party.STREET)})
    bring_follow_up(change)


def place_member(change: Change) -> None:
    """The affiliation moves to the unit, or the branch or group below it, in which the member is placed."""
    unit = change.chosen or change.organization_of(Party.RECEIVING)
    relations.move(change.tx, change.case, {"affiliation": unit, "responsibility": unit})
    change.keep(placed_id=unit.id)
    change.details["placed_in"] = unit.code
    for beside in cases_beside(change.tx, change.case.member.id):
        if beside.workflow == "follow_up":
            bring_follow_up(change, settles=True)
        else:
            change.followed_by.append(Follower(beside.number, beside.version, "move_affiliation"))


def propose_settlement(change: Change) -> None:
    """The member has a place beside where the relation is: whoever follows them up may settle it."""
    bring_follow_up(change, settles=True)


def settle_receipt(change: Change) -> None:
    """After a release inside the system, placement is the receipt."""
    change.details["receipt"] = "settled"


def record_refusal(change: Change) -> None:
    """Who refused, on which ground; the department above that side is to settle it."""
    code = str(change.fields.get("reason_code"))
    change.details["ground"] = is_ground(code)
    change.keep(refused_by=change.acting.value)
    if change.acting == Party.OUTFLOW_COMMITTEE:
        _swap(change, Party.DEPARTMENT, Party.OUTFLOW_DEPARTMENT)


def record_order(change: Change) -> None:
    """After an order nobody refuses again; a letter past its date counts by the decision."""
    change.keep(ordered=True, refused_by=None)


def change_destination(change: Change) -> None:
    """Another receiving unit: parties and route are derived anew."""
    reason = change.fields.get("reason_code")
    if reason:
        change.keep(reason_code=reason)
    if change.chosen is None:
        return
    require_standing(change.tx, [change.chosen])
    outflow = change.organization_of(Party.OUTFLOW)
    before = change.organization_of(Party.RECEIVING)
    way = parties.find_way(change.tx, change.workflow.definition.cast, outflow, change.chosen)
    for row in change.case.parties:
        replacement = way.parties.get(Party(row.party))
        if replacement is not None and replacement.id != row.organization_id:
            _put(row, replacement)
            row.may_read = row.party not in change.workflow.definition.late_readers
    change.case.receiving_id = change.chosen.id
    change.case.route = way.route(change.case.particulars.get("reason_code"))
    parties.set_desks(change.case.parties, change.case.route)
    change.details |= {"receiving_before": before.code, "receiving": change.chosen.code}


def redirect(change: Change) -> None:
    """Another unit under the same street takes its turn."""
    row = next(row for row in change.case.parties if row.party == Party.RECEIVING)
    replace_party(change, row)
    change.restarts = "placement"


def replace_party(change: Change, row: CaseParty) -> None:
    """The chosen organization in the place of another; who acts for the parties is worked out anew."""
    if change.chosen is None:
        return
    require_standing(change.tx, [change.chosen])
    change.details |= {f"{row.party}_before": row.organization.code, row.party: change.chosen.code}
    _put(row, change.chosen)
    if row.party in OTHER_SIDES:
        change.case.receiving_id = change.chosen.id
    parties.set_desks(change.case.parties, change.case.route)


def void_case(change: Change) -> None:
    """Opened in error: all back to the origin. Death or the end of membership: both relations end."""
    letters.set_status(change, "void")
    if change.fields.get("reason_code") != "opened_in_error":
        relations.end(change.tx, change.case, {"affiliation": None, "responsibility": None})
    elif change.case.accepted_on is not None:
        _back_to_origin(change)
    reopen_what_it_settled(change)


def return_to_origin(change: Change) -> None:
    """The member returns to the origin, or to the unit that succeeded it."""
    _back_to_origin(change)
    reopen_what_it_settled(change)


def _note_conversion(change: Change) -> None:
    if change.case.member.member_status == "probationary" and change.case.member.probation_ends_on:
        change.details["probation_ends_on"] = change.case.member.probation_ends_on


def _back_to_origin(change: Change) -> None:
    origin = change.organization_of(Party.OUTFLOW)
    origin = standing_successor(change.tx, origin)
    relations.move(change.tx, change.case, {"affiliation": origin, "responsibility": origin})
    bring_follow_up(change)


def _put(row: CaseParty, organization: Organization) -> None:
    row.organization_id = organization.id
    row.organization = organization


def _swap(change: Change, one: Party, other: Party) -> None:
    rows = {row.party: row for row in change.case.parties}
    if one in rows and other in rows:
        left, right = rows[one].organization, rows[other].organization
        _put(rows[one], right)
        _put(rows[other], left)
        parties.set_desks(change.case.parties, change.case.route)


EFFECTS: dict[str, Callable[[Change], None]] = {
    effect.__name__: effect
    for effect in (
        issue_letter, reissue_letter, draw_number, record_outside_letter, record_seals, record_arrival, lose_letter,
        enter_after_expiry,
        void_letter, accept_member, place_member, settle_receipt, record_refusal, record_order, change_destination,
        redirect, void_case, return_to_origin, propose_settlement, *DUAL_EFFECTS, *MOBILE, *FOLLOW_UP_EFFECTS,
        freeze_figures,
    )
}  # fmt: skip
