"""The rows of files: what one line of a table or a roster says, checked like any other form."""

from __future__ import annotations

from service.forms import fields
from service.forms.directory import OrganizationBody, PersonBody


class OrganizationLine(OrganizationBody):
    """A line of a table of organizations."""

    code = fields.Code(label="组织代码", required=True)


class MemberLine(PersonBody):
    """A line of a roster; its organization is named as the office names it."""

    organization_code = fields.Text(max_length=120, label="所在党支部")


ORGANIZATION_LINE, MEMBER_LINE = OrganizationLine(), MemberLine()
