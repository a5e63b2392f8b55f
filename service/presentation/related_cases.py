"""The other cases of the same person, and what they are to the one at hand: read alike on its page and in its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.models import Case
from service.presentation.due import short_day
from service.presentation.now_box import Viewer
from service.presentation.words import Link, state_chip

KINDS = {
    "follows": _l("本件由它而来"),
    "followed_by": _l("由本件而来"),
    "settles": _l("由本件落实"),
    "settled_by": _l("落实了本件"),
}
_IN_LINES = {
    "follows": _l("由 %(number)s 而来"),
    "followed_by": _l("由本件发起 %(number)s"),
    "settles": _l("落实 %(number)s"),
    "settled_by": _l("由 %(number)s 落实"),
}


def related_links(case: Case, related: Sequence[Case], viewer: Viewer) -> list[Link]:
    """Those that the reader may open as links; of a linked one that is hidden, its number and what it is."""
    shown = {other.id for other in related}
    hidden = [link for link in case.links if link.other_id not in shown]
    return [
        *(_link(case, other, viewer) for other in related),
        *(Link(link.other.number, "", str(KINDS[link.kind])) for link in hidden),
    ]


def linked_cases(details: Mapping[str, Any]) -> list[str]:
    """What a line says of another case."""
    return [str(said) % {"number": details[kind]} for kind, said in _IN_LINES.items() if details.get(kind)]


def _link(case: Case, other: Case, viewer: Viewer) -> Link:
    chip = state_chip(other.workflow, other.workflow_version, other.state)
    detail = _("%(state)s · %(day)s 发起", state=chip.label, day=short_day(other.opened_at, viewer.today))
    said = [str(KINDS[link.kind]) for link in case.links if link.other_id == other.id]
    return Link(other.number, url_for("cases.detail", number=other.number), " · ".join([*said, detail]))
