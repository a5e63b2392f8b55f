"""Two members who belong to one side and take part on two, through the pages, on both databases."""

from __future__ import annotations

import pytest

from service.app import create_app
from service.config import Config
from service.db import Database
from service.queries.audit import verify
from tests.builders import make_id_number
from tests.fixtures.databases import SetNow
from tests.stories.clerking import Clerk
from tests.stories.employers import EMPLOYER, employer_of
from tests.stories.people import RECEIVING_COMMUNITY
from tests.stories.test_over_rest import World

VILLAGE, COMMUNITY = "平安社区居民委员会", "跃新社区居民委员会"


class Story(World):
    """The people of the district; each errand is that of somebody who has just signed in."""

    def __init__(self, config: Config, database: Database, set_now: SetNow) -> None:
        super().__init__(config, database, set_now)
        self.app = create_app(config, database)

    def clerk(self, who: str) -> Clerk:
        return Clerk(self.app, who)

    def step(self, who: str, number: str, action: str, **typed: str) -> str:
        return self.clerk(who).step(number, action, **typed)


@pytest.fixture
def story(config: Config, database: Database, set_now: SetNow) -> Story:
    return Story(config, database, set_now)


def test_a_villager_who_fears_for_the_villages_benefits_stays_with_both_until_the_village_goes_up_in_the_community(
    story: Story,
) -> None:
    story.member(name="林村民")
    dual = _proposes(story)
    story.step("sending_secretary", dual, "submit")
    assert not story.clerk("sending_secretary").may(dual, "agree")
    assert "林村民" in story.clerk("receiving_secretary").words, "it lies on the desk of the other side"
    story.step("receiving_secretary", dual, "agree", comment="欢迎")
    story.step("receiving_officer", dual, "file")
    _both_sides_write_down(story, dual)
    story.at("2027-03-01T09:00:00+08:00")
    _moves_to_the_community(story, dual)
    _is_reviewed_where_the_member_belongs(story, dual)
    story.at("2027-06-01T09:00:00+08:00")
    _the_village_goes_up_in_the_community(story)
    _nothing_is_left_to_report(story, dual)


def _proposes(story: Story) -> str:
    clerk, form = story.clerk("sending_secretary"), "/cases/new/dual"
    for words in ("党员名册", "林村民", "双重管理"):
        clerk.follow(words)
    clerk.send(form, 409, receiving_code_query="跃新社区", reason_code="economic_interest", comment="担心分红")
    assert "登记本人同意的日期，不晚于今天" in clerk.words
    assert clerk.form(form).fields["comment"] == "担心分红"
    clerk.send(form, 409, receiving_code="", receiving_code_query="平安社区", consent_on="2026-11-20")
    assert "不能是同一个" in clerk.words
    assert clerk.form(form).fields["receiving_code_query"] == "平安社区"
    clerk.send(form, receiving_code="", receiving_code_query="跃新社区")
    number = clerk.number()
    for words in ("发起转接", "双重管理"):
        clerk.follow(words)
    clerk.send(form, 409, member_query="林村民", receiving_code_query="跃新社区", consent_on="2026-11-20")
    assert f"已有一件在办：{number}" in clerk.words
    return number


def _both_sides_write_down(story: Story, dual: str) -> None:
    near, far = story.clerk("receiving_secretary"), story.clerk("sending_secretary")
    near.follow("双重管理")
    near.note(dual, "log_contact", result="住下了，挂念村里的分红")
    near.note(dual, "log_service", result="帮邻居搬家", service_post="关爱老弱岗")
    near.note(dual, "give_feedback", 409, quarter="2027-Q1", result="预报")
    assert "还不到时候" in near.words
    assert near.form("/actions/give_feedback").fields["result"] == "预报"
    near.follow("返回")
    near.follow("双重管理")
    near.note(dual, "give_feedback", result="参加活动两次")
    far.follow("双重管理")
    assert "住下了，挂念村里的分红" in far.words
    assert far.words.count("还没有这个季度的反馈") == 1, "its own"
    far.note(dual, "log_contact", result="告知分红不变")
    for paper, words in (("活动记录卡", "帮邻居搬家"), ("情况反馈表", "参加活动两次")):
        far.follow(paper)
        assert words in far.words
        far.follow("返回")
        far.follow("双重管理")
    assert f"只在{VILLAGE}，组织关系在那里" in far.find(dual)
    far.follow("登记表")
    assert "本人自愿，2026-11-20 同意。" in far.words


