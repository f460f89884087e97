"""A vigil over the findings of a room, off the way of an edit: whose have changed is told (D16).

    durable changes -> noted -> a few times a second: what they reach is checked again -> notice

It goes on only while somebody is there who reads notices, in slices so short that nobody waits for
them, and on a copy of the registers: what the room holds may be ahead of the log.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

import structlog

from domain.model.findings.watch import Watch
from domain.model.operations import Change, Registers
from server.rooms.alarm import Alarm

EVERY: Final = 0.25
"""Seconds between two looks at what changed: 4 times a second at most."""
SLICE: Final = 0.002
"""Seconds that others wait for at most, but for one step."""
PAUSE: Final = 0.008
"""Seconds between two slices, so that it never takes more than a fifth of the time."""
PATIENCE: Final = 0.5
"""Seconds that somebody waits for it to be done."""
_MOST_TOLD: Final = 1_000
"""Elements that one notice names."""

_log = structlog.get_logger("server.rooms")


class Notify(Protocol):
    """Tells people that something changed which is read over HTTP."""

    def __call__(self, topic: str, ids: Sequence[str]) -> None:
        """Tell them."""
        ...


class Vigil:
    """Keeps the findings of one room while it is on."""

    def __init__(self, notify: Notify, *, every: float = EVERY) -> None:
        self._notify = notify
        self._every = every
        self._watch: Watch | None = None
        self._began_at = float("-inf")
        self._is_at_work = False
        self._rested = asyncio.Event()
        self._alarm = Alarm(self._on_alarm)

    @property
    def is_on(self) -> bool:
        """Changes are wanted."""
        return self._watch is not None

    def attend(self, registers: Registers | None) -> None:
        """Be on while somebody wants to know; then it is given what the model holds now."""
        if registers is None:
            self.stop()
        else:
            self.start(registers)

    def start(self, registers: Registers) -> None:
        """Begin with what a model holds now; what it has of findings then is no news."""
        if self._watch is None:
            self._watch = Watch(registers)
            self._begin()

    def stop(self) -> None:
        """Forget everything: nobody wants to know."""
        self._watch = None
        self._is_at_work = False
        self._rested.set()
        self._alarm.stop()

    async def at_rest(self) -> Watch | None:
        """Return what is found once all that was noted is checked; it is to be read at once.

        None when that takes longer than a moment, or nobody wants to know: who asks then checks the
        whole model, which takes a second of the processor for 5,000 entities.
        """
        if self._watch is None or not self._is_at_work:
            return self._watch
        if not self._watch.is_known:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                await self._rested.wait()
        except TimeoutError:
            return None
        return self._finished()

    def note(self, changes: Iterable[Change]) -> None:
        """Note what registers hold from now on."""
        if self._watch is not None and self._watch.note(changes) and not self._is_at_work:
            self._begin()

    def _finished(self) -> Watch | None:
        """Return what is found; None when more was noted, or it began anew, meanwhile."""
        return None if self._is_at_work else self._watch

    def _begin(self) -> None:
        self._is_at_work = True
        self._rested.clear()
        self._began_at = max(self._alarm.now(), self._began_at + self._every)
        self._alarm.set(self._began_at)

    def _on_alarm(self) -> None:
        if self._watch is None:
            return
        now = self._alarm.now
        try:
            is_done = _work_on(self._watch, until=now() + SLICE, now=now)
        except Exception as error:  # noqa: BLE001 - the top of a background task
            self.stop()
            _log.error("findings are not looked after any more", exc_info=error)
            return
        if is_done or now() >= self._began_at + self._every:
            self._tell(self._watch)
        if is_done:
            self._is_at_work = False
            self._rested.set()
        else:
            self._alarm.set(now() + PAUSE)

    def _tell(self, watch: Watch) -> None:
        """Tell what changed, also where people are faster than this."""
        self._began_at = self._alarm.now()
        changed = watch.take_changed()
        for at in range(0, len(changed), _MOST_TOLD):
            self._notify("findings", changed[at : at + _MOST_TOLD])


def _work_on(watch: Watch, *, until: float, now: Callable[[], float]) -> bool:
    """Work for a while; tell whether nothing is left to do."""
    while now() < until:
        if not watch.step():
            return True
    return False
