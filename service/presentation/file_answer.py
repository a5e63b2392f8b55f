"""A file as an answer: to be saved, never shown, and gone from this machine once it has been sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from flask import Response

from service.exports.sheets import KINDS
from service.exports.take_out import TakenOut

_CHUNK = 64 * 1024


def file_answer(taken: TakenOut) -> Response:
    """The file, piece by piece."""
    response = Response(_pieces(taken.file), content_type=KINDS["csv" if taken.name.endswith(".csv") else "xlsx"])
    response.call_on_close(taken.file.close)
    plain = "export" + taken.name[taken.name.rindex(".") :]
    response.headers["Content-Disposition"] = f"attachment; filename={plain}; filename*=UTF-8''{quote(taken.name)}"
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece
