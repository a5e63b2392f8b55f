"""The bodies that describe a change of an organization: from when, why, by which document, and what becomes of it."""

from __future__ import annotations

from marshmallow import fields as plain

from service.forms import fields
from service.forms.directory import SETUP_WRITTEN, Dissolution
from service.forms.loading import Form
from service.models.organization import KINDS
from workflows.codes import SETUP_MODES


class Decided(Form):
    """What every change says about the decision behind it."""

    on = fields.Day(label="生效日期")
    reason = fields.Text(max_length=300, label="变更理由", required=True)
    document_number = fields.Text(max_length=80, label="批准文号")


class Renaming(Decided):
    """Another name, and whatever else it is called."""

    name = fields.Text(max_length=120, label="新名称", required=True)
    short_name = fields.Text(max_length=60, label="新简称")
    party_name = fields.Text(max_length=120, label="新的党组织全称")


class Recoding(Decided):
    """Another code, and which scheme it is of."""

    code = fields.Code(label="新代码", required=True)
    code_scheme = fields.Text(max_length=20, label="代码体系")


class Moving(Decided):
    """Another parent."""

    parent_code = fields.Code(label="新上级组织代码", required=True)


class Merger(Decided):
    """The unit that takes everything over."""

    reason = fields.Text(max_length=300, label="变更理由")
    successor_code = fields.Code(label="承接组织代码", required=True)


class Splitting(Decided):
    """A new unit beside the old one, with the members and the units below that it takes."""

    name = fields.Text(max_length=120, label="新组织名称", required=True)
    kind = fields.Choice(KINDS, label="类别")
    short_name = fields.Text(max_length=60, label="简称")
    party_name = fields.Text(max_length=120, label="党组织全称")
    code = fields.Code(label="组织代码")
    code_scheme = fields.Text(max_length=20, label="代码体系")
    setup_mode = fields.Choice(SETUP_MODES, label="设置方式", also=SETUP_WRITTEN)
    covers = fields.Text(max_length=255, label="覆盖的小区")
    members = plain.List(fields.Text(max_length=32), metadata={"description": "划转的党员"})
    units = plain.List(fields.Code(), metadata={"description": "划转的下级组织"})


class TakingBack(Form):
    """Why a change is taken back."""

    reason = fields.Text(max_length=300, label="改回的理由")


CHANGES: dict[str, Form] = {
    "rename": Renaming(),
    "recode": Recoding(),
    "move": Moving(),
    "merge": Merger(),
    "split": Splitting(),
    "dissolve": Dissolution(),
}
TAKING_BACK = TakingBack()
