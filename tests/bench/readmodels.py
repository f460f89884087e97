"""How fast the read models follow the log, and how fast they answer for any moment.

`python -m tests.bench.readmodels DSN` prints the table; the database must be empty and migrated.
"""

import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Final

from domain.model.operations import Change, Commit, Mode, Registers, apply, assertion, retraction
from domain.time.intent import Intent, decide
from domain.time.moment import Moment
from domain.time.registers import Rectangle, project
from server.log.codec import decode
from server.postgres.pool import Pool, open_pool
from server.readmodels.graphs import head_moment, registers_at
from server.readmodels.projector import Projector
from server.readmodels.rectangles import current, pending
from server.readmodels.threads import beside
from server.readmodels.timeline import Filters, Sentences, headlines, history
from tests.bench.row import Row, table
from tests.server.readmodels.recording import DAY, MINUTE, START, Log, an_id

OPERATIONS: Final = 400_000
REGISTERS: Final = 20_000
ATTRIBUTES: Final = ("name", "order", "type", "cardinality", "default", "@db.type")
OLD: Final = an_id(1)
_SENTENCES: Final = Sentences()
IMPORTS: Final = tuple(an_id(number) for number in range(2, 12))


def run(dsn: str) -> list[Row]:
    """Measure in an empty, migrated database; it holds a large model afterwards."""
    with asyncio.Runner() as runner:
        return runner.run(_measure(dsn))


async def _measure(dsn: str) -> list[Row]:
    pool = await open_pool(dsn, size=4)
    try:
        log = Log(dsn)
        log.append(_import(stream, elements=2_000) for stream in IMPORTS)
        imported = await _fold(pool, log)
        log.append(_years_of_edits())
        edited = await _fold(pool, log)
        started = time.perf_counter()
        await Projector(pool).rebuild()
        rebuilt = _size_of_log() / (time.perf_counter() - started)
        return [
            Row("projecting imports", imported, "operations/s", 40_000),
            Row("projecting edits, 1-7 operations each", edited, "operations/s"),
            Row("rebuilding everything beside", rebuilt, "operations/s"),
            *await _answers(pool),
            *await _log_fold(pool),
            Row("disk per operation, log, read models and indexes", await _disk(pool), "bytes"),
        ]
    finally:
        await pool.close()


def _size_of_log() -> int:
    return OPERATIONS + len(IMPORTS) * 2_000 * 6


async def _disk(pool: Pool) -> float:
    async with pool.connection() as connection:
        row = await (
            await connection.execute("SELECT pg_database_size(current_database())")
        ).fetchone()
    assert row is not None
    return float(row[0]) / _size_of_log()


async def _fold(pool: Pool, log: Log) -> float:
    """Return the operations folded per second until the log's end."""
    projector = Projector(pool)
    started = time.perf_counter()
    await projector.start()
    try:
        await projector.wait_for(log.position, timeout=600)
        seconds = time.perf_counter() - started
    finally:
        await projector.stop()
    return projector.counts.operations / seconds


