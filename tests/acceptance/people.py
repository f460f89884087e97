"""People for stories with processes that die: they write without a pause, and come back.

    Copy ── a document, and a way to wait for what happens to it
    └── Person          a stock Yjs client: what it has goes with it to the next connection
        ├── Gesturer    speaks gestures: keeps each until it is answered, sends it again
        └── Onlooker    only reads, each time into a fresh document: it heals nothing that was lost

Whoever cannot go on ends the story: nobody waits for somebody who is not there any more.
"""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson
from pycrdt import (
    Doc,
    Map,
    TransactionEvent,
    create_sync_message,
    create_update_message,
    handle_sync_message,
)
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from server.ids import Uuid7Source
from server.rooms.gestures import (
    EditMessage,
    KnownMessage,
    MessageType,
    edit_frame,
    known_frame,
)
from server.rooms.protocol import Close
from server.rooms.varint import read_varbytes
from tests.acceptance.serving import Server

MODEL: Final = "shop"
AGAIN: Final = 0.05  # seconds until somebody tries to connect again
_MOST_ASKED: Final = 1_000  # gestures that one question may name
_ids: Final = Uuid7Source()


class Copy:
    """Somebody's document of the model."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._begin()
        self._observe()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so; it is asked after everything that happens."""
        while not is_so():
            self._changed.clear()
            await self._changed.wait()

    async def has(self, *elements: str) -> None:
        """Wait until elements are here."""
        for element in elements:
            await self.until(lambda element=element: element in self.elements)  # type: ignore[misc]

    def names(self) -> dict[str, str]:
        """Return what each element is called."""
        return {element: held["name"] for element, held in orjson.loads(str(self.elements)).items()}

    def _begin(self) -> None:
        """Begin with an empty document."""
        self.doc: Doc[Map[Any]] = Doc()
        self.elements: Map[Any] = self.doc.get("elements", type=Map)

    def _observe(self) -> None:
        self._subscription = self.doc.observe(self._on_update)

    def _on_update(self, _event: TransactionEvent) -> None:
        self._changed.set()


class Person(Copy):
    """A stock Yjs client that knows the addresses of some processes and uses any of them."""

    def __init__(self, *servers: Server) -> None:
        self.closed: list[tuple[int, str]] = []
        self.wrote: list[str] = []
        self.is_synced = False
        self._is_receiving = False
        self._servers = itertools.cycle(servers)
        self._socket: ClientConnection | None = None
        self._sending: set[asyncio.Task[None]] = set()
        super().__init__()

    async def live(self) -> None:
        """Be connected, again and again, until cancelled."""
        while True:
            try:
                async with connect(
                    self._address(), max_size=None, compression=None, open_timeout=5
                ) as socket:
                    await self._follow(socket)
            except (OSError, WebSocketException):
                await asyncio.sleep(AGAIN)

    async def pour(self, each: float) -> None:
        """Create an element every so many seconds, connected or not, whatever else goes on."""
        now = asyncio.get_running_loop().time
        due = now()
        while True:
            self.create()
            due += each
            await asyncio.sleep(max(0.0, due - now()))

    def create(self) -> str:
        element = _ids.next_id()
        self.elements[element] = Map({"kind": "entity", "name": "live"})
        self.wrote.append(element)
        return element

    def _address(self) -> str:
        return f"{next(self._servers).rooms}/{MODEL}"

    async def _follow(self, socket: ClientConnection) -> None:
        await socket.send(create_sync_message(self.doc))
        self._socket = socket
        try:
            async for frame in socket:
                assert isinstance(frame, bytes)
                if frame[0] == 0:
                    answer = self._receive(frame)
                    if answer is not None:
                        await socket.send(answer)
                    self.is_synced = self.is_synced or frame[1] == 1
                    self._changed.set()
        except ConnectionClosed:
            pass
        finally:
            self._lose(socket)

    def _receive(self, frame: bytes) -> bytes | None:
        self._is_receiving = True
        try:
            return handle_sync_message(frame[1:], self.doc)
        finally:
            self._is_receiving = False
            self._changed.set()

    def _lose(self, socket: ClientConnection) -> None:
        self._socket, self.is_synced = None, False
        self.closed.append((socket.close_code or 0, socket.close_reason or ""))
        self._changed.set()

    def _on_update(self, event: TransactionEvent) -> None:
        if not self._is_receiving:
            self._post(create_update_message(event.update))
        super()._on_update(event)

    def _post(self, frame: bytes) -> None:
        if self._socket is not None:
            sending = asyncio.create_task(self._send(self._socket, frame))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)

    async def _send(self, socket: ClientConnection, frame: bytes) -> None:
        with contextlib.suppress(ConnectionClosed):  # kept, and brought with the next connection
            await socket.send(frame)


class Onlooker(Person):
    """Somebody who only looks; `saw` is what they had when their connection ended last."""

    def __init__(self, *servers: Server) -> None:
        self.saw: frozenset[str] = frozenset()
        super().__init__(*servers)

    def _observe(self) -> None:
        """Leave the document alone: it would hold us, and with us the next one, for ever."""

    async def _follow(self, socket: ClientConnection) -> None:
        self._begin()
        await super()._follow(socket)

    def _receive(self, frame: bytes) -> None:
        super()._receive(frame)

    def _lose(self, socket: ClientConnection) -> None:
        self.saw = frozenset(self.elements.keys())
        super()._lose(socket)


