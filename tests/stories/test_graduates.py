"""Six hundred graduates: from one messy workbook to the last receipt, over REST."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable
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
from tests.stories.graduates import (
    BRANCH,
    COMMUNITIES,
    HOMES,
    ROSTER,
    Graduate,
    graduates,
    lines_of,
    messy_workbook,
    settle_college,
)
from tests.stories.people import people, settle_dadukou

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(600)]
HANDLED = {"handled_by": "经办人", "handled_phone": "023-1", "sent_via": "post"}


class Story:
    """The people, the graduates and their cases."""

    def __init__(self, config: Config, database: Database, set_now: Callable[[str], None]) -> None:
        self.config, self.database, self.set_now = config, database, set_now
        tokens = settle_dadukou(database) | settle_college(database)
        self.desks = people(create_app(config, database), tokens)
        self.graduates = graduates()
        self.cases: dict[int, str] = {}

    def at(self, instant: str) -> None:
        """The clock moves, and the worker passes by."""
        self.set_now(instant)
        run_once(self.database, self.config, clock.now())

    def ask(self, who: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Something that goes on in the background, at its end."""
        answer = self.desks[who].post(path, body)
        assert answer.status_code == 202, answer.text
        run_waiting(self.database)
        found: dict[str, Any] = answer.get_json()
        return found

    def together(self, who: str, action: str, some: Iterable[Graduate], **fields: Any) -> list[dict[str, Any]]:
        """One action for all of them; each is done."""
        return self.with_own(who, action, {self.cases[one.at]: {} for one in some}, **fields)

    def with_own(self, who: str, action: str, own: dict[str, dict[str, Any]], **fields: Any) -> list[dict[str, Any]]:
        """One action for cases that each bring their own fields; each is done."""
        cases = [{"number": number, "fields": said} for number, said in own.items()]
        answer = self.desks[who].post("/bulk-actions", {"action": action, "cases": cases, "fields": fields})
        assert answer.status_code in {200, 202}, answer.text
        found = answer.get_json()
        if found["job"]:
            run_waiting(self.database)
            found = self.desks[who].read(f"/bulk-actions/{found['job']}")
        assert Counter(row["code"] for row in found["results"]) == {None: len(own)}
        return list(found["results"])

    def letters(self, who: str, ledger: str) -> dict[str, str]:
        """The numbers of the letters that a ledger lists, by case."""
        lines = self.desks[who].read_all(f"/registers/{ledger}")
        return {line["case_number"]: line["letter_number"] for line in lines}

    def states(self) -> Counter[str]:
        """How many transfers are in which state."""
        return Counter(case["state"] for case in self.desks["college"].read_all("/cases?workflow=transfer"))


@pytest.fixture
def story(postgres_config: Config, postgres_database: Database, set_now: Callable[[str], None]) -> Story:
    return Story(postgres_config, postgres_database, set_now)


def test_six_hundred_graduates_leave_their_college_and_the_ledger_balances_to_the_last(story: Story) -> None:
    _opens_six_hundred_from_one_workbook(story)
    _sends_them_off_with_their_letters(story)
    _prints_a_letter_for_each(story)
    _withdraws_ten(story)
    _arrives(story, "reported", "returned")
    for street in HOMES:
        story.together(
            f"street-{street}", "send_back", story.graduates.of("returned", street=street), reason="转入支部写错了"
        )
    story.at("2026-12-25T00:00:10+08:00")
    assert story.states() == {"lapsed": 30, "street_review": 540, "returned": 20, "withdrawn": 10}
    _reissues_thirty(story)
    _arrives(story, "lapsed")
    _takes_in(story)
    _sends_receipts_back(story)
    _balances(story)


def _opens_six_hundred_from_one_workbook(story: Story) -> None:
    desk = story.desks["graduates"]
    made = desk.send("/batches", messy_workbook(story.graduates), "毕业生.xlsx", kind="graduates", name=ROSTER)
    assert made.status_code == 202, made.text
    place = f"/batches/{made.get_json()['id']}"
    run_waiting(story.database)
    standing = desk.read(place)["standing"]
    assert (standing["total"], standing["openable"], standing["stuck"]) == (600, 596, 4)
    story.ask("graduates", f"{place}/actions/open", {})
    forgotten = {one.name: one.goes_to for one in story.graduates if one.forgotten}
    for row in desk.read_all(f"{place}/rows?group=stuck"):
        mended = desk.post(f"{place}/rows/{row['row']}/actions/open", {"receiving_code": forgotten[row["name"]]})
        assert mended.status_code == 200, mended.text
    assert desk.read(place)["standing"]["states"] == {"draft": 600}
    cases = {row["name"]: row["case"]["number"] for row in desk.read_all(f"{place}/rows")}
    story.cases = {one.at: cases[one.name] for one in story.graduates}


