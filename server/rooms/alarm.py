"""A timer that is set again and again: it rings once, at the earliest instant it was set to."""

import asyncio
from collections.abc import Callable


class Alarm:
    """Calls back on the running loop; instants are those of `now`.

    Whoever is called looks what there is to do, for it may ring although that was put off since,
    and sets it again.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._handle: asyncio.TimerHandle | None = None
        self._at = 0.0

    @staticmethod
    def now() -> float:
        """Return the instant, in the seconds of the loop, which only ever grow."""
        return asyncio.get_running_loop().time()

    def set(self, at: float) -> None:
        """Ring at `at`, if it does not ring before."""
        if self._handle is not None and self._at <= at:
            return
        self.stop()
        self._at = at  # kept here: uvloop's handle of an instant that has passed does not know it
        self._handle = asyncio.get_running_loop().call_at(at, self._on_time)

    def stop(self) -> None:
        """Do not ring."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _on_time(self) -> None:
        self._handle = None
        self._ring()
