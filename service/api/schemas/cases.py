"""A case, what may be done with it, its history, and what was told about it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from service.api.schemas.shared import Instant, Label, ReasonSchema, UnitSchema
from service.models.case_link import OPPOSITE
from service.models.certificate import STATUSES


class OptionSchema(Schema):
    """A code and what it is called."""

    code = fields.String(required=True)
    label = Label(required=True)


class FieldSchema(Schema):
    """A field of an action's form."""

    name = fields.String(required=True)
    label = Label(required=True)
    type = fields.String(required=True)
    required = fields.Boolean(required=True)
    options = fields.List(fields.Nested(OptionSchema), required=True, allow_none=True)
    max_length = fields.Integer(required=True, allow_none=True)


class ActionSchema(Schema):
    """An action with its form, and what stands in its way before anything is filled in."""

    name = fields.String(required=True)
    label = Label(required=True)
    fields_ = fields.List(fields.Nested(FieldSchema), required=True, attribute="fields", data_key="fields")
    blocked = fields.List(fields.Nested(ReasonSchema), required=True)


class HolderSchema(Schema):
    """Whose move it is."""

    party = fields.String(required=True)
    organization = fields.Nested(UnitSchema, required=True)


class PersonSchema(Schema):
    """Somebody who signs in."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class CaseMemberSchema(Schema):
    """Whom the case is about."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    status = fields.String(required=True)


class LetterSchema(Schema):
    """The letter in force, or the number under which a release went online."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    issued_on = fields.Date(required=True)
    valid_days = fields.Integer(required=True)
    expires_on = fields.Date(required=True)
    status = fields.String(required=True)
    received_on = fields.Date(required=True, allow_none=True)
    seal_applied = fields.Boolean(required=True)
    riding_seal_applied = fields.Boolean(required=True)
    code = fields.String(required=True, allow_none=True, metadata={"description": "核验码，/v/ 后面用它"})


class CertificateSchema(Schema):
    """The activity certificate in force, or the last one."""

    number = fields.String(required=True)
    issued_on = fields.Date(required=True)
    inspected_on = fields.Date(required=True)
    valid_until = fields.Date(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))


class LinkSchema(Schema):
    """What the case is to another one: it follows from it or settles it, or the other way round."""

    kind = fields.String(required=True, validate=validate.OneOf(tuple(OPPOSITE)))
    number = fields.String(required=True)
    at = Instant(required=True)


class CaseSchema(Schema):
    """A case as the one who asks sees it now."""

    number = fields.String(required=True)
    workflow = fields.String(required=True)
    workflow_label = Label(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    state_label = Label(required=True)
    is_open = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    holder = fields.Nested(HolderSchema, required=True, allow_none=True)
    handler = fields.Nested(PersonSchema, required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    provisional = fields.Boolean(required=True)
    overdue = fields.Boolean(required=True)
    responsible_organization = fields.Nested(UnitSchema, required=True, allow_none=True)
    affiliation = fields.Nested(UnitSchema, required=True, allow_none=True)
    parties = fields.Dict(keys=fields.String(), values=fields.Nested(UnitSchema), required=True)
    route = fields.String(required=True)
    reason_code = fields.String(required=True, allow_none=True)
    letter = fields.Nested(LetterSchema, required=True, allow_none=True)
    certificate = fields.Nested(CertificateSchema, required=True, allow_none=True)
    advice = fields.String(
        required=True, allow_none=True, metadata={"description": "外出报告时按规定建议的凭证，见 /codes/credential"}
    )
    proposals = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "按规定向人提出的建议，平台不自动办理：transfer 在一处满六个月，建议办理接转"},
    )
    member = fields.Nested(
        CaseMemberSchema,
        required=True,
        allow_none=True,
        metadata={"description": "流入地在本人报到以前只知道活动证编号，这里是 null；关于组织的办件也是 null"},
    )
    unit = fields.Nested(
        UnitSchema, required=True, allow_none=True, metadata={"description": "关于组织的办件（报告）是哪个组织的"}
    )
    quarter = fields.String(required=True, allow_none=True, metadata={"description": "报告的季度，YYYY-Qn"})
    links = fields.List(fields.Nested(LinkSchema), required=True)
    opened_at = Instant(required=True)
    opened_by = fields.String(required=True)
    entered_at = Instant(required=True)
    closed_on = fields.Date(required=True, allow_none=True)
    available_actions = fields.List(fields.Nested(ActionSchema), required=True)


class HistoryLineSchema(Schema):
    """A line of the history, with its hash and that of the line before."""

    seq = fields.Integer(required=True)
    at = Instant(required=True)
    actor = fields.Nested(PersonSchema, required=True, allow_none=True)
    role = fields.String(required=True, allow_none=True)
    party = fields.String(required=True, allow_none=True)
    organization = fields.Nested(UnitSchema, required=True, allow_none=True)
    on_behalf_of = fields.Nested(UnitSchema, required=True, allow_none=True)
    in_place_of = fields.Nested(PersonSchema, required=True, allow_none=True)
    action = fields.String(required=True)
    from_state = fields.String(required=True)
    to_state = fields.String(required=True)
    comment = fields.String(required=True, allow_none=True)
    details = fields.Dict(keys=fields.String(), required=True)
    hash = fields.String(required=True)
    previous_hash = fields.String(required=True)


class AlertKeySchema(Schema):
    """What makes an alert the only one of its kind."""

    case = fields.String(required=True)
    clock = fields.String(required=True)
    turn = fields.Integer(required=True)
    rung = fields.String(required=True)
    recipient = fields.String(required=True)


class AlertSchema(AlertKeySchema):
    """An alert with its key, and what a list shows beside it."""

    id = fields.Integer(required=True)
    key = fields.Function(lambda alert: AlertKeySchema().dump(alert), required=True, metadata={"type": "object"})
    recipient_name = fields.String(required=True)
    workflow = fields.String(required=True)
    state = fields.String(required=True)
    due_on = fields.Date(required=True)
    raised_at = Instant(required=True)


class NoticeSchema(Schema):
    """What a step, a nudge or a comment told an organization."""

    id = fields.Integer(required=True)
    case = fields.String(required=True)
    workflow = fields.String(required=True)
    seq = fields.Integer(required=True)
    kind = fields.String(required=True)
    action = fields.String(required=True)
    from_state = fields.String(required=True)
    to_state = fields.String(required=True)
    recipient = fields.String(required=True)
    recipient_name = fields.String(required=True)
    sender = fields.String(required=True, allow_none=True)
    sender_name = fields.String(required=True, allow_none=True)
    at = Instant(required=True)
