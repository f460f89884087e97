"""The schedule: fires boundaries when they come, in rooms that nobody has open too.

A boundary is recorded by an operation-free commit, so that "now" is a function of the log; the
difference it makes goes into the document with it. At start-up all that passed meanwhile is fired,
boundary by boundary. Where several processes run, the one that has the lease of a stream fires.
"""

import asyncio
import contextlib
from typing import Final

import structlog

from domain.model.operations import LoggedCommit, Mode, UntilWord
from server.ending import end
from server.log import reader
from server.log.committer import Committer
from server.log.errors import StreamHeld
from server.postgres.pool import Pool
from server.rooms.registry import Rooms

_AT_MOST: Final = 1.0  # seconds until what another process scheduled is noticed
_AT_LEAST: Final = 0.02  # seconds between two looks, for who cannot fire what is due
_SECOND: Final = 1_000_000

_log = structlog.get_logger("server.rooms")


class Schedule:
    """One task that looks for boundaries that have come."""

    def __init__(self, rooms: Rooms, committer: Committer, pool: Pool) -> None:
        self._rooms = rooms
        self._committer = committer
        self._pool = pool
        self._awake = asyncio.Event()
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
        fired = 0
        for stream, _ in await reader.due(self._pool, await self._committer.now()):
            try:
                await self._rooms.fire(stream)
            except StreamHeld as held:
                _log.debug("another process fires", stream=stream, owner=held.owner)
            else:
                fired += 1
        return fired

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
            wait = max(_AT_LEAST, min(_AT_MOST, ahead))
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
