"""The kinds of value a form takes. Every refusal is a code; the sentence belongs to whoever shows it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate

from service import identity
from service.forms import dates

CODE_LENGTH = 40
NAME_LENGTH = 60
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DOTS = re.compile(r"\s*[·•‧・∙⋅．]\s*")
_GAP = re.compile(r"(?<=[^\x00-\u02ff])\s+(?=[^\x00-\u02ff])")
_INTEGER = re.compile(r"[+-]?\d{1,9}")
_YES = frozenset({"true", "on", "yes", "1", "是"})
_NO = frozenset({"false", "off", "no", "0", "否"})


def _messages(invalid: str) -> dict[str, str | list[Any] | dict[Any, Any]]:
    return {"required": "required", "null": "required", "invalid": invalid}


class Text(fields.String):
    """Text without control characters, trimmed; one line unless `lines`."""

    default_error_messages = _messages("invalid_text")

    def __init__(self, *, max_length: int, label: str = "", lines: bool = False, required: bool = False) -> None:
        super().__init__(
            required=required,
            validate=validate.Length(max=max_length, error="too_long"),
            metadata={"description": label} if label else {},
        )
        self.lines = lines

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs)).replace("\r\n", "\n")
        if _FORBIDDEN.search(text):
            raise self.make_error("invalid")
        return text.strip() if self.lines else " ".join(text.split())


class Code(Text):
    """An organization's code; full-width digits are read as plain ones."""

    def __init__(self, *, label: str = "", required: bool = False) -> None:
        super().__init__(max_length=CODE_LENGTH, label=label, required=required)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return unicodedata.normalize("NFKC", super()._deserialize(value, attr, data, **kwargs))


class Choice(Text):
    """One code of a list; a list may be only proposed, when something else judges what is outside it."""

    def __init__(
        self,
        codes: Iterable[str],
        *,
        label: str = "",
        required: bool = False,
        proposed: bool = False,
        also: Mapping[str, str] | None = None,
    ) -> None:
        """`also` maps other words for a code to it, such as its label."""
        super().__init__(max_length=CODE_LENGTH, label=label, required=required)
        self.codes = tuple(codes)
        self.also = also or {}
        if self.codes and not proposed:
            self.validators = [validate.OneOf(self.codes, error="not_a_choice")]

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        return self.also.get(text, text)


class Day(fields.Date):
    """A day: ISO, or as people write it (2026/11/24, 2026.11.24, 2026年11月24日, full-width digits)."""

    default_error_messages = _messages("invalid_date")

    def __init__(self, *, label: str = "", required: bool = False) -> None:
        super().__init__(required=required, metadata={"description": label} if label else {})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        day = dates.read_day(value) if isinstance(value, str) else None
        if day is None:
            raise ValidationError("invalid_date")
        return day


class Period(Text):
    """A month, a quarter, or a date as exact as it was written, kept as text in its normal form."""

    def __init__(
        self, read: Callable[[str], str | None], code: str, *, label: str = "", required: bool = False
    ) -> None:
        super().__init__(max_length=CODE_LENGTH, label=label, required=required)
        self.read, self.code = read, code

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        read = self.read(super()._deserialize(value, attr, data, **kwargs))
        if read is None:
            raise ValidationError(self.code)
        return read


def month(*, label: str = "", required: bool = False) -> Period:
    """A month, YYYY-MM."""
    return Period(dates.read_month, "invalid_month", label=label, required=required)


def month_or_year(*, label: str = "", required: bool = False) -> Period:
    """A month, or a year where no month was written."""
    return Period(dates.read_month_or_year, "invalid_month", label=label, required=required)


def quarter(*, label: str = "", required: bool = False) -> Period:
    """A quarter, YYYY-Qn."""
    return Period(dates.read_quarter, "invalid_quarter", label=label, required=required)


def partial_date(*, label: str = "", required: bool = False) -> Period:
    """A date as exact as it was written: YYYY-MM-DD, YYYY-MM or YYYY."""
    return Period(dates.read_partial, "invalid_date", label=label, required=required)


class WholeNumber(fields.Integer):
    """A whole number of at most nine digits; true and false are none."""

    default_error_messages = _messages("invalid_integer")

    def __init__(self, *, label: str = "", required: bool = False) -> None:
        super().__init__(required=required, metadata={"description": label} if label else {})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, (int, str)):
            raise self.make_error("invalid")
        text = unicodedata.normalize("NFKC", str(value)).strip() if _may_be_written_out(value) else ""
        if not _INTEGER.fullmatch(text):
            raise self.make_error("invalid")
        return int(text)


def _may_be_written_out(value: int | str) -> bool:
    # Python refuses to print very long integers.
    return isinstance(value, str) or -(10**9) < value < 10**9


class YesNo(fields.Boolean):
    """Yes or no, from JSON or from a form."""

    default_error_messages = _messages("invalid_boolean")

    def __init__(self, *, label: str = "", required: bool = False) -> None:
        super().__init__(required=required, metadata={"description": label} if label else {})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if isinstance(value, bool):
            return value
        text = value.strip().lower() if isinstance(value, str) else ""
        if text not in _YES | _NO:
            raise self.make_error("invalid")
        return text in _YES


class PersonName(Text):
    """A person's name: no spaces to align columns between Chinese characters, one kind of dot between its parts."""

    def __init__(self, *, label: str = "", required: bool = False) -> None:
        super().__init__(max_length=NAME_LENGTH, label=label, required=required)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return person_name(super()._deserialize(value, attr, data, **kwargs))


def person_name(text: str) -> str:
    """A person's name as it is kept and compared."""
    plain = _DOTS.sub("·", " ".join(text.split()))
    return _GAP.sub("", plain)


class IdNumber(Text):
    """A resident's ID number of 18 places with the right check character."""

    def __init__(self, *, label: str = "", required: bool = False) -> None:
        super().__init__(max_length=CODE_LENGTH, label=label, required=required)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        number = identity.clean_id_number(super()._deserialize(value, attr, data, **kwargs))
        if not identity.is_valid_id_number(number):
            raise ValidationError("invalid_id_number")
        return number


class Phone(Text):
    """A telephone number that can be dialled."""

    def __init__(self, *, label: str = "", required: bool = False) -> None:
        super().__init__(max_length=CODE_LENGTH, label=label, required=required)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        phone = identity.clean_phone(super()._deserialize(value, attr, data, **kwargs))
        if not identity.is_valid_phone(phone):
            raise ValidationError("invalid_phone")
        return phone


class Password(fields.String):
    """A password, to the byte as it was typed."""

    default_error_messages = _messages("invalid_text")

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(required=required, load_only=True, metadata={"format": "password"})
