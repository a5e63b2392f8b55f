"""A hundred thousand rows leave the house in the memory of a few."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import text

from service.casework.tokens import create_token
from service.permissions import THE_OPERATOR
from tests.house.source import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
ROWS = 100_000
MIB_MORE = 100

_MEMBERS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :more)
INSERT INTO members (id, name, name_initials, member_status, joined_on, employer, created_at, version)
SELECT printf('%032d', i), '林某' || i, 'lm', 'full', '1998-07', '=1+' || i, one.created_at, 1
FROM n, (SELECT created_at FROM members LIMIT 1) AS one
"""
_RELATIONS = """
INSERT INTO member_relations (member_id, relation, organization_id, since)
SELECT members.id, held.relation, held.organization_id, held.since
FROM members, (SELECT DISTINCT relation, organization_id, since FROM member_relations) AS held
WHERE members.id NOT IN (SELECT member_id FROM member_relations)
"""


@pytest.fixture
def crowd(sqlite_driver):
    """The home of a district with as many members as an export takes, and the token of their secretary."""
    sqlite_driver.member()
    with sqlite_driver.database.engine.begin() as connection:
        connection.execute(text(_MEMBERS), {"more": ROWS - 1})
        connection.execute(text(_RELATIONS))
    made = sqlite_driver.database.transact(lambda tx: create_token(tx, THE_OPERATOR, name="branch"))
    return str(sqlite_driver.config.home), made[1]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_list(crowd, kind):
    done = subprocess.run(
        [sys.executable, "-m", "tests.service.exports.taking", *crowd, kind],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["rows"] == ROWS
    assert told["bytes"] > ROWS
    assert told["peak"] - told["before"] < MIB_MORE, told
