import sqlite3
from contextlib import closing, suppress
from itertools import chain

import pytest
from sqlalchemy import Engine, exc, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from service import triggers
from service.models import (
    AccessLine,
    Alert,
    BatchStrike,
    Case,
    CaseLink,
    Certificate,
    DuplicateDecision,
    HistoryLine,
    Letter,
    LimitChange,
    Post,
)
from tests.migrations.attacks import ANYWHERE, POSTGRES_ONLY, SQLITE_ONLY, UNLINED_CASE
from tests.migrations.rows import DAY, add_case, add_letter, alert, fill, line, step

# These three refer to each other, so that emptying one would empty the others and is refused by any of the rules.
TRUNCATED_TOGETHER = {(f"{table}_no_truncate", table) for table in ("history_lines", "cases", "letters")}

postgres = pytest.mark.postgres


WATCHED = (
    HistoryLine, Case, Letter, Post, Alert, AccessLine, LimitChange, DuplicateDecision, CaseLink, BatchStrike,
    Certificate,
)  # fmt: skip


@pytest.fixture
def filled(database):
    """A database with the rows of `fill`."""
    with database.engine.begin() as connection:
        fill(connection)
    return database


def attack_as_program(engine: Engine, statements: str) -> None:
    """What a mistake of the program could do."""
    with engine.begin() as connection:
        for statement in statements.split(";"):
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def attack_as_replica(engine: Engine, statements: str) -> None:
    """What a database administrator could do in the mode that silences ordinary triggers."""
    attack_as_program(engine, f"SET LOCAL session_replication_role = replica;{statements}")


def attack_as_stranger(engine: Engine, statements: str) -> None:
    """What somebody with the file and a shell could do: no foreign keys, no recursive triggers."""
    with closing(sqlite3.connect(str(engine.url.database))) as connection, connection:
        connection.executescript(f"BEGIN; {statements}; COMMIT")


def attacks_on(database):
    yield attack_as_program
    yield attack_as_stranger if database.is_sqlite else attack_as_replica


def content(database):
    with database.engine.connect().execution_options(readonly=True) as connection:
        return {
            model.__tablename__: connection.execute(select(model).order_by(*model.__table__.primary_key)).all()
            for model in WATCHED
        }


def succeeded(database, attack, statements):
    """The attacks after which the rows are not what they were, as they come."""
    before = content(database)
    for statement in statements:
        with suppress(exc.IntegrityError, sqlite3.IntegrityError):
            attack(database.engine, statement)
            if content(database) != before:
                yield statement


@pytest.mark.parametrize("table", ANYWHERE)
def test_no_attack_on_a_table_succeeds(filled, table):
    for attack in attacks_on(filled):
        assert list(succeeded(filled, attack, ANYWHERE[table])) == []


def test_nothing_can_be_replaced_on_sqlite(sqlite_database):
    with sqlite_database.engine.begin() as connection:
        fill(connection)
    for attack in (attack_as_program, attack_as_stranger):
        assert list(succeeded(sqlite_database, attack, SQLITE_ONLY)) == []


@postgres
def test_nothing_can_be_truncated_or_feigned_on_postgresql(postgres_database):
    with postgres_database.engine.begin() as connection:
        fill(connection)
    for attack in (attack_as_program, attack_as_replica):
        assert list(succeeded(postgres_database, attack, POSTGRES_ONLY)) == []


def test_a_case_without_a_line_is_refused_at_commit(filled):
    assert list(succeeded(filled, attack_as_program, [UNLINED_CASE])) == []


@postgres
def test_a_case_without_a_line_is_refused_at_commit_in_replica_mode(postgres_database):
    with postgres_database.engine.begin() as connection:
        fill(connection)
    assert list(succeeded(postgres_database, attack_as_replica, [UNLINED_CASE])) == []


def test_a_step_with_several_lines_and_one_update_is_taken(filled):
    with filled.engine.begin() as connection:
        for seq in (3, 4):
            connection.execute(insert(HistoryLine).values(line(1, seq)))
        connection.execute(update(Case).where(Case.id == 1).values(version=3, history_count=4, history_head="d" * 64))


def test_a_comment_leaves_the_version_alone(filled):
    with filled.engine.begin() as connection:
        connection.execute(insert(HistoryLine).values(line(1, 3)))
        connection.execute(update(Case).where(Case.id == 1).values(history_count=3, history_head="c" * 64))


def test_what_no_rule_is_about_may_change(filled):
    with filled.engine.begin() as connection:
        connection.execute(update(Case).values(handler_id=1, is_open=False))
        connection.execute(update(Letter).values(received_on=alert()["due_on"]))
        connection.execute(update(Letter).values(status="lost"))
        connection.execute(update(Letter).values(status="void"))
        connection.execute(update(Certificate).where(Certificate.id == 1).values(status="lost", ended_on=DAY))
        connection.execute(update(Alert).values(mailed_out=True))
        connection.execute(insert(Post).values(id=3, user_id=1, role="committee_officer", organization_id=1))
        connection.execute(update(Post).where(Post.id == 1).values(role="auditor"))


def test_a_second_alert_of_the_same_key_is_left_out_without_a_word(filled):
    dialect = sqlite if filled.is_sqlite else postgresql
    with filled.engine.begin() as connection:
        statement = dialect.insert(Alert).on_conflict_do_nothing().returning(Alert.clock)
        assert connection.scalars(statement, [alert(id=2), alert(id=3, clock="filing")]).all() == ["filing"]


def test_two_members_may_each_have_an_open_case(filled):
    with filled.engine.begin() as connection:
        add_case(connection, id=2, member_id="m2")
        step(connection, 2, seq=1, state="draft")
        add_letter(connection, id=2, case_id=2, number="〔2026〕第 0002 号")


@pytest.mark.parametrize(("name", "table"), triggers.names_and_tables("sqlite"))
def test_every_rule_stands_in_the_way_of_some_attack(sqlite_database, name, table):
    with sqlite_database.engine.begin() as connection:
        fill(connection)
        connection.execute(text(f"DROP TRIGGER {name}"))
    attacks = [*chain(*ANYWHERE.values()), *SQLITE_ONLY]
    assert any(succeeded(sqlite_database, attack_as_stranger, attacks))


@postgres
@pytest.mark.parametrize(("name", "table"), sorted(set(triggers.names_and_tables("postgresql")) - TRUNCATED_TOGETHER))
def test_every_rule_on_postgresql_stands_in_the_way_of_some_attack(postgres_database, name, table):
    with postgres_database.engine.begin() as connection:
        fill(connection)
        connection.execute(text(f"DROP TRIGGER {name} ON {table}"))
    attacks = [*chain(*ANYWHERE.values()), *POSTGRES_ONLY, UNLINED_CASE]
    assert any(succeeded(postgres_database, attack_as_replica, attacks))


def test_no_rule_is_missing_after_the_steps(database):
    assert triggers.missing_triggers(database.engine) == []


def test_a_dropped_rule_is_missed(database):
    table = "" if database.is_sqlite else " ON history_lines"
    with database.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER history_lines_chain{table}"))
    assert triggers.missing_triggers(database.engine) == ["history_lines_chain"]


@postgres
@pytest.mark.parametrize("how", ["DISABLE", "ENABLE", "ENABLE REPLICA"])
def test_a_rule_that_is_switched_off_or_weakened_is_missed(postgres_database, how):
    with postgres_database.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE cases {how} TRIGGER cases_no_delete"))
    assert triggers.missing_triggers(postgres_database.engine) == ["cases_no_delete"]
