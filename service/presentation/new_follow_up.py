"""建档 on one page: whom it is about, and why."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from service.presentation.form_fields import FieldGroup, Typed, choices, field
from service.presentation.page_actions import new_key
from service.presentation.records import Note, RecordPage
from workflows.codes import CATEGORIES
from workflows.fields import FIELDS
from workflows.follow_up_guards import DERIVED_CATEGORY


def follow_up_form(typed: Typed, *, key: str = "") -> RecordPage:
    """A member, somebody whose number one has, or a person of whom nobody knows where they belong."""
    by_hand = {code: label for code, label in CATEGORIES.items() if code != DERIVED_CATEGORY}
    fields = [
        field("member", _("党员"), typed, type="member", hint=_("本组织的党员：姓名、首字母或身份证号后四位")),
        field("name", _("姓名"), typed, hint=_("名册上没有的人：填姓名，有公民身份号码的也填上"), max_length=60),
        field("id_number", _("公民身份号码"), typed, max_length=40),
        field("phone", _("联系电话"), typed, type="telephone", max_length=40),
        field("category", _("类别"), typed, type="choice", required=True, options=choices(by_hand)),
        field("comment", _("说明"), typed, type="long_text", max_length=FIELDS["comment"].max_length),
    ]
    return RecordPage(
        title=_("联系跟进建档"),
        groups=[FieldGroup(fields)],
        form_url=url_for("stuck.new"),
        submit_label=_("建档"),
        key=key or new_key(),
        errors=typed.complaints,
        notes=[Note("wait", _("没有落实组织关系的人先建档联系，落实以后自然结束。不改变本人的党籍和组织关系。"))],
        cancel_url=url_for("stuck.index"),
    )
