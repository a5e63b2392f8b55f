"""Letter numbers, as people type them and as they are compared."""

import re
import unicodedata

USUAL_SCHEME, USUAL_DIGITS = "〔{年}〕第 {号} 号", 4
"""As 组通字〔2006〕45号 has it: 〔2026〕第 0312 号."""
YEAR, SHORT_YEAR, ISSUER, DRAWN = "{年}", "{年2}", "{代码}", "{号}"
_PRINTED_LENGTH = 60
_PLACES = re.compile(r"\{([^{}]*)\}")
_KNOWN = frozenset({"年", "年2", "代码", "号"})

_MARKS = frozenset({"Ps", "Pe", "Pi", "Pf", "Zs", "Cf", "Cc"})
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def printed_number(scheme: str, digits: int, *, year: int, drawn: int, code: str) -> str:
    """The drawn number as an issuer's scheme prints it.

    Of the places in the scheme, {年} is the year, {年2} its last two digits, {代码} the issuer's code, {号} the number
    with at least so many digits.
    """
    values = {"年": str(year), "年2": f"{year % 100:02d}", "代码": code, "号": f"{drawn:0{digits}d}"}
    return _PLACES.sub(lambda place: values[place[1]], scheme)


def is_scheme(scheme: str, code: str) -> bool:
    """Whether numbers made by it differ from number to number and from year to year, and fit on the paper."""
    places = _PLACES.findall(scheme)
    if not set(places) <= _KNOWN or places.count("号") != 1 or not {"年", "年2"} & set(places):
        return False
    if re.search(r"[{}]", _PLACES.sub("", scheme)):
        return False
    return len(printed_number(scheme, 8, year=2026, drawn=1, code=code)) <= _PRINTED_LENGTH


def normal_number(number: str) -> str:
    """A letter number after NFKC, without leading zeros, brackets and spaces, in capitals.

    Brackets and spaces end a run of digits, so that 〔2026〕007号 and 2026 7号 are one number.
    """
    return _without_marks(_LEADING_ZEROS.sub("", _plain(number)))


def same_number(one: str, other: str) -> bool:
    """Whether two numbers name the same letter, also when one was typed as a single run of digits (2026007号)."""
    return not readings(one).isdisjoint(readings(other))


def readings(number: str) -> frozenset[str]:
    """The forms under which a number may be looked up: two numbers that share one name the same letter."""
    return frozenset({normal_number(number), _LEADING_ZEROS.sub("", _without_marks(_plain(number)))}) - {""}


def _plain(number: str) -> str:
    return unicodedata.normalize("NFKC", number).upper()


def _without_marks(number: str) -> str:
    return "".join(sign for sign in number if unicodedata.category(sign) not in _MARKS and sign not in "<>")
