"""The letters of many cases as one PDF: looked at, printed behind a page that shows how far, and opened."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.casework.bulk import require_chosen
from service.casework.bulk_letters import PRINT, ask_letters, printed_letters
from service.casework.letter_papers import foresee_prints
from service.db import Transaction
from service.errors import DeskError, ValidationFailed
from service.login import current_actor, current_database
from service.presentation.bulk_letters import letters_page, prints_of
from service.presentation.bulk_pages import BulkAsked
from service.presentation.file_answer import pdf_answer
from service.presentation.form_fields import Typed
from service.presentation.letter_settings_page import readers_script
from service.presentation.verification_page import check_place
from service.web.chosen import asked_again, cases_ticked, numbers_chosen, refused, words_of_list
from service.web.once import Outcome, once
from service.web.room import complaints_of, status_of, texts
from workflows.vocabulary import Refusal


def install(blueprint: Blueprint) -> None:
    """Beside the steps for many cases."""
    blueprint.add_url_rule("/bulk/letters", "letters", letters)
    blueprint.add_url_rule("/bulk/letters", "print_letters", print_letters, methods=["POST"])
    blueprint.add_url_rule("/bulk/jobs/<job_id>/letters.pdf", "letters_pdf", letters_pdf)


def letters() -> str | tuple[str, int]:
    """Which of the chosen letters can be printed."""
    with current_database().read() as tx:
        asked = BulkAsked(PRINT, numbers_chosen(tx), words=words_of_list())
        try:
            require_chosen(asked.numbers)
        except DeskError as error:
            return refused(asked, error)
        return _page(tx, asked)


def print_letters() -> AnyResponse | tuple[str, int]:
    """Have those that are ticked printed, or show the form again with what was typed."""
    asked, typed = asked_again(PRINT), texts("reason")
    try:
        return once(lambda tx: _asked_for(tx, typed["reason"]))
    except DeskError as error:
        with current_database().read() as tx:
            page = _page(tx, replace(asked, typed=Typed(typed, complaints_of(error))))
        return page, status_of(error)


def letters_pdf(job_id: str) -> Response:
    """All letters of the job, for whoever asked, as long as the file is kept."""
    with current_database().read() as tx:
        file = printed_letters(tx, current_actor(), job_id)
    return pdf_answer(file.content, "letters")


def _page(tx: Transaction, asked: BulkAsked) -> str:
    seen = foresee_prints(tx, current_actor(), asked.numbers)
    return render_template("bulk/preview.html", page=letters_page(asked, seen))


def _asked_for(tx: Transaction, reason: str) -> Outcome:
    actor, ticked = current_actor(), cases_ticked()
    require_chosen([chosen.number for chosen in ticked])
    seen = foresee_prints(tx, actor, [chosen.number for chosen in ticked])
    if not reason.strip() and any(found.case and not found.error and prints_of(found.case) for found in seen):
        raise ValidationFailed([Refusal("reason_required", {}, "reason")])
    job = ask_letters(tx, actor, ticked, reason, script=readers_script(), check_place=check_place())
    return Outcome(url_for("bulk.job", job_id=job.id))
