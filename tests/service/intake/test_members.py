"""Rosters taken in: units by code or unique name, what is unclear asked back, nobody twice and nobody moved."""

import time

import pytest
from sqlalchemy import select

from service.models import Member, MemberRelation
from service.queries.members import masked
from tests.builders import make_district, make_id_number, make_member, make_organization
from tests.driving import counted_statements
from tests.service.intake.rosters import HEAD, LIN, WU, ZHOU, apply, check, only
from tests.service.intake.sheets import workbook


@pytest.fixture
def district(database):
    with database.write() as tx:
        return make_district(tx)


@pytest.mark.parametrize(
    "written",
    [
        "D-branch",
        "望潮社区第一党支部",
        "望潮社区第一支部",
        "中共望潮社区第一支部委员会",
        "中共望潮社区第一党支部委员会",
    ],
)
def test_a_unit_is_known_by_its_code_and_its_names(database, district, written):
    row = only(check(database, [HEAD, ["周国栋", ZHOU, written]]))
    assert (row.action, row.normalized["organization_code"]) == ("accept", "D-branch")


def test_a_name_that_two_units_bear_is_asked_back_with_both(database, district):
    with database.write() as tx:
        make_organization(tx, parent=district.village, name="望潮社区第一党支部", code="TWIN")
    row = only(check(database, [HEAD, ["周国栋", ZHOU, "望潮社区第一党支部"]]))
    assert (row.action, row.reason) == ("ask", "ambiguous_organization")
    assert {choice["code"] for choice in row.as_dict()["candidates"]} == {"D-branch", "TWIN"}


def test_within_ones_own_reach_the_name_is_unique(database, district):
    with database.write() as tx:
        make_organization(tx, parent=district.village, name="望潮社区第一党支部", code="TWIN")
    rows = [HEAD, ["周国栋", ZHOU, "望潮社区第一党支部"]]
    assert only(check(database, rows, district.actors["street"])).normalized["organization_code"] == "D-branch"


def test_a_part_of_a_name_is_asked_back_and_never_guessed(database, district):
    row = only(check(database, [HEAD, ["周国栋", ZHOU, "望潮"]]))
    assert (row.action, row.reason) == ("ask", "organization_not_exact")
    assert {choice["code"] for choice in row.as_dict()["candidates"]} == {"D-community", "D-branch"}


def test_a_name_that_is_a_community_or_a_village_is_asked_back_with_both(database, district):
    with database.write() as tx:
        make_organization(tx, parent=district.street, name="五一社区居民委员会", code="WU-S", kind="community")
        make_organization(tx, parent=district.street, name="五一村民委员会", code="WU-C", kind="village")
    for written in ("五一", "五一居委会"):
        row = only(check(database, [HEAD, ["周国栋", ZHOU, written]]))
        assert (row.action, row.reason) == ("ask", "organization_not_exact")
        assert {choice["code"] for choice in row.as_dict()["candidates"]} == {"WU-S", "WU-C"}
    for written, code in (("五一社区居委会", "WU-S"), ("五一社区", "WU-S"), ("五一村委会", "WU-C"), ("五一村", "WU-C")):
        assert only(check(database, [HEAD, ["周国栋", ZHOU, written]])).normalized["organization_code"] == code


@pytest.mark.parametrize(
    ("written", "fault"), [("没有的支部", "unknown_organization"), ("D-street", "takes_no_members"), ("", "required")]
)
def test_a_unit_that_is_unknown_or_takes_no_members_is_refused(database, district, written, fault):
    assert only(check(database, [HEAD, ["周国栋", ZHOU, written]])).reason == fault


def test_a_secretary_uploads_the_own_roster_without_naming_the_unit(database, district):
    rows = [["姓名", "身份证号"], ["周国栋", ZHOU]]
    row = only(check(database, rows, district.actors["branch"]))
    assert (row.action, row.normalized["organization_code"]) == ("accept", "D-branch")


def test_nobody_records_members_beside_the_own_units(database, district):
    row = only(check(database, [HEAD, ["周国栋", ZHOU, "D-village"]], district.actors["street"]))
    assert (row.action, row.reason) == ("reject", "not_permitted")


def test_a_file_taken_in_twice_changes_nothing_the_second_time(database, district):
    rows = [
        [*HEAD, "联系电话", "党费交至"],
        ["周国栋", ZHOU, "D-branch", "13912345678", "2026"],
        ["吴敏", WU, "D-branch", "", ""],
    ]
    assert apply(database, rows) == [(2, "created", None), (3, "created", None)]
    assert apply(database, rows) == [(2, "unchanged", None), (3, "unchanged", None)]
    with database.read() as tx:
        assert len(tx.session.scalars(select(Member)).all()) == 2
        assert len(tx.session.scalars(select(MemberRelation)).all()) == 4


