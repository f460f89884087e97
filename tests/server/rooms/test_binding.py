"""A name that waits is bound by the commit that makes what it names, whoever makes it and how."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from domain.model.operations import Mode, Registers, assertion
from domain.model.values import Json
from domain.time.intent import Intent
from server.rooms.headless import Planned
from server.rooms.room import Room
from tests.server.rooms.gesturing import Gesturer, agreed, at_work
from tests.server.rooms.housing import Client, House, edit, entity, new_id, quiet, saved

WAITING: Final[dict[str, Json]] = {"to": {"name": "Author"}, "ref": True}


class Library:
    """A room where a book waits for an author, seen by two with gestures and a stock client."""

    def __init__(self, house: House, room: Room, ann: Gesturer, bob: Gesturer) -> None:
        self.house, self.room, self.ann, self.bob = house, room, ann, bob
        self.carl = Client(room).connect()
        self.book, self.field, self.author = new_id(), new_id(), new_id()

    def write_book(self) -> None:
        self.ann.create(self.book, kind="entity", name="Book")
        self.ann.create(self.field, kind="field", name="author", parent=self.book, type=WAITING)

    async def said(self) -> Registers:
        return await agreed(self.house, self.room, self.ann, self.bob, self.carl)

    async def type(self) -> Json:
        return (await self.said())[self.field]["type"]

    async def touched(self) -> list[tuple[str, str]]:
        """Return what the last commit touched."""
        last = (await self.house.log(self.room.stream))[-1].commit
        return [(operation.element, operation.attribute) for operation in last.operations]


@asynccontextmanager
async def library(database: str) -> AsyncIterator[Library]:
    async with at_work(database) as (house, room, ann, bob):
        there = Library(house, room, ann, bob)
        await quiet(room)
        ann.do(there.write_book)
        assert await there.type() == WAITING
        yield there


def test_the_gesture_that_names_an_element_binds_what_waits_for_it(database: str) -> None:
    async def story() -> None:
        async with library(database) as there:
            there.bob.do(lambda: there.bob.create(there.author, kind="entity", name="Entity"))
            assert await there.type() == WAITING
            before = there.room.ledger.writer.head.tx
            named = there.bob.do(lambda: there.bob.set(there.author, "name", "Author"))
            assert await there.type() == {"to": there.author, "ref": True}
            assert there.bob.saved(named) == there.room.ledger.writer.head.tx == before + 1
            assert await there.touched() == [(there.author, "name"), (there.field, "type")]
            assert there.house.rooms.counts.corrected == 0

    asyncio.run(story())


def test_a_gesture_that_writes_a_name_of_something_that_is_there_is_bound(database: str) -> None:
    async def story() -> None:
        async with library(database) as there:
            there.ann.do(lambda: there.ann.create(there.author, kind="entity", name="Author"))
            editor = new_id()
            written = there.bob.do(
                lambda: there.bob.create(
                    editor, kind="field", name="editor", parent=there.book, type=WAITING
                )
            )
            said = await there.said()
            assert said[editor]["type"] == {"to": there.author, "ref": True}
            assert there.bob.saved(written)

    asyncio.run(story())


def test_a_gesture_that_is_refused_binds_nothing(database: str) -> None:
    async def story() -> None:
        async with library(database) as there:

            def wrong() -> None:
                there.bob.create(there.author, kind="entity", name="Author")
                there.bob.create(new_id(), kind="nonsense", name="x")

            refused = there.bob.do(wrong)
            assert await there.type() == WAITING
            assert there.bob.refused(refused).code == "unknown-kind"

    asyncio.run(story())


def test_a_stock_client_binds_what_waits(database: str) -> None:
    async def story() -> None:
        async with library(database) as there:
            there.carl.create(there.author, kind="entity", name="Author")
            assert await there.type() == {"to": there.author, "ref": True}
            last = (await there.house.log(there.room.stream))[-1].commit
            assert last.actor == there.carl.actor.id

    asyncio.run(story())


def test_what_of_a_stock_client_is_put_right_binds_nothing(database: str) -> None:
    async def story() -> None:
        async with library(database) as there:
            there.carl.create(there.author, kind="field", name="Author")  # stands nowhere
            assert await there.type() == WAITING

    asyncio.run(story())


def test_two_that_come_offline_and_from_elsewhere_agree(database: str) -> None:
    async def story() -> None:
        async with library(database) as there:
            there.carl.disconnect()
            there.carl.create(there.author, kind="entity", name="Author")
            other = new_id()
            there.ann.do(lambda: there.ann.create(other, kind="entity", name="Author"))
            await quiet(there.room)
            there.carl.connect()
            assert await there.type() == {"to": other, "ref": True}  # bound before, so it stays

    asyncio.run(story())


def test_a_headless_edit_such_as_an_import_binds_in_its_commit(database: str) -> None:
    async def story() -> None:
        async with library(database) as there:
            wanted = edit(*entity(there.author, "Author"))
            first = saved(await there.room.edit(wanted))
            assert await there.type() == {"to": there.author, "ref": True}
            assert (there.field, "type") in await there.touched()
            again = saved(await there.room.edit(wanted))
            assert (again.tx, again.first) == (first.tx, False)

    asyncio.run(story())


def test_an_import_may_name_what_it_brings_itself(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            book, field, author = new_id(), new_id(), new_id()
            changes = (
                *entity(book, "Book"),
                assertion(field, "kind", "field"),
                assertion(field, "name", "author"),
                assertion(field, "parent", book),
                assertion(field, "type", WAITING),
                *entity(author, "Author"),
            )
            previewed = await room.edit(edit(*changes, preview=True))
            assert isinstance(previewed, Planned)
            assert [each.value for each in previewed.operations if each.attribute == "type"] == [
                {"to": author, "ref": True}
            ]
            saved(await room.edit(edit(*changes)))
            said = await agreed(house, room, ann, bob)
            assert said[field]["type"] == {"to": author, "ref": True}

    asyncio.run(story())


def test_whoever_undoes_leaves_it_bound_and_doing_it_again_is_whole(database: str) -> None:
    async def story() -> None:
        async with library(database) as there:
            bob, author = there.bob, there.author
            bound: Json = {"to": author, "ref": True}
            bob.do(lambda: bob.create(author, kind="entity", name="Author"))
            await quiet(there.room)
            bob.do(lambda: bob.set(author, "name", "Entity"))
            assert await there.type() == bound
            bob.do(lambda: bob.set(author, "removed", value=True))
            assert await there.type() == bound
            bob.do(lambda: bob.held(author).pop("removed"))
            bob.do(lambda: bob.set(author, "name", "Author"))
            assert await there.type() == bound

    asyncio.run(story())


def test_a_commit_that_is_rescinded_takes_its_binding_with_it(database: str) -> None:
    async def story() -> None:
        async with library(database) as there:
            made = there.bob.do(
                lambda: there.bob.create(there.author, kind="entity", name="Author")
            )
            assert await there.type() == {"to": there.author, "ref": True}
            tx = there.bob.saved(made)
            saved(await there.room.edit(edit(intent=Intent(Mode.RESCIND), rescinds=tx)))
            assert await there.type() == WAITING

    asyncio.run(story())
