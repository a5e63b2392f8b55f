"""One transfer on the real organizations of 大渡口区, through the pages in a real browser, by five people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.app import create_app
from service.config import Config
from service.db import Database
from tests.fixtures.browser import Contexts
from tests.stories.browsing import Browsing, serving
from tests.stories.people import RECEIVING_COMMUNITY, RECEIVING_STREET, SENDING_COMMUNITY
from tests.stories.test_over_rest import World


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_a_transfer_by_paper_with_a_return_a_lapse_a_reissue_and_a_refusal_overruled(
    config: Config, database: Database, set_now: Callable[[str], None], contexts: Contexts
) -> None:
    world = World(config, database, set_now)
    world.member(name="王建国")
    with serving(create_app(config, database)) as address:
        people = {name: Browsing(contexts.open().new_page(), address, name) for name in world.people}
        sender, committee = people["sending_secretary"], people["sending_officer"]
        street, community = people["receiving_officer"], people["receiving_secretary"]
        department = people["department_officer"]

        number = sender.open_transfer("王建国", "跃新社区", "居住地变动")
        assert world.where(number) == ("outflow_review", SENDING_COMMUNITY, SENDING_COMMUNITY)
        committee.act(number, "send_back", reason="请核对党费交纳月份")
        assert "请核对党费交纳月份" in sender.sees(number)
        sender.act(number, "submit")
        committee.act(number, "issue_letter")
        first = world.department_officer.read(f"/cases/{number}")["letter"]["number"]

        world.at("2026-12-05T00:00:10+08:00")
        people |= {name: Browsing(contexts.open().new_page(), address, name) for name in people}
        committee, street, community = (
            people["sending_officer"], people["receiving_officer"], people["receiving_secretary"],
        )  # fmt: skip
        department = people["department_officer"]
        assert "介绍信失效" in committee.sees(number)
        committee.act(number, "reissue", reason="本人住院")
        second = world.department_officer.read(f"/cases/{number}")["letter"]["number"]
        street.act(number, "report_in", letter_number=first)
        assert second in street.page.locator("main").inner_text()  # the old letter names its replacement
        assert street.page.locator("[name=letter_number]").input_value() == first  # and what was typed is kept
        street.act(number, "report_in", letter_number=second)
        street.act(number, "refuse", reason_code="no_house", reason="辖区内没有住房")
        department.act(number, "order_acceptance", decision="没有依据,应当接收")
        street.act(number, "accept")
        assert world.where(number) == ("placement", RECEIVING_STREET, SENDING_COMMUNITY)
        community.act(number, "place")
        street.act(
            number, "send_receipt", letter_number=second, handled_by="李", handled_phone="023-1", sent_via="post"
        )
        committee.act(number, "confirm_receipt", letter_number=second)

        assert world.where(number) == ("closed", RECEIVING_COMMUNITY, RECEIVING_COMMUNITY)
        assert "办结" in committee.sees(number)
