"""Forms with files, as a browser sends them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart


def multipart(fields: Mapping[str, str], content: bytes, name: str, field: str = "file") -> dict[str, Any]:
    """What the test client posts; in memory, so that nothing is left open."""
    boundary, body = encode_multipart({**fields, field: FileStorage(io.BytesIO(content), filename=name, name=field)})
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
