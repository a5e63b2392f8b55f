"""The letters of many cases as one PDF: which can be printed, and why some are wanted once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _

from service.casework.bulk import CaseAnswer
from service.casework.bulk_letters import PRINT
from service.casework.foresee import Foreseen
from service.casework.letter_papers import REASON_LENGTH
from service.models import Case
from service.presentation.bulk_choice import label_for_many
from service.presentation.bulk_pages import BulkAsked, CaseRow, PreviewPage, case_row, list_url, title_of, told_of
from service.presentation.bulk_skipped import Skip, groups_of
from service.presentation.form_fields import FormField, field
from service.presentation.page_actions import new_key
from workflows.everywhere import EVERYWHERE


def letters_page(asked: BulkAsked, seen: Sequence[Foreseen]) -> PreviewPage:
    """The look ahead; the reason is asked once where any of the letters was printed before."""
    ready = [found.case for found in seen if found.case is not None and found.error is None]
    skipped = [Skip.of(CaseAnswer.refused(at.number, at.error), at.case) for at in seen if at.error is not None]
    return PreviewPage(
        title=title_of(PRINT),
        told=told_of(_("可以打印 %(count)s 封", count=len(ready)), len(skipped)),
        form_url=url_for("bulk.print_letters"),
        hidden={**asked.words, "chosen": " ".join(asked.numbers)},
        key=asked.key or new_key(),
        rows=[_row(case, asked) for case in ready],
        skipped=groups_of(skipped),
        fields=[_reason(asked)] if any(map(prints_of, ready)) else [],
        help=_(EVERYWHERE[PRINT].help),
        confirm_label=_("确认%(action)s", action=label_for_many(PRINT)),
        back_url=list_url(asked.words),
        errors=asked.typed.complaints,
    )


def prints_of(case: Case) -> int:
    """How often its letter was printed."""
    return case.letter.print_count if case.letter else 0


def _row(case: Case, asked: BulkAsked) -> CaseRow:
    row, prints = case_row(case, ticked=asked.ticked is None or case.number in asked.ticked), prints_of(case)
    if not prints:
        return row
    return replace(row, state_label=_("%(state)s，已打印 %(count)s 次", state=row.state_label, count=prints))


def _reason(asked: BulkAsked) -> FormField:
    hint = _("例如：打印机卡纸、盖章盖错。会写进办理记录。")
    label = _("再次打印的原因")
    return field("reason", label, asked.typed, required=True, hint=hint, max_length=REASON_LENGTH)
