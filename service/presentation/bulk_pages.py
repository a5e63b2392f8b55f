"""One step for many cases: the look ahead with the fields that are asked once, and the answer of each case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from service import clock
from service.casework.bulk import CaseAnswer
from service.casework.foresee import Foreseen
from service.casework.undo import may_undo
from service.models import Case
from service.permissions import Actor
from service.presentation.bulk_choice import FOR_MANY, label_for_many
from service.presentation.bulk_numbers import Filled, NumbersBox, fill_in, grouped, numbers_box, own_field
from service.presentation.bulk_skipped import Skip, SkippedGroup, groups_of
from service.presentation.form_fields import FormField, Typed, action_fields
from service.presentation.offers import action_view
from service.presentation.page_actions import new_key, proposed
from service.presentation.subject import ends_of
from service.presentation.words import Complaint, state_of
from workflows import workflow_of
from workflows.vocabulary import Action

_LISTS = {"worklist": "todo.index", "cases": "cases.index"}
_OURS = frozenset({"list", "action", "cases", "all", "chosen"})


@dataclass(frozen=True)
class CaseRow:
    """One case; `value` is what its box sends: the number with the version that is seen here."""

    number: str
    url: str
    name: str
    from_label: str
    to_label: str
    state_label: str
    value: str
    ticked: bool = True
    own: FormField | None = None


@dataclass(frozen=True)
class BulkAsked:
    """What was chosen and typed so far; `ticked` None is everything, `words` is the filter of the list."""

    action: str
    numbers: Sequence[str] = ()
    ticked: frozenset[str] | None = None
    typed: Typed = field(default_factory=lambda: Typed({}))
    key: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PreviewPage:
    """As `bulk/preview.html` reads it; without rows there is nothing to confirm."""

    title: str
    told: str
    form_url: str
    hidden: Mapping[str, str]
    key: str
    rows: Sequence[CaseRow]
    skipped: Sequence[SkippedGroup]
    fields: Sequence[FormField]
    help: str
    confirm_label: str
    back_url: str
    errors: Sequence[Complaint]
    numbers: NumbersBox | None = None


@dataclass(frozen=True)
class BulkUndo:
    """The form that takes back what still can be."""

    url: str
    key: str
    values: Sequence[str]
    count: int
    seconds: int


@dataclass(frozen=True)
class ResultPage:
    """As `bulk/result.html` reads it."""

    title: str
    told: str
    tone: str
    rows: Sequence[CaseRow]
    skipped: Sequence[SkippedGroup]
    undo: BulkUndo | None
    pdf_url: str = ""


def preview_page(asked: BulkAsked, actor: Actor, now: datetime, seen: Sequence[Foreseen]) -> PreviewPage:
    """What would become of each case; what was typed stays."""
    ready = [found.case for found in seen if found.case is not None and found.error is None]
    skipped = [Skip.of(CaseAnswer.refused(at.number, at.error), at.case) for at in seen if at.error is not None]
    action = action_of(asked.action, ready)
    filled = fill_in(asked.action, asked.typed, asked.ticked, ready)
    return PreviewPage(
        title=title_of(asked.action),
        told=told_of(_("可以办理 %(count)s 件", count=len(ready)), len(skipped)),
        form_url=url_for("bulk.take"),
        hidden={**asked.words, "action": asked.action, "chosen": " ".join(asked.numbers)},
        key=asked.key or new_key(),
        rows=[_row(case, asked.action, filled) for case in ready],
        skipped=groups_of(skipped),
        fields=_fields(asked, action, actor, now, ready) if action else [],
        help=_(action.help) if action and action.help else "",
        confirm_label=_("确认%(action)s", action=label_for_many(asked.action)),
        back_url=list_url(asked.words),
        errors=grouped(asked.typed.complaints),
        numbers=numbers_box(asked.action, filled),
    )


def refused_page(asked: BulkAsked) -> PreviewPage:
    """Where nothing can be looked at yet: only what is wrong, and the way back to the list."""
    title = title_of(asked.action) if asked.action else _("批量办理")
    back, errors = list_url(asked.words), asked.typed.complaints
    return PreviewPage(title, "", url_for("bulk.take"), {}, new_key(), [], [], [], "", "", back, errors)


def result_page(
    name: str, answers: Sequence[CaseAnswer], cases: Mapping[str, Case], actor: Actor, now: datetime
) -> ResultPage:
    """What became of each; `cases` are those that this person may read now."""
    done = [answer for answer in answers if answer.done]
    skipped = [Skip.of(answer, cases.get(answer.number)) for answer in answers if not answer.done]
    return ResultPage(
        title=title_of(name),
        told=told_of(_("已办理 %(count)s 件", count=len(done)), len(skipped)),
        tone="ok" if done else "soon",
        rows=[case_row(cases[answer.number]) for answer in done if answer.number in cases],
        skipped=groups_of(skipped),
        undo=_undo([cases[answer.number] for answer in done if answer.number in cases], actor, now),
    )


def title_of(name: str) -> str:
    """The head of the pages about an action for many cases."""
    return _("批量%(action)s", action=label_for_many(name))


def action_of(name: str, cases: Sequence[Case]) -> Action | None:
    """The action as the workflow of these cases has it; None for taking back, and where no case is left."""
    if not cases or name not in FOR_MANY:
        return None
    return workflow_of(cases[0].workflow, cases[0].workflow_version).actions.get(name)


def list_url(words: Mapping[str, str]) -> str:
    """The list from which one came, filtered as it was."""
    place = _LISTS.get(words.get("list", ""), "todo.index")
    return url_for(place, **{name: value for name, value in words.items() if name not in _OURS})  # type: ignore[arg-type]


def _fields(asked: BulkAsked, action: Action, actor: Actor, now: datetime, cases: Sequence[Case]) -> list[FormField]:
    """The fields that are asked once; proposed is what would be proposed for each of the cases alike."""
    first, *others = [proposed(case, actor, action.name, clock.day_of(now)) for case in cases]
    alike = {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}
    typed = Typed({**alike, **asked.typed.values}, asked.typed.complaints, asked.typed.candidates)
    wanted = [view for view in action_view(action).fields if view.name in FOR_MANY[action.name]]
    return action_fields(wanted, typed)


def told_of(told: str, skipped: int) -> str:
    """How many go through and how many do not."""
    return _("%(told)s，跳过 %(count)s 件。", told=told, count=skipped) if skipped else _("%(told)s。", told=told)


def case_row(case: Case, *, ticked: bool = True) -> CaseRow:
    """A case as these pages show it."""
    ends = ends_of(case)
    return CaseRow(
        number=case.number,
        url=url_for("cases.detail", number=case.number),
        name=case.subject_name,
        from_label=ends[0],
        to_label=ends[1],
        state_label=state_of(case).label,
        value=f"{case.number}@{case.version}",
        ticked=ticked,
    )


def _row(case: Case, action: str, filled: Filled) -> CaseRow:
    row = case_row(case, ticked=filled.ticked is None or case.number in filled.ticked)
    return replace(row, own=own_field(action, case, filled.typed))


def _undo(cases: Sequence[Case], actor: Actor, now: datetime) -> BulkUndo | None:
    undoable = [case for case in cases if may_undo(case, actor, now)]
    if not undoable:
        return None
    until = max(datetime.fromisoformat(case.undo["until"]) for case in undoable if case.undo)
    values = [f"{case.number}@{case.version}" for case in undoable]
    return BulkUndo(url_for("bulk.take"), new_key(), values, len(values), int((until - now).total_seconds()))
