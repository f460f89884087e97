"""People whose clients speak gestures, as a client should: a journal, answers, a fresh document."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import orjson
import psycopg
from pycrdt import TransactionEvent

from domain.model.operations import Registers
from server.rooms.answers import Verdict
from server.rooms.gestures import (
    EditMessage,
    KnownMessage,
    MessageType,
    NoticeMessage,
    RefusedMessage,
    RoomMessage,
    SavedMessage,
    UnknownMessage,
    edit_frame,
    known_frame,
)
from server.rooms.protocol import NO_UPDATE, sync_request
from server.rooms.room import Room
from server.rooms.varint import read_varbytes
from tests.server.rooms.housing import Client, House, house_on, new_client, new_id, quiet

Act: TypeAlias = Callable[[], object]


@dataclass(slots=True)
class Kept:
    """A gesture in the journal: what it does, to be done again, and the frame that was sent."""

    act: Act
    frame: bytes


@dataclass(eq=False)
class Gesturer(Client):
    """Somebody whose client speaks gestures; frames pass at once, both ways, while online."""

    pending: dict[str, Kept] = field(default_factory=dict)
    answers: dict[str, list[Verdict]] = field(default_factory=dict)
    rooms: list[RoomMessage] = field(default_factory=list)
    notices: list[NoticeMessage] = field(default_factory=list)
    unknown: list[tuple[str, ...]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    """What came, in order: "update", or what a message says."""

    def __post_init__(self) -> None:
        self.journal = self.journal or new_id()
        self.is_dead = False
        """A gesture was rejected: nothing more is read under this client id."""
        self._made: list[bytes] = []
        super().__post_init__()

    @property
    def is_behind(self) -> bool:
        """Something is not answered yet, or was rejected: the document must be made anew."""
        return bool(self.pending) or self.is_dead

    def do(
        self,
        act: Act,
        *,
        label: str = "Edit",
        why: str | None = None,
        edit_id: str | None = None,
    ) -> str:
        """Make a gesture, keep it in the journal, and send it while online."""
        edit_id = edit_id or new_id()
        self._made.clear()
        with self.doc.transaction():
            act()
        update = self._made[0] if self._made else NO_UPDATE
        frame = edit_frame(EditMessage(edit_id, label, why), update)
        self.pending[edit_id] = Kept(act, frame)
        self.resend(edit_id, frame)
        return edit_id

    def resend(self, edit_id: str, frame: bytes | None = None) -> None:
        if self.online:
            self.room.receive(self, frame or self.pending[edit_id].frame)

    def code(self) -> int | None:
        """Return why the connection was closed, None while it is open."""
        return None if self.closed is None else self.closed[0]

    def ask(self, *edit_ids: str) -> None:
        """Ask which gestures were answered."""
        self.room.receive(self, known_frame(KnownMessage(edit_ids)))

    async def recover(self) -> None:
        """Go through the whole course again: the document, what is known, the rest once more."""
        self.room.receive(self, sync_request(self.doc.get_state()))
        self.ask(*self.pending)
        await quiet(self.room)
        for edit_id in self.unknown[-1]:
            self.resend(edit_id)
        await quiet(self.room)

    async def renew(self) -> None:
        """Begin a fresh document under a new client id, and do the rest of the journal in it."""
        self.begin(new_client())
        self.is_dead = False
        self.room.receive(self, sync_request(b"\0"))
        self.ask(*self.pending)
        await quiet(self.room)
        for edit_id in self.unknown[-1]:
            kept = self.pending.pop(edit_id)
            self.do(kept.act, edit_id=edit_id)
        await quiet(self.room)

    def verdict(self, edit_id: str) -> Verdict:
        """Return the one answer that a gesture got."""
        (verdict,) = self.answers[edit_id]
        return verdict

    def saved(self, edit_id: str) -> int | None:
        verdict = self.verdict(edit_id)
        assert isinstance(verdict, SavedMessage), verdict
        return verdict.tx

    def refused(self, edit_id: str) -> RefusedMessage:
        verdict = self.verdict(edit_id)
        assert isinstance(verdict, RefusedMessage), verdict
        return verdict

    def _take(self, frame: bytes) -> None:
        if frame[0] < MessageType.EDIT:
            self.heard.append("update" if frame.startswith(b"\0\2") else f"sync {frame[1]}")
            super()._take(frame)
            return
        self.frames.append(frame)
        payload, _ = read_varbytes(frame, 1)
        read = orjson.loads(payload)
        self.heard.append(MessageType(frame[0]).name.lower())
        match MessageType(frame[0]):
            case MessageType.SAVED:
                self._answered(SavedMessage(**read))
            case MessageType.REFUSED:
                self._answered(RefusedMessage(**read))
            case MessageType.ROOM:
                self.rooms.append(RoomMessage(**read))
            case MessageType.NOTICE:
                self.notices.append(NoticeMessage(**{**read, "ids": tuple(read["ids"])}))
            case MessageType.UNKNOWN:
                self.unknown.append(UnknownMessage(tuple(read["edit_ids"])).edit_ids)
            case MessageType.EDIT | MessageType.KNOWN:
                raise AssertionError("the server says what only a client says")

    def _answered(self, verdict: Verdict) -> None:
        self.answers.setdefault(verdict.edit_id, []).append(verdict)
        if isinstance(verdict, RefusedMessage):
            self.is_dead = self.is_dead or verdict.fatal
            if verdict.code == "no-right":
                return
        self.pending.pop(verdict.edit_id, None)

    def _on_update(self, event: TransactionEvent) -> None:
        if not self._is_receiving:
            self._made.append(event.update)


@asynccontextmanager
async def at_work(database: str) -> AsyncIterator[tuple[House, Room, Gesturer, Gesturer]]:
    """Give a room with two people in it who speak gestures."""
    async with house_on(database) as house:
        room = await house.room()
        ann, bob = Gesturer(room), Gesturer(room)
        ann.connect()
        bob.connect()
        await quiet(room)
        yield house, room, ann, bob


async def agreed(house: House, room: Room, *people: Client) -> Registers:
    """Assert that everything and everybody says the same, and return it."""
    said = await house.agree(room)
    for person in people:
        assert person.registers() == said
    return said


async def tell(database: str, *statements: str) -> None:
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        for statement in statements:
            await connection.execute(statement.encode())
