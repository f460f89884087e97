"""Reading the log: commits by stream, by position, by id; heads, boundaries due, answers.

A reader that follows positions misses nothing: they rise in the order of COMMIT.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Final

from psycopg.rows import TupleRow

from domain.ids import CommitId, StreamId
from domain.model.operations import LoggedCommit, Register
from domain.model.values import Json
from domain.period import Instant, to_datetime
from domain.time.boundaries import has_boundary_after
from domain.time.registers import Rectangle, project
from server.log.codec import TOPIC, decode
from server.log.flight import QUERIES
from server.log.preparation import Head, Rectangles
from server.postgres.pool import Pool

PAGE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Answered:
    """What an edit was answered, and the hash of the request that it answered."""

    stream: StreamId
    request_sha256: bytes
    answer: Mapping[str, Json]


async def commits(
    pool: Pool,
    stream: StreamId,
    *,
    after_tx: int = 0,
    limit: int = PAGE,
) -> tuple[LoggedCommit, ...]:
    """Return commits of a stream, oldest first."""
    return await _logged(pool, "commits", stream=stream, after_tx=after_tx, limit=limit)


async def by_position(pool: Pool, after: int, limit: int = PAGE) -> tuple[LoggedCommit, ...]:
    """Return the commits of all streams after a position, in its order."""
    return await _logged(pool, "commits_by_position", after=after, limit=limit)


async def commit_by_id(pool: Pool, commit_id: CommitId) -> LoggedCommit | None:
    """Return the commit with this id."""
    found = await _logged(pool, "commit_by_id", commit_id=commit_id)
    return found[0] if found else None


async def whole(pool: Pool, stream: StreamId) -> AsyncIterator[LoggedCommit]:
    """Yield all commits of a stream, oldest first, a page at a time."""
    after_tx = 0
    while page := await commits(pool, stream, after_tx=after_tx):
        for logged in page:
            yield logged
        after_tx = page[-1].commit.tx


async def head(pool: Pool, stream: StreamId) -> Head | None:
    """Return where a stream is; None when there is none."""
    rows = await _rows(pool, "head", stream=stream)
    return Head(*rows[0][:3]) if rows else None


async def last_position(pool: Pool) -> int:
    """Return where the log is; 0 when it is empty."""
    rows = await _rows(pool, "last_position")
    return int(rows[0][0])


async def due(
    pool: Pool,
    until: Instant,
    *,
    limit: int = 1_000,
) -> tuple[tuple[StreamId, Instant], ...]:
    """Return the streams with a boundary up to `until` that was not fired, earliest first."""
    rows = await _rows(pool, "due", until=to_datetime(until), limit=limit)
    return tuple((stream, instant) for stream, instant in rows)


async def next_due(pool: Pool) -> Instant | None:
    """Return the earliest boundary of any stream that was not fired."""
    rows = await _rows(pool, "next_due")
    return None if rows[0][0] is None else int(rows[0][0])


async def answer(pool: Pool, edit_id: str) -> Answered | None:
    """Return what an edit was answered; None when it was not."""
    rows = await _rows(pool, "answer", edit_id=edit_id)
    return Answered(*rows[0]) if rows else None


async def fold_current(pool: Pool, stream: StreamId) -> Rectangles:
    """Return the current rectangles of every register of a stream, from the log itself."""
    current: dict[Register, tuple[Rectangle, ...]] = {}
    async for logged in whole(pool, stream):
        commit = logged.commit
        for place, operation in enumerate(commit.operations):
            register = operation.register
            former = current.get(register, ())
            current[register] = project(former, operation, tx=commit.tx, ord=place).current
    return current


async def fold_pending(pool: Pool, stream: StreamId, after: Instant) -> Rectangles:
    """Return the registers that pass to another decision after an instant, from the log itself."""
    return {
        register: rectangles
        for register, rectangles in (await fold_current(pool, stream)).items()
        if has_boundary_after(rectangles, after)
    }


async def _logged(pool: Pool, query: str, **parameters: object) -> tuple[LoggedCommit, ...]:
    rows = await _rows(pool, query, topic=TOPIC, **parameters)
    return tuple([LoggedCommit(decode(body), position, hash_) for body, position, hash_ in rows])


async def _rows(pool: Pool, query: str, **parameters: object) -> list[TupleRow]:
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES[query], parameters, binary=True)
        return await cursor.fetchall()
