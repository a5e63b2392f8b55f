"""A form sent after the session had ended: it comes along through signing in, and nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import render_template, request, url_for
from flask_babel import gettext as _

from service.presentation.particulars import Pair
from workflows.fields import FIELDS

LONGEST = 200_000
_OUR_OWN = frozenset({"csrf_token", "key", "version", "find", "draft", "next", "action", "cases", "chosen", "list"})


@dataclass(frozen=True)
class Kept:
    """Where the form was going, and everything it holds."""

    to: str
    fields: Sequence[tuple[str, str]]

    @classmethod
    def of_request(cls) -> Kept:
        """The form that was just sent; passwords are left out."""
        fields = [
            (name, value)
            for name, value in request.form.items(multi=True)
            if name != "csrf_token" and "password" not in name
        ]
        return cls(request.full_path.rstrip("?"), fields)

    @classmethod
    def from_text(cls, text: str) -> Kept | None:
        """What came back from the page of signing in; None for anything that is no form of ours."""
        try:
            given = json.loads(text) if 0 < len(text) <= LONGEST else {}
            kept = cls(str(given["to"]), [(str(name), str(value)) for name, value in given["fields"]])
        except (ValueError, KeyError, TypeError):
            return None
        return kept if own_address(kept.to) else None

    def as_text(self) -> str:
        """What the page of signing in carries along."""
        return json.dumps({"to": self.to, "fields": self.fields}, ensure_ascii=False)


def resume_page(kept: Kept) -> str:
    """The form once more, to be looked at and sent on."""
    shown = [
        Pair(_(FIELDS[name].label) if name in FIELDS else name, value, whole=True)
        for name, value in kept.fields
        if value and name not in _OUR_OWN
    ]
    page = {"form_url": kept.to, "fields": kept.fields, "pairs": shown, "cancel_url": url_for("todo.home")}
    return render_template("auth/resume.html", page=page)


def own_address(address: str) -> str:
    """An address of ours to go on to; nothing for any other machine's."""
    parts = urlsplit(address)
    plain = address.startswith("/") and not address.startswith("//") and address.isprintable()
    return address if plain and not parts.scheme and not parts.netloc and "\\" not in address else ""