async def _answers(pool: Pool) -> list[Row]:
    head = await head_moment(pool, OLD)
    first = START + MINUTE
    middle = (first + head.valid_at) // 2
    element = _element(7)
    hot = (_element(0), "name")
    moments = {
        "the graph now": head,
        "the graph as it was half-way, known now": Moment(middle, head.known),
        "the graph as it was half-way, known then": Moment(middle, head.known // 2),
        "the graph as planned then for later": Moment(head.valid_at, head.known // 2),
        "the graph in the early days, known now": Moment(first + 5 * DAY, head.known),
    }
    rows = [
        Row(name, await _best(partial(registers_at, pool, OLD, at)), "ms", 150)
        for name, at in moments.items()
    ]
    return [
        *rows,
        Row(
            "one element's history, 50 commits",
            await _best(lambda: history(pool, OLD, Filters(element=element))),
            "ms",
            10,
        ),
        Row("a page of history, 50 commits", await _best(lambda: history(pool, OLD)), "ms", 10),
        Row(
            "the same without operations, said before",
            await _best(lambda: headlines(pool, OLD, _SENTENCES)),
            "ms",
            10,
        ),
        Row(
            "history page of an import of 12,000 operations",
            await _best(lambda: history(pool, IMPORTS[0])),
            "ms",
        ),
        Row(
            "current rectangles of a busy register",
            await _best(lambda: current(pool, OLD, [hot])),
            "ms",
        ),
        Row(
            "what of it ends later",
            await _best(lambda: current(pool, OLD, [hot], after=head.valid_at)),
            "ms",
        ),
        Row(
            "registers with a boundary ahead",
            await _best(lambda: pending(pool, OLD, head.valid_at)),
            "ms",
        ),
    ]


async def _log_fold(pool: Pool) -> list[Row]:
    async def read() -> Registers:
        async with pool.connection() as connection:
            cursor = await connection.execute(_BODIES, [OLD], binary=True)
            bodies = [body for (body,) in await cursor.fetchall()]
        return await beside(sum(map(len, bodies)), _state_of, bodies)

    return [Row("read, decode, fold 100,000 operations of the log", await _best(read), "ms", 500)]


def _state_of(bodies: list[bytes]) -> Registers:
    return apply(tuple(each for body in bodies for each in decode(body).operations), {})


_BODIES: Final = "SELECT body FROM commit_log WHERE stream_id = %s ORDER BY tx LIMIT 25000"


async def _best(work: Callable[[], Awaitable[object]], times: int = 5) -> float:
    best = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        await work()
        best = min(best, time.perf_counter() - started)
    return best * 1_000


def _element(register: int) -> str:
    return an_id(1_000_000 + register // len(ATTRIBUTES))


def _import(stream: str, *, elements: int) -> Commit:
    changes: list[Change] = []
    for number in range(elements):
        element = an_id(int(stream[-6:], 16) * 1_000_000 + number)
        changes += [
            assertion(element, "kind", "field"),
            assertion(element, "name", f"column_{number}"),
            assertion(element, "parent", an_id(number // 20)),
            assertion(element, "order", f"a{number:05}"),
            assertion(element, "type", {"to": "string", "args": [200]}),
            assertion(element, "cardinality", [0, 1]),
        ]
    return _commit(stream, 1, Intent(Mode.EDIT), tuple(changes), {})


def _years_of_edits() -> Iterator[Commit]:
    """Yield one commit a minute: 90 % edits, 6 % corrections, 3 % plans, 1 % retractions."""
    dice = random.Random(7)  # noqa: S311 - the same history every time
    currents: dict[tuple[str, str], tuple[Rectangle, ...]] = {}
    tx = done = 0
    while done < OPERATIONS:
        tx += 1
        commit = _commit(OLD, tx, *_gesture(dice, tx), currents)
        done += len(commit.operations)
        yield commit


def _gesture(dice: random.Random, tx: int) -> tuple[Intent, tuple[Change, ...]]:
    now, chance = START + tx * MINUTE, dice.random()
    if chance < 0.06:
        intent = Intent(Mode.CORRECT, max(START, now - dice.randint(1, 30) * DAY // 10))
    elif chance < 0.09:
        intent = Intent(Mode.SCHEDULE, now + dice.randint(1, 90) * DAY // 10)
    else:
        intent = Intent(Mode.EDIT)
    changes = {}
    for place in range(dice.randint(1, 7)):
        register = dice.randrange(REGISTERS if dice.random() < 0.7 else REGISTERS // 50)
        named = (_element(register), ATTRIBUTES[register % len(ATTRIBUTES)])
        value = {"t": "string", "n": str(place), "d": f"description {register}"}
        changes[named] = retraction(*named) if chance > 0.99 else assertion(*named, value)
    return intent, tuple(changes.values())


def _commit(
    stream: str,
    tx: int,
    intent: Intent,
    changes: tuple[Change, ...],
    currents: dict[tuple[str, str], tuple[Rectangle, ...]],
) -> Commit:
    recorded_at = START + tx * MINUTE
    operations = decide(intent, changes, currents, tx=tx, recorded_at=recorded_at)
    for place, operation in enumerate(operations):
        register = operation.register
        projected = project(currents.get(register, ()), operation, tx=tx, ord=place)
        currents[register] = projected.current
    number = int(stream[-6:], 16) * 10_000_000 + tx
    return Commit(
        stream,
        tx,
        recorded_at,
        an_id(number),
        "ann",
        None,
        intent.mode,
        intent.start,
        intent.until,
        operations,
    )


if __name__ == "__main__":
    print(table(run(sys.argv[1])))  # noqa: T201 - a program
