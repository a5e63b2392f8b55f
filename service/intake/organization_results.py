"""What came of a file of organizations, as it is kept for whoever handed it in, and read part by part."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from service.intake.organization_lines import Line
from service.intake.organization_touches import Touched
from service.intake.organizations import Absent, OrganizationImport
from workflows.vocabulary import Refusal

PARTS = ("touched", "created", "wrong", "absent")
_ENDS = frozenset({"merge", "dissolve"})
"""Seen first: what goes up into another unit does not come back."""


@dataclass(frozen=True)
class FileRow:
    """A row that makes a unit or is at fault; `refusals` say what is wrong."""

    row: int
    code: str
    name: str
    parent: str = ""
    refusals: Sequence[Refusal] = ()


@dataclass(frozen=True)
class FileResult:
    """`counts` are of rows by what becomes of them, where none is at fault; the parts are what there is to see."""

    applied: bool
    counts: Mapping[str, int]
    touched: Sequence[Touched] = ()
    created: Sequence[FileRow] = ()
    wrong: Sequence[FileRow] = ()
    absent: Sequence[Absent] = ()

    def part(self, name: str) -> Sequence[Touched | FileRow | Absent]:
        """One of the parts."""
        found: Sequence[Touched | FileRow | Absent] = getattr(self, name)
        return found

    @property
    def changes(self) -> int:
        """How many rows make or change a unit."""
        return self.counts.get("created", 0) + self.counts.get("updated", 0)

    @classmethod
    def of(cls, found: OrganizationImport, lines: Sequence[Line]) -> FileResult:
        """What is kept of the result of a file."""
        said = {line.number: line for line in lines}
        rows = [(row, said[row.row]) for row in found.rows]
        wrong = [_row(line, row.refusals) for row, line in rows if row.refusals]
        counts = {"wrong": len(wrong)} if wrong else Counter(row.action for row in found.rows)
        created = [_row(line) for row, line in rows if row.action == "created"]
        touched = sorted(found.touched, key=lambda one: one.kind not in _ENDS)
        return cls(found.applied, dict(counts), touched, created, wrong, found.absent)

    def as_bytes(self) -> bytes:
        """As it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, default=str).encode()

    @classmethod
    def of_bytes(cls, content: bytes) -> FileResult:
        """The same read again."""
        kept = json.loads(content)
        kinds: dict[str, Callable[..., Any]] = {
            "touched": Touched,
            "created": _read_row,
            "wrong": _read_row,
            "absent": Absent,
        }
        return cls(**kept | {name: [kind(**one) for one in kept[name]] for name, kind in kinds.items()})


def _row(line: Line, refusals: Sequence[Refusal] = ()) -> FileRow:
    name, parent = (str(line.values.get(said, "")) for said in ("name", "parent_code"))
    return FileRow(line.number, line.code, name, parent, refusals)


def _read_row(refusals: Sequence[Mapping[str, Any]], **said: Any) -> FileRow:
    return FileRow(**said, refusals=[Refusal(**refusal) for refusal in refusals])
