"""The files of a case: links to them, and the page on which they are added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.casework.attachments import MOST, post_that_strikes
from service.casework.speak import COMMENT_MAX, speaking_post
from service.db import Transaction
from service.errors import NotPermitted
from service.intake.documents import ACCEPTED
from service.models import Case
from service.permissions import Actor
from service.presentation.action_page import ActionPage, Sent
from service.presentation.case_page import CaseHead, case_head
from service.presentation.due import moment_label
from service.presentation.file_sizes import size_label
from service.presentation.form_fields import Typed, field
from service.presentation.page_actions import PageAction, new_key
from service.presentation.particulars import summary
from service.presentation.words import Complaint
from service.queries.attachments import Attachment, attachments_of
from workflows.everywhere import EVERYWHERE


@dataclass(frozen=True)
class FileRow:
    """One file, who added it, and where it is taken out."""

    name: str
    url: str
    detail: str
    comment: str
    strike_url: str


@dataclass(frozen=True)
class AttachmentsPage:
    """As `cases/attachments.html` reads it; without an `action` nobody adds anything."""

    case: CaseHead
    rows: Sequence[FileRow]
    action: PageAction | None
    errors: Sequence[Complaint]


def attachments_page(tx: Transaction, actor: Actor, case: Case, sent: Sent) -> AttachmentsPage:
    """What there is, and for a party of an open case the form that adds more."""
    may_add = case.is_open and speaking_post(actor, case) is not None
    rows = [_row(case, actor, found, tx.now) for found in attachments_of(tx, case, MOST)]
    return AttachmentsPage(case_head(case, actor), rows, _adding(case, sent) if may_add else None, sent.complaints)


def strike_page(actor: Actor, case: Case, found: Attachment, sent: Sent) -> ActionPage:
    """Raises NotPermitted for who is not of the unit that added the file."""
    if post_that_strikes(actor, case, found.organization_id) is None:
        raise NotPermitted(number=case.number, action="detach")
    described, typed = EVERYWHERE["detach"], Typed(sent.values, sent.complaints)
    reason = field("reason", _("理由"), typed, type="long_text", required=True, max_length=COMMENT_MAX)
    action = PageAction(
        name="detach",
        label=_("撤下“%(name)s”", name=found.name),
        tone="warn",
        url=url_for("cases.detach", number=case.number, file_id=found.id),
        confirm_label=_("确认撤下"),
        fields=[reason],
        help=_(described.help),
        key=sent.key or new_key(),
    )
    return ActionPage(case_head(case, actor), summary(case), action, sent.complaints, "", ())


def taken_back(case: Case, file_id: str, name: str, seconds: int) -> Mapping[str, Any]:
    """What the strip says after a file was added, with the button that takes it back for a short while."""
    url = url_for("cases.detach", number=case.number, file_id=file_id)
    undo = {"url": url, "key": new_key(), "version": case.version, "seconds": seconds}
    return {"text": _("已补充附件“%(name)s”，各方都能看到。", name=name), "undo": undo}


def _row(case: Case, actor: Actor, found: Attachment, now: datetime) -> FileRow:
    at: dict[str, Any] = {"number": case.number, "file_id": found.id}
    may_strike = post_that_strikes(actor, case, found.organization_id) is not None
    who = found.organization or found.on_behalf_of
    parts = [size_label(found.size), who["name"] if who else "", moment_label(found.added_at, now)]
    return FileRow(
        name=found.name,
        url=url_for("cases.attachment", **at),
        detail=" · ".join(part for part in parts if part),
        comment=found.comment or "",
        strike_url=url_for("cases.detach", **at) if may_strike else "",
    )


def _adding(case: Case, sent: Sent) -> PageAction:
    described, typed = EVERYWHERE["attach"], Typed(sent.values, sent.complaints)
    return PageAction(
        name="attach",
        label=_(described.label),
        tone="primary",
        url=url_for("cases.attachments", number=case.number),
        confirm_label=_("上传"),
        fields=[
            field("file", _("文件"), typed, type="file", required=True, accept=ACCEPTED, value=None),
            field("comment", _("附一句话"), typed, type="long_text", max_length=COMMENT_MAX),
        ],
        help=_(described.help),
        key=sent.key or new_key(),
    )
