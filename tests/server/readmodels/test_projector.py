import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest

from domain.model.operations import Commit, LoggedCommit, Mode, UntilWord
from domain.time.moment import Moment
from server.log.codec import GENESIS, chain_hash, encode
from server.postgres.pool import Pool, open_pool
from server.readmodels.errors import ProjectionBehind, ProjectionStuck
from server.readmodels.folding import USUAL, Limits
from server.readmodels.graphs import head_moment, registers_at
from server.readmodels.projector import Projector
from tests.server.readmodels.recording import Log, an_id, instant, live

MODEL = an_id(1)
ORDER = an_id(100)


@asynccontextmanager
async def projecting(
    dsn: str, *, poll: float = 30.0, limits: Limits = USUAL, stalled: float = 5.0
) -> AsyncIterator[tuple[Pool, Projector]]:
    pool = await open_pool(dsn, size=4)
    projector = Projector(pool, poll=poll, limits=limits, stalled=stalled)
    try:
        await projector.start()
        yield pool, projector
    finally:
        await projector.stop()
        await pool.close()


def named(tx: int, name: str) -> Commit:
    return Commit(
        MODEL,
        tx,
        instant(tx),
        an_id(20_000 + tx),
        "ann",
        None,
        Mode.EDIT,
        None,
        UntilWord.NEXT,
        (live(ORDER, "name", name, tx=tx),),
    )


def test_what_is_in_the_log_is_read_after_waiting_for_its_position(database: str) -> None:
    log = Log(database)
    log.record(MODEL, live(ORDER, "kind", "entity", tx=1), live(ORDER, "name", "Order", tx=1))

    async def scenario() -> None:
        async with projecting(database) as (pool, projector):
            await projector.wait_for(log.position)
            assert await registers_at(pool, MODEL, await head_moment(pool, MODEL)) == {
                ORDER: {"kind": "entity", "name": "Order"},
            }
            assert projector.position == 1
            assert (await projector.lag()).positions == 0

    asyncio.run(scenario())


def test_a_process_that_is_paused_in_the_middle_of_a_fold_holds_nobody_up(database: str) -> None:
    log = Log(database)
    log.record(MODEL, live(ORDER, "name", "Order", tx=1))

    async def scenario() -> None:
        async with projecting(database, poll=0.01, stalled=0.1) as (_, projector):
            with psycopg.connect(database) as paused, paused.cursor() as cursor:
                cursor.execute("SELECT * FROM read.projection FOR UPDATE")
                copy = cursor.copy("COPY read.timeline FROM STDIN")
                copy.__enter__()
                await projector.wait_for(log.position)
                with pytest.raises(psycopg.OperationalError):
                    copy.__exit__(None, None, None)
            assert projector.position == log.position

    asyncio.run(scenario())


def test_what_is_appended_meanwhile_follows_when_woken(database: str) -> None:
    log = Log(database)

    async def scenario() -> None:
        async with projecting(database) as (pool, projector):
            log.record(MODEL, live(ORDER, "name", "Order", tx=1))
            log.record(MODEL, live(ORDER, "name", "Purchase", tx=2))
            assert (await projector.lag()).positions == 2
            projector.wake()
            await projector.wait_for(2)
            at_head = await registers_at(pool, MODEL, Moment(instant(2), 2))
            before = await registers_at(pool, MODEL, Moment(instant(1), 2))
            assert at_head == {ORDER: {"name": "Purchase"}}
            assert before == {ORDER: {"name": "Order"}}

    asyncio.run(scenario())


def test_what_was_heard_is_folded_undecoded_where_hash_and_position_are_those_of_the_log(
    database: str,
) -> None:
    log = Log(database)

    async def scenario() -> None:
        async with projecting(database) as (pool, projector):
            first = log.record(MODEL, live(ORDER, "name", "Order", tx=1))
            second = log.record(MODEL, live(ORDER, "name", "Purchase", tx=2))
            one = chain_hash(GENESIS, encode(first))
            two = chain_hash(one, encode(second))
            heard = LoggedCommit(named(1, "heard"), 1, one)
            elsewhere = LoggedCommit(named(2, "elsewhere"), 3, two)
            unknown = LoggedCommit(named(2, "unknown"), 2, GENESIS)
            projector.hear((heard, elsewhere, unknown))
            await projector.wait_for(2)
            before = await registers_at(pool, MODEL, Moment(instant(1), 1))
            at_head = await registers_at(pool, MODEL, Moment(instant(2), 2))
            assert before == {ORDER: {"name": "heard"}}
            assert at_head == {ORDER: {"name": "Purchase"}}

    asyncio.run(scenario())


def test_what_another_process_appended_is_noticed_without_waking(database: str) -> None:
    log = Log(database)

    async def scenario() -> None:
        async with projecting(database, poll=0.01) as (_, projector):
            log.record(MODEL, live(ORDER, "name", "Order", tx=1))
            await projector.wait_for(1)

    asyncio.run(scenario())


