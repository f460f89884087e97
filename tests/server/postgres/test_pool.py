"""The pool: configured connections, and it heals when Postgres was killed."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import PoolTimeout

from server.postgres.embedded import EmbeddedPostgres
from server.postgres.pool import Pool, is_transient, open_pool


async def ask_until_told(pool: Pool, query: str) -> object:
    """Ask as the server does: again, after an error that may pass."""
    for _ in range(10):
        try:
            return await ask(pool, query)
        except psycopg.OperationalError as error:
            if not is_transient(error):
                raise
    return None


async def ask(pool: Pool, query: str) -> object:
    async with pool.connection() as connection:
        row = await (await connection.execute(query.encode())).fetchone()
        return row[0] if row else None


class Door:
    """The way to a Postgres; while it is shut, whoever comes is turned away."""

    def __init__(self, server: Path) -> None:
        self.is_open = True
        self._server = server
        self._turned_away = 0
        self._came = asyncio.Event()
        self._inside: set[asyncio.Task[None]] = set()

    async def shut(self) -> None:
        """Turn everybody away from now on, and out who is inside."""
        self.is_open = False
        for task in self._inside:
            task.cancel()
        await asyncio.gather(*self._inside, return_exceptions=True)

    async def turned_away(self, times: int) -> None:
        """Wait until somebody was turned away so many times."""
        while self._turned_away < times:
            self._came.clear()
            await self._came.wait()

    def let_in(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self.is_open:
            task = asyncio.create_task(self._carry_both(client, back))
            self._inside.add(task)
            task.add_done_callback(self._inside.discard)
        else:
            back.close()
            self._turned_away += 1
            self._came.set()

    async def _carry_both(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        server, forth = await asyncio.open_unix_connection(str(self._server))
        try:
            await asyncio.gather(carry(client, forth), carry(server, back))
        finally:
            for end in (forth, back):
                end.close()
                with contextlib.suppress(ConnectionError):
                    await end.wait_closed()


async def carry(one: asyncio.StreamReader, other: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while read := await one.read(1 << 16):
            other.write(read)
            await other.drain()
    other.close()


@asynccontextmanager
async def door(dsn: str, folder: Path) -> AsyncIterator[tuple[Door, str]]:
    """Give a door to the server of `dsn`, and the connection string that goes through it."""
    name = ".s.PGSQL.5432"
    way = Door(Path(str(conninfo_to_dict(dsn)["host"])) / name)
    async with await asyncio.start_unix_server(way.let_in, str(folder / name)):
        yield way, make_conninfo(dsn, host=str(folder))
        await way.shut()


def test_connections_are_configured(raw_database: str) -> None:
    async def scenario() -> None:
        pool = await open_pool(raw_database, size=1)
        async with pool:
            assert await ask(pool, "SHOW TimeZone") == "UTC"
            assert await ask(pool, "SHOW application_name") == "schemaos"
            async with pool.connection() as connection:
                assert connection.autocommit

    asyncio.run(scenario())


def test_the_pool_works_on_when_postgres_was_killed(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path, settings={"fsync": "off"})
    dsn = server.start()

    async def scenario() -> None:
        async with await open_pool(dsn, size=2) as pool:
            assert await ask(pool, "SELECT 1") == 1
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            assert await ask_until_told(pool, "SELECT 2") == 2

    try:
        asyncio.run(scenario())
    finally:
        server.stop()


def test_whoever_waits_is_served_however_long_postgres_was_away(
    raw_database: str, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with (
            door(raw_database, tmp_path) as (way, dsn),
            await open_pool(dsn, size=1, patience=30.0) as pool,
            asyncio.TaskGroup() as group,
        ):
            await way.shut()
            waiting = group.create_task(ask(pool, "SELECT 1"))
            await way.turned_away(6)  # more than one series of attempts
            way.is_open = True
            assert await waiting == 1

    asyncio.run(scenario())


def test_however_many_connections_died_who_comes_is_served(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path, settings={"fsync": "off"})
    dsn, size = server.start(), 8

    async def scenario() -> None:
        async with await open_pool(dsn, size=size) as pool:
            borrowed = [await pool.getconn() for _ in range(size)]
            for connection in borrowed:
                await pool.putconn(connection)
            killed = server.pid
            assert killed is not None
            os.kill(killed, signal.SIGKILL)
            assert await asyncio.to_thread(server.await_ready, after=killed)
            assert await ask(pool, "SELECT 1") == 1

    try:
        asyncio.run(scenario())
    finally:
        server.stop()


def test_a_database_that_never_answers_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        with pytest.raises(PoolTimeout) as told:
            await open_pool(f"host={tmp_path} dbname=postgres", patience=0.2)
        assert is_transient(told.value)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("error", "transient"),
    [
        (psycopg.OperationalError("the connection is closed"), True),
        (PoolTimeout("nothing came free"), True),
        (errors.AdminShutdown(), True),
        (errors.CrashShutdown(), True),
        (errors.CannotConnectNow(), True),
        (errors.DiskFull(), True),
        (errors.SerializationFailure(), True),
        (errors.DeadlockDetected(), True),
        (errors.UniqueViolation(), False),
        (errors.SyntaxError(), False),
        (errors.QueryCanceled(), False),
        (psycopg.ProgrammingError("a wrong call"), False),
    ],
)
def test_what_may_succeed_later_is_told_from_what_never_will(
    error: psycopg.Error, *, transient: bool
) -> None:
    assert is_transient(error) is transient
