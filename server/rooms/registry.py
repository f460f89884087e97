"""The rooms of a process: each opened once, kept while somebody needs it, closed in peace."""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

import structlog

from domain.ids import StreamId
from domain.model.metamodel import MODEL
from domain.model.operations import assertion
from server.clock import Clock
from server.ending import end
from server.log import documents
from server.log.committer import Committer
from server.log.documents import Snapshot
from server.log.draft import SERVER
from server.log.errors import LogClosed
from server.log.outcome import Fenced
from server.log.streams import model_of
from server.log.writer import Writer
from server.postgres.pool import Pool
from server.readmodels.projector import Projector
from server.rooms.counts import Counts
from server.rooms.errors import RoomClosed
from server.rooms.headless import EditAnswer, HeadlessEdit
from server.rooms.opening import House, open_room
from server.rooms.planning import PLAIN
from server.rooms.protocol import Close
from server.rooms.room import Room

IDLE: Final = 60.0
"""Seconds that a room without anybody in it stays open."""
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
    ) -> None:
        self.counts = Counts()
        self._house = House(committer, pool, projector, self.counts)
        self._clock = clock
        self._idle = idle
        self._rooms: dict[StreamId, _Kept] = {}
        self._burials: dict[StreamId, asyncio.Task[None]] = {}
        self._snapshots: set[asyncio.Task[None]] = set()
        self._is_closing = False
        self._sweeper: asyncio.Task[None] | None = None
        committer.on_lost.append(self._on_lost)

    def __len__(self) -> int:
        return len(self._rooms)

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

        A model whose creation was cut short gets its model element now.
        """
        while True:
            room = await self._open(stream)
            with contextlib.suppress(RoomClosed):
                await self._complete(room)
                return room

    async def edit(self, stream: StreamId, edit: HeadlessEdit) -> EditAnswer:
        """Do a headless edit through the room of its stream.

        Raises BadIntent, StreamHeld, NoSuchStream, LogClosed and what readers raise.
        """
        is_first = any(
            change.value == MODEL for change in edit.changes if change.attribute == "kind"
        )
        while True:
            room = await (self._open(stream) if is_first else self.open(stream))
            with contextlib.suppress(RoomClosed):
                return await room.edit(edit)

    async def fire(self, stream: StreamId) -> None:
        """Fire what has passed of a stream; raises StreamHeld, LogClosed."""
        with contextlib.suppress(RoomClosed):  # whoever opens the next one looks again
            await (await self._open(stream)).fire()

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

    async def _open(self, stream: StreamId) -> Room:
        while True:
            if self._is_closing:
                raise LogClosed("the server", "is stopping", "ask again after the restart")
            burial = self._burials.get(stream)
            if burial is not None:
                await asyncio.shield(burial)
                continue
            kept = self._rooms.get(stream) or self._begin(stream)
            kept.needed_at = self._clock.monotonic()
            room = await asyncio.shield(kept.opening)
            if not room.is_closed:
                return room
            self._bury(room, "the room starts anew; connect again")

    def _begin(self, stream: StreamId) -> _Kept:
        now = self._clock.monotonic()
        opening = asyncio.create_task(self._furnish(stream), name=f"open {stream}")
        kept = self._rooms[stream] = _Kept(opening, now, now)
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep(), name="idle rooms")
        return kept

    async def _furnish(self, stream: StreamId) -> Room:
        try:
            room = await open_room(self._house, stream, keep=self._keep)
        except BaseException:
            del self._rooms[stream]
            raise
        room.start().add_done_callback(lambda task: self._on_end(room, task))
        return room

    async def _complete(self, room: Room) -> None:
        """Give a model its element, where whoever created the model did not come to it."""
        model = room.ledger.state.document.model
        if room.ledger.state.live.of_element(model):
            return
        row = await model_of(self._house.pool, room.stream)
        slug, actor = (model, SERVER) if row is None else (row.slug, row.created_by)
        await room.edit(
            HeadlessEdit(
                commit_id=str(uuid5(UUID(room.stream), "model")),
                actor=actor,
                why=None,
                intent=PLAIN,
                changes=(assertion(model, "kind", MODEL), assertion(model, "name", slug)),
            ),
        )

    def _opened_rooms(self) -> list[Room]:
        return [
            kept.opening.result()
            for kept in self._rooms.values()
            if kept.opening.done()
            and not kept.opening.cancelled()
            and kept.opening.exception() is None
        ]

    def _keep(self, room: Room) -> None:
        """Keep a snapshot of a room when enough has come together since the last."""
        kept = self._rooms.get(room.stream)
        now = self._clock.monotonic()
        if (
            room.updates_since_kept < KEPT_AFTER_UPDATES
            and room.bytes_since_kept < KEPT_AFTER_BYTES
        ) or (kept is not None and now - kept.kept_at < KEPT_EVERY):
            return
        if kept is not None:
            kept.kept_at = now
        task = asyncio.create_task(self._save(room, room.snapshot()))
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
        await room.close(Close.RESTARTING, reason)
        if room.updates_since_kept and room.ledger.writer.lost is None:
            await self._save(room, room.snapshot())
        await self._house.committer.close(room.ledger.writer)

    def _on_end(self, room: Room, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _log.error("a room broke", stream=room.stream, exc_info=error)
        self._bury(room, "the room starts anew; connect again")

    def _on_lost(self, writer: Writer, fenced: Fenced) -> None:
        for room in self._opened_rooms():
            if room.ledger.writer is writer:
                room.lose(fenced)
