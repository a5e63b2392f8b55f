"""The parts of a workbook that hold notes: comments, their shapes, the colour of faulty cells, and what joins them.

They are changed as text, so that nothing in them that we do not know is lost (ECMA-376 part 1, 18.3.1 and 18.7).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from xml.sax.saxutils import escape, quoteattr, unescape

from service.intake.package import Package
from service.intake.sheet_rows import column_of

AUTHOR = "接转台"
COLOUR = "FFC7CE"
STYLES = "xl/styles.xml"
LONGEST_END = 40
_MOST = 32 * 1024 * 1024
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MARK = 'N("接转台")=0'
"""A formula that is always true and says whose colour it is."""
_SHAPE = "jzt_note_"

_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*?/>")
_COMMENT = re.compile(r"<comment\b.*?</comment>", re.DOTALL)
_REFERENCE = re.compile(r'\bref="([A-Z]+[0-9]+)"')
_AUTHORS = re.compile(r"<author>(.*?)</author>|<author/>", re.DOTALL)
_OLD_SHAPE = re.compile(rf'<v:shape id="{_SHAPE}.*?</v:shape>', re.DOTALL)
_OLD_COLOUR = re.compile(
    r"<(?:\w+:)?conditionalFormatting\b(?:(?!</).)*?N\(\"接转台\"\)=0.*?conditionalFormatting>", re.DOTALL
)
_BEFORE_COLOUR = (
    "sheetCalcPr|sheetProtection|protectedRanges|scenarios|autoFilter|sortState|dataConsolidate|customSheetViews|"
    "mergeCells|phoneticPr|conditionalFormatting"
)
_AFTER_NOTES = "legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst"


class PlacedNote(Protocol):
    """What is known of a note."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def is_fault(self) -> bool: ...


NoteT = TypeVar("NoteT", bound=PlacedNote)


@dataclass(frozen=True)
class Relations:
    """The relations of a sheet, and the parts for comments and shapes, which may be new."""

    part: str
    listed: tuple[str, ...]
    comments: str
    drawing: str
    drawing_id: str

    def xml(self) -> bytes:
        """The part itself."""
        body = "".join(self.listed)
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        return f'{head}"{package}">{body}</Relationships>'.encode()


def relations_of(package: Package, sheet: str) -> Relations:
    """Those the sheet has, with one to comments and one to their shapes."""
    folder, name = posixpath.split(sheet)
    part = f"{folder}/_rels/{name}.rels"
    text = package.read(part).decode() if part in package.entries else ""
    listed = _RELATION.findall(text)
    comments = _target(listed, "/comments", folder)
    drawing = _target(listed, "/vmlDrawing", folder)
    drawing_id = _attribute(drawing[1], "Id") if drawing else "rIdJztShapes"
    if comments is None:
        listed.append(f'<Relationship Id="rIdJztNotes" Type="{_OFFICE}/comments" Target="../jztNotes_{name}"/>')
    if drawing is None:
        target = f"../drawings/jztShapes_{name}.vml"
        listed.append(f'<Relationship Id="{drawing_id}" Type="{_OFFICE}/vmlDrawing" Target="{target}"/>')
    return Relations(
        part, tuple(listed), comments[0] if comments else f"xl/jztNotes_{name}",
        drawing[0] if drawing else f"xl/drawings/jztShapes_{name}.vml", drawing_id,
    )  # fmt: skip


def comments_part(package: Package, relations: Relations, notes: Sequence[NoteT]) -> tuple[bytes, list[NoteT]]:
    """The comments with ours after those of others. A cell that has one already is left alone."""
    authors, others = _others(package, relations.comments)
    taken = {found[1] for comment in others if (found := _REFERENCE.search(comment))}
    kept = [note for note in notes if note.place not in taken]
    ours = "".join(
        f'<comment ref="{note.place}" authorId="{len(authors)}"><text><t xml:space="preserve">'
        f"{escape(f'{AUTHOR}：{note.text}')}</t></text></comment>"
        for note in kept
    )
    names = "".join(f"<author>{name}</author>" for name in [*authors, AUTHOR])
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_MAIN}"><authors>{names}</authors>'
        f"<commentList>{''.join(others)}{ours}</commentList></comments>"
    ).encode(), kept


