"""Batches through the pages."""

import io

from service.intake.tables import read_table
from service.jobs import run_waiting
from tests.builders import make_id_number
from tests.service.intake.sheets import workbook

HEAD = ["姓名", "身份证号", "联系电话", "党费交至", "去向"]


def graduate(name, to="听松社区", number=None):
    return [name, number or make_id_number(), "13900000001", "2099-12", to]


def sheet(*people):
    return io.BytesIO(workbook(dict(enumerate([HEAD, *people], start=1))))


def upload(desks, *people, who="branch", **typed):
    """Hand a batch in, and answer the person and its address."""
    person = desks(who)
    person.get("/batches")
    filled = person.form("/batches")
    about = {"name": "2026 届毕业生", "kind": "graduates", "file": (sheet(*people), "毕业生.xlsx"), **typed}
    person.last = person.client.post(
        filled.action, data={**filled.fields.to_dict(), **about}, content_type="multipart/form-data"
    )
    return person, person.last.headers.get("Location", "")


def checked(desks, *people, **typed):
    person, place = upload(desks, *people, **typed)
    run_waiting(desks.driver.database)
    return person, place


def test_a_batch_goes_from_the_upload_over_the_check_to_its_cases(desks):
    person, place = upload(desks, graduate("周国栋"), graduate("林秀英"), graduate("没去处", ""))
    assert "正在检查" in person.get(place)
    assert person.last.headers["Refresh"]
    run_waiting(desks.driver.database)
    page = person.get(place)
    for words in ("共 3 人", "卡住 1 人", "没有写转到哪里", "发起 2 件", "周国栋"):
        assert words in page
    person.send(f"{place}/open", None)
    run_waiting(desks.driver.database)
    page = person.get(place)
    for words in ("草拟 2 人", "望潮社区第一党支部委员会：2 件", "已发起"):
        assert words in page
    assert "周国栋" not in person.get(f"{place}?group=stuck")
    assert "草拟 2 人" in person.get("/batches")


def test_a_person_still_expected_is_opened_matched_or_struck_out(desks):
    number = make_id_number()
    person, place = checked(desks, graduate("周国栋", ""), graduate("林秀英", "", number), graduate("陈春生", ""))
    person.get(f"{place}/rows/2")
    assert "无此社区" in person.send("rows/2/open", 409, receiving_code="无此社区")
    assert "已发起。" in person.send("rows/2/open", receiving_code="听松社区")
    opened = desks.driver.open(member_id=desks.driver.member(name="林秀英", id_number=number)).number
    person.get(f"{place}/rows/3")
    assert "已对上" in person.send("rows/3/match", case=opened)
    person.get(f"{place}/rows/4")
    assert person.send("rows/4/strike", 422)
    assert "留校读研" in person.send("rows/4/strike", reason="留校读研")
    assert "草拟 2 人" in person.get(place)


def test_a_person_who_was_struck_out_is_put_back_on_the_same_page(desks):
    person, place = checked(desks, graduate("周国栋", ""))
    person.get(f"{place}/rows/2")
    person.send("rows/2/strike", reason="留校读研")
    assert f"{place}/rows/2" in person.get(f"{place}?group=struck")
    page = person.get(f"{place}/rows/2")
    assert "划去：留校读研" in page
    assert "rows/2/open" not in page
    assert "已恢复，继续等。" in person.send("rows/2/restore")
    page = person.get(f"{place}/rows/2")
    assert "恢复，继续等。" in page
    assert "划去：留校读研" in page
    assert "rows/2/strike" in page


def test_the_workbook_comes_back_with_notes_is_mended_and_sent_again(desks):
    person, place = checked(desks, graduate("周国栋", ""))
    person.get(f"{place}/annotated.xlsx")
    assert read_table(person.last.data)[1].cells[0].text == "周国栋"
    person.get(place)
    filled = person.form(f"{place}/file")
    data = {**filled.fields.to_dict(), "file": (sheet(graduate("周国栋")), "改好.xlsx")}
    person.client.post(filled.action, data=data, content_type="multipart/form-data")
    run_waiting(desks.driver.database)
    assert "发起 1 件" in person.get(place)
    person.send(f"{place}/columns", None, **{"column-4": ""})
    run_waiting(desks.driver.database)
    assert "没有写转到哪里" in person.get(place)


def test_a_name_that_no_unit_has_is_answered_on_the_page_with_a_code(desks):
    person, place = checked(desks, graduate("周国栋", "听松村"), graduate("林秀英", "听松村"))
    page = person.get(place)
    assert "转入组织“听松村”（2 行，第 2 行起）" in page
    assert "不知道转到哪里" in page
    person.send(f"{place}/answers", None, **{"answers.0": "D-second_community"})
    run_waiting(desks.driver.database)
    assert "发起 2 件" in person.get(place)


def test_what_is_missing_in_the_form_is_said_and_where_all_go_may_be_a_name(desks):
    person, _ = upload(desks, graduate("周国栋"), name="", receiving_code="听松社区")
    assert person.last.status_code == 422
    assert "听松社区" in person.last.text
    person, place = checked(desks, graduate("周国栋", ""), receiving_code="听松社区")
    assert "发起 1 件" in person.get(place)
    person, _ = upload(desks, graduate("周国栋"), receiving_code="无此社区")
    assert person.last.status_code == 422


def test_those_above_read_a_batch_others_do_not_find_it_and_only_its_unit_works_on_it(desks):
    _, place = checked(desks, graduate("周国栋", ""))
    page = desks("street").get(place)
    assert "共 1 人" in page
    assert "<form" not in page.partition("<main")[2]
    desks("street").get(f"{place}/rows/2", 403)
    desks("second_street").get(place, 404)
    assert place not in desks("second_street").get("/batches")
