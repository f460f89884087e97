"""How a room comes to be: who joins reads at once, who edits waits, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psycopg
import pytest
from pycrdt import Map

from domain.model.metamodel import MODEL
from domain.model.operations import assertion
from server.log.errors import StreamHeld
from server.log.founding import NewModel
from server.rooms.parts import LARGEST_PART
from server.rooms.protocol import Close
from server.rooms.room import Room
from tests.server.rooms.housing import (
    Client,
    House,
    edit,
    entity,
    house_on,
    new_id,
    quiet,
    saved,
)


async def rows(database: str, query: str) -> list[tuple[object, ...]]:
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        cursor = await connection.execute(query.encode())
        return [] if cursor.description is None else await cursor.fetchall()


@asynccontextmanager
async def registers_withheld(database: str) -> AsyncIterator[None]:
    """Let nobody read the registers of a stream, so that no room gets beyond its document."""
    async with await psycopg.AsyncConnection.connect(database) as connection:
        await connection.execute("LOCK TABLE read.fact IN ACCESS EXCLUSIVE MODE")
        yield


async def filled(house: House) -> Room:
    room = await house.room()
    ann = Client(room).connect()
    for number in range(40):
        ann.create(new_id(), kind="entity", name=f"Entity{number}")
    await quiet(room)
    ann.disconnect()
    return room


@dataclass(eq=False)
class Reader(Client):
    """Somebody who can wait for the next frame."""

    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self, *frames: bytes) -> None:
        super().send(*frames)
        self.heard.set()


def test_D10_who_joins_reads_before_the_registers_are_there(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await filled(house)
            said, stream = await house.agree(room), room.stream
        async with house_on(database) as house:
            async with registers_withheld(database):
                room = await house.rooms.open(stream)
                ann, bob = Reader(room), Reader(room)
                for each in (ann, bob):
                    each.connect()
                    await each.heard.wait()
                assert ann.registers() == bob.registers() == said
                late = Client(room).connect()
                assert late.registers() == said
            assert await house.agree(room) == said

    asyncio.run(story())


def test_D10_edits_wait_until_the_room_is_furnished(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await filled(house)
            stream = room.stream
        async with house_on(database) as house:
            async with registers_withheld(database):
                room = await house.rooms.open(stream)
                ann, bob = Reader(room), Reader(room)
                for each in (ann, bob):
                    each.connect()
                    await each.heard.wait()
                order = ann.create(new_id(), kind="entity", name="Early")
                asked = asyncio.create_task(
                    house.rooms.edit(stream, edit(*entity(new_id(), "Too")))
                )
                tx = room.ledger.writer.head.tx
                await rows(database, "SELECT 1")
                assert room.ledger.writer.head.tx == tx
                assert order not in bob.registers()
            saved(await asked)
            said = await house.agree(room)
            assert ann.registers() == bob.registers() == said
            assert said[order]["name"] == "Early"

    asyncio.run(story())


def test_D10_somebody_with_a_document_gets_the_difference_and_is_asked_for_theirs(
    database: str,
) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await filled(house)
            stream = room.stream
            ann, bob = Reader(room), Client(room).connect()
            ann.connect()
            await quiet(room)
            ann.disconnect()
            mine = ann.create(new_id(), kind="entity", name="Offline")
            theirs = bob.create(new_id(), kind="entity", name="Meanwhile")
            await quiet(room)
        async with house_on(database) as house:
            async with registers_withheld(database):
                ann.room = room = await house.rooms.open(stream)
                before = len(ann.frames)
                ann.heard.clear()
                ann.connect()
                await ann.heard.wait()
                assert len(ann.frames[before]) < 400
                assert theirs in ann.registers()
            said = await house.agree(room)
            assert {mine, theirs} <= said.keys()
            assert ann.registers() == said

    asyncio.run(story())


def test_D10_the_first_sync_of_a_new_model_is_not_empty(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await house.rooms.open(await house.stream())
            ann = Reader(room)
            ann.connect()
            await ann.heard.wait()
            said = await house.agree(room)
            (model,) = said
            assert ann.registers() == said
            meta = ann.doc.get("meta", type=Map).to_py()
            assert meta == {"model": model, "branch": "main", "epoch": 1}

    asyncio.run(story())


def test_a_model_is_made_by_one_append(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            stream = await house.stream()
            ((model, slug),) = await rows(database, "SELECT model_id::text, slug FROM model")
            assert isinstance(model, str)
            making = edit(
                assertion(model, "kind", MODEL),
                assertion(model, "name", "Shop"),
                commit_id=model,
            )
            made = saved(await house.rooms.edit(stream, making))
            assert (made.tx, made.first) == (1, True)
            again = saved(await house.rooms.edit(stream, making))
            assert (again.tx, again.first) == (1, False)
            room = await house.rooms.open(stream)
            said = await house.agree(room)
            assert said == {model: {"kind": MODEL, "name": "Shop"}}
            assert await rows(database, "SELECT seq, tx FROM document_update") == [(1, 1)]
            assert slug

    asyncio.run(story())


def test_who_joins_a_model_before_it_is_made_does_not_hinder_it(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            stream = await house.stream()
            ((model,),) = await rows(database, "SELECT model_id::text FROM model")
            assert isinstance(model, str)
            room = await house.rooms.open(stream)
            ann = Client(room).connect()
            making = edit(
                assertion(model, "kind", MODEL),
                assertion(model, "name", "Shop"),
                commit_id=model,
            )
            assert saved(await house.rooms.edit(stream, making)).first
            said = await house.agree(room)
            assert said[model]["name"] == "Shop"
            assert ann.registers() == said

    asyncio.run(story())


def test_nobody_reads_stored_bytes_without_the_lease(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house, house_on(database, owner="two") as other:
            room = await filled(house)
            with pytest.raises(StreamHeld):
                await other.rooms.open(room.stream)

    asyncio.run(story())


def test_a_room_that_cannot_be_loaded_says_so_and_another_is_tried(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await filled(house)
            said, stream = await house.agree(room), room.stream
        async with house_on(database) as house:
            await rows(database, "ALTER TABLE read.fact RENAME TO gone")
            room = await house.rooms.open(stream)
            ann = Client(room).connect()
            with pytest.raises(psycopg.errors.UndefinedTable):
                await house.rooms.edit(stream, edit(*entity(new_id(), "Order")))
            assert ann.closed is not None
            assert ann.closed[0] == Close.RESTARTING
            await rows(database, "ALTER TABLE read.gone RENAME TO fact")
            room = await house.rooms.open(stream)
            assert await house.agree(room) == said

    asyncio.run(story())


def test_D10_a_room_that_is_closed_while_it_loads_keeps_no_snapshot(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await filled(house)
            said, stream = await house.agree(room), room.stream
        kept = await rows(database, "SELECT seq, tx, parts FROM document_snapshot")
        async with house_on(database, patience=0) as house:
            async with registers_withheld(database):
                room = await house.rooms.open(stream)
                ann = Reader(room)
                ann.connect()
                await ann.heard.wait()
                house.rooms._bury(room, "closed while it loads")
                await room.ended()
            again = await house.rooms.open(stream)
            assert await rows(database, "SELECT seq, tx, parts FROM document_snapshot") == kept
            assert await house.agree(again) == said
            assert ann.closed is not None
            assert ann.closed[0] == Close.RESTARTING

    asyncio.run(story())


def test_D10_snapshots_replace_the_updates_they_hold(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await filled(house)
            said, stream = await house.agree(room), room.stream
            house.rooms._bury(room, "closed when it is done")
            again = await house.rooms.open(stream)
            assert await rows(database, "SELECT count(*) FROM document_update") == [(0,)]
            ((parts,),) = await rows(database, "SELECT parts FROM document_snapshot")
            assert isinstance(parts, list)
            assert all(len(part) <= LARGEST_PART for part in parts)
            assert await house.agree(again) == said
            ann = Client(again).connect()
            await quiet(again)
            ann.set(next(iter(said.keys() - {again.ledger.state.document.model})), "name", "Later")
            await quiet(again)
            assert await rows(database, "SELECT count(*) FROM document_update") == [(1,)]

    asyncio.run(story())


def test_who_makes_a_model_is_answered_so_however_soon_its_room_closes(database: str) -> None:
    async def story() -> None:
        async with house_on(database, idle=0.0) as house:
            models = [NewModel(f"shop-{n}", new_id(), new_id(), "ann") for n in range(40)]
            answers = await asyncio.gather(
                *(
                    house.rooms.found(
                        model,
                        edit(
                            assertion(model.model_id, "kind", "model"),
                            assertion(model.model_id, "name", model.slug),
                            commit_id=model.model_id,
                        ),
                    )
                    for model in models
                ),
            )
            assert [saved(answer).first for answer in answers] == [True] * len(models)

    asyncio.run(story())
