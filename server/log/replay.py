"""Replay: the registers of a stream at any moment, from the log alone, by the definition.

The oracle of `domain.time` over raw bodies: in order of (tx, ord), the last operation whose period
holds the instant counts. Slower than the read models and independent of them, so it is what they
and a room's document are compared with, and what a broken one is rebuilt from.
"""

from collections.abc import Iterable

import orjson

from domain.ids import ElementId, StreamId
from domain.model.values import Json
from domain.period import Instant, format_instant
from domain.time.moment import Moment
from server.log.codec import TOPIC
from server.log.flight import QUERIES
from server.postgres.pool import Pool

_PAGE = 1_000

MutableRegisters = dict[ElementId, dict[str, Json]]


async def registers_at(pool: Pool, stream: StreamId, moment: Moment) -> MutableRegisters:
    """Return the registers of a stream that hold a value at a moment."""
    registers: MutableRegisters = {}
    after = 0
    async with pool.connection() as connection:
        while after < moment.known:
            cursor = await connection.execute(
                QUERIES["bodies"],
                {
                    "stream": stream,
                    "after": after,
                    "known": moment.known,
                    "topic": TOPIC,
                    "limit": _PAGE,
                },
                binary=True,
            )
            bodies = [body for (body,) in await cursor.fetchall()]
            fold(bodies, moment.valid_at, into=registers)
            after = after + len(bodies) if bodies else moment.known
    return {element: held for element, held in registers.items() if held}


def fold(bodies: Iterable[bytes], valid_at: Instant, *, into: MutableRegisters) -> None:
    """Write what further commits say of an instant into the registers."""
    at = format_instant(valid_at)  # canonical instants have one width: as texts they sort by time
    for body in bodies:
        for operation in orjson.loads(body)["operations"]:
            start, end = operation["valid"]
            if (start is not None and at < start) or (end is not None and end <= at):
                continue
            held = into.get(operation["element"])
            if held is None:
                held = into[operation["element"]] = {}
            if operation["kind"] == "assert":
                held[operation["attribute"]] = operation["value"]
            else:
                held.pop(operation["attribute"], None)
