"""What the committer does when the database falls silent: nothing is lost, nothing is doubled."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import psycopg
import pytest

from domain.model.operations import LoggedCommit
from server.log import chain, reader
from server.log.draft import Answer, Batch
from server.log.outcome import Appended, Outcome
from server.log.writer import Writer
from server.postgres.embedded import EmbeddedPostgres
from server.postgres.migrate import migrate
from tests.server.log.flaky_wire import Cut, FlakyWire, flaky_wire
from tests.server.log.given import (
    Log,
    column,
    draft,
    is_gap_free,
    log_on,
    name,
    new_id,
    recorded,
    rename,
    run_sql,
)

LOSE_ME = "lose me"

Scenario = Callable[[Log, FlakyWire], Awaitable[None]]


def with_flaky_wire(database: str, scenario: Scenario) -> None:
    async def run() -> None:
        async with flaky_wire(database, trigger=LOSE_ME) as (wire, dsn), log_on(dsn) as log:
            await scenario(log, wire)

    asyncio.run(run())


def losing(value: str) -> Batch:
    return Batch((draft(name(value), why=LOSE_ME),), (value.encode(),))


@pytest.mark.parametrize("cut", Cut)
def test_P4_an_edit_whose_answer_is_lost_lands_once(database: str, cut: Cut) -> None:
    async def scenario(log: Log, wire: FlakyWire) -> None:
        told: list[bool] = []
        log.committer.on_frozen.append(told.append)
        writer = await log.writer()
        recorded(await writer.append(rename("before")))
        wire.cut = cut
        [logged] = recorded(await writer.append(losing("a")))
        assert wire.cuts == 1
        assert told == [True, False]
        assert logged.commit.tx == 2
        assert await reader.commits(log.pool, writer.stream, after_tx=1) == (logged,)
        assert recorded(await writer.append(rename("after")))[0].commit.tx == 3
        assert column(database, "SELECT seq FROM document_update") == [1]
        assert await chain.flaws(log.pool) == ()

    with_flaky_wire(database, scenario)


@pytest.mark.parametrize("cut", Cut)
def test_P4_typing_whose_answer_is_lost_lands_once(database: str, cut: Cut) -> None:
    async def scenario(log: Log, wire: FlakyWire) -> None:
        writer = await log.writer()
        wire.cut = cut
        assert await writer.append(Batch((), (LOSE_ME.encode(),))) == Appended(())
        assert (wire.cuts, writer.next_seq) == (1, 2)
        assert await writer.append(Batch((), (b"more",))) == Appended(())
        assert column(database, "SELECT seq FROM document_update ORDER BY seq") == [1, 2]

    with_flaky_wire(database, scenario)


@pytest.mark.parametrize("cut", Cut)
def test_P4_an_answer_without_commit_lands_once(database: str, cut: Cut) -> None:
    async def scenario(log: Log, wire: FlakyWire) -> None:
        writer = await log.writer()
        wire.cut = cut
        answer = Answer(new_id(), b"sha", {"why": LOSE_ME})
        assert await writer.append(Batch((), (), (answer,))) == Appended(())
        assert wire.cuts == 1
        assert column(database, "SELECT count(*) FROM edit_answer") == [1]

    with_flaky_wire(database, scenario)


@pytest.mark.parametrize("cut", Cut)
def test_P4_all_streams_of_a_lost_call_land_once(database: str, cut: Cut) -> None:
    async def scenario(log: Log, wire: FlakyWire) -> None:
        writers = [await log.writer() for _ in range(4)]
        wire.cut = cut
        outcomes = await asyncio.gather(
            *(writer.append(losing(str(each))) for writer in writers for each in range(5)),
        )
        logged = [commit for outcome in outcomes for commit in recorded(outcome)]
        assert wire.cuts == 1
        assert is_gap_free(sorted(each.position for each in logged))
        assert column(database, "SELECT count(*) FROM commit_log") == [20]

    with_flaky_wire(database, scenario)


def test_a_call_that_the_server_still_works_on_is_waited_for(database: str) -> None:
    """The ghost of a lost call commits late; looking up waits for it, by the lock on the head."""
    run_sql(
        database,
        "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF new.why = '{LOSE_ME}' THEN PERFORM pg_sleep(0.5); END IF; RETURN new; END $$",
        "CREATE TRIGGER dawdle BEFORE INSERT ON commit_log FOR EACH ROW EXECUTE FUNCTION dawdle()",
    )

    async def scenario(log: Log, wire: FlakyWire) -> None:
        writer = await log.writer()
        wire.cut = Cut.WORK
        [logged] = recorded(await writer.append(losing("a")))
        assert column(database, "SELECT count(*) FROM commit_log") == [1]
        assert await reader.commits(log.pool, writer.stream) == (logged,)

    with_flaky_wire(database, scenario)


def test_a_ghost_that_commits_after_it_was_looked_for_is_found_again(database: str) -> None:
    async def scenario(log: Log, wire: FlakyWire) -> None:
        writer = await log.writer()
        wire.cut = Cut.GHOST
        [logged] = recorded(await writer.append(losing("a")))
        assert column(database, "SELECT count(*) FROM commit_log") == [1]
        assert await reader.commits(log.pool, writer.stream) == (logged,)
        assert recorded(await writer.append(rename("b")))[0].commit.tx == 2

    with_flaky_wire(database, scenario)


@pytest.mark.parametrize("sqlstate", ["53100", "40P01", "57P01", "58030"])
def test_what_the_machine_does_to_all_is_no_verdict_on_an_edit(
    database: str,
    sqlstate: str,
) -> None:
    run_sql(
        database,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION 'no space left' USING ERRCODE = '{sqlstate}'; END $$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON commit_log"
        " FOR EACH ROW EXECUTE FUNCTION full_disk()",
    )

    async def scenario() -> None:
        async with log_on(database) as log:
            frozen = asyncio.Event()
            log.committer.on_frozen.append(lambda _: frozen.set())
            writer = await log.writer()
            append = asyncio.create_task(writer.append(rename("a")))
            await frozen.wait()
            assert not append.done()
            assert log.committer.waiting == 1
            run_sql(database, "DROP TRIGGER full_disk ON commit_log")
            [logged] = recorded(await append)
            assert logged.commit.tx == 1
            assert not log.committer.frozen

    asyncio.run(scenario())


def test_a_stream_moved_behind_our_back_is_given_up(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            recorded(await writer.append(rename("a")))
            run_sql(database, "UPDATE stream_head SET tx = 7")
            lost: list[Writer] = []
            log.committer.on_lost.append(lambda writer, _: lost.append(writer))
            outcome = await writer.append(rename("b"))
            assert outcome == writer.lost
            assert lost == [writer]
            again = await log.committer.open(writer.stream)
            assert again.head.tx == 7

    asyncio.run(scenario())


def test_what_will_never_succeed_is_raised_where_somebody_waits(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            run_sql(database, "ALTER TABLE log_head RENAME TO log_gone")
            with pytest.raises(psycopg.errors.UndefinedTable):
                await writer.append(rename("a"))
            run_sql(database, "ALTER TABLE log_gone RENAME TO log_head")
            assert await writer.append(rename("a")) == writer.lost
            again = await log.committer.open(writer.stream)
            recorded(await again.append(rename("a")))

    asyncio.run(scenario())


def test_P4_postgres_killed_under_load_loses_nothing(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data")
    try:
        asyncio.run(_killed_under_load(server, server.start(), kills=3, writers=4))
    finally:
        server.stop()


async def _killed_under_load(
    server: EmbeddedPostgres, dsn: str, *, kills: int, writers: int
) -> None:
    await migrate(dsn)
    async with log_on(dsn) as log:
        acknowledged: list[LoggedCommit] = []
        rise = asyncio.Condition()
        is_over = asyncio.Event()

        async def edit_on(writer: Writer) -> None:
            number = 0
            while not is_over.is_set():
                number += 1
                outcome: Outcome = await writer.append(losing(str(number)))
                acknowledged.extend(recorded(outcome))
                async with rise:
                    rise.notify_all()

        tasks = [asyncio.create_task(edit_on(await log.writer())) for _ in range(writers)]

        async def work_goes_on() -> None:
            enough = len(acknowledged) + 50
            async with rise:
                await rise.wait_for(lambda: len(acknowledged) >= enough)

        for _ in range(kills):
            await work_goes_on()
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
        await work_goes_on()
        is_over.set()
        await asyncio.gather(*tasks)
        await _check(log, acknowledged)


async def _check(log: Log, acknowledged: Sequence[LoggedCommit]) -> None:
    on_disk = await reader.by_position(log.pool, 0, 100_000)
    assert sorted(acknowledged, key=lambda logged: logged.position) == list(on_disk)
    assert is_gap_free([logged.position for logged in on_disk])
    for stream in {logged.commit.stream for logged in on_disk}:
        assert is_gap_free([each.commit.tx for each in await reader.commits(log.pool, stream)])
    assert await chain.flaws(log.pool) == ()
