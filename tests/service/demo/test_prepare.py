"""The demonstration is made once, is never made over something else, and can be made on any day."""

from datetime import date

import pytest
from sqlalchemy import func, select

from service import installation
from service.db import Database
from service.demo.build import told
from service.demo.prepare import DemoRefused, DemoSizeDiffers, prepare
from service.models import Case, Member
from service.queries.audit import verify
from service.vault import Vault
from tests.service.demo.conftest import built_at
from workflows import NEWEST

pytestmark = pytest.mark.xdist_group("demo")


def nothing():
    raise AssertionError("it is there already")


def test_what_is_there_is_used_again(demo_config):
    prepare(demo_config, None, on_building=nothing)
    prepare(demo_config, "s", on_building=nothing)


def test_nothing_is_left_beside_the_database(demo_config):
    assert {file.name.removesuffix("-wal").removesuffix("-shm") for file in demo_config.home.iterdir()} == {
        "transfer-desk.sqlite", "keys.json",
    }  # fmt: skip


def test_another_size_is_not_made_over_it(demo_config):
    with pytest.raises(DemoSizeDiffers):
        prepare(demo_config, "m", on_building=nothing)


def test_another_kind_of_database_is_left_alone(sqlite_config):
    with pytest.raises(DemoRefused):
        prepare(sqlite_config, None, on_building=nothing)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "instant",
    [
        pytest.param("2026-02-26T08:00:00+08:00", id="after the spring festival"),
        pytest.param("2026-10-11T10:00:00+08:00", id="on a Sunday after the national day"),
        pytest.param("2027-01-03T10:00:00+08:00", id="in a year without a list"),
    ],
)
def test_every_state_is_present_whenever_it_is_made(tmp_path, instant):
    stories = told(date.fromisoformat(instant[:10]))
    assert counted(built_at(instant, tmp_path))[0] == sum(story.cases for story in stories)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_middle_size_has_its_cases_and_members(tmp_path):
    assert counted(built_at("2026-11-24T09:00:00+08:00", tmp_path, "m")) == (150, 400)


def counted(config):
    """Cases and members, once every state has been seen and the audit has found nothing."""
    database = Database(config.database_url, Vault.open(config.key_file))
    with database.read() as tx:
        report = verify(tx)
        states = {(name, state) for name, state in tx.session.execute(select(Case.workflow, Case.state).distinct())}
        members = tx.session.scalar(select(func.count()).select_from(Member))
        by_people = tx.session.scalar(select(func.count()).where(Case.opened_by_party != "clock"))
        assert installation.kind_of(tx) == "demo"
    database.close()
    assert report.findings == ()
    assert states == {(name, state) for name, workflow in NEWEST.items() for state in workflow.states}
    return by_people, members
