"""The form in which a unit outside confirms that the receipt is signed."""

from __future__ import annotations

from service.forms.fields import Day, Text
from service.forms.loading import Form
from workflows.fields import FIELDS


class ReceiptBody(Form):
    """The number is asked for as a check: whoever has the letter can read it there."""

    letter_number = Text(max_length=FIELDS["letter_number"].max_length, label="介绍信编号", required=True)
    handled_by = Text(max_length=FIELDS["handled_by"].max_length, label="经办人", required=True)
    handled_phone = Text(max_length=FIELDS["handled_phone"].max_length, label="经办人电话", required=True)
    happened_on = Day(label="回执盖章日期", required=True)


RECEIPT = ReceiptBody()
