"""Any number of cases within seconds: one real case, copied by INSERT…SELECT over a tree of generated organizations.

Every city has 10,000 cases, so a desk is as large among a million cases as among ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

from service.models.base import Base
from service.triggers import names_and_tables

CASES_PER_CITY = 10_000
FIRST_CASE = 1_000_001
FIRST_ORGANIZATION, PER_CITY = 100_000, 1_000
LEVELS = (  # kind, its first place within the city, how many below each one of the level above
    ("city", 0, 1),
    ("department", 1, 4),
    ("street_committee", 5, 5),
    ("community", 25, 10),
    ("branch", 225, 2),
)
_TABLES = (
    "organizations", "members", "member_relations", "letters", "cases", "case_parties", "case_clocks", "history_lines",
)  # fmt: skip
_MANY = 100_000

_PLACES = f"""
CREATE TEMP TABLE places AS
SELECT {FIRST_CASE} + n AS case_id, k, lpad(({FIRST_CASE} + n)::text, 32, '0') AS member_id,
       top AS outflow_department, top + 1 + branch / 100 AS department, top + 5 + branch / 20 AS outflow_committee,
       top + 225 + branch AS outflow, top + 25 + community AS receiving, top + 5 + community / 10 AS street,
       CASE WHEN mod(n, 20) > 0 THEN CURRENT_DATE - 20 + mod(n * 37, 90) END AS due_on
FROM (SELECT n, n / %(cities)s AS k, {FIRST_ORGANIZATION} + mod(n, %(cities)s) * {PER_CITY} AS top,
             mod(n / %(cities)s, 400) AS branch, mod(n / %(cities)s * 7 + n / %(cities)s / 400, 200) AS community
      FROM generate_series(0, %(count)s - 1) AS n) AS numbered
"""  # noqa: S608 - numbers written above
_UNITS = """
INSERT INTO organizations (id, code, code_scheme, kind, name, short_name, party_name, party_name_confirmed, initials,
                           parent_id, path, may_issue_letters, branch_desk_id, committee_desk_id, department_desk_id,
                           superior_desk_id)
SELECT id, 'B' || id, 'local', '{kind}', '第' || id || '组织', '第' || id, '中共第' || id || '组织委员会', true, 'dzz',
       parent_id, path || id || '/', {issues}, id, id, id, coalesce(parent_id, id)
FROM ({rows}) AS placed
"""
_ROOTS = f"""
SELECT {FIRST_ORGANIZATION} + city * {PER_CITY} AS id, NULL::bigint AS parent_id, '/' AS path
FROM generate_series(0, {{cities}} - 1) AS city
"""  # noqa: S608 - the same
_BELOW = f"""
SELECT above.id - mod(above.id, {PER_CITY}) + {{first}} + (mod(above.id, {PER_CITY}) - {{first_above}}) * {{each}} + nth
       AS id,
       above.id AS parent_id, above.path
