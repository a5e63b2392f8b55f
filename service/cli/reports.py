"""What became of each row of a file, for the screen, for a program and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

_LABELS = {
    "created": "新建", "updated": "更新", "unchanged": "没有变化", "rejected": "没有收下", "asked": "要核实",
    "accept": "可以收下", "ask": "要核实", "reject": "不能收下",
}  # fmt: skip
_COLUMNS = (("行", 8), ("结果", 12), ("原因", 24), ("说明", 80))


@dataclass(frozen=True)
class Outcome:
    """A row by the number of the sheet, what was done with it, and the reasons in sentences."""

    row: int
    action: str
    reason: str | None
    sentences: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What was done, as people read it."""
        return _LABELS.get(self.action, self.action)

    @property
    def is_open(self) -> bool:
        """Whether the row was refused or asked back."""
        return self.action in ("rejected", "asked", "reject", "ask")

    def as_json(self) -> dict[str, Any]:
        """The row as a program reads it."""
        return {"row": self.row, "action": self.action, "reason": self.reason, **self.more}


def write_report(file: Path, outcomes: Iterable[Outcome]) -> None:
    """One line a row; nothing a person typed is taken for a formula."""
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("导入结果")
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, (title, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        for place, outcome in enumerate(outcomes, start=1):
            sheet.write_number(place, 0, outcome.row)
            for column, text in enumerate((outcome.label, outcome.reason or "", " ".join(outcome.sentences)), start=1):
                sheet.write_string(place, column, text)
