"""Files that are added to cases: told apart by their content, refused when they could do harm, pictures cleaned."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from service.casework.attachments import Document
from service.casework.files import NewFile, file_name
from service.errors import TooLarge, UnsupportedFile, ValidationFailed
from service.intake.package import MEBIBYTE, Package
from service.intake.pictures import JPEG, PNG, Damaged, TooManyPixels, without_notes_jpeg, without_notes_png
from workflows.vocabulary import Refusal

BYTES_MAX = 10 * MEBIBYTE
ACCEPTED = ".jpg,.jpeg,.png,.pdf,.xlsx,.docx"
PICTURES = ".jpg,.jpeg,.png"
_PDF, _ZIP, _OLD_OFFICE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PDF_TAIL = 2048
_RUNS = (b"/JavaScript", b"/Launch")
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAIN_PARTS = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
_WHY: Mapping[str, str] = {
    "macros": "attachment_runs",
    "external_links": "attachment_points_elsewhere",
    "no_workbook": "attachment_kind",
    "unreadable": "attachment_damaged",
    "entities": "attachment_runs",
}


@dataclass(frozen=True)
class _Kind:
    media_type: str
    endings: tuple[str, ...]


_KINDS: Mapping[str, _Kind] = {
    "jpg": _Kind("image/jpeg", (".jpg", ".jpeg")),
    "png": _Kind("image/png", (".png",)),
    "pdf": _Kind("application/pdf", (".pdf",)),
    "xlsx": _Kind(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
    "docx": _Kind(f"{_OFFICE}.wordprocessingml.document", (".docx",)),
}


def read_document(file: NewFile, *, pictures_only: bool = False) -> Document:
    """The file as it may be kept, under a name with the ending of what it really is.

    Raises ValidationFailed for no file or an empty one, TooLarge and UnsupportedFile with the sentence that says what
    to do.
    """
    if not file.content:
        raise ValidationFailed([Refusal("file_empty" if file.name else "attachment_required", {}, "file")])
    if len(file.content) > BYTES_MAX:
        raise TooLarge([Refusal("attachment_too_large", {"max": BYTES_MAX // MEBIBYTE}, "file")])
    kind, content = _read(file.content)
    if pictures_only and kind not in ("jpg", "png"):
        raise _refused("attachment_kind")
    return Document(_named(file.name, _KINDS[kind]), _KINDS[kind].media_type, content)


def _read(content: bytes) -> tuple[str, bytes]:
    if content.startswith(JPEG):
        return "jpg", _cleaned(without_notes_jpeg, content)
    if content.startswith(PNG):
        return "png", _cleaned(without_notes_png, content)
    if content.startswith(_PDF):
        _check_pdf(content)
        return "pdf", content
    if content.startswith(_ZIP):
        return _office(content), content
    if content.startswith(_OLD_OFFICE):
        raise _refused("attachment_old_office")
    raise _refused("attachment_heic" if content[4:12] in _HEIC else "attachment_kind")


def _cleaned(clean: Callable[[bytes], bytes], content: bytes) -> bytes:
    try:
        return clean(content)
    except Damaged:
        raise _refused("attachment_damaged") from None
    except TooManyPixels:
        raise _refused("attachment_too_many_pixels") from None


def _check_pdf(content: bytes) -> None:
    """What stands in the open; nothing is shown inside a page of ours in any case."""
    if b"%%EOF" not in content[-_PDF_TAIL:]:
        raise _refused("attachment_damaged")
    if any(word in content for word in _RUNS):
        raise _refused("attachment_runs")


def _office(content: bytes) -> str:
    try:
        package = Package.checked(content, tuple(_MAIN_PARTS))
        _check_entities(package)
    except (UnsupportedFile, TooLarge) as error:
        known = _WHY.get(str(error.values.get("reason")))
        if known is not None:
            raise _refused(known) from None
        raise type(error)([Refusal(why.code, why.values, "file") for why in error.refusals]) from None
    return next(kind for part, kind in _MAIN_PARTS.items() if part in package.entries)


def _check_entities(package: Package) -> None:
    """No office program writes a document type; who wants entities needs one."""
    for name in package.entries:
        first = next(package.chunks(name), b"") if name.endswith((".xml", ".rels")) else b""
        if b"<!DOCTYPE" in first:
            raise UnsupportedFile(reason="entities")


def _named(name: str, kind: _Kind) -> str:
    """Without signs that turn the reading around or are not seen, so that a name cannot feign another ending."""
    seen = "".join(sign for sign in name if not unicodedata.category(sign).startswith("C"))
    clean = file_name(seen)
    return clean if PurePosixPath(clean).suffix.lower() in kind.endings else file_name(clean + kind.endings[0])


def _refused(code: str) -> UnsupportedFile:
    return UnsupportedFile([Refusal(code, {}, "file")])
