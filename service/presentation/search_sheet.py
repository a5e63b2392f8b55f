"""联系单: who is looked for and what was tried, to ask relatives, a former unit or the street about; with a receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.models import Case
from service.presentation.case_sheets import CaseSheet, Row, SheetPart, day_of_entry, filled_up, person_of, sheet_url
from service.presentation.words import Link
from workflows import workflow_of
from workflows.codes import CATEGORIES, CONTACT_RESULTS, CONTACT_WAYS

SEARCH = "search"
_LINES = 8
_BLANK = "＿＿＿＿＿＿"


def search_sheet_links(case: Case) -> list[Link]:
    """While somebody is looked for."""
    return [Link(_("打印联系单"), sheet_url(case, SEARCH))] if _is_looked_for(case) else []


def search_sheet(name: str, case: Case, lines: Sequence[Mapping[str, Any]]) -> CaseSheet | None:
    """The sheet; None where nobody is looked for. No ID number stands on it: it passes through many hands."""
    if name != SEARCH or not _is_looked_for(case):
        return None
    keeper = case.responsible.title if case.responsible else ""
    heads = [_("日期"), _("方式"), _("结果"), _("情况")]
    tries = [_tried(line) for line in lines if line["action"] == "log_contact"]
    return CaseSheet(
        title=_("党员联系单"),
        scope=_("编号 %(number)s", number=case.number),
        back_url=url_for("cases.detail", number=case.number),
        parts=[
            SheetPart([*person_of(case), *_known(case, keeper)]),
            SheetPart(heads=heads, rows=filled_up(tries, len(heads), _LINES), heading=_("联系记录")),
        ],
        words=[_("%(unit)s：", unit=_BLANK), _("请协助核实上列党员的去向和联系方式，填写回执后交回。")],
        slip=[_("回执"), _("%(unit)s：", unit=keeper), _("现在的去向、联系方式：") + _BLANK * 3, ""],
    )


def _is_looked_for(case: Case) -> bool:
    """In the part of the procedure that is contact."""
    workflow = workflow_of(case.workflow, case.workflow_version)
    return workflow.states[case.state].step == "contact"


def _known(case: Case, keeper: str) -> list[tuple[str, str]]:
    return [
        (_("管理责任现在归"), keeper),
        (_("跟进原因"), _(CATEGORIES[case.kind])),
        (_("党费交至"), case.member.dues_paid_through or ""),
        (_("最近参加活动"), case.member.last_activity_on or ""),
    ]


def _tried(line: Mapping[str, Any]) -> Row:
    said = line["details"]
    way, result = said["way"], said["result"]
    return [day_of_entry(line), _(CONTACT_WAYS[way]), _(CONTACT_RESULTS[result]), line["comment"] or ""]
