"""What a member's page says of letters, of probation, and of what is not recorded yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from service.models import Letter, Member
from service.presentation.records import Note
from service.presentation.words import Link
from service.queries.duplicates import Duplicate
from service.queries.member_page import MemberLetter, missing_facts


@dataclass(frozen=True)
class LetterRow:
    """An introduction letter of the member; `validity_label` is empty for a number without paper."""

    number: str
    case: Link
    state_label: str
    issued_label: str
    validity_label: str


def letter_rows(letters: Sequence[MemberLetter], today: date) -> list[LetterRow]:
    """The letters, the newest first."""
    return [
        LetterRow(
            number=held.letter.number,
            case=Link(held.case, url_for("cases.detail", number=held.case)),
            state_label=_state(held.letter, today),
            issued_label=held.letter.issued_on.isoformat(),
            validity_label=held.letter.expires_on.isoformat() if held.letter.kind == "paper" else "",
        )
        for held in letters
    ]


def standing_notes(member: Member, today: date, edit_url: str) -> list[Note]:
    """What the reader should know or mend; the link leads to the form, for those who may write."""
    link = Link(_("更正信息"), edit_url) if edit_url else None
    return [*_probation(member, today), *_missing(member, link)]


def duplicate_notes(member: Member, duplicates: Sequence[Duplicate], *, may_write: bool) -> list[Note]:
    """Records of what may be the same person: asked, never settled by the product."""
    return [_duplicate(member, one, may_write=may_write) for one in duplicates]


def _duplicate(member: Member, one: Duplicate, *, may_write: bool) -> Note:
    unit = one.belongs_to.name if one.belongs_to else _("没有组织关系")
    same = [_("姓名"), *([_("出生年月")] if one.same_birth_date else []), *([_("联系电话")] if one.same_phone else [])]
    text = _(
        "可能与另一份登记是同一人：%(same)s相同。先核对，再决定合并还是分开。",
        same=_("、").join(same),
    )
    label = _("%(name)s（%(unit)s）", name=one.member.name, unit=unit)
    compare = url_for("duplicates.compare", member_id=member.id, other_id=one.member.id)
    return Note("soon", text, Link(label, compare if may_write else url_for("members.detail", member_id=one.member.id)))


def _state(letter: Letter, today: date) -> str:
    if letter.status != "valid":
        return _("遗失") if letter.status == "lost" else _("作废")
    if letter.received_on is not None:
        return _("已报到")
    return _("已过有效期") if letter.kind == "paper" and letter.expires_on < today else _("有效")


def _probation(member: Member, today: date) -> list[Note]:
    """发展党员工作细则: the member applies before the end, the branch discusses not earlier than the end."""
    day = member.probation_ends_on
    if member.member_status != "probationary" or member.converted_on or not day:
        return []
    if day <= today.isoformat():
        return [
            Note(
                "late",
                _("预备期已于 %(day)s 满，还没有转正时间。请支部讨论；要转出的，先由原支部讨论或写明意见。", day=day),
            )
        ]
    return [Note("wait", _("预备期 %(day)s 满。期满前本人书面申请转正，期满后支部大会讨论。", day=day))]


def missing_labels(member: Member) -> list[str]:
    """What is not recorded yet, as the form calls it."""
    labels = {
        "id_number": _("公民身份号码"), "phone": _("联系电话"), "birth_date": _("出生年月"), "joined_on": _("入党时间"),
        "dues_paid_through": _("党费交至"), "probation_ends_on": _("预备期满"),
    }  # fmt: skip
    return [labels[name] for name in missing_facts(member)]


def _missing(member: Member, link: Link | None) -> list[Note]:
    names = missing_labels(member)
    return [Note("soon", _("还没有登记：%(facts)s。", facts=_("、").join(names)), link)] if names else []
