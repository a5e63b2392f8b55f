"""One case with two lines, its letter and its alert, written as rows: these tests are about the tables alone."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from service.models import (
    AccessLine,
    Alert,
    Batch,
    BatchStrike,
    Case,
    CaseLink,
    Certificate,
    DuplicateDecision,
    HistoryLine,
    Letter,
    LimitChange,
    Member,
    Organization,
    Post,
    User,
)

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
HASHES = ["", "a" * 64, "b" * 64, "c" * 64, "d" * 64]


def fill(connection: Connection, *, report: bool = True) -> None:
    """Organization 1; user 1 is administrator, user 2 auditor; members m1, m2; of m1, case 1 is open and case 5 closed,
    follow-up 6 is open and 7 settled; 8 is a report of organization 1."""
    connection.execute(insert(Organization).values(id=1, code="1", kind="street_committee", name="一", path="/1/"))
    for number in (1, 2):
        user = {"id": number, "name": f"u{number}", "display_name": "甲", "password_hash": "-", "created_at": AT}
        connection.execute(insert(User).values(user))
        connection.execute(insert(Member).values(id=f"m{number}", name="乙", created_at=AT))
    connection.execute(insert(Post).values(id=1, user_id=1, role="administrator", organization_id=1))
    connection.execute(insert(Post).values(id=2, user_id=2, role="auditor", organization_id=1))
    add_case(connection, id=1, member_id="m1")
    step(connection, 1, seq=1, state="draft")
    step(connection, 1, seq=2, state="in_transit")
    add_case(connection, id=5, member_id="m1", is_open=False)
    step(connection, 5, seq=1, state="withdrawn")
    add_case(connection, id=6, member_id="m1", workflow="follow_up", state="watch", opened_by_party="keeper")
    step(connection, 6, seq=1, state="watch")
    add_case(connection, id=7, member_id="m1", workflow="follow_up", is_open=False)
    step(connection, 7, seq=1, state="settled")
    if report:
        add_case(connection, id=8, workflow="flow_report", state="due", opened_by_party="clock", quarter="2026-Q3")
        step(connection, 8, seq=1, state="due")
    add_letter(connection, id=1, number="〔2026〕第 0001 号")
    connection.execute(insert(Alert).values(alert(id=1)))
    looked = {"id": 1, "at": AT, "user_id": 1, "member_id": "m1", "what": "member", "reason": "x"}
    connection.execute(insert(AccessLine).values(looked))
    shorter = {"id": 1, "at": AT, "user_id": 1, "workflow": "transfer", "name": "draft", "length": 5, "basis": "x"}
    connection.execute(insert(LimitChange).values(organization_id=1, **shorter))
    linked = {"case_id": 5, "other_id": 1, "kind": "follows", "at": AT}
    connection.execute(insert(CaseLink).values(linked))
    add_certificate(connection, id=1, number="HD-2026-1")
    add_certificate(connection, id=2, number="HD-2026-2", status="void", ended_on=DAY)
    merged = {"id": 1, "at": AT, "user_id": 1, "member_id": "m1", "other_id": "m2", "decision": "merged", "reason": "x"}
    connection.execute(insert(DuplicateDecision).values(merged))
    batch = {"id": "b1", "kind": "graduates", "name": "一", "organization_id": 1, "user_id": 1, "state": "checked"}
    connection.execute(insert(Batch).values(chosen={}, columns=[], created_at=AT, **batch))
    struck = {"id": 1, "at": AT, "user_id": 1, "batch_id": "b1", "row": 2, "kind": "struck", "words_sealed": b"x"}
    connection.execute(insert(BatchStrike).values(struck))


def add_case(connection: Connection, **values: Any) -> None:
    """A case that has no lines yet."""
    case: dict[str, Any] = {
        "number": f"T{values['id']}", "workflow": "transfer", "workflow_version": 1, "state": "draft",
        "opened_at": AT, "opened_by_party": "outflow", "opened_by_id": 1, "entered_at": AT, "receiving_id": 1,
    }  # fmt: skip
    connection.execute(insert(Case).values(case | values))


def line(case_id: int, seq: int, state: str = "in_transit", **values: Any) -> dict[str, Any]:
    """The line that follows the one before it."""
    return {
        "case_id": case_id, "seq": seq, "at": AT, "action": "submit", "from_state": "draft", "to_state": state,
        "body": "{}", "previous_hash": HASHES[seq - 1], "hash": HASHES[seq], **values,
    }  # fmt: skip


def step(connection: Connection, case_id: int, *, seq: int, state: str) -> None:
    """A step as the service takes it: the line, then the case."""
    connection.execute(insert(HistoryLine).values(line(case_id, seq, state)))
    values = {"state": state, "version": seq, "history_count": seq, "history_head": HASHES[seq]}
    connection.execute(update(Case).where(Case.id == case_id).values(values))


def add_letter(connection: Connection, **values: Any) -> None:
    """A letter of case 1."""
    letter = {
        "case_id": 1, "issuer_id": 1, "year": 2026, "normal_number": values["number"], "issued_on": DAY,
        "valid_days": 90, "expires_on": DAY, "first_issued_on": DAY,
    }  # fmt: skip
    connection.execute(insert(Letter).values(letter | values))


def add_certificate(connection: Connection, **values: Any) -> None:
    """An activity certificate of case 1."""
    usual = {"case_id": 1, "issuer_id": 1, "normal_number": values["number"]}
    days = dict.fromkeys(("issued_on", "inspected_on", "valid_until"), DAY)
    connection.execute(insert(Certificate).values(usual | days | values))


def alert(**values: Any) -> dict[str, Any]:
    """An alert of case 1."""
    return {
        "case_id": 1, "clock": "review", "turn": 1, "rung": "overdue", "recipient_id": 1, "due_on": DAY,
        "raised_at": AT, **values,
    }  # fmt: skip
