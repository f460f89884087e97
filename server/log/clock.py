"""The database's clock, as the process tracks it: the only clock that commits are dated by."""

from domain.period import Instant
from server.clock import Clock

_MICROSECONDS = 1_000_000


class DatabaseClock:
    """Continues from the last instant that the database told, by the machine's monotonic clock.

    The machine may sleep or its monotonic clock drift, so it is told again with every answer of the
    database; the append function checks what it gave to within 5 s.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead: int | None = None

    def note(self, told: Instant) -> None:
        """Go on from `told`, which the database said just now."""
        self._ahead = told - int(self._clock.monotonic() * _MICROSECONDS)

    def now(self) -> Instant:
        """Return the database's instant; before it told one, the machine's."""
        if self._ahead is None:
            return self._clock.now()
        return int(self._clock.monotonic() * _MICROSECONDS) + self._ahead
