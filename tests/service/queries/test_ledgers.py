"""The four ledgers: who finds what in which, page by page, in the order of an index."""

from datetime import date

import pytest

from service.casework.reorganization.verb import reorganize
from service.exports.columns import COLUMNS
from service.exports.lists import ledger_line
from service.queries.ledgers import AWAY, LEDGERS, LedgerFilter, ledger_page
from tests.driving import counted_statements
from tests.service.being_away import taken_in

pytestmark = pytest.mark.postgres


def numbers(driver, who, ledger, **wanted):
    with driver.database.read() as tx:
        rows, _ = ledger_page(tx, driver.actor(who), LedgerFilter(ledger, **wanted))
        return [row.case.number for row in rows]


def in_ledger(driver, ledger):
    """The number of a case that is a line of it."""
    if ledger in AWAY:
        return taken_in(driver).number
    return driver.drive_to("in_transit" if ledger == "in_transit" else "receipt_due")


def test_a_case_is_in_the_ledgers_of_both_sides_while_it_goes_its_way(driver):
    number = driver.drive_to("in_transit")
    assert {name: numbers(driver, "street", name) for name in LEDGERS} == {
        "transfer_out": [number], "transfer_in": [], "in_transit": [number], "unreceipted": [], "outflow": [],
        "inflow": [],
    }  # fmt: skip
    assert numbers(driver, "second_street", "in_transit") == [number]
    assert numbers(driver, "second_street", "transfer_out") == []
    driver.act(number, "second_street", "report_in", letter_number="THE LETTER")
    driver.act(number, "second_street", "accept")
    assert numbers(driver, "street", "in_transit") == []
    assert numbers(driver, "second_street", "transfer_in") == [number]
    assert numbers(driver, "street", "transfer_in") == []


def test_receipts_that_are_out_are_a_list_on_both_sides(driver):
    number = driver.drive_to("receipt_due")
    for who in ("branch", "street", "second_street", "second_community", "department"):
        assert numbers(driver, who, "unreceipted") == [number], who
    fields = {"letter_number": "THE LETTER", "handled_by": "李某", "handled_phone": "1", "sent_via": "post"}
    driver.act(number, "second_street", "send_receipt", **fields)
    assert numbers(driver, "street", "unreceipted") == [number]
    driver.act(number, "street", "confirm_receipt", letter_number="THE LETTER")
    assert numbers(driver, "street", "unreceipted") == []


@pytest.mark.parametrize("ledger", LEDGERS)
def test_strangers_find_nothing_and_neither_do_administrators(driver, ledger):
    for state in ("in_transit", "receipt_due", "closed"):
        driver.drive_to(state)
    taken_in(driver)
    for who in ("village", "far_street", "province"):
        assert numbers(driver, who, ledger) == []


def test_every_number_that_was_drawn_is_in_the_ledger_also_a_void_one(driver):
    number = driver.drive_to("in_transit")
    driver.act(number, "street", "report_lost")
    driver.act(number, "street", "reissue", reason="遗失")
    with driver.database.read() as tx:
        rows, _ = ledger_page(tx, driver.actor("street"), LedgerFilter("transfer_out"))
        assert [row.letter and row.letter.status for row in rows] == ["void", "valid"]


def test_steps_that_were_rejected_are_in_no_ledger(driver):
    number = driver.drive_to("receipt_check")
    with driver.database.read() as tx:
        (row,), _ = ledger_page(tx, driver.actor("street"), LedgerFilter("unreceipted"))
    assert row.steps["send_receipt"].words == "经办"
    driver.act(number, "street", "reject_receipt", reason="没有盖章")
    with driver.database.read() as tx:
        (row,), _ = ledger_page(tx, driver.actor("street"), LedgerFilter("unreceipted"))
    assert set(row.steps) == {"place"}


