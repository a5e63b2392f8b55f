"""Makes the demonstration: once, into a file of its own that takes its place when it is whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from service import clock, installation
from service.config import Config
from service.demo.away import away
from service.demo.crowd import crowd, idle_members
from service.demo.district import SHOWN, places, workers
from service.demo.follow_ups import follow_ups
from service.demo.play import play_all
from service.demo.registrations import registrations
from service.demo.stage import PASSWORD, Stage
from service.demo.story import Story
from service.demo.transfers import transfers

SIGN_INS_SETTING = "demo_sign_ins"
SIZE_SETTING = "demo_size"


@dataclass(frozen=True)
class Size:
    """How much there is: members, cases, and branches of each community."""

    members: int
    cases: int
    branches: int


SIZES = {"s": Size(120, 0, 1), "m": Size(400, 150, 2), "l": Size(3000, 1000, 5)}
"""Size s has the cases that are told one by one, and no others."""


def build(config: Config, file: Path, size: str) -> None:
    """An installation of kind demo at `file`, the database that `config` names."""
    config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="building-", dir=config.home) as folder:
        unfinished = Path(folder) / file.name
        building = replace(config, database_url=f"sqlite:///{unfinished}")
        installation.create(building, "demo")
        _tell(building, SIZES[size])
        _label(building, size)
        unfinished.rename(file)


def told(today: date) -> list[Story]:
    """The cases that are told one by one."""
    return [*transfers(today), *registrations(), *away(), *follow_ups(today)]


def sign_ins() -> list[dict[str, str]]:
    """Who may be tried out: name and password, and who it is."""
    return [{"name": name, "password": PASSWORD, "who": who} for name, who in SHOWN]


def _label(config: Config, size: str) -> None:
    stage = Stage(config, clock.now())
    stage.do(lambda tx: installation.put_setting(tx, SIZE_SETTING, size))
    stage.do(lambda tx: installation.put_setting(tx, SIGN_INS_SETTING, sign_ins()))
    stage.database.close()


def _tell(config: Config, size: Size) -> None:
    now = clock.now()
    today = clock.day_of(now)
    stories = told(today)
    stories += crowd(size.cases - sum(story.cases for story in stories), first=len(stories) + 1)
    longest = max(beat.ago for story in stories for beat in story.beats)
    stage = Stage(config, now - timedelta(days=2 * longest + 30))
    stage.furnish(places(size.branches), workers(size.branches))
    persons = len({story.person or place for place, story in enumerate(stories)})  # some stories are about one person
    idle = size.members - persons
    for code, members in idle_members(idle, today, first=len(stories) + 1, branches=size.branches):
        stage.enrol(code, members)
    play_all(stage, stories, now)
    stage.database.close()
