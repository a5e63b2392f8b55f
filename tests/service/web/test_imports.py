"""Rosters handed in through the pages."""

import io

from service.intake.tables import read_table
from service.jobs import run_waiting
from tests.builders import make_id_number
from tests.service.intake.sheets import workbook

HEAD = ["姓名", "身份证号", "所在党支部", "备用"]


def upload(desks, *people, who="street"):
    """Hand a roster in, and answer the person and the address of the import."""
    person = desks(who)
    person.get("/imports")
    lines = dict(enumerate([HEAD, *people], start=1))
    return person, send_file(person, workbook(lines))


def send_file(person, content):
    filled = person.form("/imports")
    data = {**filled.fields.to_dict(), "file": (io.BytesIO(content), "十一月名册.xlsx")}
    person.last = person.client.post(filled.action, data=data, content_type="multipart/form-data")
    return person.last.headers.get("Location", "")


def test_a_roster_goes_from_the_upload_over_the_check_to_the_members_and_back(desks):
    person, place = upload(
        desks, ["周国栋", make_id_number(), "D-branch", ""], ["号码错", "329901196501014410", "D-branch", ""]
    )
    assert "正在检查" in person.get(place)
    assert person.last.headers["Refresh"]
    run_waiting(desks.driver.database)
    page = person.get(place)
    assert "Refresh" not in person.last.headers
    for words in ("可导入 1 行", "有错 1 行", "B3", "329901196501014410", "十一月名册.xlsx"):
        assert words in page
    person.send(f"{place}/apply", None)
    run_waiting(desks.driver.database)
    assert "新增 1 人" in person.get(place)
    assert "周国栋" in person.get("/members")
    person.get(place)
    person.send(f"{place}/undo", None)
    run_waiting(desks.driver.database)
    assert "撤销 1 人" in person.get(place)
    assert "周国栋" not in person.get("/members")


def test_all_or_none_is_refused_on_the_page_with_the_number_of_rows(desks):
    person, place = upload(
        desks, ["周国栋", make_id_number(), "D-branch", ""], ["号码错", "329901196501014410", "D-branch", ""]
    )
    run_waiting(desks.driver.database)
    person.get(place)
    assert "还有 1 行没有通过" in person.send(f"{place}/apply", 409, all_or_none="true")


def test_the_own_workbook_comes_back_with_notes_and_the_template_is_taken(desks):
    person, place = upload(desks, ["号码错", "329901196501014410", "D-branch", ""])
    run_waiting(desks.driver.database)
    person.get(f"{place}/annotated.xlsx")
    assert read_table(person.last.data)[1].cells[0].text == "号码错"
    assert (
        "批注" in person.last.headers["Content-Disposition"]
        or "%E6%89%B9" in person.last.headers["Content-Disposition"]
    )
    person.get("/imports/template.xlsx")
    assert read_table(person.last.data)[0].cells[0].text == "姓名"


def test_columns_are_chosen_and_the_file_is_checked_again(desks):
    person, place = upload(desks, ["周国栋", make_id_number(), "D-branch", "盛达建材厂"])
    run_waiting(desks.driver.database)
    person.get(place)
    person.send(f"{place}/columns", None, **{"column-3": "employer"})
    run_waiting(desks.driver.database)
    person.get(place)
    person.send(f"{place}/apply", None)
    run_waiting(desks.driver.database)
    assert "盛达建材厂" in person.get(person.get("/members").split('class="who" href="')[1].split('"')[0])


def test_a_unit_is_chosen_on_the_page_for_all_rows_with_the_name_and_chosen_otherwise(desks):
    people = [["周国栋", make_id_number(), "望潮", ""], ["林秀英", make_id_number(), "望潮", ""]]
    person, place = upload(desks, *people)
    run_waiting(desks.driver.database)
    page = person.get(place)
    assert "所在党支部“望潮”（2 行，第 2 行起）" in page
    assert "还没有选定" in person.send(f"{place}/answers", 422)
    page = person.send(f"{place}/answers", 422, **{"answers.0.other": "没有的支部"})
    assert "没有叫“没有的支部”的组织" in page
    assert 'value="没有的支部"' in page
    person.send(f"{place}/answers", None, **{"answers.0": "D-branch", "answers.0.other": ""})
    run_waiting(desks.driver.database)
    page = person.get(place)
    assert "可导入 2 行" in page
    assert "下载带批注的文件" in page
    assert person.form(f"{place}/answers").fields["answers.0"] == "D-branch"
    person.send(f"{place}/answers", None, **{"answers.0.other": "D-community"})
    run_waiting(desks.driver.database)
    person.get(place)
    person.send(f"{place}/apply", None)
    run_waiting(desks.driver.database)
    page = person.get(place)
    assert "“望潮”选定为" in page
    assert "/answers" not in page


def test_an_empty_file_and_no_file_are_refused_with_what_to_do(desks):
    person = desks("street")
    person.get("/imports")
    send_file(person, b"")
    assert person.last.status_code == 422
    assert "选一个文件" in person.last.text


def test_others_find_neither_the_import_nor_its_file(desks):
    _, place = upload(desks, ["周国栋", make_id_number(), "D-branch", ""])
    desks("second_street").get(place, 404)
    desks("second_street").get(f"{place}/annotated.xlsx", 404)
    desks("province").get("/imports", 403)
