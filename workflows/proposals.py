"""What the rules suggest about members who are away. People decide: nothing here changes a case."""

from __future__ import annotations

from datetime import date

from workflows.dates import add_months

FIXED_MONTHS = 6
"""流动党员管理: a fixed place for more than six months, 应转尽转."""
GROUP_OF = 3
"""流动党员活动证: three members at one place may form a temporary branch or group."""
AT_A_PLACE = frozenset({"found_inflow", "attached"})


def transfer_from(state: str, *, left_on: date | None, host_since: date | None, fixed_place: bool) -> date | None:
    """From which day on a transfer is suggested; None while nothing says that the member stays at one place.

    Whoever is taken in at one host is at one place; so is somebody away at a place that was written down as fixed.
    """
    began = host_since or (left_on if fixed_place else None)
    return add_months(began, FIXED_MONTHS) if began is not None and state in AT_A_PLACE else None
