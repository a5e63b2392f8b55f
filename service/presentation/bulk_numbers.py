"""A number of its own for each of many cases: a box in every row, and one for a whole column of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from service.casework.bulk_numbers import match_numbers
from service.models import Case
from service.presentation.bulk_choice import OWN
from service.presentation.form_fields import FormField, Typed, field
from service.presentation.words import Complaint, label_of
from workflows.fields import FIELDS

NUMBERS, LEFT = "numbers", "left"


@dataclass(frozen=True)
class NumbersBox:
    """Where a column of numbers is pasted; `told` is what became of the last one, `left` what fitted no row."""

    heading: str
    field: FormField
    told: str
    left: Sequence[str]
    kept: str


@dataclass(frozen=True)
class Filled:
    """A form after the pasted numbers went to their rows."""

    typed: Typed
    told: str = ""
    left: Sequence[str] = ()
    ticked: frozenset[str] | None = None


def own_name(action: str, number: str) -> str:
    """What the box of a case is called in the form."""
    return f"{OWN[action]}-{number}"


def own_field(action: str, case: Case, typed: Typed) -> FormField | None:
    """The box of a case; none for actions that need no number from its paper."""
    if action not in OWN:
        return None
    label = _("%(name)s的%(field)s", name=case.member.name, field=label_of(OWN[action]))
    name, longest = own_name(action, case.number), FIELDS[OWN[action]].max_length
    return field(name, label, typed, required=True, max_length=longest)


def fill_in(action: str, typed: Typed, ticked: frozenset[str] | None, cases: Sequence[Case]) -> Filled:
    """Pasted numbers put into the rows of their cases; then only rows that have a number stay ticked."""
    pasted, before = str(typed.values.get(NUMBERS) or ""), str(typed.values.get(LEFT) or "").splitlines()
    if not pasted.strip():
        return Filled(typed, left=before, ticked=ticked)
    matched = match_numbers(pasted, cases)
    found = {own_name(action, number): value for number, value in matched.numbers.items()}
    values = {**typed.values, **found}
    known = frozenset(case.number for case in cases if values.get(own_name(action, case.number)))
    return Filled(
        replace(typed, values=values),
        _told(len(found), len(cases) - len(known)),
        list(dict.fromkeys([*before, *matched.left])),
        (known if ticked is None else ticked & known) | frozenset(matched.numbers),
    )


def numbers_box(action: str, filled: Filled) -> NumbersBox | None:
    """The box for a whole column; none for actions that need no number from a paper."""
    if action not in OWN:
        return None
    hint = _("每行一个，从 Excel 里整列复制也行，次序不限。号码相同的，把姓名一列也复制来。")
    heading = label_of(OWN[action])
    box = FormField(NUMBERS, _("整列%(field)s", field=heading), "long_text", hint=hint)
    return NumbersBox(heading, box, filled.told, filled.left, "\n".join(filled.left))


def grouped(complaints: Sequence[Complaint]) -> list[Complaint]:
    """What is wrong, in the summary: the same fault of many rows once, leading to the first of them."""
    together: dict[str, list[Complaint]] = {}
    for complaint in complaints:
        together.setdefault(complaint.text, []).append(complaint)
    return [_together(found) for found in together.values()]


def _together(found: Sequence[Complaint]) -> Complaint:
    first = found[0]
    if len(found) == 1:
        return first
    return replace(first, text=_("%(reason)s（%(count)s 件）", reason=first.text, count=len(found)))


def _told(filled: int, without: int) -> str:
    told = _("对上 %(count)s 件。", count=filled)
    return _("%(told)s没有编号的 %(count)s 件已去掉勾。", told=told, count=without) if without else told
