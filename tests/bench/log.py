"""How fast the log takes commits, and how fast they are read back.

`python -m tests.bench.log DSN` prints the figures; the database must be empty and migrated.
"""

import asyncio
import sys
import time
from typing import Final

from domain.model.operations import Change, Mode, assertion
from domain.time.intent import Intent
from domain.time.moment import Moment
from server.clock import SystemClock
from server.ids import Uuid7Source
from server.log import chain, reader, replay
from server.log.committer import Committer
from server.log.draft import Batch, Draft
from server.log.founding import NewModel
from server.log.outcome import Appended
from server.log.writer import Writer
from server.postgres.pool import Pool, open_pool
from tests.bench.row import Row, table

SECONDS: Final = 3.0
LIVE: Final = Intent(Mode.EDIT)
OPERATIONS: Final = 100_000

_ids: Final = Uuid7Source()
_elements: Final = tuple(_ids.next_id() for _ in range(1_000))


def run(dsn: str) -> list[Row]:
    """Measure in an empty, migrated database."""
    with asyncio.Runner() as runner:
        return runner.run(_measure(dsn))


async def _measure(dsn: str) -> list[Row]:
    pool = await open_pool(dsn, size=4)
    committer = Committer(pool, SystemClock(), owner="bench")
    await committer.start()
    try:
        rows = [
            *await _appending(committer, writers=1, size=1),
            *await _appending(committer, writers=8, size=1),
            *await _appending(committer, writers=64, size=1, goal=12_000),
            *await _appending(committer, writers=512, size=1),
            *await _appending(committer, writers=1, size=1_000, goal=40_000),
            *await _many_streams(committer),
        ]
        for size in (1, 10, 1_000):
            rows += await _reading(pool, committer, size=size)
    finally:
        await committer.stop()
        await pool.close()
    return rows


async def _appending(
    committer: Committer,
    *,
    writers: int,
    size: int,
    goal: float | None = None,
) -> list[Row]:
    writer = await _writer(committer)
    times: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(
        *(_edit(writer, size, until=began + SECONDS, times=times) for _ in range(writers)),
    )
    rate = len(times) * size / (time.perf_counter() - began)
    times.sort()
    subject = f"append, {writers} waiting, {size} a commit"
    return [
        Row(subject, round(rate), "operations/s", goal),
        Row(f"{subject}, p50", round(1e3 * times[len(times) // 2], 2), "ms"),
        Row(f"{subject}, p99", round(1e3 * times[len(times) * 99 // 100], 2), "ms"),
    ]


async def _many_streams(committer: Committer) -> list[Row]:
    writers = [await _writer(committer) for _ in range(64)]
    times: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(
        *(_edit(writer, 1, until=began + SECONDS, times=times) for writer in writers),
    )
    rate = len(times) / (time.perf_counter() - began)
    return [Row("append, 64 streams, 1 a commit", round(rate), "operations/s")]


async def _edit(writer: Writer, size: int, *, until: float, times: list[float]) -> None:
    number = 0
    while (began := time.perf_counter()) < until:
        number += 1
        await _append(writer, number, size)
        times.append(time.perf_counter() - began)


async def _append(writer: Writer, number: int, size: int) -> None:
    outcome = await writer.append(Batch((_draft(number, size),)))
    assert isinstance(outcome, Appended), outcome


def _draft(number: int, size: int) -> Draft:
    return Draft(_ids.next_id(), "bench", None, LIVE, _changes(number, size))


def _changes(number: int, size: int) -> tuple[Change, ...]:
    return tuple(
        assertion(_elements[(number + place) % len(_elements)], "name", f"value {number}")
        for place in range(size)
    )


async def _reading(pool: Pool, committer: Committer, *, size: int) -> list[Row]:
    """Read, decode and fold a log of 100,000 operations, `size` of them a commit."""
    writer = await _writer(committer)
    left = OPERATIONS // size
    while left:
        drafts = tuple(_draft(number, size) for number in range(min(left, max(1, 1_000 // size))))
        assert isinstance(await writer.append(Batch(drafts)), Appended)
        left -= len(drafts)
    moment = Moment(writer.head.recorded_at, writer.head.tx)
    began = time.perf_counter()
    registers = await replay.registers_at(pool, writer.stream, moment)
    folded = time.perf_counter() - began
    assert 0 < len(registers) <= len(_elements)
    began = time.perf_counter()
    count = 0
    async for logged in reader.whole(pool, writer.stream):
        count += len(logged.commit.operations)
    read = time.perf_counter() - began
    assert count == OPERATIONS
    began = time.perf_counter()
    assert await chain.flaws(pool, writer.stream) == ()
    checked = time.perf_counter() - began
    subject = f"100,000 operations, {size} a commit"
    return [
        Row(f"read, decode and fold {subject}", round(folded, 3), "s", 0.5),
        Row(f"read {subject}, as objects", round(read, 3), "s"),
        Row(f"check the chain of {subject}", round(checked, 3), "s"),
    ]


async def _writer(committer: Committer) -> Writer:
    new = NewModel(_ids.next_id(), _ids.next_id(), _ids.next_id(), "bench")
    return await committer.found(new)


if __name__ == "__main__":
    sys.stdout.write(f"{table(run(sys.argv[1]))}\n")
