"""A receipt from a unit outside: the link is made, guessed, used once, revoked, and the committee decides."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from service.casework.attachments import Document, detach
from service.casework.files import NewFile
from service.casework.receipt_links import hand_in_receipt, make_receipt_link, revoke_receipt_link
from service.errors import Conflict, DeskError, NotFound, NotPermitted, NotYourTurn, ValidationFailed, WrongState
from service.intake.documents import read_document
from service.models import Case
from service.permissions import Actor, acting_parties, may_read_case
from service.queries.attachments import attachments_of
from service.queries.audit import verify_case
from service.queries.history import lines_of
from service.queries.ledgers import LedgerFilter, ledger_page
from service.queries.notices import notices_for
from service.queries.receipt_links import link_of
from tests.driving import Driver
from tests.service.intake.photographs import photo


def link(driver: Driver, number: str, who: str = "street") -> str:
    return driver.database.transact(lambda tx: make_receipt_link(tx, driver.actor(who), number))[1]


def document() -> Document:
    return read_document(NewFile("回执.jpg", "", photo()), pictures_only=True)


def hand_in(driver: Driver, code: str, number: str, **changed: Any) -> Case:
    letter = driver.case(number).letter
    assert letter is not None
    body = {
        "letter_number": letter.number, "handled_by": "赵经办", "handled_phone": "0855-1", "happened_on": "2026-11-24",
    }  # fmt: skip
    return driver.database.transact(lambda tx: hand_in_receipt(tx, code, {**body, **changed}, document()))


def unreceipted(driver: Driver) -> list[str]:
    with driver.database.read() as tx:
        rows, _place = ledger_page(tx, driver.actor("street"), LedgerFilter("unreceipted"))
    return [row.case.number for row in rows]


def lines(driver: Driver, number: str) -> list[dict[str, Any]]:
    with driver.database.read() as tx:
        return lines_of(tx, driver.case(number))


def is_open(driver: Driver, number: str) -> bool:
    with driver.database.read() as tx:
        found = link_of(tx, driver.case(number))
        return found is not None and found.is_open(tx)


def test_a_receipt_that_is_due_counts_as_sent_and_the_committee_closes_the_case(driver: Driver) -> None:
    number = driver.send_outside()
    code = link(driver, number)
    assert hand_in(driver, code, number).state == "receipt_check"
    attach, send = lines(driver, number)[-2:]
    assert (attach["action"], send["action"]) == ("attach", "send_receipt")
    for line in (attach, send):
        assert (line["actor"], line["organization"]) == (None, None)
        assert line["on_behalf_of"]["code"] == "D-external"
    assert (send["details"]["handled_by"], send["details"]["sent_via"]) == ("赵经办", "online")
    assert attach["details"]["happened_on"] == "2026-11-24"
    with driver.database.read() as tx:
        assert [file.name for file in attachments_of(tx, driver.case(number), 9)] == ["回执.jpg"]
        assert verify_case(tx, driver.case(number)) is None
    assert not is_open(driver, number)
    assert driver.act(number, "street", "confirm_receipt", letter_number="THE LETTER").state == "closed"


def test_the_committee_is_told_by_whom(driver: Driver) -> None:
    number = driver.send_outside()
    hand_in(driver, link(driver, number), number)
    with driver.database.read() as tx:
        newest = notices_for(tx, driver.actor("street"), limit=5)[0]
    assert (newest.action, newest.sender, newest.recipient) == ("send_receipt", "D-external", "D-street")


def test_a_rejected_receipt_is_due_again_and_asks_for_a_new_link(driver: Driver) -> None:
    number = driver.send_outside()
    code = link(driver, number)
    hand_in(driver, code, number)
    assert driver.act(number, "street", "reject_receipt", reason="看不清公章").state == "receipt_due"
    with pytest.raises(Conflict):
        hand_in(driver, code, number)
    assert hand_in(driver, link(driver, number), number).state == "receipt_check"


@pytest.mark.parametrize("steps", [2, 3, 4])
def test_there_is_no_link_before_the_receipt_is_due(sqlite_driver: Driver, steps: int) -> None:
    with pytest.raises(WrongState):
        link(sqlite_driver, sqlite_driver.send_outside(steps))


def test_the_committee_may_strike_out_what_came_by_a_link(driver: Driver) -> None:
    number = driver.send_outside()
    hand_in(driver, link(driver, number), number)
    with driver.database.read() as tx:
        (file,) = attachments_of(tx, driver.case(number), 9)
    with pytest.raises(NotPermitted):
        driver.database.transact(lambda tx: detach(tx, driver.actor("branch"), number, file.id, "看不清"))
    driver.database.transact(lambda tx: detach(tx, driver.actor("street"), number, file.id, "看不清"))


def test_a_receipt_that_went_by_post_ends_the_link(driver: Driver) -> None:
    number = driver.send_outside()
    code = link(driver, number)
    said = {"handled_by": "赵经办", "handled_phone": "0855-1", "sent_via": "post"}
    driver.act(number, "street", "send_receipt", letter_number="THE LETTER", **said)
    with pytest.raises(Conflict):
        hand_in(driver, code, number)


def test_it_leaves_the_list_of_what_has_no_receipt_when_the_committee_confirms(driver: Driver) -> None:
    number = driver.send_outside()
    assert unreceipted(driver) == [number]
    hand_in(driver, link(driver, number), number)
    assert unreceipted(driver) == [number]
    driver.act(number, "street", "confirm_receipt", letter_number="THE LETTER")
    assert unreceipted(driver) == []


def test_a_code_is_kept_as_a_hash_alone(driver: Driver) -> None:
    number = driver.send_outside()
    code = link(driver, number)
    with driver.database.read() as tx:
        for table in ("receipt_links", "history_lines", "idempotency_keys"):
            rows = tx.session.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608 - names written here
            assert code not in str(rows)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"letter_number": "〔2026〕第 9999 号"}, {"letter_number": "receipt_mismatch"}),
        ({"happened_on": "2026-11-25"}, {"happened_on": "receipt_day"}),
        ({"happened_on": "2026-11-23"}, {"happened_on": "receipt_day"}),
        ({"happened_on": "昨天"}, {"happened_on": "invalid_date"}),
        ({"handled_by": " ", "handled_phone": ""}, {"handled_by": "required", "handled_phone": "required"}),
        ({"handled_by": "赵" * 201}, {"handled_by": "too_long"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_link_stays(
    sqlite_driver: Driver, changed: dict[str, str], wrong: dict[str, str]
) -> None:
    number = sqlite_driver.send_outside()
    code = link(sqlite_driver, number)
    with pytest.raises(ValidationFailed) as refused:
        hand_in(sqlite_driver, code, number, **changed)
    assert {refusal.field: refusal.code for refusal in refused.value.refusals} == wrong
    assert is_open(sqlite_driver, number)
    assert hand_in(sqlite_driver, code, number).state == "receipt_check"


def test_a_link_ends_by_a_newer_one_by_revoking_by_time_and_by_the_case(driver: Driver, set_now) -> None:
    number = driver.send_outside()
    first = link(driver, number)
    second = link(driver, number)
    with pytest.raises(NotFound):
        hand_in(driver, first, number)
    driver.database.transact(lambda tx: revoke_receipt_link(tx, driver.actor("street"), number))
    with pytest.raises(NotFound):
        hand_in(driver, second, number)
    with pytest.raises(WrongState):
        driver.database.transact(lambda tx: revoke_receipt_link(tx, driver.actor("street"), number))
    third = link(driver, number)
    set_now("2026-12-24T09:00:00+08:00")
    assert not is_open(driver, number)
    with pytest.raises(Conflict):
        hand_in(driver, third, number)
    fourth = link(driver, number)
    driver.act(number, "department", "void", reason_code="opened_in_error")
    with pytest.raises(Conflict):
        hand_in(driver, fourth, number)


def test_making_and_revoking_are_lines_of_the_history_and_raise_no_version(driver: Driver) -> None:
    number = driver.send_outside()
    before = driver.case(number).version
    link(driver, number)
    driver.database.transact(lambda tx: revoke_receipt_link(tx, driver.actor("street"), number))
    made, revoked = lines(driver, number)[-2:]
    assert (made["action"], revoked["action"]) == ("make_receipt_link", "revoke_receipt_link")
    assert made["details"]["link_until"] == "2026-12-24"
    assert driver.case(number).version == before
    with driver.database.read() as tx:
        assert verify_case(tx, driver.case(number)) is None


def test_nobody_guesses(driver: Driver) -> None:
    number = driver.send_outside()
    link(driver, number)
    with pytest.raises(NotFound):
        hand_in(driver, "AAAAAAAAAAAA", number)


@pytest.mark.parametrize(
    ("who", "refused"),
    [("branch", NotPermitted), ("department", NotPermitted), ("city", NotPermitted), ("village", NotFound)],
)
def test_only_the_committee_that_issued_makes_and_revokes(
    sqlite_driver: Driver, who: str, refused: type[DeskError]
) -> None:
    number = sqlite_driver.send_outside()
    link(sqlite_driver, number)
    actor = sqlite_driver.actor(who)
    with pytest.raises(refused):
        sqlite_driver.database.transact(lambda tx: make_receipt_link(tx, actor, number))
    with pytest.raises(refused):
        sqlite_driver.database.transact(lambda tx: revoke_receipt_link(tx, actor, number))
    assert is_open(sqlite_driver, number)


def test_units_inside_send_their_receipts_themselves(sqlite_driver: Driver) -> None:
    with pytest.raises(WrongState):
        link(sqlite_driver, sqlite_driver.drive_to("receipt_due"))


def test_who_has_a_link_speaks_for_one_party_of_one_case(sqlite_driver: Driver) -> None:
    one, other = sqlite_driver.send_outside(), sqlite_driver.send_outside()
    case, another = sqlite_driver.case(one), sqlite_driver.case(other)
    bearer = Actor(None, "对方", linked_case_id=case.id)
    assert acting_parties(bearer, case) == {"street"}
    assert (acting_parties(bearer, another), may_read_case(bearer, another)) == (frozenset(), False)
    with pytest.raises(NotYourTurn):
        sqlite_driver.act(one, bearer, "confirm_receipt", letter_number="THE LETTER")
    with pytest.raises(NotFound):
        sqlite_driver.act(other, bearer, "send_receipt")
