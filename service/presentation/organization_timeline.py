"""The changes of an organization, as an auditor reads them: what, when, who decided it, by which document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from service.casework.reorganization.verb import TAKEN_BACK
from service.models import Organization
from service.presentation.case_page import Once
from service.presentation.changed_units import title_of_change
from service.presentation.due import moment_label
from service.presentation.page_actions import new_key
from service.queries.former_names import ChangeLine

_CHANGED = ("name", "party_name", "short_name", "code", "code_scheme", "parent_name")


@dataclass(frozen=True)
class ChangeEntry:
    """One change; `take_back` is there where it can be taken back."""

    icon: str
    tone: str
    title: str
    by_line: str
    quote: str
    take_back: Once | None = None


def organization_timeline(
    unit: Organization, lines: Sequence[ChangeLine], now: datetime, *, may_write: bool
) -> list[ChangeEntry]:
    """The newest first."""
    return [_entry(unit, line, now, may_write=may_write) for line in lines]


def _entry(unit: Organization, line: ChangeLine, now: datetime, *, may_write: bool) -> ChangeEntry:
    change = line.change
    by = [
        line.actor_name or _("系统"),
        moment_label(change.at, now),
        _("自 %(day)s 起", day=change.effective_on.isoformat()),
    ]
    if line.undone:
        by.append(_("已改回"))
    back = may_write and change.kind in TAKEN_BACK and not line.undone and change.undoes_id is None
    own = change.organization_id == unit.id
    url = url_for("reorganization.undo", code=unit.code, key=change.id)
    return ChangeEntry(
        icon="back" if change.undoes_id else "edit" if change.kind in ("rename", "recode") else "share",
        tone="late" if change.kind == "dissolve" and not change.undoes_id else "wait",
        title=_title(line),
        by_line=" · ".join(by),
        quote="\n".join(_words(line)),
        take_back=Once(url, new_key()) if back and own else None,
    )


def _title(line: ChangeLine) -> str:
    details = line.change.details
    other = (details.get("other") or {}).get("name", "")
    undoes = line.change.undoes_id is not None
    return title_of_change(line.change.kind, details["unit"]["name"], other, undoes=undoes)


def _words(line: ChangeLine) -> list[str]:
    change, details = line.change, line.change.details
    before, after, counts = (details.get(name) or {} for name in ("before", "after", "counts"))
    changed = [name for name in _CHANGED if name in after and before.get(name) != after[name]]
    words = [_("%(old)s → %(new)s", old=before.get(name) or "—", new=after[name] or "—") for name in changed]
    if change.kind in ("merge", "split"):
        words.append(
            _("党员 %(members)s 名，在办办件 %(cases)s 件，下级组织 %(units)s 个。", **{
                name: counts.get(name, 0) for name in ("members", "cases", "units")
            })
        )  # fmt: skip
    if change.reason:
        words.append(_("理由：%(reason)s", reason=change.reason))
    if change.document_number:
        words.append(_("批准文号：%(number)s", number=change.document_number))
    return words
