"""A published list of holidays, as text: a day in each line."""

from __future__ import annotations

from service.forms import fields
from service.forms.loading import Form

LIST_LENGTH, SOURCE_LENGTH = 8000, 200


class CalendarBody(Form):
    """The days that differ from Monday to Friday, and the notice that says so."""

    holidays = fields.Text(
        max_length=LIST_LENGTH, label="放假安排，一行一天：日期、休或班、节日名", lines=True, required=True
    )
    notice = fields.Text(max_length=SOURCE_LENGTH, label="依据的通知", required=True)


CALENDAR = CalendarBody()
