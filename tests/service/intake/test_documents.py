"""Files that are added to cases: what is taken, what is refused with which sentence, and what a picture loses."""

from __future__ import annotations

import io
import struct
import time
import zlib

import pytest
from PIL import Image, ImageChops

from service.casework.files import NewFile
from service.errors import DeskError, TooLarge
from service.intake.documents import BYTES_MAX, read_document
from service.messages import is_known
from tests.service.intake import hostile
from tests.service.intake.photographs import SECRET, docx, outside_template, pdf, photo, png, seen
from tests.service.intake.sheets import workbook


def read(content: bytes, name: str = "回执", *, pictures_only: bool = False):
    return read_document(NewFile(name, "application/x-whatever", content), pictures_only=pictures_only)


def code(content: bytes, *, pictures_only: bool = False) -> str:
    with pytest.raises(DeskError) as refused:
        read(content, pictures_only=pictures_only)
    [refusal] = refused.value.refusals
    assert (refusal.field, is_known(refusal.code)) == ("file", True)
    return refusal.code


def no_notes(content: bytes) -> None:
    assert SECRET.encode() not in content
    assert SECRET.encode("utf-16-le") not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert not picture.getexif().get_ifd(0x8825)
        assert "comment" not in picture.info


@pytest.mark.parametrize(
    "saved",
    [{}, {"progressive": True}, {"restart_marker_rows": 1}, {"icc_profile": b"colours" * 20}, {"quality": 20}],
    ids=["plain", "progressive", "restarts", "colours", "small"],
)
def test_a_photo_loses_where_it_was_taken_and_not_a_dot(saved):
    given = photo(**saved)
    kept = read(given).content
    no_notes(kept)
    assert ImageChops.difference(seen(kept), seen(given)).getbbox() is None
    assert seen(kept).info.get("icc_profile") == saved.get("icc_profile")


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_stays_the_right_way_up(turned):
    kept = read(photo(turned=turned)).content
    no_notes(kept)
    assert seen(kept).getexif().get(0x0112, 1) == turned


def test_what_hangs_behind_a_photo_is_cut_off():
    assert read(photo() + b"<script>" + photo()).content == read(photo()).content


def test_a_drawing_loses_its_notes_and_not_a_dot():
    kept = read(png()).content
    no_notes(kept)
    assert ImageChops.difference(seen(kept), seen(png())).getbbox() is None


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (photo(), "image/jpeg", "回执.jpg"),
        (png(), "image/png", "回执.png"),
        (pdf(), "application/pdf", "回执.pdf"),
        (workbook({1: ["姓名"]}), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "回执.xlsx"),
        (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "回执.docx"),
    ],
    ids=["jpg", "png", "pdf", "xlsx", "docx"],
)
def test_the_content_says_what_a_file_is_and_its_name_follows(content, media_type, name):
    document = read(content)
    assert (document.media_type, document.name) == (media_type, name)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\盖章\u202egpj.exe", "盖章gpj.exe.pdf"), ("/etc/passwd", "passwd.pdf"), ("a\x00b.PDF", "ab.PDF"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"), ("", "file.pdf"),
    ],
)  # fmt: skip
def test_a_name_cannot_feign_what_the_file_is_not(given, kept):
    assert read(pdf(), given).name == kept


def test_a_photo_cut_off_anywhere_is_refused():
    whole = read(photo()).content
    for length in range(3, len(whole) - 1):
        assert code(whole[:length]) == "attachment_damaged"
    whole = png()
    for length in range(8, len(whole) - 12):
        assert code(whole[:length]) == "attachment_damaged"


def test_what_does_harm_or_is_no_document_is_refused_and_says_why():
    huge = bytearray(png())
    huge[16:24] = struct.pack(">II", 60_000, 60_000)
    assert code(bytes(huge)) == "attachment_damaged"  # its checksum is that of the small one
    huge[29:33] = struct.pack(">I", zlib.crc32(huge[12:29]))
    assert code(bytes(huge)) == "attachment_too_many_pixels"
    refused = {
        b"": "file_empty",
        b"MZ\x90\x00 a program": "attachment_kind",
        b"<svg xmlns='x' onload='alert(1)'/>": "attachment_kind",
        "姓名,号码\n".encode(): "attachment_kind",
        b"\x00\x00\x00\x18ftypheic\x00\x00": "attachment_heic",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "attachment_old_office",
        pdf()[:-7]: "attachment_damaged",
        pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"): "attachment_runs",
        pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>"): "attachment_runs",
        docx({"word/vbaProject.bin": b"x"}): "attachment_runs",
        docx({"word/embeddings/oleObject1.bin": b"x"}): "attachment_runs",
        docx({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}): "attachment_runs",
        outside_template(): "attachment_points_elsewhere",
        docx()[:-30]: "attachment_damaged",
        hostile.with_parts({"xl/externalLinks/externalLink1.xml": b"<x/>"}): "attachment_points_elsewhere",
        hostile.lying_size(): "attachment_damaged",
    }
    assert {content[:40]: code(content) for content in refused} == {c[:40]: why for c, why in refused.items()}


def test_a_bomb_is_refused_at_once():
    bomb = hostile.zip_bomb()
    began = time.perf_counter()
    assert code(bomb) == "file_too_large_ratio"
    assert time.perf_counter() - began < 2


def test_ten_megabytes_are_taken_and_one_byte_more_is_not():
    filled = pdf(b"% " + bytes(BYTES_MAX - len(pdf()) - 2))
    assert len(read(filled).content) == BYTES_MAX
    with pytest.raises(TooLarge):
        read(filled + b"\n")


def test_where_a_photo_is_asked_for_nothing_else_is_taken():
    assert read(photo(), pictures_only=True).name == "回执.jpg"
    assert code(pdf(), pictures_only=True) == "attachment_kind"
