"""Files of organizations through the pages."""

from service.jobs import run_waiting
from tests.service.intake.test_organization_files import MERGED, MOVED, NEW, RENAMED, STREET, sheet
from tests.service.web.uploads import multipart

PLACE = "/organizations/files"


def upload(desks, *rows, who="department"):
    """Hand a file in, and answer the person and the address of its page."""
    person = desks(who)
    person.get(PLACE)
    send_file(person, sheet(*rows).content)
    return person, person.last.headers.get("Location", "")


def send_file(person, content):
    filled = person.form(PLACE)
    person.last = person.client.post(filled.action, **multipart(filled.fields.to_dict(), content, "组织调整.csv"))


def test_a_file_goes_from_the_upload_over_what_it_touches_to_the_tree(desks):
    number = desks.driver.drive_to("in_transit")
    letter = desks.driver.case(number).letter.number
    person, place = upload(desks, STREET, MERGED, RENAMED, MOVED, NEW)
    assert "正在检查" in person.get(place)
    assert person.last.headers["Refresh"]
    run_waiting(desks.driver.database)
    page = person.get(place)
    for words in (
        "新增 1 个 · 更新 3 个",
        "梧桐街道 → 碧梧街道",
        "并入中共望潮社区委员会",
        number,
        letter,
        "经办人：听松社区经办人",
    ):
        assert words in page
    assert "新社区" in person.get(f"{place}?part=created")
    person.get(place)
    assert "正在办理" in person.send(f"{place}/apply")
    result = person.last.request.path
    run_waiting(desks.driver.database)
    assert "已办理" in person.get(result)
    assert "已经按这份文件办理" in person.get(place)
    assert "/apply" not in person.last.text
    assert "碧梧街道" in person.get("/organizations/D-street")
    assert "组织调整.csv" in person.get(PLACE)


def test_what_the_file_leaves_out_is_listed_with_the_way_to_each_card(desks):
    person, place = upload(desks, STREET, NEW)
    run_waiting(desks.driver.database)
    assert "没有的组织 1 个" in person.get(place)
    assert "/organizations/D-second_community" in person.get(f"{place}?part=absent")


def test_what_stands_in_the_way_is_said_and_cannot_be_confirmed(desks):
    desks.driver.drive_to("placement")
    person, place = upload(desks, (*MERGED[:4], "2026-11-23"), RENAMED)
    run_waiting(desks.driver.database)
    page = person.get(place)
    assert "有错，改好再上传" in page
    assert "/apply" not in page
    person.get(PLACE)
    send_file(person, b"")
    assert (person.last.status_code, "选一个文件" in person.last.text) == (422, True)


def test_a_file_that_is_no_table_says_why_and_one_that_changes_nothing_says_so(desks):
    person = desks("department")
    person.get(PLACE)
    send_file(person, b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    broken = person.last.headers["Location"]
    same, place = upload(desks, STREET)
    run_waiting(desks.driver.database)
    assert "旧格式的 xls" in person.get(broken)
    assert "没有要改的" in same.get(place)


def test_only_who_writes_organizations_sees_the_tab_and_the_pages(desks):
    assert PLACE in desks("province").get("/organizations")
    assert PLACE not in desks("street").get("/organizations")
    desks("street").get(PLACE, 403)
    _, place = upload(desks, RENAMED)
    desks("province").get(place, 404)
