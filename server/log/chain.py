"""Chains: every commit of a stream follows from the one before and says what its body says.

A chain shows what was changed behind our back. Against somebody who computes all hashes anew it
needs a copy elsewhere; that is the matter of the signed audit bundle.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.ids import StreamId
from domain.period import Instant
from server.log.codec import GENESIS, TOPIC, chain_hash, decode
from server.log.flight import QUERIES
from server.log.preparation import Head
from server.postgres.pool import Pool


@dataclass(frozen=True, slots=True)
class Row:
    """A recorded commit as the table has it."""

    tx: int
    position: int
    recorded_at: Instant
    commit_id: str
    topic: str
    actor: str | None
    why: str | None
    mode: str | None
    cause: object
    body: bytes
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Flaw:
    """A commit that breaks the chain of its stream, and how."""

    stream: StreamId
    tx: int
    fact: str


async def rows(pool: Pool, stream: StreamId, *, after_tx: int = -1) -> tuple[Row, ...]:
    """Return the rows of a stream, oldest first, for an auditor."""
    parameters = {"stream": stream, "after_tx": after_tx, "limit": None}
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["links"], parameters, binary=True)
        return tuple(Row(*row) for row in await cursor.fetchall())


async def flaws(
    pool: Pool,
    stream: StreamId | None = None,
    *,
    limit: int = 100,
) -> tuple[Flaw, ...]:
    """Check a stream, or all, inside the database; return what is broken, by stream and tx."""
    parameters = {"stream": stream, "topic": TOPIC, "limit": limit}
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["broken_links"], parameters)
        return tuple(Flaw(*row) for row in await cursor.fetchall())


def verify(stream: StreamId, chain: Iterable[Row], *, head: Head) -> Flaw | None:
    """Check a whole stream without the database; return the first flaw."""
    former = Head(0, 0, GENESIS)
    for row in chain:
        fact = _fact(stream, row, former)
        if fact is not None:
            return Flaw(stream, row.tx, fact)
        former = Head(row.tx, row.recorded_at, row.hash)
    if (former.tx, former.hash) != (head.tx, head.hash):
        return Flaw(stream, former.tx, "the head of the stream names another commit as the last")
    return None


def _fact(stream: StreamId, row: Row, former: Head) -> str | None:
    if row.hash != chain_hash(row.prev_hash, row.body):
        return "the hash is not that of the body"
    if row.prev_hash != former.hash:
        return "it does not follow the one before"
    if row.tx != former.tx + 1:
        return "commits before it are missing"
    if former.tx and row.recorded_at <= former.recorded_at:
        return "it was recorded before the one before"
    return _contradiction(stream, row)


def _contradiction(stream: StreamId, row: Row) -> str | None:
    try:
        commit = decode(row.body)
    except (KeyError, TypeError, ValueError):
        return "the body is no commit"
    said = (stream, row.tx, row.recorded_at, row.commit_id, row.actor, row.why, row.mode, row.cause)
    if said != (
        commit.stream,
        commit.tx,
        commit.recorded_at,
        commit.commit_id,
        commit.actor,
        commit.why,
        commit.mode.value,
        commit.cause,
    ):
        return "a column says something else than the body"
    return None
