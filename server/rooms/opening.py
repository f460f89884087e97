"""How a room comes to be: its lease, its document from stored bytes, its registers from the log.

    lease ─► stored bytes ─► document ─► readable ─► registers (now, head) == document? ─► furnished
                                                     no: alarm, document anew in the next epoch

The lease comes first: without it somebody else may be ahead of the bytes. All work is done in
slices, and others get a turn in between (D10).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID, uuid5

import structlog

from domain.ids import ElementId, StreamId
from domain.model.live import LiveGraph
from domain.model.metamodel import MODEL
from domain.model.operations import assertion
from domain.model.values import Json
from domain.time.moment import Moment
from server.clock import Clock
from server.log import documents, reader
from server.log.committer import Committer
from server.log.documents import Snapshot, StoredDocument
from server.log.errors import NoSuchStream, StreamHeld
from server.log.founding import NewModel
from server.log.streams import ModelRow
from server.log.writer import Writer
from server.postgres.pool import Pool
from server.readmodels.graphs import registers_in_slices
from server.readmodels.projector import Projector
from server.rooms.authorship import Authorship
from server.rooms.comparison import differing, unrecorded
from server.rooms.counts import Book, Counts
from server.rooms.document import Document
from server.rooms.epoch import long_hidden, make_anew
from server.rooms.errors import RoomClosed
from server.rooms.headless import HeadlessEdit
from server.rooms.inbox import Wanted, refuse
from server.rooms.inspection import Inspection
from server.rooms.ledger import Ledger
from server.rooms.loading import Loading, Stage
from server.rooms.materialisation import Materialisation
from server.rooms.parts import Parts
from server.rooms.planning import PLAIN, Planner
from server.rooms.room import Room
from server.rooms.typing import TEXT, Run, Typing, Windows, begun
from server.tracing import Tracing

_SLICE: Final = 500
"""Updates that are taken before others get a turn."""

_log = structlog.get_logger("server.rooms")


@dataclass(frozen=True, slots=True)
class House:
    """What every room of a process runs on."""

    committer: Committer
    pool: Pool
    projector: Projector
    book: Book
    clock: Clock
    quiet: float
    """Seconds without anything to do before a room is inspected."""
    document_limit: int
    """Bytes that a document may come to by what live clients send."""
    frame_limit: int
    """Bytes of the largest update of a live client."""
    windows: Windows
    """How long texts rest before they are recorded."""
    tracing: Tracing


async def open_room(
    house: House,
    stream: StreamId,
    *,
    keep: Callable[[Room], None],
    first: Wanted | None = None,
    new: NewModel | None = None,
) -> Room:
    """Take the lease of a stream and make its room; raise StreamHeld, NoSuchStream, SlugTaken.

    The room is loaded once it is started. `first` is the edit that makes the model, where the room
    is opened for it; a `new` one is created with its stream.
    """
    committer = house.committer
    writer = await (committer.open(stream) if new is None else committer.found(new))
    if writer.model is None:
        await house.committer.close(writer)
        raise NoSuchStream(f"stream {stream}", "does not exist", "create its model first")
    counts = house.book.open()
    ledger = _ledger(house, writer, writer.model, counts)
    loading = Loading(furnish(house, ledger), _own(writer.model))
    if first is not None and writer.head.tx == 0:
        loading.first = first
    elif first is not None:
        refuse(first, RoomClosed(stream))
    return Room(
        ledger,
        owner=house.committer.owner,
        counts=counts,
        clock=house.clock,
        keep=keep,
        loading=loading,
        inspection=_inspection(house, ledger),
        tracing=house.tracing,
    )


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
        claims = await documents.claims(house.pool, writer.stream, epoch=writer.epoch)
        ledger.authorship = Authorship(claims)
    difference = await _compare(house, ledger, left_out)
    if stored is None or difference is not None:
        ledger.counts.alarms += 1
        _log.error(
            "the document differs from the log and is made anew",
            stream=writer.stream,
            epoch=writer.epoch + 1,
            tx=writer.head.tx,
            element=difference,
        )
        await _record_texts(ledger)
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
    ledger.authorship = Authorship()


def _ledger(house: House, writer: Writer, model: ModelRow, counts: Counts) -> Ledger:
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
        counts=counts,
        document_limit=house.document_limit,
        frame_limit=house.frame_limit,
        typing=Typing(house.windows),
    )


def _inspection(house: House, ledger: Ledger) -> Inspection:
    return Inspection(
        ledger,
        pool=house.pool,
        projector=house.projector,
        counts=ledger.counts,
        now=house.clock.monotonic,
        quiet=house.quiet,
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


async def _record_texts(ledger: Ledger) -> None:
    """Record what was typed before the process died, while the document is there that says it."""
    while ledger.typing.runs:
        await ledger.fire_due()
        await ledger.record_texts(ledger.typing.end_all())


async def _load(ledger: Ledger, stored: StoredDocument) -> None:
    """Load the document as it is stored."""
    document = ledger.state.document
    parts = stored.snapshot.parts if stored.snapshot else ()
    for _ in document.loading(parts):
        await asyncio.sleep(0)
    ledger.parts = Parts(parts, state=document.state())
    updates = [each.update for each in stored.updates]
    for _ in document.loading(updates):
        await asyncio.sleep(0)
    for at in range(0, len(updates), _SLICE):
        ledger.parts.add(updates[at : at + _SLICE])
        await asyncio.sleep(0)


async def _compare(
    house: House,
    ledger: Ledger,
    left_out: frozenset[ElementId],
) -> ElementId | None:
    """Read the registers at (now, head); return the first element of which the document differs.

    Elements left out may be absent from the document; those that are there came back. A text that
    somebody typed may be ahead of what is recorded.
    """
    writer, state = ledger.writer, ledger.state
    if writer.head.tx == 0:
        return unrecorded(state)
    ledger.position = writer.position or await reader.last_position(house.pool)
    await house.projector.wait_for(ledger.position)
    moment = Moment(writer.line.fired, writer.head.tx)
    rows = await documents.typed(house.pool, writer.stream, epoch=writer.epoch, since=0)
    runs = begun(rows)
    ledger.typed_since = min((each.seq for each in rows), default=None)
    absent: set[ElementId] = set()
    difference: ElementId | None = None
    async for registers in registers_in_slices(house.pool, writer.stream, moment):
        state.live.add(registers)
        for element in differing(state.document, registers):
            if element in left_out and not state.document.of_element(element):
                absent.add(element)
            elif not _is_typed(ledger, registers[element], runs.get(element)):
                difference = difference or element
    state.left_out = frozenset(absent)
    return difference or unrecorded(state)


def _is_typed(ledger: Ledger, recorded: Mapping[str, Json], run: Run | None) -> bool:
    """Take up typing where the document differs from what is recorded just by its text."""
    if run is None:
        return False
    held = ledger.state.document.of_element(run.element)
    if {**held, TEXT: None} != {**recorded, TEXT: None}:
        return False
    ledger.resume(replace(run, before=_text(recorded), text=_text(held)))
    return True


def _text(registers: Mapping[str, Json]) -> str:
    text = registers.get(TEXT)
    return text if isinstance(text, str) else ""