FROM organizations AS above, generate_series(0, {{each}} - 1) AS nth
WHERE above.id >= {FIRST_ORGANIZATION} AND above.kind = '{{kind_above}}'
"""  # noqa: S608 - the same
_ORGANIZATION = """CASE t.party
    WHEN 'outflow' THEN places.outflow WHEN 'outflow_committee' THEN places.outflow_committee
    WHEN 'street' THEN places.street WHEN 'receiving' THEN places.receiving
    WHEN 'department' THEN places.department ELSE places.outflow_department END"""
_NTH = "(k / 400 + ascii(substr(t.party, length(t.party) - 1, 1)))"


def fill(engine: Engine, template: int, count: int, *, version: int = 4, lines: int = 4) -> None:
    """Copy the case with the key `template` `count` times; each copy has only the last line of its history.

    `version` and `lines` are the version and the number of lines that every copy says it has.
    """
    cities = -(-count // CASES_PER_CITY)
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
        connection.exec_driver_sql(_PLACES, {"cities": cities, "count": count})
        with _silent(connection), _without_indexes(connection, only_if=count > _MANY):
            _plant(connection, cities)
            for table, changes in _changes(version, lines).items():
                _copy(connection, table, template, changes)
        connection.exec_driver_sql("DROP TABLE places")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in _TABLES:
            connection.exec_driver_sql(f"VACUUM ANALYZE {table}")


def organization_at(kind: str, city: int = 0) -> int:
    """The key of the first organization of this kind in a city."""
    return FIRST_ORGANIZATION + city * PER_CITY + next(first for name, first, _ in LEVELS if name == kind)


def _plant(connection: Connection, cities: int) -> None:
    above = ("", 0)
    for kind, first, each in LEVELS:
        values = {"first": first, "each": each, "cities": cities, "kind_above": above[0], "first_above": above[1]}
        rows = (_BELOW if above[0] else _ROOTS).format(**values)
        issues = str(kind in ("street_committee", "department")).lower()
        connection.exec_driver_sql(_UNITS.format(kind=kind, issues=issues, rows=rows))
        above = (kind, first)


def _changes(version: int, lines: int) -> dict[str, dict[str, str]]:
    """What is another in every copy: table, column, SQL."""
    boxes = {
        "in_mine": f"mod({_NTH}, 3) = 0",
        "in_waiting": f"mod({_NTH}, 3) > 0",
        "in_opened": f"mod({_NTH}, 2) = 0",
        "in_done": f"mod({_NTH}, 3) = 1",
        "in_copied": f"mod({_NTH}, 3) = 2",
    }
    key, hashed = "places.case_id", "md5(places.case_id::text) || md5(places.member_id)"
    return {
        "members": {
            "id": "places.member_id", "id_number_index": "NULL", "id_last4_index": "md5(places.member_id)",
            "phone_index": "md5(places.member_id)",
        },
        "member_relations": {
            "id": f"{key} * 2 + (t.relation = 'affiliation')::int", "member_id": "places.member_id",
            "organization_id": "places.outflow", "case_id": "NULL",
        },
        "letters": {
            "id": key, "case_id": key, "issuer_id": "places.outflow_committee",
            "number": f"t.number || {key}", "normal_number": f"t.normal_number || {key}",
            "code": f"lpad({key}::text, 12, '0')",
        },
        "cases": {
            "id": key, "number": f"'ZJ-2026-' || {key}", "member_id": "places.member_id", "letter_id": key,
            "opened_by_id": "places.outflow", "holder_id": "places.street", "receiving_id": "places.receiving",
            "handler_id": "NULL", "due_on": "places.due_on", "version": f"{version}", "history_count": f"{lines}",
            "history_head": hashed,
        },
        "case_parties": {
            "case_id": key, "organization_id": _ORGANIZATION, "desk_id": _ORGANIZATION, "may_read": "true",
            "sort_on": "coalesce(places.due_on, DATE '9999-12-31')", **boxes,
        },
        "case_clocks": {
            "case_id": key, "holder_id": "places.street", "responsible_id": "places.outflow",
            "opener_id": "places.outflow", "superior_id": "places.department", "conference_id": "places.street",
        },
        "history_lines": {
            "case_id": key, "seq": f"{lines}", "hash": hashed, "organization_id": "places.street",
            "body": "'{}'",
        },
    }  # fmt: skip


def _copy(connection: Connection, table: str, template: int, changes: dict[str, str]) -> None:
    columns = [column.name for column in Base.metadata.tables[table].columns]
    values = ", ".join(changes.get(name, f"t.{name}") for name in columns)
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} AS t CROSS JOIN places "  # noqa: S608
        f"WHERE {_which(table)}",
        {"template": template},
    )


def _which(table: str) -> str:
    the_case = "(SELECT {} FROM cases WHERE id = %(template)s)"
    return {
        "members": f"t.id = {the_case.format('member_id')}",
        "member_relations": f"t.until IS NULL AND t.member_id = {the_case.format('member_id')}",
        "letters": f"t.id = {the_case.format('letter_id')}",
        "cases": "t.id = %(template)s",
        "history_lines": f"t.case_id = %(template)s AND t.seq = {the_case.format('history_count')}",
    }.get(table, "t.case_id = %(template)s")


@contextmanager
def _silent(connection: Connection) -> Iterator[None]:
    """Nothing is checked meanwhile; afterwards every rule is in force as before."""
    for table in _TABLES:
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    yield
    for table in _TABLES:
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    for name, table in names_and_tables("postgresql"):
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


@contextmanager
def _without_indexes(connection: Connection, *, only_if: bool) -> Iterator[None]:
    """Indexes are made faster at once than row by row."""
    found: list[Any] = []
    if only_if:
        query = """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
                   WHERE indrelid = ANY(%(tables)s::regclass[])
                   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"""
        found = list(connection.exec_driver_sql(query, {"tables": list(_TABLES[1:])}))
    for name, _ in found:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _, definition in found:
        connection.exec_driver_sql(definition)
