"""What can be printed from the page of a case, or sent, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import url_for
from flask_babel import gettext as _

from service.casework.letter_papers import letter_in_force, printing_post
from service.casework.receipt_links import linking_post
from service.models import Case
from service.permissions import Actor
from service.presentation.away_sheets import away_sheet_links
from service.presentation.dual_sheets import sheet_links
from service.presentation.search_sheet import search_sheet_links
from service.presentation.words import Link
from service.queries.receipt_links import awaits_outside_receipt


def print_links(case: Case, actor: Actor) -> list[Link]:
    """Each workflow has papers of its own."""
    return _LINKS[case.workflow](case, actor)


def _of_transfer(case: Case, actor: Actor) -> list[Link]:
    """The letter, for the committee that issued it; the notice, while the member has the letter in hand.

    While a receipt is due from outside, the link by which it is handed in.
    """
    if letter_in_force(case) is None:
        return []
    links = []
    if printing_post(actor, case) is not None:
        links.append(Link(_("打印介绍信"), url_for("cases.letter", number=case.number)))
    if case.state == "in_transit":
        links.append(Link(_("给党员的告知单"), url_for("cases.notice", number=case.number)))
    if awaits_outside_receipt(case) and linking_post(actor, case) is not None:
        links.append(Link(_("回执链接"), url_for("cases.receipt_link", number=case.number)))
    return links


def _of_report(case: Case) -> list[Link]:
    unit = case.unit.code if case.unit else ""
    return [Link(_("打印报告"), url_for("flow_reports.printed", organization=unit, quarter=case.quarter))]


_LINKS: Mapping[str, Callable[[Case, Actor], list[Link]]] = {
    "transfer": _of_transfer,
    "dual_management": lambda case, _actor: sheet_links(case),
    "mobile_registration": lambda case, _actor: away_sheet_links(case),
    "follow_up": lambda case, _actor: search_sheet_links(case),
    "flow_report": lambda case, _actor: _of_report(case),
}
