"""A roster to committed rows, against reading it, validating it and inserting the same rows, each alone."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import xlsxwriter
from sqlalchemy import insert, select

from service import installation
from service.config import Config
from service.db import Database, Result
from service.intake.members import apply_members
from service.intake.roster_columns import Roster, read_roster_file
from service.intake.roster_lines import persons_of
from service.models import Member, MemberRelation
from service.permissions import THE_OPERATOR
from tests.benchmark.figures import Figure, ratio
from tests.benchmark.ground import Ground
from tests.builders import make_district, make_id_number

ROWS, QUICK_ROWS = 100_000, 4_000
QUICK_ROUNDS = 3
_HEAD = [
    "姓名",
    "性别",
    "民族",
    "公民身份号码",
    "入党时间",
    "转正时间",
    "党费交至",
    "所在党支部",
    "工作单位",
    "联系电话",
]
_PIECE = 500


def measure(ground: Ground) -> list[Figure]:
    """One round of 100,000 rows, or three of 4,000; both sides on new databases."""
    count, rounds = (QUICK_ROWS, QUICK_ROUNDS) if ground.quick else (ROWS, 1)
    content = roster(count)
    whole, alone, parts = [], [], []
    for number in range(rounds):
        seconds, rows = _imported(ground, f"import-{number}", content)
        apart = _alone(ground, f"insert-{number}", content, rows)
        whole.append(seconds)
        alone.append(sum(apart))
        parts.append("read {:.1f}, validate {:.1f}, insert {:.1f} s".format(*apart))
    words = f"{count:,} rows: {{:.1f}} s, {{:.1f}} s alone ({parts[-1]})"
    return [ratio("import / its parts", 3, whole, alone, words, at_most=True)]


def roster(count: int) -> bytes:
    """A workbook of so many persons of one branch, each with a valid ID number of their own."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, _HEAD)
        for number in range(count):
            born = f"{1940 + number // 1000 % 60}{number // 60_000 + 1:02}15"
            identity = make_id_number(serial=number % 1000, born=born)
            cells = [
                "周国栋", "", "汉族", identity, "1998.07", "1999年7月", "2026-11", "望潮社区第一党支部",
                f"盛达建材有限公司{number % 500}", f"139{number:08}",
            ]  # fmt: skip
            for column, text in enumerate(cells):
                sheet.write_string(number + 1, column, text)
    return file.getvalue()


def _imported(ground: Ground, name: str, content: bytes) -> tuple[float, tuple[list[Any], list[Any]]]:
    """The seconds, and the rows that stand in the database afterwards."""

    def run(database: Database) -> tuple[float, tuple[list[Any], list[Any]]]:
        began = time.monotonic()
        results = apply_members(database, THE_OPERATOR, read_roster_file(content))
        seconds = time.monotonic() - began
        refused = [result for result in results if result.action != "created"]
        if refused:
            raise RuntimeError(f"{len(refused)} rows were not created, the first: {refused[0]}")
        with database.read() as tx:
            members = tx.session.execute(select(*Member.__table__.columns)).mappings().all()
            relations = tx.session.execute(select(*MemberRelation.__table__.columns)).mappings().all()
        return seconds, ([dict(row) for row in members], [dict(row) for row in relations])

    return _on_a_desk(ground, name, run)


def _alone(ground: Ground, name: str, content: bytes, rows: tuple[list[Any], list[Any]]) -> tuple[float, float, float]:
    began = time.monotonic()
    roster = read_roster_file(content)
    read = time.monotonic()
    _validate(roster)
    validated = time.monotonic()
    return read - began, validated - read, _on_a_desk(ground, name, lambda database: _insert(database, *rows))


def _validate(roster: Roster) -> None:
    if any(line.refusals or line.asks for line in persons_of(roster)):
        raise RuntimeError("a row was not valid")


def _insert(database: Database, members: list[Any], relations: list[Any]) -> float:
    began = time.monotonic()
    for model, rows in ((Member, members), (MemberRelation, relations)):
        for start in range(0, len(rows), _PIECE):
            piece = rows[start : start + _PIECE]
            database.transact(lambda tx, model=model, piece=piece: tx.session.execute(insert(model), piece))  # type: ignore[misc]
    return time.monotonic() - began


def _on_a_desk(ground: Ground, name: str, run: Callable[[Database], Result]) -> Result:
    url = ground.server.create_database()
    config = Config.from_environment(
        {"TRANSFER_DESK_HOME": str(ground.folder / name), "TRANSFER_DESK_DATABASE_URL": url}
    )
    installation.create(config, "test")
    database = installation.open_database(config)
    try:
        database.transact(make_district)
        return run(database)
    finally:
        database.close()
        ground.server.drop_database(url)
