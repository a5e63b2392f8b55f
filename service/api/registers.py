"""The ledgers, and lists taken out as files."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.paging import limit_of, page, place_cursor, place_in
from service.api.schemas.inputs import Paged
from service.api.schemas.shared import Instant, page_of
from service.db import Transaction
from service.errors import NotFound
from service.exports.asking import ExportBody, export_of
from service.exports.columns import COLUMNS, columns_of, text_of
from service.exports.lists import ledger_line
from service.exports.sheets import KINDS
from service.exports.take_out import take_out, taken_out_by
from service.forms.fields import Code, Day
from service.login import current_database
from service.permissions import may_export, require
from service.presentation.due import soon_until
from service.presentation.file_answer import file_answer
from service.queries.ledgers import LEDGERS, LedgerFilter, ledger_page
from service.queries.organizations import organization_with_code
from service.queries.todo import parts_of

registers = Door("registers", __name__, url_prefix="/registers", description="台账")
exports = Door("exports", __name__, url_prefix="/exports", description="导出")
_NUMBERS = frozenset({"position", "valid_days"})


class RegisterQuery(Paged):
    """Of which days, both included, and of which unit with all below it."""

    since = Day(label="自哪一天")
    until = Day(label="到哪一天")
    organization = Code(label="这个组织及其下级")


class ExportRequest(ExportBody, Paged):
    """Which list, filtered how, as which kind of file."""

    class Meta:
        exclude = ("limit", "cursor")


class ExportQuery(Paged):
    """What was taken out."""

    class Meta:
        exclude = ("cursor",)


RegisterRowSchema = Schema.from_dict(
    {
        name: fields.Integer(allow_none=True) if name in _NUMBERS else fields.String(allow_none=True)
        for name in dict.fromkeys(column.name for ledger in LEDGERS for column in columns_of(ledger))
        if name != "position"
    },
    name="RegisterRowSchema",
)


class ExportLineSchema(Schema):
    """One export of one's own, as it is kept."""

    at = Instant(required=True)
    what = fields.String(required=True)
    selection = fields.String(required=True, allow_none=True)
    rows = fields.Integer(required=True, allow_none=True, attribute="row_count")
    reason = fields.String(required=True)


@registers.route("/<name>")
@registers.answers(200, page_of(RegisterRowSchema), 404)
@accepts(RegisterQuery(), "query")
def index(asked: Asked, name: str) -> dict[str, Any]:
    """transfer_out 转出、transfer_in 转入、in_transit 在途、unreceipted 未回执、outflow 流出、inflow 流入，号码遮盖"""
    ledger = next((known for known in LEDGERS if known == name), None)
    if ledger is None:
        raise NotFound(register=name)
    values, after = asked.values, place_in(asked.values)
    with current_database().read() as tx:
        unit = organization_with_code(tx, values["organization"]) if "organization" in values else None
        wanted = LedgerFilter(ledger, values.get("since"), values.get("until"), unit)
        rows, place = ledger_page(tx, asked.actor, wanted, after=after, limit=limit_of(values))
        lines = [ledger_line(tx, number, row) for number, row in enumerate(rows, start=1)]
        return page(
            [{name: _value(name, line) for name in RegisterRowSchema().fields} for line in lines], place_cursor(place)
        )


@exports.route("", methods=["POST"])
@exports.sends_file(KINDS["xlsx"], 403, 404, 413)
@accepts(ExportRequest())
def create(asked: Asked) -> Response:
    """把一个列表导出成文件，与列表里筛选出来的完全一样；每次都留痕，full 要写 reason"""
    values = asked.values
    with current_database().read() as tx:
        wanted = export_of(tx, values, _part(tx, values))
    return file_answer(take_out(current_database(), asked.actor, wanted))


@exports.route("")
@exports.answers(200, page_of(ExportLineSchema))
@accepts(ExportQuery(), "query")
def taken(asked: Asked) -> dict[str, Any]:
    """自己最近导出了什么、多少行、为什么"""
    require(may_export(asked.actor))
    with current_database().read() as tx:
        return page(taken_out_by(tx, asked.actor, limit_of(asked.values)), None)


def _value(name: str, line: Any) -> Any:
    value = COLUMNS[name].value(line)
    return value if isinstance(value, int) else text_of(value) or None


def _part(tx: Transaction, values: dict[str, Any]) -> Any:
    return parts_of(tx.today, soon_until(tx.today, tx.working_days()))[values.get("due", "")]
