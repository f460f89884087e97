"""The history of a stream: who did what and when, the newest first, each in a plain sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any, Final, NamedTuple

import orjson

from domain.ids import ActorId, ElementId, StreamId, is_id
from domain.model.operations import Commit, LoggedCommit, Mode, Operation, Origin
from domain.model.sentences import summarise
from domain.period import Instant, from_datetime
from server.log.codec import decode
from server.postgres.pool import Pool
from server.readmodels.folding import QUERIES
from server.readmodels.moments import known_at
from server.readmodels.naming import Names, names_for
from server.readmodels.rows import instant_of, kind_of, period_of, until_of, value_of
from server.readmodels.threads import beside

MOST: Final = 500
"""The most commits of a page."""

_BYTES: Final = 150  # of an operation in a body, about
_MOST_SENTENCES: Final = 20_000
_FIRST: Final = 0
_LAST: Final = 2**62


class Layout(Enum):
    """Whether commits that only say how something is drawn are listed."""

    LEFT_OUT = "left out"
    LISTED = "listed"


class Entry(NamedTuple):
    """A commit, and what it did in one sentence."""

    logged: LoggedCommit
    summary: str


@dataclass(slots=True)
class Sentences:
    """What was said of commits, by their place in the chain, which says all that is in them."""

    _known: dict[bytes, str] = field(default_factory=dict)

    def known(self, links: Iterable[bytes]) -> dict[bytes, str]:
        """Return what was said of these commits, those of which it is known."""
        return {link: self._known[link] for link in links if link in self._known}

    def note(self, said: Mapping[bytes, str]) -> None:
        """Remember what was said; when it is much, begin anew."""
        if len(self._known) > _MOST_SENTENCES:
            self._known.clear()
        self._known.update(said)


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first; `next` is the `before_tx` of the page after, if any."""

    items: tuple[Entry, ...]
    next: int | None


async def history(
    pool: Pool,
    stream: StreamId,
    *,
    element: ElementId | None = None,
    actor: ActorId | None = None,
    since: Instant | None = None,
    until: Instant | None = None,
    kind: str | None = None,
    before_tx: int | None = None,
    limit: int = 50,
    layout: Layout = Layout.LEFT_OUT,
) -> Page:
    """Return the newest commits that pass all filters given.

    `since` and `until` bound recorded_at, half-open; `kind` is that of an element touched, at
    whatever time it was of that kind. With `element` an entry holds and tells only what the commit
    did to that element: it may have been an import of thousands.
    """
    if element is not None and not is_id(element):
        return Page((), None)
    limit = max(1, min(limit, MOST))
    after = _FIRST if since is None else await known_at(pool, stream, since - 1)
    before = _LAST if until is None else await known_at(pool, stream, until - 1) + 1
    parameters = {
        "stream": stream,
        "element": element,
        "actor": actor,
        "kind": kind,
        "after": after,
        "before": before if before_tx is None else min(before, before_tx),
        "layout": layout is Layout.LISTED,
        "limit": limit + 1,
    }
    lines = [row[0] for row in await _rows(pool, _query(element, kind), parameters)]
    commits, size = await _commits(pool, stream, lines[:limit], element)
    names = await names_for(pool, stream, [logged.commit for logged in commits])
    entries = await beside(size, _told, commits, names)
    return Page(entries, lines[limit - 1] if len(lines) > limit else None)


async def headlines(
    pool: Pool,
    stream: StreamId,
    sentences: Sentences,
    *,
    before_tx: int | None,
    limit: int,
) -> Page:
    """Return the newest commits without their operations, which are read once, for the sentence."""
    parameters = {
        "stream": stream,
        "actor": None,
        "after": _FIRST,
        "before": _LAST if before_tx is None else before_tx,
        "layout": False,
        "limit": limit + 1,
    }
    lines = [row[0] for row in await _rows(pool, "lines", parameters)]
    rows = await _rows(pool, "headers", {"stream": stream, "txs": lines[:limit]})
    said = sentences.known(row[1] for row in rows)
    unsaid = [row[2] for row in rows if row[1] not in said]
    commits, size = await _commits(pool, stream, unsaid, None)
    names = await names_for(pool, stream, [logged.commit for logged in commits])
    entries = await beside(size, _told, commits, names)
    said |= {logged.hash: summary for logged, summary in entries}
    sentences.note(said)
    entries = tuple(Entry(_headed(stream, row, ()), said[row[1]]) for row in rows)
    return Page(entries, lines[limit - 1] if len(lines) > limit else None)


async def told(pool: Pool, logged: LoggedCommit) -> Entry:
    """Return the entry of a commit that is at hand; the read models must have it by now."""
    commit = logged.commit
    names = await names_for(pool, commit.stream, [commit])
    size = _BYTES * len(commit.operations)
    return (await beside(size, _told, [logged], names))[0]


def _query(element: ElementId | None, kind: str | None) -> str:
    if kind is not None:
        return "lines_of_kind"
    return "lines" if element is None else "lines_of_element"


async def _commits(
    pool: Pool, stream: StreamId, txs: Sequence[int], element: ElementId | None
) -> tuple[tuple[LoggedCommit, ...], int]:
    """Return the commits, newest first, and how many bytes they are about."""
    if not txs:
        return (), 0
    parameters = {"stream": stream, "txs": list(txs), "element": element}
    if element is None:
        rows = await _rows(pool, "commits", parameters)
        size = sum(len(body) for _, body, _ in rows)
        return await beside(size, _decoded, rows), size
    parts = defaultdict(list)
    for tx, *rest in await _rows(pool, "operations_of_element", parameters):
        parts[tx].append(_operation(element, rest))
    headers = await _rows(pool, "headers", parameters)
    return tuple(_headed(stream, row, tuple(parts[row[2]])) for row in headers), 0


def _decoded(rows: Sequence[tuple[int, bytes, bytes]]) -> tuple[LoggedCommit, ...]:
    return tuple(LoggedCommit(decode(body), position, chained) for position, body, chained in rows)


def _operation(element: ElementId, row: Sequence[Any]) -> Operation:
    attribute, asserts, value, start, end, origin_tx, origin_ord = row
    return Operation(
        element,
        attribute,
        kind_of(asserts),
        value_of(value),
        period_of(start, end),
        None if origin_tx is None else Origin(origin_tx, origin_ord),
    )


def _headed(
    stream: StreamId, row: Sequence[Any], operations: tuple[Operation, ...]
) -> LoggedCommit:
    position, chained, tx, recorded_at, commit_id, actor, why, mode, start, until, cause = row
    commit = Commit(
        stream,
        tx,
        from_datetime(recorded_at),
        commit_id,
        actor,
        why,
        Mode(mode),
        instant_of(start),
        until_of(until),
        operations,
        None if cause is None else orjson.loads(cause),
    )
    return LoggedCommit(commit, position, chained)


def _told(commits: Sequence[LoggedCommit], names: Names) -> tuple[Entry, ...]:
    return tuple(Entry(logged, _sentence(logged.commit, names)) for logged in commits)


def _sentence(commit: Commit, names: Names) -> str:
    return summarise(
        commit.operations,
        commit.mode,
        partial(names.named, commit),
        start=commit.start,
        cause=commit.cause,
    )


async def _rows(pool: Pool, query: str, parameters: Mapping[str, Any]) -> Sequence[Any]:
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES[query], parameters, binary=True)
        return await cursor.fetchall()
