"""How a committee numbers its letters, and where they are printed on the official form."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from marshmallow import ValidationError, validate

from service.forms import fields
from service.forms.loading import Form

SCRIPTS = ("zh-Hans", "zh-Hant")
MOST_MILLIMETRES = 30
MOST_DIGITS = 8
_MILLIMETRES = re.compile(r"([+-]?)(\d{1,2})(?:\.(\d))?")


class Millimetres(fields.Text):
    """Millimetres with at most one decimal, as people write them; kept in tenths."""

    def __init__(self, *, label: str = "") -> None:
        super().__init__(max_length=fields.CODE_LENGTH, label=label)
        self.validators = []  # of a text

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = unicodedata.normalize("NFKC", super()._deserialize(str(value), attr, data, **kwargs))
        found = _MILLIMETRES.fullmatch(text.replace("−", "-").replace(",", ".").removesuffix("mm").strip())
        tenths = int(found[2]) * 10 + int(found[3] or 0) if found else 0
        if found is None or tenths > MOST_MILLIMETRES * 10:
            raise ValidationError("invalid_millimetres")
        return -tenths if found[1] == "-" else tenths


class Between(fields.WholeNumber):
    """A whole number within bounds."""

    def __init__(self, least: int, most: int, *, label: str = "", required: bool = False) -> None:
        super().__init__(label=label, required=required)
        self.validators = [validate.Range(least, most, error="out_of_range")]


class LetterSettingsBody(Form):
    """What is kept for an issuer of letters; `next_number` only ever goes up."""

    number_scheme = fields.Text(max_length=40, label="编号的写法", required=True)
    number_digits = Between(1, MOST_DIGITS, label="号码至少几位", required=True)
    next_number = Between(1, 10**MOST_DIGITS, label="下一封的号码")
    script = fields.Choice(SCRIPTS, label="介绍信用字", required=True)
    offset_right = Millimetres(label="套打向右移（毫米）")
    offset_down = Millimetres(label="套打向下移（毫米）")


LETTER_SETTINGS = LetterSettingsBody()
