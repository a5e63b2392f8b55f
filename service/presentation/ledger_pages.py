"""The ledgers as pages: to look through, and as sheets of A4 to sign and file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.exports.columns import COLUMNS, Line, text_of
from service.models import Organization
from service.presentation.form_fields import Option
from service.presentation.register import Pager, place_of, place_text
from service.presentation.todo import Tab
from service.presentation.words import Link
from service.queries.ledgers import LEDGERS, Ledger, LedgerFilter, LedgerRow
from service.queries.lists import Place
from service.queries.member_classes import BELONG_HERE, Figures

TITLES: dict[Ledger, Any] = {
    "transfer_out": _l("转出台账"),
    "transfer_in": _l("转入台账"),
    "in_transit": _l("在途台账"),
    "unreceipted": _l("未回执台账"),
    "outflow": _l("流出登记"),
    "inflow": _l("流入登记"),
}
_EMPTY: Mapping[Ledger, Any] = {
    "transfer_out": _l("这段时间没有开出介绍信，也没有网上转出。"),
    "transfer_in": _l("这段时间没有接收党员。"),
    "in_transit": _l("没有在途的党员。"),
    "unreceipted": _l("回执都已核销。"),
    "outflow": _l("这段时间没有登记外出的党员。"),
    "inflow": _l("这段时间没有登记流入的党员。"),
}
_DAY_IS: Mapping[Ledger, Any] = {
    "transfer_out": _l("按开具日期"),
    "transfer_in": _l("按接收日期"),
    "in_transit": _l("按开具日期"),
    "unreceipted": _l("按接收日期"),
    "outflow": _l("按登记日期"),
    "inflow": _l("按登记日期"),
}
_TRANSLATED = frozenset({"state", "route", "member_status", "leave_reason"})
_OF_THE_YEAR = frozenset({"transfer_out", "transfer_in"})
_SHOWN = {
    "transfer_out": "letter_number name outflow receiving issued_on expires_on accepted_on receipt_came_on state",
    "transfer_in": "accepted_on letter_number name outflow receiving placed_on receipt_sent_on state",
    "in_transit": "letter_number name outflow receiving issued_on expires_on due_on state",
    "unreceipted": "letter_number name outflow_committee street receiving accepted_on receipt_sent_on due_on state",
    "outflow": "name host leave_reason left_on place certificate_number certificate_until last_contact_on state",
    "inflow": "name home leave_reason host_since certificate_number certificate_until dues_paid_through state",
}
_PRINTED = {
    "transfer_out": (
        "position letter_number name id_number member_status outflow receiving route dues_paid_through valid_days "
        "issued_on expires_on accepted_on receipt_came_on state"
    ),
    "transfer_in": (
        "position accepted_on letter_number name id_number member_status outflow receiving dues_paid_through placed_on "
        "receipt_sent_on handled_by receipt_came_on state"
    ),
    "in_transit": (
        "position letter_number name id_number member_status outflow receiving route dues_paid_through issued_on "
        "expires_on received_on due_on state"
    ),
    "unreceipted": (
        "position letter_number name id_number outflow_committee street receiving accepted_on placed_on "
        "receipt_sent_on handled_by due_on state"
    ),
    "outflow": (
        "position name id_number member_status home host leave_reason left_on back_on place certificate_number "
        "last_contact_on dues_paid_through state"
    ),
    "inflow": (
        "position name id_number member_status home host leave_reason host_since certificate_number certificate_until "
        "dues_paid_through state"
    ),
}
_FEWEST_LINES = 12
"""A sheet with fewer is filled up with empty lines, to be written by hand."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    ledger: Ledger
    since: date | None = None
    until: date | None = None
    organization: str = ""
    after: Place | None = None

    def words(self) -> dict[str, str]:
        """The filter as an address holds it; open ends are said where they are not what one begins with."""
        days = {"since": text_of(self.since), "until": text_of(self.until)}
        unit = {"organization": self.organization} if self.organization else {}
        return {name: day for name, day in days.items() if day or self.ledger in _OF_THE_YEAR} | unit

    def wanted(self, unit: Organization | None) -> LedgerFilter:
        """The filter of the query."""
        return LedgerFilter(self.ledger, self.since, self.until, unit)


