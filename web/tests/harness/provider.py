# ruff: noqa: INP001 - no part of any package: run by tests/harness/stock.ts
"""A stock pycrdt provider, driven by lines of JSON: one deed in, one answer out.

{"op": "create", "id", "registers"}   {"op": "set", "id", "name", "value"}   {"op": "read"}
{"op": "type", "id", "at", "text"}    {"op": "await", "id", "name", "value"} answers when it is so
{"op": "offline"}                     {"op": "online"}                       answers when synced

usage: python provider.py WEBSOCKET_ADDRESS
"""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from pycrdt import Doc, Map, Provider, Text
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed


class Channel:
    """A websocket as pycrdt's provider wants it."""

    def __init__(self, socket: ClientConnection, path: str) -> None:
        """Wrap a connection."""
        self._socket = socket
        self.path = path

    def __aiter__(self) -> "Channel":
        """Give the messages that come."""
        return self

    async def __anext__(self) -> bytes:
        """Give the next message, until the connection ends."""
        try:
            return await self.recv()
        except ConnectionClosed:
            raise StopAsyncIteration from None

    async def send(self, message: bytes) -> None:
        """Send a message."""
        await self._socket.send(message)

    async def recv(self) -> bytes:
        """Wait for a message."""
        message = await self._socket.recv()
        return message.encode() if isinstance(message, str) else message


class Person:
    """Somebody at a document."""

    def __init__(self, address: str) -> None:
        """Begin with an empty document, offline."""
        self._address = address
        self._doc: Doc[Map[Any]] = Doc()
        self._elements: Map[Any] = self._doc.get("elements", type=Map)
        self._connection: AsyncExitStack | None = None

    async def do(self, deed: dict[str, Any]) -> object:
        """Do one thing; return what there is to tell of it."""
        match deed:
            case {"op": "create", "id": element, "registers": registers}:
                with self._doc.transaction():
                    self._elements[element] = Map(registers)
                    self._elements[element]["doc"] = Text("")
            case {"op": "set", "id": element, "name": name, "value": value}:
                self._elements[element][name] = value
            case {"op": "type", "id": element, "at": at, "text": text}:
                self._elements[element]["doc"].insert(at, text)
            case {"op": "await", "id": element, "name": name, "value": value}:
                await self._until(lambda: self._read(element, name) == value)
            case {"op": "read"}:
                return self._elements.to_py()
            case {"op": "offline"}:
                await self.offline()
            case {"op": "online"}:
                await self._online()
        return None

    async def offline(self) -> None:
        """End the connection, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.aclose()

    async def _online(self) -> None:
        self._connection = stack = AsyncExitStack()
        socket = await stack.enter_async_context(connect(self._address))
        provider = Provider(self._doc, Channel(socket, self._address))
        await stack.enter_async_context(provider)
        stack.push_async_callback(socket.close)  # before the provider, which waits for its messages
        await provider.synced.wait()

    def _read(self, element: str, name: str) -> object:
        return self._elements[element].get(name) if element in self._elements else None

    async def _until(self, is_so: Callable[[], bool]) -> None:
        changed = asyncio.Event()
        subscription = self._doc.observe(lambda _: changed.set())
        while not is_so():
            changed.clear()
            await changed.wait()
        self._doc.unobserve(subscription)


async def main(address: str) -> None:
    """Do what is asked until nobody asks any more."""
    lines = asyncio.StreamReader(limit=2**24)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    person = Person(address)
    while line := await lines.readline():
        answer = await person.do(json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    await person.offline()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
