"""What a unit writes down when somebody shows an activity certificate there."""

from __future__ import annotations

from service.forms.fields import Code, Day, PersonName, Text
from service.forms.loading import Form
from workflows.fields import FIELDS


class ArrivalBody(Form):
    """The certificate and the name on it; the unit where it was shown, one's own where none is named."""

    certificate_number = Text(
        max_length=FIELDS["certificate_number"].max_length, required=True, label=FIELDS["certificate_number"].label
    )
    name = PersonName(required=True, label="姓名")
    receiving_code = Code(label="编入的党组织")
    received_on = Day(label="报到日期")
    handled_by = Text(max_length=FIELDS["handled_by"].max_length, label="联系人")
    handled_phone = Text(max_length=FIELDS["handled_phone"].max_length, label="联系电话")
    comment = Text(max_length=FIELDS["comment"].max_length, label="意见", lines=True)


ARRIVAL = ArrivalBody()
