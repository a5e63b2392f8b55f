"""The rows of a csv file in the encodings and with the separators that offices use, read line by line."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from service.intake.package import too_large, unsupported
from service.intake.rows import Rows, kept
from service.intake.sheet_rows import COLUMNS_MAX, EMPTY_ROWS_MAX

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PIECE = 64 * 1024
_LONGEST_LINE = 100_000
_HEAD = 4096
_MARKUP = ("<html", "<!doctype", "<table", "<?xml", "<meta", "mime-version:")


def rows_of(content: bytes, most: int) -> Rows:
    """The rows that are not empty. Raises TooLarge for more than `most`, and UnsupportedFile."""
    encoding = _encoding(content)
    head = content[:_HEAD].decode(encoding, "ignore").lstrip().lower()
    if head.startswith(_MARKUP):
        raise unsupported("web_page")
    reader = csv.reader(_lines(content, encoding), delimiter=_delimiter(head))
    lines: list[tuple[int, bytes]] = []
    try:
        for number, values in enumerate(reader, start=1):
            if len(values) > COLUMNS_MAX and any(value.strip() for value in values[COLUMNS_MAX:]):
                raise too_large("columns", COLUMNS_MAX)
            cells = [value.strip() or None for value in values[:COLUMNS_MAX]]
            if any(cells):
                lines.append((number, kept(cells)))
            if len(lines) > most or number > most + EMPTY_ROWS_MAX:
                raise too_large("rows", most)
    except csv.Error as error:
        raise unsupported("unreadable") from error
    return Rows(lines)


def _encoding(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        if _decodes(content, encoding):
            return encoding
    raise unsupported("unknown_encoding")


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _PIECE):
            if "\0" in decoder.decode(content[start : start + _PIECE]):
                raise unsupported("unknown_format")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    while line := text.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise unsupported("unreadable")
        yield line


def _delimiter(head: str) -> str:
    first = head.partition("\n")[0]
    return max(",\t;", key=first.count)
