"""What an epoch leaves out because it has been hidden for long, and how it comes back (D9)."""

import asyncio
from typing import Final

import pytest

from domain.model.operations import Change, assertion, retraction
from server.rooms.room import Room
from tests.server.rooms.epochs import agree, next_epoch, write
from tests.server.rooms.housing import (
    Client,
    House,
    entity,
    house_on,
    new_id,
    quiet,
    step_clock,
)

DAY: Final = 24 * 3600 * 1_000_000


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
