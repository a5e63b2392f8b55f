"""The parts of a workbook that say how to read its sheets: their names, the shared texts, the formats."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from service.intake import number_formats
from service.intake.package import Package, too_large, unsupported
from service.intake.xml_stream import LONGEST_TEXT, Attributes, Elements, local, parse

TEXTS_MAX = 1_000_000
_TEXTS_SIZE = 40 * 1024 * 1024
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SheetPart:
    """A sheet's name and the part that holds it."""

    name: str
    part: str
    is_hidden: bool


@dataclass
class Workbook:
    """`texts` are the shared ones, `kinds` what each style shows of a number."""

    package: Package
    sheets: list[SheetPart] = field(default_factory=list)
    texts: Sequence[str] = ()
    kinds: Sequence[str] = ()
    since_1904: bool = False

    @classmethod
    def opened(cls, package: Package) -> Workbook:
        """Raises TooLarge and UnsupportedFile."""
        targets = _Targets()
        if _RELATIONS in package.entries:
            parse(package.chunks(_RELATIONS), targets)
        book = _Book(targets.found)
        parse(package.chunks(_WORKBOOK), book)
        if not book.sheets:
            raise unsupported("unreadable")
        texts, styles = _Texts(), _Styles()
        for part, elements in (("xl/sharedStrings.xml", texts), ("xl/styles.xml", styles)):
            name = targets.by_kind.get(part.partition("/")[2].removesuffix(".xml").lower(), part)
            if name in package.entries:
                parse(package.chunks(name), elements)
        return cls(package, book.sheets, texts.found, styles.kinds(), book.since_1904)


class TextOf:
    """Collects the text of an element: all of its runs, without how it is pronounced."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.inside = False
        self.spoken = False

    def begin(self) -> None:
        """A new text."""
        self.parts.clear()
        self.length = 0

    def open(self, name: str) -> None:
        """An element inside the text begins."""
        self.spoken = self.spoken or name == "rPh"
        self.inside = name == "t" and not self.spoken

    def close(self, name: str) -> None:
        """An element inside the text ends."""
        self.spoken = self.spoken and name != "rPh"
        self.inside = False

    def add(self, text: str) -> None:
        """What stands in it. Raises TooLarge."""
        self.length += len(text)
        if self.length > LONGEST_TEXT:
            raise too_large("text", LONGEST_TEXT)
        self.parts.append(text)

    @property
    def text(self) -> str:
        """The whole text, with what was escaped."""
        whole = "".join(self.parts)
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), whole) if "_x" in whole else whole


class _Targets(Elements):
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            part = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            self.found[attributes.get("Id", "")] = part
            self.by_kind[attributes.get("Type", "").rpartition("/")[2].lower()] = part


class _Book(Elements):
    def __init__(self, targets: dict[str, str]) -> None:
        self.targets = targets
        self.sheets: list[SheetPart] = []
        self.since_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "0") in ("1", "true")
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if ":" in key and local(key) == "id"), "")
            part = self.targets.get(relation, f"xl/worksheets/sheet{len(self.sheets) + 1}.xml")
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(SheetPart(attributes.get("name", ""), part, is_hidden))


class _Texts(Elements):
    def __init__(self) -> None:
        self.found: list[str] = []
        self.size = 0
        self.current = TextOf()

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self.current.begin()
        else:
            self.current.open(name)

    def end(self, name: str) -> None:
        if name != "si":
            self.current.close(name)
            return
        self.found.append(self.current.text)
        self.size += self.current.length
        if len(self.found) > TEXTS_MAX or self.size > _TEXTS_SIZE:
            raise too_large("texts", TEXTS_MAX)

    def data(self, text: str) -> None:
        if self.current.inside:
            self.current.add(text)


class _Styles(Elements):
    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []
        self.inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self.codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "xf" and self.inside:
            self.formats.append(_number(attributes.get("numFmtId")))
        elif name == "cellXfs":
            self.inside = True

    def end(self, name: str) -> None:
        self.inside = self.inside and name != "cellXfs"

    def kinds(self) -> list[str]:
        return [number_formats.shown_by(number, self.codes.get(number, "")) for number in self.formats]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
