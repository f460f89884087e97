"""Positions rise in commit order, whoever writes: a reader that follows them misses nothing."""

import asyncio
import threading
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from domain.model.operations import LoggedCommit
from server.log import chain, reader
from server.log.recorder import LogApplicationRecorder, LogDatastore
from server.log.writer import Writer
from tests.server.log.given import Log, column, is_gap_free, log_on, new_id, recorded, rename

ROUNDS = 40


async def _write(writer: Writer) -> None:
    for number in range(ROUNDS):
        recorded(await writer.append(rename(number)))


async def _follow(log: Log, expected: int) -> list[LoggedCommit]:
    seen: list[LoggedCommit] = []
    while len(seen) < expected:
        seen += await reader.by_position(log.pool, seen[-1].position if seen else 0, 7)
    return seen


def test_a_reader_misses_nothing_of_two_committers_and_an_application(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as one, log_on(database, owner="two") as two:
            writers = [await log.writer() for log in (one, two) for _ in range(4)]
            application = threading.Thread(target=_record, args=(database,))
            application.start()
            following = asyncio.create_task(_follow(one, ROUNDS * len(writers)))
            await asyncio.gather(*map(_write, writers))
            seen = await following
            await asyncio.to_thread(application.join)
            assert seen == list(await reader.by_position(one.pool, 0))
            for writer in writers:
                own = [each.commit.tx for each in seen if each.commit.stream == writer.stream]
                assert len(own) == ROUNDS
                assert is_gap_free(own)
            assert await chain.flaws(one.pool) == ()
        positions = column(database, "SELECT position FROM commit_log ORDER BY position")
        assert is_gap_free(positions)
        assert column(database, "SELECT position FROM log_head") == [len(positions)]

    asyncio.run(scenario())


def _record(database: str) -> None:
    recorder = LogApplicationRecorder(LogDatastore(database))
    originator = UUID(new_id())
    for version in range(ROUNDS):
        recorder.insert_events([StoredEvent(originator, version, "topic", b"{}")])
    recorder.datastore.close()
