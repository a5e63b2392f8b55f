"""The pages around a receipt link: the committee's, on which it is made, and the one that it opens outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from service import clock
from service.casework.receipt_links import VALID_DAYS, linking_post
from service.db import Transaction
from service.errors import NotPermitted, WrongState
from service.intake.documents import PICTURES
from service.models import Case, Organization
from service.papers import qr_picture, shown_code
from service.permissions import Actor
from service.presentation.case_page import CaseHead, Once, case_head
from service.presentation.form_fields import FormField, Typed, field
from service.presentation.page_actions import new_key
from service.presentation.particulars import Pair
from service.presentation.words import Complaint
from service.queries.receipt_links import FoundLink, awaits_outside_receipt, link_of
from workflows.fields import FIELDS
from workflows.vocabulary import Party


@dataclass(frozen=True)
class ReceiptLinkPage:
    """As `cases/receipt_link.html` reads it; `address` and `picture` are there once, right after the link was made."""

    case: CaseHead
    pairs: Sequence[Pair]
    make: Once
    revoke: Once | None
    valid_days: int
    address: str
    picture: Markup | None


@dataclass(frozen=True)
class ReceiptPage:
    """As `receipts/receipt.html` reads it; without fields there is nothing to fill in, and `title` says why."""

    form_url: str
    pairs: Sequence[Pair] = ()
    fields: Sequence[FormField] = ()
    errors: Sequence[Complaint] = ()
    tone: str = ""
    title: str = ""
    lines: Sequence[str] = ()


def receipt_address(code: str) -> str:
    """Where a code is answered, as it is sent and printed."""
    return f"{current_app.config['BASE_URL']}{url_for('receipts.receipt', code=shown_code(code))}"


def receipt_link_page(tx: Transaction, actor: Actor, case: Case, code: str = "") -> ReceiptLinkPage:
    """`code` is shown this once. Raises NotPermitted for who makes no links here, WrongState where none is needed."""
    if linking_post(actor, case) is None:
        raise NotPermitted(number=case.number, action="make_receipt_link")
    if not awaits_outside_receipt(case):
        raise WrongState(number=case.number, state=case.state, action="make_receipt_link")
    found = link_of(tx, case)
    usable = found if found is not None and found.is_open(tx) else None
    address = receipt_address(code) if code else ""
    return ReceiptLinkPage(
        case=case_head(case, actor),
        pairs=[*_what(case), Pair(_("链接"), _standing(usable), whole=True)],
        make=Once(url_for("cases.make_receipt_link", number=case.number), new_key()),
        revoke=Once(url_for("cases.revoke_receipt_link", number=case.number), new_key()) if usable else None,
        valid_days=VALID_DAYS,
        address=address,
        picture=Markup(qr_picture(address)) if address else None,  # noqa: S704 - drawn here
    )


def receipt_page(found: FoundLink, code: str, typed: Typed, photo: str = "") -> ReceiptPage:
    """What is to be confirmed, with as little of the person as tells whose receipt it is; and the form.

    `photo` is what the one is called that is kept from a receipt which was refused.
    """
    name = found.case.member.name
    return ReceiptPage(
        form_url=url_for("receipts.hand_in", code=shown_code(code)),
        pairs=[*_what(found.case), Pair(_("党员"), name[:1] + "＊" * (len(name) - 1))],
        fields=_fields(typed, photo),
        errors=typed.complaints,
    )


def used_page(found: FoundLink, used_at: datetime) -> ReceiptPage:
    """For whoever opens the link again."""
    committee = _unit(found.case, Party.OUTFLOW_COMMITTEE)
    phone = committee.phone if committee else None
    lines = [_("由%(committee)s核对。有不对的，请直接联系。", committee=committee.title if committee else "")]
    return ReceiptPage(
        form_url="",
        pairs=[Pair(_("党委电话"), phone)] if phone else [],
        tone="ok",
        title=_("回执已在 %(day)s 交到，这个链接不用再填。", day=clock.day_of(used_at)),
        lines=lines,
    )


def over_page() -> ReceiptPage:
    """The same for a code that nobody knows, one that was revoked, and one whose time is up."""
    return ReceiptPage(
        form_url="",
        tone="soon",
        title=_("这个回执链接现在不能用。"),
        lines=[_("可能过了有效期、已经收回，或者地址没有抄全。请向发来链接的党委要一个新的。")],
    )


def _what(case: Case) -> list[Pair]:
    units = [
        Pair(label, unit.title, whole=True)
        for label, unit in (
            (_("开具的党委"), _unit(case, Party.OUTFLOW_COMMITTEE)),
            (_("接收党组织"), _unit(case, Party.RECEIVING)),
        )
        if unit is not None
    ]
    return [Pair(_("介绍信编号"), case.letter.number if case.letter else ""), *units]


def _unit(case: Case, party: Party) -> Organization | None:
    return next((row.organization for row in case.parties if row.party == party), None)


def _standing(usable: FoundLink | None) -> str:
    if usable is None:
        return _("还没有能用的链接")
    return _("有一个，%(day)s 前有效，还没有用", day=clock.day_of(usable.link.expires_at))


def _fields(typed: Typed, photo: str) -> list[FormField]:
    hints = {
        "letter_number": _("照盖章的回执上印的编号填。"),
        "file": _("jpg 或 png，不超过 10 MB，字和章要看得清。照片里的拍摄地点会去掉。"),
    }
    if photo:
        hints["file"] = _("已收到“%(name)s”，不用再选。要换一张，就重新选。", name=photo)
    labels = {
        "letter_number": _("介绍信编号"), "handled_by": _("经办人"), "handled_phone": _("经办人电话"),
        "happened_on": _("回执盖章日期"), "file": _("盖章回执的照片"),
    }  # fmt: skip
    looks: dict[str, dict[str, Any]] = {
        "handled_by": {"autocomplete": "name"},
        "handled_phone": {"type": "telephone", "autocomplete": "tel"},
        "happened_on": {"type": "date"},
        "file": {"type": "file", "accept": PICTURES, "value": None},
    }
    return [
        field(
            name,
            label,
            typed,
            required=name != "file" or not photo,
            hint=hints.get(name, ""),
            max_length=_longest(name),
            **looks.get(name, {}),
        )
        for name, label in labels.items()
    ]


def _longest(name: str) -> int | None:
    return FIELDS[name].max_length if name in FIELDS and FIELDS[name].type == "text" else None
