"""Organizations, members, one's own tokens."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.api.schemas.shared import Instant, UnitSchema


class OrganizationSchema(Schema):
    """An organization. A letter is not printed while its Party name is unconfirmed."""

    code = fields.String(required=True)
    code_scheme = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True)
    party_name = fields.String(required=True, allow_none=True)
    party_name_confirmed = fields.Boolean(required=True)
    parent_code = fields.String(required=True, allow_none=True)
    may_issue_letters = fields.Boolean(required=True)
    reports_flow = fields.Boolean(required=True)
    setup_mode = fields.String(required=True, allow_none=True)
    covers = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    postcode = fields.String(required=True, allow_none=True)
    valid_from = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)
    successor_code = fields.String(required=True, allow_none=True)


class MemberSchema(Schema):
    """A member. ID number and phone are masked unless they were asked for with a reason."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    sex = fields.String(required=True, allow_none=True)
    ethnic_group = fields.String(required=True, allow_none=True)
    birth_date = fields.String(required=True, allow_none=True)
    id_number = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    member_status = fields.String(required=True)
    joined_on = fields.String(required=True, allow_none=True)
    converted_on = fields.String(required=True, allow_none=True)
    probation_ends_on = fields.String(required=True, allow_none=True)
    dues_paid_through = fields.String(required=True, allow_none=True)
    employer = fields.String(required=True, allow_none=True)
    residence = fields.String(required=True, allow_none=True)
    last_activity_on = fields.String(required=True, allow_none=True)
    graduated_on = fields.String(required=True, allow_none=True)
    discharged_on = fields.String(required=True, allow_none=True)
    residence_changed_on = fields.String(required=True, allow_none=True)
    work_changed_on = fields.String(required=True, allow_none=True)
    household_here = fields.Boolean(required=True, allow_none=True)
    lives_here = fields.Boolean(required=True, allow_none=True)
    missing = fields.List(fields.String(), required=True)
    affiliation = fields.Nested(UnitSchema, required=True, allow_none=True)
    responsible_organization = fields.Nested(UnitSchema, required=True, allow_none=True)


class HeldSchema(Schema):
    """From when to when an organization held a relation; `case` brought it, if it may be read."""

    relation = fields.String(required=True)
    organization = fields.Nested(UnitSchema, required=True)
    since = Instant(required=True)
    until = Instant(required=True, allow_none=True)
    case = fields.String(required=True, allow_none=True)


class MemberLetterSchema(Schema):
    """An introduction letter of the member."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    issued_on = fields.Date(required=True)
    expires_on = fields.Date(required=True)
    received_on = fields.Date(required=True, allow_none=True)
    case = fields.String(required=True)


class MemberCaseSchema(Schema):
    """A case about the member."""

    number = fields.String(required=True)
    workflow = fields.String(required=True)
    state = fields.String(required=True)
    opened_at = Instant(required=True)
    closed_on = fields.Date(required=True, allow_none=True)


class MemberRecordSchema(MemberSchema):
    """One member with what the caller may read of relations, letters and cases; at most 50 of each."""

    relations = fields.List(fields.Nested(HeldSchema), required=True)
    letters = fields.List(fields.Nested(MemberLetterSchema), required=True)
    cases = fields.List(fields.Nested(MemberCaseSchema), required=True)


class TokenSchema(Schema):
    """A token of one's own, without what makes it work."""

    id = fields.Integer(required=True)
    label = fields.String(required=True)
    created_at = Instant(required=True)


class NewTokenSchema(TokenSchema):
    """A token, shown this once."""

    token = fields.String(required=True)
