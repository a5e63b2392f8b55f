"""Files on the page of a case: added, refused with what was typed kept, opened, taken back, struck out."""

import pytest

from service.intake.documents import BYTES_MAX
from tests.service.intake.photographs import pdf, photo, seen
from tests.service.web.uploads import multipart, send_file


def uploaded(desks, content=None, who="street", **typed):
    number = desks.driver.drive_to("street_review")
    person = desks(who)
    person.get(f"/cases/{number}/attachments")
    page = send_file(person, "/attachments", pdf() if content is None else content, **typed)
    return number, person, page


def links(page, number):
    return [part.split('"')[0] for part in page.split('href="')[1:] if f"/cases/{number}/attachments/" in part[:60]]


def test_a_file_stands_in_the_record_and_is_saved_never_shown(both_desks):
    number, person, page = uploaded(both_desks, comment="请看第二页")
    for words in ("已补充附件“回执.pdf”", "请看第二页", "回执.pdf", "附件 1 个"):
        assert words in page
    [url] = links(page, number)
    person = both_desks("second_street")
    person.get(url)
    headers = person.last.headers
    assert person.last.data == pdf()
    assert headers["Content-Disposition"].startswith("attachment;")
    assert (headers["X-Content-Type-Options"], headers["Content-Type"]) == ("nosniff", "application/pdf")
    assert "sandbox" in headers["Content-Security-Policy"]
    again = person.client.get(url, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "补充了附件" in person.get("/notices")


def test_a_photo_comes_back_the_right_way_up(desks):
    number, person, page = uploaded(desks, photo(turned=6))
    person.get(links(page, number)[0])
    assert seen(person.last.data).getexif()[0x0112] == 6


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "文件是空的"), (b"<html>", 415, "只收 jpg、png 照片"), (pdf()[:20], 415, "文件不完整或已损坏"),
        (pdf() + bytes(BYTES_MAX), 413, "文件超过 10 MB"),
    ],
    ids=["empty", "web page", "cut off", "too large"],
)  # fmt: skip
def test_a_file_that_is_refused_leaves_what_was_typed(desks, content, status, words):
    number, person, page = uploaded(desks, content, comment="请看第二页")
    assert person.last.status_code == status
    assert words in page
    assert person.form("/attachments").fields["comment"] == "请看第二页"
    assert desks.driver.case(number).history_count == 4


def test_no_file_is_said_at_its_field(desks):
    number = desks.driver.drive_to("street_review")
    person = desks("street")
    person.get(f"/cases/{number}/attachments")
    assert "先上传附件" in person.send("/attachments", 422, comment="请看")


def test_the_form_sent_twice_adds_one_file(both_desks):
    number = both_desks.driver.drive_to("street_review")
    person = both_desks("street")
    person.get(f"/cases/{number}/attachments")
    form = person.form("/attachments")
    for _ in range(2):
        person.client.post(form.action, **multipart(form.fields.to_dict(), pdf(), "一.pdf"))
    assert len(set(links(person.get(f"/cases/{number}/attachments"), number))) == 2  # the file, and taking it out


def test_the_strip_takes_a_file_back(both_desks):
    number, person, page = uploaded(both_desks)
    url = links(page, number)[0]
    page = person.send("/detach")
    assert "附件已撤下" in page
    assert "文件“回执.pdf”已撤下" in page
    person.get(url, 404)


def test_later_a_file_is_struck_out_with_a_reason(desks, set_now):
    number, person, page = uploaded(desks)
    url = links(page, number)[0]
    set_now("2026-11-24T09:05:00+08:00")
    person.get(f"/cases/{number}/attachments")
    person.get(f"{url}/detach")
    assert "写明理由" in person.send("/detach", 422, reason=" ")
    assert "传错了人" in person.send("/detach", reason="传错了人")
    person.get(url, 404)


def test_who_only_reads_sees_files_and_adds_none(desks):
    number, _person, page = uploaded(desks)
    url = links(page, number)[0]
    for who in ("community", "city"):
        person = desks(who)
        page = person.get(f"/cases/{number}/attachments")
        assert "回执.pdf" in page
        assert "multipart" not in page
        assert "/detach" not in page
        person.get(url)
        person.get(f"{url}/detach", 403)


def test_strangers_find_no_files(desks):
    number, _person, page = uploaded(desks)
    other = desks.driver.drive_to("draft")
    url = links(page, number)[0]
    for address in (f"/cases/{number}/attachments", url, f"{url}/detach"):
        desks("village").get(address, 404)
    desks("street").get(url.replace(number, other), 404)
    desks("street").get(f"/cases/{number}/attachments/nothing", 404)
    desks("street").get(f"/cases/{number}/attachments/nothing/detach", 404)
