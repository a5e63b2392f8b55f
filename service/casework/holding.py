"""Whose move it is."""

from __future__ import annotations

from service.casework import boxes
from service.casework.change import Change


def show_holder(change: Change) -> None:
    """Write on the case whose move it is now, and let those read it whom it has reached."""
    case = change.case
    party = change.workflow.holder(case.state, change.facts_after())
    holder = next((row for row in case.parties if row.party == party), None)
    case.holder_party = holder.party if holder else None
    case.holder_id = holder.organization_id if holder else None
    if change.enters_anew:
        case.handler_id = None
    boxes.open_to_receivers(case.parties, case)
