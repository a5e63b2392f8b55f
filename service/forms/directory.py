"""The bodies that describe organizations, members and sign-ins."""

from __future__ import annotations

from service.forms import fields
from service.forms.loading import Form
from service.models.organization import KINDS
from workflows.codes import MEMBER_STATUSES, SETUP_MODES, SEXES
from workflows.roles import Role

# People write the label, or a part of it.
_SEXES_WRITTEN = {label: code for code, label in SEXES.items()} | {"男性": "male", "女性": "female"}
_STATUSES_WRITTEN = {label: code for code, label in MEMBER_STATUSES.items()} | {"正式": "full", "预备": "probationary"}
SETUP_WRITTEN = {label: code for code, label in SETUP_MODES.items()} | {"联合组建": "nearby_joint"}
_ROLES = tuple(role.value for role in Role)


class OrganizationChanges(Form):
    """What may be changed of an organization; its code never."""

    name = fields.Text(max_length=120, label="名称", required=True)
    kind = fields.Choice(KINDS, label="类别", required=True)
    parent_code = fields.Code(label="上级组织代码")
    party_name = fields.Text(max_length=120, label="党组织全称")
    short_name = fields.Text(max_length=60, label="简称")
    may_issue_letters = fields.YesNo(label="可以开具介绍信")
    reports_flow = fields.YesNo(label="按季度上报流入流出情况（含下级）")
    setup_mode = fields.Choice(SETUP_MODES, label="设置方式", also=SETUP_WRITTEN)
    covers = fields.Text(max_length=255, label="覆盖的小区")
    address = fields.Text(max_length=255, label="地址")
    phone = fields.Text(max_length=40, label="电话")
    postcode = fields.Text(max_length=10, label="邮政编码")
    valid_from = fields.Day(label="成立日期")
    valid_to = fields.Day(label="撤销日期")
    successor_code = fields.Code(label="承接组织代码")


class OrganizationBody(OrganizationChanges):
    """A new organization. Without a code one is given."""

    code = fields.Code(label="组织代码")
    code_scheme = fields.Text(max_length=20, label="代码体系")


class Dissolution(Form):
    """From which day an organization is no more, and which one follows it."""

    on = fields.Day(label="撤销日期")
    successor_code = fields.Code(label="承接组织代码")
    reason = fields.Text(max_length=300, label="变更理由")
    document_number = fields.Text(max_length=80, label="批准文号")


class PersonBody(Form):
    """A member, whatever organization holds the relation."""

    name = fields.PersonName(label="姓名", required=True)
    sex = fields.Choice(SEXES, label="性别", also=_SEXES_WRITTEN)
    ethnic_group = fields.Text(max_length=20, label="民族")
    birth_date = fields.partial_date(label="出生年月")
    id_number = fields.IdNumber(label="公民身份号码")
    phone = fields.Phone(label="联系电话")
    member_status = fields.Choice(MEMBER_STATUSES, label="人员类别", also=_STATUSES_WRITTEN)
    joined_on = fields.partial_date(label="入党时间")
    converted_on = fields.partial_date(label="转正时间")
    probation_ends_on = fields.partial_date(label="预备期满")
    dues_paid_through = fields.month_or_year(label="党费交至")
    employer = fields.Text(max_length=120, label="工作单位")
    residence = fields.Text(max_length=255, label="现居住地")
    last_activity_on = fields.partial_date(label="最近参加活动")
    graduated_on = fields.partial_date(label="毕业时间")
    discharged_on = fields.partial_date(label="退役时间")
    residence_changed_on = fields.partial_date(label="居住地变动时间")
    work_changed_on = fields.partial_date(label="工作单位变动时间")
    household_here = fields.YesNo(label="户口在本地")
    lives_here = fields.YesNo(label="人住在本地")


class MemberBody(PersonBody):
    """A new member of an organization."""

    organization_code = fields.Code(label="所在党支部代码", required=True)


class Disclosure(Form):
    """Why somebody needs to see what is masked."""

    reason = fields.Text(max_length=200, label="查看理由", required=True)


class DuplicateBody(Form):
    """What somebody decided about another record of what may be the same person, and why."""

    other_id = fields.Text(max_length=32, label="另一份登记", required=True)
    reason = fields.Text(max_length=200, label="理由", required=True)


class PostBody(Form):
    """A role at an organization."""

    role = fields.Choice(_ROLES, label="岗位", required=True)
    organization_code = fields.Code(label="组织代码", required=True)


class UserBody(PostBody):
    """A new sign-in with its first post. Without a password a one-time password is made."""

    name = fields.Text(max_length=60, label="登录名", required=True)
    display_name = fields.Text(max_length=60, label="姓名")
    email = fields.Text(max_length=254, label="电子邮件")
    password = fields.Password()


class NewPassword(Form):
    """A change of one's own password."""

    current_password = fields.Password(required=True)
    password = fields.Password(required=True)


ORGANIZATION, ORGANIZATION_CHANGES = OrganizationBody(), OrganizationChanges()
PERSON, MEMBER = PersonBody(), MemberBody()
DUPLICATE = DuplicateBody()
