"""What the offices of a district do with their cases: mostly the next step within days, sometimes much later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from service.casework.facts import facts_of
from service.models import Case
from service.permissions import Actor, acting_parties
from workflows import workflow_of
from workflows.codes import CODE_LISTS
from workflows.fields import FIELDS
from workflows.vocabulary import Action, Use

Weights = Mapping[str, float]

USUAL: Mapping[str, Weights] = {
    "transfer": {
        "take_up": 20, "decline": 1, "submit": 20, "edit": 1, "release": 20, "issue_letter": 10, "report_in": 20,
        "report_lost": 1, "reissue": 60, "check_file": 1, "finish_file_check": 20, "accept": 20, "redirect": 1,
        "place": 20, "send_receipt": 20, "confirm_receipt": 20, "reject_receipt": 1, "send_back": 1, "refuse": 1,
        "withdraw": 1, "order_acceptance": 4, "order_release": 4, "uphold_refusal": 4,
    },
    "dual_management": {
        "submit": 20, "agree": 20, "decline": 1, "answer": 20, "file": 20, "send_back": 1, "log_contact": 10,
        "log_service": 10, "review": 20, "pause": 1, "resume": 20, "end": 1,
    },
    "mobile_registration": {
        "allow_absence": 10, "issue_certificate": 10, "attach_member": 40, "decline_attach": 1, "log_contact": 20,
        "log_activity": 20, "inspect": 20, "report_loss": 1, "leave": 2, "move_on": 2, "check_return": 20, "cancel": 1,
    },
    "follow_up": {
        "log_contact": 10, "ask_unit": 2, "answer": 10, "found": 6, "give_up_search": 4, "report_up": 10,
        "record_decision": 2, "settle": 10,
    },
    "flow_report": {"hand_in": 20, "send_back": 2, "file": 20},
}  # fmt: skip
"""How often a step is taken where it is open, beside the others that are."""

_IN_HAND = {"in_transit": (3, 45)}
_STANDING = {"active": (20, 70), "attached": (20, 70), "away": (20, 70), "watch": (10, 50), "reported_up": (20, 60)}
_OFFICE, _FORGOTTEN, _HOW_OFTEN_FORGOTTEN = (1, 5), (12, 50), 0.08


def days_until_the_next_step(random: Random, state: str) -> int:
    """How long a case lies, in days: in the member's hands, in force, on a desk, or forgotten on one."""
    if state in _IN_HAND:
        return random.randint(*_IN_HAND[state])
    if random.random() < _HOW_OFTEN_FORGOTTEN:
        return random.randint(*_FORGOTTEN)
    return random.randint(*_STANDING.get(state, _OFFICE))


def typed(random: Random, case: Case, action: Action, today: date) -> dict[str, Any]:
    """What people fill in for a step: all that it needs, and what a careful person adds."""
    values = {use.name: _value(random, case, use, today) for use in action.fields if use.required or use.name in _ADDED}
    return {name: value for name, value in values.items() if value is not None}


_ADDED = frozenset({"dues_plan", "destination_reason", "conversion_opinion", "back_on", "received_on"})
_ASKED = ("branch", "second_branch", "village_branch", "employer_branch")


def _value(random: Random, case: Case, use: Use, today: date) -> Any:
    known: Mapping[str, Callable[[], Any]] = {
        "letter_number": lambda: case.letter.number if case.letter else None,
        "certificate_number": lambda: case.particulars["certificate"]["number"],
        "receiving_code": lambda: case.parties[-1].organization.code,
        "asked_code": lambda: f"D-{random.choice(_ASKED)}",
        "back_on": lambda: (today + timedelta(days=60)).isoformat(),
        "received_on": lambda: case.letter.expires_on.isoformat() if case.state == "lapsed" and case.letter else None,
        "quarter": lambda: f"{today.year}-Q{(today.month - 1) // 3 + 1}",
    }
    if use.name in known:
        return known[use.name]()
    field = FIELDS[use.name]
    if choices := use.options or field.options:
        return random.choice(sorted(CODE_LISTS[choices]))
    return {"date": today.isoformat(), "boolean": True}.get(field.type, "按程序办理")


def open_to(actor: Actor, case: Case, today: date) -> Iterator[tuple[Actor, Action]]:
    """The usual steps that somebody is shown in a case and that nothing stands in the way of."""
    acting, facts = acting_parties(actor, case), facts_of(case, today)
    if not any(row.may_read and row.party in acting for row in case.parties):
        return
    workflow = workflow_of(case.workflow, case.workflow_version)
    for action in workflow.available(facts, acting):
        if action.name in USUAL[case.workflow] and not workflow.blocked(action, facts, acting):
            yield actor, action
