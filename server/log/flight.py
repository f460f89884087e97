"""A flight: one call of the append function, and finding out what became of one that was lost.

Nothing here decides; the committer does.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

import orjson
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from domain.ids import StreamId
from domain.model.operations import LoggedCommit
from domain.period import Instant, to_datetime
from server.log.draft import Answer, Batch, Typed
from server.log.outcome import Outcome
from server.log.preparation import Head, Prepared, Rectangles
from server.log.writer import Writer
from server.postgres.queries import load_queries

QUERIES: Final = load_queries(Path(__file__).with_name("queries.sql"))

Connection: TypeAlias = AsyncConnection[TupleRow]
_T = TypeVar("_T")


@dataclass(slots=True, eq=False)
class Waiting:
    """A batch on its way: who waits for it, and as what it was prepared last."""

    writer: Writer
    batch: Batch
    rectangles: Rectangles
    answered: asyncio.Future[Outcome]
    size: int
    alone: bool = False
    """Fly as the only batch of its stream: one of its company was refused, unknown which."""
    attempts: int = 0
    prepared: Prepared | None = None
    first_seq: int = 0
    answers: tuple[str, ...] = ()
    """The stored form of the batch's answers."""
    flown: list[Prepared] = field(default_factory=list)
    """As what it flew in calls whose answer was lost: any of them may be on disk."""
    doubted: bool = False
    """It was called a duplicate since its last lost call, perhaps of itself."""


class Verdict(NamedTuple):
    """What the append function said of one stream; see 0003_rooms.sql."""

    outcome: str
    first_position: int
    commit_id: str | None
    tx: int | None
    stream: StreamId | None
    detail: str | None
    owner: str | None
    url: str | None
    clock: Instant


Groups: TypeAlias = Mapping[StreamId, Sequence[Waiting]]


class Found(NamedTuple):
    """What is on disk of lost calls: the batches, as what they are recorded, and the heads."""

    recorded: Mapping[Waiting, tuple[Prepared, tuple[LoggedCommit, ...]]]
    heads: Mapping[StreamId, Head]


async def call(connection: Connection, owner: str, groups: Groups) -> tuple[Verdict, ...]:
    """Append the prepared batches, streams in ascending order; one verdict per stream."""
    cursor = await connection.execute(
        QUERIES["append"],
        _arguments(owner, groups),
        prepare=True,
        binary=True,
    )
    return tuple(Verdict(*row) for row in await cursor.fetchall())


async def look_up(connection: Connection, lost: Iterable[Waiting]) -> Found:
    """Find out which batches of flights without an answer are on disk, byte for byte as prepared.

    The heads are locked first, so that a call which the server still works on has ended.
    """
    waiting = tuple(lost)
    async with connection.transaction():
        await _rows(connection, "hold_briefly")
        heads = await _rows(connection, "lock_heads", streams=[w.writer.stream for w in waiting])
        commits = await _rows(
            connection,
            "recorded_commits",
            commit_ids=[draft.commit_id for w in waiting for draft in w.batch.drafts],
        )
        updates = await _rows(
            connection,
            "recorded_updates",
            streams=[w.writer.stream for w in waiting],
            epochs=[w.writer.epoch for w in waiting],
            seqs=[w.first_seq for w in waiting],
        )
        answers = await _rows(
            connection,
            "recorded_answers",
            edit_ids=[answer.edit_id for w in waiting for answer in w.batch.answers],
        )
    places = {(commit_id, body): position for commit_id, position, body in commits}
    others = {*map(tuple, updates), *map(tuple, answers)}
    recorded = {w: _recorded(w, places, others) for w in waiting}
    return Found(
        {w: found for w, found in recorded.items() if found is not None},
        {stream: Head(tx, recorded_at, hash_) for stream, tx, recorded_at, hash_ in heads},
    )


def answer_json(answer: Answer, batch: Batch, prepared: Prepared) -> str:
    """Return the stored form of an answer: with the tx of the commit of the same id."""
    tx = next(
        (
            link.commit.tx
            for draft, link in zip(batch.drafts, prepared.links, strict=True)
            if draft.commit_id == answer.edit_id
        ),
        None,
    )
    return orjson.dumps({**answer.answer, "tx": tx}).decode()