def test_what_is_new_is_written_and_what_is_empty_stays(database, district):
    head = [*HEAD, "联系电话", "工作单位"]
    apply(database, [head, ["周国栋", ZHOU, "D-branch", "13912345678", "甲厂"]])
    assert apply(database, [head, ["周国栋", ZHOU, "D-branch", "13912345679", ""]]) == [(2, "updated", None)]
    with database.read() as tx:
        member = tx.session.scalars(select(Member)).one()
        assert (member.employer, masked(tx, member)["phone"]) == ("甲厂", "139****5679")


def test_accepted_rows_are_taken_in_and_the_others_told_why_not(database, district):
    rows = [HEAD, ["周国栋", ZHOU, "D-branch"], ["吴敏", "1", "D-branch"], ["林某", LIN, "望潮"]]
    assert apply(database, rows) == [
        (2, "created", None),
        (3, "rejected", "invalid_id_number"),
        (4, "asked", "organization_not_exact"),
    ]


def test_the_second_row_with_an_id_number_is_refused_naming_the_first(database, district):
    first, second = check(database, [HEAD, ["周国栋", ZHOU, "D-branch"], ["周 国栋", ZHOU.lower(), "D-branch"]])
    assert first.action == "accept"
    assert (second.reason, second.refusals[0].values) == ("duplicate_in_file", {"row": 2})


def test_one_id_number_under_two_names_is_a_fault_of_both_rows(database, district):
    rows = [HEAD, ["周国栋", ZHOU, "D-branch"], ["吴敏", WU, "D-branch"], ["周国梁", ZHOU, "D-branch"]]
    first, other, last = check(database, rows)
    assert (first.reason, first.refusals[0].values) == ("id_number_two_names", {"row": 4})
    assert (last.reason, last.refusals[0].values) == ("id_number_two_names", {"row": 2})
    assert other.action == "accept"
    assert [action for _, action, _ in apply(database, rows)] == ["rejected", "created", "rejected"]


def test_a_known_number_with_another_name_is_asked_back(database, district):
    with database.write() as tx:
        make_member(tx, organization=district.branch, name="周国栋", id_number=ZHOU)
    assert only(check(database, [HEAD, ["周国梁", ZHOU, "D-branch"]])).reason == "name_differs"


def test_a_person_on_record_elsewhere_is_not_taken_over_by_a_roster(database, district):
    with database.write() as tx:
        make_member(tx, organization=district.village_branch, name="周国栋", id_number=ZHOU)
    rows = [HEAD, ["周国栋", ZHOU, "D-branch"]]
    assert only(check(database, rows, district.actors["street"])).reason == "known_elsewhere"


def test_a_roster_never_moves_a_member_and_says_that_the_units_differ(database, district):
    with database.write() as tx:
        member = make_member(tx, organization=district.village_branch, name="周国栋", id_number=ZHOU)
    rows = [[*HEAD, "工作单位"], ["周国栋", ZHOU, "D-branch", "甲厂"]]
    row = only(check(database, rows, district.actors["department"]))
    assert (row.action, row.warnings) == ("accept", ("organization_differs",))
    apply(database, rows, district.actors["department"])
    with database.read() as tx:
        held = tx.session.scalars(select(MemberRelation.organization_id).where(MemberRelation.member_id == member.id))
        assert set(held) == {district.village_branch.id}


@pytest.mark.slow
def test_a_thousand_rows_are_checked_in_few_statements(sqlite_database):
    with sqlite_database.write() as tx:
        make_district(tx)
    numbers = [make_id_number(serial=n % 1000, born=f"19{60 + n // 1000}0115") for n in range(1200)]
    rows = [HEAD, *(["周国栋", number, "望潮社区第一党支部"] for number in numbers)]
    with counted_statements(sqlite_database) as sent:
        assert {row.action for row in check(sqlite_database, rows)} == {"accept"}
    assert len(sent) < 20
    assert {action for _, action, _ in apply(sqlite_database, rows)} == {"created"}


@pytest.mark.slow
def test_ten_thousand_rows_are_checked_well_under_half_a_minute(sqlite_database):
    with sqlite_database.write() as tx:
        make_district(tx)
    numbers = [make_id_number(serial=n % 1000, born=f"19{60 + n // 1000}0115") for n in range(10_000)]
    content = workbook({1: HEAD} | {n: ["周国栋", number, "D-branch"] for n, number in enumerate(numbers, start=2)})
    began = time.process_time()
    assert {row.action for row in check(sqlite_database, content)} == {"accept"}
    assert time.process_time() - began < 15
