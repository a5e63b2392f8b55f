"""A unit that goes up into another: nothing of what it had is without somebody, and an auditor reads what happened."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from service.alerts.sweep import raise_alerts
from service.casework.perform_action import perform_action
from service.casework.reorganization.verb import plan_of, reorganize
from service.errors import ActionRefused, NotFound, NotPermitted, StaleVersion, ValidationFailed
from service.models import Alert, CaseClock, CaseParty, MemberRelation, Organization, Post
from service.permissions import THE_OPERATOR, may_read_case
from service.queries.audit import verify
from service.queries.history import lines_of
from service.queries.organizations import organization_with_code
from tests.builders import actor_of, make_member, make_organization, make_user

MERGER = {"successor_code": "D-community", "reason": "村居合一", "document_number": "梧组〔2026〕7号"}
STATES = ("in_transit", "street_review", "placement", "receipt_due")


def merge(driver, code="D-second_community", who="department", **values):
    return driver.database.transact(
        lambda tx: reorganize(tx, driver.actor(who) if isinstance(who, str) else who, code, "merge", MERGER | values)
    )


def planned(driver, code="D-second_community", who="department", kind="merge", **values):
    with driver.database.read() as tx:
        return plan_of(tx, driver.actor(who), code, kind, MERGER | values)


def unit(driver, code):
    with driver.database.read() as tx:
        return organization_with_code(tx, code)


def histories(driver, number):
    with driver.database.read() as tx:
        return lines_of(tx, driver.case(number))


def assert_nothing_is_broken(driver):
    with driver.database.read() as tx:
        assert verify(tx).findings == ()


def roles(case):
    return {row.party: row.organization.code for row in case.parties}


def test_no_open_case_in_any_state_is_left_without_a_holder(driver):
    numbers = {state: driver.drive_to(state) for state in STATES}
    before = {state: driver.case(number) for state, number in numbers.items()}
    merge(driver)
    for state, number in numbers.items():
        case = driver.case(number)
        assert case.state == state
        assert case.holder_party == before[state].holder_party
        assert case.holder_id is not None
        assert roles(case)["receiving"] == "D-community"
        assert "D-second_community" not in roles(case).values()
        assert all(row.desk_id is not None for row in case.parties)
        assert (case.route, case.letter and case.letter.number) == (
            before[state].route, before[state].letter and before[state].letter.number,
        )  # fmt: skip
        assert case.version == before[state].version + 1
    assert driver.case(numbers["placement"]).holder_id == driver.district.community.id
    assert_nothing_is_broken(driver)


def test_each_case_has_one_line_that_names_both_units_and_the_decision(driver):
    number = driver.drive_to("placement")
    count = driver.case(number).history_count
    merge(driver)
    lines = histories(driver, number)
    assert len(lines) == count + 1
    said = lines[-1]["details"]
    assert said["reorganized"]["unit"] == {"code": "D-second_community", "name": "中共听松社区委员会"}
    assert said["reorganized"]["other"] == {"code": "D-community", "name": "中共望潮社区委员会"}
    assert (said["document_number"], said["reason"]) == ("梧组〔2026〕7号", "村居合一")
    assert lines[-2]["organization"]["name"] != said["reorganized"]["other"]["name"]


def test_the_way_goes_on_to_its_end_with_the_letter_as_it_was_printed(driver):
    numbers = {state: driver.drive_to(state) for state in STATES}
    merge(driver)
    later = {
        "in_transit": (("second_street", "report_in", {"letter_number": "THE LETTER"}),),
        "street_review": (("second_street", "accept", {}),),
        "placement": (("community", "place", {}),),
    }
    for state, steps in later.items():
        for who, action, fields in steps:
            driver.act(numbers[state], who, action, **fields)
    assert driver.holders(driver.case(numbers["placement"]).member_id)["affiliation"] == "D-community"
    receipt = {"letter_number": "THE LETTER", "handled_by": "甲", "handled_phone": "0599-1", "sent_via": "post"}
    driver.act(numbers["receipt_due"], "second_street", "send_receipt", **receipt)
    driver.act(numbers["receipt_due"], "street", "confirm_receipt", letter_number="THE LETTER")
    assert driver.case(numbers["receipt_due"]).state == "closed"
    assert_nothing_is_broken(driver)


def test_clocks_and_alerts_go_on_to_the_desk_of_the_successor(driver, set_now):
    number = driver.drive_to("placement")
    set_now("2026-12-09T09:00:00+08:00")
    raise_alerts(driver.database, driver.database.now())
    merge(driver)
    community, old = driver.district.community.id, driver.district.second_community.id
    with driver.database.read() as tx:
        clock = tx.session.scalars(select(CaseClock).where(CaseClock.running)).one()
        assert clock.holder_id == community
        told = set(tx.session.scalars(select(Alert.rung).where(Alert.recipient_id == community)))
        assert told == set(tx.session.scalars(select(Alert.rung).where(Alert.recipient_id == old)))
        assert told
    set_now("2026-12-20T09:00:00+08:00")
    raise_alerts(driver.database, driver.database.now())
    with driver.database.read() as tx:
        overdue = select(Alert.recipient_id).where(Alert.rung == "overdue")
        assert community in set(tx.session.scalars(overdue))
        boxes = select(CaseParty).where(CaseParty.desk_id == community, CaseParty.in_mine)
        assert [row.case_id for row in tx.session.scalars(boxes)] == [driver.case(number).id]


def test_members_posts_and_units_below_go_to_the_successor(driver):
    member = driver.member("second_community")
    merge(driver)
    assert driver.holders(member) == {"affiliation": "D-community", "responsibility": "D-community"}
    branch = unit(driver, "D-second_branch")
    community, old = unit(driver, "D-community"), unit(driver, "D-second_community")
    assert branch.path.startswith(community.path)
    assert branch.parent_id == old.parent_id == community.id
    assert (old.valid_to, old.successor_id, old.name) == (date(2026, 11, 23), community.id, "听松社区")
    with driver.database.read() as tx:
        held = select(Post.organization_id).where(Post.user_id == driver.district.users["second_community"].id)
        assert tx.session.scalar(held) == community.id
        posts = actor_of(tx, user=driver.district.users["second_community"]).posts
        assert [post.code for post in posts] == ["D-community"]


def test_whoever_has_the_same_post_at_both_has_one(driver):
    district = driver.district
    with driver.database.write() as tx:
        tx.session.add(
            Post(
                user_id=district.users["second_community"].id, role="branch_secretary",
                organization_id=district.community.id,
            )
        )  # fmt: skip
    assert [post.doubled for post in planned(driver).posts] == [True]
    merge(driver)
    with driver.database.read() as tx:
        held = select(func.count()).select_from(Post).where(Post.user_id == district.users["second_community"].id)
        assert tx.session.scalar(held) == 1


def test_the_people_of_the_successor_read_what_went_before(driver):
    done = driver.drive_to("closed")
    merge(driver)
    with driver.database.read() as tx:
        actor = actor_of(tx, user=driver.district.users["community"])
        assert may_read_case(actor, driver.case(done))


def test_a_placement_is_revoked_as_before_though_its_unit_was_merged(driver):
    done = driver.drive_to("closed")
    merge(driver)
    driver.act(done, "department", "revoke", reason="办错了人")
    assert driver.case(done).state == "revoked"
    assert_nothing_is_broken(driver)


def test_the_merged_outflow_side_is_followed_by_its_successor_in_every_role(driver):
    with driver.database.write() as tx:
        make_organization(tx, kind="base_committee", parent=driver.district.department, code="NEW", name="新盛达公司")
        member = make_member(tx, organization=driver.district.employer).id
    officer = driver.actor("employer")
    number = driver.open(officer, member_id=member, receiving_code="D-second_community").number
    merge(driver, "D-employer", successor_code="NEW")
    case = driver.case(number)
    assert (roles(case)["outflow"], roles(case)["outflow_committee"]) == ("NEW", "NEW")
    assert driver.holders(member)["affiliation"] == "NEW"


def test_a_street_that_becomes_part_of_another_hands_on_what_it_was_to_do(driver):
    number = driver.drive_to("street_review")
    merge(driver, "D-second_street", successor_code="D-town")
    case = driver.case(number)
    assert (roles(case)["street"], roles(case)["receiving"]) == ("D-town", "D-second_community")
    assert case.holder_id == driver.district.town.id
    driver.act(number, "town", "accept")
    assert_nothing_is_broken(driver)


def test_a_dual_management_between_the_two_ends_by_itself(driver):
    with driver.database.write() as tx:
        member = make_member(tx, organization=driver.district.community).id
    dual = driver.open(
        "community", "propose", "dual_management", member_id=member, kind="dual_management", consent_on="2026-11-01"
    ).number
    assert [fate.fate for fate in planned(driver).cases] == ["ended"]
    merge(driver)
    case = driver.case(dual)
    assert (case.state, case.is_open) == ("ended", False)
    last = histories(driver, dual)[-1]
    assert (last["action"], last["actor"]) == ("end", None)
    assert "梧组〔2026〕7号" in last["details"]["reason"]
    assert_nothing_is_broken(driver)


def test_a_member_is_registered_once_at_the_successor(driver):
    consent = {"kind": "dual_management", "consent_on": "2026-11-01"}
    member = driver.member("village_branch")
    kept, ended = (
        driver.open("village_branch", "propose", "dual_management", member_id=member, receiving_code=code, **consent)
        for code in ("D-community", "D-second_community")
    )
    assert [fate.fate for fate in planned(driver).cases] == ["doubled"]
    merge(driver)
    assert driver.case(kept.number).is_open
    assert driver.case(ended.number).state == "ended"


def test_a_transfer_between_the_two_stays_open_for_people_to_settle(driver):
    member = driver.member("community")
    number = driver.open("community", member_id=member).number
    assert [fate.fate for fate in planned(driver).cases] == ["one_side"]
    merge(driver)
    case = driver.case(number)
    assert case.is_open
    assert roles(case)["outflow"] == roles(case)["receiving"] == "D-community"
    driver.act(number, "community", "withdraw", reason="已合并")


@pytest.mark.parametrize(
    ("code", "successor", "refused"),
    [
        ("D-second_community", "D-second_community", "successor_is_below"),
        ("D-second_community", "D-second_branch", "successor_is_below"),
        ("D-second_community", "D-external", "successor_of_other_kind"),
        ("D-second_branch", "D-department", "successor_of_other_kind"),
        ("D-branch", "D-second_street", "takes_no_members"),
    ],
)
def test_what_cannot_be_merged_is_said_before_and_refused(driver, code, successor, refused):
    driver.member("branch")
    with driver.database.read() as tx:
        found = plan_of(tx, THE_OPERATOR, code, "merge", MERGER | {"successor_code": successor})
    assert refused in [refusal.code for refusal in found.refusals]
    with pytest.raises(ActionRefused):
        merge(driver, code, who=THE_OPERATOR, successor_code=successor)


def test_a_merge_is_not_dated_ahead_and_not_made_twice(driver):
    with pytest.raises(ActionRefused):
        merge(driver, on=date(2026, 11, 25))
    merge(driver)
    with pytest.raises(ActionRefused) as caught:
        merge(driver)
    assert "unit_has_ended" in [refusal.code for refusal in caught.value.refusals]
    with pytest.raises(ValidationFailed):
        merge(driver, "D-village", successor_code="nowhere")
    with pytest.raises(NotFound):
        merge(driver, "nowhere")


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("department", True), ("province", True), ("street", False), ("second_community", False), ("branch", False),
        ("far_department", False), ("city", False),
    ],
)  # fmt: skip
def test_the_department_and_administrators_change_the_tree_and_nobody_else(driver, who, may):
    if may:
        merge(driver, who=who)
    else:
        with pytest.raises(NotPermitted):
            merge(driver, who=who)


def test_a_unit_is_not_merged_into_one_out_of_reach(driver):
    with pytest.raises(NotPermitted):
        merge(driver, successor_code="D-far_community")


def test_an_administrator_is_told_how_many_cases_but_not_which(driver):
    driver.drive_to("placement")
    plan = planned(driver, who="province")
    assert (plan.counts()["cases"], [fate.case.visible for fate in plan.cases]) == (1, [False])
    assert plan.names == []


def shape_of(driver, code):
    """How much hangs on a unit now."""
    with driver.database.read() as tx:
        found = organization_with_code(tx, code)
        relations = select(func.count(MemberRelation.member_id.distinct())).where(
            MemberRelation.organization_id == found.id, MemberRelation.until.is_(None)
        )
        cases = select(func.count(CaseParty.case_id.distinct())).where(CaseParty.organization_id == found.id)
        posts = select(func.count()).select_from(Post).where(Post.organization_id == found.id)
        units = select(func.count()).select_from(Organization)
        below = units.where(Organization.parent_id == found.id, Organization.valid_to.is_(None))
        return {name: tx.session.scalar(query) or 0 for name, query in (
            ("members", relations), ("cases", cases), ("posts", posts), ("children", below),
        )}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "successor"),
    [
        ("D-second_community", "D-community"), ("D-second_branch", "D-branch"), ("D-village", "D-second_community"),
        ("D-second_branch", "D-second_community"), ("D-second_street", "D-street"), ("D-employer", "D-town"),
    ],
)  # fmt: skip
def test_what_was_previewed_is_what_becomes_of_units_of_every_shape(driver, code, successor):
    for state in STATES:
        driver.drive_to(state)
    for name in ("second_community", "second_branch", "village"):
        driver.member(name)
    plan = planned(driver, code, successor_code=successor)
    before, old = shape_of(driver, successor), shape_of(driver, code)
    change = merge(driver, code, successor_code=successor)
    after, left = shape_of(driver, successor), shape_of(driver, code)
    assert change.details["counts"] == plan.counts()
    assert change.details["moved"] == plan.members == old["members"]
    assert left == {"members": 0, "cases": 0, "posts": 0, "children": 0}
    assert after["members"] == before["members"] + plan.members
    assert after["posts"] == before["posts"] + sum(not post.doubled for post in plan.posts)
    touched = {fate.case.number: fate for fate in plan.cases}
    assert len(touched) == old["cases"]
    for number, fate in touched.items():
        assert {party: found.code for party, found in fate.parties.items()}.items() <= roles(
            driver.case(number)
        ).items()
    assert_nothing_is_broken(driver)


def test_a_step_on_a_page_opened_before_the_merge_is_stale_and_names_the_winner(driver):
    number = driver.drive_to("placement")
    old = driver.case(number)
    merge(driver)
    with driver.database.write() as tx:
        secretary = actor_of(tx, user=driver.district.users["community"])
        with pytest.raises(StaleVersion) as caught:
            perform_action(tx, secretary, number, "place", {}, expected_version=old.version)
    assert caught.value.values["winning_action"] == "reassign"
    assert caught.value.values["winner"] == driver.actor("department").display_name


def test_a_vacant_successor_leaves_the_case_with_whoever_stands_in(driver):
    with driver.database.write() as tx:
        make_organization(tx, kind="community", parent=driver.district.second_street, code="EMPTY", name="空社区")
        make_user(tx, role="branch_secretary", organization=driver.district.second_branch, name="other")
        for post in tx.session.scalars(
            select(Post).where(Post.organization_id == driver.district.second_community.id)
        ).all():
            tx.session.delete(post)
    number = driver.drive_to("street_review")
    driver.act(number, "second_street", "accept")
    merge(driver, successor_code="EMPTY")
    case = driver.case(number)
    holder = next(row for row in case.parties if row.party == "receiving")
    assert (holder.organization.code, holder.desk_id) == ("EMPTY", driver.district.second_street.id)
