"""People for stories with several processes: they write without a pause, and come back."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
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
_ids: Final = Uuid7Source()


class Person:
    """A stock Yjs client that knows the addresses of some processes and uses any of them."""

    def __init__(self, *servers: Server) -> None:
        self.doc: Doc[Map[Any]] = Doc()
        self.elements: Map[Any] = self.doc.get("elements", type=Map)
        self.closed: list[tuple[int, str]] = []
        self.wrote: list[str] = []
        self._trouble: AssertionError | None = None
        self._servers = itertools.cycle(servers)
        self._socket: ClientConnection | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._subscription = self.doc.observe(self._on_update)
        self._is_receiving = False
        self.is_synced = False

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
            except AssertionError as error:
                self._trouble = error
                self._changed.set()
                raise

    async def pour(self, each: float) -> None:
        """Create an element every so many seconds, connected or not."""
        while True:
            self.create()
            await asyncio.sleep(each)

    def create(self) -> str:
        element = _ids.next_id()
        self.elements[element] = Map({"kind": "entity", "name": "live"})
        self.wrote.append(element)
        return element

    async def until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            if self._trouble is not None:
                raise self._trouble
            self._changed.clear()
            await self._changed.wait()

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

    def _post(self, frame: bytes) -> None:
        if self._socket is not None:
            sending = asyncio.create_task(self._send(frame))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)

    async def _send(self, frame: bytes) -> None:
        try:
            if self._socket is not None:
                await self._socket.send(frame)
        except ConnectionClosed:
            pass  # it is in the document, and brought with the next connection


class Gesturer(Person):
    """Somebody whose client speaks gestures: keeps each until it is answered, sends it again."""

    def __init__(self, *servers: Server) -> None:
        super().__init__(*servers)
        self.journal = _ids.next_id()
        self.pending: dict[str, bytes] = {}
        self.saved: dict[str, int | None] = {}
        self._made: list[bytes] = []
        self._elsewhere: str | None = None

    def create(self) -> str:
        self._made.clear()
        element = super().create()
        edit_id = _ids.next_id()
        frame = edit_frame(EditMessage(edit_id, "Create"), self._made[0])
        self.pending[edit_id] = frame
        self._post(frame)
        return element

    def _address(self) -> str:
        rooms, self._elsewhere = self._elsewhere or next(self._servers).rooms, None
        return f"{rooms}/{MODEL}?ext=1&journal={self.journal}"

    async def _follow(self, socket: ClientConnection) -> None:
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
        asked = tuple(self.pending)
        await socket.send(known_frame(KnownMessage(asked)))
        while self._take(await socket.recv()) != MessageType.UNKNOWN:
            pass
        sent: set[str] = set()
        while left := [edit_id for edit_id in self.pending if edit_id not in sent]:
            sent.update(left)
            for edit_id in left:
                await socket.send(self.pending[edit_id])

    def _take(self, frame: str | bytes) -> int:
        """Take a frame; return its type, -1 for an update."""
        assert isinstance(frame, bytes)
        if frame[0] == 0:
            self._receive(frame)
            return 0 if frame[1] == 1 else -1
        if frame[0] in {MessageType.SAVED, MessageType.REFUSED}:
            said = orjson.loads(read_varbytes(frame, 1)[0])
            assert frame[0] == MessageType.SAVED, said
            assert self.saved.setdefault(said["edit_id"], said["tx"]) == said["tx"]
            self.pending.pop(said["edit_id"], None)
            self._changed.set()
        return frame[0]

    def _on_update(self, event: TransactionEvent) -> None:
        if not self._is_receiving:
            self._made.append(event.update)


@asynccontextmanager
async def people(*crowd: Person) -> AsyncIterator[None]:
    """Let people live for as long as the block takes, all of them connected at its beginning."""
    lives = [asyncio.create_task(person.live()) for person in crowd]
    try:
        for person in crowd:
            await person.until(lambda person=person: person.is_synced)  # type: ignore[misc]
        yield
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)


@asynccontextmanager
async def pouring(*crowd: Person, each: float) -> AsyncIterator[None]:
    """Let people write for as long as the block takes."""
    tasks = [asyncio.create_task(person.pour(each)) for person in crowd]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Clerk:
    """Somebody who writes over HTTP, and sends again under the same id what was not answered."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._changed = asyncio.Event()
        self.acknowledged: dict[str, int] = {}

    async def work(self) -> None:
        """Write until cancelled."""
        async with self._server.client() as client:
            while True:
                await self._write(client, _creation())

    async def until(self, number: int) -> None:
        while len(self.acknowledged) < number:
            self._changed.clear()
            await self._changed.wait()

    async def _write(self, client: httpx.AsyncClient, edit: dict[str, Any]) -> None:
        while edit["commit_id"] not in self.acknowledged:
            answer = await client.post(f"/api/models/{MODEL}/commits", json=edit)
            if answer.status_code in (200, 201):
                self.acknowledged[edit["commit_id"]] = answer.json()["tx"]
                self._changed.set()
            else:
                assert answer.status_code == 503, answer.text
                await asyncio.sleep(AGAIN)


@asynccontextmanager
async def working(*clerks: Clerk) -> AsyncIterator[None]:
    """Let clerks work for as long as the block takes."""
    tasks = [asyncio.create_task(clerk.work()) for clerk in clerks]
    try:
        yield
    finally:
        ended = [task for task in tasks if task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for task in ended:
            task.result()


def _creation() -> dict[str, Any]:
    element = _ids.next_id()
    operations = [
        {"element": element, "attribute": attribute, "kind": "assert", "value": value}
        for attribute, value in (("kind", "entity"), ("name", "typed"))
    ]
    return {"commit_id": _ids.next_id(), "mode": "edit", "operations": operations}
