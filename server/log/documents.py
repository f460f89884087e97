"""The stored bytes of a room's document: a snapshot in parts, and the updates since.

They are a cache of the log, kept so that a room opens fast and texts in typing survive. Updates
come in with `Batch.updates`; here they are read, and snapshots kept.
"""

from dataclasses import dataclass

from domain.ids import StreamId
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
    """The state of a document after update `seq` of an epoch, which shows commit `tx`."""

    epoch: int
    seq: int
    tx: int
    parts: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What a room is loaded from: the latest snapshot and the updates since, in causal order."""

    epoch: int
    snapshot: Snapshot | None
    updates: tuple[StoredUpdate, ...]


async def load(pool: Pool, stream: StreamId) -> StoredDocument | None:
    """Return the stored document of a stream; None when nobody ever wrote to it."""
    async with pool.connection() as connection:
        cursor = await connection.execute(
            QUERIES["stored_document"],
            {"stream": stream},
            binary=True,
        )
        rows = await cursor.fetchall()
    if not rows:
        return None
    epoch, seq, tx, parts, _ = rows[0]
    snapshot = None if parts is None else Snapshot(epoch, seq, tx, tuple(parts))
    updates = rows if snapshot is None else rows[1:]
    return StoredDocument(
        epoch,
        snapshot,
        tuple(StoredUpdate(seq, tx, update) for _, seq, tx, _, update in updates),
    )


async def save(pool: Pool, writer: Writer, snapshot: Snapshot, *, owner: str) -> bool:
    """Keep a snapshot and forget the older ones; False when the lease has passed on.

    A snapshot of a later epoch, with `seq` 0, begins that epoch: the writer's next update is its
    first. Nothing may be on its way into the stream then.
    """
    parameters = {
        "stream": writer.stream,
        "owner": owner,
        "fence": writer.fence,
        "epoch": snapshot.epoch,
        "seq": snapshot.seq,
        "tx": snapshot.tx,
        "parts": list(snapshot.parts),
    }
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["save_snapshot"], parameters, binary=True)
        is_kept = await cursor.fetchone() is not None
    if is_kept and snapshot.epoch > writer.epoch:
        writer.epoch = snapshot.epoch
        writer.next_seq = snapshot.seq + 1
    return is_kept
