"""What can be printed from the page of a case, and by whom."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from service.casework.letter_papers import letter_in_force, printing_post
from service.models import Case
from service.permissions import Actor
from service.presentation.words import Link


def print_links(case: Case, actor: Actor) -> list[Link]:
    """The letter, for the committee that issued it; the notice, while the member has the letter in hand."""
    if letter_in_force(case) is None:
        return []
    links = []
    if printing_post(actor, case) is not None:
        links.append(Link(_("打印介绍信"), url_for("cases.letter", number=case.number)))
    if case.state == "in_transit":
        links.append(Link(_("给党员的告知单"), url_for("cases.notice", number=case.number)))
    return links
