"""A quiet room is compared with the log; what differs does not stay."""

import asyncio
from dataclasses import replace

import pytest

from domain.model.operations import Change, assertion, retraction
from server.rooms.ledger import LeaseLost
from server.rooms.protocol import Close
from server.rooms.room import Room
from tests.server.rooms.housing import Client, House, edit, entity, house_on, new_id, saved


async def with_order(house: House) -> tuple[Room, str]:
    room, order = await house.room(), new_id()
    saved(await house.rooms.edit(room.stream, edit(*entity(order, "Order"))))
    return room, order


async def look(room: Room) -> None:
    await room._inspection.look(lambda: False)


def test_P1_a_quiet_room_that_differs_starts_anew(database: str) -> None:
    async def story() -> None:
        async with house_on(database, quiet=0.01) as house:
            room, order = await with_order(house)
            ann = Client(room).connect()
            room.ledger.state.live.write(assertion(order, "name", "Wrong"))
            await room.ended()
            assert house.rooms.counts.alarms == 1
            assert ann.closed is not None
            assert ann.closed[0] == Close.RESTARTING
            again = await house.rooms.open(room.stream)
            assert (await house.agree(again))[order]["name"] == "Order"
            assert house.rooms.counts.alarms == 1

    asyncio.run(story())


def test_a_room_is_looked_at_once_for_what_is_new(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, order = await with_order(house)
            inspection = room._inspection
            pause = inspection.pause()
            assert pause is not None
            assert pause > 30
            await inspection.look(lambda: True)
            assert inspection.pause() is not None
            await look(room)
            assert inspection.pause() is None
            saved(await house.rooms.edit(room.stream, edit(assertion(order, "name", "Purchase"))))
            assert inspection.pause() is not None
            assert house.rooms.counts.alarms == 0

    asyncio.run(story())


@pytest.mark.parametrize(
    "wrong",
    [assertion("{order}", "name", "Wrong"), retraction("{order}", "name")],
    ids=["another value", "no value"],
)
@pytest.mark.parametrize("place", ["document", "registers"])
def test_P1_whatever_differs_is_found(database: str, wrong: Change, place: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, order = await with_order(house)
            await look(room)
            change = replace(wrong, element=order)
            if place == "document":
                assert room.ledger.state.document.write([change])
            else:
                room.ledger.state.live.write(change)
            with pytest.raises(LeaseLost):
                await look(room)

    asyncio.run(story())


@pytest.mark.parametrize("place", ["document", "registers"])
def test_P1_what_the_log_does_not_know_is_found(database: str, place: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, _ = await with_order(house)
            change = assertion(new_id(), "kind", "entity")
            if place == "document":
                assert room.ledger.state.document.write([change])
            else:
                room.ledger.state.live.write(change)
            with pytest.raises(LeaseLost):
                await look(room)

    asyncio.run(story())
