"""How a room comes to be: its lease, its document from stored bytes, checked against the log.

lease -> stored bytes -> document -> registers == read model at (now, head)? -> room
no: alarm, document anew in the next epoch
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from domain.ids import StreamId
from domain.model.live import LiveGraph
from domain.model.operations import Registers, assertion
from domain.time.moment import Moment
from server.log import documents, reader
from server.log.committer import Committer
from server.log.documents import Snapshot
from server.log.draft import Batch
from server.log.errors import NoSuchStream, StreamHeld
from server.log.outcome import Appended
from server.log.streams import ModelRow, model_of
from server.log.writer import Writer
from server.postgres.pool import Pool
from server.readmodels.graphs import registers_at
from server.readmodels.projector import Projector
from server.rooms.counts import Counts
from server.rooms.document import Document
from server.rooms.ledger import Ledger
from server.rooms.materialisation import Materialisation
from server.rooms.planning import Planner
from server.rooms.room import Room

_SLICE: Final = 500
"""Updates that are loaded before others get a turn (D10)."""

_log = structlog.get_logger("server.rooms")


@dataclass(frozen=True, slots=True)
class House:
    """What every room of a process runs on."""

    committer: Committer
    pool: Pool
    projector: Projector
    counts: Counts


async def open_room(
    house: House,
    stream: StreamId,
    *,
    keep: Callable[[Room], None],
) -> Room:
    """Take the lease of a stream and make its room; raise StreamHeld, NoSuchStream."""
    model = await model_of(house.pool, stream)
    if model is None:
        raise NoSuchStream(f"stream {stream}", "does not exist", "create its model first")
    writer = await house.committer.open(stream)
    try:
        return await _furnish(house, writer, model, keep=keep)
    except BaseException:
        await house.committer.close(writer)
        raise


async def _furnish(
    house: House,
    writer: Writer,
    model: ModelRow,
    *,
    keep: Callable[[Room], None],
) -> Room:
    document = await _load(house.pool, writer, model.model_id)
    position, registers = await _recorded(house, writer)
    if document is None and not registers:
        document = await _begin(writer, model.model_id)
    elif document is None or document.registers() != registers:
        document = await _begin_anew(house, writer, model.model_id, registers)
    state = Materialisation(document, LiveGraph.of(registers))
    planner = Planner(writer.stream, pool=house.pool, projector=house.projector)
    ledger = Ledger(
        writer,
        state,
        planner,
        pool=house.pool,
        now=house.committer.now,
        position=position,
        counts=house.counts,
    )
    return Room(ledger, owner=house.committer.owner, counts=house.counts, keep=keep)


async def _recorded(house: House, writer: Writer) -> tuple[int, Registers]:
    """Return what the log says of the stream at its head, and a position that is not before it."""
    if writer.head.tx == 0:  # nothing was ever recorded, so there is nothing to wait for
        return 0, {}
    position = await reader.last_position(house.pool)
    await house.projector.wait_for(position)
    moment = Moment(writer.line.fired, writer.head.tx)
    return position, await registers_at(house.pool, writer.stream, moment)


async def _load(pool: Pool, writer: Writer, model: str) -> Document | None:
    """Return the document as it is stored; None when nobody ever wrote to it."""
    stored = await documents.load(pool, writer.stream)
    if stored is None:
        return None
    if stored.epoch > writer.epoch:  # an epoch that was begun and not written to yet
        writer.epoch = stored.epoch
        writer.next_seq = 1
    parts = stored.snapshot.parts if stored.snapshot else ()
    document = Document(stored.epoch, model=model)
    updates: Sequence[bytes] = (*parts, *(each.update for each in stored.updates))
    for at in range(0, len(updates), _SLICE):
        document.load(updates[at : at + _SLICE])
        await asyncio.sleep(0)
    return document


async def _begin(writer: Writer, model: str) -> Document:
    """Begin the document of a new stream: who it belongs to is the first thing in it."""
    document = Document(writer.epoch, model=model)
    first = document.write((), meta=True)
    outcome = await writer.append(Batch((), () if first is None else (first,)))
    if not isinstance(outcome, Appended):
        raise StreamHeld(writer.stream, "another process", "")
    return document


async def _begin_anew(
    house: House,
    writer: Writer,
    model: str,
    registers: Registers,
) -> Document:
    """Make the document from the log again, in a new epoch; clients of the old one start over."""
    house.counts.alarms += 1
    _log.error(
        "the document differs from the log and is made anew",
        stream=writer.stream,
        epoch=writer.epoch + 1,
        tx=writer.head.tx,
    )
    document = Document(writer.epoch + 1, model=model)
    document.write((), meta=True)
    document.write(
        assertion(element, attribute, value)
        for element, attributes in registers.items()
        for attribute, value in attributes.items()
    )
    snapshot = Snapshot(document.epoch, 0, writer.head.tx, (document.encode(),))
    if not await documents.save(house.pool, writer, snapshot, owner=house.committer.owner):
        raise StreamHeld(writer.stream, "another process", "")
    return document
