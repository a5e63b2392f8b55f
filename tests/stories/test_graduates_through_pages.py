"""Six hundred graduates: from one messy workbook to the last receipt, through the pages."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest

from service import clock
from service.alerts.worker import run_once
from service.app import create_app
from service.config import Config
from service.db import Database
from service.jobs import run_waiting
from service.queries.audit import verify
from tests.service.web.desk import Person
from tests.service.web.uploads import multipart
from tests.stories.graduates import (
    COMMUNITIES,
    HOMES,
    ROSTER,
    Graduate,
    graduates,
    lines_of,
    messy_workbook,
    settle_college,
)
from tests.stories.people import settle_dadukou

pytestmark = pytest.mark.timeout(600)
NUMBER = re.compile(r"〔\d{4}〕第\s*\d+\s*号")
HANDLED = {"handled_by": "经办人", "handled_phone": "023-1", "sent_via": "post"}


class Story:
    """The people at their browsers, the graduates, and the letters in their pockets."""

    def __init__(self, config: Config, database: Database, set_now: Callable[[str], None]) -> None:
        self.config, self.database, self.set_now = config, database, set_now
        settle_dadukou(database)
        settle_college(database)
        self.app = create_app(config, database)
        self.graduates = graduates()
        self.letters: dict[str, str] = {}

    def desk(self, name: str) -> Person:
        """Somebody who signs in anew."""
        return Person(self.app).sign_in(name)

    def at(self, instant: str) -> None:
        """The clock moves, and the worker passes by."""
        self.set_now(instant)
        run_once(self.database, self.config, clock.now())

    def together(self, who: str, action: str, state: str, count: int, column: str = "", **typed: Any) -> Person:
        """One action for all cases in a state, or for those whose numbers stand in a pasted column."""
        desk = self.desk(who)
        desk.get(f"/bulk?list=cases&workflow=transfer&state={state}&action={action}&all=true")
        if column:
            assert f"对上 {count} 件" in desk.send("/bulk", 200, numbers=column, match="true")
        return self.confirmed(desk, "/bulk", count, **typed)

    def confirmed(self, desk: Person, form: str, count: int, **typed: Any) -> Person:
        """The form of many cases is sent, and each of them is done."""
        desk.send(form, **typed)
        assert desk.last is not None
        place = desk.last.request.path
        run_waiting(self.database)
        assert f"已办理 {count} 件。" in desk.get(place)
        return desk

    def column(self, some: list[Graduate]) -> str:
        """The numbers of their letters as they lie on the desk, one below the other."""
        return "\n".join(self.letters[one.name] for one in some)

    def taken_out(self, who: str, name: str) -> list[dict[str, str]]:
        """A list as the office files it."""
        desk = self.desk(who)
        desk.get(f"/exports/new?list={name}")
        desk.send("/exports", 200, format="csv")
        assert desk.last is not None
        return lines_of(desk.last.data)


@pytest.fixture
def story(sqlite_config: Config, sqlite_database: Database, set_now: Callable[[str], None]) -> Story:
    return Story(sqlite_config, sqlite_database, set_now)


def test_six_hundred_graduates_leave_their_college_and_the_ledger_balances_to_the_last(story: Story) -> None:
    _opens_six_hundred_from_one_workbook(story)
    story.together("graduates", "submit", "draft", 600)
    story.together("college", "issue_letter", "outflow_review", 600, valid_days="30")
    _prints_letters(story, 600)
    seals = {"seal_applied": "true", "riding_seal_applied": "true", "applied_by": "印章管理员"}
    story.together("college", "record_seals", "in_transit", 600, **seals)
    _one_by_one(story, "graduates", "withdraw", story.graduates.of("withdrawn"), reason="留校工作")
    _arrives(story, "reported", "returned")
    for street in HOMES:
        turned_back = story.graduates.of("returned", street=street)
        _one_by_one(story, f"street-{street}", "send_back", turned_back, reason="转入支部写错了")
    story.at("2026-12-25T00:00:10+08:00")
    story.together("college", "reissue", "lapsed", 30, reason="本人在外地实习，没有按时报到")
    _prints_letters(story, 30)
    _arrives(story, "lapsed")
    _takes_in(story)
    _sends_receipts_back(story)
    _balances(story)


def _opens_six_hundred_from_one_workbook(story: Story) -> None:
    desk = story.desk("graduates")
    desk.get("/batches")
    filled = desk.form("/batches")
    about = filled.fields.to_dict() | {"kind": "graduates", "name": ROSTER}
    made = desk.client.post(filled.action, **multipart(about, messy_workbook(story.graduates), "毕业生.xlsx"))
    place = made.headers["Location"]
    run_waiting(story.database)
    page = desk.get(place)
    assert "共 600 人" in page
    assert "卡住 4 人" in page
    desk.send(f"{place}/open", None)
    run_waiting(story.database)
    desk.get(f"{place}?group=stuck")
    for one in (one for one in story.graduates if one.forgotten):
        _mends(desk, place, one)
    assert "草拟 600 人" in desk.get(place)


def _mends(desk: Person, place: str, one: Graduate) -> None:
    """The row of somebody whose destination the office forgot, found by its name among those that are stuck."""
    page = desk.get(f"{place}?group=stuck")
    (row,) = re.findall(rf'href="{place}/rows/(\d+)[^"]*"[^>]*>\s*{one.name}', page)
    desk.get(f"{place}/rows/{row}")
    assert "已发起。" in desk.send(f"rows/{row}/open", receiving_code=COMMUNITIES[one.goes_to])


def _prints_letters(story: Story, count: int) -> None:
    """One PDF; from now on each carries the letter that bears the name."""
    desk = story.desk("college")
    desk.get("/bulk/letters?list=cases&workflow=transfer&state=in_transit&all=true")
    story.confirmed(desk, "/letters", count)
    assert desk.last is not None
    desk.get(f"{desk.last.request.path}/letters.pdf")
    pdf = pypdfium2.PdfDocument(io.BytesIO(desk.last.data))
    assert len(pdf) == count
    known = {one.name for one in story.graduates}
    for page in pdf:
        text = page.get_textpage().get_text_bounded()
        (name,) = known & set(re.findall("[\u4e00-\u9fff]{2,3}", text))
        story.letters[name] = NUMBER.findall(text)[0]


def _one_by_one(story: Story, who: str, action: str, some: list[Graduate], **typed: Any) -> None:
    desk = story.desk(who)
    for one in some:
        (number,) = set(re.findall(r"ZJ-\d{4}-\d+", desk.get(f"/cases?q={one.name}").partition("<main")[2]))
        desk.get(f"/cases/{number}/actions/{action}")
        desk.send(f"/actions/{action}", **typed)


def _arrives(story: Story, *groups: str) -> None:
    for street in HOMES:
        came = story.graduates.of(*groups, street=street)
        story.together(f"street-{street}", "report_in", "in_transit", len(came), story.column(came))


def _takes_in(story: Story) -> None:
    for street in HOMES:
        story.together(f"street-{street}", "accept", "street_review", len(_settled(story, street=street)))
    for community in COMMUNITIES:
        story.together(f"community-{community}", "place", "placement", len(_settled(story, community=community)))


def _sends_receipts_back(story: Story) -> None:
    for street in HOMES:
        some = _settled(story, street=street)
        story.together(f"street-{street}", "send_receipt", "receipt_due", len(some), story.column(some), **HANDLED)
    assert len(story.taken_out("college", "unreceipted")) == 570
    story.together("college", "confirm_receipt", "receipt_check", 570, story.column(_settled(story)))


def _settled(story: Story, **where: str) -> list[Graduate]:
    return story.graduates.of("reported", "lapsed", **where)


def _balances(story: Story) -> None:
    sent = story.taken_out("college", "transfer_out")
    assert Counter(line["状态"] for line in sent) == {"办结": 600, "退回补正": 20, "撤回": 10}
    assert {line["姓名"] for line in sent} == {one.name for one in story.graduates}
    assert Counter(line["介绍信情况"] for line in sent) == {"有效": 570, "作废": 60}
    came = [line["姓名"] for street in HOMES for line in story.taken_out(f"street-{street}", "transfer_in")]
    assert sorted(came) == sorted(one.name for one in _settled(story))
    for ledger in ("in_transit", "unreceipted"):
        assert story.taken_out("college", ledger) == []
    stayed = {line["姓名"] for line in story.taken_out("college", "members")}
    assert stayed == {one.name for one in story.graduates.of("withdrawn", "returned")}
    for community in COMMUNITIES:
        live = {line["姓名"] for line in story.taken_out(f"community-{community}", "members")}
        assert live == {one.name for one in _settled(story, community=community)}
    with story.database.read() as tx:
        assert verify(tx).findings == ()
