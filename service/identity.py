"""Resident ID numbers and telephone numbers: what was meant, whether it can be true, what of it may be shown."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

# The region is not judged: codes are given at first issue and change, and 81, 82, 83 and 9 open residence permits.
_ID_NUMBER = re.compile(r"[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_ID_SHOWN_FIRST, _ID_SHOWN_LAST = 4, 4

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{9,17}|[2-9][0-9]{6,7}|400[0-9]{7}|\+[1-9][0-9]{6,14}")
_CHINA = re.compile(r"(?:\+|00)?86(?=1[3-9][0-9]{9}$)|(?:\+|00)86(?=0)")
_PHONE_SHOWN_FIRST, _PHONE_SHOWN_LAST = 3, 4


def clean_id_number(text: str) -> str:
    """What was meant: plain digits for full-width ones, no spaces, no invisible characters, a capital X."""
    return _plain(text).upper()


def is_valid_id_number(text: str) -> bool:
    """Whether a clean number has 18 places, a day of birth that exists, and the right check character."""
    return bool(_ID_NUMBER.fullmatch(text)) and _date(text) is not None and _check_character(text) == text[-1]


def birth_date_of(id_number: str) -> date | None:
    """The day of birth in a valid number."""
    return _date(id_number) if is_valid_id_number(id_number) else None


def sex_of(id_number: str) -> Literal["male", "female"] | None:
    """The sex in a valid number."""
    if not is_valid_id_number(id_number):
        return None
    return "male" if int(id_number[16]) % 2 else "female"


def mask_id_number(id_number: str) -> str:
    """3299**********4417."""
    return _mask(id_number, _ID_SHOWN_FIRST, _ID_SHOWN_LAST)


def clean_phone(text: str) -> str:
    """What was meant: digits only, without the country code of China; a plus is kept for other countries."""
    plain = _plain(text)
    digits = ("+" if plain.startswith("+") else "") + re.sub(r"[^0-9]", "", plain)
    return _CHINA.sub("", digits, count=1) if _CHINA.match(digits) else digits


def is_valid_phone(text: str) -> bool:
    """Whether a clean number can be dialled: a mobile, a landline with or without its area code, one from abroad."""
    return bool(_PHONE.fullmatch(text))


def is_mobile(text: str) -> bool:
    """Whether a clean number is a mobile's."""
    return bool(_MOBILE.fullmatch(text))


def mask_phone(phone: str) -> str:
    """138****6025."""
    return _mask(phone, _PHONE_SHOWN_FIRST, _PHONE_SHOWN_LAST)


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)
    return "".join(character for character in normal if unicodedata.category(character) not in {"Cf", "Cc", "Zs"})


def _date(id_number: str) -> date | None:
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None


def _check_character(id_number: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, id_number, strict=False))
    return _CHECK_CHARACTERS[total % len(_CHECK_CHARACTERS)]


def _mask(text: str, first: int, last: int) -> str:
    hidden = len(text) - first - last
    if hidden < min(first, last):  # so short that what is shown would give the rest away
        return "*" * len(text)
    return text[:first] + "*" * hidden + text[-last:]
