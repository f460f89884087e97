"""A wire to Postgres that can be cut: before a request arrives, or before its answer does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

_SOCKET: Final = ".s.PGSQL.5432"
_LARGE: Final = 1 << 20


class Cut(Enum):
    """Where the wire breaks, once, when a request holds the trigger."""

    REQUEST = "the server never gets the request"
    ANSWER = "the server has done the work, and nobody hears of it"
    WORK = "the server goes on with the work, and nobody waits for it"
    GHOST = "the server gets the request only when the next one with the trigger comes"


class FlakyWire:
    """Passes bytes on between a client and the server until it is told to break."""

    def __init__(self, server: Path, trigger: bytes) -> None:
        self.cut: Cut | None = None
        self.cuts = 0
        self._server = server
        self._trigger = trigger
        self._connections: list[asyncio.Task[None]] = []
        self._ghost: tuple[asyncio.StreamReader, asyncio.StreamWriter, bytes] | None = None

    def serve(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Carry one connection, for as long as both sides and the wire hold."""
        self._connections.append(asyncio.create_task(self._serve(client, back)))

    async def close(self) -> None:
        """End all connections."""
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        if self._ghost is not None:
            await _close(self._ghost[1])

    async def _serve(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        server, forth = await asyncio.open_unix_connection(str(self._server))
        answers = asyncio.create_task(_carry(server, back))
        try:
            cut, request = await self._carry_until_cut(client, forth)
            answers.cancel()
            await asyncio.gather(answers, return_exceptions=True)
            if cut is not None:
                await self._break(cut, request, server, forth, back)
        finally:
            answers.cancel()
            await _close(back)
            if self._ghost is None or self._ghost[1] is not forth:
                await _close(forth)

    async def _carry_until_cut(
        self,
        client: asyncio.StreamReader,
        forth: asyncio.StreamWriter,
    ) -> tuple[Cut | None, bytes]:
        with contextlib.suppress(ConnectionError):
            while request := await client.read(_LARGE):
                if self._trigger in request:
                    await self._raise_ghost()
                    cut, self.cut = self.cut, None
                    if cut is not None:
                        return cut, request
                forth.write(request)
                await forth.drain()
        return None, b""

    async def _break(
        self,
        cut: Cut,
        request: bytes,
        server: asyncio.StreamReader,
        forth: asyncio.StreamWriter,
        back: asyncio.StreamWriter,
    ) -> None:
        self.cuts += 1
        match cut:
            case Cut.REQUEST:
                pass
            case Cut.ANSWER:
                forth.write(request)
                await server.read(1)  # it answers after its COMMIT
            case Cut.WORK:
                forth.write(request)
                await _close(back)
                await server.read(1)
            case Cut.GHOST:
                self._ghost = (server, forth, request)

    async def _raise_ghost(self) -> None:
        if self._ghost is not None:
            server, forth, request = self._ghost
            self._ghost = None
            forth.write(request)
            await server.read(1)
            await _close(forth)


@asynccontextmanager
async def flaky_wire(dsn: str, *, trigger: str) -> AsyncIterator[tuple[FlakyWire, str]]:
    """Give a wire to the server of `dsn`, and the connection string that goes through it."""
    server = Path(str(conninfo_to_dict(dsn)["host"])) / _SOCKET
    wire = FlakyWire(server, trigger.encode())
    with TemporaryDirectory() as folder:
        serving = await asyncio.start_unix_server(wire.serve, str(Path(folder) / _SOCKET))
        try:
            async with serving:
                yield wire, make_conninfo(dsn, host=folder)
        finally:
            await wire.close()


async def _carry(server: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while answer := await server.read(_LARGE):
            back.write(answer)
            await back.drain()


async def _close(stream: asyncio.StreamWriter) -> None:
    stream.close()
    with contextlib.suppress(ConnectionError):
        await stream.wait_closed()
