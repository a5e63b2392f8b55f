"""The link by which a unit outside hands in the receipt of a case: made, shown once, taken back."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.receipt_links import make_receipt_link, revoke_receipt_link
from service.db import Transaction
from service.login import current_actor, current_database
from service.presentation.reading import visible_case
from service.presentation.receipt_pages import receipt_link_page
from service.web.once import Outcome, follow, once, once_or_again


def install(blueprint: Blueprint) -> None:
    """Beside the page of the case."""
    at = "/cases/<number>/receipt-link"
    blueprint.add_url_rule(at, "receipt_link", receipt_link)
    blueprint.add_url_rule(at, "make_receipt_link", make, methods=["POST"])
    blueprint.add_url_rule(f"{at}/revoke", "revoke_receipt_link", revoke, methods=["POST"])


def receipt_link(number: str, code: str = "") -> str:
    """Whether there is a link, and the buttons that make and end one."""
    with current_database().read() as tx:
        actor = current_actor()
        page = receipt_link_page(tx, actor, visible_case(tx, actor, number), code)
    return render_template("cases/receipt_link.html", page=page)


def make(number: str) -> Response | str:
    """A new link, shown with the answer to the form and never again."""
    actor, codes = current_actor(), []

    def verb(tx: Transaction) -> Outcome:
        codes.append(make_receipt_link(tx, actor, number)[1])
        return Outcome(url_for("cases.receipt_link", number=number), _("链接已生成，只在生成时显示一次。"))

    outcome, is_replay = once_or_again(verb)
    return follow(outcome) if is_replay else receipt_link(number, codes[-1])


def revoke(number: str) -> Response:
    """End the link that is open."""
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        revoke_receipt_link(tx, actor, number)
        return Outcome(url_for("cases.receipt_link", number=number), _("链接已作废，打不开了。"))

    return once(verb)
