"""A file as an answer: taken out, it is saved and then gone from this machine; a paper is shown, to be printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from flask import Response, request

from service.casework.files import OpenedFile
from service.exports.sheets import KINDS
from service.exports.take_out import TakenOut

PDF = "application/pdf"
_CHUNK = 64 * 1024
_READERS_OWN = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""What the browsers' own readers of PDFs need: some show the file as an object in a page of theirs."""
_HARMLESS = "default-src 'none'; sandbox; frame-ancestors 'none'"


def file_answer(taken: TakenOut) -> Response:
    """The file, piece by piece."""
    response = Response(_pieces(taken.file), content_type=KINDS["csv" if taken.name.endswith(".csv") else "xlsx"])
    response.call_on_close(taken.file.close)
    plain = "export" + taken.name[taken.name.rindex(".") :]
    response.headers["Content-Disposition"] = f"attachment; filename={plain}; filename*=UTF-8''{quote(taken.name)}"
    return response


def pdf_answer(pdf: bytes, name: str) -> Response:
    """A paper for the browser's own reader; `name` (plain letters, without ending) is what it is saved as."""
    response = Response(pdf, content_type=PDF)
    response.headers["Content-Disposition"] = f"inline; filename={name}.pdf"
    response.headers["Content-Security-Policy"] = _READERS_OWN
    return response


def bytes_answer(content: bytes, name: str, media_type: str = KINDS["xlsx"]) -> Response:
    """A file that is held in memory."""
    response = Response(content, content_type=media_type)
    plain = "file" + (name[name.rindex(".") :] if "." in name else "")
    plain = plain if plain.isascii() else "file"
    response.headers["Content-Disposition"] = f"attachment; filename={plain}; filename*=UTF-8''{quote(name)}"
    return response


def kept_file_answer(file: OpenedFile) -> Response:
    """A file that somebody handed in: saved, never shown inside a page of ours, and sent again only when it differs."""
    known = request.if_none_match.contains_weak(file.commitment)
    response = Response(status=304) if known else bytes_answer(file.content, file.name, file.media_type)
    response.headers["Content-Security-Policy"] = _HARMLESS
    response.set_etag(file.commitment)
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece
