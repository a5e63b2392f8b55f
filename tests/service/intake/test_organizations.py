"""Tables of organizations: the real one goes in as it is and again without effect; faulty ones go in not at all."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

import service
from service.casework.organizations import confirm_party_names
from service.errors import ValidationFailed
from service.intake.organization_lines import read_lines
from service.intake.organizations import import_organizations
from service.intake.tables import read_table
from service.models import Organization
from service.permissions import THE_OPERATOR
from service.queries.organizations import organization_with_code
from tests.builders import make_district, make_organization
from tests.driving import counted_statements
from tests.service.intake.sheets import table, workbook

SAMPLE = (Path(service.__file__).parent / "data" / "organizations-dadukou.csv").read_bytes()
HEAD = ["code", "parent_code", "kind", "name"]


def take_in(database, content, actor=THE_OPERATOR, **options):
    lines = read_lines(read_table(content))
    return database.transact(lambda tx: import_organizations(tx, actor, lines, **options))


def counted(result):
    return dict(Counter(row.action for row in result.rows))


def rejected(result):
    return [(row.row, row.reason) for row in result.rejected]


def number_of_organizations(database):
    with database.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(Organization))


def test_the_administrative_table_goes_in_as_it_is(database):
    result = take_in(database, SAMPLE)
    assert (result.applied, counted(result)) == (True, {"created": 108})
    assert (result.rows[0].row, result.rows[-1].row) == (2, 109)
    with database.read() as tx:
        kinds = Counter(tx.session.scalars(select(Organization.kind)))
        assert kinds == {
            "province": 1, "city": 1, "department": 1, "street_committee": 5, "town_committee": 3, "community": 66,
            "village": 31,
        }  # fmt: skip
        assert set(tx.session.scalars(select(Organization.code_scheme))) == {"stats2023"}


def test_its_party_names_are_proposed_and_unconfirmed(database):
    take_in(database, SAMPLE)
    with database.read() as tx:
        names = {
            code: organization_with_code(tx, code) for code in ("500104001", "500104101", "500104", "500104001001")
        }
        assert {code: unit.party_name for code, unit in names.items()} == {
            "500104001": "中共重庆市大渡口区新山村街道工作委员会",
            "500104101": "中共重庆市大渡口区八桥镇委员会",
            "500104": "中共重庆市大渡口区委组织部",
            "500104001001": None,
        }
        assert not any(unit.party_name_confirmed for unit in names.values())
        assert names["500104001"].title == "新山村街道"
        assert names["500104001001"].path.startswith(names["500104001"].path)


def test_a_second_import_of_the_same_table_changes_nothing(database):
    take_in(database, SAMPLE)
    database.transact(lambda tx: confirm_party_names(tx, THE_OPERATOR, {"500104001": "中共新山村街道工委"}))
    result = take_in(database, SAMPLE)
    assert (result.applied, counted(result)) == (True, {"unchanged": 108})
    with database.read() as tx:
        assert organization_with_code(tx, "500104001").party_name == "中共新山村街道工委"


def test_a_check_writes_nothing(database):
    result = take_in(database, SAMPLE, check_only=True)
    assert (result.applied, counted(result)) == (False, {"created": 108})
    assert number_of_organizations(database) == 0


def test_the_own_columns_go_in_from_a_workbook_in_any_order_of_rows(database):
    rows = {
        1: ["name", "kind", "code", "parent_code", "party_name", "valid_from", "may_issue_letters"],
        2: ["第一党支部", "branch", "B1", "C1", "中共望潮社区第一支部委员会", "2019.07.01", ""],
        3: ["望潮社区", "community", "C1", "S1", "", "", ""],
        5: ["梧桐街道", "street_committee", "S1", "", "", "", "否"],
    }
    assert counted(take_in(database, workbook(rows))) == {"created": 3}
    with database.read() as tx:
        branch, street = organization_with_code(tx, "B1"), organization_with_code(tx, "S1")
        assert branch.path == f"/{street.id}/{branch.parent_id}/{branch.id}/"
        assert (branch.party_name_confirmed, str(branch.valid_from), branch.code_scheme) == (
            True,
            "2019-07-01",
            "local",
        )
        assert not street.may_issue_letters


def test_codes_that_a_workbook_holds_as_numbers_are_read_as_codes(database):
    take_in(database, workbook({1: HEAD, 2: [500104001001, "", "community", "平安社区"]}))
    with database.read() as tx:
        assert organization_with_code(tx, "500104001001").name == "平安社区"


def test_a_name_that_is_a_party_organizations_is_proposed_as_it_stands(database):
    take_in(database, table([HEAD, ["B1", "", "branch", "望潮社区第一党支部"], ["C1", "", "community", "望潮社区"]]))
    with database.read() as tx:
        branch = organization_with_code(tx, "B1")
        assert (branch.party_name, branch.party_name_confirmed) == ("望潮社区第一党支部", False)
        assert organization_with_code(tx, "C1").party_name is None


def test_a_changed_row_updates_and_a_moved_one_takes_its_units_along(database):
    rows = [HEAD, ["S1", "", "street_committee", "甲街道"], ["S2", "", "street_committee", "乙街道"],
            ["C1", "S1", "community", "丙社区"], ["B1", "C1", "branch", "丁支部"]]  # fmt: skip
    take_in(database, table(rows))
    rows[3] = ["C1", "S2", "community", "丙新社区"]
    result = take_in(database, table(rows))
    assert [row.action for row in result.rows] == ["unchanged", "unchanged", "updated", "unchanged"]
    with database.read() as tx:
        assert organization_with_code(tx, "B1").path.startswith(organization_with_code(tx, "S2").path)
        assert organization_with_code(tx, "C1").name == "丙新社区"


def test_what_a_row_leaves_empty_stays_as_it_is(database):
    take_in(database, table([[*HEAD, "covers"], ["C1", "", "community", "丙社区", "建设路"]]))
    assert counted(take_in(database, table([[*HEAD, "covers"], ["C1", "", "community", "丙社区", ""]]))) == {
        "unchanged": 1
    }


def test_two_units_may_change_places(database):
    rows = [HEAD, ["A", "", "street_committee", "甲"], ["B", "A", "community", "乙"], ["C", "B", "branch", "丙"]]
    take_in(database, table(rows))
    swapped = [HEAD, ["B", "C", "community", "乙"], ["C", "A", "branch", "丙"]]
    assert counted(take_in(database, table(swapped))) == {"updated": 2}
    with database.read() as tx:
        a, b, c = (organization_with_code(tx, code) for code in "ABC")
        assert (c.path, b.path) == (f"/{a.id}/{c.id}/", f"/{a.id}/{c.id}/{b.id}/")


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["A", "nowhere", "branch", "甲"]], (2, "unknown_parent")),
        ([["A", "", "branch", "甲"], ["A", "", "branch", "乙"]], (3, "duplicate_code")),
        ([["A", "", "king", "甲"]], (2, "not_a_choice")),
        ([["", "", "branch", "甲"]], (2, "required")),
        ([["A", "", "branch", "x" * 121]], (2, "too_long")),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_written(database, rows, fault):
    result = take_in(database, table([HEAD, *rows, ["Z", "", "branch", "好支部"]]))
    assert rejected(result) == [fault]
    assert counted(result) == {"rejected": len(rows) + 1}
    assert result.rows[-1].reason == "other_rows_rejected"
    assert not result.applied
    assert number_of_organizations(database) == 0


def test_a_circle_in_the_file_is_refused_on_each_of_its_rows(database):
    rows = [["A", "B", "branch", "甲"], ["B", "A", "branch", "乙"], ["C", "B", "branch", "丙"]]
    assert rejected(take_in(database, table([HEAD, *rows]))) == [(2, "circle"), (3, "circle")]


def test_a_circle_that_closes_over_what_is_on_record_is_refused(database):
    take_in(
        database, table([HEAD, ["A", "", "community", "甲"], ["B", "A", "branch", "乙"], ["C", "B", "group", "丙"]])
    )
    assert rejected(take_in(database, table([HEAD, ["A", "C", "community", "甲"]]))) == [(2, "circle")]


def test_a_code_known_under_another_scheme_is_refused(database):
    with database.write() as tx:
        make_organization(tx, kind="street_committee", code="500104001")
    result = take_in(database, SAMPLE)
    assert rejected(result) == [(5, "code_of_other_scheme")]
    assert result.rejected[0].refusals[0].values["scheme"] == "local"


@pytest.mark.parametrize("missing", HEAD)
def test_a_missing_column_is_named(missing):
    names = [name for name in HEAD if name != missing]
    with pytest.raises(ValidationFailed) as caught:
        read_lines(read_table(table([names, ["1"] * 3])))
    assert [(r.code, r.values["column"]) for r in caught.value.refusals] == [("missing_column", missing)]


def test_an_empty_file_misses_every_column():
    with pytest.raises(ValidationFailed) as caught:
        read_lines([])
    assert len(caught.value.refusals) == len(HEAD)


def test_a_unit_inside_does_not_become_one_outside(database):
    take_in(database, table([HEAD, ["A", "", "branch", "甲"]]))
    assert rejected(take_in(database, table([HEAD, ["A", "", "external", "甲"]]))) == [(2, "kind_is_fixed")]


def test_a_department_writes_below_itself_only(database):
    with database.write() as tx:
        district = make_district(tx)
    officer = district.actors["department"]
    assert take_in(
        database, table([HEAD, ["N1", "D-community", "branch", "甲"], ["N2", "N1", "group", "乙"]]), officer
    ).applied
    beside = take_in(
        database, table([HEAD, ["N3", "D-far_community", "branch", "甲"], ["N4", "N3", "group", "乙"]]), officer
    )
    assert rejected(beside) == [(2, "not_permitted"), (3, "not_permitted")]
    root = take_in(database, table([HEAD, ["N5", "", "branch", "甲"]]), officer)
    assert rejected(root) == [(2, "not_permitted")]
    assert take_in(database, table([HEAD, ["N6", "", "external", "远方委员会"]]), officer).applied


def test_new_units_find_their_desk_at_once(database):
    with database.write() as tx:
        make_district(tx)
    take_in(database, table([HEAD, ["N1", "D-community", "branch", "甲"]]))
    with database.read() as tx:
        assert organization_with_code(tx, "N1").branch_desk_id == organization_with_code(tx, "D-street").id


@pytest.mark.postgres
def test_a_table_of_thousands_takes_few_statements(postgres_database):
    rows = [
        HEAD,
        ["S", "", "street_committee", "街"],
        *([f"C{n:05d}", "S", "community", f"社区{n}"] for n in range(3000)),
    ]
    with counted_statements(postgres_database) as statements:
        take_in(postgres_database, table(rows))
    assert len(statements) < 60
