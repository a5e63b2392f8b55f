"""The files of a case: added, opened, taken out."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from service.casework.attachments import MOST, attach, detach, open_attachment
from service.db import Transaction
from service.errors import DeskError, NotFound
from service.intake.documents import read_document
from service.login import current_actor, current_database
from service.models import Case
from service.permissions import Actor
from service.presentation.action_page import ActionPage, Sent
from service.presentation.attachments import attachments_page, strike_page, taken_back
from service.presentation.file_answer import kept_file_answer
from service.presentation.reading import visible_case
from service.queries.attachments import attachments_of
from service.web import steps
from service.web.once import Outcome, once
from service.web.room import sent_file, status_of
from workflows.everywhere import UNDO_WITHIN


def install(blueprint: Blueprint) -> None:
    """Beside the page of the case."""
    at = "/cases/<number>/attachments"
    blueprint.add_url_rule(at, "attachments", attachments)
    blueprint.add_url_rule(at, "attach", add, methods=["POST"])
    blueprint.add_url_rule(f"{at}/<file_id>", "attachment", download)
    blueprint.add_url_rule(f"{at}/<file_id>/detach", "detach", strike, methods=["GET", "POST"])


def attachments(number: str, error: DeskError | None = None) -> tuple[str, int]:
    """What there is, and the form that adds more."""
    with current_database().read() as tx:
        actor = current_actor()
        page = attachments_page(tx, actor, visible_case(tx, actor, number), steps.sent(error))
    return render_template("cases/attachments.html", page=page), status_of(error) if error else 200


def add(number: str) -> AnyResponse | tuple[str, int]:
    """Keep the file that was sent; when it is refused, what was typed stays."""
    actor = current_actor()
    try:
        document = read_document(sent_file())

        def verb(tx: Transaction) -> Outcome:
            case, file_id = attach(tx, actor, number, document, request.form.get("comment", ""))
            said = taken_back(case, file_id, document.name, int(UNDO_WITHIN.total_seconds()))
            return Outcome(url_for("cases.detail", number=number), str(said["text"]), undo=dict(said["undo"]))

        return once(verb)
    except NotFound:
        raise
    except DeskError as error:
        return attachments(number, error)


def download(number: str, file_id: str) -> Response:
    """To be saved; never shown inside a page of ours."""
    with current_database().read() as tx:
        case = visible_case(tx, current_actor(), number)
        file = open_attachment(tx, case, file_id)
    return kept_file_answer(file)


def strike(number: str, file_id: str) -> AnyResponse | tuple[str, int]:
    """Take a file out of the case."""

    def page(tx: Transaction, actor: Actor, case: Case, asked: Sent) -> ActionPage:
        found = next((row for row in attachments_of(tx, case, MOST) if row.id == file_id), None)
        if found is None:
            raise NotFound(number=number, attachment=file_id)
        return strike_page(actor, case, found, asked)

    def verb(tx: Transaction, actor: Actor, number: str) -> Outcome:
        detach(tx, actor, number, file_id, request.form.get("reason", ""))
        return Outcome(url_for("cases.detail", number=number), _("附件已撤下，文件内容已删除。"))

    return steps.small_form(number, "detach", page, verb)
