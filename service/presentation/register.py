"""The register: every case one may see, with the filters that its address holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.models import Case
from service.presentation.bulk_choice import Around, BulkBar, bulk_bar, for_many
from service.presentation.due import Due, due_of, short_day
from service.presentation.form_fields import Option
from service.presentation.now_box import Viewer
from service.presentation.subject import ends_of
from service.presentation.words import Link, state_of
from service.queries.lists import CaseFilter, Place
from workflows import NEWEST


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    q: str = ""
    workflow: str = ""
    state: str = ""
    overdue: bool = False
    member: str = ""
    after: Place | None = None
    tick: str = ""

    @property
    def wanted(self) -> CaseFilter:
        """The filter of the query."""
        return CaseFilter(
            workflow=self.workflow or None,
            state=self.state or None,
            overdue=self.overdue or None,
            member=self.member or None,
            q=self.q or None,
            sort="due_on" if self.overdue else "-opened_at",
        )

    def url(self, place: Place | None = None) -> str:
        """The address of the list from a place on."""
        return url_for("cases.index", **self.words(), after=place_text(place) if place else None)  # type: ignore[arg-type]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.words())

    def words(self) -> dict[str, str]:
        words = {"q": self.q, "workflow": self.workflow, "state": self.state, "member": self.member}
        words["overdue"] = "true" if self.overdue else ""
        return {name: value for name, value in words.items() if value}


@dataclass(frozen=True)
class Filter:
    """The filter bar."""

    q: str
    workflows: Sequence[Option]
    states: Sequence[Option]
    overdue: bool
    clear_url: str


@dataclass(frozen=True)
class Row:
    """One case of the register."""

    number: str
    url: str
    name: str
    from_label: str
    to_label: str
    state_label: str
    opened_label: str
    closed_label: str
    due: Due | None
    responsible_label: str
    for_many: Sequence[str] = ()


@dataclass(frozen=True)
class Pager:
    """What is shown, and where the next ones are; back is the browser's own way."""

    shown_label: str
    next_url: str = ""
    previous_url: str = ""


@dataclass(frozen=True)
class RegisterPage:
    """As `cases/index.html` reads it."""

    form_url: str
    filter: Filter
    rows: Sequence[Row]
    pager: Pager
    empty_text: str
    empty_links: Sequence[Link]
    exports: Sequence[Link] = ()
    bulk: BulkBar | None = None


def asked_of(address: Mapping[str, str]) -> Asked:
    """The filter in an address; what makes no sense there is left out."""
    workflow, state = address.get("workflow", ""), address.get("state", "")
    return Asked(
        q=address.get("q", "").strip(),
        workflow=workflow if workflow in NEWEST else "",
        state=state if any(state in known.states for known in NEWEST.values()) else "",
        overdue=address.get("overdue") == "true",
        member=address.get("member", ""),
        after=place_of(address.get("after", "")),
        tick=address.get("tick", ""),
    )


def place_of(text: str) -> Place | None:
    """A place in a list, as an address holds it."""
    day, _dot, key = text.partition(".")
    try:
        return (date.fromisoformat(day), int(key)) if key.isascii() and 0 < len(key) < len(str(2**62)) else None
    except ValueError:
        return None


def place_text(place: Place) -> str:
    """The same place as text."""
    return f"{place[0].isoformat()}.{place[1]}"


def register_page(asked: Asked, viewer: Viewer, cases: Iterable[Case], place: Place | None) -> RegisterPage:
    """The page."""
    rows = [_row(case, viewer) for case in cases]
    found = _("没有找到“%(q)s”。试试姓名、拼音首字母、编号或身份证号后四位。", q=asked.q) if asked.q else ""
    return RegisterPage(
        form_url=url_for("cases.index"),
        filter=_filter(asked),
        rows=rows,
        pager=Pager(_("本页 %(count)s 件", count=len(rows)), asked.url(place) if place else ""),
        empty_text=found or (_("没有符合筛选的办件。") if asked.is_narrowed else _("还没有转接记录。")),
        empty_links=[Link(_("清除筛选"), url_for("cases.index"))] if asked.is_narrowed else [],
        exports=[Link(_("导出"), _export_url(asked))],
        bulk=bulk_bar([row.for_many for row in rows], _around(asked, more=place is not None)),
    )


def _around(asked: Asked, *, more: bool) -> Around:
    words = {**asked.words(), "list": "cases", "after": place_text(asked.after) if asked.after else ""}
    tick_url = url_for("cases.index", **{**words, "list": None, "tick": "all"})  # type: ignore[arg-type]
    return Around(words, tick_url, bool(asked.tick), _("连同其余各页") if more else "")


def _export_url(asked: Asked) -> str:
    """Exactly what is filtered, in the same order."""
    words: dict[str, Any] = {**asked.words(), "list": "cases", "sort": asked.wanted.sort}
    return url_for("exports.new", **words)


def _filter(asked: Asked) -> Filter:
    chosen = [NEWEST[asked.workflow]] if asked.workflow else list(NEWEST.values())
    labels = {state.name: _(state.label) for workflow in chosen for state in workflow.definition.states}
    return Filter(
        q=asked.q,
        workflows=[Option(name, _(known.label), current=name == asked.workflow) for name, known in NEWEST.items()],
        states=[Option(name, label, current=name == asked.state) for name, label in labels.items()],
        overdue=asked.overdue,
        clear_url=url_for("cases.index") if replace(asked, after=None).is_narrowed else "",
    )


def _row(case: Case, viewer: Viewer) -> Row:
    ends = ends_of(case)
    due = due_of(case.due_on, viewer.today, viewer.calendar, provisional=case.due_provisional)
    return Row(
        number=case.number,
        url=url_for("cases.detail", number=case.number),
        name=case.subject_name,
        from_label=ends[0],
        to_label=ends[1],
        state_label=state_of(case).label,
        opened_label=short_day(case.opened_at, viewer.today),
        closed_label=short_day(case.closed_on, viewer.today),
        due=due if case.is_open else None,
        responsible_label=case.responsible.name if case.responsible else "",
        for_many=for_many(case, viewer),
    )
