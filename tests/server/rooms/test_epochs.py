"""A new epoch: smaller, begun where nobody is, and nothing that was saved or said is lost (D9)."""

import asyncio
from typing import Final

import psycopg
import pytest
from pycrdt import Doc, Map

from domain.model.operations import Change, Registers, assertion, retraction
from server.log.errors import StreamHeld
from server.log.outcome import Fenced
from server.rooms import registry
from server.rooms.epoch import SMALLEST_GROWN, is_grown
from server.rooms.opening import begin_anew
from server.rooms.protocol import Close, sync_request, update_frame
from server.rooms.room import Room
from server.rooms.varint import varint
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

DAY: Final = 24 * 3600 * 1_000_000


async def next_epoch(house: House, room: Room) -> Room:
    """Let everybody go, begin the next epoch, and return its room."""
    await quiet(room)
    await begin_anew(house.rooms._house, room.ledger)
    house.rooms._bury(room, "a new epoch begins")
    again = await house.rooms.open(room.stream)
    await again.fire()
    return again


async def agree(house: House, room: Room) -> Registers:
    """Assert that document, registers and log say the same but for what is left out; return it."""
    await quiet(room)
    await room.settle_texts()
    state = room.ledger.state
    whole = dict(state.live.registers)
    assert whole == await house.folded(room.stream) == await house.read(room)
    held = {element: said for element, said in whole.items() if element not in state.left_out}
    assert state.document.registers() == held
    return held


async def write(house: House, room: Room, *changes: Change) -> None:
    saved(await house.rooms.edit(room.stream, edit(*changes)))


def stale(client: Client) -> bool:
    return client.closed is not None and client.closed[0] == Close.STALE_EPOCH


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


async def with_hidden(house: House, database: str) -> tuple[Room, dict[str, str]]:
    """Return a room in which `gone`, and what is below it, has been hidden for 40 days."""
    room = await house.room()
    named = {name: new_id() for name in ("kept", "gone", "below", "deeper", "moved", "late")}
    await write(
        house,
        room,
        *entity(named["kept"], "Kept"),
        *entity(named["gone"], "Gone"),
        *entity(named["late"], "Late"),
        *field(named["below"], "below", named["gone"]),
        *field(named["moved"], "moved", named["kept"]),
    )
    await write(house, room, assertion(named["below"], "doc", "Words below."))
    await write(house, room, assertion(named["gone"], "removed", value=True))
    await step_clock(database, 40 * DAY)
    await write(house, room, assertion(named["late"], "removed", value=True))
    return room, named


def field(element: str, name: str, parent: str) -> tuple[Change, ...]:
    return (
        assertion(element, "kind", "field"),
        assertion(element, "name", name),
        assertion(element, "parent", parent),
    )


def test_D9_what_is_hidden_for_long_is_left_out_and_listed(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, named = await with_hidden(house, database)
            stream = room.stream
            room = await next_epoch(house, room)
            assert room.ledger.state.left_out == {named["gone"], named["below"]}
            said = await agree(house, room)
            assert {named["kept"], named["late"], named["moved"]} <= said.keys()
            ann = Client(room).connect()
            await quiet(room)
            ann.set(named["kept"], "name", "Kept on")
            said = await agree(house, room)
            await room._inspection.look(lambda: False)
            assert ann.registers() == said
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            assert await agree(house, room) == said
            assert room.ledger.state.left_out == {named["gone"], named["below"]}
            assert house.rooms.counts.alarms == 0

    asyncio.run(story())


def test_D9_what_was_removed_late_though_for_an_early_time_stays(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await house.room()
            order = new_id()
            await write(house, room, *entity(order, "Order"))
            await step_clock(database, 40 * DAY)
            await write(house, room, assertion(order, "removed", value=True))
            assert not (await next_epoch(house, room)).ledger.state.left_out

    asyncio.run(story())


@pytest.mark.parametrize("restart", [False, True])
def test_D9_what_is_restored_comes_back_whole_with_all_below_it(
    database: str,
    *,
    restart: bool,
) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, named = await with_hidden(house, database)
            room = await next_epoch(house, room)
            ann = Client(room).connect()
            await write(house, room, retraction(named["gone"], "removed"))
            said = await agree(house, room)
            assert not room.ledger.state.left_out
            assert said[named["gone"]] == {"kind": "entity", "name": "Gone", "order": "a1"}
            assert said[named["below"]]["doc"] == "Words below."
            assert ann.registers() == said
            stream = room.stream
        if restart:
            async with house_on(database) as house:
                room = await house.rooms.open(stream)
                assert await agree(house, room) == said
                assert not room.ledger.state.left_out
                assert house.rooms.counts.alarms == 0

    asyncio.run(story())


def test_D9_what_is_written_while_hidden_comes_back_whole_and_hidden(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, named = await with_hidden(house, database)
            room = await next_epoch(house, room)
            ann = Client(room).connect()
            await write(house, room, assertion(named["below"], "name", "renamed"))
            said = await agree(house, room)
            assert room.ledger.state.left_out == {named["gone"]}
            assert said[named["below"]] == {
                "kind": "field",
                "name": "renamed",
                "parent": named["gone"],
                "order": said[named["below"]]["order"],
                "doc": "Words below.",
            }
            assert ann.registers() == said

    asyncio.run(story())


def test_D9_a_client_that_writes_what_was_left_out_brings_it_back_whole(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, named = await with_hidden(house, database)
            room = await next_epoch(house, room)
            ann, bob = Client(room).connect(), Client(room).connect()
            await quiet(room)
            ann.create(named["gone"], name="Gone and renamed")
            said = await agree(house, room)
            assert not room.ledger.state.left_out
            assert said[named["gone"]] == {
                "kind": "entity",
                "name": "Gone and renamed",
                "order": said[named["gone"]]["order"],
                "removed": True,
            }
            assert said[named["below"]]["doc"] == "Words below."
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())


def test_D9_what_came_back_and_was_not_recorded_is_left_out_again(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, named = await with_hidden(house, database)
            room = await next_epoch(house, room)
            state = room.ledger.state
            point, left_out = state.mark(), state.left_out
            assert state.write([retraction(named["gone"], "removed")]).updates
            assert not state.left_out
            state.back_to(point)
            assert state.left_out == left_out
            await agree(house, room)

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
