"""What the tests of rooms start from: a house of rooms on a database, and people in them."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import psycopg
from pycrdt import Doc, Map, Text, TransactionEvent

from domain.access import Actor, Role
from domain.ids import StreamId
from domain.model.operations import Change, LoggedCommit, Mode, Registers, assertion
from domain.model.values import Json
from domain.time.intent import Intent
from domain.time.moment import Moment
from domain.time.registers import oracle
from server.clock import Clock, SystemClock
from server.ids import Uuid7Source
from server.log import reader
from server.log.committer import Committer
from server.log.founding import NewModel
from server.postgres.pool import Pool, open_pool
from server.readmodels.graphs import registers_at
from server.readmodels.projector import Projector
from server.rooms.headless import HeadlessEdit, Saved
from server.rooms.protocol import (
    Awareness,
    SyncAnswer,
    SyncRequest,
    Update,
    decode,
    sync_answer,
    sync_request,
    update_frame,
)
from server.rooms.registry import PATIENCE, Rooms
from server.rooms.room import Room
from server.rooms.schedule import Schedule
from server.rooms.typing import WINDOWS, Windows
from server.tracing import OFF, Tracing

LIVE: Final = Intent(Mode.EDIT)
_ids: Final = Uuid7Source()
_slugs: Final = itertools.count(1)
_numbers: Final = itertools.count(1_000_000_007, 13)


def new_id() -> str:
    return _ids.next_id()


def new_client() -> int:
    """Return a Yjs client id that nobody has."""
    return next(_numbers)


@dataclass(frozen=True, slots=True)
class House:
    """Everything that rooms stand on, at work."""

    pool: Pool
    committer: Committer
    projector: Projector
    rooms: Rooms
    schedule: Schedule

    async def stream(self) -> StreamId:
        """Create a model and return its stream; nobody has been in it."""
        new = NewModel(f"model-{next(_slugs)}", new_id(), new_id(), "ann")
        await self.committer.close(await self.committer.found(new))
        return new.stream_id

    async def room(self) -> Room:
        """Open the room of a new model, and wait until it is furnished."""
        room = await self.rooms.open(await self.stream())
        await room.fire()
        return room

    async def log(self, stream: StreamId) -> list[LoggedCommit]:
        return [logged async for logged in reader.whole(self.pool, stream)]

    async def folded(self, stream: StreamId) -> Registers:
        """Return what the log says at (now, head), by the definition."""
        commits = [logged.commit for logged in await self.log(stream)]
        history = [
            (commit.tx, place, operation)
            for commit in commits
            for place, operation in enumerate(commit.operations)
        ]
        head = commits[-1]
        return nested(oracle(history, valid_at=head.recorded_at, known=head.tx))

    async def read(self, room: Room) -> Registers:
        """Return what the read models say at (now, head)."""
        await self.projector.wait_for(room.ledger.position)
        head = room.ledger.writer.head
        return await registers_at(self.pool, room.stream, Moment(head.recorded_at, head.tx))

    async def agree(self, room: Room) -> Registers:
        """Assert that document, registers, log and read models say the same (P1); return it."""
        await quiet(room)
        await room.settle_texts()
        said = room.ledger.state.document.registers()
        assert said == dict(room.ledger.state.live.registers)
        assert said == await self.folded(room.stream)
        assert said == await self.read(room)
        return said


async def step_clock(dsn: str, by: int) -> None:
    """Set the clock of the log on by microseconds, on top of what it was set on before."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute("CREATE TABLE IF NOT EXISTS stepped (micros bigint)")
        await connection.execute("INSERT INTO stepped VALUES (%s)", (by,))
        await connection.execute(
            "CREATE OR REPLACE FUNCTION log_clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS "
            "$$ SELECT clock_timestamp() + (SELECT sum(micros) FROM stepped)"
            " * interval '1 microsecond' $$",
        )


@asynccontextmanager
async def held_up(database: str, committer: Committer) -> AsyncIterator[None]:
    """Let the next append wait in the database until the block ends."""
    async with await psycopg.AsyncConnection.connect(database) as connection:
        await connection.execute("SELECT FROM log_head FOR UPDATE")
        yield
        assert committer.waiting
        await connection.rollback()


async def in_flight(house: House) -> None:
    """Return when something is on its way to the log."""
    await house.committer._work.wait()


async def quiet(room: Room) -> None:
    """Return when all that was sent is worked on, and what was asked for in answer to it."""
    for _ in range(4):
        await room.fire()