def test_days_and_units_narrow_a_ledger(driver):
    number, today = driver.drive_to("receipt_due"), date(2026, 11, 24)
    for ledger in ("transfer_out", "transfer_in", "unreceipted"):
        assert numbers(driver, "department", ledger, since=today, until=today) == [number]
        assert numbers(driver, "department", ledger, since=date(2026, 11, 25)) == []
        assert numbers(driver, "department", ledger, until=date(2026, 11, 23)) == []
    assert numbers(driver, "department", "transfer_out", unit=driver.district.street) == [number]
    assert numbers(driver, "department", "transfer_out", unit=driver.district.second_street) == []
    assert numbers(driver, "department", "transfer_in", unit=driver.district.second_street) == [number]
    assert numbers(driver, "street", "transfer_in", unit=driver.district.village) == []


def units(driver, ledger, *columns):
    """What stands in these columns of the only line."""
    with driver.database.read() as tx:
        (row,), _ = ledger_page(tx, driver.actor("department"), LedgerFilter(ledger))
        return [COLUMNS[name].value(ledger_line(tx, 1, row)) for name in columns]


def reorganized(driver, unit, kind, **values):
    return driver.database.transact(
        lambda tx: reorganize(tx, driver.actor("department"), unit, kind, {"reason": "村居合一", **values})
    )


@pytest.mark.parametrize(
    ("ledger", "state"),
    [
        ("transfer_out", "in_transit"), ("in_transit", "in_transit"), ("transfer_in", "placement"),
        ("unreceipted", "receipt_due"),
    ],
)  # fmt: skip
def test_a_line_keeps_the_units_of_its_day_after_one_of_them_went_up_into_another(driver, set_now, ledger, state):
    driver.drive_to(state)
    set_now("2026-11-30T09:00:00+08:00")
    reorganized(driver, "D-second_community", "merge", successor_code="D-community")
    assert units(driver, ledger, "outflow", "receiving") == ["中共望潮社区第一党支部委员会", "中共听松社区委员会"]


def test_a_unit_that_was_renamed_before_it_went_up_bears_the_name_of_the_day(driver, set_now):
    driver.drive_to("receipt_due")
    set_now("2026-11-26T09:00:00+08:00")
    reorganized(driver, "D-second_community", "rename", name="听涛社区", party_name="中共听涛社区委员会")
    reorganized(driver, "D-second_community", "recode", code="D-renamed")
    set_now("2026-11-30T09:00:00+08:00")
    reorganized(driver, "D-renamed", "merge", successor_code="D-community")
    set_now("2026-12-02T09:00:00+08:00")
    reorganized(driver, "D-community", "merge", successor_code="D-village")
    assert units(driver, "unreceipted", "receiving") == ["中共听松社区委员会"]


def test_what_happened_after_the_change_bears_the_successors_name(driver, set_now):
    number = driver.drive_to("in_transit")
    set_now("2026-11-30T09:00:00+08:00")
    reorganized(driver, "D-second_community", "merge", successor_code="D-community")
    driver.act(number, "second_street", "report_in", letter_number="THE LETTER")
    driver.act(number, "second_street", "accept")
    assert units(driver, "transfer_in", "receiving") == ["中共望潮社区委员会"]
    assert units(driver, "transfer_out", "receiving") == ["中共听松社区委员会"]


def test_another_destination_is_no_name_of_the_day(driver, set_now):
    number = driver.drive_to("placement")
    set_now("2026-11-30T09:00:00+08:00")
    driver.act(number, "second_street", "redirect", receiving_code="D-second_branch", reason="支部在听松")
    assert units(driver, "transfer_in", "receiving") == [driver.district.second_branch.title]


@pytest.mark.parametrize("ledger", LEDGERS)
def test_pages_follow_each_other_and_take_no_more_statements_for_more_lines(driver, ledger):
    made = [in_ledger(driver, ledger) for _ in range(5)]
    wanted, found, after, counts = LedgerFilter(ledger), [], None, set()
    with driver.database.read() as tx:
        for _ in range(5):
            with counted_statements(driver.database) as sent:
                rows, after = ledger_page(tx, driver.actor("department"), wanted, after=after, limit=2)
            found += [row.case.number for row in rows]
            counts.add(len(sent))
            if after is None:
                break
        with counted_statements(driver.database) as sent:
            ledger_page(tx, driver.actor("department"), wanted)
    assert found == made
    assert len(sent) in counts
    assert max(counts) <= 6, "which lines, their cases, letters, steps, units replaced, and what they were called"
