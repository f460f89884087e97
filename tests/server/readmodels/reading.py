"""A stream that is folded and read, for tests that tell a story."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from server.postgres.pool import Pool, open_pool
from server.readmodels.projector import Projector
from tests.server.readmodels.recording import Log

_T = TypeVar("_T")


def read(log: Log, ask: Callable[[Pool], Awaitable[_T]]) -> _T:
    """Fold all of the log, then ask."""

    async def scenario() -> _T:
        pool = await open_pool(log.dsn, size=3)
        projector = Projector(pool)
        try:
            await projector.start()
            await projector.wait_for(log.position)
            return await ask(pool)
        finally:
            await projector.stop()
            await pool.close()

    return asyncio.run(scenario())
