"""The user's own workbook comes back with notes in its cells, and nothing else in it changed."""

import io
import zipfile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from service.intake.notes import Note, annotated
from service.intake.roster_columns import read_roster_file
from service.intake.xml_stream import Elements, parse
from tests.builders import make_id_number
from tests.service.intake.sheets import table, workbook

ROWS = [["姓名", "身份证号"], ["周国栋", "1"], ["=1+1", make_id_number(serial=3)]]
NOTES = [
    Note(2, "B", "公民身份号码不对，请对照身份证检查。"),
    Note(2, "B", "第二句 <&>。"),
    Note(3, "A", "看一眼。", is_fault=False),
]


def roster(content):
    return read_roster_file(content)


def returned(content, notes=NOTES):
    return annotated(content, roster(content).table, notes)


def parts(content):
    package = zipfile.ZipFile(io.BytesIO(content))
    assert package.testzip() is None
    return {name: package.read(name) for name in package.namelist()}


class Comments(Elements):
    """The text of every comment by its cell."""

    def __init__(self):
        self.place = ""
        self.found: dict[str, str] = {}

    def start(self, name, attributes):
        self.place = attributes["ref"] if name == "comment" else self.place

    def data(self, text):
        if self.place:
            self.found[self.place] = self.found.get(self.place, "") + text

    def end(self, name):
        self.place = "" if name == "comment" else self.place


def comments(content):
    """What the comments say; every part must be sound XML."""
    elements = Comments()
    for name, part in parts(content).items():
        if name.endswith((".xml", ".rels", ".vml")):
            parse([part], elements)
    return elements.found


def decorated():
    """A workbook as somebody keeps it: colours, a filter, a comment, a link, a picture's worth of other parts."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("名册")
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    sheet.autofilter("A1:B3")
    sheet.conditional_format("A2:A3", {"type": "no_blanks", "format": book.add_format({"bold": True})})
    sheet.data_validation("C2:C3", {"validate": "list", "source": ["男", "女"]})
    sheet.write_url("D2", "https://example.org/")
    sheet.write_comment("A2", "组长", {"author": "老王"})
    sheet.set_footer("&P")
    sheet.print_area("A1:D3")
    book.add_worksheet("别的表").write_formula("A1", "=SUM(1,2)", None, 3)
    book.close()
    return file.getvalue()


@pytest.mark.parametrize(
    "made", [lambda: workbook(dict(enumerate(ROWS, start=1))), decorated], ids=["plain", "decorated"]
)
def test_a_workbook_comes_back_with_notes_in_its_cells(made):
    content = made()
    found = comments(returned(content))
    assert found["B2"] == "接转台：公民身份号码不对，请对照身份证检查。\n第二句 <&>。"
    assert found["A3"] == "接转台：看一眼。"
    before, after = parts(content), parts(returned(content))
    untouched = set(before) - {"[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"}
    assert {name for name in untouched if before[name] != after[name]} <= {
        "xl/worksheets/_rels/sheet1.xml.rels", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    rows = b"</sheetData>"
    sheet = "xl/worksheets/sheet1.xml"
    assert before[sheet].partition(rows)[0] == after[sheet].partition(rows)[0]
    assert [row.cells for row in roster(returned(content)).rows] == [row.cells for row in roster(content).rows]
    assert (
        CalamineWorkbook.from_filelike(io.BytesIO(returned(content))).get_sheet_by_index(0).to_python()[1][0]
        == "周国栋"
    )


def test_the_faulty_cells_are_coloured_and_the_others_not():
    sheet = parts(returned(decorated()))["xl/worksheets/sheet1.xml"].decode()
    assert '<conditionalFormatting sqref="B2"><cfRule type="expression" dxfId="1"' in sheet
    order = [
        "</sheetData>", "<autoFilter", 'sqref="A2:A3"', 'sqref="B2"', "<dataValidations", "<hyperlinks",
        "<pageMargins", "<headerFooter", "<legacyDrawing",
    ]  # fmt: skip
    assert [sheet.index(part) for part in order] == sorted(sheet.index(part) for part in order)
    assert sheet.count("<legacyDrawing") == 1


def test_the_notes_of_others_stay_and_ours_of_an_earlier_time_go():
    once = returned(decorated())
    again = returned(once, [Note(3, "B", "新的。"), Note(2, "A", "这一格已有别人的批注。")])
    assert comments(again) == {"A2": "组长", "B3": "接转台：新的。"}
    sheet = parts(again)["xl/worksheets/sheet1.xml"].decode()
    assert (sheet.count('N("接转台")') + sheet.count("N(&quot;接转台"), 'sqref="B3"' in sheet) == (1, True)
    assert parts(again)["xl/drawings/vmlDrawing1.vml"].count(b'id="jzt_note_') == 1


def test_a_csv_file_comes_back_as_a_workbook_of_texts():
    content = returned(table(ROWS, "gbk"))
    assert comments(content)["B2"].endswith("第二句 <&>。")
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python() == ROWS
    assert not any(b"<f>" in part for part in parts(content).values())


def test_very_many_notes_are_cut_off_and_never_break_the_file():
    rows = {n: ["周国栋", str(n)] for n in range(2, 6_003)} | {1: ["姓名", "身份证号"]}
    notes = [Note(number, "B", "不对。") for number in range(2, 6_003)]
    assert len(comments(returned(workbook(dict(sorted(rows.items()))), notes))) == 5_000