def drawing_part(package: Package, relations: Relations, notes: Iterable[PlacedNote]) -> bytes:
    """The shapes in which comments are shown."""
    shapes = "".join(_shape(number, note) for number, note in enumerate(notes, start=1))
    if relations.drawing in package.entries:
        before = _OLD_SHAPE.sub("", package.read(relations.drawing, _MOST).decode("utf-8", "replace"))
        return before.replace("</xml>", f"{shapes}</xml>").encode()
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
        '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
        'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
        f'o:connecttype="rect"/></v:shapetype>{shapes}</xml>'
    ).encode()


def content_types(part: bytes, relations: Relations) -> bytes:
    """What kind of part the new ones are."""
    text = part.decode()
    added = ""
    if not re.search(r'Extension="vml"', text, re.IGNORECASE):
        added += '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    if f'"/{relations.comments}"' not in text:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
        added += f'<Override PartName="/{relations.comments}" ContentType="{kind}"/>'
    return text.replace("</Types>", f"{added}</Types>").encode()


def styles_part(package: Package) -> tuple[bytes, int | None]:
    """The styles with the colour of faulty cells, and its number; neither where the styles are written otherwise."""
    if STYLES not in package.entries:
        return b"", None
    text = package.read(STYLES, _MOST).decode()
    fill = f'<dxf><fill><patternFill><bgColor rgb="FF{COLOUR}"/></patternFill></fill></dxf>'
    found = re.search(r"<dxfs\b[^>]*?(?:/>|>(.*?)</dxfs>)", text, re.DOTALL)
    if found is None:
        return b"", None
    listed = found[1] or ""
    number = len(re.findall(r"<dxf\b", listed))
    whole = f'<dxfs count="{number + 1}">{listed}{fill}</dxfs>'
    return (text[: found.start()] + whole + text[found.end() :]).encode(), number


def end_of_rows(text: bytes) -> int | None:
    """Where the rows of a sheet end."""
    found = _END.search(text)
    return found.end() if found else None


def tail(text: bytes, relations: Relations, faults: Collection[str], colour: int | None) -> bytes:
    """What follows the rows, with the colours and the reference to the shapes, each at its place."""
    after = _OLD_COLOUR.sub("", text.decode())
    if faults and colour is not None:
        rule = (
            f"<conditionalFormatting sqref={quoteattr(' '.join(faults))}>"
            f'<cfRule type="expression" dxfId="{colour}" priority="1"><formula>{escape(_MARK)}</formula></cfRule>'
            "</conditionalFormatting>"
        )
        place = _last_of(after, _BEFORE_COLOUR)
        after = after[:place] + rule + after[place:]
    if not re.search(r"<(?:\w+:)?legacyDrawing\b", after):
        place = _first_of(after, _AFTER_NOTES)
        reference = f'<legacyDrawing xmlns:r="{_OFFICE}" r:id="{relations.drawing_id}"/>'
        after = after[:place] + reference + after[place:]
    return after.encode()


def _last_of(text: str, names: str) -> int:
    pattern = re.compile(rf"<(?:{names})\b[^>]*?/>|</(?:{names})>")
    return max((found.end() for found in pattern.finditer(text)), default=0)


def _first_of(text: str, names: str) -> int:
    found = re.search(rf"<(?:{names})\b|</(?:\w+:)?worksheet>", text)
    return found.start() if found else len(text)


def _others(package: Package, part: str) -> tuple[list[str], list[str]]:
    if part not in package.entries:
        return [], []
    text = package.read(part, _MOST).decode()
    authors = [found[1] or "" for found in _AUTHORS.finditer(text)]
    ours = {str(number) for number, name in enumerate(authors) if unescape(name) == AUTHOR}
    comments = _COMMENT.findall(text)
    return authors, [comment for comment in comments if _attribute(comment, "authorId") not in ours]


def _target(relations: Iterable[str], kind: str, folder: str) -> tuple[str, str] | None:
    for relation in relations:
        if _attribute(relation, "Type").endswith(kind):
            target = _attribute(relation, "Target")
            part = target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            return part, relation
    return None


def _attribute(element: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', element)
    return found[1] if found else ""


def _shape(number: int, note: PlacedNote) -> str:
    row, column = note.row - 1, column_of(note.column)
    lines = 2 + note.text.count("\n") + len(note.text) // 16
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 4}, 15, {max(row - 1, 0) + lines}, 4"
    return (
        f'<v:shape id="{_SHAPE}{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        f"<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
