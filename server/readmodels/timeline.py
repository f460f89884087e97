"""The history of a stream: who did what and when, the newest first, each in a plain sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial
from itertools import islice
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
MOST_ELEMENTS: Final = 200
"""The most touched elements that are named of a commit."""

_SENTENCE: Final = 4  # as much to remember as so many ids
_MOST_SAID: Final = 150_000  # ids and what weighs as much: about fifteen megabytes
_FIRST: Final = 0
_LAST: Final = 2**62


class Layout(Enum):
    """Whether commits that only say how something is drawn are listed."""

    LEFT_OUT = "left out"
    LISTED = "listed"


class Said(NamedTuple):
    """What a commit did: a sentence, the first elements it touched, and how much that was."""

    summary: str
    elements: tuple[ElementId, ...]
    touched: int
    changes: int


class Entry(NamedTuple):
    """A commit, and what is said of it."""

    logged: LoggedCommit
    said: Said


@dataclass(slots=True)
class Sentences:
    """What was said of commits, by their place in the chain, which says all that is in them."""

    _known: dict[bytes, Said] = field(default_factory=dict)
    _weight: int = 0

    def known(self, links: Iterable[bytes]) -> dict[bytes, Said]:
        """Return what was said of these commits, those of which it is known."""
        return {link: self._known[link] for link in links if link in self._known}

    def note(self, said: Mapping[bytes, Said]) -> None:
        """Remember what was said; when it is much, begin anew."""
        if self._weight > _MOST_SAID:
            self._known.clear()
            self._weight = 0
        self._known.update(said)
        self._weight += sum(_SENTENCE + len(each.elements) for each in said.values())


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first; `next` is the `before_tx` of the page after, if any."""

    items: tuple[Entry, ...]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which commits are listed: the newest that pass all that is given.

    `since` and `until` bound recorded_at, half-open; `kind` is that of an element touched, at
    whatever time it was of that kind. With `element` an entry holds and tells only what the commit
    did to that element: it may have been an import of thousands.
    """

    element: ElementId | None = None
    actor: ActorId | None = None
    since: Instant | None = None
    until: Instant | None = None
    kind: str | None = None
    before_tx: int | None = None
    limit: int = 50
    layout: Layout = Layout.LEFT_OUT


EVERYTHING: Final = Filters()


async def history(pool: Pool, stream: StreamId, filters: Filters = EVERYTHING) -> Page:
    """Return a page of history, each commit with its operations."""
    element = filters.element
    lines, following = await _lines(pool, stream, filters)
    commits, size = await _commits(pool, stream, lines, element)
    names = await names_for(pool, stream, [logged.commit for logged in commits])
    return Page(await beside(size, _told, commits, names), following)


async def headlines(
    pool: Pool,
    stream: StreamId,
    sentences: Sentences,
    filters: Filters = EVERYTHING,
) -> Page:
    """Return a page of history without operations, which are read once, for what is said."""
    if filters.element is not None:  # what is said is of that element only, and no more than a few
        page = await history(pool, stream, filters)
        bare = (Entry(_without_operations(logged), said) for logged, said in page.items)
        return Page(tuple(bare), page.next)
    lines, following = await _lines(pool, stream, filters)
    rows = await _rows(pool, "headers", {"stream": stream, "txs": lines})
    said = sentences.known(row[1] for row in rows)
    unsaid = [row[2] for row in rows if row[1] not in said]
    commits, size = await _commits(pool, stream, unsaid, None)
    names = await names_for(pool, stream, [logged.commit for logged in commits])
    entries = await beside(size, _told, commits, names)
    news = {logged.hash: each for logged, each in entries}
    sentences.note(news)
    said |= news
    return Page(tuple(Entry(_headed(stream, row, ()), said[row[1]]) for row in rows), following)


async def told(pool: Pool, logged: LoggedCommit) -> Entry:
    """Return the entry of a commit that is at hand; the read models must have it by now."""
    commit = logged.commit
    names = await names_for(pool, commit.stream, [commit])
    size = _BYTES * len(commit.operations)
    return (await beside(size, _told, [logged], names))[0]


async def _lines(
    pool: Pool,
    stream: StreamId,
    filters: Filters,
) -> tuple[list[int], int | None]:
    """Return the commits of a page, and before which the next one begins."""
    element, since, until = filters.element, filters.since, filters.until
    if element is not None and not is_id(element):
        return [], None
    limit = max(1, min(filters.limit, MOST))
    after = _FIRST if since is None else await known_at(pool, stream, since - 1)
    before = _LAST if until is None else await known_at(pool, stream, until - 1) + 1
    parameters = {
        "stream": stream,
        "element": element,
        "actor": filters.actor,
        "kind": filters.kind,
        "after": after,
        "before": before if filters.before_tx is None else min(before, filters.before_tx),
        "layout": filters.layout is Layout.LISTED,
        "limit": limit + 1,
    }
    rows = await _rows(pool, _query(element, filters.kind), parameters)
    lines = [row[0] for row in rows]
    return lines[:limit], lines[limit - 1] if len(lines) > limit else None


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


def _without_operations(logged: LoggedCommit) -> LoggedCommit:
    return replace(logged, commit=replace(logged.commit, operations=()))


def _told(commits: Sequence[LoggedCommit], names: Names) -> tuple[Entry, ...]:
    return tuple(Entry(logged, _said(logged.commit, names)) for logged in commits)


def _said(commit: Commit, names: Names) -> Said:
    elements = dict.fromkeys(operation.element for operation in commit.operations)
    return Said(
        _sentence(commit, names),
        tuple(islice(elements, MOST_ELEMENTS)),
        len(elements),
        len(commit.operations),
    )


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
