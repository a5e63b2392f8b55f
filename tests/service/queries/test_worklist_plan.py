"""The worklist at 10,000 cases: an index range per box, no row read that is not shown, at every level of the tree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

from service.app import create_app
from service.db import Database
from service.models import Case
from service.queries.worklist import BOXES
from tests.benchmark.fill import LEVELS, fill, organization_at
from tests.benchmark.speakers import token_at
from tests.driving import Driver

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

Sent = list[tuple[tuple[str, ...], str, Any]]
KINDS = [kind for kind, _, _ in LEVELS]
PAGE = 4
PARTIES = 6


class Desks:
    """The API over 10,000 cases, with a person at a desk of each level."""

    def __init__(self, driver: Driver) -> None:
        self.database = driver.database
        number = driver.drive_to("street_review")
        with self.database.read() as tx:
            template = tx.session.scalars(select(Case.id).where(Case.number == number)).one()
        fill(self.database.engine, template, 10_000)
        with self.database.engine.begin() as connection:  # as in use: not every page is known to be seen by all
            connection.exec_driver_sql("UPDATE case_parties SET has_acted = true WHERE mod(case_id, 10) = 0")
            connection.exec_driver_sql("ANALYZE case_parties")
        self.tokens = {kind: token_at(self.database, kind, organization_at(kind)) for kind in KINDS}
        self.client = create_app(driver.config, self.database).test_client()

    def page(self, kind: str, box: str, limit: int, cursor: str | None = None) -> tuple[dict[str, Any], Sent]:
        """A page of a box, and the statements about cases that it took."""
        with sent_to(self.database) as sent:
            answer = self.client.get(
                "/api/v1/worklist",
                query_string={"box": box, "limit": limit, **({"cursor": cursor} if cursor else {})},
                headers={"Authorization": f"Bearer {self.tokens[kind]}"},
            )
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = json.loads(answer.data)
        return page, [row for row in sent if "case_parties" in row[1]]

    def plan(self, settings: tuple[str, ...], statement: str, values: Any) -> list[dict[str, Any]]:
        """The nodes of the plan of a statement, under the settings with which it was sent."""
        with self.database.engine.connect() as connection:
            for setting in settings:
                connection.exec_driver_sql(setting)
            explained = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values).scalar_one()
        plan = explained if isinstance(explained, list) else json.loads(explained)
        return list(nodes(plan[0]["Plan"]))


@contextmanager
def sent_to(database: Database) -> Iterator[Sent]:
    sent: Sent = []
    settings: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.startswith("SET LOCAL"):
            settings.append(statement)
        sent.append((tuple(settings), statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def rows_read(plan: list[dict[str, Any]], table: str) -> float:
    """What the scans of a table met, shown or thrown away."""
    met = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    scans = [node for node in plan if node.get("Relation Name") == table]
    assert scans
    return float(sum(node["Actual Loops"] * sum(node.get(name, 0) for name in met) for node in scans))


@pytest.fixture
def desks(postgres_driver):
    return Desks(postgres_driver)


def test_every_box_at_every_level_is_an_index_range(desks):
    for kind in KINDS:
        for box in BOXES:
            first, sent = desks.page(kind, box, PAGE)
            assert len(first["data"]) == PAGE, (kind, box)
            assert first["next_cursor"], (kind, box)
            check_plans(desks, sent, PAGE, (kind, box, "first"))
            following, sent = desks.page(kind, box, PAGE, first["next_cursor"])
            assert {case["number"] for case in following["data"]}.isdisjoint(case["number"] for case in first["data"])
            assert following["data"], (kind, box)
            check_plans(desks, sent, PAGE, (kind, box, "next"))


def check_plans(desks: Desks, sent: Sent, limit: int, where: tuple[str, ...]) -> None:
    listing, details = sent
    plan = desks.plan(*listing)
    assert rows_read(plan, "case_parties") <= limit + 1, where
    assert not [node["Node Type"] for node in plan if "Sort" in node["Node Type"]], where
    assert rows_read(desks.plan(*details), "case_parties") <= PARTIES * limit, where
    for statement in sent:
        scanned = [n["Relation Name"] for n in desks.plan(*statement) if n["Node Type"] == "Seq Scan"]
        assert not {"cases", "case_parties"} & set(scanned), where


def test_the_largest_page_takes_no_more_statements_than_the_smallest(desks):
    for kind in KINDS:
        small, large = desks.page(kind, "mine", 1), desks.page(kind, "mine", 100)
        assert len(small[1]) == len(large[1]) == 2
        check_plans(desks, large[1], len(large[0]["data"]), (kind, "mine", "all"))
