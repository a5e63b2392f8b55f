"""Which list somebody wants taken out, from what a form or a program says, and the same filter in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from service import identity
from service.db import Transaction
from service.exports.lists import Cases, Ledger, Members, Source, Worklist
from service.exports.sheets import KINDS
from service.exports.take_out import REASON_LENGTH, TITLES, Export
from service.forms.fields import Choice, Code, Day, Text, YesNo
from service.forms.loading import Form
from service.queries import ledgers
from service.queries.lists import SORTS, CaseFilter
from service.queries.organizations import organization_with_code
from service.queries.todo import ALL, Part, Wanted
from service.queries.worklist import BOXES
from workflows import NEWEST

_LABELS = {
    "box": "分类", "due": "时限", "workflow": "事项", "state": "状态", "holder": "现由", "overdue": "只看超期",
    "member": "党员", "organization": "组织", "q": "查找", "due_before": "到期早于", "opened_after": "发起自",
    "since": "自", "until": "至",
}  # fmt: skip


class ExportBody(Form):
    """Which list, filtered how, as which kind of file; numbers in full only with a reason."""

    list = Choice(TITLES, label="哪个列表", required=True)
    format = Choice(KINDS, label="文件格式，默认 xlsx")
    full = YesNo(label="号码导出全文，会留痕")
    reason = Text(max_length=REASON_LENGTH, label="导出的理由，会留痕")
    box = Choice(BOXES, label="待办分类，默认 mine")
    due = Choice(("late", "soon", "ample"), label="待办时限")
    workflow = Choice(NEWEST, label="流程")
    state = Text(max_length=30, label="状态")
    holder = Code(label="现在由哪个组织办理")
    overdue = YesNo(label="是否超期")
    member = Text(max_length=32, label="党员的 id")
    organization = Code(label="这个组织及其下级")
    q = Text(max_length=60, label="要找的文字")
    due_before = Day(label="在这一天之前到期")
    opened_after = Day(label="这一天起发起")
    sort = Choice(SORTS, label="排序")
    since = Day(label="台账自哪一天")
    until = Day(label="台账到哪一天")


EXPORT = ExportBody()


def export_of(tx: Transaction, values: Mapping[str, Any], part: Part = ALL) -> Export:
    """What is wanted, from the checked values. Raises NotFound for a unit that is not there."""
    return Export(
        source=source_of(tx, values, part),
        selection=selection_of(values),
        kind=values.get("format", "xlsx"),
        full=bool(values.get("full")),
        reason=values.get("reason", ""),
    )


def source_of(tx: Transaction, values: Mapping[str, Any], part: Part = ALL) -> Source:
    """The list; `part` is that of the worklist, which only a calendar can tell."""
    name, code = values["list"], values.get("organization")
    if name == "worklist":
        return Worklist(Wanted(values.get("box", "mine"), part, values.get("q", "")))
    if name == "cases":
        return Cases(CaseFilter(**{name: values[name] for name in vars(CaseFilter()) if name in values}))
    unit = organization_with_code(tx, code) if code else None
    if name == "members":
        return Members(unit, values.get("q", ""))
    return Ledger(ledgers.LedgerFilter(cast(ledgers.Ledger, name), values.get("since"), values.get("until"), unit))


def selection_of(values: Mapping[str, Any]) -> str:
    """The filter in words, for the file and for the line about it; a whole ID number is masked there too."""
    said = {name: _said(name, values[name]) for name in _LABELS if values.get(name) not in (None, "", False)}
    return "，".join(f"{_LABELS[name]} {text}".strip() for name, text in said.items()) or "全部"


def _said(name: str, value: Any) -> str:
    if name == "overdue":
        return ""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    number = identity.clean_id_number(text)
    return identity.mask_id_number(number) if name == "q" and identity.is_valid_id_number(number) else text
