"""A survey: every row is followed up, joined or refused for itself, and twice the same file doubles nobody."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from service.db import Transaction
from service.errors import TooLarge, ValidationFailed
from service.intake.survey import SurveyRow, survey
from service.models import Case, HistoryLine, Member
from tests.builders import make_id_number
from tests.driving import Driver

HEAD = "姓名,公民身份号码,毕业时间"


def table(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def carried_out(driver: Driver, content: bytes, who: str = "community", category: str = "relocated") -> list[SurveyRow]:
    actor = driver.actor(who)
    return driver.database.transact(lambda tx: survey(tx, actor, content, category))


def outcomes(rows: list[SurveyRow]) -> list[tuple[int, str]]:
    return [(row.row, row.outcome) for row in rows]


def follow_ups(driver: Driver) -> list[tuple[str, str]]:
    with driver.database.read() as tx:
        query = select(Member.name, Case.kind).join(Case, Case.member_id == Member.id).order_by(Case.id)
        return [(name, kind) for name, kind in tx.session.execute(query.where(Case.workflow == "follow_up"))]


def test_each_row_is_opened_joined_or_refused_for_itself(driver: Driver) -> None:
    known_number = make_id_number(born="19600101")
    known = driver.member("community", name="周国栋", id_number=known_number)
    first = driver.open("community", workflow="follow_up", member_id=known, category="veteran").number
    content = table(f"林秀英,{make_id_number(born='19650101')},", f"周国栋,{known_number},", "没写号码,,",
                    f"高志远,{make_id_number(born='20020101')},2026-06")  # fmt: skip
    rows = carried_out(driver, content)
    assert outcomes(rows) == [(2, "opened"), (3, "joined"), (4, "refused"), (5, "opened")]
    assert rows[1].number == first
    assert [reason.field for reason in rows[2].reasons] == ["id_number"]
    assert follow_ups(driver) == [("周国栋", "veteran"), ("林秀英", "relocated"), ("高志远", "graduate_waiting")]
    lines = driver.database.transact(lambda tx: comments(tx, first))
    assert lines == 1, "the follow-up says that it was found again"


def comments(tx: Transaction, number: str) -> int:
    case = tx.session.scalars(select(Case).where(Case.number == number)).one()
    query = select(func.count()).where(HistoryLine.case_id == case.id, HistoryLine.action == "comment")
    return tx.session.scalar(query) or 0


def test_the_same_file_again_joins_everybody(driver: Driver) -> None:
    content = table(f"林秀英,{make_id_number(born='19650101')},")
    assert outcomes(carried_out(driver, content)) == [(2, "opened")]
    assert outcomes(carried_out(driver, content)) == [(2, "joined")]
    assert len(follow_ups(driver)) == 1


def test_a_refused_row_leaves_no_member_behind(driver: Driver) -> None:
    number = make_id_number(born="19600101")
    driver.member("village_branch", name="周国栋", id_number=number)
    rows = carried_out(driver, table(f"周国栋,{number},", f"林秀英,{make_id_number(born='19650101')},"))
    assert outcomes(rows) == [(2, "refused"), (3, "opened")], "the village answers for the first, and is not asked here"
    assert [name for name, _ in follow_ups(driver)] == ["林秀英"]


def test_too_many_at_once_and_no_table_are_refused_as_a_whole(sqlite_driver: Driver) -> None:
    with pytest.raises(TooLarge):
        carried_out(sqlite_driver, table(*("林秀英,,2026-06" for _ in range(301))))
    with pytest.raises(ValidationFailed):
        carried_out(sqlite_driver, b"\n")
    assert follow_ups(sqlite_driver) == []
