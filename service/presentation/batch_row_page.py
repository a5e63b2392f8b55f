"""One person of a batch who is still expected: what is missing, and the three ways to be accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from service.identity import mask_id_number
from service.models import Batch
from service.presentation.due import moment_label
from service.presentation.form_fields import FormField, Typed
from service.presentation.page_actions import new_key
from service.presentation.words import Complaint, say
from service.queries.batch_strikes import Strike
from service.queries.batches import ReadBatchRow


@dataclass(frozen=True)
class RowPage:
    """As `batches/row.html` reads it."""

    title: str
    told: str
    back_url: str
    mend_url: str
    match_url: str
    strike_url: str
    said: Sequence[str]
    fields: Sequence[FormField]
    case: FormField
    reason: FormField
    key: str
    restore_url: str = ""
    strikes: Sequence[str] = ()
    errors: Sequence[Complaint] = ()


def row_page(batch: Batch, row: ReadBatchRow, strikes: Sequence[Strike], now: datetime, typed: Typed | None) -> RowPage:
    """One person still expected, or struck out; `typed` is None before anything was typed."""
    here = {"batch_id": batch.id, "row": row.row}
    name, number = row.values.get("name") or _("没有姓名"), row.values.get("id_number")
    shown = typed or Typed({name: row.values.get(name) or "" for name in ("receiving_code", "name")})
    wanted = (("receiving_code", _("转入组织的名称或代码")), ("name", _("姓名")), ("id_number", _("身份证号")),
              ("phone", _("联系电话")))  # fmt: skip
    return RowPage(
        title=str(name),
        told=_("%(batch)s 第 %(row)s 行", batch=batch.name, row=row.row)
        + (f" · {mask_id_number(number)}" if number else ""),
        back_url=url_for("batches.detail", batch_id=batch.id),
        mend_url=url_for("batches.mend", **here),  # type: ignore[arg-type]
        match_url=url_for("batches.match", **here),  # type: ignore[arg-type]
        strike_url=url_for("batches.strike", **here),  # type: ignore[arg-type]
        said=[] if row.state == "struck" else row_findings(row),
        fields=[
            FormField(field, label, value=shown.values.get(field, ""), error=shown.error(field))
            for field, label in wanted
        ],
        case=FormField("case", _("办件编号"), required=True, value=shown.values.get("case", "")),
        reason=FormField(
            "reason", _("为什么不用等了"), "long_text", required=True, value=shown.values.get("reason", ""),
            hint=_("例如：留校读研，不转出"),
        ),
        key=new_key(),
        restore_url=url_for("batches.restore", **here) if row.state == "struck" else "",  # type: ignore[arg-type]
        strikes=[_told(strike, now) for strike in strikes],
        errors=shown.complaints,
    )  # fmt: skip


def _told(strike: Strike, now: datetime) -> str:
    at = moment_label(strike.at, now)
    if strike.kind == "restored":
        return _("%(at)s %(who)s恢复，继续等。", at=at, who=strike.by)
    return _("%(at)s %(who)s划去：%(reason)s", at=at, who=strike.by, reason=strike.reason)


def row_findings(row: ReadBatchRow) -> list[str]:
    """What there is to say about the row."""
    return [say(finding["code"], finding.get("values", {})) for finding in row.findings]
