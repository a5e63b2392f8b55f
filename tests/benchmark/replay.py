"""The statements of two steps, taken down while the application sends them, as a script for pgbench."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, event

from service.app import create_app
from tests.benchmark.ground import Desk
from tests.benchmark.ping_pong import KEY, LINES, VERSION, body_of, path_of

_READ_ONLY = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_CASES = "\\set case {first} + :client_id * 1000 + random(0, 15)"
_COUNTED = "\\set next_version :version + 1\n\\set seq :history_count + 1"
_HASH = re.compile(r"'([0-9a-f]{64})'::VARCHAR, '([0-9a-f]{64})'")


def script(desk: Desk, token: str, case: tuple[int, str], first: int) -> tuple[str, int]:
    """Two steps of whichever case, and how many statements they are. pgbench takes cases from the key `first` on."""
    client = create_app(desk.config, desk.database).test_client()
    lines: list[str] = [_CASES.format(first=first)]
    count = 0
    for nth in range(2):
        with _taken_down(desk) as sent:
            answer = client.post(
                path_of(case[1], nth),
                data=body_of(nth),
                headers={
                    "Authorization": f"Bearer {token}",
                    "Content-Type": "application/json",
                    "If-Match": str(VERSION + nth),
                    "Idempotency-Key": KEY + str(nth),
                },
            )
        if answer.status_code != 200:
            raise RuntimeError(answer.text)
        count += len(sent)
        lines += [_for_any_case(statement, case[0], nth) for statement in sent]
    return "\n".join(lines) + "\n", count


@contextmanager
def _taken_down(desk: Desk) -> Iterator[list[str]]:
    sent: list[str] = []
    engine = desk.database.engine

    def execute(
        connection: Connection, _cursor: object, statement: str, values: Any, _context: object, many: bool
    ) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        cursor = psycopg.ClientCursor(raw)
        sent.extend(cursor.mogrify(statement, one) for one in (values if many else [values]))

    def begin(connection: Connection) -> None:
        sent.append(_READ_ONLY if connection.get_execution_options().get("readonly") else "BEGIN")

    listeners: list[tuple[str, Callable[..., None]]] = [
        ("before_cursor_execute", execute),
        ("begin", begin),
        ("commit", lambda _connection: sent.append("COMMIT")),
        ("rollback", lambda _connection: sent.append("ROLLBACK")),
    ]
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield sent
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


def _for_any_case(statement: str, case: int, nth: int) -> str:
    """What stands there for this case becomes a variable; the row that is locked says the rest."""
    hashes = _HASH.search(statement) if "INSERT INTO history_lines" in statement else None
    replaced = {
        str(case): ":case",
        str(VERSION + nth): ":version",
        str(VERSION + nth + 1): ":next_version",
        str(LINES + nth): ":history_count",
        str(LINES + nth + 1): ":seq",
        KEY + str(nth): "r-:case-:seq",
    }
    if hashes is not None:
        replaced |= {hashes[1]: ":history_head"}
    for found, variable in replaced.items():
        statement = re.sub(f"(?<!:){found}", variable, statement)
    if hashes is not None:
        statement = statement.replace(hashes[2], "b" * 40 + ":seq")
    if statement.startswith("UPDATE cases"):
        statement = re.sub("history_head='[0-9a-f]{64}'", "history_head='" + "b" * 40 + ":seq'", statement)
    if "FOR UPDATE" in statement:
        return statement + " \\aset\n" + _COUNTED
    return statement + ";"
