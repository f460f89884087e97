"""The rooms of a process: each opened once, kept while somebody needs it, closed in peace."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import structlog

from domain.access import Actor
from domain.ids import ActorId, StreamId
from domain.model.metamodel import MODEL
from server.clock import Clock
from server.ending import end
from server.log import documents
from server.log.committer import Committer
from server.log.documents import Snapshot
from server.log.errors import LogClosed
from server.log.founding import NewModel
from server.log.outcome import Fenced
from server.log.writer import Writer
from server.postgres.pool import Pool
from server.readmodels.projector import Projector
from server.rooms.counts import Book, Counts
from server.rooms.epoch import is_grown
from server.rooms.errors import RoomClosed
from server.rooms.headless import EditAnswer, HeadlessEdit
from server.rooms.inbox import Wanted
from server.rooms.inspection import QUIET
from server.rooms.ledger import Ledger
from server.rooms.opening import House, begin_anew, open_room
from server.rooms.protocol import LARGEST_FRAME, Close
from server.rooms.room import Room
from server.rooms.typing import WINDOWS, Windows
from server.tracing import OFF, Tracing

IDLE: Final = 60.0
"""Seconds that a room without anybody in it stays open."""
DOCUMENT_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a document beyond which live clients can add nothing to it (D7)."""
PATIENCE: Final = 10.0
"""Seconds that closing a room waits for what is on its way."""
KEPT_AFTER_UPDATES: Final = 1_000
KEPT_AFTER_BYTES: Final = 1_000_000
KEPT_EVERY: Final = 5.0
"""Seconds at least between two snapshots of a busy room."""
_SWEEP: Final = 5.0  # seconds

_log = structlog.get_logger("server.rooms")


@dataclass(slots=True)
class _Kept:
    """A room, when somebody last needed it, and when a snapshot of it was last kept."""

    opening: asyncio.Task[Room]
    needed_at: float
    kept_at: float


