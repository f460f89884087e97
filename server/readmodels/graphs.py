"""The graph of a stream at any moment, as registers."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import orjson

from domain.ids import StreamId
from domain.model.operations import Registers
from domain.period import from_datetime, to_datetime
from domain.time.moment import Moment
from server.log.errors import NoSuchStream
from server.postgres.pool import Pool
from server.readmodels.folding import QUERIES

_LARGEST: Final = 2**32 - 1  # the last tx that the index of what was known can tell apart
_SLICE: Final = 200  # elements


async def registers_at(pool: Pool, stream: StreamId, moment: Moment) -> Registers:
    """Return the registers that hold a value at a moment, by element; empty for no such stream."""
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["graph_at"], _at(stream, moment), binary=True)
        rows = await cursor.fetchall()
    return {element: orjson.loads(attributes) for element, attributes in rows}


async def registers_in_slices(
    pool: Pool,
    stream: StreamId,
    moment: Moment,
) -> AsyncIterator[Registers]:
    """Yield what `registers_at` returns, some elements at a time; others get a turn in between."""
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["graph_at"], _at(stream, moment), binary=True)
        while rows := await cursor.fetchmany(_SLICE):
            yield {element: orjson.loads(attributes) for element, attributes in rows}
            await asyncio.sleep(0)


async def head_moment(pool: Pool, stream: StreamId) -> Moment:
    """Return the moment that `now` and `head` mean; raise NoSuchStream."""
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["head"], {"stream": stream}, binary=True)
        row = await cursor.fetchone()
    if row is None:
        raise NoSuchStream(f"stream {stream}", "has no head", "create its model first")
    tx, recorded_at = row
    return Moment(from_datetime(recorded_at), tx)


def _at(stream: StreamId, moment: Moment) -> dict[str, object]:
    return {
        "stream": stream,
        "valid_at": to_datetime(moment.valid_at),
        "known": min(moment.known, _LARGEST),
    }
