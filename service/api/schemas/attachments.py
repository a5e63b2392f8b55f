"""The files of a case, and the form that adds one."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from service.api.schemas.cases import PersonSchema
from service.api.schemas.inputs import Speaker
from service.api.schemas.shared import Instant, UnitSchema
from service.forms.fields import Text
from service.forms.loading import Form
from workflows.fields import FIELDS

_LONGEST = FIELDS["comment"].max_length


class AttachmentSchema(Schema):
    """A file without its content. `organization` bears the name of the day."""

    id = fields.String(required=True)
    seq = fields.Integer(required=True, metadata={"description": "办理记录的第几行"})
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "字节"})
    commitment = fields.String(required=True, metadata={"description": "内容的指纹，也是下载时的 ETag"})
    added_at = Instant(required=True)
    added_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    organization = fields.Nested(UnitSchema, required=True, allow_none=True)
    on_behalf_of = fields.Nested(UnitSchema, required=True, allow_none=True)
    comment = fields.String(required=True, allow_none=True)


class WordsBody(Form):
    """What is said about the file."""

    comment = Text(max_length=_LONGEST, label="附言", lines=True)


class AttachBody(WordsBody):
    """The file with it."""

    file = Upload(required=True, metadata={"description": "jpg、png、pdf、xlsx、docx，不超过 10 MB"})


class DetachQuery(Speaker):
    """Why the file is taken out."""

    reason = Text(max_length=_LONGEST, label="理由，补充后三十秒内本人撤回可不填", lines=True)
