"""What a check asks back about names of units, as a form: one answer for all rows with the same text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from service.models.handed_in import HandedIn
from service.presentation.form_fields import FormField, Option, Typed
from service.presentation.words import say
from service.queries.questions import UnitQuestion

_WHY: Mapping[str, Any] = {
    "ambiguous_organization": _l("有几个组织叫这个名称。"),
    "organization_not_exact": _l("不是组织的全称。"),
    "unknown_organization": _l("没有叫这个名称的组织。填组织代码或全称；平台上还没有的，请上级先建立或登记，再检查。"),
}
_COLUMNS: Mapping[str, Any] = {"organization_code": _l("所在党支部"), "receiving_code": _l("转入组织")}


@dataclass(frozen=True)
class QuestionLine:
    """One question: what is sent along, the choice, and the box for another unit where there is a choice."""

    hidden: Mapping[str, str]
    fields: Sequence[FormField]


@dataclass(frozen=True)
class UnitQuestions:
    """As `_parts/unit_questions.html` reads it: `lines` while one may answer, else what was `said`."""

    lines: Sequence[QuestionLine] = ()
    said: Sequence[str] = ()
    is_open: bool = False


def unit_questions(roster: HandedIn, asked: Sequence[UnitQuestion], typed: Typed, *, may_answer: bool) -> UnitQuestions:
    """The questions of a roster; `typed` is what was sent and refused, if anything."""
    if may_answer and roster.can_be_read_again:
        lines = [_line(place, question, typed) for place, question in enumerate(asked)]
        return UnitQuestions(lines, is_open=any(not question.answer for question in asked))
    return UnitQuestions(said=[_said(question.text, question.answer) for question in asked if question.answer])


def _said(text: str, unit: Mapping[str, str]) -> str:
    return say("unit_answered", {"name": text, "unit": unit["name"], "code": unit["code"]})


def _line(place: int, question: UnitQuestion, typed: Typed) -> QuestionLine:
    name = f"answers.{place}"
    hidden = {f"{name}.field": question.field, f"{name}.text": question.text}
    options = _options(question)
    if not options:
        return QuestionLine(hidden, [_box(name, _label(question), str(_WHY.get(question.code, "")), typed)])
    chosen = typed.values.get(name, question.answer["code"] if question.answer else "")
    choice = FormField(
        name, _label(question), "radios", required=True, hint=str(_WHY.get(question.code, "")), value=chosen,
        options=[*options, Option("", _("先不定，这些行先不办"))], error=typed.error(name),
    )  # fmt: skip
    return QuestionLine(hidden, [choice, _box(f"{name}.other", _("别的组织"), _("填组织代码或全称。"), typed)])


def _box(name: str, label: str, hint: str, typed: Typed) -> FormField:
    return FormField(name, label, hint=hint, value=typed.values.get(name, ""), error=typed.error(name), max_length=120)


def _options(question: UnitQuestion) -> list[Option]:
    units = {
        unit["code"]: unit["name"] for unit in (*question.candidates, *([question.answer] if question.answer else []))
    }
    return [Option(code, name, _("代码 %(code)s", code=code)) for code, name in units.items()]


def _label(question: UnitQuestion) -> str:
    column = str(_COLUMNS[question.field])
    if not question.rows:
        return _("%(column)s“%(text)s”", column=column, text=question.text)
    rows = ngettext("%(num)s 行", "%(num)s 行", question.rows)
    return _(
        "%(column)s“%(text)s”（%(rows)s，第 %(first)s 行起）", column=column, text=question.text, rows=rows,
        first=question.first,
    )  # fmt: skip
