"""Leases: one writer of a stream at a time, and a former one can no longer append."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from server.log import lease
from server.log.errors import NoSuchStream, StreamHeld
from server.log.outcome import Fenced
from tests.server.log.given import POOL, column, log_on, new_id, recorded, rename, run_sql

RAN_OUT = "UPDATE lease SET until = log_clock() - interval '1 second'"
RUNS = "SELECT FROM lease WHERE until > log_clock() + interval '1 second'"
WRITABLE = "SET default_transaction_read_only = off"
READ_ONLY = """
    DO $$ BEGIN
        EXECUTE format(
            'ALTER DATABASE %I SET default_transaction_read_only = {}', current_database()
        );
    END $$
"""
DISCONNECT = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
HAS_TRIED = """
    SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%UPDATE lease%'
"""


def test_a_stream_has_one_owner(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as one, log_on(database, owner="two") as two:
            writer = await one.writer()
            with pytest.raises(StreamHeld) as caught:
                await two.committer.open(writer.stream)
            assert (caught.value.owner, caught.value.url) == ("one", "http://one")
            with pytest.raises(StreamHeld):
                await one.committer.open(writer.stream)

    asyncio.run(scenario())


def test_a_lease_given_back_is_free_at_once_and_raises_the_fence(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as one, log_on(database, owner="two") as two:
            writer = await one.writer()
            recorded(await writer.append(rename("a")))
            await one.committer.close(writer)
            other = await two.committer.open(writer.stream)
            assert (other.fence, other.head) == (writer.fence + 1, writer.head)
            assert isinstance(await writer.append(rename("late")), Fenced)
            assert recorded(await other.append(rename("b")))[0].commit.tx == 2

    asyncio.run(scenario())


def test_a_lease_that_ran_out_may_be_taken_and_the_former_owner_hears_of_it(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as one, log_on(database, owner="two") as two:
            writer = await one.writer()
            is_lost = asyncio.Event()
            one.committer.on_lost.append(lambda *_: is_lost.set())
            run_sql(database, RAN_OUT)
            await two.committer.open(writer.stream)
            await is_lost.wait()
            assert writer.lost == Fenced("two", "http://two")
            assert await writer.append(rename("late")) == Fenced("two", "http://two")

    asyncio.run(scenario())


def test_leases_are_renewed_while_their_process_lives(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as one, log_on(database, owner="two") as two:
            writer = await one.writer()
            fences = {writer.stream: writer.fence}
            async with one.pool.connection() as connection:
                renewed = await lease.renew(connection, fences, owner="one")
            assert renewed.lost == {}
            [left] = column(database, "SELECT until - log_clock() > interval '1.5 s' FROM lease")
            assert left is True
            async with two.pool.connection() as connection:
                stale = await lease.renew(connection, {writer.stream: 1}, owner="two")
            assert stale.lost == {writer.stream: Fenced("one", "http://one")}

    asyncio.run(scenario())


def test_leases_are_renewed_while_readers_hold_all_connections(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as one, AsyncExitStack() as readers:
            recorded(await (await one.writer()).append(rename("a")))
            while (held := one.pool.get_stats())["pool_available"] or held["pool_size"] < POOL:
                await readers.enter_async_context(one.pool.connection())
            run_sql(database, RAN_OUT)
            await asyncio.to_thread(run_sql, database, until(RUNS))

    asyncio.run(scenario())


def test_leases_are_renewed_again_after_a_database_was_read_only(database: str) -> None:
    """As a standby is, which a failover leaves behind for a while."""

    async def scenario() -> None:
        async with log_on(database) as one:
            await one.writer()
            run_sql(database, READ_ONLY.format("on"), DISCONNECT)
            await asyncio.to_thread(run_sql, database, until(HAS_TRIED))
            run_sql(database, WRITABLE, READ_ONLY.format("off"), RAN_OUT, DISCONNECT)
            await asyncio.to_thread(run_sql, database, until(RUNS))

    asyncio.run(scenario())


def until(found: str) -> str:
    """Return a statement that waits until a query finds something; it fails where that is never."""
    return f"""
        DO $$ BEGIN
            FOR turn IN 1..3000 LOOP
                PERFORM pg_stat_clear_snapshot();
                IF EXISTS ({found}) THEN RETURN; END IF;
                PERFORM pg_sleep(0.01);
            END LOOP;
            RAISE 'never found: %', $found${found}$found$;
        END $$
    """


def test_nobody_takes_a_lease_while_the_former_owner_appends(database: str) -> None:
    """Whoever acquires sees the head after the former owner's last append, or that one fails."""

    async def scenario() -> None:
        async with log_on(database) as one, log_on(database, owner="two") as two:
            writer = await one.writer()
            for _ in range(20):
                run_sql(database, RAN_OUT)
                appending = asyncio.create_task(writer.append(rename("a")))
                other = await two.committer.open(writer.stream)
                outcome = await appending
                if isinstance(outcome, Fenced):
                    assert other.head.tx == writer.head.tx
                else:
                    assert other.head.tx == recorded(outcome)[0].commit.tx
                await two.committer.close(other)
                await one.committer.close(writer)
                writer = await one.committer.open(writer.stream)

    asyncio.run(scenario())


def test_the_leases_of_a_dead_owner_are_given_back_at_start(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as one, log_on(database, owner="two") as two:
            writer = await one.writer()
            await lease.release_all_of_dead_owner(two.pool)
            assert (await two.committer.open(writer.stream)).fence == 2

    asyncio.run(scenario())


def test_what_is_no_stream_has_no_lease(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            with pytest.raises(NoSuchStream):
                await log.committer.open(new_id())
            assert column(database, "SELECT owner FROM lease") == []

    asyncio.run(scenario())
