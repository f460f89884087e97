"""One batch of the log folded into the read models, inside a transaction of the caller's.

    tail ──> decode, touches ──> overlapped ──> apply ──> close, copy ──> advance
    (log)     (in a thread)      (current)   (in a thread)   (rows)     (checkpoint)

Whoever calls has locked the checkpoint, so between reading and writing nobody else moves a row.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from psycopg import AsyncConnection

from domain.errors import DomainError
from domain.model.operations import LoggedCommit
from domain.period import Instant, to_datetime
from projections.bitemporal import Bitemporal, Closing, Currents, Extents, Place, Rows
from projections.projection import Projection
from server.log.codec import TOPIC, decode
from server.postgres.queries import load_queries
from server.readmodels.errors import Unfoldable
from server.readmodels.rows import (
    by_start,
    fact_row,
    in_chunks,
    op_rows,
    rectangle_of,
    timeline_row,
)
from server.readmodels.threads import beside

QUERIES: Final = load_queries(Path(__file__).parent / "queries.sql")
PROJECTION: Final[Projection[Extents, Currents, Rows]] = Bitemporal()

_MANY: Final = 500  # registers of a batch, from where a look at their elements pays
Known: TypeAlias = Mapping[bytes, LoggedCommit]
"""Commits by their hash, which tells that they are the very same as in the log."""
_NOTHING: Final[Known] = MappingProxyType({})
_Tail = Sequence[tuple[int, bytes | None, bytes]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the log is folded at once; one commit always is, whatever its size."""

    commits: int = 5_000
    bytes: int = 4 * 1024 * 1024


USUAL: Final = Limits()


@dataclass(frozen=True, slots=True)
class Folded:
    """How far a batch went, and what it held."""

    position: int
    commits: int
    operations: int


async def use_schema(connection: AsyncConnection, schema: str) -> None:
    """Let the rest of the transaction fold into the tables of a schema."""
    await connection.execute(QUERIES["use_schema"], {"schema": schema})


async def fold(
    connection: AsyncConnection,
    *,
    after: int,
    limits: Limits,
    known: Known = _NOTHING,
) -> Folded | None:
    """Fold what follows a position, and advance the checkpoint; None when nothing follows.

    What is `known` is not decoded. Raises Unfoldable, naming the first commit of the batch when
    only the database can tell.
    """
    cursor = await connection.execute(
        QUERIES["tail"],
        {"topic": TOPIC, "after": after, "commits": limits.commits, "bytes": limits.bytes},
        binary=True,
    )
    tail: _Tail = await cursor.fetchall()
    if not tail:
        return None
    size = sum(len(body) for _, body, _ in tail if body)
    if size > limits.bytes:
        await connection.execute(QUERIES["take_time"])
    commits = await beside(size, _decoded, tail, known)
    extents = await beside(size, PROJECTION.touches, commits)
    currents = await _overlapped(connection, extents)
    rows = await beside(size, PROJECTION.apply, commits, currents)
    await _write(connection, rows)
    position = tail[-1][0]
    parameters = {"name": PROJECTION.name, "position": position}
    await connection.execute(QUERIES["advance"], parameters)
    operations = sum(len(logged.commit.operations) for logged in commits)
    return Folded(position, len(commits), operations)


def _decoded(tail: _Tail, known: Known) -> tuple[LoggedCommit, ...]:
    commits = []
    for position, body, chained in tail:
        if body is None:
            continue
        same = known.get(chained)
        if same is not None and same.position == position:
            commits.append(same)
            continue
        try:
            commits.append(LoggedCommit(decode(body), position, chained))
        except (ValueError, KeyError, TypeError, DomainError) as error:
            raise Unfoldable(position, f"{type(error).__name__}: {error}") from error
    return tuple(commits)


async def _overlapped(connection: AsyncConnection, extents: Extents) -> Currents:
    if len(extents) > _MANY:
        known = await _known_elements(connection, extents)
        extents = {place: extents[place] for place in extents if place[:2] in known}
    if not extents:
        return {}
    cursor = await connection.execute(
        QUERIES["overlapped"],
        {
            **_places(extents),
            "starts": [_moment(valid.start) for valid in extents.values()],
            "ends": [_moment(valid.end) for valid in extents.values()],
        },
        binary=True,
    )
    currents = defaultdict(list)
    for stream, element, attribute, *rest in await cursor.fetchall():
        currents[stream, element, attribute].append(rectangle_of(rest))
    for rectangles in currents.values():
        rectangles.sort(key=by_start)
    return currents


async def _known_elements(connection: AsyncConnection, extents: Extents) -> set[tuple[str, str]]:
    elements = {(stream, element) for stream, element, _ in extents}
    parameters = {
        "streams": [stream for stream, _ in elements],
        "elements": [element for _, element in elements],
    }
    cursor = await connection.execute(QUERIES["known_elements"], parameters)
    return {(stream, element) for stream, element in await cursor.fetchall()}


async def _write(connection: AsyncConnection, rows: Rows) -> None:
    # Closings first: the rectangle that follows takes the same place in the indexes.
    for query, closings in (
        ("close_open", [each for each in rows.closings if each.end is None]),
        ("close_bounded", [each for each in rows.closings if each.end is not None]),
    ):
        if closings:
            await connection.execute(QUERIES[query], _closing_columns(closings))
    operations = (row for line in rows.lines for row in op_rows(line))
    await _copy(connection, "copy_timeline", in_chunks(rows.lines, timeline_row))
    await _copy(connection, "copy_op", in_chunks(operations, str))
    await _copy(connection, "copy_fact", in_chunks(rows.facts, fact_row))


async def _copy(connection: AsyncConnection, query: str, chunks: Iterator[bytes]) -> None:
    first = next(chunks, None)
    if first is None:
        return
    async with connection.cursor() as cursor, cursor.copy(QUERIES[query]) as copy:
        await copy.write(first)
        for chunk in chunks:
            await copy.write(chunk)
            await asyncio.sleep(0)  # a socket that takes everything at once would never yield


def _places(places: Iterable[Place]) -> dict[str, Any]:
    listed = tuple(places)
    return {
        "streams": [stream for stream, _, _ in listed],
        "elements": [element for _, element, _ in listed],
        "attributes": [attribute for _, _, attribute in listed],
    }


def _closing_columns(closings: Sequence[Closing]) -> dict[str, Any]:
    return {
        **_places(each.place for each in closings),
        "ends": [_moment(each.end) for each in closings],
        "untils": [each.known_until for each in closings],
    }


def _moment(instant: Instant | None) -> Any:  # noqa: ANN401 - whatever psycopg binds
    return None if instant is None else to_datetime(instant)
