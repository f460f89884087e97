"""The graph of a stream at any moment, as registers."""

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


async def registers_at(pool: Pool, stream: StreamId, moment: Moment) -> Registers:
    """Return the registers that hold a value at a moment, by element; empty for no such stream."""
    parameters = {
        "stream": stream,
        "valid_at": to_datetime(moment.valid_at),
        "known": min(moment.known, _LARGEST),
    }
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["graph_at"], parameters, binary=True)
        rows = await cursor.fetchall()
    return {element: orjson.loads(attributes) for element, attributes in rows}


async def head_moment(pool: Pool, stream: StreamId) -> Moment:
    """Return the moment that `now` and `head` mean; raise NoSuchStream."""
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["head"], {"stream": stream}, binary=True)
        row = await cursor.fetchone()
    if row is None:
        raise NoSuchStream(f"stream {stream}", "has no head", "create its model first")
    tx, recorded_at = row
    return Moment(from_datetime(recorded_at), tx)
