"""What was measured, and the table of it."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

ROUNDS = 3


@dataclass(frozen=True)
class Figure:
    """A ratio that is wanted to be at least, or at most, so much; its value of every round, and what it is made of."""

    name: str
    wanted: float
    values: Sequence[float]
    made_of: str
    at_most: bool = False

    @property
    def median(self) -> float:
        """The value that counts."""
        return statistics.median(self.values)

    @property
    def is_met(self) -> bool:
        """Whether the median is as wanted."""
        return self.median <= self.wanted if self.at_most else self.median >= self.wanted

    def row(self) -> tuple[str, ...]:
        """A line of the table."""
        sign = "≤" if self.at_most else "≥"
        spread = f"{min(self.values):.2f} to {max(self.values):.2f}"
        verdict = "met" if self.is_met else "MISSED"
        return self.name, f"{sign} {self.wanted:g}", f"{self.median:.2f}", spread, verdict, self.made_of


HEAD = ("measured", "wanted", "median", "spread", "", "made of (medians)")


def table(figures: Sequence[Figure]) -> str:
    """All figures, in Markdown."""
    rows = [HEAD, *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def ratio(
    name: str, wanted: float, above: Sequence[float], below: Sequence[float], words: str, *, at_most: bool = False
) -> Figure:
    """The quotient of two values, measured one after the other in each round; `words` has two places for them."""
    values = [one / other for one, other in zip(above, below, strict=True)]
    made_of = words.format(statistics.median(above), statistics.median(below))
    return Figure(name, wanted, values, made_of, at_most)
