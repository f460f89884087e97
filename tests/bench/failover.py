"""How long people wait when the owner of a room dies, or is restarted: two processes, one database.

Readers here take no document in, so that what is measured is the server, not a test client.
"""

import asyncio
import itertools
import re
import signal
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from server.rooms.protocol import sync_request
from tests.acceptance.clerks import Clerk, working
from tests.acceptance.people import AGAIN, MODEL, Gesturer, Person, doing, people, pouring
from tests.acceptance.serving import Server, serving
from tests.bench.row import Row

KILLS: Final = 5  # an odd number, after which the other process is the owner
READERS: Final = 200
ELEMENTS: Final = 500
RATE: Final = 200  # live edits a second
_NOTHING: Final = b"\0"
_HINT: Final = re.compile(r"retry in (\d+\.\d) s")


class Reader:
    """A client that asks for the document, and comes back when it is told to."""

    def __init__(self, *servers: Server) -> None:
        self.left = 0
        self.synced_at = 0.0
        self._servers = itertools.cycle(servers)
        self._synced = asyncio.Event()

    async def live(self) -> None:
        """Be connected, again and again, until cancelled."""
        while True:
            try:
                address = f"{next(self._servers).rooms}/{MODEL}"
                async with connect(address, max_size=None, compression=None) as socket:
                    await self._follow(socket)
                hint = _HINT.search(socket.close_reason or "")
                await asyncio.sleep(float(hint[1]) if hint else AGAIN)
            except (OSError, WebSocketException):
                await asyncio.sleep(AGAIN)

    async def synced(self, after: int) -> None:
        """Wait until the document is here, after so many connections that ended."""
        while self.left < after or not self.synced_at:
            self._synced.clear()
            await self._synced.wait()

    async def _follow(self, socket: ClientConnection) -> None:
        try:
            await socket.send(sync_request(_NOTHING))
            async for frame in socket:
                if not self.synced_at and frame[:2] == b"\0\1":
                    self.synced_at = perf_counter()
                    self._synced.set()
        except ConnectionClosed:
            pass
        finally:
            self.left += 1
            self.synced_at = 0.0


def run(dsn: str) -> list[Row]:
    """Measure on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="schemaos-bench-") as scratch:
        return asyncio.run(_measure(dsn, Path(scratch)))


async def _measure(dsn: str, scratch: Path) -> list[Row]:
    async with two(dsn, scratch) as (one, other):
        await one.create(MODEL)
        async with people(writer := Gesturer(one, other)):
            for _ in range(ELEMENTS):
                writer.create()
            await writer.answer()
        killed = await _kill(one, other)
        return [killed, *await _come_back(other, one)]


@asynccontextmanager
async def two(dsn: str, scratch: Path) -> AsyncIterator[tuple[Server, Server]]:
    """Run two processes on one database."""
    async with (
        serving(scratch / "one", dsn, "--secret", "same") as one,
        serving(scratch / "two", dsn, "--secret", "same") as other,
    ):
        yield one, other


async def _kill(owner: Server, other: Server) -> Row:
    """Measure from the owner's death under load to the first answer of the other process."""
    waits: list[float] = []
    turns = ((owner, other), (other, owner))
    writers = [*(Gesturer(*turn) for turn in turns), *(Person(*turn) for turn in turns)]
    gesturers = [each for each in writers if isinstance(each, Gesturer)]
    async with people(*writers), pouring(*writers, each=len(writers) / RATE):
        for _ in range(KILLS):
            await asyncio.gather(*(each.answer() for each in gesturers))
            await owner.kill(signal.SIGKILL)
            waits.append(await _first_answer(gesturers))
            await owner.start(owner.port)
            owner, other = other, owner
    return Row(f"owner killed, until the other answers: worst of {KILLS}", max(waits), "s", 3)


async def _first_answer(gesturers: Sequence[Gesturer]) -> float:
    began = perf_counter()
    answers = [asyncio.create_task(each.answer()) for each in gesturers]
    await asyncio.wait(answers, return_when=asyncio.FIRST_COMPLETED)
    took = perf_counter() - began
    await asyncio.gather(*answers)
    return took


async def _come_back(owner: Server, other: Server) -> list[Row]:
    """Measure from the stop of each process in turn, then from the death of one, until all readers
    have the document again."""
    readers = [Reader(*turn) for turn in [(owner, other), (other, owner)] * (READERS // 2)]
    rows: list[Row] = []
    async with doing(*(reader.live() for reader in readers)), working(clerk := Clerk(other)):
        for reader in readers:
            await reader.synced(0)
        waits = [
            await _without(stopping, readers, clerk, signal.SIGTERM) for stopping in (owner, other)
        ]
        many = f"until {READERS} clients are synced"
        rows.append(Row(f"rolling restart, {many}: worst of 2", max(waits), "s", 2))
        took = await _without(owner, readers, clerk, signal.SIGKILL)
        rows.append(Row(f"owner killed, {many}", took, "s"))
    return rows


async def _without(
    server: Server, readers: Sequence[Reader], clerk: Clerk, by: signal.Signals
) -> float:
    """End a process, and start it again once all readers have the document without it."""
    await clerk.more(1)
    before, began = [reader.left for reader in readers], perf_counter()
    ending = asyncio.create_task(server.kill(by))
    for reader, left in zip(readers, before, strict=True):
        await reader.synced(left + 1)
    took = max(reader.synced_at for reader in readers) - began
    await ending
    await server.start(server.port)
    return took
