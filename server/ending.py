"""Ending a background task for certain."""

import asyncio
from typing import Any, Final

_AGAIN: Final = 0.1  # seconds until a cancellation that was swallowed is repeated


async def end(*tasks: "asyncio.Task[Any]") -> None:
    """Cancel tasks and return when all have ended, whatever they end with.

    One cancellation is not enough: `asyncio.wait_for` of Python 3.11, on which psycopg waits,
    swallows one that arrives together with what it waited for.
    """
    waiting = {task for task in tasks if not task.done()}
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=_AGAIN)
    for task in tasks:
        if not task.cancelled():
            task.exception()  # looked at, so that nobody is told that nobody did
