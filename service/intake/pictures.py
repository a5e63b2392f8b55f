"""Photos without what cameras write beside the picture: where it was taken, when, and with which device."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

PIXELS_MAX = 200_000_000
"""The most that telephones take; more is made to exhaust whoever opens it."""
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_APPLICATION = range(0xE0, 0xF0)
_KEPT_APPLICATION = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
_EXIF = b"Exif\0\0"
_AFTER_SCAN = re.compile(rb"\xff+(?=[^\x00\xd0-\xd7\xff])")
_UPRIGHT = 1
_TURNED = range(2, 9)
_ORIENTATION = 0x0112
_KEPT_CHUNKS = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs")
)


class Damaged(ValueError):
    """The picture is cut off, or is none."""


class TooManyPixels(ValueError):
    """The picture would be larger than any camera's."""


def without_notes_jpeg(content: bytes) -> bytes:
    """The same picture, not decoded anew: of its notes only the colours, and which side is up. Nothing after its end.

    Raises Damaged and TooManyPixels.
    """
    head: list[bytes] = []
    body: list[bytes] = []
    turned, sized = _UPRIGHT, False
    for marker, segment in _segments(content):
        if marker in _SIZES:
            _check_pixels(*struct.unpack(">HH", segment[5:9]))
            sized = True
        if marker == _APPLICATION.start + 1 and segment[4:].startswith(_EXIF):
            turned = _orientation(segment[4 + len(_EXIF) :])
        if _is_kept(marker, segment):
            (head if marker == _APPLICATION.start else body).append(segment)
    if not sized:
        raise Damaged
    note = [_orientation_note(turned)] if turned in _TURNED else []
    return b"".join([b"\xff\xd8", *head, *note, *body, b"\xff\xd9"])


def without_notes_png(content: bytes) -> bytes:
    """The chunks that make the picture and its colours. Raises Damaged and TooManyPixels."""
    kept: list[bytes] = [PNG]
    found: set[bytes] = set()
    for name, chunk in _chunks(content):
        if not found and name != b"IHDR":
            raise Damaged
        if name == b"IHDR":
            _check_pixels(*struct.unpack(">II", chunk[8:16]))
        if name in _KEPT_CHUNKS:
            kept.append(chunk)
        found.add(name)
    if b"IDAT" not in found:
        raise Damaged
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts between the start and the end of the picture; a scan's part holds its data."""
    at, scanned = 2, False
    while True:
        if content[at : at + 1] != b"\xff":
            raise Damaged
        while content[at + 1 : at + 2] == b"\xff":
            at += 1
        if at + 4 > len(content) and content[at + 1 : at + 2] != bytes((_END,)):
            raise Damaged
        marker = content[at + 1]
        if marker == _END and scanned:
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in (_START, _END) or end < at + 4 or end > len(content):
            raise Damaged
        if marker == _SCAN:
            scanned, end = True, _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, start: int) -> int:
    found = _AFTER_SCAN.search(content, start)
    if found is None:
        raise Damaged
    return found.start()


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker in _APPLICATION:
        return any(marker == kept and segment[4:].startswith(name) for kept, name in _KEPT_APPLICATION)
    return marker != _COMMENT


def _check_pixels(*size: int) -> None:
    if not all(size):
        raise Damaged
    if size[0] * size[1] > PIXELS_MAX:
        raise TooManyPixels


def _orientation(notes: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(notes[:2])
    if order is None:
        return _UPRIGHT
    try:
        (start,) = struct.unpack_from(f"{order}I", notes, 4)
        (count,) = struct.unpack_from(f"{order}H", notes, start)
        entries = [struct.unpack_from(f"{order}HHIH", notes, start + 2 + 12 * number) for number in range(count)]
    except struct.error:
        return _UPRIGHT
    return int(next((value for tag, _kind, _count, value in entries if tag == _ORIENTATION), _UPRIGHT))


def _orientation_note(turned: int) -> bytes:
    notes = _EXIF + struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return struct.pack(">BBH", 0xFF, _APPLICATION.start + 1, len(notes) + 2) + notes


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, name = len(PNG), b""
    while name != b"IEND":
        length = int.from_bytes(content[at : at + 4], "big")
        end = at + 12 + length
        if end > len(content) or (not name and length < 8):
            raise Damaged
        name, chunk = content[at + 4 : at + 8], content[at:end]
        if zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise Damaged
        yield name, chunk
        at = end
