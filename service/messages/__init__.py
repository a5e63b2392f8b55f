"""Every code of an error or a refusal, and the sentences a person reads: what is wrong, and what to do.

Sentences are message ids for gettext with named placeholders. Of several, the first whose values are all known is
said; the last one needs none and serves as the title of the problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from service import clock
from service.messages.absences import ABSENCES
from service.messages.attachments import ATTACHMENTS
from service.messages.audit import AUDIT as AUDIT
from service.messages.batches import BATCHES
from service.messages.bulk import BULK
from service.messages.certificates import CERTIFICATES
from service.messages.directory import DIRECTORY
from service.messages.errors import ERRORS as ERRORS
from service.messages.files import FILES
from service.messages.forms import FORMS
from service.messages.receipts import RECEIPTS
from service.messages.rules import RULES
from workflows import NEWEST
from workflows.codes import PARTIES
from workflows.everywhere import EVERYWHERE

_NAMED = re.compile(r"%\((\w+)\)s")
_LISTED = 6


class Word(str):
    """A label of ours among the values of a sentence: to be translated like the sentence."""

    __slots__ = ()


REFUSALS = RULES | FORMS | DIRECTORY | FILES | ATTACHMENTS | RECEIPTS | BATCHES | BULK | ABSENCES | CERTIFICATES
"""What stands in the way, one thing each."""

_ALL = REFUSALS | ERRORS | AUDIT


def sentence(code: str, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The most telling sentence for a code, with the values it names; a code without a sentence stays a code."""
    known = _sayable(values)
    sentences = _ALL.get(str(values.get("reason")) if code == "unauthenticated" else code) or _ALL.get(code, (code,))
    for text in sentences:
        names = _NAMED.findall(text)
        if all(name in known for name in names):
            return text, {name: known[name] for name in names}
    return sentences[-1], {}


def say(code: str, values: Mapping[str, Any], translate: Callable[[str], str]) -> str:
    """The sentence in the reader's language."""
    text, named = sentence(code, values)
    if not named:
        return translate(text)
    return translate(text) % {name: translate(word) if isinstance(word, Word) else word for name, word in named.items()}


def title(code: str) -> str:
    """The sentence that a code has whatever the values."""
    return _ALL.get(code, (code,))[-1]


def is_known(code: str) -> bool:
    """Whether the code has a sentence."""
    return code in _ALL


def _sayable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a person reads them; what is empty is not said."""
    return {name: _said(name, value, values) for name, value in values.items() if value not in (None, "", [], ())}


def _said(name: str, value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(clock.SHANGHAI).strftime("%m-%d %H:%M")
    if isinstance(value, Sequence) and not isinstance(value, str):
        shown = "、".join(_part(part) for part in value[:_LISTED])
        return f"{shown} …" if len(value) > _LISTED else shown
    if name in ("state", "action"):
        return Word(_label(name, str(value), str(values.get("number", ""))))
    return Word(PARTIES[value]) if name == "party" and value in PARTIES else value


def _part(part: Any) -> str:
    """A candidate is a unit with its code, which tells it from others of the name."""
    return f"{part['name']}（{part['code']}）" if isinstance(part, Mapping) else str(part)


def _label(name: str, value: str, number: str) -> str:
    """The label of a state or action, in the workflow whose prefix the case's number bears."""
    for workflow in NEWEST.values():
        found = (workflow.states if name == "state" else workflow.actions).get(value)
        if found is not None and number.startswith(workflow.prefix):
            return found.label
    return EVERYWHERE[value].label if value in EVERYWHERE else value
