"""The body that sets a limit for a subtree, or gives it back."""

from __future__ import annotations

from service.forms import fields
from service.forms.loading import Form

BASIS_LENGTH = 200


class LimitBody(Form):
    """How long, and on what ground; without a length the limit of the organizations above is in force again."""

    length = fields.WholeNumber(label="时限，留空时恢复为上级的或默认的")
    open_cases = fields.YesNo(label="在办的也按新时限算，留空时只对以后开始的环节有效")
    basis = fields.Text(max_length=BASIS_LENGTH, label="依据或理由", required=True)


LIMIT = LimitBody()
