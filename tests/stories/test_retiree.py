"""A retiree of an enterprise that is restructured: no secretary in the old branch nor in the new one, dues behind."""

from __future__ import annotations

from functools import partial

from service.app import create_app
from service.casework.organizations import create_organization
from service.casework.users import disable_user
from service.permissions import THE_OPERATOR
from service.queries.audit import verify
from service.queries.health import cases_that_lie_still, members_nobody_answers_for
from tests.stories.doors import Door
from tests.stories.people import DEPARTMENT, RECEIVING_COMMUNITY, RECEIVING_STREET, Person, open_desk

FIRM, RETIRED = "firm-1", "firm-1-retired"
BRANCH = "离退休第一党支部"


def test_a_retiree_of_a_restructured_enterprise_is_settled_where_they_live(door: Door) -> None:
    follow_up = _is_silent_in_a_branch_without_a_secretary(door)
    door.dissolves(RETIRED, BRANCH, refused="周退休")
    number = _moves_with_dues_behind(door, follow_up)
    _is_placed_where_the_secretary_has_left(door, follow_up, number)
    door.dissolves(RETIRED, BRANCH)
    door.at("2026-12-03T09:00:00+08:00")
    assert door.department_officer.read("/follow-ups")["data"] == [], "the branch has ended, and nobody was left in it"
    with door.database.read() as tx:
        assert (cases_that_lie_still(tx), members_nobody_answers_for(tx)) == ([], [])
        assert verify(tx).findings == ()


def _is_silent_in_a_branch_without_a_secretary(door: Door) -> str:
    _a_firm(door)
    behind = {"dues_paid_through": "2026-03", "last_activity_on": "2026-03"}
    retired = {"name": "周退休", "phone": "13900000031", "member_status": "full", "joined_on": "1985"}
    made = door.firm.post("/members", {**retired, **behind, "organization_code": RETIRED})
    assert made.status_code == 201, made.text
    door.at("2026-11-24T09:05:00+08:00")
    row = door.followed()
    follow_up: str = row["case"]["number"]
    assert (row["category"], door.lasting(), door.keeper(follow_up)) == ("inactive_signals", {"silent"}, RETIRED)
    door.takes("firm", follow_up, "log_contact", way="visit", result="decided", comment="住跃新社区，愿意转去")
    assert _last(door, follow_up) == (FIRM, RETIRED), "the committee acts for the branch, and the history says so"
    return follow_up


def _a_firm(door: Door) -> None:
    firm = {"code": FIRM, "kind": "base_committee", "name": "重钢配件厂", "parent_code": DEPARTMENT,
            "may_issue_letters": True}  # fmt: skip
    branch = {"code": RETIRED, "kind": "branch", "name": BRANCH, "parent_code": FIRM}
    for unit in (firm, branch):
        door.database.transact(partial(create_organization, actor=THE_OPERATOR, values=unit))
    token = door.database.transact(lambda tx: open_desk(tx, "firm", "committee_officer", FIRM))
    door.people["firm"] = Person(create_app(door.config, door.database).test_client(), token)


def _moves_with_dues_behind(door: Door, follow_up: str) -> str:
    number = door.transfers("firm", follow_up, RECEIVING_COMMUNITY, "unit_dissolved", handed_in=False)
    door.refuses("firm", number, "submit", "党费只交到 2026-03")
    door.takes("firm", number, "submit", dues_plan="分三个月补交")
    door.takes("firm", number, "release")
    door.at("2026-11-25T09:00:00+08:00")
    assert (door.lasting(), door.followed()["settled_by"]) == (set(), None), "a transfer under way is not a place"
    door.takes("receiving_officer", number, "accept")
    assert door.keeper(follow_up) == RECEIVING_STREET
    return number


def _is_placed_where_the_secretary_has_left(door: Door, follow_up: str, number: str) -> None:
    door.database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "receiving_secretary"))
    door.at("2026-12-01T09:00:00+08:00")
    door.takes("receiving_officer", number, "place")
    assert _last(door, number) == (RECEIVING_STREET, RECEIVING_COMMUNITY)
    assert door.where(number) == ("closed", RECEIVING_COMMUNITY, RECEIVING_COMMUNITY)
    door.takes("receiving_officer", follow_up, "settle", way="visit", comment="已见面，分三个月补交党费")
    assert door.department_officer.read(f"/cases/{follow_up}")["state"] == "settled"


def _last(door: Door, number: str) -> tuple[str, str]:
    """Who took the last step, and for whom."""
    line = door.department_officer.read(f"/cases/{number}/history")["data"][-1]
    return line["organization"]["code"], line["on_behalf_of"]["code"]