class Gesturer(Person):
    """Somebody whose client speaks gestures: keeps each until it is answered, sends it again.

    `saved` are the answered ones with their tx, `edits` all of them with the element each created.
    """

    def __init__(self, *servers: Server) -> None:
        super().__init__(*servers)
        self.journal = _ids.next_id()
        self.edits: dict[str, str] = {}
        self.pending: dict[str, bytes] = {}
        self.saved: dict[str, int] = {}
        self._made: list[bytes] = []
        self._room: dict[str, object] | None = None
        self._elsewhere: str | None = None

    def create(self) -> str:
        self._made.clear()
        element = super().create()
        edit_id = _ids.next_id()
        frame = edit_frame(EditMessage(edit_id, "Create"), self._made[0])
        self.edits[edit_id] = element
        self.pending[edit_id] = frame
        self._post(frame)
        return element

    async def answer(self) -> None:
        """Make one more gesture and wait until it is answered."""
        self.create()
        edit_id = next(reversed(self.edits))
        await self.until(lambda: edit_id in self.saved)

    def _address(self) -> str:
        rooms, self._elsewhere = self._elsewhere or next(self._servers).rooms, None
        return f"{rooms}/{MODEL}?ext=1&journal={self.journal}"

    async def _follow(self, socket: ClientConnection) -> None:
        self._room = None
        try:
            await self._recover(socket)
            self._socket, self.is_synced = socket, True
            self._changed.set()
            async for frame in socket:
                self._take(frame)
        except ConnectionClosed:
            pass
        finally:
            self._lose(socket)
            if socket.close_code == Close.OTHER_OWNER:
                self._elsewhere = f"{socket.close_reason}/api/sync".replace("http", "ws", 1)

    async def _recover(self, socket: ClientConnection) -> None:
        """Go through the course of a connection, to the gestures that nobody answered."""
        assert self._take(await socket.recv()) == MessageType.ROOM
        await socket.send(create_sync_message(self.doc))
        while self._take(await socket.recv()) != 0:
            pass
        asked = tuple(self.pending)[:_MOST_ASKED]
        await socket.send(known_frame(KnownMessage(asked)))
        while self._take(await socket.recv()) != MessageType.UNKNOWN:
            pass
        sent: set[str] = set()
        while left := [edit_id for edit_id in self.pending if edit_id not in sent]:
            sent.update(left)
            for edit_id in left:
                if edit_id in self.pending:
                    await socket.send(self.pending[edit_id])

    def _take(self, frame: str | bytes) -> int:
        """Take a frame; return its type, -1 for an update."""
        assert isinstance(frame, bytes)
        if frame[0] == 0:
            self._receive(frame)
            return 0 if frame[1] == 1 else -1
        if frame[0] == MessageType.ROOM:
            self._hear(frame)
        if frame[0] in {MessageType.SAVED, MessageType.REFUSED}:
            said = orjson.loads(read_varbytes(frame, 1)[0])
            assert frame[0] == MessageType.SAVED, said
            assert self.saved.setdefault(said["edit_id"], said["tx"]) == said["tx"]
            self.pending.pop(said["edit_id"], None)
            self._changed.set()
        return frame[0]

    def _hear(self, frame: bytes) -> None:
        """Hear of the room; what says nothing new says that a gesture builds on a lost one."""
        said = {**orjson.loads(read_varbytes(frame, 1)[0]), "tx": None}
        assert said != self._room, "the server lacks what a gesture builds on"
        self._room = said

    def _on_update(self, event: TransactionEvent) -> None:
        if not self._is_receiving:
            self._made.append(event.update)
        self._changed.set()


@asynccontextmanager
async def doing(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have work done for as long as the block takes; what fails in it ends the block."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in work]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


@asynccontextmanager
async def people(*crowd: Person) -> AsyncIterator[None]:
    """Let people live for as long as the block takes, all of them connected at its beginning."""
    async with doing(*(person.live() for person in crowd)):
        for person in crowd:
            await person.until(lambda person=person: person.is_synced)  # type: ignore[misc]
        yield


@asynccontextmanager
async def pouring(*crowd: Person, each: float) -> AsyncIterator[None]:
    """Let people write for as long as the block takes."""
    async with doing(*(person.pour(each) for person in crowd)):
        yield


async def same(*crowd: Person) -> None:
    """Wait until everybody has everything that anybody wrote."""
    wrote = [element for person in crowd for element in person.wrote]
    for person in crowd:
        await person.has(*wrote)


async def until_saved(*crowd: Gesturer, more: int) -> None:
    """Wait until so many more of what each made are saved."""
    wanted = [(person, len(person.saved) + more) for person in crowd]
    for person, number in wanted:
        await person.until(lambda person=person, number=number: len(person.saved) >= number)  # type: ignore[misc]
