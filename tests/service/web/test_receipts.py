"""A receipt from outside, through the pages: the link is made and shown once, and used once by a stranger."""

import re

import pytest
from sqlalchemy import select

from service.casework.files import forget_files
from service.models import StoredFile
from tests.service.intake.photographs import pdf, photo
from tests.service.web.uploads import send_file

LINK = re.compile(r"/r/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
SAID = {"handled_by": "赵经办", "handled_phone": "0855-1234567", "happened_on": "2026-11-24"}


def kept(desks):
    """What is kept of files."""
    with desks.database.read() as tx:
        return list(tx.session.scalars(select(StoredFile.purpose)))


@pytest.fixture
def waiting(both_desks):
    """A case whose receipt is due from outside, and the address of its link."""
    number = both_desks.driver.send_outside()
    return number, made(both_desks, number)


def made(desks, number):
    desks("street").get(f"/cases/{number}/receipt-link")
    page = desks("street").send("/receipt-link", 200)
    assert "<svg" in page
    return LINK.findall(page)[0]


def said(desks, number, **changed):
    return {"letter_number": desks.driver.case(number).letter.number, **SAID, **changed}


def test_a_link_is_shown_once_and_stands_in_the_record(both_desks, waiting):
    number, link = waiting
    person = both_desks("street")
    assert "/receipt-link" in person.get(f"/cases/{number}")
    assert "生成回执链接" in person.get(f"/cases/{number}")
    assert link not in person.get(f"/cases/{number}/receipt-link")
    assert "2026-12-24 前有效" in person.get(f"/cases/{number}/receipt-link")


def test_a_stranger_sees_what_is_to_be_confirmed_and_little_of_the_person(both_desks, waiting):
    number, link = waiting
    case = both_desks.driver.case(number)
    page = both_desks.stranger().get(link)
    outside = next(row.organization for row in case.parties if row.party == "receiving")
    for words in (case.letter.number, "中共梧桐街道委员会", outside.title, case.member.name[0] + "＊"):
        assert words in page
    for hidden in (case.member.name, number, case.member_id):
        assert hidden not in page


def test_a_receipt_is_handed_in_once_and_the_committee_closes_the_case(both_desks, waiting):
    number, link = waiting
    stranger = both_desks.stranger()
    stranger.get(link)
    page = send_file(stranger, "/r/", photo(), "回执.jpg", **said(both_desks, number))
    assert "回执已在 2026-11-24 交到" in page
    assert stranger.last.status_code == 200
    assert both_desks.driver.case(number).state == "receipt_check"
    record = both_desks("street").get(f"/cases/{number}")
    for words in ("凭回执链接", "赵经办", "0855-1234567", "回执.jpg", "附件 1 个", "均通过校验"):
        assert words in record
    assert "回执链接" not in record.split("办理记录")[0]
    both_desks.driver.act(number, "street", "confirm_receipt", letter_number="THE LETTER")
    assert "回执已在" in both_desks.stranger().get(link)


@pytest.mark.parametrize(
    ("changed", "content", "status", "words"),
    [
        ({"letter_number": "〔2026〕第 9999 号"}, photo(), 422, "回执编号与介绍信不一致"),
        ({"happened_on": "2026-11-30"}, photo(), 422, "填签收盖章的那一天"),
        ({"handled_by": ""}, photo(), 422, "经办人"),
        ({}, pdf(), 415, "只收 jpg、png 照片"),
        ({}, b"", 422, "文件是空的"),
        ({}, None, 422, "拍一张盖好章的回执"),
    ],
    ids=["number", "day", "nobody", "no photo", "empty", "nothing chosen"],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(desks, changed, content, status, words):
    number = desks.driver.send_outside()
    stranger, link = desks.stranger(), made(desks, number)
    stranger.get(link)
    name = "" if content is None else "回执.jpg"
    page = send_file(stranger, "/r/", content or b"", name, **said(desks, number, **changed))
    assert stranger.last.status_code == status
    assert words in page
    assert stranger.form("/r/").fields["handled_phone"] == "0855-1234567"
    assert desks.driver.case(number).state == "receipt_due"
    page = send_file(stranger, "/r/", photo(), "回执.jpg", **said(desks, number))
    assert "回执已在" in page


def test_a_photo_is_chosen_once_however_often_another_field_is_refused(both_desks, waiting):
    number, link = waiting
    stranger = both_desks.stranger()
    stranger.get(link)
    page = send_file(stranger, "/r/", photo(), "盖章.jpg", **said(both_desks, number, handled_by=""))
    assert "已收到“盖章.jpg”，不用再选。" in page
    page = send_file(stranger, "/r/", b"", "", **said(both_desks, number, happened_on="2026-11-30"))
    assert "填签收盖章的那一天" in page
    assert "拍一张盖好章的回执" not in page
    assert "已收到“盖章.jpg”" in both_desks.stranger().get(link)
    assert "附件 1 个" not in both_desks("street").get(f"/cases/{number}")
    assert "回执已在" in send_file(stranger, "/r/", b"", "", **said(both_desks, number))
    record = both_desks("street").get(f"/cases/{number}")
    assert "盖章.jpg" in record
    assert "附件 1 个" in record


def test_another_photo_takes_the_place_of_the_one_that_was_kept_and_a_wrong_one_does_not(desks):
    number, stranger = desks.driver.send_outside(), desks.stranger()
    stranger.get(made(desks, number))
    send_file(stranger, "/r/", photo(), "甲.jpg", **said(desks, number, handled_by=""))
    page = send_file(stranger, "/r/", pdf(), "丙.pdf", **said(desks, number))
    assert "只收 jpg、png 照片" in page
    assert "已收到“甲.jpg”" in page
    assert "已收到“乙.jpg”" in send_file(stranger, "/r/", photo(), "乙.jpg", **said(desks, number, handled_by=""))
    assert kept(desks) == ["upload"]
    send_file(stranger, "/r/", b"", "", **said(desks, number))
    assert kept(desks) == ["attachment"]


def test_a_photo_goes_with_its_link(desks, set_now):
    number, stranger = desks.driver.send_outside(), desks.stranger()
    for _ in range(2):
        stranger.get(made(desks, number))
        send_file(stranger, "/r/", photo(), "甲.jpg", **said(desks, number, handled_by=""))
        assert kept(desks) == ["upload"]
    desks("street").get(f"/cases/{number}/receipt-link")
    desks("street").send("/revoke")
    assert kept(desks) == []
    stranger.get(made(desks, number))
    send_file(stranger, "/r/", photo(), "甲.jpg", **said(desks, number, handled_by=""))
    set_now("2026-12-25T09:00:00+08:00")
    desks.database.transact(forget_files)
    assert kept(desks) == []


def test_a_wrong_photo_and_wrong_fields_are_said_together(desks):
    stranger, link = desks.stranger(), made(desks, desks.driver.send_outside())
    stranger.get(link)
    page = send_file(stranger, "/r/", pdf(), "回执.pdf")
    assert "只收 jpg、png 照片" in page
    assert page.count('class="field-error"') == 5


def test_unknown_revoked_and_expired_codes_look_the_same(desks, set_now):
    number = desks.driver.send_outside()
    revoked = made(desks, number)
    desks("street").get(f"/cases/{number}/receipt-link")
    assert "链接已作废" in desks("street").send("/revoke")
    expired = made(desks, number)
    set_now("2026-12-24T09:00:00+08:00")
    stranger = desks.stranger()
    main = [
        stranger.get(url, 404).partition("<main")[2]
        for url in (revoked, expired, "/r/AAAA-AAAA-AAAA", "/r/%3Cscript%3E")
    ]
    assert "这个回执链接现在不能用" in main[0]
    assert len(set(main)) == 1


def test_a_link_that_ended_meanwhile_takes_nothing(desks):
    number = desks.driver.send_outside()
    stranger, link = desks.stranger(), made(desks, number)
    stranger.get(link)
    made(desks, number)
    page = send_file(stranger, "/r/", photo(), "回执.jpg", **said(desks, number))
    assert stranger.last.status_code == 404
    assert "这个回执链接现在不能用" in page


def test_guessing_is_slow(desks):
    stranger = desks.stranger()
    statuses = [stranger.client.get("/r/AAAA-AAAA-AAAA").status_code for _ in range(12)]
    assert statuses[:10] == [404] * 10
    assert statuses[-1] == 429


@pytest.mark.parametrize(("language", "words"), [("en", "Hand in the receipt"), ("zh-TW", "提交回執")])
def test_it_speaks_the_readers_language(desks, language, words):
    link = made(desks, desks.driver.send_outside())
    assert words in desks.stranger().get(link, **{"Accept-Language": language})


def test_others_make_no_links(desks):
    number = desks.driver.send_outside()
    assert "receipt-link" not in desks("branch").get(f"/cases/{number}")
    desks("branch").get(f"/cases/{number}/receipt-link", 403)
    desks("village").get(f"/cases/{number}/receipt-link", 404)
    inside = desks.driver.drive_to("receipt_due")
    assert "receipt-link" not in desks("street").get(f"/cases/{inside}")
    desks("street").get(f"/cases/{inside}/receipt-link", 409)


def test_a_ledger_tells_which_unit_is_outside(desks):
    desks.driver.send_outside()
    for url in ("/ledgers/unreceipted", "/ledgers/unreceipted/print", "/ledgers/transfer_out"):
        assert "（平台以外）" in desks("street").get(url)
