"""The sweep that raises alerts, against the bare INSERT…SELECT of the same rows."""

from __future__ import annotations

import time

from sqlalchemy import text

from service import clock
from service.alerts.sweep import raise_alerts
from service.db import Database
from tests.benchmark.figures import ROUNDS, Figure, ratio
from tests.benchmark.ground import Ground

_WORDS = "{:.2f} s for the sweep, {:.2f} s for the bare statement"
_ANEW = """
UPDATE case_clocks SET turn = turn + 1, reminder_on = NULL, overdue_on = CURRENT_DATE - 1, escalated_on = NULL,
                       conference_on = NULL
WHERE running AND case_id IN (SELECT id FROM cases ORDER BY id DESC LIMIT :count)
"""
_NOT_COPIED = "UPDATE case_parties SET in_copied = false WHERE in_copied"
_BARE = """
INSERT INTO alerts (case_id, clock, turn, rung, recipient_id, due_on, raised_at, mailed_out)
SELECT case_id, name, turn, 'overdue', recipient, due_on, now(), false
FROM case_clocks CROSS JOIN LATERAL (
    SELECT holder_id UNION SELECT responsible_id UNION SELECT opener_id
) AS told (recipient)
WHERE running AND overdue_on <= CURRENT_DATE AND recipient IS NOT NULL
ON CONFLICT DO NOTHING
"""


def measure(ground: Ground) -> list[Figure]:
    """The rung "overdue", of which holder, responsible unit and opener hear; in turn, on new turns of the clocks."""
    count = 2_000 if ground.quick else 5_000
    swept, bare = [], []
    with ground.desk("sweep", 10_000) as desk:
        for _ in range(ROUNDS):
            _wind(desk.database, count)
            before = _alerts(desk.database)
            began = time.perf_counter()
            raised = raise_alerts(desk.database, clock.now())
            swept.append(time.perf_counter() - began)
            _wind(desk.database, count)
            began = time.perf_counter()
            with desk.database.write() as tx:
                tx.session.execute(text(_BARE))
            bare.append(time.perf_counter() - began)
            both = _alerts(desk.database) - before
            if both != 2 * raised:
                raise RuntimeError(f"not the same rows: {raised} raised, {both - raised} inserted")
    return [ratio(f"sweep of {raised:,} alerts / bare INSERT", 2, swept, bare, _WORDS, at_most=True)]


def _wind(database: Database, count: int) -> None:
    with database.write() as tx:
        tx.session.execute(text(_ANEW), {"count": count})
        tx.session.execute(text(_NOT_COPIED))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("case_clocks", "case_parties", "alerts"):
            connection.exec_driver_sql(f"VACUUM ANALYZE {table}")


def _alerts(database: Database) -> int:
    with database.read() as tx:
        return int(tx.session.execute(text("SELECT count(*) FROM alerts")).scalar_one())
