"""Files are read within limits, as rows that keep the numbers of the sheet."""

import io
import struct
import zipfile
from datetime import date

import pytest
import xlsxwriter

from service.errors import TooLarge, UnsupportedFile
from service.intake import package as package_limits
from service.intake import tables
from service.intake.tables import Cell, read_table
from tests.service.intake.sheets import table, workbook


def texts(content):
    return [(row.number, [cell.text for cell in row.cells]) for row in read_table(content)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_csv_is_read_in_the_encodings_that_offices_use(encoding):
    assert texts(table([["姓名", "民族"], ["周国栋", "汉族"]], encoding)) == [
        (1, ["姓名", "民族"]),
        (2, ["周国栋", "汉族"]),
    ]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_with_the_separators_that_offices_use(separator):
    assert texts(f"code{separator}name\n1{separator}甲".encode()) == [(1, ["code", "name"]), (2, ["1", "甲"])]


def test_rows_of_a_csv_count_empty_ones_and_lines_inside_cells_as_the_sheet_does():
    assert texts('姓名,备注\n\n甲,"第一行\n第二行"\n乙,'.encode()) == [
        (1, ["姓名", "备注"]),
        (3, ["甲", "第一行\n第二行"]),
        (4, ["乙", ""]),
    ]


def test_rows_of_a_workbook_keep_the_numbers_of_the_sheet():
    assert texts(workbook({3: ["", "姓名"], 5: ["", "周国栋"]})) == [(3, ["", "姓名"]), (5, ["", "周国栋"])]


def test_numbers_of_a_workbook_are_told_from_texts():
    (row,) = read_table(
        workbook({1: [500104001001, "500104001001", 1998.07, 329901197001150000, True, date(1998, 7, 1)]})
    )
    assert row.cells == (
        Cell("500104001001", is_number=True),
        Cell("500104001001"),
        Cell("1998.07", is_number=True),
        Cell("329901197001150016", is_number=True),
        Cell("true"),
        Cell("1998-07-01"),
    )


def test_the_first_visible_sheet_with_rows_counts():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("空")
    hidden = book.add_worksheet("隐")
    hidden.hide()
    hidden.write(0, 0, "不看")
    book.add_worksheet("名册").write(0, 0, "姓名")
    book.close()
    assert texts(file.getvalue()) == [(1, ["姓名"])]


def test_a_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "BYTES_MAX", 10)
    with pytest.raises(TooLarge) as caught:
        read_table(b"x" * 11)
    assert caught.value.values == {"limit": "bytes", "max": 10}


@pytest.mark.parametrize("make", [table, lambda rows: workbook(dict(enumerate(rows, start=1)))])
def test_more_rows_than_the_limit_are_refused(monkeypatch, make):
    monkeypatch.setattr(tables, "ROWS_MAX", 5)
    assert len(read_table(make([["a"]] * 5))) == 5
    with pytest.raises(TooLarge) as caught:
        read_table(make([["a"]] * 6))
    assert caught.value.values["limit"] == "rows"


def package(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"xl/workbook.xml": b"<workbook/>", **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_package_that_unpacks_to_too_much_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(package_limits, "UNPACKED_MAX", 1_000_000)
    with pytest.raises(TooLarge) as caught:
        read_table(package(**{f"part{number}": bytes(300_000) for number in range(5)}))
    assert caught.value.values["limit"] == "unpacked"


def test_a_package_packed_suspiciously_tight_is_refused():
    with pytest.raises(TooLarge) as caught:
        read_table(package(zeros=b"\0" * 20 * 1024 * 1024))
    assert caught.value.values["limit"] == "ratio"


def test_a_package_of_very_many_parts_is_refused():
    with pytest.raises(TooLarge) as caught:
        read_table(package(**{f"part{number}": b"" for number in range(201)}))
    assert caught.value.values["limit"] == "entries"


def test_a_package_that_lies_about_its_sizes_is_refused():
    content = bytearray(package(zeros=b"\0" * 900_000))
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 10)
    with pytest.raises(UnsupportedFile):
        read_table(bytes(content))


def test_a_sheet_that_claims_cells_at_its_farthest_corner_exhausts_nothing():
    source = zipfile.ZipFile(io.BytesIO(workbook({1: ["姓名"]})))
    parts = {name: source.read(name) for name in source.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    with pytest.raises(TooLarge):
        read_table(package(**parts))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old_excel"),
        (b"PK\x03\x04 and then nothing", "unreadable"),
        (package(**{"xl/workbook.xml": b"this is no XML"}), "unreadable"),
        (b"\xff\xff\xff", "unknown_encoding"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unknown_format"),
        (b'"' + b"x" * 200_000, "unreadable"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(content, reason):
    with pytest.raises(UnsupportedFile) as caught:
        read_table(content)
    assert caught.value.values["reason"] == reason


def test_a_package_without_a_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(UnsupportedFile) as caught:
        read_table(file.getvalue())
    assert caught.value.values["reason"] == "no_workbook"


def test_an_empty_file_has_no_rows():
    assert list(read_table(b"")) == []
    assert list(read_table(workbook({}))) == []
