import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from service import schema
from service.db import make_engine
from service.models import Base
from service.resources import migrations_dir
from service.triggers import missing_triggers
from tests.migrations.rows import fill


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_engines(request, tmp_path):
    """Two empty databases of one kind."""
    engines = []
    for number in (1, 2):
        url = f"sqlite:///{tmp_path / f'{number}.sqlite'}"
        if request.param == "postgres":
            url = request.getfixturevalue("postgres_server").create_database()
        engines.append(make_engine(url))
    yield engines
    for engine in engines:
        engine.dispose()
        if request.param == "postgres":
            request.getfixturevalue("postgres_server").drop_database(engine.url.render_as_string(hide_password=False))


def described(engine: Engine) -> dict[str, object]:
    """Everything that can be read about our tables, in a form that can be compared."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)
            ),
            "key": inspector.get_pk_constraint(table),
            "foreign keys": _sorted(inspector.get_foreign_keys(table)),
            "unique": _sorted(inspector.get_unique_constraints(table)),
            "checks": _sorted(inspector.get_check_constraints(table)),
            "indexes": [
                {**index, "dialect_options": {name: str(value) for name, value in index["dialect_options"].items()}}
                for index in _sorted(inspector.get_indexes(table))
            ],
            "options": inspector.get_table_options(table),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def _sorted(entries):
    return sorted(entries, key=lambda entry: str(entry["name"]))


def test_the_steps_from_empty_make_the_tables_of_the_models(empty_engines):
    migrated, created = empty_engines
    schema.upgrade(migrated)
    with created.begin() as connection:
        Base.metadata.create_all(connection)
    assert described(migrated) == described(created)
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_steps_go_down_to_nothing_and_up_again(empty_engines):
    engine, _ = empty_engines
    schema.upgrade(engine)
    before = described(engine)
    schema.downgrade(engine)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert schema.current_revision(engine) is None
    assert _functions(engine) == []
    schema.upgrade(engine)
    assert described(engine) == before
    assert missing_triggers(engine) == []


def test_the_steps_go_down_and_up_with_rows_in_the_tables(empty_engines):
    engine, _ = empty_engines
    schema.upgrade(engine)
    with engine.begin() as connection:
        fill(connection, report=False)
    schema.downgrade(engine, "-1")
    schema.upgrade(engine)
    assert missing_triggers(engine) == []
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM history_lines")) == 5
    schema.downgrade(engine)
    schema.upgrade(engine)


def test_the_newest_step_is_the_one_with_the_highest_number():
    steps = sorted(path.stem for path in (migrations_dir() / "versions").glob("*.py"))
    assert schema.newest_revision() == steps[-1][:4]
    assert [step[:4] for step in steps] == [f"{number:04d}" for number in range(1, len(steps) + 1)]


def test_a_step_that_fails_leaves_the_schema_as_it_was(empty_engines):
    engine, _ = empty_engines
    schema.upgrade(engine, "0002")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE letters (id INTEGER)"))
    with pytest.raises(Exception, match="letters"):
        schema.upgrade(engine)
    assert schema.current_revision(engine) == "0002"
    assert "history_lines" not in inspect(engine).get_table_names()


def test_tables_of_others_are_left_alone(empty_engines):
    engine, _ = empty_engines
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE somebody_elses (id INTEGER)"))
    schema.upgrade(engine)
    schema.downgrade(engine)
    assert "somebody_elses" in inspect(engine).get_table_names()


def test_keys_are_enforced_again_after_the_steps(empty_engines):
    engine, _ = empty_engines
    schema.upgrade(engine)
    statement = "INSERT INTO letter_counters (issuer_id, year, last_number) VALUES (7, 2026, 1)"
    with pytest.raises(Exception, match=r"(?i)foreign key"), engine.begin() as connection:
        connection.execute(text(statement))


def _functions(engine: Engine) -> list[str]:
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT proname FROM pg_proc WHERE proname LIKE 'desk%'")))
