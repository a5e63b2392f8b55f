"""114 people on a community's cards, 28 of whom belong to it: counted alike at both doors, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from service.config import Config
from service.db import Database
from service.queries.audit import verify
from tests.fixtures.databases import SetNow
from tests.stories.cards import CLASSES, HERE, HOMES, Cards
from tests.stories.clerking import Clerk
from tests.stories.people import RECEIVING_COMMUNITY, RECEIVING_STREET, SENDING_COMMUNITY
from tests.stories.test_dual_through_pages import Story

COMMUNITY = "跃新社区居民委员会"
CLASS_NAMES = {
    "affiliated": "组织关系在这里", "away": "外出流动", "takes_part_elsewhere": "也在别处参加活动",
    "two_way_registration": "双向登记", "dual_management": "双重管理", "hosted": "流入", "arriving": "待编入支部",
    "affiliation_unknown": "组织关系不明",
}  # fmt: skip


@pytest.fixture
def story(config: Config, database: Database, set_now: SetNow) -> Story:
    return Story(config, database, set_now)


def classes(story: Story, who: str, code: str) -> Any:
    return story.people[who].read(f"/organizations/{code}/classes")


def counts(found: Any) -> dict[str, int]:
    return {line["name"]: line["count"] for line in found["classes"] if line["count"]}


def test_of_114_people_on_cards_28_belong_to_the_community_and_every_class_adds_up(story: Story) -> None:
    cards = Cards(story)
    cards.fill()
    found = classes(story, HERE, RECEIVING_COMMUNITY)
    assert counts(found) == CLASSES
    assert (found["affiliated_here"], found["registered"], found["persons"]) == (28, 114, 114)
    _the_registers_say_the_same(story)
    _nobody_belongs_twice(story)
    _the_pages_say_the_same(story)
    _what_happens_moves_people_between_classes_and_loses_nobody(story)
    with story.database.read() as tx:
        assert verify(tx).findings == ()


def _the_registers_say_the_same(story: Story) -> None:
    here = story.people[HERE]
    sizes = {
        "inflow": len(here.read_all("/registers/inflow")), "outflow": len(here.read_all("/registers/outflow")),
        "registrations": len(here.read_all("/registrations?quarter=2026-Q4")),
        "follow-ups": len(here.read_all("/follow-ups")),
    }  # fmt: skip
    assert sizes == {
        "inflow": CLASSES["hosted"], "outflow": CLASSES["away"], "follow-ups": CLASSES["affiliation_unknown"],
        "registrations": sum(CLASSES[name] for name in ("two_way_registration", "dual_management",
                                                        "takes_part_elsewhere")),
    }  # fmt: skip


def _nobody_belongs_twice(story: Story) -> None:
    """Whoever is on a card here and belongs elsewhere counts there, and there alone."""
    found = {code: classes(story, "department_officer", code) for code in HOMES}
    assert {code: one["affiliated_here"] for code, one in found.items()} == HOMES
    assert found[SENDING_COMMUNITY]["registered"] == 36 + 4 + 3, "its own, and those of the community on cards there"
    street = classes(story, "receiving_officer", RECEIVING_STREET)
    (row,) = [unit for unit in street["units"] if unit["registered"]]
    assert (row["organization"]["code"], row["affiliated_here"], row["registered"]) == (RECEIVING_COMMUNITY, 28, 114)
    assert (street["affiliated_here"], street["registered"], counts(street)) == (28, 114, CLASSES)


def _the_pages_say_the_same(story: Story) -> None:
    clerk = story.clerk(HERE)
    for words in ("流动党员", "流入", "登记册"):
        clerk.follow(words)
    clerk.follow(f"{COMMUNITY}：组织关系在这里 28 人，登记在册共 114 人")
    assert "组织关系在这里的 28 人，组织关系不在这里、在这里有登记的 86 人，合计 114 人。" in clerk.words
    assert [_listed(clerk, f"{CLASS_NAMES[name]} {count}") for name, count in CLASSES.items()] == list(CLASSES.values())


def _listed(clerk: Clerk, tab: str) -> int:
    """How many stand in the list of a class, page by page."""
    clerk.follow(tab)
    found = clerk.people
    while any(said == "下一页" for said, _address in clerk.links):
        clerk.follow("下一页")
        found += clerk.people
    return found


def _what_happens_moves_people_between_classes_and_loses_nobody(story: Story) -> None:
    transfers = story.people[HERE].read("/cases?workflow=transfer&state=placement")["data"]
    story.step(HERE, transfers[0]["number"], "place")
    assert counts(classes(story, HERE, RECEIVING_COMMUNITY)) == CLASSES | {"affiliated": 20, "arriving": 3}
    (away, *_) = story.people[HERE].read("/registers/outflow")["data"]
    story.step("sending_secretary", away["case_number"], "leave", result="按时参加活动")
    story.step(HERE, away["case_number"], "check_return")
    (dual, *_) = story.people[HERE].read("/registrations?quarter=2026-Q4")["data"]
    story.step(HERE, dual["case"]["number"], "end", reason="搬走了")
    found = classes(story, HERE, RECEIVING_COMMUNITY)
    assert (found["affiliated_here"], found["registered"]) == (29, 113)
    assert sum(counts(found).values()) == 113
