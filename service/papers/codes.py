"""The code on a letter, by which anybody asks whether it is genuine; and its picture for a telephone's camera."""

from __future__ import annotations

import re
import secrets
import unicodedata

import segno

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which people misread (Crockford's base 32)."""
LENGTH, _GROUP = 12, 4
"""60 bits: with a hundred million letters, a guess hits one in ten thousand million."""
_CODE = re.compile(f"[{_LETTERS}]{{{LENGTH}}}")
_MASK = 0
_CORRECTION = "m"
_MISREAD = str.maketrans("OIL", "011")


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """The code that was typed, in full width too, in small letters, with or without lines and spaces between."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_MISREAD)
    code = "".join(sign for sign in plain if sign.isalnum())
    return code if _CODE.fullmatch(code) else None


def shown_code(code: str) -> str:
    """As it is printed: 7K3M-Q9TD-0F5X."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def qr_picture(address: str) -> str:
    """An address as an SVG, four quiet modules around it.

    The mask is always the chequered one: trying all eight for the prettiest takes five times as long, and any is read.
    """
    return str(segno.make_qr(address, error=_CORRECTION, mask=_MASK).svg_inline(scale=4, border=4, omitsize=True))
