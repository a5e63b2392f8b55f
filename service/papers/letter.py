"""What stands on an introduction letter: everything that is printed, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from service.papers.numerals import Script


@dataclass(frozen=True)
class Moved:
    """By how much what is printed is moved, in tenths of a millimetre."""

    right: int = 0
    down: int = 0


@dataclass(frozen=True)
class LetterPaper:
    """The three parts of one letter (组通字〔2006〕45号). An empty text leaves its place to be filled by hand.

    `dues_year`, `dues_month` and `valid_days` are in uppercase numerals, `age` is the one on `issued_on`. `sex` None
    leaves both words standing. `check_address` is where `code` is answered; it is printed as a picture. `script`
    is that of the form's own words and of the numerals, `moved` by how much the values lie beside an official form.
    """

    number: str
    issued_on: date
    addressee: str
    receipt_addressee: str
    member_name: str
    probationary: bool
    origin: str
    destination: str
    valid_days: str
    sex: Literal["male", "female"] | None = None
    age: str = ""
    ethnic_group: str = ""
    id_number: str = ""
    dues_year: str = ""
    dues_month: str = ""
    member_contact: str = ""
    committee_address: str = ""
    committee_phone: str = ""
    committee_postcode: str = ""
    code: str = ""
    check_address: str = ""
    script: Script = "zh-Hans"
    moved: Moved = Moved()


def age_on(born: str | None, day: date) -> str:
    """Full years on a day, from a birth date as exactly as it is known; empty while the day of birth decides."""
    parts = [int(part) for part in (born or "").split("-") if part]
    if len(parts) < len(("year", "month", "day")):
        return ""
    return str(day.year - parts[0] - ((day.month, day.day) < (parts[1], parts[2])))
