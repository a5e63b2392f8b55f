"""What a case shows beside its row."""

from service import clock
from service.casework.hand_over import hand_over
from service.presentation import case_view
from tests.builders import make_user


def view(driver, number, who="branch"):
    return case_view(driver.case(number), driver.actor(who), clock.now())


def test_the_due_day_is_wholly_in_time(sqlite_driver, set_now):
    number = sqlite_driver.drive_to("outflow_review")
    due = sqlite_driver.case(number).due_on
    set_now(f"{due.isoformat()}T23:59:59+08:00")
    assert view(sqlite_driver, number).overdue is False
    set_now("2026-12-02T00:00:00+08:00")
    assert due.isoformat() == "2026-12-01"
    assert view(sqlite_driver, number).overdue is True


def test_a_finished_case_is_due_no_more(sqlite_driver, set_now):
    number = sqlite_driver.drive_to("closed")
    set_now("2027-06-01T09:00:00+08:00")
    shown = view(sqlite_driver, number)
    assert (shown.is_open, shown.due_on, shown.overdue, shown.holder) == (False, None, False, None)
    assert shown.closed_on.isoformat() == "2026-11-24"


def test_only_one_department_is_shown_and_after_a_refusal_that_of_who_refused(sqlite_driver):
    number = sqlite_driver.open(receiving_code="D-far_community").number
    assert view(sqlite_driver, number).parties["department"].code == "D-far_department"
    sqlite_driver.act(number, "branch", "submit")
    sqlite_driver.act(number, "street", "refuse", reason_code="file_incomplete", reason="档案不全")
    shown = view(sqlite_driver, number)
    assert (shown.parties["department"].code, shown.holder.organization.code) == ("D-department", "D-department")
    assert "outflow_department" not in shown.parties


def test_who_handles_a_case_is_shown_until_it_moves_on(sqlite_driver):
    number = sqlite_driver.open().number
    branch = sqlite_driver.district.branch
    sqlite_driver.database.transact(
        lambda tx: make_user(tx, organization=branch, name="second", display_name="第二位书记")
    )
    sqlite_driver.database.transact(lambda tx: hand_over(tx, sqlite_driver.actor("branch"), number, "second"))
    assert view(sqlite_driver, number).handler.name == "第二位书记"
    sqlite_driver.act(number, "branch", "submit")
    assert view(sqlite_driver, number).handler is None


def test_an_action_has_the_name_of_its_side(sqlite_driver):
    number = sqlite_driver.drive_to("outflow_review")
    labels = {action.name: action.label for action in view(sqlite_driver, number, "street").available_actions}
    assert labels["refuse"] == "不予转出"
    number = sqlite_driver.drive_to("street_review")
    labels = {action.name: action.label for action in view(sqlite_driver, number, "second_street").available_actions}
    assert labels["refuse"] == "不予接收"


def test_whoever_only_reads_is_offered_nothing(sqlite_driver):
    number = sqlite_driver.drive_to("street_review")
    assert view(sqlite_driver, number, "city").available_actions == ()
    assert view(sqlite_driver, number, "branch").available_actions[0].name == "withdraw"


def test_only_who_took_the_step_may_take_it_back(sqlite_driver):
    number = sqlite_driver.open().number
    sqlite_driver.act(number, "branch", "submit")
    assert view(sqlite_driver, number, "branch").available_actions[-1].name == "undo"
    assert "undo" not in [action.name for action in view(sqlite_driver, number, "street").available_actions]