def _moves_to_the_community(story: Story, dual: str) -> None:
    clerk = story.clerk("sending_secretary")
    clerk.find(dual)
    clerk.follow("发起转接")
    clerk.send("/cases/new")
    assert clerk.form("/route").fields["receiving_code"] == RECEIVING_COMMUNITY, "the other side is proposed"
    clerk.send("/route", reason_code="resettlement")
    clerk.send("/check")
    transfer = clerk.number()
    assert dual in clerk.find(transfer)
    story.step("sending_officer", transfer, "release")
    story.step("receiving_officer", transfer, "accept")
    story.step("receiving_secretary", transfer, "place")


def _is_reviewed_where_the_member_belongs(story: Story, dual: str) -> None:
    village, community = story.clerk("sending_secretary"), story.clerk("receiving_secretary")
    assert f"只在{COMMUNITY}，组织关系在那里；在{VILLAGE}参加活动，不参加表决和选举" in village.find(dual)
    assert not village.may(dual, "review")
    village.follow("双重管理")
    village.note(dual, "log_service", result="分红照旧，送到家里")
    community.find(dual)
    assert "分红照旧，送到家里" in community.follow("年度评议"), "the other side's entries are its evidence"
    community.send("/actions/review")
    assert "“年度评议”已办理" in community.words


def _the_village_goes_up_in_the_community(story: Story) -> None:
    clerk, form = story.clerk("department_officer"), "/change/merge"
    clerk.follow("组织")
    clerk.search("/organizations", VILLAGE)
    clerk.follow(VILLAGE)
    clerk.follow("合并")
    clerk.send(form, 200, successor_code_query="跃新社区", reason="村居合一", document_number="区组〔2027〕3号")
    clerk.send(form, step="confirm")
    assert "组织变更已办理" in clerk.words


def _nothing_is_left_to_report(story: Story, dual: str) -> None:
    clerk = story.clerk("receiving_secretary")
    assert "终止" in clerk.find(dual)
    assert dual in clerk.follow("双重管理"), "it was in force in this quarter"
    assert "确认" not in clerk.words
    assert "还没有这个季度的反馈" not in clerk.words, "nobody is asked any more"
    story.at("2027-07-05T09:00:00+08:00")
    clerk = story.clerk("receiving_secretary")
    assert "这个季度没有双重管理或双向登记" in clerk.follow("双重管理")
    assert story.where(dual) == ("ended", RECEIVING_COMMUNITY, RECEIVING_COMMUNITY)
    with story.database.read() as tx:
        assert verify(tx).findings == ()


def test_an_employed_member_is_registered_two_ways_though_the_employer_never_answers(story: Story) -> None:
    number = _is_registered_at_home(story)
    employer = story.clerk("employer")
    assert number in employer.follow("消息"), "the employer is told"
    assert employer.may(number, "answer")
    assert not story.clerk("receiving_secretary").may(number, "answer")
    story.step("receiving_officer", number, "file")
    community = story.clerk("receiving_secretary")
    community.follow("双重管理")
    community.note(number, "log_service", result="陪老人看病")
    for instant in ("2027-01-20T09:00:00+08:00", "2027-03-01T09:00:00+08:00", "2027-12-15T09:00:00+08:00"):
        story.at(instant)
    community = story.clerk("receiving_secretary")
    community.follow("双重管理")
    assert "单位答复：还没有答复" in community.words
    assert "服务岗位：关爱老弱岗" in community.words
    community.follow("消息")
    assert number in community.follow("时限提醒")
    assert "快到期" in community.words
    department = story.clerk("department_officer")
    department.follow("消息")
    assert "没有新消息" in department.follow("时限提醒"), "what is voluntary is reminded, not escalated"
    assert "只在盛达建材有限公司，组织关系在那里" in community.find(number)
    community.step(number, "end", reason="本人撤回同意", member_withdraws="true")
    assert story.where(number) == ("ended", EMPLOYER, EMPLOYER)


def _is_registered_at_home(story: Story) -> str:
    employer, id_number = employer_of(story), make_id_number()
    who = {"name": "在职人", "id_number": id_number, "member_status": "full", "joined_on": "2010"}
    made = employer.post("/members", who | {"organization_code": EMPLOYER, "phone": "13900000009"})
    assert made.status_code == 201, made.text
    clerk, form = story.clerk("receiving_secretary"), "/cases/new/dual"
    for words in ("双重管理", "发起双重管理"):
        clerk.follow(words)
    typed = {"name": "在职人", "id_number": id_number, "kind": "two_way_registration", "consent_on": "2026-11-20"}
    clerk.send(form, 409, **typed, service_post="关爱老弱岗", outflow_code_query="大堰社区")
    assert "组织关系不在这两个组织" in clerk.words
    assert clerk.form(form).fields["id_number"] == id_number
    clerk.send(form, outflow_code="", outflow_code_query="")
    number = clerk.number()
    clerk.step(number, "submit")
    return number
