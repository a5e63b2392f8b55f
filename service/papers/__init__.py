"""Papers that leave the house: plain values in, a PDF out. Knows no database and no web framework."""

from service.papers.codes import new_code, qr_picture, read_code, shown_code
from service.papers.letter import LetterPaper, Moved
from service.papers.notice import Answer, NoticePaper, notice_pdf
from service.papers.numerals import Script
from service.papers.overprint import overprint_pdf, trial_pdf
from service.papers.parts import Part, sheet_of
from service.papers.pdf import check_paper, letters_pdf

__all__ = [
    "Answer",
    "LetterPaper",
    "Moved",
    "NoticePaper",
    "Part",
    "Script",
    "check_paper",
    "letters_pdf",
    "new_code",
    "notice_pdf",
    "overprint_pdf",
    "qr_picture",
    "read_code",
    "sheet_of",
    "shown_code",
    "trial_pdf",
]
