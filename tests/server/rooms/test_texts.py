"""Long texts in rooms: durable at every keystroke, one commit when typing rests, lost never."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
from pycrdt import Map, Text

from domain.ids import StreamId
from domain.model.operations import Commit, Mode, assertion
from domain.time.intent import Intent
from server.log import documents
from server.log.lease import release_all_of_dead_owner
from server.rooms.room import Room
from server.rooms.typing import Windows
from tests.server.rooms.gesturing import Gesturer
from tests.server.rooms.housing import (
    Client,
    House,
    edit,
    entity,
    house_on,
    new_id,
    quiet,
    saved,
    step_clock,
)

HOUR: Final = 3_600_000_000
PATIENT: Final = Windows(rest=600.0, longest=600.0)
"""Nothing is recorded because it rests, so a test says when."""


@asynccontextmanager
async def two(
    database: str,
    windows: Windows = PATIENT,
) -> AsyncIterator[tuple[House, Room, Client, Client, str]]:
    """Give a room with two people and an element whose text both can type in."""
    async with house_on(database, windows=windows) as house:
        room = await house.room()
        ann, bob = Client(room).connect(), Client(room).connect()
        await quiet(room)
        order = ann.create(new_id(), kind="entity", name="Order")
        await quiet(room)
        yield house, room, ann, bob, order


@asynccontextmanager
async def after_a_crash(database: str) -> AsyncIterator[House]:
    """Start another process on the database; the one before was killed with -9."""
    async with house_on(database, owner="two", windows=PATIENT) as house:
        await release_all_of_dead_owner(house.pool)
        yield house


async def commits(house: House, stream: StreamId) -> list[Commit]:
    return [logged.commit for logged in await house.log(stream)][2:]


async def recorded(house: House, room: Room) -> list[tuple[str, object]]:
    """Return who recorded which text, in order."""
    return [
        (commit.actor, operation.value)
        for commit in await commits(house, room.stream)
        for operation in commit.operations
        if operation.attribute == "doc"
    ]


def test_typing_is_seen_and_stored_at_once_and_recorded_when_it_rests(database: str) -> None:
    async def story() -> None:
        async with two(database, Windows(rest=0.05, longest=60.0)) as (
            house,
            room,
            ann,
            bob,
            order,
        ):
            done = asyncio.Event()
            for character in "Kept.":
                ann.text(order).insert(len(str(ann.text(order))), character)
                await quiet(room)
                assert str(bob.text(order)) == str(ann.text(order))
            assert await recorded(house, room) == []
            first, last = room.ledger.writer.next_seq - 5, room.ledger.writer.next_seq - 1
            typed = await documents.typed(house.pool, room.stream, epoch=1, since=0)
            assert [(each.seq, each.actor, each.elements) for each in typed] == [
                (seq, ann.actor.id, (order,)) for seq in range(first, last + 1)
            ]
            house.committer.on_appended.append(lambda _: done.set())
            await done.wait()
            (commit,) = await commits(house, room.stream)
            assert commit.cause == {"updates": [first, last]}
            assert await recorded(house, room) == [(ann.actor.id, "Kept.")]
            assert room.ledger.typing.runs == {}
            await house.agree(room)

    asyncio.run(story())


def test_another_author_ends_a_run_and_both_are_told_apart(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, bob, order):
            ann.text(order).insert(0, "Ann")
            await quiet(room)
            bob.text(order).insert(3, " and Bob")
            await quiet(room)
            assert await recorded(house, room) == [(ann.actor.id, "Ann")]
            ann.text(order).insert(11, ".")
            said = await house.agree(room)
            assert await recorded(house, room) == [
                (ann.actor.id, "Ann"),
                (bob.actor.id, "Ann and Bob"),
                (ann.actor.id, "Ann and Bob."),
            ]
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())


def test_what_ends_as_it_began_is_no_commit(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, _, order):
            ann.text(order).insert(0, "x")
            del ann.text(order)[0:1]
            await house.agree(room)
            assert await commits(house, room.stream) == []

    asyncio.run(story())


def test_an_emptied_text_is_retracted_by_whoever_emptied_it(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, bob, order):
            ann.text(order).insert(0, "Gone")
            await quiet(room)
            del bob.text(order)[0:4]
            said = await house.agree(room)
            assert "doc" not in said[order]
            assert await recorded(house, room) == [(ann.actor.id, "Gone"), (bob.actor.id, None)]

    asyncio.run(story())


def test_a_text_of_a_creation_is_recorded_with_it(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, _, _, _):
            carl = Gesturer(room)
            carl.connect()
            await quiet(room)
            line = new_id()
            edit_id = carl.do(
                lambda: carl.elements.update(
                    {line: Map({"kind": "entity", "name": "Line", "doc": Text("One line.")})},
                ),
                label="Add Line",
            )
            await quiet(room)
            assert carl.saved(edit_id) is not None
            assert await recorded(house, room) == [(carl.actor.id, "One line.")]
            assert room.ledger.typing.runs == {}

    asyncio.run(story())


def test_a_gesture_that_also_types_is_recorded_in_two_parts(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, _, _, order):
            carl = Gesturer(room)
            carl.connect()
            await quiet(room)

            def act() -> None:
                carl.set(order, "name", "Purchase")
                carl.text(order).insert(0, "Bought.")

            edit_id = carl.do(act, label="Rewrite")
            only = carl.do(lambda: carl.text(order).insert(7, "!"), label="Type")
            await quiet(room)
            assert carl.saved(edit_id) == 3
            assert carl.saved(only) is None
            await house.agree(room)
            name, text = await commits(house, room.stream)
            assert [one.attribute for one in name.operations] == ["name"]
            assert [one.value for one in text.operations] == ["Bought.!"]
            assert text.cause is not None
            assert text.cause["label"] == "Type"

    asyncio.run(story())


def test_an_element_that_becomes_another_kind_is_still_typed_in(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, bob, order):
            ann.text(order).insert(0, "Ann")
            await quiet(room)
            with bob.doc.transaction():
                bob.set(order, "kind", "value")
                bob.text(order).insert(3, " and Bob")
            said = await house.agree(room)
            assert (said[order]["kind"], said[order]["doc"]) == ("value", "Ann and Bob")
            assert await recorded(house, room) == [
                (ann.actor.id, "Ann"),
                (bob.actor.id, "Ann and Bob"),
            ]

    asyncio.run(story())


def test_what_is_typed_outlives_the_removal_of_its_element(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, bob, order):
            ann.text(order).insert(0, "Ann")
            await quiet(room)
            del bob.elements[order]
            await quiet(room)
            ann.text(order).insert(3, "!")
            await quiet(room)
            del bob.held(order)["removed"]
            said = await house.agree(room)
            assert said[order] == {"kind": "entity", "name": "Order", "doc": "Ann!"}
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())


def test_a_headless_edit_records_the_text_it_changes_first(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, bob, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            wanted = edit(assertion(order, "doc", "Typed, then written."))
            saved(await house.rooms.edit(room.stream, wanted))
            said = await house.agree(room)
            assert await recorded(house, room) == [
                (ann.actor.id, "Typed"),
                ("ann", "Typed, then written."),
            ]
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())


def test_a_headless_edit_of_something_else_leaves_a_run_alone(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, _, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            saved(await house.rooms.edit(room.stream, edit(*entity(new_id(), "Line"))))
            assert await recorded(house, room) == []
            assert set(room.ledger.typing.runs) == {order}

    asyncio.run(story())


def test_whoever_reads_has_the_text_recorded_first(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, _, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            await house.rooms.settle_texts(room.stream)
            assert (await house.read(room))[order]["doc"] == "Typed"
            head = room.ledger.writer.head.tx
            await house.rooms.settle_texts(room.stream)
            assert room.ledger.writer.head.tx == head

    asyncio.run(story())


def test_a_room_that_closes_records_what_is_typed(database: str) -> None:
    async def story() -> None:
        async with two(database) as (_, room, ann, _, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
        async with house_on(database) as house:
            again = await house.rooms.open(room.stream)
            assert (await house.agree(again))[order]["doc"] == "Typed"
            assert house.rooms.counts.alarms == 0

    asyncio.run(story())


def test_what_the_schedule_says_is_beneath_what_is_being_typed(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, _, order):
            start = room.ledger.writer.head.recorded_at + HOUR
            plan = edit(assertion(order, "doc", "Planned"), intent=Intent(Mode.SCHEDULE, start))
            saved(await house.rooms.edit(room.stream, plan))
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            await step_clock(database, 2 * HOUR)
            await house.schedule.fire_due()
            assert str(ann.text(order)) == "Typed"
            said = await house.agree(room)
            assert said[order]["doc"] == "Typed"
            modes = [commit.mode for commit in await commits(house, room.stream)]
            assert modes == [Mode.SCHEDULE, Mode.BOUNDARY, Mode.EDIT]

    asyncio.run(story())


def test_what_no_text_may_hold_goes_back_to_what_was_typed(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, bob, order):
            ann.text(order).insert(0, "Typed")
            await quiet(room)
            ann.text(order).insert(5, "\0")
            said = await house.agree(room)
            assert said[order]["doc"] == "Typed"
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())


def test_what_a_refused_gesture_typed_is_in_no_run(database: str) -> None:
    async def story() -> None:
        async with two(database) as (house, room, ann, _, order):
            carl = Gesturer(room)
            carl.connect()
            await quiet(room)
            carl.do(lambda: carl.text(order).insert(0, "A"))
            await quiet(room)

            def wrong() -> None:
                carl.text(order).insert(1, "B")
                carl.set(order, "name", 5)

            edit_id = carl.do(wrong)
            carl.do(lambda: carl.text(order).insert(1, "C"))
            said = await house.agree(room)
            assert carl.refused(edit_id).code == "wrong-value"
            assert await recorded(house, room) == [(carl.actor.id, "AC")]
            assert ann.registers() == carl.registers() == said

    asyncio.run(story())


@pytest.mark.parametrize("seed", range(3))
def test_P1_whatever_people_type_is_recorded_as_theirs(database: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret

    async def story() -> None:
        async with two(database) as (house, room, ann, bob, order):
            line = bob.create(new_id(), kind="entity", name="Line")
            await quiet(room)
            for _ in range(60):
                person, element = chance.choice([ann, bob]), chance.choice([order, line])
                act = chance.random()
                text = person.text(element)
                length = len(str(text))
                if act < 0.6:
                    text.insert(chance.randint(0, length), chance.choice("abc"))
                elif act < 0.7 and length:
                    del text[0:1]
                elif act < 0.8:
                    person.set(element, "name", chance.choice(["One", "Two"]))
                elif act < 0.9:
                    await house.rooms.settle_texts(room.stream)
                else:
                    wanted = edit(assertion(element, "doc", chance.choice(["", "New"])))
                    saved(await house.rooms.edit(room.stream, wanted))
                await quiet(room)
            async with after_a_crash(database) as other:
                again = await other.rooms.open(room.stream)
                said = await other.agree(again)
                assert ann.registers() == bob.registers() == said
                assert other.rooms.counts.alarms == 0

    asyncio.run(story())
