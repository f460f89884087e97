"""The schedule: fires boundaries when they come, in rooms that nobody has open too.

A boundary is recorded by an operation-free commit, so that "now" is a function of the log; the
difference it makes goes into the document with it. At start-up all that passed meanwhile is fired,
boundary by boundary. Where several processes run, the one that has the lease of a stream fires.
Streams do not wait for each other: one that cannot be fired is tried again while others go on.
"""

import asyncio
import contextlib
from typing import Final

import structlog

from domain.ids import StreamId
from domain.model.operations import LoggedCommit, Mode, UntilWord
from server.ending import end
from server.log import reader
from server.log.committer import Committer
from server.log.errors import StreamHeld
from server.postgres.pool import Pool
from server.rooms.registry import Rooms

_AT_MOST: Final = 1.0  # seconds until what another process scheduled is noticed
_AT_LEAST: Final = 0.02  # seconds between two looks
_AGAIN: Final = 0.1  # seconds between two looks, for who cannot fire what is due
_AT_ONCE: Final = 8  # streams that are fired at the same time
_SECOND: Final = 1_000_000

_log = structlog.get_logger("server.rooms")


class Schedule:
    """One task that looks for boundaries that have come."""

    def __init__(self, rooms: Rooms, committer: Committer, pool: Pool) -> None:
        self._rooms = rooms
        self._committer = committer
        self._pool = pool
        self._awake = asyncio.Event()
        self._hands = asyncio.Semaphore(_AT_ONCE)
        self._aside: dict[StreamId, float] = {}
        self._task: asyncio.Task[None] | None = None
        committer.on_appended.append(self._on_appended)

    async def start(self) -> None:
        """Fire what passed while nobody looked, then go on doing so."""
        await self.fire_due()
        self._task = asyncio.create_task(self._run(), name="schedule")

    async def stop(self) -> None:
        """Stop at once; what comes due later is fired after the next start."""
        if self._task is not None:
            await end(self._task)

    def wake(self) -> None:
        """Look soon: another process may have scheduled something."""
        self._awake.set()

    async def fire_due(self) -> int:
        """Fire every boundary that has passed, in all streams; return in how many streams."""
        due = await reader.due(self._pool, await self._committer.now())
        now = asyncio.get_running_loop().time()
        streams = [stream for stream, _ in due if self._aside.get(stream, now) <= now]
        return sum(await asyncio.gather(*map(self._fire, streams)))

    async def _fire(self, stream: StreamId) -> bool:
        """Fire what has passed in a stream; tell whether that went well."""
        self._aside.pop(stream, None)
        try:
            async with self._hands:
                await self._rooms.fire(stream)
        except StreamHeld as held:
            _log.debug("another process fires", stream=stream, owner=held.owner)
            return False
        except Exception as error:  # noqa: BLE001 - whatever one stream has, the others go on
            self._aside[stream] = asyncio.get_running_loop().time() + _AT_MOST
            _log.warning("boundaries of a stream wait", stream=stream, error=str(error))
            return False
        return True

    async def _run(self) -> None:
        while True:
            try:
                await self._pause()
                await self.fire_due()
            except Exception as error:  # noqa: BLE001 - the top loop: the database may be away
                _log.warning("boundaries wait", error=str(error))
                await asyncio.sleep(_AT_MOST)

    async def _pause(self) -> None:
        """Wait until the next boundary, or until something was scheduled, or a second."""
        following = await reader.next_due(self._pool)
        wait = _AT_MOST
        if following is not None:
            ahead = (following - await self._committer.now()) / _SECOND
            wait = max(_AT_LEAST, min(_AT_MOST, ahead)) if ahead > 0 else _AGAIN
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._awake.wait()
        self._awake.clear()

    def _on_appended(self, commits: tuple[LoggedCommit, ...]) -> None:
        if any(
            logged.commit.mode is not Mode.EDIT or logged.commit.until is not UntilWord.NEXT
            for logged in commits
        ):
            self._awake.set()
