"""The stored bytes of a document: a snapshot and what came since, in causal order."""

import asyncio

from server.log import documents
from server.log.documents import Snapshot
from server.log.draft import Batch
from tests.server.log.given import column, draft, log_on, name, recorded, run_sql


def test_nothing_is_stored_of_a_document_nobody_wrote_to(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            assert await documents.load(log.pool, (await log.writer()).stream) is None

    asyncio.run(scenario())


def test_a_document_is_its_updates_in_order(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            recorded(await writer.append(Batch((draft(name("a")),), (b"1", b"2"))))
            recorded(await writer.append(Batch((), (b"3",))))
            stored = await documents.load(log.pool, writer.stream)
            assert stored is not None
            assert (stored.epoch, stored.snapshot) == (1, None)
            assert [(each.seq, each.tx, each.update) for each in stored.updates] == [
                (1, 1, b"1"),
                (2, 1, b"2"),
                (3, None, b"3"),
            ]

    asyncio.run(scenario())


def test_a_snapshot_stands_for_what_came_before_it(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            former, latest = Snapshot(1, 2, 0, (b"a",)), Snapshot(1, 4, 0, (b"a", b"b"))
            for snapshot in (former, latest):
                recorded(await writer.append(Batch((), (b"1", b"2"))))
                assert await documents.save(log.pool, writer, snapshot, owner="one")
            recorded(await writer.append(Batch((), (b"tail",))))
            stored = await documents.load(log.pool, writer.stream)
            assert stored is not None
            assert stored.snapshot == latest
            assert [each.update for each in stored.updates] == [b"tail"]
            assert column(database, "SELECT count(*) FROM document_snapshot") == [1]

    asyncio.run(scenario())


def test_a_new_epoch_begins_with_its_snapshot(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            recorded(await writer.append(Batch((), (b"old",))))
            beginning = Snapshot(2, 0, 0, (b"state",))
            assert await documents.save(log.pool, writer, beginning, owner="one")
            await log.committer.close(writer)
            writer = await log.committer.open(writer.stream)
            assert (writer.epoch, writer.next_seq) == (2, 1)
            recorded(await writer.append(Batch((), (b"new",))))
            stored = await documents.load(log.pool, writer.stream)
            assert stored is not None
            assert (stored.epoch, stored.snapshot) == (2, beginning)
            assert [each.update for each in stored.updates] == [b"new"]

    asyncio.run(scenario())


def test_a_stale_owner_keeps_no_snapshot(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            run_sql(database, "UPDATE lease SET fence = 2")
            snapshot = Snapshot(2, 0, 0, (b"state",))
            assert not await documents.save(log.pool, writer, snapshot, owner="one")
            assert writer.epoch == 1

    asyncio.run(scenario())
