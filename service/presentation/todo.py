"""The worklist: whose turn it is, how late, what to press; grouped by lateness, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.casework.speak import may_nudge, speaking_post
from service.models import Case
from service.presentation.bulk_choice import Around, BulkBar, bulk_bar, for_many
from service.presentation.case_page import direction
from service.presentation.due import Due, due_of, today_label
from service.presentation.now_box import Viewer
from service.presentation.page_actions import page_actions
from service.presentation.steps import pips
from service.presentation.subject import ends_of, kind_of
from service.presentation.words import Link, state_of
from service.queries.lists import Place

BOXES = {
    "mine": _l("待我办"),
    "waiting": _l("等对方办"),
    "opened": _l("我发起的"),
    "done": _l("已办"),
    "copied": _l("抄送我"),
}
_EMPTY = {
    "mine": _l("没有待你办理的事项。"),
    "waiting": _l("没有等对方的事项。"),
    "opened": _l("你所在的组织没有发起还在办的办件。"),
    "done": _l("还没有办过的办件。"),
    "copied": _l("还没有抄送给你的办件。"),
}
PARTS = {
    "": (_l("全部"), "none", ""),
    "late": (_l("超期"), "late", "alert"),
    "soon": (_l("3 个工作日内"), "soon", "clock"),
    "ample": (_l("时限充裕"), "ok", "leaf"),
}
_GROUPS = {
    "late": _l("已超期"),
    "soon": _l("3 个工作日内到期"),
    "ok": _l("时限充裕"),
    "none": _l("没有时限"),
}
MORE_THAN = 100


@dataclass(frozen=True)
class Tab:
    """A box, or a part of it, with its number."""

    label: str
    count: str
    url: str
    current: bool
    tone: str = "none"
    icon: str = ""


@dataclass(frozen=True)
class Row:
    """One case."""

    number: str
    url: str
    name: str
    direction_label: str
    direction_tone: str
    kind_label: str
    from_label: str
    to_label: str
    state_label: str
    pips: Sequence[str]
    due: Due | None
    actions: Sequence[Link]
    for_many: Sequence[str] = ()


@dataclass(frozen=True)
class Group:
    """Rows that are equally urgent."""

    label: str
    tone: str
    rows: Sequence[Row]
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    box: str = "mine"
    due: str = ""
    q: str = ""
    after: str = ""
    tick: str = ""

    def url(self, **changes: str) -> str:
        """The address of the same list with something changed; a change begins at the first page."""
        wanted = replace(self, **{"after": "", "tick": "", **changes})
        asked = {name: value for name, value in vars(wanted).items() if value and (name, value) != ("box", "mine")}
        return url_for("todo.index", **asked)


@dataclass(frozen=True)
class TodoPage:
    """As `todo/index.html` reads it."""

    form_url: str
    hidden: Mapping[str, str]
    q: str
    today_label: str
    tabs: Sequence[Tab]
    filters: Sequence[Tab]
    groups: Sequence[Group]
    shown_label: str
    next_url: str
    empty_text: str
    empty_links: Sequence[Link]
    export_url: str = ""
    bulk: BulkBar | None = None


def todo_page(
    asked: Asked,
    viewer: Viewer,
    cases: Iterable[Case],
    next_place: Place | None,
    counts: Mapping[str, Mapping[str, int]],
) -> TodoPage:
    """The page; `counts` has the numbers of the boxes and of the parts of the box that is open."""
    rows = [(case, _row(case, viewer)) for case in cases]
    boxes, parts = counts["boxes"], counts["parts"]
    after = f"{next_place[0].isoformat()}.{next_place[1]}" if next_place else ""
    return TodoPage(
        form_url=url_for("todo.index"),
        hidden={name: value for name, value in (("box", asked.box), ("due", asked.due)) if value},
        q=asked.q,
        today_label=today_label(viewer.today),
        tabs=[
            Tab(str(label), number(boxes[box]), asked.url(box=box, due="", q=""), asked.box == box)
            for box, label in BOXES.items()
        ],
        filters=_filters(asked, parts),
        groups=_groups([row for _case, row in rows]),
        shown_label=_shown(asked, len(rows), parts),
        next_url=asked.url(after=after) if after else "",
        empty_text=_("没有符合筛选的办件。") if asked.q or asked.due else str(_EMPTY[asked.box]),
        empty_links=_elsewhere(asked, boxes),
        export_url=url_for("exports.new", list="worklist", box=asked.box, due=asked.due or None, q=asked.q or None),
        bulk=bulk_bar([row.for_many for _case, row in rows], _around(asked, parts, more=bool(after))),
    )


def _around(asked: Asked, parts: Mapping[str, int], *, more: bool) -> Around:
    words = {"list": "worklist", "box": asked.box, "due": asked.due, "q": asked.q, "after": asked.after}
    count = "" if asked.q else number(parts[asked.due])
    label = _("连同其余各页，共 %(count)s 件", count=count) if count else _("连同其余各页")
    return Around(words, asked.url(after=asked.after, tick="all"), bool(asked.tick), label if more else "")


def number(count: int) -> str:
    """A count as a badge shows it: nothing for none, 99+ from a hundred."""
    if count >= MORE_THAN:
        return "99+"
    return str(count) if count else ""


def _filters(asked: Asked, parts: Mapping[str, int]) -> list[Tab]:
    return [
        Tab(str(label), number(parts[part]) or "0", asked.url(due=part), asked.due == part, tone, icon)
        for part, (label, tone, icon) in PARTS.items()
    ]


def _groups(rows: Sequence[Row]) -> list[Group]:
    """Rows come in the order of their due day, so equal tones lie together."""
    groups = []
    for tone, found in groupby(rows, key=lambda row: row.due.tone if row.due else "none"):
        together = list(found)
        label = _("%(label)s（%(count)s）", label=_GROUPS[tone], count=len(together))
        groups.append(Group(label, tone, together, _("系统已自动提醒双方") if tone == "late" else ""))
    return groups


def _row(case: Case, viewer: Viewer) -> Row:
    label, tone = direction(case, viewer.actor)
    ends = ends_of(case)
    calendar, today = viewer.calendar, viewer.today
    return Row(
        number=case.number,
        url=url_for("cases.detail", number=case.number),
        name=case.subject_name,
        direction_label=label,
        direction_tone=tone,
        kind_label=kind_of(case),
        from_label=ends[0],
        to_label=ends[1],
        state_label=state_of(case).label,
        pips=pips(case),
        due=due_of(case.due_on, today, calendar, provisional=case.due_provisional) if case.is_open else None,
        actions=_actions(case, viewer),
        for_many=for_many(case, viewer),
    )


def _actions(case: Case, viewer: Viewer) -> list[Link]:
    """What can be done; where it is another's turn, a nudge comes first."""
    links = [Link(action.label, action.url) for action in page_actions(case, viewer.actor, viewer.now, back="todo")]
    if may_nudge(case, speaking_post(viewer.actor, case)):
        return [Link(_("催办"), url_for("cases.nudge", number=case.number, back="todo")), *links]
    return links


def _shown(asked: Asked, shown: int, parts: Mapping[str, int]) -> str:
    if asked.q:
        return _("找到 %(count)s 件", count=shown)
    return _("共 %(total)s 件，本页 %(shown)s 件", total=number(parts[asked.due]) or "0", shown=shown)


def _elsewhere(asked: Asked, boxes: Mapping[str, int]) -> list[Link]:
    if asked.q or asked.due:
        return [Link(_("清除筛选"), asked.url(due="", q=""))]
    if asked.box == "mine" and boxes["waiting"]:
        return [Link(_("看看等对方办的 %(count)s 件", count=number(boxes["waiting"])), asked.url(box="waiting"))]
    return [] if asked.box == "mine" else [Link(_("回到待我办"), asked.url(box="mine"))]
