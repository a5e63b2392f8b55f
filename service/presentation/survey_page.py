"""排查导入: a file of persons, and what became of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.intake.survey import SurveyRow
from service.presentation.form_fields import Option, choices
from service.presentation.page_actions import new_key
from service.presentation.words import Complaint, complaint
from workflows.codes import CATEGORIES
from workflows.follow_up_guards import DERIVED_CATEGORY

OUTCOMES = {"opened": _l("已建档"), "joined": _l("已在跟进，并入"), "refused": _l("没有导入")}


@dataclass(frozen=True)
class SurveyLine:
    """One row of the file."""

    row: int
    outcome_label: str
    tone: str
    number: str
    url: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class SurveyPage:
    """As `stuck/survey.html` reads it."""

    form_url: str
    key: str
    categories: Sequence[Option]
    back_url: str
    errors: Sequence[Complaint]
    lines: Sequence[SurveyLine]
    counted: str


def survey_page(category: str, rows: Sequence[SurveyRow] = (), errors: Sequence[Complaint] = ()) -> SurveyPage:
    """The form, and below it what became of the file that was just sent."""
    by_hand = {code: label for code, label in CATEGORIES.items() if code != DERIVED_CATEGORY}
    options = [Option(one.value, one.label, current=one.value == category) for one in choices(by_hand)]
    return SurveyPage(
        form_url=url_for("stuck.survey"),
        key=new_key(),
        categories=options,
        back_url=url_for("stuck.index"),
        errors=errors,
        lines=[_line(row) for row in rows],
        counted=_counted(rows) if rows else "",
    )


def _line(row: SurveyRow) -> SurveyLine:
    tone = {"opened": "ok", "joined": "wait"}.get(row.outcome, "late")
    url = url_for("cases.detail", number=row.number) if row.number else ""
    reasons = [complaint(reason).text for reason in row.reasons]
    return SurveyLine(row.row, str(OUTCOMES[row.outcome]), tone, row.number or "", url, reasons)


def _counted(rows: Sequence[SurveyRow]) -> str:
    outcomes = [row.outcome for row in rows]
    return _(
        "%(rows)s 行：新建 %(opened)s，并入 %(joined)s，没有导入 %(refused)s。",
        rows=len(rows), opened=outcomes.count("opened"), joined=outcomes.count("joined"),
        refused=outcomes.count("refused"),
    )  # fmt: skip
