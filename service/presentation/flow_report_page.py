"""The reports of a unit: a community's own quarters, a street's communities, and above that the sums of streets.

No unit is set against another one: the order is that of the codes, and below the sum stands that of the quarter before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.models import Organization
from service.presentation.class_names import CLASSES
from service.presentation.dual_entries import quarter_label
from service.presentation.flow_facts import LABELS, cells, class_cells
from service.presentation.form_fields import Option
from service.presentation.words import Chip, Link, state_chip
from service.queries.flow_reports import REPORTING_KINDS
from service.queries.flow_sums import Reported, counted, summed
from service.queries.member_classes import SHOWN_ORDER
from workflows.dates import last_quarter, quarters_before
from workflows.roles import STREET_KINDS

QUARTERS = 8
"""So many are offered, and so many of its own a community sees."""


@dataclass(frozen=True)
class Asked:
    """Of which unit and quarter."""

    unit: Organization
    quarter: str

    @property
    def is_own(self) -> bool:
        """Whether the unit reports itself."""
        return self.unit.kind in REPORTING_KINDS

    @property
    def of_communities(self) -> bool:
        """Whether its reports come from communities and not from streets."""
        return self.unit.kind in STREET_KINDS

    @property
    def quarters(self) -> list[str]:
        """Those that are read: the one asked for and those before it."""
        return quarters_before(self.quarter, QUARTERS if self.is_own else 2)


@dataclass(frozen=True)
class FlowRow:
    """A quarter, a community or a street."""

    label: str
    url: str
    state: Chip | None
    note: str
    cells: Sequence[str]
    classes: Sequence[str]


@dataclass(frozen=True)
class FlowTable:
    """Rows with their sum; `before` is the sum of the quarter before."""

    caption: str
    heads: Sequence[str]
    lead: str
    rows: Sequence[tuple[FlowRow, Sequence[str]]]
    sums: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class FlowPage:
    """As `flow_reports/index.html` reads it."""

    title: str
    form_url: str
    organization: str
    quarters: Sequence[Option]
    units: Sequence[Option]
    count_line: str
    note: str
    tables: Sequence[FlowTable]
    print_url: str
    work: Link | None
    empty_text: str


@dataclass(frozen=True)
class FlowSheet:
    """As `ledgers/print.html` reads it."""

    title: str
    scope: str
    heads: Sequence[Option]
    rows: Sequence[Sequence[str]]
    back_url: str


def flow_page(asked: Asked, today: date, units: Sequence[Organization], found: Sequence[Reported]) -> FlowPage:
    """The page; `units` are those to choose from."""
    now = [report for report in found if report.quarter == asked.quarter]
    rows, words = _rows(asked, found), {"organization": asked.unit.code, "quarter": asked.quarter}
    waiting = asked.of_communities and any(report.state == "street_check" for report in now)
    work = url_for("cases.index", workflow="flow_report", state="street_check")
    return FlowPage(
        title=_("%(unit)s的流入流出情况", unit=asked.unit.name),
        form_url=url_for("flow_reports.index"),
        organization=asked.unit.code,
        quarters=_quarters(asked.quarter, today),
        units=[Option(unit.code, unit.title, current=unit.id == asked.unit.id) for unit in units],
        count_line=_count_line(now) if now and not asked.is_own else "",
        note=_note(asked),
        tables=_tables(asked, rows, _sums(asked, found)) if rows else [],
        print_url=url_for("flow_reports.printed", **words),  # type: ignore[arg-type]
        work=Link(_("核对并归档"), work) if waiting else None,
        empty_text=_("这个季度没有要上报的。"),
    )


def flow_sheet(asked: Asked, found: Sequence[Reported]) -> FlowSheet:
    """The same on a sheet to print and sign."""
    heads = [_lead(asked), _("情况"), *map(str, LABELS.values()), *(str(CLASSES[name]) for name in SHOWN_ORDER)]
    rows = [[row.label, row.note or (row.state.label if row.state else ""), *row.cells, *row.classes]
            for row in _rows(asked, found)]  # fmt: skip
    sums = [[label, "", *cells(figures), *class_cells(figures)] for label, figures in _sums(asked, found)]
    return FlowSheet(
        title=_("流入流出情况报告"),
        scope=_("%(unit)s，%(quarter)s", unit=asked.unit.title, quarter=quarter_label(asked.quarter)),
        heads=[Option("", head) for head in heads],
        rows=[*rows, *sums],
        back_url=url_for("flow_reports.index", organization=asked.unit.code, quarter=asked.quarter),
    )


def _quarters(current: str, today: date) -> list[Option]:
    found = quarters_before(last_quarter(today), QUARTERS)
    found += [current] if current not in found else []
    return [Option(one, quarter_label(one), current=one == current) for one in found]


def _note(asked: Asked) -> str:
    if asked.is_own:
        return _("数字由台账算出，上报时固定下来。")
    if asked.of_communities:
        return _("合计是已上报的相加，退回核对的不计。已归档的，合计自动报到组织部。")
    return _("各街道、乡镇的数字是已归档的报告相加。按代码排列，只与本单位上季度相比。")


def _count_line(reports: Sequence[Reported]) -> str:
    return _(
        "应报 %(asked)s 个：已上报 %(handed_in)s（已归档 %(filed)s），退回核对 %(returned)s，还没有上报 %(missing)s。",
        **counted(reports),
    )


def _lead(asked: Asked) -> str:
    return _("季度") if asked.is_own else _("单位")


def _rows(asked: Asked, found: Sequence[Reported]) -> list[FlowRow]:
    if asked.is_own:
        own = (report for report in found if report.unit.id == asked.unit.id)
        return [_report_row(report, quarter_label(report.quarter)) for report in own]
    now = [report for report in found if report.quarter == asked.quarter]
    if asked.of_communities:
        return [_report_row(report, report.unit.name) for report in now]
    return list(_street_rows(asked, now))


def _report_row(report: Reported, label: str) -> FlowRow:
    figures = report.counting
    return FlowRow(
        label=label,
        url=url_for("cases.detail", number=report.number),
        state=state_chip("flow_report", None, report.state),
        note="",
        cells=cells(figures) if figures else ["—"] * len(LABELS),
        classes=class_cells(figures) if figures else ["—"] * len(SHOWN_ORDER),
    )


def _street_rows(asked: Asked, reports: Sequence[Reported]) -> Iterator[FlowRow]:
    in_order = sorted(reports, key=lambda report: report.street.code)
    for _code, group in groupby(in_order, key=lambda report: report.street.code):
        together = list(group)
        figures, counts = _filed(together), counted(together)
        yield FlowRow(
            label=together[0].street.name,
            url=url_for("flow_reports.index", organization=together[0].street.code, quarter=asked.quarter),
            state=None,
            note=_("已归档 %(filed)s／%(asked)s", **counts),
            cells=cells(figures),
            classes=class_cells(figures),
        )


def _filed(reports: Sequence[Reported]) -> dict[str, Any]:
    return summed(report.figures for report in reports if report.state == "filed")


def _sums(asked: Asked, found: Sequence[Reported]) -> list[tuple[str, Mapping[str, Any]]]:
    """The sum of the quarter, and that of the one before where there was one."""
    if asked.is_own:
        return []
    sums: list[tuple[str, Mapping[str, Any]]] = []
    for label, quarter in zip((_("合计"), _("上季度合计")), asked.quarters, strict=True):
        reports = [report for report in found if report.quarter == quarter]
        figures = summed(one.figures for one in reports if one.is_in) if asked.of_communities else _filed(reports)
        if reports:
            sums.append((label, figures))
    return sums


def _tables(asked: Asked, rows: Sequence[FlowRow], sums: Sequence[tuple[str, Mapping[str, Any]]]) -> list[FlowTable]:
    lead = _lead(asked)
    return [
        FlowTable(
            _("来去"), [str(label) for label in LABELS.values()], lead, [(row, row.cells) for row in rows],
            [(label, cells(figures)) for label, figures in sums],
        ),
        FlowTable(
            _("按类别"), [str(CLASSES[name]) for name in SHOWN_ORDER], lead, [(row, row.classes) for row in rows],
            [(label, class_cells(figures)) for label, figures in sums],
        ),
    ]  # fmt: skip
