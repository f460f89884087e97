"""The pool: configured connections, and it heals when Postgres was killed."""

import asyncio
import os
import signal
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
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
