"""The lists that can be taken out: the same queries as the pages show, read on to their end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol, TypeVar

from service import identity
from service.db import Transaction
from service.exports.columns import Line
from service.models import Case, Member, Organization
from service.permissions import Actor
from service.queries.ledgers import LedgerFilter, LedgerRow, count_ledger, ledger_page
from service.queries.lists import CaseFilter, cases_page, count_cases
from service.queries.members import count_members, holders, members_page, opened
from service.queries.todo import Wanted, count_todo, todo_cases

PAGE = 500
Row = TypeVar("Row")


class Source(Protocol):
    """A list as somebody filtered it."""

    @property
    def name(self) -> str:
        """As exports call it."""

    def count(self, tx: Transaction, actor: Actor, limit: int) -> int:
        """How many rows; counting stops at `limit`."""

    def lines(self, tx: Transaction, actor: Actor, *, full: bool) -> Iterator[Line]:
        """All rows in the order of the page, with numbers masked unless `full`."""


@dataclass(frozen=True)
class Ledger:
    """One of the four ledgers."""

    wanted: LedgerFilter

    @property
    def name(self) -> str:
        """As the registers are called."""
        return self.wanted.ledger

    def count(self, tx: Transaction, actor: Actor, limit: int) -> int:
        """See Source."""
        return count_ledger(tx, actor, self.wanted, limit)

    def lines(self, tx: Transaction, actor: Actor, *, full: bool) -> Iterator[Line]:
        """See Source."""
        pages = _pages(tx, lambda after: ledger_page(tx, actor, self.wanted, after=after, limit=PAGE))
        yield from (_case_line(tx, number, row.case, full=full, ledger=row) for number, row in _numbered(pages))


@dataclass(frozen=True)
class Cases:
    """The register of cases, or the part that was looked for."""

    wanted: CaseFilter
    name: str = "cases"

    def count(self, tx: Transaction, actor: Actor, limit: int) -> int:
        """See Source."""
        return count_cases(tx, actor, self.wanted, limit)

    def lines(self, tx: Transaction, actor: Actor, *, full: bool) -> Iterator[Line]:
        """See Source."""
        pages = _pages(tx, lambda after: cases_page(tx, actor, self.wanted, after=after, limit=PAGE))
        yield from (_case_line(tx, number, case, full=full) for number, case in _numbered(pages))


@dataclass(frozen=True)
class Worklist:
    """A box of the desk, or the part that was looked for."""

    wanted: Wanted
    name: str = "worklist"

    def count(self, tx: Transaction, actor: Actor, limit: int) -> int:
        """See Source."""
        return count_todo(tx, actor, self.wanted, limit)

    def lines(self, tx: Transaction, actor: Actor, *, full: bool) -> Iterator[Line]:
        """See Source."""
        wanted = vars(self.wanted)
        pages = _pages(tx, lambda after: todo_cases(tx, actor, Wanted(**{**wanted, "after": after}), PAGE))
        yield from (_case_line(tx, number, case, full=full) for number, case in _numbered(pages))


@dataclass(frozen=True)
class Members:
    """The roster of members, of a unit or as it was looked for."""

    organization: Organization | None = None
    q: str = ""
    name: str = field(default="members", init=False)

    def count(self, tx: Transaction, actor: Actor, limit: int) -> int:
        """See Source."""
        return count_members(tx, actor, organization=self.organization, q=self.q, limit=limit)

    def lines(self, tx: Transaction, actor: Actor, *, full: bool) -> Iterator[Line]:
        """See Source."""
        numbers = count(1)
        for members in _pages(tx, lambda after: self._page(tx, actor, after)):
            units = {name: holders(tx, members, name) for name in ("affiliation", "responsibility")}
            for member in members:
                yield _member_line(tx, next(numbers), member, units, full=full)

    def _page(self, tx: Transaction, actor: Actor, after: str | None) -> tuple[Sequence[Member], str | None]:
        found = members_page(tx, actor, organization=self.organization, q=self.q, after=after or "", limit=PAGE)
        return found, found[-1].id if len(found) == PAGE else None


def ledger_line(tx: Transaction, number: int, row: LedgerRow) -> Line:
    """A line of a ledger as everybody who may read it sees it."""
    return _case_line(tx, number, row.case, full=False, ledger=row)


def _pages(tx: Transaction, page: Callable[[Any], tuple[Sequence[Row], Any]]) -> Iterator[Sequence[Row]]:
    """Page after page; what was read is forgotten, so that memory does not grow with the list."""
    after: Any = None
    while True:
        rows, after = page(after)
        yield rows
        tx.session.expunge_all()
        if after is None:
            return


def _numbered(pages: Iterator[Sequence[Row]]) -> Iterator[tuple[int, Row]]:
    numbers = count(1)
    for rows in pages:
        for row in rows:
            yield next(numbers), row


def _case_line(tx: Transaction, number: int, case: Case, *, full: bool, ledger: LedgerRow | None = None) -> Line:
    id_number, phone = _numbers(tx, case.person, full=full) if case.person else ("", "")
    return Line(number, case.person, id_number, phone, ledger, case, case.affiliation, case.responsible)


def _member_line(
    tx: Transaction, number: int, member: Member, units: Mapping[str, Mapping[str, Organization]], *, full: bool
) -> Line:
    id_number, phone = _numbers(tx, member, full=full)
    belongs, answers = units["affiliation"].get(member.id), units["responsibility"].get(member.id)
    return Line(number, member, id_number, phone, affiliation=belongs, responsible=answers)


def _numbers(tx: Transaction, member: Member, *, full: bool) -> tuple[str, str]:
    number, phone = opened(tx, member, "id_number") or "", opened(tx, member, "phone") or ""
    return (number, phone) if full else (identity.mask_id_number(number), identity.mask_phone(phone))
