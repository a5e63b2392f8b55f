"""Days away, and who acts meanwhile."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.api.schemas.cases import PersonSchema
from service.api.schemas.shared import Instant


class AbsenceSchema(Schema):
    """Both days are included; `ended_at` where it ended before its last day."""

    id = fields.Integer(required=True)
    user = fields.Nested(PersonSchema, required=True)
    substitute = fields.Nested(PersonSchema, required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    created_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
