"""Files that mean harm, or are broken, made for the tests."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.service.intake.sheets import workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = "xl/worksheets/sheet1.xml"
_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"


def with_parts(parts: Mapping[str, bytes], level: int = 6) -> bytes:
    """A sound workbook with some parts in the place of, or beside, its own."""
    file = io.BytesIO()
    sound = zipfile.ZipFile(io.BytesIO(workbook({1: ["姓名", "身份证号"]})))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in ({name: sound.read(name) for name in sound.namelist()} | dict(parts)).items():
            archive.writestr(name, content)
    return file.getvalue()


def _sheet(rows: bytes) -> bytes:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"


def zip_bomb() -> bytes:
    """Much from little: a hundred megabytes of nothing."""
    return with_parts({"xl/media/image1.png": bytes(100 * 1024 * 1024)}, 9)


def lying_size() -> bytes:
    """A directory that claims ten bytes for thirty megabytes."""
    content = bytearray(with_parts({"xl/zeros.xml": bytes(30 * 1024 * 1024)}, 9))
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/zeros.xml"))
    content[entry + 24 : entry + 28] = struct.pack("<I", 10)
    return bytes(content)


def lying_size_with_fitting_checksum() -> bytes:
    """The same, with the checksum of those ten bytes, so that a reader that stops there finds nothing wrong."""
    content = bytearray(lying_size())
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/zeros.xml"))
    content[entry + 16 : entry + 20] = struct.pack("<I", zlib.crc32(bytes(10)))
    return bytes(content)


def million_empty_rows() -> bytes:
    """Rows that were formatted to the end of the sheet."""
    rows = b"".join(b'<row r="%d" spans="1:9" s="%d"/>' % (n, n * 7919 % 999_983) for n in range(1, 1_000_001))
    return with_parts({_SHEET: _sheet(rows)})


def million_empty_lines() -> bytes:
    """The same as csv."""
    return "姓名,身份证号\n".encode() + b",,\n" * 1_000_000


def cells_far_apart() -> bytes:
    """A sheet that claims its farthest corner."""
    return with_parts({_SHEET: _sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')})


def wide_row() -> bytes:
    """One row of very many cells."""
    cells = b"".join(b"<c><v>%d</v></c>" % (n * 7919 % 999_983) for n in range(1_000_000))
    return with_parts({_SHEET: _sheet(b'<row r="1">' + cells + b"</row>")})


def one_endless_line() -> bytes:
    """A csv file without an end of line."""
    return b"a," * 9_000_000


def one_endless_text() -> bytes:
    """A shared text of very many letters."""
    noise = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(3_000_000)).encode()
    part = f'<sst xmlns="{_MAIN}"><si><t>'.encode() + noise + b"</t></si></sst>"
    return with_parts({"xl/sharedStrings.xml": part}, 1)


def entities() -> bytes:
    """Entities within entities, which grow to gigabytes."""
    lines = [b'<!ENTITY a0 "haha">', *(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))]
    part = b"<?xml version='1.0'?><!DOCTYPE x [" + b"".join(lines) + b"]><sst><si><t>&a9;</t></si></sst>"
    return with_parts({"xl/sharedStrings.xml": part})


def foreign_entity() -> bytes:
    """An entity that would read a file of the server."""
    part = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>'
    return with_parts({"xl/sharedStrings.xml": part})


def external_link() -> bytes:
    """A reference to another workbook."""
    return with_parts({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


def external_relation() -> bytes:
    """A picture that is fetched from elsewhere."""
    part = (
        b'<Relationships><Relationship Id="r1" Type="http://x/image" TargetMode="External" '
        b'Target="http://192.0.2.1/a.png"/></Relationships>'
    )
    return with_parts({_RELATIONS: part})


def macros() -> bytes:
    """A program inside, whatever the name of the file says."""
    return with_parts({"xl/vbaProject.bin": b"\0" * 100})


def truncated() -> bytes:
    """A file whose end was lost on the way."""
    sound = workbook({n: ["周国栋"] for n in range(1, 100)})
    return sound[: len(sound) // 2]


def truncated_part() -> bytes:
    """A part whose end was lost, in a package whose directory is sound."""
    return with_parts({_SHEET: _sheet(b'<row r="1"><c r="A1"><v>1</v>')[:-30]})


def old_excel() -> bytes:
    """xls, renamed to xlsx."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096


def encrypted() -> bytes:
    """A workbook with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4096


def picture() -> bytes:
    """A picture, renamed to csv."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 100


def web_page() -> bytes:
    """What some systems call xls."""
    return b"\xef\xbb\xbf<html><table><tr><td>x</td></tr></table></html>"


def document() -> bytes:
    """A letter, renamed to xlsx."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return file.getvalue()


HOSTILE: dict[Callable[[], bytes], str] = {
    zip_bomb: "ratio", lying_size: "unreadable", lying_size_with_fitting_checksum: "unreadable",
    million_empty_rows: "rows", million_empty_lines: "rows", cells_far_apart: "columns", wide_row: "columns",
    one_endless_line: "unreadable", one_endless_text: "text", entities: "entities", foreign_entity: "entities",
    external_link: "external_links", external_relation: "external_links", macros: "macros", truncated: "unreadable",
    truncated_part: "unreadable", old_excel: "old_excel", encrypted: "encrypted", picture: "unknown_format",
    web_page: "web_page", document: "no_workbook",
}  # fmt: skip
"""Each file, and the reason for which it is refused."""
