"""Files of a case: who adds them, what stays of them, how they are taken out, and what nobody finds in the tables."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from service.casework import attachments
from service.casework.attachments import attach, detach, open_attachment
from service.casework.files import NewFile
from service.errors import Conflict, NotFound, NotPermitted, ValidationFailed, WrongState
from service.intake.documents import read_document
from service.models import HistoryLine, StoredFile
from service.queries.attachments import attachments_of
from service.queries.audit import verify_case
from service.queries.history import lines_of
from tests.builders import actor_of, make_user
from tests.driving import Driver
from tests.service.intake.photographs import pdf


def add(driver: Driver, number: str, who: str = "street", name: str = "林某的档案.pdf", comment: str = "") -> str:
    document = read_document(NewFile(name, "", pdf()))
    return driver.database.transact(lambda tx: attach(tx, driver.actor(who), number, document, comment))[1]


def strike(driver: Driver, number: str, key: str, who: str = "street", reason: str = "") -> None:
    driver.database.transact(lambda tx: detach(tx, driver.actor(who), number, key, reason))


def lines(driver: Driver, number: str) -> list[dict[str, Any]]:
    with driver.database.read() as tx:
        return lines_of(tx, driver.case(number))


def names(driver: Driver, number: str) -> list[str]:
    with driver.database.read() as tx:
        return [found.name for found in attachments_of(tx, driver.case(number), 10)]


def test_a_file_is_one_line_that_commits_to_it_and_raises_no_version(driver: Driver) -> None:
    number = driver.drive_to("street_review")
    version = driver.case(number).version
    key = add(driver, number, comment="请看第二页")
    line, case = lines(driver, number)[-1], driver.case(number)
    assert case.version == version
    assert (line["action"], line["comment"], line["details"]["file_name"]) == ("attach", "请看第二页", "林某的档案.pdf")
    with driver.database.read() as tx:
        opened = open_attachment(tx, case, key)
        assert (opened.content, opened.commitment) == (pdf(), tx.vault.commitment_of(pdf()))
        assert line["details"]["commitment"] == opened.commitment
        assert verify_case(tx, case) is None


def test_neither_name_nor_content_stands_open_in_the_tables(driver: Driver) -> None:
    number = driver.drive_to("street_review")
    add(driver, number)
    with driver.database.read() as tx:
        [row] = tx.session.execute(select(StoredFile.name_sealed, StoredFile.content_sealed)).all()
        body = tx.session.scalars(select(HistoryLine.body).where(HistoryLine.action == "attach")).one()
    assert b"%PDF" not in row[1]
    assert "林某".encode() not in row[0]
    assert "林某" not in json.loads(body)["text"] + body


def test_taken_back_at_once_it_needs_no_reason_and_the_lines_stay(driver: Driver, set_now) -> None:
    number = driver.drive_to("street_review")
    key = add(driver, number)
    set_now("2026-11-24T09:00:29+08:00")
    strike(driver, number, key)
    assert [line["action"] for line in lines(driver, number)][-2:] == ["attach", "detach"]
    assert lines(driver, number)[-1]["details"]["line"] == lines(driver, number)[-2]["seq"]
    assert names(driver, number) == []
    with driver.database.read() as tx:
        assert tx.session.scalars(select(StoredFile.id)).all() == []
        assert verify_case(tx, driver.case(number)) is None


def test_later_it_needs_a_reason_also_when_the_case_is_finished(driver: Driver, set_now) -> None:
    number = driver.drive_to("receipt_check")
    key = add(driver, number)
    driver.act(number, "street", "confirm_receipt", letter_number="THE LETTER")
    set_now("2026-11-24T09:00:30+08:00")
    with pytest.raises(ValidationFailed) as refused:
        strike(driver, number, key)
    assert [refusal.code for refusal in refused.value.refusals] == ["reason_required"]
    strike(driver, number, key, reason="传错了人")
    assert lines(driver, number)[-1]["details"]["reason"] == "传错了人"
    with pytest.raises(NotFound):
        strike(driver, number, key, reason="再来一次")


def test_another_unit_does_not_take_it_out_and_another_case_does_not_have_it(driver: Driver) -> None:
    number, other = driver.drive_to("street_review"), driver.drive_to("street_review")
    key = add(driver, number)
    with pytest.raises(NotPermitted):
        strike(driver, number, key, "second_street", "不是我们的")
    with pytest.raises(NotFound):
        strike(driver, other, key, "street", "不是这一件")
    with pytest.raises(NotFound), driver.database.read() as tx:
        open_attachment(tx, driver.case(other), key)


def test_a_colleague_takes_it_out_with_a_reason(driver: Driver) -> None:
    number = driver.drive_to("street_review")
    street = driver.district.street
    key = add(driver, number)
    actor = driver.database.transact(
        lambda tx: actor_of(tx, user=make_user(tx, role="committee_officer", organization=street))
    )
    with pytest.raises(ValidationFailed):
        driver.database.transact(lambda tx: detach(tx, actor, number, key))
    driver.database.transact(lambda tx: detach(tx, actor, number, key, "重复"))
    assert names(driver, number) == []


@pytest.mark.parametrize(
    ("who", "refused"), [("community", NotPermitted), ("city", NotPermitted), ("village", NotFound)]
)
def test_who_only_reads_or_is_a_stranger_adds_nothing(sqlite_driver: Driver, who: str, refused: type) -> None:
    number = sqlite_driver.drive_to("street_review")
    with pytest.raises(refused):
        add(sqlite_driver, number, who)
    assert names(sqlite_driver, number) == []


def test_nothing_is_added_to_a_finished_case(sqlite_driver: Driver) -> None:
    with pytest.raises(WrongState):
        add(sqlite_driver, sqlite_driver.drive_to("closed"))


def test_a_case_takes_so_many_and_no_more(sqlite_driver: Driver, monkeypatch) -> None:
    monkeypatch.setattr(attachments, "MOST", 2)
    number = sqlite_driver.drive_to("street_review")
    add(sqlite_driver, number)
    add(sqlite_driver, number)
    with pytest.raises(Conflict) as refused:
        add(sqlite_driver, number)
    assert [refusal.code for refusal in refused.value.refusals] == ["attachments_full"]
