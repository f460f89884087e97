"""How a room comes to be: its lease, its document from stored bytes, its registers from the log.

    lease ─► stored bytes ─► document ─► readable ─► registers (now, head) == document? ─► furnished
                                                     no: alarm, document anew in the next epoch

The lease comes first: without it somebody else may be ahead of the bytes. All work is done in
slices, and others get a turn in between (D10).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

import structlog

from domain.ids import ElementId, StreamId
from domain.model.live import LiveGraph
from domain.model.metamodel import MODEL
from domain.model.operations import Registers, assertion
from domain.time.moment import Moment
from server.log import documents, reader
from server.log.committer import Committer
from server.log.documents import Snapshot, StoredDocument
from server.log.errors import NoSuchStream, StreamHeld
from server.log.streams import ModelRow
from server.log.writer import Writer
from server.postgres.pool import Pool
from server.readmodels.graphs import registers_in_slices
from server.readmodels.projector import Projector
from server.rooms.counts import Counts
from server.rooms.document import Document
from server.rooms.epoch import long_hidden, make_anew
from server.rooms.headless import HeadlessEdit
from server.rooms.inbox import Wanted
from server.rooms.ledger import Ledger
from server.rooms.loading import Loading, Stage
from server.rooms.materialisation import Materialisation
from server.rooms.parts import Parts
from server.rooms.planning import PLAIN, Planner
from server.rooms.room import Room

_SLICE: Final = 500
_SLICE_BYTES: Final = 256 * 1024
"""Updates, and bytes of them, that are loaded before others get a turn."""

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
    first: HeadlessEdit | None = None,
) -> Room:
    """Take the lease of a stream and make its room; raise StreamHeld, NoSuchStream.

    The room is loaded once it is started. `first` is the edit that makes the model, where the room
    is opened for it.
    """
    writer = await house.committer.open(stream)
    if writer.model is None:
        await house.committer.close(writer)
        raise NoSuchStream(f"stream {stream}", "does not exist", "create its model first")
    ledger = _ledger(house, writer, writer.model)
    loading = Loading(furnish(house, ledger), _own(writer.model))
    if first is not None and writer.head.tx == 0:
        loading.first = Wanted(first, asyncio.get_running_loop().create_future())
    owner = house.committer.owner
    return Room(ledger, owner=owner, counts=house.counts, keep=keep, loading=loading)


async def furnish(house: House, ledger: Ledger) -> AsyncIterator[Stage]:
    """Load the document of a room, then its registers, and see that both say the same."""
    writer, state = ledger.writer, ledger.state
    if state.is_blank:
        return
    stored = await documents.load(house.pool, writer.stream)
    left_out: frozenset[ElementId] = frozenset()
    if stored is not None:
        await _load(ledger, stored)
        left_out = frozenset(stored.snapshot.left_out if stored.snapshot else ())
        yield Stage.READABLE
    difference = await _compare(house, ledger, left_out)
    if stored is None or difference is not None:
        house.counts.alarms += 1
        _log.error(
            "the document differs from the log and is made anew",
            stream=writer.stream,
            epoch=writer.epoch + 1,
            tx=writer.head.tx,
            element=difference,
        )
        await begin_anew(house, ledger)
        yield Stage.RENEWED


async def begin_anew(house: House, ledger: Ledger) -> None:
    """Begin the next epoch: make the document of the registers, and keep it; raise StreamHeld.

    It is begun once its snapshot is on disk. Clients of the former document start over.
    """
    writer, state = ledger.writer, ledger.state
    await house.projector.wait_for(ledger.position)
    now = max(await house.committer.now(), writer.head.recorded_at)
    left_out = await long_hidden(house.pool, writer.stream, state.live, now=now)
    anew = await make_anew(state.live, state.document, left_out=left_out)
    parts = anew.parts.take(anew.document)
    snapshot = Snapshot(anew.document.epoch, 0, writer.head.tx, parts, tuple(left_out))
    if not await documents.save(house.pool, writer, snapshot, owner=house.committer.owner):
        raise StreamHeld(writer.stream, "another process", "")
    state.document, state.left_out, ledger.parts = anew.document, left_out, anew.parts


def _ledger(house: House, writer: Writer, model: ModelRow) -> Ledger:
    document = Document(writer.epoch, model=model.model_id)
    state = Materialisation(document, LiveGraph())
    state.is_blank = (writer.head.tx, writer.epoch, writer.next_seq) == (0, 1, 1)
    return Ledger(
        writer,
        state,
        Planner(writer.stream, pool=house.pool, projector=house.projector),
        pool=house.pool,
        now=house.committer.now,
        position=writer.position or 0,
        counts=house.counts,
    )


def _own(model: ModelRow) -> HeadlessEdit:
    """Return the edit that gives a model its element, where its creation was cut short."""
    return HeadlessEdit(
        commit_id=str(uuid5(UUID(model.stream_id), "model")),
        actor=model.created_by,
        why=None,
        intent=PLAIN,
        changes=(
            assertion(model.model_id, "kind", MODEL),
            assertion(model.model_id, "name", model.slug),
        ),
    )


async def _load(ledger: Ledger, stored: StoredDocument) -> None:
    """Load the document as it is stored."""
    document = ledger.state.document
    parts = stored.snapshot.parts if stored.snapshot else ()
    for some in _slices(parts):
        document.load(some)
        await asyncio.sleep(0)
    ledger.parts = Parts(parts, state=document.state())
    for some in _slices([each.update for each in stored.updates]):
        document.load(some)
        ledger.parts.add(some)
        await asyncio.sleep(0)


async def _compare(
    house: House,
    ledger: Ledger,
    left_out: frozenset[ElementId],
) -> ElementId | None:
    """Read the registers at (now, head); return the first element of which the document differs.

    Elements left out may be absent from the document; those that are there came back.
    """
    writer, state = ledger.writer, ledger.state
    if writer.head.tx == 0:
        return _unrecorded(state)
    ledger.position = writer.position or await reader.last_position(house.pool)
    await house.projector.wait_for(ledger.position)
    moment = Moment(writer.line.fired, writer.head.tx)
    absent: set[ElementId] = set()
    difference: ElementId | None = None
    async for registers in registers_in_slices(house.pool, writer.stream, moment):
        state.live.add(registers)
        for element in _differing(state.document, registers):
            if element in left_out and not state.document.of_element(element):
                absent.add(element)
            else:
                difference = difference or element
    state.left_out = frozenset(absent)
    return difference or _unrecorded(state)


def _differing(document: Document, registers: Registers) -> Iterator[ElementId]:
    for element, recorded in registers.items():
        if document.of_element(element) != recorded:
            yield element


def _unrecorded(state: Materialisation) -> ElementId | None:
    """Return an element of the document that the log does not know, if there is one."""
    document, live = state.document, state.live
    return next(
        (
            element
            for element in document.elements()
            if not live.of_element(element) and document.of_element(element)
        ),
        None,
    )


def _slices(updates: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    start = size = 0
    for at, update in enumerate(updates):
        if at > start and (at - start >= _SLICE or size + len(update) > _SLICE_BYTES):
            yield updates[start:at]
            start, size = at, 0
        size += len(update)
    if updates:
        yield updates[start:]
