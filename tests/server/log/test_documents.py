"""The stored bytes of a document: a snapshot and what came since, in causal order."""

import asyncio
from dataclasses import replace
from typing import Final

from server.log import documents
from server.log.documents import Snapshot, StoredAnswer, TypedUpdate
from server.log.draft import Answer, Batch, Claim, Typed
from tests.server.log.given import column, draft, log_on, name, recorded, run_sql

TEXT: Final = "0190a000-0000-7000-8000-0000000000aa"
OTHER: Final = "0190a000-0000-7000-8000-0000000000bb"


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


def test_what_a_snapshot_covers_goes_but_for_what_is_being_typed(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            for place, text in enumerate((b"1", b"2", b"3")):
                typed = (Typed(0, "ann", (TEXT,)),) if place else ()
                recorded(await writer.append(Batch((), (text,), typed=typed)))
            snapshot = Snapshot(1, 3, 0, (b"all",), (TEXT,), typed_since=3)
            assert await documents.save(log.pool, writer, snapshot, owner="one")
            stored = await documents.load(log.pool, writer.stream)
            assert stored is not None
            assert (stored.snapshot, stored.updates) == (replace(snapshot, typed_since=None), ())
            assert await documents.is_typed_in(log.pool, writer.stream)
            kept = await documents.typed(log.pool, writer.stream, epoch=1, since=1)
            assert kept == (TypedUpdate(3, "ann", (TEXT,)),)
            assert writer.next_seq == 4

    asyncio.run(scenario())


def test_a_typed_update_belongs_to_no_commit_of_its_batch(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            typed = (Typed(1, "ann", (TEXT,)),)
            recorded(await writer.append(Batch((draft(name("a")),), (b"1", b"2"), typed=typed)))
            stored = await documents.load(log.pool, writer.stream)
            assert stored is not None
            assert [each.tx for each in stored.updates] == [1, None]

    asyncio.run(scenario())


def test_D4_a_client_id_keeps_the_first_person_who_claimed_it(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            for actor in ("ann", "ben"):
                claims = (Claim(7, actor), Claim(2**53 - 1, actor))
                recorded(await writer.append(Batch((), (b"1",), claims=claims)))
            claimed = await documents.claims(log.pool, writer.stream, epoch=1)
            assert claimed == {7: "ann", 2**53 - 1: "ann"}
            assert await documents.save(log.pool, writer, Snapshot(2, 0, 0, (b"a",)), owner="one")
            assert await documents.claims(log.pool, writer.stream, epoch=1) == {}

    asyncio.run(scenario())


def test_answers_are_found_again_by_their_ids(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            refused = Answer(TEXT, b"hash", {"refused": {"code": "wrong-value"}})
            recorded(await writer.append(Batch((), (b"1",), (refused,))))
            found = await documents.answers(log.pool, writer.stream, [TEXT, OTHER])
            answer = {"refused": {"code": "wrong-value"}, "tx": None}
            assert found == {TEXT: StoredAnswer(b"hash", answer)}

    asyncio.run(scenario())
