"""P1 over the wire: a stock y-websocket provider and a stock pycrdt provider edit one model.

The real server in a process of its own; Node with the packages of `web/`.
"""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final, cast

from pycrdt import Map, Provider, Text
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedOK

from domain.model.operations import Registers
from domain.time.registers import oracle
from server.log import reader
from server.log.streams import find_model
from server.postgres.pool import open_pool
from tests.acceptance.people import Copy
from tests.acceptance.serving import ROOT, Server, serving
from tests.server.rooms.housing import nested, new_id, whole

DRIVER: Final = ROOT / "tests" / "server" / "rooms" / "node" / "stock.mjs"


class Stock:
    """A y-websocket provider in Node."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def do(self, op: str, **arguments: object) -> object:
        assert self._process.stdin is not None
        line = json.dumps({"op": op, **arguments}) + "\n"
        self._process.stdin.write(line.encode())
        return await self.answer()

    async def read(self) -> dict[str, dict[str, Any]]:
        return cast("dict[str, dict[str, Any]]", await self.do("read"))

    async def answer(self) -> object:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        assert line, "the stock client ended"
        return json.loads(line)


@asynccontextmanager
async def stock(server: Server, slug: str) -> AsyncIterator[Stock]:
    process = await asyncio.create_subprocess_exec(
        "node",
        *(str(DRIVER), server.rooms, slug),
        env={**os.environ, "WEB_PACKAGE": str(ROOT / "web" / "package.json")},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    client = Stock(process)
    try:
        assert await client.answer() == "synced"
        yield client
    finally:
        process.kill()
        await process.wait()


class Channel:
    """A websocket as pycrdt's provider wants it."""

    def __init__(self, socket: ClientConnection, path: str) -> None:
        self._socket = socket
        self.path = path

    def __aiter__(self) -> "Channel":
        return self

    async def __anext__(self) -> bytes:
        try:
            return await self.recv()
        except ConnectionClosedOK:
            raise StopAsyncIteration from None

    async def send(self, message: bytes) -> None:
        await self._socket.send(message)

    async def recv(self) -> bytes:
        message = await self._socket.recv()
        assert isinstance(message, bytes)
        return message


class Python(Copy):
    """A pycrdt provider, stock too."""

    def create(self, element: str, name: str) -> None:
        self.elements[element] = Map({"kind": "entity", "name": name})

    def registers(self) -> Registers:
        seen = self.elements.to_py() or {}
        return {
            element: {name: whole(value) for name, value in held.items() if value != ""}
            for element, held in seen.items()
        }


@asynccontextmanager
async def python(server: Server, slug: str) -> AsyncIterator[Python]:
    client = Python()
    async with AsyncExitStack() as stack:
        socket = await stack.enter_async_context(connect(f"{server.rooms}/{slug}"))
        provider = Provider(client.doc, Channel(socket, slug))
        await stack.enter_async_context(provider)
        await provider.synced.wait()
        yield client


async def logged(database: str, slug: str) -> Registers:
    """Return what the log says, by the definition."""
    pool = await open_pool(database, size=1)
    try:
        model = await find_model(pool, slug)
        assert model is not None
        commits = [each.commit async for each in reader.whole(pool, model.stream_id)]
    finally:
        await pool.close()
    history = [
        (commit.tx, place, operation)
        for commit in commits
        for place, operation in enumerate(commit.operations)
    ]
    return nested(oracle(history, valid_at=commits[-1].recorded_at, known=commits[-1].tx))


def read(graph: dict[str, Any]) -> Registers:
    return {
        each["id"]: {
            name: value
            for name, value in each.items()
            if name != "id" and value is not None and value != ""
        }
        for each in graph["elements"]
    }


def seen(elements: dict[str, dict[str, Any]]) -> Registers:
    return {
        element: {name: value for name, value in held.items() if value != ""}
        for element, held in elements.items()
    }


def test_P1_stock_clients_converge_with_log_and_read_models(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create("shop")
            async with stock(server, "shop") as node, python(server, "shop") as person:
                order, line = new_id(), new_id()
                registers = {
                    "kind": "entity",
                    "name": "Order",
                    "order": "a0",
                    "doc": "text:Bought.",
                }
                await node.do("create", id=order, registers=registers)
                await person.has(order)
                with person.doc.transaction():
                    person.elements[line] = Map(
                        {"kind": "field", "name": "line", "parent": order, "order": "a0"},
                    )
                    person.elements[line]["type"] = {"to": "string"}
                    person.elements[line]["cardinality"] = [0, 1]
                    person.elements[line]["doc"] = Text("")
                await node.do("await", id=line, name="cardinality", value=[0, 1])
                await node.do("type", id=order, at=0, text="What was ")
                await node.do("offline")
                await node.do("set", id=order, name="name", value="Purchase")
                person.elements[line]["name"] = "lines"
                person.elements[order]["size"] = 5  # no attribute: it does not last
                await person.until(lambda: "size" not in person.elements[order])
                await node.do("online")
                await node.do("await", id=line, name="name", value="lines")
                await person.until(lambda: person.elements[order]["name"] == "Purchase")
                graph = read(await server.graph("shop"))  # who reads has typing recorded first
                said = await logged(database, "shop")
                assert said[order]["doc"] == "What was Bought."
                assert graph == said
                assert seen(await node.read()) == said
                assert person.registers() == said

    asyncio.run(story())


def test_P4_what_a_peer_saw_survives_a_kill(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create("shop")
            ids = [new_id() for _ in range(20)]
            async with stock(server, "shop") as node:
                async with python(server, "shop") as person:
                    for number, element in enumerate(ids):
                        registers = {"kind": "entity", "name": f"E{number}"}
                        await node.do("create", id=element, registers=registers)
                    await person.has(*ids)
                port = server.port
                await server.kill(signal.SIGKILL)
                await server.start(port)
                await node.do("set", id=ids[0], name="name", value="After")
                await node.do("online")
                assert set(ids) <= set(await logged(database, "shop"))
                async with python(server, "shop") as person:
                    await person.until(lambda: person.elements[ids[0]]["name"] == "After")
                    assert set(ids) <= set(person.registers())

    asyncio.run(story())


def test_a_stock_client_that_replaces_others_work_is_told_to_reload(
    database: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create("shop")
            async with stock(server, "shop") as node, python(server, "shop") as person:
                order = new_id()
                await node.do("create", id=order, registers={"kind": "entity", "name": "Order"})
                await person.has(order)
                await node.do("create", id=order, registers={"kind": "value", "name": "Else"})
                closed = await node.do("closed")
                assert isinstance(closed, dict)
                assert closed["code"] == 4403
                person.elements[order]["name"] = "Purchase"
                async with stock(server, "shop") as again:
                    await again.do("await", id=order, name="name", value="Purchase")

    asyncio.run(story())
