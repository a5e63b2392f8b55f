"""What is said of days away."""

from __future__ import annotations

from service.forms import fields
from service.forms.loading import Form


class AbsenceBody(Form):
    """Who acts meanwhile, and from which day to which; both days are included."""

    substitute = fields.Text(max_length=fields.NAME_LENGTH, label="代办人的登录名", required=True)
    first_day = fields.Day(label="从哪一天", required=True)
    last_day = fields.Day(label="到哪一天（含）", required=True)


class AbsenceOfBody(AbsenceBody):
    """The same, of somebody whose sign-in one manages."""

    user = fields.Text(max_length=fields.NAME_LENGTH, label="谁不在，登录名；留空是自己")


ABSENCE, ABSENCE_OF = AbsenceBody(), AbsenceOfBody()
