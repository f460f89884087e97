"""What rooms did: each counts for itself, and a process sums its rooms up."""

from bisect import bisect_left
from dataclasses import dataclass, field, fields
from typing import Final

STEPS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1.0)
"""Upper ends, in seconds, of the classes that flushes are counted in; the last has none."""


@dataclass(slots=True)
class Counts:
    """Counters of a room that only ever rise."""

    updates: int = 0
    commits: int = 0
    headless: int = 0
    flushes: int = 0
    corrected: int = 0
    rejected: int = 0
    gaps: int = 0
    boundaries: int = 0
    alarms: int = 0
    """Times that a document differed from the log and was made anew."""
    received: int = 0
    """Bytes of frames that came in."""
    sent: int = 0
    """Bytes of frames that were given to connections."""
    seconds: float = 0.0
    """Seconds from taking a run of updates until everybody was told."""
    durations: list[int] = field(default_factory=lambda: [0] * (len(STEPS) + 1))
    """How many runs took how long, by STEPS."""

    @property
    def edits(self) -> int:
        """Edits of all sorts: live updates and headless ones."""
        return self.updates + self.headless

    def time(self, seconds: float) -> None:
        """Count a run that took so long."""
        self.seconds += seconds
        self.durations[bisect_left(STEPS, seconds)] += 1

    def add(self, other: "Counts") -> None:
        """Add what another room counted."""
        for each in fields(self):
            mine, others = getattr(self, each.name), getattr(other, each.name)
            if isinstance(mine, list):
                others = [a + b for a, b in zip(mine, others, strict=True)]
                setattr(self, each.name, others)
            else:
                setattr(self, each.name, mine + others)


class Book:
    """The counts of all rooms of a process, those that are closed included."""

    def __init__(self) -> None:
        self._closed = Counts()
        self._open: list[Counts] = []

    def open(self) -> Counts:
        """Return the counts of a new room."""
        counts = Counts()
        self._open.append(counts)
        return counts

    def close(self, counts: Counts) -> None:
        """Keep the sum of what a room counted that is no more; later counting is lost."""
        self._open = [each for each in self._open if each is not counts]
        self._closed.add(counts)

    def total(self) -> Counts:
        """Return what all rooms did since the process started."""
        total = Counts()
        for counts in (self._closed, *self._open):
            total.add(counts)
        return total
