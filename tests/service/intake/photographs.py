"""Pictures and documents for the tests, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRET = "29.4821N"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def photo(*, turned: int = 1, **saved: Any) -> bytes:
    """A JPEG as a telephone writes it: where it was taken, which side is up, and a small picture of itself."""
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = SECRET
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (29.0, 28.0, 55.5)
    _picture().save(file, "JPEG", exif=exif, comment=SECRET.encode(), **saved)
    return file.getvalue()


def png() -> bytes:
    """A PNG with a note beside the picture."""
    file, notes = io.BytesIO(), PngInfo()
    notes.add_text("Location", SECRET)
    notes.add_itxt("Comment", SECRET)
    _picture().save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def pdf(inside: bytes = b"") -> bytes:
    """Enough of a PDF."""
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def docx(parts: Mapping[str, bytes] | None = None) -> bytes:
    """A document of Word, with other parts beside or in the place of its own."""
    own = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"/>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"/>'.encode(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (own | dict(parts or {})).items():
            archive.writestr(name, content)
    return file.getvalue()


def outside_template() -> bytes:
    """A document that fetches its template, and what runs in it, from elsewhere."""
    relation = f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="x/attachedTemplate" '
    relation += 'Target="file:///share/x.dotm" TargetMode="External"/></Relationships>'
    return docx({"word/_rels/settings.xml.rels": relation.encode()})


def seen(content: bytes) -> Image.Image:
    """The picture as a person sees it."""
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        return picture.copy()


def _picture() -> Image.Image:
    picture = Image.new("RGB", (64, 48), "white")
    for x in range(64):
        for y in range(20):
            picture.putpixel((x, y), (x * 4, y * 12, 90))
    return picture
