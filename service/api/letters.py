"""The letter of a case as a PDF."""

from __future__ import annotations

from flask import Response

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.schemas.inputs import Speaker
from service.casework.letter_papers import REASON_LENGTH, print_letter
from service.forms.fields import Text
from service.login import current_database
from service.papers import letters_pdf
from service.presentation.file_answer import PDF, pdf_answer
from service.presentation.letter_settings_page import readers_script
from service.presentation.verification_page import with_check_address

door = Door("letters", __name__, url_prefix="/cases/<number>", description="介绍信")


class PrintQuery(Speaker):
    """Why the letter is printed again."""

    reason = Text(label="原因", max_length=REASON_LENGTH)


@door.route("/letter.pdf")
@door.sends_file(PDF, 404, 409)
@accepts(PrintQuery(), "query")
def letter(asked: Asked, number: str) -> Response:
    """打印有效的介绍信，三联一页；每次打印都记入办理记录，再次打印要写 reason"""
    reason = asked.values.get("reason", "")
    script = readers_script()
    paper = current_database().transact(lambda tx: print_letter(tx, asked.actor, number, reason, script))
    return pdf_answer(letters_pdf([with_check_address(paper)]), "letter")
