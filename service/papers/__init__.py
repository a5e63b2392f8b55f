"""Papers that leave the house: plain values in, a PDF out. Knows no database and no web framework."""

from service.papers.letter import LetterPaper
from service.papers.pdf import check_paper, letters_pdf

__all__ = ["LetterPaper", "check_paper", "letters_pdf"]
