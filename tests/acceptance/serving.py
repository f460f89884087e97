"""`schemaos serve` in a process of its own, to be used, killed and started again."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import httpx
from psycopg.conninfo import make_conninfo

from server.postgres.cluster import SUPERUSER

ROOT: Final = Path(__file__).parents[2]


class Server:
    """A server on a data folder, with its embedded Postgres or on a database that is given."""

    def __init__(self, data: Path, database: str | None = None, *options: str) -> None:
        self.address = ""
        self.data = data
        self._database = database
        self.lines: list[str] = []
        """What it has logged."""
        self._options = (*(("--database-url", database) if database else ()), *options)
        self._process: asyncio.subprocess.Process | None = None
        self._logging: asyncio.Task[None] | None = None

    async def start(self, port: int = 0) -> None:
        """Start and wait until it prints its address, which it does when it can be used."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", "from server.cli import main; main()"),
            *("serve", "--port", str(port), "--data", str(self.data), *self._options),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        output = self._output()
        while line := await output.readline():
            _, found, address = line.decode().partition("SchemaOS is at ")
            if found:
                self.address = address.strip()
                self._logging = asyncio.create_task(self._read_on(output))
                return
        raise AssertionError("the server did not start")

    async def kill(self, by: signal.Signals = signal.SIGTERM) -> None:
        """Send a signal and wait until the process has ended."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(by)
            await self._process.wait()
        if self._logging is not None:
            await self._logging
            self._logging = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """How the process ended, None while it runs."""
        assert self._process is not None
        return self._process.returncode

    @property
    def postgres_pid(self) -> int:
        """The process of the embedded Postgres."""
        return int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])

    @property
    def dsn(self) -> str:
        """The way to the database, given or embedded."""
        if self._database is not None:
            return self._database
        *_, port, folder = (self.data / "postgres" / "postmaster.pid").read_text().split("\n")[:5]
        return make_conninfo(host=folder, port=port, user=SUPERUSER, dbname="postgres")

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    @property
    def rooms(self) -> str:
        return f"{self.address.replace('http', 'ws', 1)}/api/sync"

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.address, timeout=60)

    async def create(self, slug: str) -> None:
        async with self.client() as client:
            answer = await client.post("/api/models", json={"name": slug, "slug": slug})
            assert answer.status_code == 201, answer.text

    async def graph(self, slug: str, **moment: str) -> dict[str, Any]:
        async with self.client() as client:
            answer = await client.get(f"/api/models/{slug}/graph", params=moment)
            assert answer.status_code == 200, answer.text
            found: dict[str, Any] = answer.json()
            return found

    async def commits(self, slug: str) -> list[dict[str, Any]]:
        """Return all commits of a model, oldest first, but those that only moved cards."""
        found: list[dict[str, Any]] = []
        query: dict[str, str] = {"limit": "200"}
        async with self.client() as client:
            while True:
                answer = await client.get(f"/api/models/{slug}/commits", params=query)
                assert answer.status_code == 200, answer.text
                page = answer.json()
                found += page["items"]
                if page["next"] is None:
                    return found[::-1]
                query["next"] = page["next"]

    def _output(self) -> asyncio.StreamReader:
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout

    async def _read_on(self, output: asyncio.StreamReader) -> None:
        while line := await output.readline():  # a full pipe would stop the server
            self.lines.append(line.decode())


@asynccontextmanager
async def serving(data: Path, database: str | None = None, *options: str) -> AsyncIterator[Server]:
    """Run a server for as long as the block takes; however often it was killed meanwhile."""
    server = Server(data, database, *options)
    await server.start()
    try:
        yield server
    finally:
        await server.kill()
