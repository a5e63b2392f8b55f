"""Driving cases in tests: each step in a transaction of its own, at the version the case has now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, select

from service.casework.open_case import open_case, opening
from service.casework.perform_action import perform_action
from service.config import Config
from service.db import Database
from service.models import Case, Letter, MemberRelation, Organization
from service.permissions import Actor
from service.queries.cases import case_by_number
from tests.builders import District, make_member

PAPER_WAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("branch", "submit", {}),
    ("street", "issue_letter", {}),
    ("second_street", "report_in", {"letter_number": "THE LETTER"}),
    ("second_street", "accept", {}),
    ("second_community", "place", {}),
    ("second_street", "send_receipt", {
        "letter_number": "THE LETTER", "handled_by": "经办", "handled_phone": "0599-1", "sent_via": "post",
    }),
    ("street", "confirm_receipt", {"letter_number": "THE LETTER"}),
)  # fmt: skip
"""The whole way of a transfer by paper from the first street to the second."""

OUTSIDE_WAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("branch", "submit", {}),
    ("street", "issue_letter", {}),
    ("street", "report_in", {"letter_number": "THE LETTER"}),
    ("street", "accept", {}),
    ("street", "place", {}),
)
"""The way to a unit outside until its receipt is due: the first street records what happens there."""

STATES_OF_PAPER_WAY = (
    "draft", "outflow_review", "in_transit", "street_review", "placement", "receipt_due", "receipt_check", "closed",
)  # fmt: skip


class Driver:
    """A district and its cases."""

    def __init__(self, database: Database, district: District, config: Config) -> None:
        self.database, self.district, self.config = database, district, config

    def actor(self, who: str | Actor) -> Actor:
        """A person of the district by the name of their organization."""
        return self.district.actors[who] if isinstance(who, str) else who

    def member(self, unit: str = "branch", **values: Any) -> str:
        """A new member's id."""
        organization = getattr(self.district, unit)
        return self.database.transact(lambda tx: make_member(tx, organization=organization, **values)).id

    def open(
        self, who: str | Actor = "branch", action: str | None = None, workflow: str = "transfer", **body: Any
    ) -> Case:
        """A new case; by default a transfer of a new member from the first branch to the second community."""
        if not {"member_id", "id_number", "member"} & set(body):
            body["member_id"] = self.member()
        if workflow != "follow_up":
            body = {"receiving_code": "D-second_community", "reason_code": "moved_home", **body}
        wanted = opening(workflow, action, body)
        return self.database.transact(lambda tx: open_case(tx, self.actor(who), wanted))

    def act(self, number: str, who: str | Actor, action: str, **fields: Any) -> Case:
        """One step at the case's present version. THE LETTER stands for the number of the letter in force."""
        case = self.case(number)
        if case.letter is not None:
            fields = {name: case.letter.number if value == "THE LETTER" else value for name, value in fields.items()}
        return self.database.transact(
            lambda tx: perform_action(tx, self.actor(who), number, action, fields, expected_version=case.version)
        )

    def drive_to(self, state: str) -> str:
        """The number of a new transfer that went the paper way up to a state."""
        number = self.open().number
        for (who, action, fields), reached in zip(PAPER_WAY, STATES_OF_PAPER_WAY, strict=False):
            if reached == state:
                return number
            self.act(number, who, action, **fields)
        return number

    def send_outside(self, steps: int = len(OUTSIDE_WAY)) -> str:
        """The number of a new transfer to a unit outside, after so many of its steps."""
        number = self.open(receiving_code="D-external", reason_code="job_change").number
        for who, action, fields in OUTSIDE_WAY[:steps]:
            self.act(number, who, action, **fields)
        return number

    def case(self, number: str) -> Case:
        """The case as it is now, complete."""
        with self.database.read() as tx:
            found = case_by_number(tx, number)
        assert found is not None
        return found

    def holders(self, member_id: str | None) -> dict[str, str]:
        """Codes of the organizations that hold the member's relations now."""
        with self.database.read() as tx:
            rows = tx.session.execute(
                select(MemberRelation.relation, Organization.code)
                .join(Organization, Organization.id == MemberRelation.organization_id)
                .where(MemberRelation.member_id == member_id, MemberRelation.until.is_(None))
            )
            return dict(rows.all())

    def letters(self, number: str) -> list[Letter]:
        """All letters of a case, oldest first."""
        with self.database.read() as tx:
            query = select(Letter).join(Case, Case.id == Letter.case_id).where(Case.number == number)
            return list(tx.session.scalars(query.order_by(Letter.id)))


@contextmanager
def counted_statements(database: Database) -> Iterator[list[str]]:
    """The statements sent meanwhile, without BEGIN, SAVEPOINT and the like."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "SET")):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
