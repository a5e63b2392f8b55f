"""Whether a letter is genuine, for anybody who holds the paper: its number, issuer and dates, and nobody's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from flask import current_app, url_for
from flask_babel import gettext as _

from service.papers import LetterPaper, shown_code
from service.presentation.particulars import Pair
from service.queries.letters import CheckedLetter

Standing = Literal["genuine", "expired", "void", "replaced"]
_TONES: Mapping[Standing, str] = {"genuine": "ok", "expired": "soon", "void": "late", "replaced": "late"}


@dataclass(frozen=True)
class VerificationPage:
    """As `verification/letter.html` reads it; without a `title` nothing was asked yet."""

    form_url: str
    code: str
    tone: str = ""
    title: str = ""
    lines: Sequence[str] = ()
    pairs: Sequence[Pair] = ()
    error: str = ""


def with_check_address(paper: LetterPaper) -> LetterPaper:
    """The paper with the address that is printed as a picture: that of this page for its code."""
    return replace(paper, check_address=check_place() + shown_code(paper.code))


def check_place() -> str:
    """What stands before a letter's code in the address at which it is checked."""
    return f"{current_app.config['BASE_URL']}{url_for('verification.letter', code='-').removesuffix('-')}"


def standing_of(found: CheckedLetter, today: date) -> Standing:
    """A letter that came in in time stays genuine: its date has done its work."""
    letter = found.letter
    if letter.status != "valid":
        return "replaced" if found.replaced_by else "void"
    return "expired" if today > letter.expires_on and letter.received_on is None else "genuine"


def verification_page(found: CheckedLetter, code: str, today: date) -> VerificationPage:
    """What is to be said of a letter."""
    standing = standing_of(found, today)
    return VerificationPage(
        form_url=url_for("verification.ask"),
        code=shown_code(code),
        tone=_TONES[standing],
        title=_title(standing, found),
        lines=_lines(standing, found),
        pairs=_pairs(found),
    )


def empty_page(typed: str = "", error: str = "") -> VerificationPage:
    """The form, with what was typed if there is no such code."""
    return VerificationPage(url_for("verification.ask"), typed, error=error)


def as_json(found: CheckedLetter, today: date) -> dict[str, Any]:
    """The same for programs."""
    letter = found.letter
    return {
        "kind": "letter",
        "status": standing_of(found, today),
        "number": letter.number,
        "issuer": {"code": found.issuer.code, "name": found.issuer.title},
        "issued_on": letter.issued_on.isoformat(),
        "expires_on": letter.expires_on.isoformat(),
        "received_on": letter.received_on.isoformat() if letter.received_on else None,
        "replaced_by": found.replaced_by,
    }


def _title(standing: Standing, found: CheckedLetter) -> str:
    letter = found.letter
    if standing == "genuine":
        return _("这份介绍信是真的，有效期到 %(day)s。", day=letter.expires_on)
    if standing == "expired":
        return _("这份介绍信是真的，但 %(day)s 已经过期。", day=letter.expires_on)
    if standing == "replaced":
        return _("这份介绍信已经作废，由 %(number)s 代替。", number=found.replaced_by)
    return _("这份介绍信已经报失，不再有效。") if letter.status == "lost" else _("这份介绍信已经作废。")


def _lines(standing: Standing, found: CheckedLetter) -> list[str]:
    lines = []
    if found.letter.received_on:
        lines.append(_("%(day)s 已凭它报到，不能再用第二次。", day=found.letter.received_on))
    if standing == "expired":
        lines.append(_("请开具的党委补开。"))
    if standing == "replaced":
        lines.append(_("请凭新的介绍信办理。"))
    return [*lines, _("纸上的编号、开具的党委和日期与下面不一致的，不要接收，先打电话问。")]


def _pairs(found: CheckedLetter) -> list[Pair]:
    letter, issuer = found.letter, found.issuer
    pairs = [
        Pair(_("介绍信编号"), letter.number),
        Pair(_("开具的党委"), issuer.title),
        Pair(_("开具日期"), letter.issued_on.isoformat()),
        Pair(_("有效期到"), letter.expires_on.isoformat()),
    ]
    return [*pairs, Pair(_("党委电话"), issuer.phone)] if issuer.phone else pairs
