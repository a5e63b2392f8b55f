"""The letter of a case on paper, the page from which it is printed, and the notice that goes with it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from service.casework.letter_papers import print_letter, printed_again
from service.db import Transaction
from service.errors import DeskError
from service.login import current_actor, current_database
from service.papers import LetterPaper, NoticePaper, letters_pdf, notice_pdf, overprint_pdf
from service.presentation.file_answer import pdf_answer
from service.presentation.letter_page import letter_page
from service.presentation.letter_settings_page import readers_script
from service.presentation.letter_sheet import letter_sheet
from service.presentation.notice_sheet import notice_paper
from service.presentation.reading import visible_case
from service.presentation.verification_page import with_check_address
from service.web import steps
from service.web.once import Outcome, once_or_again
from service.web.room import status_of


def install(blueprint: Blueprint) -> None:
    """Beside the page of the case."""
    blueprint.add_url_rule("/cases/<number>/letter", "letter", letter)
    blueprint.add_url_rule("/cases/<number>/letter", "print_letter", print_sent, methods=["POST"])
    blueprint.add_url_rule("/cases/<number>/notice", "notice", notice)
    blueprint.add_url_rule("/cases/<number>/notice.pdf", "notice_pdf", notice_as_pdf)


def letter(number: str, error: DeskError | None = None) -> tuple[str, int]:
    """What was printed and sealed so far, and the form that prints."""
    with current_database().read() as tx:
        actor = current_actor()
        page = letter_page(tx, actor, visible_case(tx, actor, number), steps.sent(error))
    return render_template("cases/letter.html", page=page), status_of(error) if error else 200


def print_sent(number: str) -> Response | tuple[str, int]:
    """The letter as it was asked for, counted once however often the form is sent."""
    try:
        paper = _counted(number)
    except DeskError as error:
        return letter(number, error)
    sheet, paper = request.form.get("sheet", ""), with_check_address(paper)
    if sheet == "page":
        return Response(render_template("cases/letter_sheet.html", page=letter_sheet(paper, number)))
    pdf = overprint_pdf(paper) if sheet == "form" else letters_pdf([paper])
    return pdf_answer(pdf, f"letter-{number}")


def _counted(number: str) -> LetterPaper:
    actor, reason, script = current_actor(), request.form.get("reason", ""), readers_script()
    papers: list[LetterPaper] = []

    def verb(tx: Transaction) -> Outcome:
        papers.append(print_letter(tx, actor, number, reason, script))
        return Outcome(url_for("cases.letter", number=number))

    _outcome, is_replay = once_or_again(verb)
    if is_replay:
        return current_database().transact(lambda tx: printed_again(tx, actor, number, script))
    return papers[-1]


def notice(number: str) -> str:
    """What the member takes home with the letter, as a sheet to print."""
    return render_template("cases/notice.html", page=_notice(number), number=number)


def notice_as_pdf(number: str) -> Response:
    """The same as a PDF."""
    return pdf_answer(notice_pdf(_notice(number)), f"notice-{number}")


def _notice(number: str) -> NoticePaper:
    with current_database().read() as tx:
        return notice_paper(visible_case(tx, current_actor(), number))