@asynccontextmanager
async def house_on(
    dsn: str,
    *,
    owner: str = "one",
    idle: float = 60.0,
    quiet: float = 30.0,
    clock: Clock | None = None,
    windows: Windows = WINDOWS,
    patience: float = PATIENCE,
    tracing: Tracing = OFF,
) -> AsyncIterator[House]:
    """Run everything below HTTP on a migrated database."""
    pool = await open_pool(dsn, size=4)
    clock = clock or SystemClock()
    committer = Committer(pool, clock, owner=owner, url=f"http://{owner}")
    projector = Projector(pool)
    rooms = Rooms(
        committer,
        pool,
        projector,
        clock,
        idle=idle,
        quiet=quiet,
        windows=windows,
        patience=patience,
        tracing=tracing,
    )
    schedule = Schedule(rooms, committer, pool)
    committer.on_appended.append(projector.hear)
    await committer.start()
    await projector.start()
    try:
        yield House(pool, committer, projector, rooms, schedule)
    finally:
        await schedule.stop()
        await rooms.close_all()
        await committer.stop()
        await projector.stop()
        await pool.close()


@dataclass(eq=False)
class Client:
    """Somebody with a stock Yjs document; while online, frames pass at once, both ways."""

    room: Room
    role: Role = Role.EDITOR
    journal: str | None = None
    online: bool = False
    closed: tuple[int, str] | None = None
    frames: list[bytes] = field(default_factory=list)
    presences: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.actor = Actor(f"person-{id(self)}", "Somebody", self.role)
        self.hold: Callable[[bytes], None] | None = None
        self._is_receiving = False
        self.begin(new_client())

    def begin(self, client: int) -> None:
        """Begin an empty document under a client id."""
        self.doc: Doc[Map[object]] = Doc(client_id=client)
        self.elements: Map[object] = self.doc.get("elements", type=Map)
        self.doc.get("meta", type=Map)
        self.doc.observe(self._on_update)

    def connect(self) -> "Client":
        self.online, self.closed = True, None
        self.room.join(self)
        self.room.receive(self, sync_request(self.doc.get_state()))
        return self

    def disconnect(self) -> None:
        self.online = False
        self.room.leave(self)

    def send(self, *frames: bytes) -> None:
        for frame in frames:
            self._take(frame)

    def _take(self, frame: bytes) -> None:
        self.frames.append(frame)
        if not self.online:
            return
        match decode(frame):
            case Update(update) | SyncAnswer(update):
                self._is_receiving = True
                self.doc.apply_update(update)
                self._is_receiving = False
            case SyncRequest(state):
                self.room.receive(self, sync_answer(self.doc.get_update(state)))
            case Awareness(presences):
                self.presences.update({one.client: one.state for one in presences})
            case _:
                pass

    def close(self, code: int, reason: str) -> None:
        self.online, self.closed = False, (code, reason)

    def create(self, element: str, **registers: object) -> str:
        self.elements[element] = Map(registers)
        return element

    def held(self, element: str) -> Map[object]:
        held = self.elements[element]
        assert isinstance(held, Map)
        return held

    def set(self, element: str, attribute: str, value: object) -> None:
        self.held(element)[attribute] = value

    def text(self, element: str) -> Text:
        text = self.held(element)["doc"]
        assert isinstance(text, Text)
        return text

    def registers(self) -> Registers:
        """Return what this person sees, as registers."""
        seen = self.elements.to_py() or {}
        return {
            element: {
                name: whole(value) for name, value in held.items() if (name, value) != ("doc", "")
            }
            for element, held in seen.items()
            if isinstance(held, dict) and any(pair != ("doc", "") for pair in held.items())
        }

    def _on_update(self, event: TransactionEvent) -> None:
        if self._is_receiving or not self.online:
            return
        if self.hold is not None:
            self.hold(event.update)
        else:
            self.room.receive(self, update_frame(event.update))


def edit(
    *changes: Change,
    intent: Intent = LIVE,
    commit_id: str | None = None,
    rescinds: int | None = None,
    expected_tx: int | None = None,
    preview: bool = False,
) -> HeadlessEdit:
    return HeadlessEdit(
        commit_id=commit_id or new_id(),
        actor="ann",
        why=None,
        intent=intent,
        changes=changes,
        rescinds=rescinds,
        expected_tx=expected_tx,
        preview=preview,
    )


def saved(answer: object) -> Saved:
    assert isinstance(answer, Saved), answer
    return answer


def entity(element: str, name: str) -> tuple[Change, ...]:
    return (assertion(element, "kind", "entity"), assertion(element, "name", name))


def nested(registers: dict[tuple[str, str], Json]) -> Registers:
    result: dict[str, dict[str, Json]] = {}
    for (element, attribute), value in registers.items():
        result.setdefault(element, {})[attribute] = value
    return result


def whole(value: object) -> Json:
    """Return a value as pycrdt gives it, with whole numbers again."""
    match value:
        case float():
            return int(value)
        case dict():
            return {str(key): whole(each) for key, each in value.items()}
        case list():
            return [whole(each) for each in value]
        case None | bool() | int() | str():
            return value
        case _:
            raise TypeError(f"{value!r} is no value")
