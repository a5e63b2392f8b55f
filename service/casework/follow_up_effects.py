"""What a step of a follow-up brings about: the log of contacts, questions and answers, the place, a new beginning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from service.casework import relations
from service.casework.change import Change
from service.casework.keeping import keep_with_responsible
from service.casework.parties import new_party, set_desks
from service.casework.tree import require_standing
from service.errors import DuplicateOpenCase
from service.queries.follow_ups import open_follow_up_of
from workflows.follow_up_guards import TRIES_NEEDED
from workflows.vocabulary import Party

HEARD_OF = ("reached", "decided")


def record_contact(change: Change) -> None:
    """When, how and with what result; a try without one counts until somebody hears of the member again."""
    result, way = str(change.fields["result"]), str(change.fields["way"])
    tries = [] if result in HEARD_OF else list(change.case.particulars.get("tries", ()))
    if result == "not_reached":
        tries.append(way)
    next_on = change.fields.get("next_on")
    change.keep(tries=tries, next_on=next_on.isoformat() if next_on else None)
    _keep_last_contact(change, result)
    if len(tries) == TRIES_NEEDED and result == "not_reached":
        _tell(change, change.organization_of(Party.KEEPER).superior_desk_id)
    if result == "needs_coordination":
        department = next((row for row in change.case.parties if row.party == Party.DEPARTMENT), None)
        _tell(change, department.desk_id if department else None)


def record_found(change: Change) -> None:
    """Somebody spoke with the member: the search is over."""
    change.keep(tries=[], next_on=None)
    _keep_last_contact(change, "reached")


def put_question(change: Change) -> None:
    """The unit asked becomes party to the case; another one takes the place of the one before."""
    if change.chosen is None:
        return
    require_standing(change.tx, [change.chosen])
    case = change.case
    rows = [row for row in case.parties if row.party != Party.ASKED]
    row = next((row for row in case.parties if row.party == Party.ASKED), None)
    if row is None:
        row = new_party(change.workflow.definition, Party.ASKED, change.chosen)
        row.case_id = case.id
    row.organization_id, row.organization = change.chosen.id, change.chosen
    change.show_parties([*rows, row])
    set_desks(case.parties, case.route)
    if row.desk_id is not None:
        change.also_told.add(row.desk_id)
    change.details["asked"] = change.chosen.title
    change.keep(asked_on=_day(change).isoformat(), answer=None)


def record_unit_answer(change: Change) -> None:
    """The unit's answer with its date. That the member takes part there is a place."""
    result = str(change.fields["result"])
    change.keep(answer=result, answered_on=_day(change).isoformat())
    if result == "attends_here":
        change.keep(settlement="answer")


def confirm_place(change: Change) -> None:
    """What showed the place stands in the line. Who belonged nowhere belongs where the unit asked said so."""
    change.details["settled_by"] = change.facts_after().settled_by
    by_answer = change.case.particulars.get("settlement") == "answer"
    if by_answer and change.case.affiliation is None:
        unit = change.organization_of(Party.ASKED)
        relations.move(change.tx, change.case, {"affiliation": unit, "responsibility": unit})


def begin_anew(change: Change) -> None:
    """The case that settled it no longer stands. Raises DuplicateOpenCase where the person is followed up already."""
    other = open_follow_up_of(change.tx, change.case.member.id)
    if other is not None:
        raise DuplicateOpenCase(number=other.number, state=other.state, holder=None)
    change.keep(tries=[], next_on=None, settlement=None)
    keep_with_responsible(change)


def _keep_last_contact(change: Change, result: str) -> None:
    said = {"on": _day(change).isoformat(), "way": change.fields["way"], "result": result}
    reason = change.fields.get("reason_code")
    change.keep(last_contact=said | ({"reason_code": reason} if reason else {}))


def _day(change: Change) -> date:
    day: date = change.fields.get("happened_on") or change.tx.today
    return day


def _tell(change: Change, desk: int | None) -> None:
    if desk is not None:
        change.also_told.add(desk)


FOLLOW_UP_EFFECTS: tuple[Callable[[Change], None], ...] = (
    record_contact, record_found, put_question, record_unit_answer, confirm_place, begin_anew,
)  # fmt: skip
