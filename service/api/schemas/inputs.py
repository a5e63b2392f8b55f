"""What goes in: the filters of lists, and the bodies that belong to the API alone."""

from __future__ import annotations

from typing import Any, cast

from marshmallow import ValidationError, fields, validate

from service.forms.actions import schema_for
from service.forms.directory import PersonBody
from service.forms.fields import CODE_LENGTH, Choice, Code, Day, PersonName, Text, WholeNumber, YesNo
from service.forms.loading import Form
from service.models.organization import KINDS
from service.queries.lists import SORTS
from service.queries.worklist import BOXES
from workflows import NEWEST
from workflows.fields import FIELDS
from workflows.vocabulary import Action, Use

LIMIT_DEFAULT, LIMIT_MAX = 50, 200
FIRST_YEAR, LAST_YEAR = 2000, 2199
SECRETS = ("id_number", "phone")
_LABEL_LENGTH, _TEXT_LENGTH = 60, 200


class Bounded(WholeNumber):
    """A whole number between two others."""

    def __init__(self, least: int, most: int, *, label: str) -> None:
        super().__init__(label=label)
        self.validators = [validate.Range(least, most, error="out_of_range")]


class SpeaksFor(Code):
    """`as`, which Python keeps for itself."""

    def __init__(self) -> None:
        super().__init__(label="以哪个组织的身份办理（代码）")
        self.data_key = "as"


class Secrets(Text):
    """Which masked fields are to be shown, separated by commas."""

    def __init__(self) -> None:
        super().__init__(max_length=CODE_LENGTH, label="显示全文的字段，用逗号分开")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        names = [name.strip() for name in text.split(",")]
        if any(name not in SECRETS for name in names):
            raise ValidationError("not_a_choice")
        return list(dict.fromkeys(names))


class Speaker(Form):
    """What every request may say: for which organization the person speaks, where they hold several posts."""

    at = SpeaksFor()


class Paged(Speaker):
    """What every list takes."""

    limit = Bounded(1, LIMIT_MAX, label="最多几条，默认 50")
    cursor = Text(max_length=_TEXT_LENGTH, label="上一页的 next_cursor")


class CaseQuery(Paged):
    """Which cases, and in which order; organizations are named by their codes."""

    workflow = Choice(NEWEST, label="流程")
    state = Text(max_length=30, label="状态")
    holder = Code(label="现在由哪个组织办理")
    overdue = YesNo(label="是否超期")
    member = Text(max_length=32, label="党员的 id")
    organization = Code(label="这个组织或其下级是当事方")
    batch = Text(max_length=32, label="批次的 id")
    q = Text(max_length=_LABEL_LENGTH, label="编号、姓名或姓名首字母的开头")
    due_before = Day(label="在这一天之前到期")
    opened_after = Day(label="这一天起发起")
    sort = Choice(SORTS, label="排序，默认 -opened_at")


class WorklistQuery(Paged):
    """Which box of the desk."""

    box = Choice(BOXES, label="待办分类，默认 mine")


class OrganizationQuery(Paged):
    """Which organizations: below one, directly below one, or by what they are called."""

    parent = Code(label="直接上级的代码")
    below = Code(label="这个组织及其下级")
    kind = Choice(KINDS, label="类别")
    q = Text(max_length=_LABEL_LENGTH, label="名称、简称、首字母或代码")


class MemberQuery(Paged):
    """Which members."""

    organization = Code(label="在这个组织或其下级")
    q = Text(max_length=_LABEL_LENGTH, label="姓名、首字母、身份证号或其后四位")


class MemberShown(Speaker):
    """What is to be shown in full, and why; that is logged."""

    reveal = Secrets()
    reason = Text(max_length=_TEXT_LENGTH, label="查看的理由，会留痕")


class CalendarQuery(Speaker):
    """Which year."""

    year = Bounded(FIRST_YEAR, LAST_YEAR, label="年份，默认今年")


class CommentBody(Form):
    """Words that everybody who reads the case sees."""

    comment = Text(max_length=FIELDS["comment"].max_length, label="留言", lines=True, required=True)


class NudgeBody(Form):
    """A word with the reminder."""

    comment = Text(max_length=FIELDS["comment"].max_length, label="附言", lines=True)


class TokenBody(Form):
    """What a token is for."""

    label = Text(max_length=_LABEL_LENGTH, label="用在哪里")


class WhoBody(Form):
    """Of a new case, what says which one it is; the rest is checked by the form of its opening action."""

    workflow = Choice(NEWEST, label="流程，默认 transfer")
    action = Text(max_length=30, label="发起的方式，默认流程的第一种")
    member_id = Text(max_length=32, label="党员的 id")
    id_number = Text(max_length=CODE_LENGTH, label="公民身份号码，与姓名一起")
    name = PersonName(label="姓名")
    batch_id = Text(max_length=32, label="这个人在哪一批名册上（批次的 id）")
    follows = Text(max_length=20, label="由哪一件而来（办件编号），同一个人的")
    member = fields.Nested(PersonBody, metadata={"description": "对方不在本平台时，来人的信息"})


def _all_fields() -> Form:
    """Every field that any action takes, none of them needed: which are, says the action."""
    return cast(Form, schema_for(Action("action", "", (), tuple(Use(name) for name in FIELDS))))


SPEAKER, PAGED, WHO, BODY = Speaker(), Paged(), WhoBody(), _all_fields()
OPENING = cast(Form, Form.from_dict(BODY.declared_fields | WHO.declared_fields, name="Opening")())
"""A new case: which one it is, and the fields of its opening action."""
