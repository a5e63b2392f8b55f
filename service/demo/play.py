"""Plays stories: each beat at its own instant, all side by side, with the worker awake every midnight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from service import clock
from service.demo.people import person
from service.demo.reports import errands
from service.demo.stage import Stage
from service.demo.step import Step, take
from service.demo.story import Beat, Story
from service.demo.timing import instants, midnights
from service.models import Organization


@dataclass
class Play:
    """A story that is being played: whom it is about, the instants of its beats, and its case once it is open."""

    story: Story
    member: Mapping[str, str]
    instants: Sequence[datetime]
    number: str = ""


def play_all(stage: Stage, stories: Sequence[Story], now: datetime) -> None:
    """Everything that happened until now, in the order in which it happened."""
    plays = _cast(stage, stories, now)
    beats: list[tuple[datetime, int, Callable[[], None]]] = [
        (instant, place, partial(_take_beat, stage, play, beat))
        for place, play in enumerate(plays)
        for instant, beat in _timed(play)
    ]
    began = min(instant for instant, _place, _happens in beats)
    beats += [(instant, len(plays), partial(errand.run, stage)) for instant, errand in errands(stage, began, now)]
    beats.sort(key=lambda entry: entry[:2])
    stage.moment = began
    for instant, _place, happens in beats:
        _sleep_until(stage, instant)
        happens()
    _sleep_until(stage, now)
    stage.moment = list(midnights(clock.day_of(now - timedelta(days=1)), clock.day_of(now)))[-1]
    stage.signal()
    stage.moment = now
    stage.sweep()


def _take_beat(stage: Stage, play: Play, beat: Beat) -> None:
    step = Step(stage, play.story, play.member, play.number, beat)
    play.number = stage.do(partial(take, step=step)).number


def _timed(play: Play) -> list[tuple[datetime, Beat]]:
    return list(zip(play.instants, play.story.beats, strict=True))


def _sleep_until(stage: Stage, instant: datetime) -> None:
    for midnight in midnights(stage.today, clock.day_of(instant)):
        stage.moment = midnight
        stage.sweep()
    stage.moment = instant


def _cast(stage: Stage, stories: Sequence[Story], now: datetime) -> list[Play]:
    """Give each story its member, who belongs to the outflow unit before anything begins."""
    today = clock.day_of(now)
    with stage.database.read() as tx:
        calendar = tx.working_days()
        outside = set(tx.session.scalars(select(Organization.code).where(Organization.kind == "external")))
    known: dict[str, Mapping[str, str]] = {}
    newcomers = defaultdict[str, list[Mapping[str, str]]](list)
    plays = []
    for number, story in enumerate(stories, start=1):
        member = known.get(story.person) or person(number, today, **story.facts)
        if story.outflow not in outside and story.person not in known:
            newcomers[story.outflow].append(member)
        if story.person:
            known[story.person] = member
        plays.append(Play(story, member, list(instants(story.beats, number, today, calendar))))
    for code, members in newcomers.items():
        stage.enrol(code, members)
    return plays
