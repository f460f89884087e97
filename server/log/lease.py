"""Leases: who may write a stream. The fence rises with every owner and is checked in each append.

A lease lasts two seconds and is renewed four times in them. When it runs out nothing happens until
somebody else takes it; whoever had it then fails to append, instead of forking the stream.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from domain.ids import ActorId, StreamId
from domain.period import Instant
from server.log.errors import NoSuchStream, StreamHeld
from server.log.flight import QUERIES, Connection
from server.log.outcome import Fenced
from server.log.preparation import Head
from server.log.streams import ModelRow
from server.postgres.pool import Pool

LASTS: Final = 2.0  # seconds
RENEWED_EVERY: Final = 0.5  # seconds


class Acquired(NamedTuple):
    """A lease, and where the stream is that it allows to write."""

    fence: int
    head: Head
    next_boundary: Instant | None
    epoch: int
    next_seq: int
    clock: Instant
    position: int | None
    model: ModelRow | None


class Renewed(NamedTuple):
    """The database's instant, and the streams whose lease has passed on, with their new owners."""

    clock: Instant
    lost: Mapping[StreamId, Fenced]


async def acquire(pool: Pool, stream: StreamId, *, owner: str, url: str) -> Acquired:
    """Take the lease of a stream; raise StreamHeld, NoSuchStream.

    An owner that asks again gets a new fence. The former owner's append is over by then.
    """
    async with pool.connection() as connection:
        cursor = await connection.execute(
            QUERIES["acquire"],
            {"stream": stream, "owner": owner, "url": url, "seconds": LASTS},
        )
        row = await cursor.fetchone()
    if row is None or row[3] is None:
        raise NoSuchStream(f"stream {stream}", "does not exist", "create its model first")
    holder, its_url, fence, *rest = row
    if holder != owner:
        raise StreamHeld(stream, holder, its_url)
    tx, recorded_at, hash_, next_boundary, epoch, seq, clock, position, *named = rest
    return Acquired(
        fence,
        Head(tx, recorded_at, hash_),
        next_boundary,
        epoch or 1,
        (seq or 0) + 1,
        clock,
        position,
        _model(stream, *named),
    )


async def renew(connection: Connection, fences: Mapping[StreamId, int], *, owner: str) -> Renewed:
    """Prolong the leases with these fences, in one statement."""
    parameters = {
        "streams": list(fences),
        "fences": list(fences.values()),
        "owner": owner,
        "seconds": LASTS,
    }
    cursor = await connection.execute(QUERIES["renew"], parameters)
    rows = await cursor.fetchall()
    lost = {
        stream: Fenced(holder or "", url or "")
        for _, stream, holder, url in rows
        if stream is not None
    }
    return Renewed(rows[0][0], lost)


async def release(pool: Pool, fences: Iterable[tuple[StreamId, int]], *, owner: str) -> None:
    """Give leases back, so that the next owner need not wait for them to run out."""
    async with pool.connection() as connection:
        for stream, fence in fences:
            await connection.execute(
                QUERIES["release"],
                {"stream": stream, "fence": fence, "owner": owner},
            )


async def release_all_of_dead_owner(pool: Pool) -> None:
    """Give every lease back.

    Only for the embedded database at start: we hold the lock of its folder, so whoever had a lease
    in it is dead.
    """
    async with pool.connection() as connection:
        await connection.execute(QUERIES["release_all"])


def _model(
    stream: StreamId,
    model: str | None,
    slug: str,
    created_at: Instant,
    created_by: ActorId,
) -> ModelRow | None:
    return None if model is None else ModelRow(model, slug, stream, created_at, created_by)
