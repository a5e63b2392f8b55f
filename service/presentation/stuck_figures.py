"""What the page of people without a confirmed place counts: by reason, and beside the past of the same unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from service.models import Organization
from service.presentation.dual_entries import quarter_label
from service.presentation.todo import Tab
from service.presentation.words import Link
from service.queries.stuck import LOST, Figures, StuckFilter

GROUPS: Mapping[str, tuple[LazyString, Sequence[str]]] = {
    "letter": (_l("没有报到"), ("letter_not_presented",)),
    "unplaced": (_l("没有编入支部"), ("accepted_unplaced",)),
    "nobody": (_l("没有组织接收"), ("no_receiving_unit",)),
    "leavers": (_l("毕业、退役、出国"), ("graduate_waiting", "veteran", "study_abroad")),
    "elsewhere": (
        _l("迁居、外出、换工作"),
        ("relocated", "migrant_worker", "floating_talent", "laid_off", "reemployed_retiree"),
    ),
    "unknown": (_l("关系不明、中断"), ("affiliation_unknown", "inactive_signals")),
}
"""The categories as one looks for them."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    group: str = ""
    organization: str = ""
    after: int = 0

    def wanted(self, unit: Organization | None) -> StuckFilter:
        """The same for the query."""
        categories = GROUPS[self.group][1] if self.group in GROUPS else ()
        return StuckFilter(categories, LOST if self.group == "lost" else (), unit)

    def words(self) -> dict[str, str]:
        """The filter as an address has it."""
        found = {"group": self.group, "organization": self.organization}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Past:
    """A quarter of the same unit."""

    label: str
    open: int
    opened: int
    settled: int


def segments(asked: Asked, figures: Figures) -> list[Tab]:
    """The reasons for which there is anybody, each with its number."""
    counts = {name: sum(figures.categories.get(kind, 0) for kind in kinds) for name, (_label, kinds) in GROUPS.items()}
    lost = sum(figures.states.get(state, 0) for state in LOST)
    shown = [("", _("全部"), figures.open), *((name, str(GROUPS[name][0]), count) for name, count in counts.items())]
    shown.append(("lost", _("联系不上"), lost))
    unit: dict[str, Any] = {"organization": asked.organization} if asked.organization else {}
    return [
        Tab(label, str(count), url_for("stuck.index", group=name or None, **unit), asked.group == name)
        for name, label, count in shown
        if count or name in ("", asked.group)
    ]


def this_month(figures: Figures) -> list[Link]:
    """This month beside the last one of the same organization."""
    this, last = figures.months[-1], figures.months[-2]
    return [
        Link(_("本月新建 %(count)s", count=this.opened), "", _("上月 %(count)s", count=last.opened)),
        Link(_("本月落实 %(count)s", count=this.settled), "", _("上月 %(count)s", count=last.settled)),
    ]


def longest(figures: Figures, today: date) -> str:
    """For how long the first of them has been followed up."""
    if figures.oldest_on is None:
        return ""
    return _("最久的 %(days)s 天", days=(today - figures.oldest_on).days)


def past(figures: Figures) -> list[Past]:
    """The latest quarter first. A unit is never beside another one."""
    return [Past(quarter_label(one.quarter), one.open, one.opened, one.settled) for one in reversed(figures.quarters)]