def prepared_of(waiting: Waiting) -> Prepared:
    """Return as what a batch was prepared last."""
    if waiting.prepared is None:
        raise AssertionError("a batch flew without being prepared")
    return waiting.prepared


def _arguments(owner: str, groups: Groups) -> dict[str, Any]:
    batches = [(w, w.batch, prepared_of(w)) for group in groups.values() for w in group]
    links = [link for _, _, prepared in batches for link in prepared.links]
    answers = [answer for _, batch, _ in batches for answer in batch.answers]
    claims = [claim for _, batch, _ in batches for claim in batch.claims]
    typed = [each for _, batch, _ in batches for each in _typed(batch)]
    writers = [group[0].writer for group in groups.values()]
    return {
        "owner": owner,
        "streams": list(groups),
        "fences": [writer.fence for writer in writers],
        "commit_counts": [sum(len(w.batch.drafts) for w in group) for group in groups.values()],
        "bodies": [link.body for link in links],
        "hashes": [link.hash for link in links],
        "boundaries": _unless_none(
            [
                None if link.next_boundary is None else to_datetime(link.next_boundary)
                for link in links
            ],
        ),
        "update_counts": [sum(len(w.batch.updates) for w in group) for group in groups.values()],
        "epochs": [writer.epoch for writer in writers],
        "first_seqs": [writer.next_seq for writer in writers],
        "update_txs": [tx for _, batch, prepared in batches for tx in _update_txs(batch, prepared)],
        "updates": [update for _, batch, _ in batches for update in batch.updates],
        "answer_counts": [sum(len(w.batch.answers) for w in group) for group in groups.values()],
        "answer_ids": [answer.edit_id for answer in answers],
        "requests": [answer.request_sha256 for answer in answers],
        "answers": [text for waiting, _, _ in batches for text in waiting.answers],
        "typists": _unless_none([each and each.actor for each in typed]),
        "typed_texts": _unless_none([each and " ".join(each.elements) for each in typed]),
        "claim_counts": [sum(len(w.batch.claims) for w in group) for group in groups.values()],
        "claim_clients": [claim.client for claim in claims],
        "claim_actors": [claim.actor for claim in claims],
    }


def _update_txs(batch: Batch, prepared: Prepared) -> list[int | None]:
    """Return with which tx each update of a batch is stored."""
    txs = [prepared.links[-1].commit.tx if prepared.links else None] * len(batch.updates)
    for typed in batch.typed:
        txs[typed.place] = None
    return txs


def _unless_none(column: list[_T | None]) -> list[_T | None]:
    """Return a column; an empty one, which SQL reads just so, when it holds nothing."""
    return [] if column.count(None) == len(column) else column


def _typed(batch: Batch) -> list[Typed | None]:
    """Return for each update of a batch what of it was typed."""
    if not batch.typed:
        return [None] * len(batch.updates)
    by_place = {typed.place: typed for typed in batch.typed}
    return [by_place.get(place) for place in range(len(batch.updates))]


async def _rows(connection: Connection, name: str, **parameters: object) -> list[TupleRow]:
    cursor = await connection.execute(QUERIES[name], parameters, binary=True)
    return await cursor.fetchall()


def _recorded(
    waiting: Waiting,
    places: Mapping[tuple[str, bytes], int],
    others: AbstractSet[TupleRow],
) -> tuple[Prepared, tuple[LoggedCommit, ...]] | None:
    """Return as what a batch is on disk; it is there as a whole, so one piece of it tells."""
    writer, batch = waiting.writer, waiting.batch
    for prepared in (*waiting.flown, prepared_of(waiting)):
        if batch.drafts:
            first = prepared.links[0]
            is_there = (first.commit.commit_id, first.body) in places
        elif batch.updates:
            key = (writer.stream, writer.epoch, waiting.first_seq, batch.updates[0])
            is_there = key in others
        else:
            answer = batch.answers[0]
            is_there = (answer.edit_id, writer.stream, answer.request_sha256) in others
        if is_there:
            return prepared, tuple(
                LoggedCommit(link.commit, places[link.commit.commit_id, link.body], link.hash)
                for link in prepared.links
            )
    return None
