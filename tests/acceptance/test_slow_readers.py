"""D7 on real sockets: who does not read costs little, is made up to later, and else is let go."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from pycrdt import Map, Text, create_sync_message, handle_sync_message
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server.ids import Uuid7Source
from tests.acceptance.people import MODEL, Copy, Person, people
from tests.acceptance.serving import Server, serving

CAP: Final = 200_000
FEW: Final = 32 * 1024  # bytes that the kernel keeps for a reader that does not read
BODY: Final = "x" * 50_000
_ids: Final = Uuid7Source()


class Sleeper(Copy):
    """A stock client that does not read until it is woken."""

    def __init__(self, connection: ClientConnection) -> None:
        super().__init__()
        self.updates = 0
        self.differences = 0
        self._connection = connection

    async def sync(self) -> None:
        await self._connection.send(create_sync_message(self.doc))
        while not self.differences:
            await self._take(await self._connection.recv())

    def sleep(self) -> None:
        self._connection.transport.pause_reading()

    async def wake(self, elements: set[str]) -> None:
        """Read until these elements are here."""
        self._connection.transport.resume_reading()
        while not elements <= set(self.elements.keys()):
            await self._take(await self._connection.recv())

    async def _take(self, frame: str | bytes) -> None:
        assert isinstance(frame, bytes)
        if frame[0] != 0:
            return
        self.differences += frame[1] == 1
        self.updates += frame[1] == 2
        answer = handle_sync_message(frame[1:], self.doc)
        if answer is not None:
            await self._connection.send(answer)


@asynccontextmanager
async def sleeper(server: Server) -> AsyncIterator[Sleeper]:
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, FEW)
    narrow.connect(("127.0.0.1", server.port))
    narrow.settimeout(0)
    async with connect(
        f"{server.rooms}/{MODEL}",
        sock=narrow,
        max_size=None,
        max_queue=None,
        ping_interval=None,
        compression=None,
    ) as connection:
        client = Sleeper(connection)
        await client.sync()
        yield client


async def write(author: Person, onlooker: Person, number: int) -> None:
    """Write elements with long texts, each when the onlooker has seen the one before."""
    for _ in range(number):
        element = _ids.next_id()
        registers = {"kind": "entity", "name": "long", "doc": Text(BODY)}
        author.elements[element] = Map(registers)
        author.wrote.append(element)
        await onlooker.has(element)


def test_D7_a_reader_that_sleeps_a_while_has_everything_afterwards(
    database: str, tmp_path: Path
) -> None:
    async def story() -> None:
        limits = ("--outbound-limit", str(CAP), "--stalled-seconds", "60")
        async with serving(tmp_path, database, *limits) as server:
            await server.create(MODEL)
            ann, bob = Person(server), Person(server)
            async with people(ann, bob), sleeper(server) as reader:
                reader.sleep()
                number = 150  # more than the kernel and the row hold
                await write(ann, bob, number)
                await reader.wake(set(ann.wrote))
                assert reader.elements.to_py() == ann.elements.to_py()
                assert reader.differences == 2  # the first sync, and the one that made up
                assert reader.updates < number
                await write(ann, bob, 1)
                await reader.wake(set(ann.wrote))
                assert reader.differences == 2

    asyncio.run(story())


def test_D7_readers_that_never_wake_are_let_go_and_disturb_nobody(
    database: str, tmp_path: Path
) -> None:
    async def story() -> None:
        limits = ("--outbound-limit", str(CAP), "--stalled-seconds", "1")
        async with serving(tmp_path, database, *limits) as server:
            await server.create(MODEL)
            ann, bob = Person(server), Person(server)
            async with people(ann, bob), contextlib.AsyncExitStack() as stack:
                with contextlib.suppress(ConnectionClosed):
                    reader = await stack.enter_async_context(sleeper(server))
                    reader.sleep()
                    await write(ann, bob, 150)
                    while await peers(server) > 2:
                        await write(ann, bob, 1)
                    await reader.wake(set(ann.wrote))
                    raise AssertionError("the reader was not let go")
                await write(ann, bob, 1)

    asyncio.run(story())


async def peers(server: Server) -> int:
    """Return how many connections the server says that its rooms have."""
    async with server.client() as client:
        told = (await client.get("/metrics")).text
    [line] = [each for each in told.splitlines() if each.startswith("schemaos_peers ")]
    return int(float(line.split()[1]))
