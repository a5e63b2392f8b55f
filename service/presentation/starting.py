"""From somebody who is followed up to the case that can settle them."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.models import Case
from service.permissions import Actor, acting_parties
from service.presentation.words import Link
from workflows.vocabulary import Party


def starts(case: Case, actor: Actor) -> list[Link]:
    """What can settle somebody: a transfer, or dual management instead; an arrival where they belong to nobody here."""
    about: dict[str, Any] = {"member_id": case.member_id, "follows": case.number}
    if case.affiliation is None or case.affiliation.external:
        arrival = Link(_("登记转入"), url_for("cases.new", way="register_arrival", **about))
        return [arrival] if Party.STREET in acting_parties(actor, case) else []
    return [
        Link(_("发起转接"), url_for("cases.new", way="open", **about)),
        Link(_("改为双重管理"), url_for("cases.new_dual", **about)),
    ]
