"""Letter numbers, as people type them and as they are compared."""

import re
import unicodedata

_MARKS = frozenset({"Ps", "Pe", "Pi", "Pf", "Zs", "Cf", "Cc"})
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def normal_number(number: str) -> str:
    """A letter number after NFKC, without leading zeros, brackets and spaces, in capitals.

    Brackets and spaces end a run of digits, so that 〔2026〕007号 and 2026 7号 are one number.
    """
    return _without_marks(_LEADING_ZEROS.sub("", _plain(number)))


def same_number(one: str, other: str) -> bool:
    """Whether two numbers name the same letter, also when one was typed as a single run of digits (2026007号)."""
    return not _readings(one).isdisjoint(_readings(other))


def _readings(number: str) -> frozenset[str]:
    return frozenset({normal_number(number), _LEADING_ZEROS.sub("", _without_marks(_plain(number)))}) - {""}


def _plain(number: str) -> str:
    return unicodedata.normalize("NFKC", number).upper()


def _without_marks(number: str) -> str:
    return "".join(sign for sign in number if unicodedata.category(sign) not in _MARKS and sign not in "<>")
