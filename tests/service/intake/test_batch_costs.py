"""What a row of a batch costs once it is checked: a batch has hundreds, so that each statement counts."""

from service.casework.bulk import Bulk, Chosen
from service.casework.bulk_jobs import ask_bulk
from service.intake.batches import open_batch
from service.jobs import run_waiting
from tests.builders import make_id_number
from tests.driving import counted_statements
from tests.service.intake.test_batches import cases, graduate, handed_in

OPENED_BY_ROW = 17
LOCKED_ON_POSTGRES = 3
"""The unit that the person belongs to, and those of the case, are kept from ending meanwhile; the record, from going
up in another."""
STEP_IN_BULK = 8
FEW, MANY = 2, 6


def per_row(driver, ask):
    """The statements that each further row needs, whatever the job needs once."""
    counts = []
    for number in (FEW, MANY):
        ask(number)
        with counted_statements(driver.database) as sent:
            assert run_waiting(driver.database) == 1
        counts.append(len(sent))
    return (counts[1] - counts[0]) / (MANY - FEW)


def test_a_row_becomes_a_person_and_a_case_in_few_statements(driver):
    allowed = OPENED_BY_ROW + (0 if driver.database.is_sqlite else LOCKED_ON_POSTGRES)

    def newcomers(number):
        key = handed_in(driver, *[graduate("周国栋") for _ in range(number)])
        driver.database.transact(lambda tx: open_batch(tx, driver.actor("branch"), key))

    newcomers(1)
    run_waiting(driver.database)  # the calendar is read once and kept
    assert per_row(driver, newcomers) <= allowed
    assert len(cases(driver)) == 1 + FEW + MANY


def test_a_person_on_record_costs_no_more(driver):
    def known(number):
        numbers = [make_id_number() for _ in range(number)]
        for one in numbers:
            driver.member(name="周国栋", id_number=one, phone="13900000001")
        key = handed_in(driver, *[graduate("周国栋", number=one) for one in numbers])
        driver.database.transact(lambda tx: open_batch(tx, driver.actor("branch"), key))

    known(1)
    run_waiting(driver.database)
    assert per_row(driver, known) <= OPENED_BY_ROW + (0 if driver.database.is_sqlite else LOCKED_ON_POSTGRES - 1)


def test_a_step_of_many_cases_costs_hardly_more_than_the_step_alone(driver):
    def submits(number):
        chosen = [Chosen(driver.open().number) for _ in range(number)]
        driver.database.transact(lambda tx: ask_bulk(tx, driver.actor("branch"), Bulk("submit", chosen)))

    assert per_row(driver, submits) <= STEP_IN_BULK