def test_rows_of_other_topics_are_passed_over(database: str) -> None:
    log = Log(database)
    log.append([named(1, "Order")])
    foreign = Commit(
        an_id(2), *(1, instant(1), an_id(3), "es", None, Mode.EDIT, None), UntilWord.NEXT, ()
    )
    log.append_rows([(foreign, b"anything \xff at all")], topic="bank:Account")

    async def scenario() -> None:
        async with projecting(database) as (_, projector):
            await projector.wait_for(2)
            assert projector.counts.commits == 1

    asyncio.run(scenario())


def test_waiting_for_what_never_comes_ends_with_where_it_stands(database: str) -> None:
    async def scenario() -> None:
        async with projecting(database) as (_, projector):
            with pytest.raises(ProjectionBehind, match="reached position 0, not 1, within"):
                await projector.wait_for(1, timeout=0.01)

    asyncio.run(scenario())


@pytest.mark.parametrize("body", [b"{", b"{}", b'{"v":1,"stream":7}'])
def test_a_poisoned_commit_is_told_and_never_skipped(database: str, body: bytes) -> None:
    log = Log(database)
    log.append([named(1, "Order"), named(2, "Purchase")])
    log.append_rows([(named(3, "Broken"), body)])
    log.append([named(4, "After")])

    async def scenario() -> None:
        async with projecting(database) as (pool, projector):
            await projector.wait_for(2)
            with pytest.raises(ProjectionStuck, match="wait before position 3"):
                await projector.wait_for(4)
            assert projector.position == 2
            assert projector.last_error
            assert projector.last_error.position == 3
            assert projector.counts.errors >= 1
            assert await registers_at(pool, MODEL, Moment(instant(4), 4)) == {
                ORDER: {"name": "Purchase"},
            }

    asyncio.run(scenario())
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT position, error_position FROM read.projection").fetchone()
        assert row == (2, 3)


def test_a_commit_that_only_the_database_refuses_is_found_and_told(database: str) -> None:
    log = Log(database)
    log.append([named(tx, f"Order{tx}") for tx in range(1, 8)])
    with psycopg.connect(database) as connection:
        connection.execute(
            "ALTER TABLE read.op ADD CONSTRAINT forbidden CHECK (value <> '\"Order6\"')",
        )

    async def scenario() -> None:
        async with projecting(database) as (pool, projector):
            with pytest.raises(ProjectionStuck, match="wait before position 6"):
                await projector.wait_for(7)
            assert projector.position == 5
            async with pool.connection() as connection:
                await connection.execute("ALTER TABLE read.op DROP CONSTRAINT forbidden")
            projector.wake()
            projector.last_error = None
            await projector.wait_for(7)

    asyncio.run(scenario())


def test_two_projectors_share_the_work_and_both_see_it_done(database: str) -> None:
    log = Log(database)
    log.append([named(tx, f"Order{tx}") for tx in range(1, 201)])

    async def scenario() -> None:
        small = Limits(commits=3)
        async with (
            projecting(database, poll=0.01, limits=small) as (pool, one),
            projecting(database, poll=0.01, limits=small) as (_, other),
        ):
            await asyncio.gather(one.wait_for(200), other.wait_for(200))
            assert one.counts.commits + other.counts.commits == 200
            at_head = await registers_at(pool, MODEL, Moment(instant(200), 200))
            assert at_head == {ORDER: {"name": "Order200"}}

    asyncio.run(scenario())


def test_a_lost_connection_is_only_a_pause(database: str) -> None:
    log = Log(database)
    log.append([named(1, "Order")])

    async def scenario() -> None:
        async with projecting(database) as (_, projector):
            await projector.wait_for(1)
            _disconnect_everybody(database)
            log.append([named(2, "Purchase")])
            await projector.wait_for(2)
            assert projector.last_error is None

    asyncio.run(scenario())


def _disconnect_everybody(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )


def test_an_import_of_thousands_and_what_follows_it_are_folded_whole(database: str) -> None:
    fields = [an_id(number) for number in range(1_000, 2_500)]
    log = Log(database)
    log.record(MODEL, *[live(field, "name", f"field {field}", tx=1) for field in fields])
    log.record(
        MODEL,
        *[live(field, "name", f"{field}\tagain", tx=2) for field in fields[:900]],
        *[live(an_id(number), "name", "new", tx=2) for number in range(5_000, 5_100)],
    )

    async def scenario() -> None:
        async with projecting(database) as (pool, projector):
            await projector.wait_for(2)
            assert projector.counts.operations == 2_500
            graph = await registers_at(pool, MODEL, Moment(instant(2), 2))
            assert len(graph) == 1_600
            assert graph[fields[899]] == {"name": f"{fields[899]}\tagain"}
            assert graph[fields[900]] == {"name": f"field {fields[900]}"}
            before = await registers_at(pool, MODEL, Moment(instant(2), 1))
            assert before == {field: {"name": f"field {field}"} for field in fields}

    asyncio.run(scenario())


def test_nothing_to_wait_for_is_not_waited_for(database: str) -> None:
    async def scenario() -> None:
        async with projecting(database) as (_, projector):
            await projector.wait_for(0, timeout=0)
            assert projector.last_error is None

    asyncio.run(scenario())
