"""A file that was sent as one part of a form."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from service.casework.files import NewFile
from service.errors import TooLarge, UnsupportedFile


def sent_file() -> NewFile:
    """The part called `file`; an empty one where nothing was sent. Raises TooLarge and UnsupportedFile."""
    if request.mimetype != "multipart/form-data" and (request.content_length or request.mimetype):
        raise UnsupportedFile(mimetype=request.mimetype)
    try:
        sent = request.files.get("file")
    except RequestEntityTooLarge:
        raise TooLarge from None
    return NewFile(sent.filename or "", sent.mimetype, sent.read()) if sent else NewFile("", "", b"")
