"""What the tests of the log start from: a committer on a database, a stream, drafts."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import psycopg

from domain.model.operations import Change, LoggedCommit, Mode, UntilWord, assertion
from domain.model.values import Json
from domain.period import Instant
from domain.time.intent import Intent
from server.clock import SystemClock
from server.ids import Uuid7Source
from server.log.committer import Committer
from server.log.draft import Batch, Draft
from server.log.founding import NewModel
from server.log.outcome import Appended, Outcome
from server.log.writer import Writer
from server.postgres.pool import Pool, open_pool

ORDER: Final = "00000000-0000-4000-8000-000000000001"
LIVE: Final = Intent(Mode.EDIT)
SECOND: Final = 1_000_000
DAY: Final = 24 * 3600 * SECOND

_ids: Final = Uuid7Source()
POOL: Final = 4
_slugs: Final = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Log:
    """A committer at work, and the pool it works on."""

    pool: Pool
    committer: Committer

    async def writer(self) -> Writer:
        """Create a model and return the writer of its stream."""
        return await self.committer.found(new_model(f"model-{next(_slugs)}"))


@asynccontextmanager
async def log_on(dsn: str, *, owner: str = "one") -> AsyncIterator[Log]:
    """Run a committer on a migrated database."""
    pool = await open_pool(dsn, size=POOL)
    committer = Committer(pool, SystemClock(), owner=owner, url=f"http://{owner}")
    await committer.start()
    try:
        yield Log(pool, committer)
    finally:
        await committer.stop()
        await pool.close()


def new_id() -> str:
    return _ids.next_id()


def new_model(slug: str) -> NewModel:
    return NewModel(slug, new_id(), new_id(), "ann")


def name(value: Json, *, element: str = ORDER) -> Change:
    return assertion(element, "name", value)


def draft(
    *changes: Change,
    commit_id: str | None = None,
    why: str | None = None,
    intent: Intent = LIVE,
) -> Draft:
    return Draft(commit_id or new_id(), "ann", why, intent, changes)


def rename(value: Json, *, commit_id: str | None = None) -> Batch:
    return Batch((draft(name(value), commit_id=commit_id),))


def schedule(value: Json, start: Instant) -> Batch:
    return Batch((draft(name(value), intent=Intent(Mode.SCHEDULE, start, UntilWord.NEXT)),))


def recorded(outcome: Outcome) -> tuple[LoggedCommit, ...]:
    """Return the commits of an outcome that must be Appended."""
    assert isinstance(outcome, Appended), outcome
    return outcome.commits


def run_sql(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def step_clock(dsn: str, by: str) -> None:
    """Let the log's clock be off by an interval."""
    run_sql(
        dsn,
        "CREATE OR REPLACE FUNCTION log_clock() RETURNS timestamptz LANGUAGE sql VOLATILE"
        f" AS $$ SELECT clock_timestamp() + interval '{by}' $$",
    )


def column(dsn: str, query: str, *parameters: object) -> list[object]:
    with psycopg.connect(dsn) as connection:
        return [row[0] for row in connection.execute(query, parameters or None).fetchall()]


def is_gap_free(numbers: Sequence[object]) -> bool:
    return list(numbers) == list(range(1, len(numbers) + 1))
