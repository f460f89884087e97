"""The chain shows what was changed behind our back: every mutant is found."""

import asyncio
from typing import Final

import psycopg
import pytest

from server.log import chain, reader
from server.log.draft import Batch
from tests.server.log.given import Log, draft, log_on, name, recorded, rename, run_sql

BEHIND: Final = "ALTER TABLE commit_log DISABLE TRIGGER USER"
UNCHECKED: Final = "ALTER TABLE commit_log DROP CONSTRAINT commit_log_chain"

MUTANTS: Final = {
    "body": r"UPDATE commit_log SET body = replace(convert_from(body, 'UTF8'), 'ann', 'eve')::bytea"
    " WHERE tx = 2",
    "body and hash": "UPDATE commit_log SET body = '{}', hash = sha256(prev_hash || '{}')"
    " WHERE tx = 2",
    "actor": "UPDATE commit_log SET actor = 'eve' WHERE tx = 2",
    "why": "UPDATE commit_log SET why = NULL WHERE tx = 2",
    "mode": "UPDATE commit_log SET mode = 'correct' WHERE tx = 2",
    "cause": "UPDATE commit_log SET cause = '{}' WHERE tx = 2",
    "commit_id": "UPDATE commit_log SET commit_id = gen_random_uuid() WHERE tx = 2",
    "recorded_at": "UPDATE commit_log SET recorded_at = recorded_at + interval '1 microsecond'"
    " WHERE tx = 4",
    "order": "UPDATE commit_log SET recorded_at = '2000-01-01' WHERE tx = 3",
    "removed in the middle": "DELETE FROM commit_log WHERE tx = 2",
    "removed at the start": "DELETE FROM commit_log WHERE tx = 1",
    "removed at the end": "DELETE FROM commit_log WHERE tx = 4",
    "head": "UPDATE stream_head SET tx = 3",
    "prev_hash": "UPDATE commit_log SET prev_hash = sha256('x'), hash = sha256(sha256('x') || body)"
    " WHERE tx = 1",
}


async def four_commits(log: Log) -> str:
    writer = await log.writer()
    recorded(await writer.append(Batch(tuple(draft(name(each), why="x") for each in range(3)))))
    recorded(await writer.append(rename("b")))
    return writer.stream


async def verdicts(log: Log, stream: str) -> tuple[bool, bool]:
    head = await reader.head(log.pool, stream)
    assert head is not None
    rows = await chain.rows(log.pool, stream)
    return (
        await chain.flaws(log.pool, stream) == (),
        chain.verify(stream, rows, head=head) is None,
    )


def test_an_untouched_chain_holds(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            assert await verdicts(log, await four_commits(log)) == (True, True)

    asyncio.run(scenario())


@pytest.mark.parametrize("mutant", MUTANTS)
def test_P6_tampering_shows(database: str, mutant: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            stream = await four_commits(log)
            run_sql(database, BEHIND, UNCHECKED, MUTANTS[mutant])
            assert await verdicts(log, stream) == (False, False)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "statement",
    ["UPDATE commit_log SET actor = 'eve'", "DELETE FROM commit_log", "TRUNCATE commit_log"],
)
def test_P6_the_database_keeps_the_past(database: str, statement: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            await four_commits(log)
            with pytest.raises(psycopg.Error, match="a recorded commit never changes"):
                run_sql(database, statement)

    asyncio.run(scenario())
