import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

import psycopg
import pytest

from domain.model.operations import Commit
from domain.time.moment import Moment
from server.postgres.pool import Pool, open_pool
from server.readmodels.errors import RebuildRunning, Unfoldable
from server.readmodels.folding import Limits
from server.readmodels.graphs import registers_at
from server.readmodels.projector import Projector
from tests.server.readmodels.recording import Log, an_id, instant, live

MODEL, ORDER = an_id(1), an_id(100)
HEAD = Moment(instant(9), 9)


@pytest.fixture
def log(database: str) -> Log:
    log = Log(database)
    for tx in range(1, 10):
        log.record(MODEL, live(ORDER, "name", f"Order{tx}", tx=tx))
    return log


async def folded(stack: AsyncExitStack, log: Log, *, limits: Limits) -> tuple[Pool, Projector]:
    pool = await open_pool(log.dsn, size=4)
    stack.push_async_callback(pool.close)
    projector = Projector(pool, limits=limits, poll=30)
    await projector.start()
    stack.push_async_callback(projector.stop)
    await projector.wait_for(log.position)
    return pool, projector


def test_a_rebuild_mends_what_was_spoilt_and_readers_go_on(log: Log) -> None:
    async def scenario() -> None:
        async with AsyncExitStack() as stack:
            pool, projector = await folded(stack, log, limits=Limits(commits=2))
            async with pool.connection() as connection:
                await connection.execute("DELETE FROM read.fact WHERE upper_inf(valid)")
            assert await registers_at(pool, MODEL, HEAD) == {}
            assert await projector.rebuild() == 9
            for _ in range(4):  # by every connection, prepared before and after
                assert await registers_at(pool, MODEL, HEAD) == {ORDER: {"name": "Order9"}}

    asyncio.run(scenario())


def test_a_prepared_statement_and_an_open_transaction_survive_the_swap(log: Log) -> None:
    count = "SELECT count(*) FROM read.op"

    async def scenario() -> None:
        async with AsyncExitStack() as stack:
            _, projector = await folded(stack, log, limits=Limits())
            reader = await psycopg.AsyncConnection.connect(log.dsn)
            await stack.enter_async_context(reader)
            reader.prepare_threshold = 0
            assert await (await reader.execute(count)).fetchone() == (9,)
            rebuilding = asyncio.create_task(projector.rebuild())
            await until_named(projector, "read_former")
            assert await (await reader.execute(count)).fetchone() == (9,)
            await reader.rollback()  # only now may the former tables go
            assert await rebuilding == 9
            assert await (await reader.execute(count)).fetchone() == (9,)

    asyncio.run(scenario())


async def until_named(projector: Projector, schema: str) -> None:
    """Return once there is a schema of this name."""
    async with projector._pool.connection() as connection:
        while True:
            query = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
            if await (await connection.execute(query, [schema])).fetchone():
                return


def test_the_log_grows_while_it_is_rebuilt_and_nothing_is_missed(log: Log) -> None:
    async def scenario() -> None:
        async with AsyncExitStack() as stack:
            pool, projector = await folded(stack, log, limits=Limits(commits=1))
            rebuilding = asyncio.create_task(projector.rebuild())
            for tx in range(10, 30):
                await asyncio.to_thread(log.record, MODEL, live(ORDER, "name", f"Order{tx}", tx=tx))
                projector.wake()
            await rebuilding
            await projector.wait_for(29)
            now = await registers_at(pool, MODEL, Moment(instant(29), 29))
            assert now == {ORDER: {"name": "Order29"}}

    asyncio.run(scenario())


def test_tables_of_an_older_version_are_rebuilt_at_the_start(log: Log) -> None:
    with psycopg.connect(log.dsn) as connection:
        connection.execute("UPDATE read.projection SET version = 0, position = 9")

    async def scenario() -> None:
        async with AsyncExitStack() as stack:
            pool = await open_pool(log.dsn, size=4)
            stack.push_async_callback(pool.close)
            projector = Projector(pool)
            await projector.start()
            stack.push_async_callback(projector.stop)
            log.record(MODEL, live(ORDER, "name", "Order10", tx=10))
            await projector.wait_for(10)
            now = await registers_at(pool, MODEL, Moment(instant(10), 10))
            assert now == {ORDER: {"name": "Order10"}}

    asyncio.run(scenario())


def test_a_rebuild_that_cannot_fold_leaves_the_live_tables_alone(log: Log) -> None:
    async def scenario() -> None:
        async with AsyncExitStack() as stack:
            pool, projector = await folded(stack, log, limits=Limits())
            broken = log.record(MODEL, live(ORDER, "name", "lost", tx=10))
            log.append_rows([(broken_after(broken), b"{")])
            with pytest.raises(Unfoldable, match="position 11"):
                await projector.rebuild()
            assert await registers_at(pool, MODEL, HEAD) == {ORDER: {"name": "Order9"}}

    asyncio.run(scenario())


def test_a_second_rebuild_at_the_same_time_is_refused(log: Log) -> None:
    async def scenario() -> None:
        async with AsyncExitStack() as stack:
            pool, projector = await folded(stack, log, limits=Limits())
            async with pool.connection() as connection, connection.transaction():
                await connection.execute(
                    "SELECT pg_advisory_xact_lock(hashtext('schemaos'), "
                    "hashtext('rebuild read models'))",
                )
                with pytest.raises(RebuildRunning):
                    await projector.rebuild()

    asyncio.run(scenario())


def broken_after(commit: Commit) -> Commit:
    return replace(
        commit, tx=commit.tx + 1, recorded_at=instant(commit.tx + 1), commit_id=an_id(999)
    )