@dataclass(frozen=True)
class Cell:
    """What stands under a heading, and where it leads."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class LedgerPage:
    """As `ledgers/index.html` reads it."""

    title: str
    tabs: Sequence[Tab]
    form_url: str
    since: str
    until: str
    day_label: str
    units: Sequence[Option]
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    pager: Pager
    print_url: str
    export_url: str
    empty_text: str
    empty_links: Sequence[Link]
    figures: Link | None = None


@dataclass(frozen=True)
class LedgerSheet:
    """As `ledgers/print.html` reads it; a head bears the name of its column, which sets its width."""

    title: str
    scope: str
    heads: Sequence[Option]
    rows: Sequence[Sequence[str]]
    back_url: str


def asked_of(ledger: str, address: Mapping[str, str], today: date) -> Asked:
    """The filter in an address; what makes no sense is left out. What went out and came in begins with this year."""
    name = next(known for known in LEDGERS if known == ledger)
    since, until = (_day(address.get(bound, "")) for bound in ("since", "until"))
    if name in _OF_THE_YEAR and "since" not in address and "until" not in address:
        since, until = date(today.year, 1, 1), date(today.year, 12, 31)
    return Asked(name, since, until, address.get("organization", ""), place_of(address.get("after", "")))


def ledger_page(
    asked: Asked,
    rows: Iterable[LedgerRow],
    place: Place | None,
    units: Sequence[Organization],
    figures: Link | None = None,
) -> LedgerPage:
    """The page; `units` are those to choose from, `figures` how many the unit has, and has on cards."""
    columns = [COLUMNS[name] for name in _SHOWN[asked.ledger].split()]
    lines = [Line(number, row.case.member, ledger=row, case=row.case) for number, row in enumerate(rows, start=1)]
    words: dict[str, Any] = asked.words()
    here = {"ledger": asked.ledger, **words}
    return LedgerPage(
        title=str(TITLES[asked.ledger]),
        tabs=[
            Tab(str(title), "", url_for("ledgers.index", ledger=name), name == asked.ledger)
            for name, title in TITLES.items()
        ],
        form_url=url_for("ledgers.index", ledger=asked.ledger),
        since=text_of(asked.since),
        until=text_of(asked.until),
        day_label=str(_DAY_IS[asked.ledger]),
        units=[Option(unit.code, unit.title, current=unit.code == asked.organization) for unit in units],
        heads=[_(column.label) for column in columns],
        rows=[[_cell(column.name, line) for column in columns] for line in lines],
        pager=Pager(
            _("本页 %(count)s 行", count=len(lines)),
            url_for("ledgers.index", **here, after=place_text(place)) if place else "",
        ),
        print_url=url_for("ledgers.printed", **here),
        export_url=url_for("exports.new", **{"list": asked.ledger, **words}),
        empty_text=str(_EMPTY[asked.ledger]),
        empty_links=_elsewhere(asked),
        figures=figures,
    )


def ledger_sheet(asked: Asked, lines: Iterable[Line], unit: str) -> LedgerSheet:
    """The sheet, filled up with empty lines to be written by hand."""
    here: dict[str, Any] = {"ledger": asked.ledger, **asked.words()}
    columns = [COLUMNS[name] for name in _PRINTED[asked.ledger].split()]
    rows = [[_words(column.name, line) for column in columns] for line in lines]
    rows += [[""] * len(columns)] * max(0, _FEWEST_LINES - len(rows))
    return LedgerSheet(
        title=str(TITLES[asked.ledger]),
        scope=_("%(unit)s　%(day)s：%(since)s 至 %(until)s", unit=unit, day=_DAY_IS[asked.ledger],
                since=text_of(asked.since) or "…", until=text_of(asked.until) or "…"),
        heads=[Option(column.name, _(column.label)) for column in columns],
        rows=rows,
        back_url=url_for("ledgers.index", **here),
    )  # fmt: skip


def figures_line(unit: Organization, figures: Figures) -> Link:
    """组织关系在这里的，和登记在册的: both figures, and the way to the classes of which they are the sums."""
    counts = figures.summed
    here = sum(count for name, count in counts.items() if name in BELONG_HERE)
    text = _("%(unit)s：组织关系在这里 %(here)s 人，登记在册共 %(total)s 人", unit=unit.name, here=here,
             total=sum(counts.values()))  # fmt: skip
    return Link(text, url_for("member_classes.index", code=unit.code))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _cell(name: str, line: Line) -> Cell:
    url = url_for("cases.detail", number=line.case.number) if name == "name" and line.case else ""
    return Cell(_(COLUMNS[name].label), _words(name, line), url)


def _words(name: str, line: Line) -> str:
    """Columns of units are named like their parties; for a unit outside the platform, others record the steps."""
    text = text_of(COLUMNS[name].value(line))
    if line.case and any(row.party == name and row.organization.external for row in line.case.parties):
        return _("%(unit)s（平台以外）", unit=text)
    return _(text) if name in _TRANSLATED and text else text


def _elsewhere(asked: Asked) -> list[Link]:
    everything = url_for("ledgers.index", ledger=asked.ledger, since="", until="")
    return [Link(_("看所有日期"), everything)] if asked.words() else []
