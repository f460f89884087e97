"""A new epoch: smaller, begun where nobody is, and nothing that was saved or said is lost (D9)."""

import asyncio

import psycopg
import pytest
from pycrdt import Doc, Map

from domain.model.operations import assertion
from server.log.errors import StreamHeld
from server.log.outcome import Fenced
from server.rooms import registry
from server.rooms.epoch import SMALLEST_GROWN, is_grown
from server.rooms.opening import begin_anew
from server.rooms.protocol import sync_request, update_frame
from server.rooms.room import Room
from server.rooms.varint import varint
from tests.server.rooms.epochs import agree, next_epoch, stale, write
from tests.server.rooms.housing import (
    Client,
    entity,
    house_on,
    new_id,
    quiet,
)


@pytest.mark.parametrize("run", range(20))
def test_D9_a_stale_client_loses_nothing_and_takes_nothing(database: str, run: int) -> None:
    low, high = (5 + run, 4_000_000_000 + run)

    async def story() -> None:
        async with house_on(database) as house:
            room = await house.room()
            ann, bob = (
                identified(room, (low, high)[run % 2]),
                identified(room, (high, low)[run % 2]),
            )
            order = ann.create(new_id(), kind="entity", name="Order")
            line = bob.create(new_id(), kind="entity", name="Line")
            await quiet(room)
            ann.disconnect()
            ann.set(order, "name", "Order, offline")
            mine = ann.create(new_id(), kind="field", name="mine", parent=order)
            bob.set(line, "name", "Line, saved")
            theirs = bob.create(new_id(), kind="field", name="theirs", parent=order)
            for _ in range(run):
                bob.set(line, "name", f"Line, saved {_}")
            said = await agree(house, room)
            room = await next_epoch(house, room)
            assert room.ledger.writer.epoch == room.ledger.state.document.epoch == 2
            for client in (ann, bob):
                client.room = room
                client.connect()
                assert stale(client)
            assert await agree(house, room) == said
            fresh = Client(room).connect()
            await quiet(room)
            assert fresh.registers() == said
            fresh.set(order, "name", ann.held(order)["name"])
            fresh.create(mine, **{str(key): value for key, value in ann.held(mine).items()})
            after = await agree(house, room)
            assert after[order]["name"] == "Order, offline"
            assert after[mine] == {"kind": "field", "name": "mine", "parent": order}
            assert after[theirs] == said[theirs]
            assert after[line] == said[line]
            assert fresh.registers() == after

    asyncio.run(story())


def identified(room: Room, client_id: int) -> Client:
    client = Client(room)
    client.doc = Doc(client_id=client_id)
    client.elements = client.doc.get("elements", type=Map)
    client.doc.get("meta", type=Map)
    client.doc.observe(client._on_update)
    return client.connect()