def _sends_them_off_with_their_letters(story: Story) -> None:
    story.together("graduates", "submit", story.graduates)
    story.together("college", "issue_letter", story.graduates, valid_days=30)
    assert len(set(story.letters("college", "in_transit").values())) == 600


def _prints_a_letter_for_each(story: Story) -> None:
    wanted = {"action": "print_letter", "cases": [story.cases[one.at] for one in story.graduates], "fields": {}}
    job = story.ask("college", "/bulk-actions", wanted)["job"]
    pdf = pypdfium2.PdfDocument(io.BytesIO(story.desks["college"].get(f"/bulk-actions/{job}/letters.pdf").data))
    assert len(pdf) == 600
    numbers = story.letters("college", "in_transit")
    for at in (0, 299, 599):
        text = pdf[at].get_textpage().get_text_bounded()
        assert story.graduates[at].name in text
        assert numbers[story.cases[at]].rpartition("第")[2].strip(" 号") in text
    seals = {"seal_applied": True, "riding_seal_applied": True, "applied_by": "印章管理员"}
    story.together("college", "record_seals", story.graduates, **seals)


def _withdraws_ten(story: Story) -> None:
    story.together("graduates", "withdraw", story.graduates.of("withdrawn"), reason="留校工作", letter_returned=True)


def _arrives(story: Story, *groups: str) -> None:
    """At each street the number is typed off the letter that the person brings."""
    for street in HOMES:
        brought = story.letters(f"street-{street}", "in_transit")
        came = {story.cases[one.at] for one in story.graduates.of(*groups, street=street)}
        own = {number: {"letter_number": letter} for number, letter in brought.items() if number in came}
        story.with_own(f"street-{street}", "report_in", own)


def _reissues_thirty(story: Story) -> None:
    story.together("college", "reissue", story.graduates.of("lapsed"), reason="本人在外地实习，没有按时报到")


def _takes_in(story: Story) -> None:
    for street in HOMES:
        story.together(f"street-{street}", "accept", story.graduates.of("reported", "lapsed", street=street))
    for community in COMMUNITIES:
        story.together(f"community-{community}", "place", story.graduates.of("reported", "lapsed", community=community))


def _sends_receipts_back(story: Story) -> None:
    for street in HOMES:
        own = _numbers(story.letters(f"street-{street}", "unreceipted"))
        story.with_own(f"street-{street}", "send_receipt", own, **HANDLED)
    assert _unreceipted_as_filed(story) == 570
    story.with_own("college", "confirm_receipt", _numbers(story.letters("college", "unreceipted")))


def _numbers(letters: dict[str, str]) -> dict[str, dict[str, Any]]:
    return {case: {"letter_number": number} for case, number in letters.items()}


def _unreceipted_as_filed(story: Story) -> int:
    """The lines of persons in the file that the college takes out."""
    return len(_taken_out(story, "college", "unreceipted"))


def _taken_out(story: Story, who: str, ledger: str) -> list[dict[str, str]]:
    return lines_of(story.desks[who].post("/exports", {"list": ledger, "format": "csv"}).data)


def _balances(story: Story) -> None:
    assert story.states() == {"closed": 570, "returned": 20, "withdrawn": 10}
    sent = _taken_out(story, "college", "transfer_out")
    assert Counter(line["状态"] for line in sent) == {"办结": 600, "退回补正": 20, "撤回": 10}
    assert {line["姓名"] for line in sent} == {one.name for one in story.graduates}
    assert Counter(line["介绍信情况"] for line in sent) == {"有效": 570, "作废": 60}
    came = [line for street in HOMES for line in _taken_out(story, f"street-{street}", "transfer_in")]
    assert sorted(line["姓名"] for line in came) == sorted(one.name for one in story.graduates.of("reported", "lapsed"))
    for ledger in ("in_transit", "unreceipted"):
        assert _taken_out(story, "college", ledger) == []
    _everybody_is_somewhere(story)
    with story.database.read() as tx:
        assert verify(tx).findings == ()


def _everybody_is_somewhere(story: Story) -> None:
    stayed = story.desks["college"].read_all("/members")
    assert {one["name"] for one in stayed} == {one.name for one in story.graduates.of("withdrawn", "returned")}
    assert {one["affiliation"]["code"] for one in stayed} == {BRANCH}
    for community in COMMUNITIES:
        live = story.desks[f"community-{community}"].read_all("/members")
        assert {one["name"] for one in live} == {
            one.name for one in story.graduates.of("reported", "lapsed", community=community)
        }
