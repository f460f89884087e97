"""Texts in typing when something breaks or comes between: readers, crashes, a log that refuses."""

import asyncio

import pytest

from server.log import documents
from server.rooms.errors import RoomClosed
from server.rooms.typing import drafts
from tests.server.rooms.gesturing import tell
from tests.server.rooms.housing import (
    edit,
    entity,
    held_up,
    house_on,
    in_flight,
    new_id,
    quiet,
    saved,
)
from tests.server.rooms.test_texts import after_a_crash, commits, recorded, two


def test_a_second_reader_waits_for_the_text_too(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, _, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            async with held_up(database, house.committer):
                first = asyncio.create_task(house.rooms.settle_texts(room.stream))
                await in_flight(house)
                second = asyncio.create_task(house.rooms.settle_texts(room.stream))
                await asyncio.sleep(0)
            await second
            assert (await house.read(room))[order]["doc"] == "Typed"
            await first

    asyncio.run(story())


def test_whoever_waits_hears_when_a_room_is_ended_at_work(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, _, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            async with held_up(database, house.committer):
                reading = asyncio.create_task(room.settle_texts())
                await in_flight(house)
                firing = asyncio.create_task(room.fire())
                await asyncio.sleep(0)
                assert room.queue == 1
                assert room._task is not None
                room._task.cancel()
                for waiting in (reading, firing):
                    with pytest.raises(RoomClosed):
                        await waiting

    asyncio.run(story())


def test_a_crash_while_people_type_loses_nothing(database: str) -> None:
    async def story() -> None:
        async with two(database) as (_, room, ann, bob, order):
            ann.text(order).insert(0, "Ann")
            await quiet(room)
            bob.text(order).insert(3, " and Bob")
            await quiet(room)
            first = room.ledger.writer.next_seq - 1
            async with after_a_crash(database) as house:
                again = await house.rooms.open(room.stream)
                said = await house.agree(again)
                assert said[order]["doc"] == "Ann and Bob"
                assert house.rooms.counts.alarms == 0
                assert await recorded(house, again) == [
                    (ann.actor.id, "Ann"),
                    (bob.actor.id, "Ann and Bob"),
                ]
                last = (await commits(house, room.stream))[-1]
                assert last.cause == {"updates": [first, first]}

    asyncio.run(story())


def test_whoever_reads_after_a_crash_has_the_text_recorded_first(database: str) -> None:
    async def story() -> None:
        async with two(database) as (_, room, ann, _, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            async with after_a_crash(database) as house:
                await house.rooms.settle_texts(room.stream)
                assert await recorded(house, room) == [(ann.actor.id, "Typed")]
            async with house_on(database) as house:
                await house.rooms.settle_texts(room.stream)
                assert len(house.rooms) == 0  # nothing is left that a room would be opened for

    asyncio.run(story())


def test_a_snapshot_keeps_who_typed_what_no_commit_held_when_it_was_taken(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, _, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            snapshot = room.ledger.snapshot()
            await room.settle_texts()
            await house.rooms._save(room, snapshot)
            (kept,) = await documents.typed(house.pool, room.stream, epoch=1, since=0)
            assert kept.actor == ann.actor.id
        async with house_on(database) as house:
            assert not await documents.is_typed_in(house.pool, room.stream)

    asyncio.run(story())


def test_a_crash_after_a_snapshot_loses_no_author(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, _, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            await house.rooms._save(room, room.ledger.snapshot())
            ann.set(order, "name", "Purchase")
            await quiet(room)
            async with after_a_crash(database) as other:
                again = await other.rooms.open(room.stream)
                said = await other.agree(again)
                assert (said[order]["doc"], said[order]["name"]) == ("Typed", "Purchase")
                assert (await recorded(other, again)) == [(ann.actor.id, "Typed")]
                assert other.rooms.counts.alarms == 0

    asyncio.run(story())


def test_a_document_made_anew_keeps_what_was_typed(database: str) -> None:
    async def story() -> None:
        async with two(database) as (_, room, ann, bob, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            seq = room.ledger.writer.next_seq
            line = bob.create(new_id(), kind="entity", name="Line")
            await quiet(room)
            await tell(database, f"DELETE FROM document_update WHERE seq >= {seq}")  # noqa: S608 - a number
            async with after_a_crash(database) as other:
                again = await other.rooms.open(room.stream)
                said = await other.agree(again)
                assert (said[order]["doc"], said[line]["name"]) == ("Typed", "Line")
                assert (ann.actor.id, "Typed") in await recorded(other, again)
                assert (again.ledger.writer.epoch, other.rooms.counts.alarms) == (2, 1)

    asyncio.run(story())


def test_runs_go_on_where_they_were_when_the_database_comes_back(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, bob, order):
            for number, character in enumerate("abcdef"):
                person = ann if number % 3 else bob
                person.text(order).insert(number, character)
                if number in {2, 3}:
                    await tell(
                        database,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
                    )
                await quiet(room)
            await house.agree(room)
            assert await recorded(house, room) == [
                (bob.actor.id, "a"),
                (ann.actor.id, "abc"),
                (bob.actor.id, "abcd"),
                (ann.actor.id, "abcdef"),
            ]

    asyncio.run(story())


def test_a_text_that_the_log_refuses_is_taken_out_again(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, bob, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            (draft,) = drafts(room.ledger.typing.end_all().ended, room.stream, epoch=1)
            other = await house.room()
            taken = edit(*entity(new_id(), "Else"), commit_id=draft.commit_id)
            saved(await house.rooms.edit(other.stream, taken))
            said = await house.agree(room)
            assert "doc" not in said[order]
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())
