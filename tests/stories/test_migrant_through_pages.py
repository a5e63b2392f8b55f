"""A migrant from leaving to return, whose certificate was lost and whom no host ever saw: through the pages."""

from __future__ import annotations

import pytest

from service.config import Config
from service.db import Database
from service.queries.audit import verify
from tests.fixtures.databases import SetNow
from tests.stories.people import SENDING_COMMUNITY
from tests.stories.test_dual_through_pages import Story

HOME = "sending_secretary"


@pytest.fixture
def story(config: Config, database: Database, set_now: SetNow) -> Story:
    return Story(config, database, set_now)


def test_a_migrant_whom_no_host_ever_saw_is_followed_up_until_they_are_home_again(story: Story) -> None:
    number = _leaves(story)
    first, second = _loses_the_certificate(story, number)
    _whoever_found_it_is_sent_away(story, first)
    story.at("2026-12-25T09:00:00+08:00")
    follow_up = _is_spoken_to(story, number)
    story.at("2027-03-01T09:00:00+08:00")
    assert number in _alerts(story, "sending_officer"), "the street is told, which can do something about it"
    assert "没有新消息" in _alerts(story, "receiving_secretary"), "no host, nobody there to be told"
    _comes_home(story, number, second)
    story.at("2027-03-02T09:00:00+08:00")
    _is_settled(story, follow_up)
    assert story.where(number) == ("closed", SENDING_COMMUNITY, SENDING_COMMUNITY)
    with story.database.read() as tx:
        assert verify(tx).findings == ()


def _leaves(story: Story) -> str:
    story.member(name="李务工")
    clerk, form = story.clerk(HOME), "/cases/new/away"
    for words in ("党员名册", "李务工", "外出报告"):
        clerk.follow(words)
    typed = {"reason_code": "work_away", "left_on": "2026-11-24", "place": "广东一带的工地", "contact": "13900000001"}
    clerk.send(form, 409, **typed, back_on="2026-11-20")
    assert "预计返回日期早于外出日期" in clerk.words
    assert clerk.form(form).fields["place"] == "广东一带的工地"
    clerk.send(form, back_on="")
    assert "建议：流动党员活动证。" in clerk.words
    number = clerk.number()
    assert "打印活动证" not in clerk.words
    clerk.step(number, "issue_certificate", seal_applied="true")
    return number


def _loses_the_certificate(story: Story, number: str) -> tuple[str, str]:
    story.at("2026-12-02T09:00:00+08:00")
    clerk = story.clerk(HOME)
    clerk.step(number, "report_loss", happened_on="2026-11-30", reason="在火车上遗失")
    clerk.follow("打印活动证")
    first, second = "HD-2026-0001", "HD-2026-0002"
    assert f"2026-11-30 原编号 {first} 作废，补发 {second}" in clerk.words
    assert "没有表决权、选举权和被选举权" in clerk.words
    return first, second


def _whoever_found_it_is_sent_away(story: Story, lost: str) -> None:
    clerk = story.clerk("receiving_secretary")
    for words in ("流动党员", "流入", "凭活动证报到"):
        clerk.follow(words)
    clerk.send("/cases/new/arrival", 409, certificate_number=lost, name="李务工")
    assert "已于 2026-11-30 报失，不能再用" in clerk.words


def _is_spoken_to(story: Story, number: str) -> str:
    clerk = story.clerk(HOME)
    assert "活动证颁发后没有到流入地报到" in clerk.follow("未落实组织关系")
    follow_up = dict(clerk.links)["李务工"].rpartition("/")[2]
    clerk.note(follow_up, "log_contact", result="reached", comment="工地常换，还没有去报到")
    clerk.follow("流动党员")
    clerk.follow("超期")
    clerk.note(number, "log_contact", result="工地常换，还没有去报到", way="电话")
    assert "上次联系 2026-12-25 电话" in clerk.words
    clerk.find(number)
    assert "工地常换，还没有去报到" in clerk.follow("打印联系卡")
    return follow_up


def _alerts(story: Story, who: str) -> str:
    clerk = story.clerk(who)
    clerk.follow("消息")
    return clerk.follow("时限提醒")


def _comes_home(story: Story, number: str, certificate: str) -> None:
    clerk = story.clerk(HOME)
    clerk.step(number, "check_return", happened_on="2027-02-26", result="活动证已交回")
    assert "已交回" in clerk.words
    assert "打印活动证" not in clerk.words
    assert "2027-02-26" in clerk.follow("打印登记卡")
    for words in ("返回", "流动党员", "登记册"):
        clerk.follow(words)
    assert certificate in clerk.words
    assert "组织关系在这里 1 人，登记在册共 1 人" in clerk.words


def _is_settled(story: Story, follow_up: str) -> None:
    clerk = story.clerk(HOME)
    clerk.step(follow_up, "settle", way="visit", comment="已见面，按时参加组织生活")
    assert "已落实" in clerk.words
    assert "没有" in clerk.follow("未落实组织关系")
