"""The page from which a letter is printed: what was printed and sealed so far, what stands in the way, and the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from service import clock
from service.casework.letter_papers import REASON_LENGTH, letter_in_force, printing_post, unconfirmed_names
from service.db import Transaction
from service.errors import NotPermitted, WrongState
from service.models import Case, Letter
from service.permissions import Actor, may_confirm_name
from service.presentation.action_page import Sent
from service.presentation.case_page import CaseHead, case_head
from service.presentation.due import short_day
from service.presentation.form_fields import FormField, Option, Typed, field
from service.presentation.offers import offers
from service.presentation.page_actions import PageAction, new_key
from service.presentation.particulars import Pair
from service.presentation.records import Note
from service.presentation.words import Complaint, Link, say
from workflows.everywhere import EVERYWHERE

SHEETS = ("pdf", "page", "form")
"""The whole letter as a PDF, as a page of the browser, or its values alone for the official form."""


@dataclass(frozen=True)
class LetterPage:
    """As `cases/letter.html` reads it; `waits` is what keeps the letter from being printed."""

    case: CaseHead
    pairs: Sequence[Pair]
    waits: Sequence[Note]
    action: PageAction
    errors: Sequence[Complaint]
    seals_url: str


def letter_page(tx: Transaction, actor: Actor, case: Case, sent: Sent) -> LetterPage:
    """Raises NotPermitted for whoever does not print letters of this case, WrongState without one to print."""
    if printing_post(actor, case) is None:
        raise NotPermitted(number=case.number, action="print_letter")
    letter = letter_in_force(case)
    if letter is None:
        raise WrongState(number=case.number, state=case.state, action="print_letter")
    action = _action(case, letter, sent)
    return LetterPage(
        case=case_head(case, actor),
        pairs=_pairs(letter, tx.now),
        waits=_waits(tx, actor, case),
        action=action,
        errors=_errors(sent, action),
        seals_url=_seals_url(case, actor, tx.now),
    )


def _pairs(letter: Letter, now: datetime) -> list[Pair]:
    return [
        Pair(_("介绍信编号"), letter.number),
        Pair(_("有效期到"), letter.expires_on.isoformat()),
        Pair(_("已打印"), _("%(count)s 次", count=letter.print_count)),
        Pair(_("公章"), _applied(letter.seal_applied_at, now)),
        Pair(_("骑缝章"), _applied(letter.riding_seal_applied_at, now)),
    ]


def _applied(at: datetime | None, now: datetime) -> str:
    return _("%(day)s 已加盖", day=short_day(at, clock.day_of(now))) if at else _("还没有登记")


def _waits(tx: Transaction, actor: Actor, case: Case) -> list[Note]:
    """What stands in the way, each with a way to the card on which it is put right."""
    paths = {row.organization.code: row.organization.path for row in case.parties}
    notes = []
    for refusal in unconfirmed_names(tx, case):
        code = str(refusal.values["code"])
        label = _("去确认") if may_confirm_name(actor, paths[code]) else _("看这个组织")
        link = Link(label, url_for("organizations.detail", code=code))
        notes.append(Note("late", say(refusal.code, refusal.values), link))
    return notes


def _errors(sent: Sent, action: PageAction) -> list[Complaint]:
    """What was wrong with what was sent; names that wait stand on the page anyway."""
    if sent.error is None or any(refusal.code == "name_unconfirmed" for refusal in sent.error.refusals):
        return []
    asked = {field.name for field in action.fields}
    return [wrong if wrong.field in asked else replace(wrong, field=None) for wrong in sent.complaints]


def _action(case: Case, letter: Letter, sent: Sent) -> PageAction:
    described = EVERYWHERE["print_letter"]
    return PageAction(
        name="print_letter",
        label=_(described.label),
        tone="primary",
        url=url_for("cases.letter", number=case.number),
        confirm_label=_("打印"),
        fields=_fields(letter, Typed(sent.values, sent.complaints)),
        help=_(described.help),
        key=sent.key or new_key(),
    )


def _fields(letter: Letter, typed: Typed) -> list[FormField]:
    chosen = typed.values.get("sheet") or SHEETS[0]
    sheet = field("sheet", _("怎么打印"), typed, type="radios", required=True, options=_sheets(), value=chosen)
    if not letter.print_count:
        return [sheet]
    hint = _("例如：打印机卡纸、盖章盖错。会写进办理记录。")
    return [sheet, field("reason", _("再次打印的原因"), typed, required=True, hint=hint, max_length=REASON_LENGTH)]


def _sheets() -> list[Option]:
    texts = (
        (_("整张打印（PDF）"), _("存根、介绍信、回执三联一页。字库是自带的，生僻字也能印。")),
        (_("整张打印（网页）"), _("同样三联一页，用浏览器打印，字体用这台电脑的。")),
        (_("套打到统一印制的介绍信"), _("只印填写的内容。第一次先在介绍信设置里试印，对好位置。")),
    )
    return [Option(code, label, detail) for code, (label, detail) in zip(SHEETS, texts, strict=True)]


def _seals_url(case: Case, actor: Actor, now: datetime) -> str:
    if not any(offer.name == "record_seals" for offer in offers(case, actor, now)):
        return ""
    return url_for("cases.action", number=case.number, action_name="record_seals")
