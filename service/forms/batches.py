"""Batches: what one is, and what is said of a row that is still expected."""

from __future__ import annotations

from service.forms.fields import Choice, Text
from service.forms.loading import Form
from service.forms.rows import MemberLine
from service.models.batch import KINDS
from workflows.codes import CASE_REASONS
from workflows.fields import FIELDS

_NAME_LENGTH, _REASON_LENGTH, _NUMBER_LENGTH, _UNIT_LENGTH = 80, 300, 20, 120


class NewBatchBody(Form):
    """What is said of a roster that opens cases."""

    kind = Choice(KINDS, label="这一批是什么人", required=True)
    name = Text(max_length=_NAME_LENGTH, label="批次名称", required=True)
    receiving_code = Text(max_length=_UNIT_LENGTH, label="名册里没写转入组织的，转到哪里（代码或名称）")
    destination_reason = Text(
        max_length=FIELDS["destination_reason"].max_length, label=str(FIELDS["destination_reason"].label), lines=True
    )


class MendBody(MemberLine):
    """What was wrong or missing in a row."""

    receiving_code = Text(max_length=_UNIT_LENGTH, label="转入组织（代码或名称）")
    reason_code = Choice(CASE_REASONS, label="转接原因")


class MatchBody(Form):
    """Which case is that of a row."""

    case = Text(max_length=_NUMBER_LENGTH, label="办件编号", required=True)


class StrikeBody(Form):
    """Why a person is not to be expected."""

    reason = Text(max_length=_REASON_LENGTH, label="原因", lines=True, required=True)


NEW_BATCH, MEND, MATCH, STRIKE = NewBatchBody(), MendBody(), MatchBody(), StrikeBody()
