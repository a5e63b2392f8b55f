"""The form of a committee's letter settings: how numbers are written, in which characters, and where print falls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.casework.letter_settings import may_set_letters
from service.db import Transaction
from service.forms.letter_settings import LETTER_SETTINGS
from service.models import LetterSettings, Organization
from service.papers import LetterPaper, Moved, Script, trial_pdf
from service.permissions import Actor, require
from service.presentation.form_fields import FieldGroup, Option, Typed
from service.presentation.records import Note, RecordPage, record_page, schema_fields
from service.presentation.words import Link
from service.queries.letters import last_number, settings_of
from workflows.letter_numbers import (
    DRAWN,
    ISSUER,
    SHORT_YEAR,
    USUAL_DIGITS,
    USUAL_SCHEME,
    YEAR,
    printed_number,
)

SCRIPT_LABELS = {"zh-Hans": _l("简体字"), "zh-Hant": _l("繁体字")}
_OFFSETS = ("offset_right", "offset_down")
_SAMPLE = LetterPaper(
    number="〔2026〕第 0000 号", issued_on=date(2026, 1, 1), addressee="", receipt_addressee="中共某某街道工作委员会",
    member_name="某某某", probationary=False, origin="某某街道某某社区第一党支部",
    destination="某某街道某某社区第二党支部", valid_days="叁拾", sex="male", age="60", ethnic_group="汉族",
    id_number="0" * 18, dues_year="贰零贰陆", dues_month="壹拾贰", member_contact="00000000000",
    committee_address="某某街道 1 号", committee_phone="0000-00000000", committee_postcode="000000",
)  # fmt: skip
"""A letter of nobody, for trial prints."""
_NUMBERS = ("number_scheme", "number_digits", "next_number")


def readers_script() -> Script:
    """The script of whoever reads the page: letters are in simplified characters unless it is the other one."""
    return "zh-Hant" if str(get_locale()) == "zh_Hant" else "zh-Hans"


def letter_settings_page(
    tx: Transaction, actor: Actor, unit: Organization, typed: Typed | None = None, key: str = ""
) -> RecordPage:
    """The form as it is kept, or as it was sent. Raises NotPermitted for whoever does not set it."""
    require(may_set_letters(actor, unit), organization=unit.code)
    drawn = last_number(tx, unit.id, tx.today.year, lock=False) + 1
    kept = settings_of(tx, unit.id)
    typed = typed or Typed(_values(kept, drawn))
    scheme, digits = (kept.number_scheme, kept.number_digits) if kept else (USUAL_SCHEME, USUAL_DIGITS)
    following = printed_number(scheme, digits, year=tx.today.year, drawn=drawn, code=unit.code)
    return record_page(
        _("%(name)s的介绍信设置", name=unit.name),
        [
            FieldGroup(schema_fields(LETTER_SETTINGS, _NUMBERS, typed, **_number_looks()), _("编号")),
            FieldGroup(schema_fields(LETTER_SETTINGS, ("script",), typed, **_script_looks()), _("文字")),
            FieldGroup(schema_fields(LETTER_SETTINGS, _OFFSETS, typed, **_offset_looks()), _("套打")),
        ],
        typed,
        key=key,
        form_url=url_for("letter_settings.edit", code=unit.code),
        cancel_url=url_for("organizations.detail", code=unit.code),
        notes=[
            Note("wait", _("下一封介绍信的编号是：%(number)s", number=following)),
            Note("wait", _("套打以前先试印："), Link(_("试印一张"), url_for("letter_settings.trial", code=unit.code))),
        ],
    )


def trial_print(tx: Transaction, actor: Actor, unit: Organization) -> bytes:
    """A trial print with an invented letter. Raises NotPermitted for whoever does not set where print falls."""
    require(may_set_letters(actor, unit), organization=unit.code)
    kept = settings_of(tx, unit.id)
    moved = Moved(kept.offset_right, kept.offset_down) if kept else Moved()
    caption = _(
        "套打试印：向右移 %(right)s 毫米，向下移 %(down)s 毫米。把这张和印好的介绍信叠在一起对着光看：方框应套住空格。"
        "十字应在离纸边 20 毫米处。差多少，就在介绍信设置里改多少。",
        right=millimetres(moved.right), down=millimetres(moved.down),
    )  # fmt: skip
    return trial_pdf(replace(_SAMPLE, issued_on=tx.today, addressee=unit.title, moved=moved), caption)


def millimetres(tenths: int) -> str:
    """15 → 1.5, -20 → -2."""
    return f"{tenths / 10:g}"


def _values(kept: LetterSettings | None, drawn: int) -> dict[str, Any]:
    if kept is None:
        return {
            "number_scheme": USUAL_SCHEME, "number_digits": USUAL_DIGITS, "next_number": "", "script": readers_script(),
            "offset_right": "0", "offset_down": "0",
        }  # fmt: skip
    return {
        "number_scheme": kept.number_scheme,
        "number_digits": kept.number_digits,
        "next_number": "",
        "script": kept.script,
        "offset_right": millimetres(kept.offset_right),
        "offset_down": millimetres(kept.offset_down),
    }


def _number_looks() -> dict[str, dict[str, Any]]:
    scheme = _(
        "%(year)s 是年份，%(short_year)s 是年份后两位，%(issuer)s 是本组织代码，%(drawn)s 是号码，"
        "其余照写。例如：%(usual)s",
        year=YEAR, short_year=SHORT_YEAR, issuer=ISSUER, drawn=DRAWN, usual=USUAL_SCHEME,
    )  # fmt: skip
    following = _("今年在本平台以外已经开过介绍信的，填接着用的号码；只能往大改。平时留空。")
    return {
        "number_scheme": {"hint": scheme},
        "number_digits": {"type": "integer", "hint": _("例如 4 位：0312")},
        "next_number": {"type": "integer", "hint": following},
    }


def _offset_looks() -> dict[str, dict[str, Any]]:
    return {
        "offset_right": {"hint": _("例如 1.5；向左移填负数，例如 -2"), "required": True},
        "offset_down": {"hint": _("例如 1.5；向上移填负数，例如 -2"), "required": True},
    }


def _script_looks() -> dict[str, dict[str, Any]]:
    return {
        "script": {
            "type": "radios",
            "options": [Option(code, str(label)) for code, label in SCRIPT_LABELS.items()],
            "hint": _("固定的文字和大写数字用它。"),
        }
    }
