"""One measured figure, and how figures are printed."""

from collections.abc import Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """One figure; `goal` is what was asked for, `ratio` how many times the peer's of the same run.

    A rate wants to reach its goal, everything else to stay below it.
    """

    subject: str
    value: float
    unit: str
    goal: float | None = None
    ratio: float | None = None

    @property
    def is_short(self) -> bool:
        """Tell whether the figure misses its goal."""
        if self.goal is None:
            return False
        return self.value < self.goal if self.unit.endswith("/s") else self.value > self.goal


def table(rows: Iterable[Row]) -> str:
    """Print rows below each other, what falls short marked."""
    return "\n".join(_line(row) for row in rows)


def _line(row: Row) -> str:
    digits = 0 if row.value >= 1_000 else 1 if row.value >= 10 else 3
    line = f"  {row.subject:62} {row.value:>12,.{digits}f} {row.unit}"
    if row.goal is not None:
        line += f"   goal {row.goal:,g}{'   SHORT' if row.is_short else ''}"
    if row.ratio is not None:
        line += f"   {row.ratio:.2f} x the peer"
    return line
