"""A newer file of organizations: what it renames, moves and ends is noted, and goes through the plan made by hand."""

from __future__ import annotations

import pytest

from service.casework.organizations import create_organization
from service.casework.reorganization.verb import reorganize
from service.intake.organization_lines import read_lines
from service.intake.organizations import import_organizations
from service.intake.tables import read_table
from service.permissions import THE_OPERATOR
from service.queries.audit import verify
from service.queries.former_names import changes_of, known_as
from service.queries.organizations import find_organization, organization_with_code
from tests.service.intake.sheets import table

HEAD = ["code", "parent_code", "kind", "name", "valid_to", "successor_code", "code_scheme"]
STATES = ("in_transit", "street_review", "placement", "receipt_due")


def take_in(driver, *rows, **options):
    content = table([HEAD, *(list(row) + [""] * (len(HEAD) - len(row)) for row in rows)])
    lines = read_lines(read_table(content))
    return driver.database.transact(lambda tx: import_organizations(tx, THE_OPERATOR, lines, **options))


def changes(driver, code):
    with driver.database.read() as tx:
        return [line.change for line in changes_of(tx, organization_with_code(tx, code))]


ENDED = ("D-second_community", "D-second_street", "community", "听松社区", "2026-11-23", "D-community")


def test_a_renamed_and_moved_unit_is_noted_as_two_changes(driver):
    assert take_in(driver, ("D-second_community", "D-town", "community", "听涛社区")).applied
    assert [(change.kind, change.reason) for change in changes(driver, "D-second_community")] == [
        ("move", "组织文件导入"), ("rename", "组织文件导入"),
    ]  # fmt: skip
    with driver.database.read() as tx:
        assert [unit.code for unit in known_as(tx, "听松社区")] == ["D-second_community"]
    assert [row.action for row in take_in(driver, ("D-second_community", "D-town", "community", "听涛社区")).rows] == [
        "unchanged"
    ]


def test_a_unit_that_a_file_ends_goes_up_into_its_successor_with_all_it_has(driver):
    numbers = [driver.drive_to(state) for state in STATES]
    member = driver.member("second_community")
    assert take_in(driver, ENDED).applied
    for number in numbers:
        case = driver.case(number)
        assert case.holder_id is not None
        assert "D-second_community" not in {row.organization.code for row in case.parties}
    assert driver.holders(member)["affiliation"] == "D-community"
    assert [change.kind for change in changes(driver, "D-second_community")] == ["merge"]
    with driver.database.read() as tx:
        assert verify(tx).findings == ()
    again = take_in(driver, ENDED)
    assert (again.applied, [row.action for row in again.rows]) == (True, ["unchanged"])


def test_what_stands_in_the_way_is_said_by_a_check_too_and_nothing_is_written(driver):
    driver.drive_to("placement")
    rows = (
        ("D-second_community", "D-second_street", "community", "听松社区", "2026-11-23"),
        ("D-street", "D-department", "street_committee", "碧梧街道"),
    )
    for options in ({"check_only": True}, {}):
        result = take_in(driver, *rows, **options)
        assert not result.applied
        assert [(row.row, row.reason) for row in result.rows] == [
            (2, "still_has_open_cases"), (3, "other_rows_rejected"),
        ]  # fmt: skip
    with driver.database.read() as tx:
        assert organization_with_code(tx, "D-street").name == "梧桐街道"
        assert organization_with_code(tx, "D-second_community").valid_to is None
    assert changes(driver, "D-street") == []


def test_a_check_of_a_file_that_can_end_a_unit_writes_nothing(driver):
    number = driver.drive_to("placement")
    result = take_in(driver, ENDED, check_only=True)
    assert (result.rejected, [row.action for row in result.rows]) == ([], ["updated"])
    assert driver.case(number).holder_id == driver.district.second_community.id


def test_a_unit_and_what_lies_below_it_end_in_one_file(driver):
    last = "2026-11-23"
    assert take_in(
        driver,
        ("D-village", "D-town", "village", "柳湾村", last),
        ("D-village_branch", "D-village", "branch", "柳湾村第一党支部", last),
    ).applied
    assert [change.kind for change in changes(driver, "D-village")] == ["dissolve"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("D-village", "D-town", "village", "柳湾村"), "no_longer_known"),
        (("500104001999", "D-street", "community", "新望社区", "", "", "stats2023"), "has_provisional_code"),
        (("D-branch", "D-second_community", "branch", "望潮社区第一党支部"), "unit_has_ended"),
        (("NEW", "D-second_community", "branch", "新支部"), "unit_has_ended"),
    ],
)
def test_a_file_of_yesterday_does_not_undo_what_was_changed_by_hand(driver, row, fault):
    officer = driver.actor("department")

    def by_hand(tx):
        reorganize(tx, officer, "D-village", "recode", {"code": "V1", "reason": "x"})
        create_organization(tx, officer, {"parent_code": "D-street", "kind": "community", "name": "新望社区"})
        reorganize(tx, officer, "D-second_community", "merge", {"successor_code": "D-community"})

    driver.database.transact(by_hand)
    assert [found.reason for found in take_in(driver, row).rejected] == [fault]


def test_codes_of_two_schemes_are_never_joined_even_under_one_name(driver):
    row = ("D-branch", "D-community", "branch", "望潮社区第一党支部", "", "", "stats2023")
    assert [found.reason for found in take_in(driver, row).rejected] == ["code_of_other_scheme"]
    with driver.database.read() as tx:
        found = find_organization(tx, "D-branch")
        assert found is not None
        assert found.code_scheme == "local"


def test_a_unit_that_the_file_does_not_name_is_told_and_stays_as_it_is(driver):
    rows = (
        ("D-second_street", "D-department", "street_committee", "银杏街道"),
        ("D-community", "D-second_street", "community", "望潮社区"),
    )
    for _ in range(2):
        found = take_in(driver, *rows)
        assert found.applied
        assert [(unit.code, unit.name) for unit in found.absent] == [("D-second_community", "听松社区")]
    assert changes(driver, "D-second_community") == []
    assert take_in(driver, *rows, ENDED).absent == ()
