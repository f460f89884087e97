"""The follower: hears over a connection of its own that any process has appended to the log.

    log_append in another process ── NOTIFY schemaos_log, position ──> follower ──> hearer(position)

Notices are a hint, never the truth: whoever hears one looks for itself, and looks now and then
without one. So a lost connection costs nothing but time; it is made again.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final, TypeAlias

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from server.ending import end

Hearer: TypeAlias = Callable[[int], None]
"""Hears of a position that is on disk now; called in the loop, quick, raises nothing."""

_GATHER: Final = 0.05  # seconds between two notices passed on; a busy log sends hundreds
_AGAIN: Final = 1.0  # seconds until a lost connection is made again

_log: Final = structlog.get_logger("server.log")


class Follower:
    """One task that listens; `hearer` is called with the last position of what came together."""

    def __init__(self, dsn: str, hearer: Hearer) -> None:
        self._dsn = dsn
        self._hearer = hearer
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen from now on; return when nothing that is appended later is missed."""
        connection = await self._connect()
        self._task = asyncio.create_task(self._run(connection), name="follower")

    async def stop(self) -> None:
        """Stop listening."""
        if self._task is not None:
            await end(self._task)

    async def _run(self, connection: AsyncConnection[TupleRow] | None) -> None:
        while True:
            try:
                async with connection or await self._connect() as listening:
                    await self._listen(listening)
            except psycopg.Error as error:
                _log.warning("nothing is heard of other processes", error=str(error).strip())
            connection = None
            await asyncio.sleep(_AGAIN)

    async def _listen(self, connection: AsyncConnection[TupleRow]) -> None:
        """Pass notices on, the first at once and what comes soon after it together."""
        while True:
            position = 0
            async for notice in connection.notifies(stop_after=1):
                with contextlib.suppress(ValueError):  # another program may use the channel too
                    position = max(position, int(notice.payload))
            if position:
                self._hearer(position)
            await asyncio.sleep(_GATHER)

    async def _connect(self) -> AsyncConnection[TupleRow]:
        connection = await AsyncConnection.connect(
            self._dsn,
            autocommit=True,
            application_name="schemaos follower",
            connect_timeout=5,
        )
        await connection.execute("LISTEN schemaos_log")
        return connection
