"""The boxes of a desk: what lies in them, and in which order."""

from service.queries.worklist import BOXES, box_page, count_boxes
from tests.driving import PAPER_WAY


def numbers_in(driver, who, box, **kwargs):
    with driver.database.read() as tx:
        found, _ = box_page(tx, driver.actor(who), box, **kwargs)
        return [case.number for case in found]


def test_a_case_lies_in_the_box_of_everybody_it_concerns(driver):
    number = driver.drive_to("outflow_review")
    boxes = {
        who: [box for box in BOXES if numbers_in(driver, who, box)]
        for who in ("branch", "street", "second_street", "department", "village")
    }
    assert boxes["branch"] == ["waiting", "opened", "done"]
    assert boxes["street"] == ["mine"]
    assert boxes["department"] == ["waiting"], "it stands above the sending side"
    assert boxes["second_street"] == boxes["village"] == []
    assert numbers_in(driver, "street", "mine") == [number]


def test_the_latest_come_first_and_every_one_once(driver, set_now):
    numbers = []
    for day in ("20", "18", "23", "17"):
        set_now(f"2026-11-{day}T09:00:00+08:00")
        numbers.append(driver.drive_to("outflow_review"))
    by_lateness = [numbers[3], numbers[1], numbers[0], numbers[2]]
    assert numbers_in(driver, "street", "mine") == by_lateness
    seen, place = [], None
    while True:
        with driver.database.read() as tx:
            found, place = box_page(tx, driver.actor("street"), "mine", after=place, limit=3)
        seen += [case.number for case in found]
        if place is None:
            break
    assert seen == by_lateness


def test_a_page_that_ends_the_list_says_so(driver):
    for _ in range(2):
        driver.drive_to("outflow_review")
    with driver.database.read() as tx:
        assert box_page(tx, driver.actor("street"), "mine", limit=2)[1] is None
        assert box_page(tx, driver.actor("street"), "mine", limit=1)[1] is not None


def test_boxes_are_counted_together(driver):
    driver.drive_to("outflow_review")
    with driver.database.read() as tx:
        assert count_boxes(tx, driver.actor("branch")) == {"mine": 0, "waiting": 1, "opened": 1, "done": 1, "copied": 0}
        assert set(count_boxes(tx, driver.actor("province")).values()) == {0}, "administrators read no cases"


def test_a_finished_case_is_where_it_was_done(driver):
    number = driver.drive_to("closed")
    assert len(PAPER_WAY) == driver.case(number).version - 1
    for who in ("branch", "street", "second_street", "second_community"):
        assert number in numbers_in(driver, who, "done")
        assert numbers_in(driver, who, "mine") == numbers_in(driver, who, "waiting") == []
