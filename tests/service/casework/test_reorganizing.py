"""Renamed, given a code, moved, split, dissolved and taken back: each as planned, each found under its old name."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from service.casework.organizations import update_organization
from service.casework.reorganization.taking_back import take_back
from service.casework.reorganization.verb import plan_of, reorganize
from service.errors import ActionRefused, NotFound, NotPermitted, ValidationFailed
from service.models import CaseParty, FormerName, Organization
from service.permissions import may_read_case
from service.queries.audit import verify
from service.queries.former_names import changes_of, known_as, title_on, unit_with_code_once
from service.queries.organizations import organization_with_code
from tests.builders import actor_of
from tests.driving import counted_statements

WHY = {"reason": "区划调整", "document_number": "梧组〔2026〕8号"}


def change(driver, code, kind, /, who="department", **values):
    return driver.database.transact(lambda tx: reorganize(tx, driver.actor(who), code, kind, WHY | values))


def planned(driver, code, kind, /, who="department", **values):
    with driver.database.read() as tx:
        return plan_of(tx, driver.actor(who), code, kind, WHY | values)


def back(driver, code, made, who="department"):
    return driver.database.transact(lambda tx: take_back(tx, driver.actor(who), code, made.id, "写错了"))


def unit(driver, code):
    with driver.database.read() as tx:
        return organization_with_code(tx, code)


def refused(function, *args, **values):
    with pytest.raises(ActionRefused) as caught:
        function(*args, **values)
    return [refusal.code for refusal in caught.value.refusals]


def test_a_renamed_unit_is_found_under_both_names_and_history_keeps_the_old_one(driver):
    number = driver.drive_to("closed")
    change(driver, "D-second_community", "rename", name="听涛社区", short_name="听涛", party_name="中共听涛社区委员会")
    with driver.database.read() as tx:
        found = organization_with_code(tx, "D-second_community")
        assert (found.name, found.title, found.initials) == ("听涛社区", "中共听涛社区委员会", "tt")
        for name in ("听松社区", "中共听松社区委员会"):
            assert [one.code for one in known_as(tx, name)] == ["D-second_community"]
        assert title_on(tx, found, date(2026, 11, 20)) == "中共听松社区委员会"
        assert title_on(tx, found, date(2026, 11, 24)) == "中共听涛社区委员会"
        assert verify(tx).findings == ()
    assert driver.case(number).state == "closed"


def test_a_code_that_comes_later_replaces_the_provisional_one_and_the_old_one_still_finds_it(driver):
    change(driver, "D-village", "recode", code="500104999", code_scheme="stats2023")
    with driver.database.read() as tx:
        found = unit_with_code_once(tx, "D-village")
        assert found is not None
        assert (found.code, found.code_scheme) == ("500104999", "stats2023")
    assert refused(change, driver, "D-branch", "recode", code="500104999") == ["code_taken"]
    assert refused(change, driver, "D-branch", "recode", code="D-village") == ["code_taken"]


def test_a_moved_unit_takes_all_below_along_and_open_cases_keep_their_committees(driver):
    number = driver.drive_to("placement")
    before = {row.party: row.organization.code for row in driver.case(number).parties}
    plan = planned(driver, "D-second_community", "move", parent_code="D-town")
    assert (plan.counts()["units"], plan.counts()["cases"]) == (1, 1)
    change(driver, "D-second_community", "move", parent_code="D-town")
    assert {row.party: row.organization.code for row in driver.case(number).parties} == before
    town, branch = unit(driver, "D-town"), unit(driver, "D-second_branch")
    assert branch.path.startswith(town.path)
    assert refused(change, driver, "D-town", "move", parent_code="D-second_branch") == ["parent_is_below"]
    assert refused(change, driver, "D-second_community", "move", parent_code="D-town") == ["nothing_changes"]
    with driver.database.read() as tx:
        secretary = actor_of(tx, user=driver.district.users["second_community"])
    assert driver.act(number, secretary, "place").state == "receipt_due"


def test_a_split_takes_the_named_members_their_cases_and_units_and_nothing_else(driver):
    going, staying = driver.member("second_community"), driver.member("second_community")
    numbers = {
        member: driver.open("second_community", member_id=member, receiving_code="D-branch").number
        for member in (going, staying)
    }
    followed = driver.open("second_community", workflow="follow_up", member_id=going, category="relocated").number
    said = {"name": "听松社区第二党委", "code": "NEW", "members": [going], "units": ["D-second_branch"]}
    plan = planned(driver, "D-second_community", "split", **said)
    assert (plan.members, [fate.case.number for fate in plan.cases]) == (1, [numbers[going], followed])
    change(driver, "D-second_community", "split", **said)
    assert driver.holders(going) == {"affiliation": "NEW", "responsibility": "NEW"}
    assert driver.holders(staying)["affiliation"] == "D-second_community"
    sides = {
        member: next(row.organization.code for row in driver.case(number).parties if row.party == "outflow")
        for member, number in numbers.items()
    }
    assert sides == {going: "NEW", staying: "D-second_community"}
    keeper = next(row.organization.code for row in driver.case(followed).parties if row.party == "keeper")
    assert keeper == "NEW", "whoever answers for the member keeps the follow-up"
    new, branch = unit(driver, "NEW"), unit(driver, "D-second_branch")
    assert (branch.parent_id, new.parent_id) == (new.id, driver.district.second_street.id)
    assert new.kind == "community"
    with driver.database.read() as tx:
        assert verify(tx).findings == ()
        assert all(row.desk_id is not None for row in tx.session.scalars(select(CaseParty)))


def test_what_is_not_the_units_own_is_not_split_off(driver):
    stranger = driver.member("branch")
    found = refused(change, driver, "D-second_community", "split", name="新", members=[stranger], units=["D-branch"])
    assert found == ["not_its_members", "not_its_unit"]


def test_whoever_reads_no_members_cannot_split_them_off(driver):
    member = driver.member("second_community")
    found = refused(change, driver, "D-second_community", "split", who="province", name="新", members=[member])
    assert found == ["not_its_members"]


@pytest.mark.parametrize(
    ("code", "kind", "values"),
    [
        ("D-street", "rename", {"name": "梧桐新街道"}),
        ("D-branch", "recode", {"code": "B1", "code_scheme": "stats2023"}),
        ("D-branch", "move", {"parent_code": "D-street"}),
        ("D-branch", "dissolve", {}),
    ],
)
def test_a_change_that_touched_nothing_else_is_taken_back_as_a_change_of_its_own(driver, code, kind, values):
    columns = ("code", "code_scheme", "name", "party_name", "parent_id", "path", "valid_to", "successor_id")
    before = unit(driver, code)
    made = change(driver, code, kind, **values)
    now = values.get("code", code)
    undone = back(driver, now, made)
    after = unit(driver, code)
    assert {name: getattr(after, name) for name in columns} == {name: getattr(before, name) for name in columns}
    assert (undone.kind, undone.undoes_id) == (kind, made.id)
    assert refused(back, driver, code, made) == ["changed_since"]
    with driver.database.read() as tx:
        lines = changes_of(tx, organization_with_code(tx, code))
    assert [(line.change.kind, line.undone) for line in lines] == [(kind, False), (kind, True)]


def test_a_change_on_which_another_rests_a_merge_and_a_split_are_not_taken_back(driver):
    first = change(driver, "D-street", "rename", name="甲街道")
    change(driver, "D-street", "rename", name="乙街道")
    assert refused(back, driver, "D-street", first) == ["changed_since"]
    merged = change(driver, "D-second_branch", "merge", successor_code="D-branch")
    assert refused(back, driver, "D-second_branch", merged) == ["cannot_be_taken_back"]
    with pytest.raises(NotFound):
        back(driver, "D-branch", merged)
    with pytest.raises(NotPermitted):
        back(driver, "D-street", first, who="street")


def test_a_unit_is_dissolved_from_a_day_to_come_and_its_members_are_looked_for_again_until_then(driver):
    change(driver, "D-branch", "dissolve", on=date(2026, 12, 31), successor_code="D-community")
    found = unit(driver, "D-branch")
    assert found.is_valid_on(date(2026, 12, 30))
    assert not found.is_valid_on(date(2026, 12, 31))


def test_a_unit_with_open_cases_is_not_dissolved_and_they_are_listed(driver):
    number = driver.drive_to("in_transit")
    with pytest.raises(ActionRefused) as caught:
        change(driver, "D-second_community", "dissolve")
    listed = {refusal.code: refusal.values["list"] for refusal in caught.value.refusals}
    assert listed["still_has_open_cases"] == [number]
    assert listed["still_has_units"] == ["D-second_branch"]


def test_the_old_side_of_a_split_goes_on_reading_its_finished_cases(driver):
    done = driver.drive_to("closed")
    change(driver, "D-second_community", "split", name="新社区", code="NEW")
    assert may_read_case(driver.actor("second_community"), driver.case(done))


def test_planning_takes_as_many_statements_however_many_members_and_cases(driver):
    driver.drive_to("placement")
    for kind, values in (("merge", {"successor_code": "D-community"}), ("dissolve", {}), ("split", {"name": "新"})):
        planned(driver, "D-second_community", kind, **values)
        with counted_statements(driver.database) as few:
            planned(driver, "D-second_community", kind, **values)
        for _ in range(3):
            driver.member("second_community")
        driver.drive_to("placement")
        with counted_statements(driver.database) as many:
            planned(driver, "D-second_community", kind, **values)
        assert len(many) == len(few) <= 16


def test_a_former_name_is_kept_once_for_each_change(driver):
    change(driver, "D-street", "rename", name="甲街道")
    with driver.database.read() as tx:
        kept = tx.session.execute(select(FormerName.name, FormerName.until)).all()
    assert kept == [("梧桐街道", date(2026, 11, 23))]


def test_an_unknown_parent_and_a_missing_successor_are_named(driver):
    for kind, values in (("move", {"parent_code": "nowhere"}), ("merge", {})):
        with pytest.raises(ValidationFailed):
            change(driver, "D-branch", kind, **values)
    with driver.database.read() as tx:
        assert tx.session.scalar(select(Organization.id).where(Organization.valid_to.is_not(None))) is None


def test_a_last_day_that_is_typed_into_the_card_is_a_change_too_and_taken_back_as_one(driver):
    officer, last = driver.actor("department"), date(2026, 11, 20)
    driver.database.transact(lambda tx: update_organization(tx, officer, "D-branch", {"valid_to": last}))
    with driver.database.read() as tx:
        line = changes_of(tx, organization_with_code(tx, "D-branch"))[0]
    assert (line.change.kind, line.change.effective_on) == ("dissolve", date(2026, 11, 21))
    back(driver, "D-branch", line.change)
    assert unit(driver, "D-branch").valid_to is None
