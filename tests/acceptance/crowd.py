"""People for stories with several processes: they write without a pause, and come back."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
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
            server = next(self._servers)
            try:
                async with connect(
                    f"{server.rooms}/{MODEL}", max_size=None, compression=None, open_timeout=5
                ) as socket:
                    await self._follow(socket)
            except (OSError, WebSocketException):
                await asyncio.sleep(AGAIN)

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
            self._changed.clear()
            await self._changed.wait()

    async def _follow(self, socket: ClientConnection) -> None:
        await socket.send(create_sync_message(self.doc))
        self._socket = socket
        try:
            async for frame in socket:
                assert isinstance(frame, bytes)
                if frame[0] == 0:
                    self._is_receiving = True
                    answer = handle_sync_message(frame[1:], self.doc)
                    self._is_receiving = False
                    if answer is not None:
                        await socket.send(answer)
                    self.is_synced = self.is_synced or frame[1] == 1
                    self._changed.set()
        except ConnectionClosed:
            pass
        finally:
            self._socket, self.is_synced = None, False
            self.closed.append((socket.close_code or 0, socket.close_reason or ""))
            self._changed.set()

    def _on_update(self, event: TransactionEvent) -> None:
        if self._socket is not None and not self._is_receiving:
            sending = asyncio.create_task(self._send(create_update_message(event.update)))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)

    async def _send(self, frame: bytes) -> None:
        try:
            if self._socket is not None:
                await self._socket.send(frame)
        except ConnectionClosed:
            pass  # it is in the document, and brought with the next connection


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
