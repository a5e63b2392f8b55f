"""Forms with files, as a browser sends them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.service.web.desk import Person


def multipart(fields: Mapping[str, str], content: bytes, name: str, field: str = "file") -> dict[str, Any]:
    """What the test client posts; in memory, so that nothing is left open."""
    boundary, body = encode_multipart({**fields, field: FileStorage(io.BytesIO(content), filename=name, name=field)})
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def send_file(person: Person, form: str, content: bytes, name: str = "回执.pdf", **typed: str) -> str:
    """Send the form with a file, and see the page that it leads to."""
    filled = person.form(form)
    person.last = person.client.post(filled.action, **multipart({**filled.fields.to_dict(), **typed}, content, name))
    if person.last.status_code == 303:
        return person.get(person.last.headers["Location"])
    return person.last.text
