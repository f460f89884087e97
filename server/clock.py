"""The clock of the server: the only place that asks the machine what time it is."""

import time
from typing import Protocol

from domain.period import Instant


class Clock(Protocol):
    """What time it is, for whoever must know; tests give one that they move themselves."""

    def now(self) -> Instant:
        """Return the wall clock's instant; it may jump when somebody sets the machine's time."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only ever grow, for measuring how long something took."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> Instant:
        """Return the wall clock's instant."""
        return time.time_ns() // 1_000

    def monotonic(self) -> float:
        """Return seconds since some moment in the past."""
        return time.monotonic()