class Rooms:
    """Opens and closes rooms; the one door to every stream that this process writes."""

    def __init__(
        self,
        committer: Committer,
        pool: Pool,
        projector: Projector,
        clock: Clock,
        *,
        idle: float = IDLE,
        quiet: float = QUIET,
        document_limit: int = DOCUMENT_LIMIT,
        frame_limit: int = LARGEST_FRAME,
        windows: Windows = WINDOWS,
        patience: float = PATIENCE,
        tracing: Tracing = OFF,
    ) -> None:
        self._book = Book()
        self._house = House(
            committer,
            pool,
            projector,
            self._book,
            clock,
            quiet,
            document_limit,
            frame_limit,
            windows,
            tracing,
        )
        self._clock = clock
        self._idle = idle
        self._patience = patience
        self._rooms: dict[StreamId, _Kept] = {}
        self._burials: dict[StreamId, asyncio.Task[None]] = {}
        self._snapshots: set[asyncio.Task[None]] = set()
        self._is_closing = False
        self._sweeper: asyncio.Task[None] | None = None
        committer.on_lost.append(self._on_lost)
        committer.on_frozen.append(self._on_frozen)

    def __len__(self) -> int:
        return len(self._rooms)

    def __iter__(self) -> Iterator[Room]:
        return iter(self._opened_rooms())

    @property
    def counts(self) -> Counts:
        """What all rooms did since the process started."""
        return self._book.total()

    async def settle_texts(self, stream: StreamId) -> None:
        """Have what is typed recorded, for somebody who reads the log's head.

        What was typed before a process died is recorded too, by the room that is opened for it.
        Raises StreamHeld where something is typed and another process has the room.
        """
        room = self._furnished_room(stream)
        if room is None and not await documents.is_typed_in(self._house.pool, stream):
            return
        with contextlib.suppress(RoomClosed, LogClosed):  # the next one records it
            room = room or await self.open(stream)
            await room.settle_texts()

    def present(self, stream: StreamId) -> Room | None:
        """Return the room of a stream when it is here and ready; none is opened."""
        return self._furnished_room(stream)

    @property
    def peers(self) -> int:
        """How many connections there are in all rooms."""
        return sum(len(room.audience) for room in self._opened_rooms())

    @property
    def waiting(self) -> int:
        """How many bytes of updates wait for their turn in all rooms."""
        return sum(room.waiting for room in self._opened_rooms())

    async def open(self, stream: StreamId) -> Room:
        """Return the room of a stream, opened when it is not; raises StreamHeld, NoSuchStream.

        It may be loading still: what is asked of it then waits, or is answered from stored bytes.
        """
        while True:
            if self._is_closing:
                raise LogClosed("the server", "is stopping", "ask again after the restart")
            burial = self._burials.get(stream)
            if burial is not None:
                await asyncio.shield(burial)
                continue
            room = await self._opened(self._rooms.get(stream) or self._begin(stream))
            if not room.is_closed:
                return room
            self._bury(room, "the room starts anew; connect again")

    async def found(self, model: NewModel, first: HeadlessEdit) -> EditAnswer:
        """Create a model and do its first edit; raises SlugTaken, and what `edit` raises."""
        if not self._is_closing:
            with contextlib.suppress(RoomClosed):
                return await self._do_first(model.stream_id, first, new=model)
        return await self.edit(model.stream_id, first)

    async def edit(self, stream: StreamId, edit: HeadlessEdit) -> EditAnswer:
        """Do a headless edit through the room of its stream.

        Raises BadIntent, StreamHeld, NoSuchStream, LogClosed and what readers raise.
        """
        is_first = any(
            change.value == MODEL for change in edit.changes if change.attribute == "kind"
        )
        while True:
            is_shut = self._is_closing or stream in self._rooms or stream in self._burials
            with contextlib.suppress(RoomClosed):
                if is_first and not is_shut:
                    return await self._do_first(stream, edit)
                return await (await self.open(stream)).edit(edit)

    async def fire(self, stream: StreamId) -> None:
        """Fire what has passed of a stream; raises StreamHeld, LogClosed."""
        with contextlib.suppress(RoomClosed):  # whoever opens the next one looks again
            await (await self.open(stream)).fire()

    def regard(self, actor: Actor, *, stream: StreamId | None = None) -> None:
        """Let what a person may do hold at once, in all rooms or in that of a stream (D12)."""
        for room in self._opened_rooms():
            if stream in {None, room.stream}:
                room.regard(actor)

    def expel(self, person: ActorId, *, stream: StreamId | None = None) -> None:
        """Let a person go who may not even read any more, in all rooms or in one (D12)."""
        for room in self._opened_rooms():
            if stream in {None, room.stream}:
                room.expel(person)

    async def close_all(self) -> None:
        """Make durable what waits in all rooms and close them (D15)."""
        self._is_closing = True
        if self._sweeper is not None:
            await end(self._sweeper)
        await asyncio.gather(
            *(kept.opening for kept in self._rooms.values()),
            return_exceptions=True,
        )
        for room in self._opened_rooms():
            self._bury(room, "the server restarts; connect again")
        await asyncio.gather(*self._burials.values(), *self._snapshots)

    async def _do_first(
        self,
        stream: StreamId,
        edit: HeadlessEdit,
        *,
        new: NewModel | None = None,
    ) -> EditAnswer:
        """Open a room for the edit that makes its model; raises RoomClosed when it is another's.

        The answer is that of this room, however soon it closes: the next would call it repeated.
        """
        first = Wanted(edit, asyncio.get_running_loop().create_future())
        await self._opened(self._begin(stream, first=first, new=new))
        return await first.answered

    async def _opened(self, kept: _Kept) -> Room:
        kept.needed_at = self._clock.monotonic()
        return await asyncio.shield(kept.opening)

    def _begin(
        self,
        stream: StreamId,
        *,
        first: Wanted | None = None,
        new: NewModel | None = None,
    ) -> _Kept:
        now = self._clock.monotonic()
        opening = asyncio.create_task(self._furnish(stream, first, new), name=f"open {stream}")
        kept = self._rooms[stream] = _Kept(opening, now, now)
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep(), name="idle rooms")
        return kept

    async def _furnish(
        self,
        stream: StreamId,
        first: Wanted | None,
        new: NewModel | None,
    ) -> Room:
        try:
            room = await open_room(self._house, stream, keep=self._keep, first=first, new=new)
        except BaseException:
            del self._rooms[stream]
            raise
        if self._house.committer.frozen:
            room.turn("saving")
        room.start().add_done_callback(lambda task: self._on_end(room, task))
        return room

    def _opened_rooms(self) -> list[Room]:
        return [kept.opening.result() for kept in self._rooms.values() if _is_open(kept)]

    def _furnished_room(self, stream: StreamId) -> Room | None:
        kept = self._rooms.get(stream)
        if kept is None or not _is_open(kept):
            return None
        room = kept.opening.result()
        return room if room.is_furnished else None

    def _keep(self, room: Room) -> None:
        """Keep a snapshot of a room when enough has come together since the last."""
        kept = self._rooms.get(room.stream)
        now = self._clock.monotonic()
        if (
            room.ledger.parts.updates < KEPT_AFTER_UPDATES
            and room.ledger.parts.bytes < KEPT_AFTER_BYTES
        ) or (kept is not None and now - kept.kept_at < KEPT_EVERY):
            return
        if kept is not None:
            kept.kept_at = now
        task = asyncio.create_task(self._save(room, room.ledger.snapshot()))
        self._snapshots.add(task)
        task.add_done_callback(self._snapshots.discard)

    async def _save(self, room: Room, snapshot: Snapshot) -> None:
        """Keep a snapshot; without it the room only opens a little slower."""
        house, writer = self._house, room.ledger.writer
        try:
            await documents.save(house.pool, writer, snapshot, owner=house.committer.owner)
        except Exception as error:  # noqa: BLE001 - the top of a background task
            _log.warning("no snapshot was kept", stream=room.stream, error=str(error))

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(min(_SWEEP, self._idle))
            self._close_idle()  # apart, for a name in here would hold the last room while it sleeps

    def _close_idle(self) -> None:
        now = self._clock.monotonic()
        for room in self._opened_rooms():
            kept = self._rooms[room.stream]
            if not room.is_idle:
                kept.needed_at = now
            elif now - kept.needed_at >= self._idle:
                self._bury(room, "the room was idle; connect again")

    def _bury(self, room: Room, reason: str) -> None:
        """Close a room; until that is done its stream is not opened again."""
        kept = self._rooms.get(room.stream)
        if room.stream in self._burials or kept is None or kept.opening.result() is not room:
            return
        del self._rooms[room.stream]
        closing = self._close(room, reason)
        self._burials[room.stream] = asyncio.create_task(closing, name=f"close {room.stream}")

    async def _close(self, room: Room, reason: str) -> None:
        try:
            await self._wind_up(room, reason)
        finally:  # not by a callback: whoever awaits a burial that is over looks before that runs
            del self._burials[room.stream]

    async def _wind_up(self, room: Room, reason: str) -> None:
        was_empty = room.is_idle and not self._is_closing
        await room.close(Close.RESTARTING, reason, patience=self._patience)
        ledger = room.ledger
        # What ended otherwise may hold less than is on disk; the updates are there, one by one.
        if room.ended_in_peace and ledger.writer.lost is None:
            if was_empty and await is_grown(ledger.parts.size, ledger.state.live):
                await self._begin_anew(ledger)
            elif ledger.parts.updates or ledger.typed_since is not None:
                await self._save(room, ledger.snapshot())
        await self._house.committer.close(ledger.writer)
        self._book.close(room.counts)

    async def _begin_anew(self, ledger: Ledger) -> None:
        """Begin an epoch where nobody is, so that nobody has to start over for it (D9)."""
        try:
            await begin_anew(self._house, ledger)
        except Exception as error:  # noqa: BLE001 - the top of a background task
            _log.warning("no epoch was begun", stream=ledger.writer.stream, error=str(error))

    def _on_end(self, room: Room, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _log.error("a room broke", stream=room.stream, exc_info=error)
        self._bury(room, "the room starts anew; connect again")

    def _on_lost(self, writer: Writer, fenced: Fenced) -> None:
        for room in self._opened_rooms():
            if room.ledger.writer is writer:
                room.lose(fenced)

    def _on_frozen(self, is_frozen: bool) -> None:  # noqa: FBT001 - as the committer tells it
        for room in self._opened_rooms():
            room.turn("saving" if is_frozen else "live")


def _is_open(kept: _Kept) -> bool:
    opening = kept.opening
    return opening.done() and not opening.cancelled() and opening.exception() is None
