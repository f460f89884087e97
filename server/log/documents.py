"""The stored bytes of a room's document: a snapshot in parts, and the updates since.

They are a cache of the log, kept so that a room opens fast and texts in typing survive. Updates
come in with `Batch.updates`; here they are read, with what goes with them, and snapshots kept.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from psycopg.rows import TupleRow

from domain.ids import ActorId, CommitId, ElementId, StreamId
from domain.model.values import Json
from server.log.flight import QUERIES
from server.log.writer import Writer
from server.postgres.pool import Pool


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """One update as it was admitted; `tx` is the last commit of its batch, None without one."""

    seq: int
    tx: int | None
    update: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a document after update `seq` of an epoch, which shows commit `tx`.

    `left_out` are elements of the log that the document of this epoch does not hold (D9). From
    update `typed_since` on it holds typed texts that no commit held when it was taken.
    """

    epoch: int
    seq: int
    tx: int
    parts: tuple[bytes, ...]
    left_out: tuple[ElementId, ...] = ()
    typed_since: int | None = None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What a room is loaded from: the latest snapshot and the updates since, in causal order."""

    epoch: int
    snapshot: Snapshot | None
    updates: tuple[StoredUpdate, ...]


@dataclass(frozen=True, slots=True)
class TypedUpdate:
    """A stored update that somebody typed into texts, which no commit held when it was stored."""

    seq: int
    actor: ActorId
    elements: tuple[ElementId, ...]


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What an edit was answered first, and the hash of the bytes that it came as."""

    request_sha256: bytes
    answer: Mapping[str, Json]


_LAST: Final = 2**63 - 1


async def load(pool: Pool, stream: StreamId) -> StoredDocument | None:
    """Return the stored document of a stream; None when nobody ever wrote to it."""
    rows = await _rows(pool, "stored_document", stream=stream)
    if not rows:
        return None
    epoch, seq, tx, parts, left_out, _ = rows[0]
    snapshot = None
    if parts is not None:
        snapshot = Snapshot(epoch, seq, tx, tuple(parts), tuple(left_out))
    updates = rows if snapshot is None else rows[1:]
    return StoredDocument(
        epoch,
        snapshot,
        tuple(StoredUpdate(seq, tx, update) for _, seq, tx, _, _, update in updates),
    )


async def claims(pool: Pool, stream: StreamId, *, epoch: int) -> dict[int, ActorId]:
    """Return whose the client ids of a document are."""
    return dict(await _rows(pool, "claims", stream=stream, epoch=epoch))


async def typed(
    pool: Pool,
    stream: StreamId,
    *,
    epoch: int,
    since: int,
) -> tuple[TypedUpdate, ...]:
    """Return what was typed into texts from update `since` on, in order."""
    rows = await _rows(pool, "typed", stream=stream, epoch=epoch, since=since)
    return tuple(TypedUpdate(seq, actor, tuple(texts)) for seq, actor, texts in rows)


async def is_typed_in(pool: Pool, stream: StreamId) -> bool:
    """Tell whether texts of a stream may be ahead of the log: it is stored that somebody typed."""
    [(is_so,)] = await _rows(pool, "is_typed_in", stream=stream)
    return bool(is_so)


async def answers(
    pool: Pool,
    stream: StreamId,
    edit_ids: Collection[CommitId],
) -> dict[CommitId, StoredAnswer]:
    """Return what edits of a stream were answered, those of them that were."""
    rows = await _rows(pool, "edit_answers", stream=stream, edit_ids=list(edit_ids))
    return {edit_id: StoredAnswer(request, answer) for edit_id, request, answer in rows}


async def save(
    pool: Pool,
    writer: Writer,
    snapshot: Snapshot,
    *,
    owner: str,
) -> bool:
    """Keep a snapshot and forget what it covers; False when the lease has passed on.

    Older snapshots and updates up to it go, but for what says who typed what no commit held. A
    snapshot of a later epoch, with `seq` 0, begins that epoch: the writer's next update is its
    first. Nothing may be on its way into the stream then.
    """
    rows = await _rows(
        pool,
        "save_snapshot",
        stream=writer.stream,
        owner=owner,
        fence=writer.fence,
        epoch=snapshot.epoch,
        seq=snapshot.seq,
        tx=snapshot.tx,
        parts=list(snapshot.parts),
        left_out=list(snapshot.left_out),
        typed_since=_LAST if snapshot.typed_since is None else snapshot.typed_since,
    )
    if rows and snapshot.epoch > writer.epoch:
        writer.epoch = snapshot.epoch
        writer.next_seq = snapshot.seq + 1
    return bool(rows)


async def _rows(pool: Pool, query: str, **parameters: object) -> list[TupleRow]:
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES[query], parameters, binary=True)
        return await cursor.fetchall()
