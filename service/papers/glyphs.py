"""The fonts of the papers, and which characters they can print."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pylopdf_fonts_jp
import pylopdf_fonts_zh_cn

from service.errors import ActionRefused
from workflows.vocabulary import Refusal

_FULL_REPERTOIRE = 12
"""The kind of table in which a font lists characters beyond U+FFFF too."""
_GROUPS_AT = 16


def font_files() -> list[Path]:
    """In the order in which they are tried: the second has name characters, 𠮷 among them, that the first lacks."""
    return [Path(pylopdf_fonts_zh_cn.serif_path()), Path(pylopdf_fonts_jp.serif_path())]


def check_glyphs(texts: Mapping[str, str]) -> None:
    """Raises ActionRefused naming the character and the field when no font has it: never a box on a paper."""
    missing = [
        Refusal("glyph_missing", {"character": character, "text": text}, field)
        for field, text in texts.items()
        for character in dict.fromkeys(text)
        if not has_glyph(character)
    ]
    if missing:
        raise ActionRefused(missing)


@cache
def has_glyph(character: str) -> bool:
    """Whether one of the fonts can print it."""
    return any(_covers(groups, ord(character)) for groups in _coverage())


def _covers(groups: list[tuple[int, int]], point: int) -> bool:
    place = bisect_right(groups, point, key=lambda group: group[0]) - 1
    return place >= 0 and point <= groups[place][1]


@cache
def _coverage() -> list[list[tuple[int, int]]]:
    return [_groups(path.read_bytes()) for path in font_files()]


def _groups(font: bytes) -> list[tuple[int, int]]:
    """The ranges of characters in a font's cmap table (OpenType 1.9, cmap format 12), in rising order."""
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", cmap, 8 + 8 * number)
        if struct.unpack_from(">H", cmap, offset)[0] == _FULL_REPERTOIRE:
            (length,) = struct.unpack_from(">I", cmap, offset + 12)
            start = offset + _GROUPS_AT
            return [struct.unpack_from(">II", cmap, start + 12 * group) for group in range(length)]
    raise ValueError("no character table")


def _table(font: bytes, wanted: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == wanted:
            return font[offset : offset + length]
    raise ValueError(f"no table {wanted!r}")
