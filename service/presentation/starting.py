"""From somebody who is followed up to the case that can settle them."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.models import Case
from service.presentation.words import Link


def starts(case: Case) -> list[Link]:
    """What can settle somebody: a transfer, or dual management instead."""
    about: dict[str, Any] = {"member_id": case.member_id, "follows": case.number}
    return [
        Link(_("发起转接"), url_for("cases.new", way="open", **about)),
        Link(_("改为双重管理"), url_for("cases.new_dual", **about)),
    ]
