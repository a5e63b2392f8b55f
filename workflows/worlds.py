"""Every kind of case that a definition may meet, as sample facts: what the proofs range over."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from workflows.vocabulary import NEW, Definition, Facts, LetterFacts, Party, Unit

_TODAY = date(2026, 11, 24)
_SIDES = (None, Party.OUTFLOW, Party.RECEIVING)
_REFUSERS = (None, Party.STREET, Party.OUTFLOW_COMMITTEE)
_OUTSIDE: tuple[frozenset[Party], ...] = (
    frozenset(),
    frozenset({Party.OUTFLOW, Party.OUTFLOW_COMMITTEE}),
    frozenset({Party.RECEIVING, Party.STREET}),
)


def worlds(definition: Definition) -> Iterator[Facts]:
    """Facts for every combination of what the moves of a definition can depend on; the state is left at `new`."""
    kinds = definition.kinds or ("",)
    openers = _openers(definition)
    letters = tuple(_letters())
    for opened_by, kind, outside, letter, online in product(openers, kinds, _OUTSIDE, letters, (False, True)):
        for refused_by, paused_by, affiliation_at in product(_REFUSERS, _SIDES, _SIDES):
            yield Facts(
                state=NEW, today=_TODAY, parties=_parties(outside), opened_by=opened_by, kind=kind, letter=letter,
                online=online, refused_by=refused_by, paused_by=paused_by, affiliation_at=affiliation_at,
            )  # fmt: skip


def _openers(definition: Definition) -> tuple[Party, ...]:
    moves = (move for action in definition.actions for move in action.moves if NEW in move.sources)
    openers = dict.fromkeys(party for move in moves for party in move.by if isinstance(party, Party))
    return tuple(openers) or (Party.OUTFLOW,)


def _parties(outside: frozenset[Party]) -> dict[Party, Unit]:
    return {
        party: Unit(
            code=party.value, kind="external" if party in outside else "community", path=f"/{number}/",
            takes_members=True, may_issue_letters=True, external=party in outside,
        )
        for number, party in enumerate(Party, start=1)
    }  # fmt: skip


def _letters() -> Iterator[LetterFacts | None]:
    yield None
    issued = _TODAY - timedelta(days=30)
    for days in (60, 10):
        yield LetterFacts("1", issued, issued + timedelta(days=days), issued, "valid")
    yield LetterFacts("1", issued, issued + timedelta(days=60), issued, "lost")