def test_D9_nothing_of_a_stale_session_is_read(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await next_epoch(house, await house.room())
            room = await next_epoch(house, room)
            said = await agree(house, room)
            for client_id in (1, 2):
                mallory = Client(room)
                mallory.online = True
                room.join(mallory)
                doc: Doc[Map[object]] = Doc(client_id=7)
                doc.get("elements", type=Map)[new_id()] = Map({"kind": "entity", "name": "No"})
                room.receive(mallory, sync_request(b"\1" + varint(client_id) + varint(1)))
                room.receive(mallory, update_frame(doc.get_update()))
                assert stale(mallory)
            own = Client(room)
            room.join(own)
            room.receive(own, sync_request(b"\2" + varint(3) + varint(1) + varint(9) + varint(1)))
            assert own.closed is None
            assert await agree(house, room) == said

    asyncio.run(story())


def test_D9_a_stale_client_is_told_while_the_room_is_loading(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await house.room()
            ann = Client(room).connect()
            await quiet(room)
            stream = (await next_epoch(house, room)).stream
        async with house_on(database) as house:
            ann.room = room = await house.rooms.open(stream)
            ann.connect()
            assert stale(ann)

    asyncio.run(story())


def test_D9_a_grown_document_begins_an_epoch_when_everybody_is_gone(
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[int] = []

    async def grown(size: int, _: object) -> bool:
        looked.append(size)
        return True

    monkeypatch.setattr(registry, "is_grown", grown)

    async def story() -> None:
        async with house_on(database, idle=0.05) as house:
            room = await house.room()
            ann = Client(room).connect()
            order = ann.create(new_id(), kind="entity", name="Order")
            for number in range(200):
                ann.set(order, "name", f"Name {number}")
                await quiet(room)
            ann.text(order).insert(0, "Kept.")
            said = await agree(house, room)
            assert not looked
            ann.disconnect()
            await room.ended()
            again = await house.rooms.open(room.stream)
            assert await agree(house, again) == said
            assert (again.ledger.writer.epoch, house.rooms.counts.alarms) == (2, 0)
            assert again.ledger.parts.size < looked[0] / 2

    asyncio.run(story())


def test_D9_a_restart_begins_no_epoch(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def grown(_size: int, _live: object) -> bool:
        return True

    monkeypatch.setattr(registry, "is_grown", grown)

    async def story() -> None:
        async with house_on(database) as house:
            room = await house.room()
            ann = Client(room).connect()
            order = ann.create(new_id(), kind="entity", name="Order")
            said, stream = await agree(house, room), room.stream
        async with house_on(database) as house:
            ann.room = room = await house.rooms.open(stream)
            ann.connect()
            assert await agree(house, room) == said
            assert room.ledger.writer.epoch == 1
            assert ann.registers()[order]["name"] == "Order"

    asyncio.run(story())


def test_D9_a_room_that_broke_begins_no_epoch(
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def grown(_size: int, _live: object) -> bool:
        return True

    monkeypatch.setattr(registry, "is_grown", grown)

    async def story() -> None:
        async with house_on(database) as house:
            room = await house.room()
            ann = Client(room).connect()
            order = ann.create(new_id(), kind="entity", name="Order")
            said = await agree(house, room)
            room.lose(Fenced("", ""))
            await room.ended()
            ann.room = again = await house.rooms.open(room.stream)
            ann.connect()
            assert await agree(house, again) == said
            assert again.ledger.writer.epoch == 1
            assert ann.registers()[order]["name"] == "Order"

    asyncio.run(story())


def test_D9_a_document_is_grown_when_it_is_four_times_what_its_registers_need(
    database: str,
) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await house.room()
            changes = [
                change for number in range(4_000) for change in entity(new_id(), f"E{number}")
            ]
            await write(house, room, *changes)
            live = room.ledger.state.live
            needed = len(room.ledger.state.document.encode())
            assert 4 * needed > SMALLEST_GROWN
            assert not await is_grown(needed * 39 // 10, live)
            assert await is_grown(needed * 41 // 10, live)
            small = (await house.room()).ledger.state.live
            assert not await is_grown(SMALLEST_GROWN, small)
            assert await is_grown(SMALLEST_GROWN + 1, small)

    asyncio.run(story())


def test_D9_an_epoch_that_cannot_be_kept_is_not_begun(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await house.room()
            ann = Client(room).connect()
            order = ann.create(new_id(), kind="entity", name="Order")
            said, stream = await agree(house, room), room.stream
            async with await psycopg.AsyncConnection.connect(database, autocommit=True) as other:
                await other.execute("UPDATE lease SET fence = fence + 1, owner = 'two'")
                with pytest.raises(StreamHeld):
                    await begin_anew(house.rooms._house, room.ledger)
                await other.execute("UPDATE lease SET until = '-infinity', owner = ''")
            assert room.ledger.writer.epoch == 1
            await room.ended()
            ann.room = again = await house.rooms.open(stream)
            ann.connect()
            assert await agree(house, again) == said
            assert again.ledger.writer.epoch == 1
            assert ann.registers()[order]["name"] == "Order"

    asyncio.run(story())


def test_D9_a_document_that_differs_is_made_anew_under_those_who_read_it(database: str) -> None:
    async def story() -> None:
        order = new_id()
        async with house_on(database) as house:
            room = await house.room()
            stream = room.stream
            await write(house, room, *entity(order, "Order"))
        async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
            await connection.execute("CREATE TABLE former AS SELECT parts FROM document_snapshot")
            async with house_on(database) as house:
                room = await house.rooms.open(stream)
                await write(house, room, assertion(order, "name", "Purchase"))
                said = await agree(house, room)
            await connection.execute(
                "UPDATE document_snapshot SET parts = former.parts FROM former"
            )
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            ann = Client(room).connect()
            await quiet(room)
            assert ann.registers()[order]["name"] == "Order"
            assert stale(ann)
            assert await agree(house, room) == said
            assert (room.ledger.writer.epoch, house.rooms.counts.alarms) == (2, 1)

    asyncio.run(story())
