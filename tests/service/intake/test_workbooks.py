"""Workbooks as programs write them: what a cell shows is what is read, as exactly as it is shown."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from service.intake.rows import Cell
from service.intake.tables import read_table, read_tables
from tests.service.intake.sheets import workbook


def made(write, **options):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **options})
    write(book, book.add_worksheet("名册"))
    book.close()
    return file.getvalue()


def rewritten(content, name, change):
    """The workbook with one part changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            data = source.read(part)
            target.writestr(part, change(data) if part == name else data)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy-mm-dd", "1998-07-01"),
        ('yyyy"年"m"月"d"日"', "1998-07-01"),
        ('yyyy"年"m"月"', "1998-07"),
        ("yyyy.mm", "1998-07"),
        ("[$-804]yyyy/m;@", "1998-07"),
        ("yyyy", "1998"),
    ],
)
def test_a_date_is_as_exact_as_the_cell_shows_it(code, shown):
    def write(book, sheet):
        sheet.write_datetime(0, 0, date(1998, 7, 1), book.add_format({"num_format": code}))

    assert read_table(made(write))[0].cells == (Cell(shown),)


def test_a_date_is_counted_from_1904_where_the_workbook_says_so():
    def write(book, sheet):
        sheet.write_datetime(0, 0, date(1998, 7, 1), book.add_format({"num_format": "yyyy-mm-dd"}))

    content = made(write, date_1904=True)
    assert read_table(content)[0].cells == (Cell("1998-07-01"),)


def test_two_decimals_that_are_shown_are_read():
    def write(book, sheet):
        sheet.write_number(0, 0, 1998.1, book.add_format({"num_format": "0.00"}))
        sheet.write_number(0, 1, 1998.1)

    assert read_table(made(write))[0].cells == (Cell("1998.10", is_number=True), Cell("1998.1", is_number=True))


def test_hidden_rows_are_read_and_marked():
    def write(_book, sheet):
        sheet.write_column(0, 0, ["姓名", "周国栋", "吴敏"])
        sheet.set_row(1, None, None, {"hidden": True})

    assert [(row.number, row.is_hidden) for row in read_table(made(write))] == [(1, False), (2, True), (3, False)]


def test_a_value_merged_downwards_counts_for_every_row_below():
    def write(_book, sheet):
        sheet.merge_range("B2:B4", "第一党支部")
        sheet.write_column(1, 0, ["周国栋", "吴敏", "林某"])

    rows = read_table(made(write))
    assert [row.cell(1) for row in rows] == [Cell("第一党支部"), *[Cell("第一党支部", is_merged=True)] * 2]
    assert [row.texts for row in rows] == [["周国栋", "第一党支部"], ["吴敏"], ["林某"]]


def test_a_title_merged_across_stands_once():
    assert [row.texts for row in read_table(workbook({2: ["姓名"]}, [("A1:F1", "花名册")]))] == [["花名册"], ["姓名"]]


def test_text_in_several_fonts_is_one_text_and_how_it_is_spoken_is_none():
    def write(book, sheet):
        bold = book.add_format({"bold": True})
        sheet.write_rich_string(0, 0, "周", bold, "国", "栋")

    content = rewritten(
        made(write),
        "xl/sharedStrings.xml",
        lambda part: part.replace(b"</si>", b'<rPh sb="0" eb="1"><t>zhou</t></rPh></si>'),
    )
    assert read_table(content)[0].texts == ["周国栋"]


def test_names_with_a_prefix_and_cells_without_a_place_are_read():
    part = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c><x:c t="str"><x:v>民族</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    ).encode()
    (row,) = read_table(rewritten(workbook({1: ["x"]}), SHEET, lambda _: part))
    assert row.texts == ["姓名", "民族"]
    assert row.number == 1


def test_text_that_begins_like_a_formula_stays_text():
    rows = workbook({1: ["=1+1", "+86", "-3", "@某"]})
    assert read_table(rows)[0].texts == ["=1+1", "+86", "-3", "@某"]


def test_every_visible_sheet_can_be_looked_at():
    def write(book, sheet):
        sheet.write(0, 0, "说明")
        book.add_worksheet("第二支部").write(0, 0, "姓名")

    assert [(table.sheet.name, table.rows[0].texts) for table in read_tables(made(write)) if table.sheet] == [
        ("名册", ["说明"]),
        ("第二支部", ["姓名"]),
    ]


def test_rows_that_are_only_formatted_are_no_rows():
    def write(book, sheet):
        border = book.add_format({"border": 1})
        sheet.write(0, 0, "姓名")
        for row in range(1, 500):
            for column in range(12):
                sheet.write_blank(row, column, None, border)

    assert len(read_table(made(write))) == 1
