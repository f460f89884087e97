"""What goes wrong stays with whom it concerns; what was acknowledged stays."""

import asyncio
import gc
import random
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest
from pycrdt import Text

from domain.model.operations import assertion
from server.log.errors import StreamHeld
from server.rooms.inbox import INBOUND_CAP
from server.rooms.protocol import Close, update_frame
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


@asynccontextmanager
async def at_work(database: str) -> AsyncIterator[tuple[House, Room, Client, Client]]:
    async with house_on(database) as house:
        room = await house.room()
        ann, bob = Client(room).connect(), Client(room).connect()
        await quiet(room)
        yield house, room, ann, bob


async def tell(database: str, *statements: str) -> None:
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        for statement in statements:
            await connection.execute(statement.encode())


def test_mutated_updates_never_harm_the_room(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            chance = random.Random(3)  # noqa: S311 - a repeatable row
            sent: list[bytes] = []
            ann.hold = sent.append
            order = ann.create(
                new_id(), kind="entity", name="Order", position={"x": 1, "y": 2}, doc=Text("Hi.")
            )
            ann.set(order, "name", "Purchase")
            ann.text(order).insert(0, "Oh. ")
            ann.hold = None
            for update in sent:
                room.receive(ann, update_frame(update))
            for number in range(400):
                mallory = Client(room).connect()
                mutated = bytearray(chance.choice(sent))
                for _ in range(chance.randint(1, 3)):
                    mutated[chance.randrange(len(mutated))] = chance.randrange(256)
                room.receive(mallory, update_frame(bytes(mutated)))
                if number % 20 == 19:
                    said = await house.agree(room)
                    assert bob.registers() == said
                mallory.disconnect()
            again = Client(room).connect()
            bob.create(new_id(), kind="entity", name="Still here")
            said = await house.agree(room)
            assert again.registers() == bob.registers() == said
            assert house.rooms.counts.rejected

    asyncio.run(story())


def test_an_update_that_the_log_refuses_is_rejected_alone(database: str) -> None:
    async def story() -> None:
        await tell(
            database,
            "CREATE FUNCTION no_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF convert_from(NEW.body, 'UTF8') LIKE '%poison%' THEN RAISE EXCEPTION 'poison'; "
            "END IF; RETURN NEW; END $$",
            "CREATE TRIGGER no_poison BEFORE INSERT ON commit_log "
            "FOR EACH ROW EXECUTE FUNCTION no_poison()",
        )
        async with at_work(database) as (house, room, ann, bob):
            carl = Client(room).connect()
            await quiet(room)
            good, bad, late = new_id(), new_id(), new_id()
            ann.create(good, kind="entity", name="Good")
            bob.create(bad, kind="entity", name="poison")
            bob.set(bad, "name", "a gap now")
            carl.create(late, kind="entity", name="Late")
            said = await house.agree(room)
            assert (good in said, bad in said, late in said) == (True, False, True)
            assert bob.closed is not None
            assert bob.closed[0] == Close.REJECTED
            assert ann.registers() == carl.registers() == said
            answer = await house.rooms.edit(room.stream, edit(*entity(new_id(), "poison")))
            assert type(answer).__name__ == "Refused"
            assert await house.agree(room) == said

    asyncio.run(story())


def test_P4_a_database_that_goes_away_costs_nothing_but_time(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            ids = [new_id() for _ in range(30)]
            for number, element in enumerate(ids):
                ann.create(element, kind="entity", name=f"E{number}")
                if number % 10 == 5:
                    await asyncio.sleep(0)
                    await tell(
                        database,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
                    )
                if element in bob.elements:
                    bob.set(element, "name", f"F{number}")
            said = await house.agree(room)
            assert set(ids) <= set(said)
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())


def test_D11_a_room_whose_lease_passed_on_lets_everybody_go(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            await tell(
                database,
                "UPDATE lease SET owner = 'two', url = 'http://two', fence = fence + 1, "
                "until = now() + interval '1 hour'",
            )
            ann.create(new_id(), kind="entity", name="Lost to two")
            with pytest.raises(StreamHeld):
                await house.rooms.edit(room.stream, edit(*entity(new_id(), "X")))
            assert ann.closed == bob.closed == (Close.OTHER_OWNER, "http://two")
            with pytest.raises(StreamHeld):
                await house.rooms.open(room.stream)
            await tell(database, "UPDATE lease SET until = '-infinity'")
            again = await house.rooms.open(room.stream)
            assert again is not room
            ann.room = again
            ann.connect()
            said = await house.agree(again)
            assert ann.registers() == said
            assert len(said) == 2

    asyncio.run(story())


def test_D9_a_document_that_differs_from_the_log_is_made_anew(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, _):
            order = ann.create(new_id(), kind="entity", name="Order", doc=Text("Kept."))
            said = await house.agree(room)
            stream = room.stream
        await tell(database, "DELETE FROM document_snapshot")
        await tell(database, "DELETE FROM document_update WHERE seq > 1")
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            await quiet(room)
            assert house.rooms.counts.alarms == 1
            assert await house.agree(room) == said
            bob = Client(room).connect()
            ann.room = room
            ann.connect()
            await quiet(room)
            assert ann.closed is not None
            assert ann.closed[0] == Close.STALE_EPOCH
            bob.set(order, "name", "Purchase")
            said = await house.agree(room)
            assert bob.registers() == said
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            assert await house.agree(room) == said
            assert house.rooms.counts.alarms == 0

    asyncio.run(story())


def test_a_room_is_opened_once_and_closed_when_idle(database: str) -> None:
    async def story() -> None:
        async with house_on(database, idle=0.05) as house:
            stream = await house.stream()
            room, same = await asyncio.gather(house.rooms.open(stream), house.rooms.open(stream))
            assert room is same
            ann = Client(room).connect()
            order = ann.create(new_id(), kind="entity", name="Order")
            said = await house.agree(room)
            ann.disconnect()
            await room.ended()
            assert room.is_closed
            again = await house.rooms.open(stream)
            assert again is not room
            assert await house.agree(again) == said
            assert order in said

    asyncio.run(story())


def test_a_room_that_closed_is_freed_with_all_it_held(database: str) -> None:
    async def story() -> None:
        async with house_on(database, idle=0.05) as house:
            room = await house.room()
            stream, ann = room.stream, Client(room).connect()
            order = ann.create(new_id(), kind="entity", name="Order", doc=Text(""))
            await quiet(room)
            ann.text(order).insert(0, "typed")
            await quiet(room)
            ann.disconnect()
            await room.ended()
            # The former one is buried by then; a client's document holds it for ever.
            ann.room = await house.rooms.open(stream)
            held = room.ledger
            kept = [
                weakref.ref(each)
                for each in (room, held.state.document, held.state.document._live.doc, held.parts)
            ]
            del room, held
            gc.collect()
            assert [each() for each in kept] == [None] * 4

    asyncio.run(story())


def test_a_model_whose_creation_was_cut_short_is_completed_on_opening(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await house.room()
            ((model, registers),) = (await house.agree(room)).items()
            assert model == room.ledger.state.document.model
            assert registers["kind"] == "model"
            stream = await house.stream()
            named = edit(assertion(new_id(), "kind", "model"), assertion(new_id(), "name", "x"))
            assert type(await house.rooms.edit(stream, named)).__name__ == "Refused"

    asyncio.run(story())


def test_D7_reading_stops_while_too_much_waits(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, _):
            order = ann.create(new_id(), kind="entity", name="Order")
            await quiet(room)
            size = 60_000
            for number in range(INBOUND_CAP // size + 2):
                ann.text(order).insert(0, chr(97 + number % 26) * size)
                del ann.text(order)[0:size]
            assert room.waiting > INBOUND_CAP
            ready = asyncio.create_task(room.ready())
            await asyncio.sleep(0)
            assert not ready.done()
            await ready
            assert room.waiting <= INBOUND_CAP
            await house.agree(room)

    asyncio.run(story())


def test_many_registers_go_through_in_one_commit(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, _):
            changes = []
            for number in range(2_000):
                element = new_id()
                changes += [
                    *entity(element, f"E{number}"),
                    assertion(element, "order", f"a{number:05}V"),
                    assertion(element, "position", {"x": number, "y": 0}),
                ]
            before = room.ledger.writer.head.tx
            saved(await house.rooms.edit(room.stream, edit(*changes)))
            assert room.ledger.writer.head.tx == before + 1
            said = await house.agree(room)
            assert len(said) == 2_001
            assert ann.registers() == said

    asyncio.run(story())
