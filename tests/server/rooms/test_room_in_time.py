"""Corrections, plans, their ends and their withdrawal, in a room where people are at work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest

from domain.errors import BadIntent
from domain.model.operations import Mode, UntilWord, assertion, retraction
from domain.period import Instant
from domain.time.intent import Intent
from server.rooms.headless import Refused
from server.rooms.room import Room
from tests.server.rooms.gesturing import tell
from tests.server.rooms.housing import (
    Client,
    House,
    edit,
    entity,
    house_on,
    new_id,
    saved,
    step_clock,
)

SECOND = 1_000_000
HOUR = 3600 * SECOND


@asynccontextmanager
async def at_work(database: str) -> AsyncIterator[tuple[House, Room, Client, str]]:
    """Give a room with somebody in it, and an entity called Order."""
    async with house_on(database) as house:
        room = await house.room()
        ann = Client(room).connect()
        order = new_id()
        saved(await house.rooms.edit(room.stream, edit(*entity(order, "Order"))))
        yield house, room, ann, order


async def now(house: House) -> Instant:
    return await house.committer.now()


async def pass_time(house: House, database: str, by: int) -> None:
    """Let the clock of the log go on, and the schedule look at it."""
    await step_clock(database, by)
    await house.committer._refresh()
    await house.schedule.fire_due()


def test_a_plan_changes_nothing_until_its_time_and_then_everybody_sees_it(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            plan = Intent(Mode.SCHEDULE, await now(house) + HOUR)
            wanted = edit(assertion(order, "name", "Purchase"), intent=plan)
            saved(await house.rooms.edit(room.stream, wanted))
            assert (await house.agree(room))[order]["name"] == "Order"
            assert ann.registers()[order]["name"] == "Order"
            await pass_time(house, database, 2 * HOUR)
            assert (await house.agree(room))[order]["name"] == "Purchase"
            assert ann.registers()[order]["name"] == "Purchase"
            last = (await house.log(room.stream))[-1].commit
            assert (last.mode, last.operations) == (Mode.BOUNDARY, ())

    asyncio.run(story())


def test_a_live_edit_fires_what_has_passed_before_it(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            plan = Intent(Mode.SCHEDULE, await now(house) + HOUR)
            wanted = edit(assertion(order, "name", "Purchase"), intent=plan)
            saved(await house.rooms.edit(room.stream, wanted))
            await step_clock(database, 2 * HOUR)
            await house.committer._refresh()
            ann.set(order, "position", {"x": 5, "y": 5})
            said = await house.agree(room)
            assert (said[order]["name"], said[order]["position"]) == ("Purchase", {"x": 5, "y": 5})
            modes = [logged.commit.mode for logged in await house.log(room.stream)]
            assert modes[-2:] == [Mode.BOUNDARY, Mode.EDIT]

    asyncio.run(story())


def test_boundaries_of_a_closed_room_are_fired_one_by_one_at_start_up(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, _, order):
            start = await now(house)
            for hours, name in ((1, "One"), (2, "Two"), (3, "Three")):
                plan = Intent(Mode.SCHEDULE, start + hours * HOUR)
                wanted = edit(assertion(order, "name", name), intent=plan)
                saved(await house.rooms.edit(room.stream, wanted))
            stream = room.stream
        await step_clock(database, 4 * HOUR)
        async with house_on(database) as house:
            await house.schedule.start()
            room = await house.rooms.open(stream)
            assert (await house.agree(room))[order]["name"] == "Three"
            modes = [logged.commit.mode for logged in await house.log(stream)]
            assert modes[-4:] == [Mode.SCHEDULE, *[Mode.BOUNDARY] * 3]
            assert await house.schedule.fire_due() == 0
            assert house.rooms.counts.alarms == 0

    asyncio.run(story())


def test_I_cancelled_the_plan_and_my_rename_stays(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            plan = Intent(Mode.SCHEDULE, await now(house) + HOUR)
            wanted = edit(assertion(order, "name", "Purchase"), intent=plan)
            planned = saved(await house.rooms.edit(room.stream, wanted))
            ann.set(order, "name", "Sale")
            await house.agree(room)
            rescind = edit(intent=Intent(Mode.RESCIND), rescinds=planned.tx)
            saved(await house.rooms.edit(room.stream, rescind))
            assert (await house.agree(room))[order]["name"] == "Sale"
            await pass_time(house, database, 2 * HOUR)
            assert (await house.agree(room))[order]["name"] == "Sale"
            again = edit(intent=Intent(Mode.RESCIND), rescinds=planned.tx)
            with pytest.raises(BadIntent):
                await house.rooms.edit(room.stream, again)

    asyncio.run(story())


def test_the_trial_period_ends_and_the_latest_name_shows(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            start = await now(house)
            trial = Intent(Mode.SCHEDULE, start + HOUR, start + 2 * HOUR)
            wanted = edit(assertion(order, "name", "Trial"), intent=trial)
            saved(await house.rooms.edit(room.stream, wanted))
            ann.set(order, "name", "Sale")
            await house.agree(room)
            await pass_time(house, database, HOUR)
            assert (await house.agree(room))[order]["name"] == "Trial"
            await pass_time(house, database, HOUR)
            assert (await house.agree(room))[order]["name"] == "Sale"
            assert ann.registers()[order]["name"] == "Sale"

    asyncio.run(story())


def test_a_rescinded_edit_gives_the_register_back(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            wrong = saved(
                await house.rooms.edit(room.stream, edit(assertion(order, "name", "Wrong"))),
            )
            rescind = edit(intent=Intent(Mode.RESCIND), rescinds=wrong.tx)
            saved(await house.rooms.edit(room.stream, rescind))
            assert (await house.agree(room))[order]["name"] == "Order"
            assert ann.registers()[order]["name"] == "Order"

    asyncio.run(story())


def test_a_rescinded_creation_leaves_nothing_and_can_be_taken_back_too(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            before = await house.agree(room)
            creation = next(
                logged.commit.tx
                for logged in await house.log(room.stream)
                if any(one.element == order for one in logged.commit.operations)
            )
            rescind = edit(intent=Intent(Mode.RESCIND), rescinds=creation)
            gone = saved(await house.rooms.edit(room.stream, rescind))
            assert order not in await house.agree(room)
            assert order not in ann.registers()
            back = edit(intent=Intent(Mode.RESCIND), rescinds=gone.tx)
            saved(await house.rooms.edit(room.stream, back))
            assert await house.agree(room) == before
            assert ann.registers() == before

    asyncio.run(story())


def test_a_correction_that_lasts_shows_and_one_of_the_past_does_not(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            past = await now(house) - HOUR
            lasting = Intent(Mode.CORRECT, past, UntilWord.OPEN)
            wanted = edit(assertion(order, "kind", "value"), intent=lasting)
            saved(await house.rooms.edit(room.stream, wanted))
            said = await house.agree(room)
            assert said[order]["kind"] == "value"
            over = Intent(Mode.CORRECT, past, past + SECOND)
            wanted = edit(assertion(order, "name", "Formerly"), intent=over)
            saved(await house.rooms.edit(room.stream, wanted))
            assert (await house.agree(room)) == said
            assert ann.registers() == said

    asyncio.run(story())


def test_an_end_hides_and_what_ended_comes_back_after_it(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            until = await now(house) + HOUR
            ending = Intent(Mode.END, None, until)
            saved(
                await house.rooms.edit(room.stream, edit(retraction(order, "name"), intent=ending)),
            )
            assert "name" not in (await house.agree(room))[order]
            assert "name" not in ann.registers()[order]
            await pass_time(house, database, 2 * HOUR)
            assert (await house.agree(room))[order]["name"] == "Order"

    asyncio.run(story())


def test_an_edit_with_an_end_of_its_own_is_over_when_it_says(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            brief = Intent(Mode.EDIT, None, await now(house) + HOUR)
            wanted = edit(assertion(order, "name", "Briefly"), intent=brief)
            saved(await house.rooms.edit(room.stream, wanted))
            assert (await house.agree(room))[order]["name"] == "Briefly"
            await pass_time(house, database, HOUR)
            assert (await house.agree(room))[order]["name"] == "Order"
            assert ann.registers()[order]["name"] == "Order"

    asyncio.run(story())


def test_what_is_planned_together_fits_together_at_its_time(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, _, _):
            june = Intent(Mode.SCHEDULE, await now(house) + HOUR)
            sale, price = new_id(), new_id()
            field = (assertion(price, "kind", "field"), assertion(price, "parent", sale))
            early = edit(*field, intent=june)
            assert isinstance(await house.rooms.edit(room.stream, early), Refused)
            saved(await house.rooms.edit(room.stream, edit(*entity(sale, "Sale"), intent=june)))
            saved(await house.rooms.edit(room.stream, edit(*field, intent=june)))
            assert price not in await house.agree(room)
            await pass_time(house, database, HOUR)
            assert (await house.agree(room))[price]["parent"] == sale

    asyncio.run(story())


def test_a_contradiction_in_time_is_said_and_the_room_lives_on(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            late = Intent(Mode.SCHEDULE, await now(house) - HOUR)
            wanted = edit(assertion(order, "name", "X"), intent=late)
            with pytest.raises(BadIntent):
                await house.rooms.edit(room.stream, wanted)
            ann.set(order, "name", "Sale")
            assert (await house.agree(room))[order]["name"] == "Sale"

    asyncio.run(story())


def test_open_ended_erases_what_was_planned(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, _, order):
            plan = Intent(Mode.SCHEDULE, await now(house) + HOUR)
            wanted = edit(assertion(order, "name", "Purchase"), intent=plan)
            saved(await house.rooms.edit(room.stream, wanted))
            final = Intent(Mode.EDIT, None, UntilWord.OPEN)
            wanted = edit(assertion(order, "name", "Order"), intent=final)
            saved(await house.rooms.edit(room.stream, wanted))
            await pass_time(house, database, 2 * HOUR)
            assert (await house.agree(room))[order]["name"] == "Order"

    asyncio.run(story())


def slow_clock(room: Room, *told: Instant) -> None:
    """Let the room be told these instants before the real ones, as if time passed in between."""
    real, early = room.ledger._now, iter(told)

    async def late() -> Instant:
        return next(early, None) or await real()

    room.ledger._now = late


def test_a_boundary_that_passes_during_a_flush_comes_first(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            before = await now(house)
            for hours, name in ((1, "One"), (2, "Two")):
                plan = Intent(Mode.SCHEDULE, before + hours * HOUR)
                wanted = edit(assertion(order, "name", name), intent=plan)
                saved(await house.rooms.edit(room.stream, wanted))
            await step_clock(database, HOUR)
            await house.committer._refresh()
            slow_clock(room, before)
            ann.set(order, "position", {"x": 5, "y": 5})
            said = await house.agree(room)
            assert (said[order]["name"], said[order]["position"]) == ("One", {"x": 5, "y": 5})
            await step_clock(database, HOUR)
            await house.committer._refresh()
            slow_clock(room, before, before)
            wanted = edit(assertion(order, "position", {"x": 6, "y": 6}))
            saved(await house.rooms.edit(room.stream, wanted))
            said = await house.agree(room)
            assert (said[order]["name"], said[order]["position"]) == ("Two", {"x": 6, "y": 6})
            assert ann.registers() == said
            modes = [logged.commit.mode for logged in await house.log(room.stream)]
            assert modes[-4:] == [Mode.BOUNDARY, Mode.EDIT] * 2

    asyncio.run(story())


def test_a_period_that_ends_between_plan_and_record_does_not_show(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            before = await now(house)
            brief = Intent(Mode.CORRECT, before - HOUR, before + HOUR)
            await step_clock(database, 2 * HOUR)
            await house.committer._refresh()
            slow_clock(room, before)
            wanted = edit(assertion(order, "name", "Briefly"), intent=brief)
            saved(await house.rooms.edit(room.stream, wanted))
            said = await house.agree(room)
            assert said[order]["name"] == "Order"
            assert ann.registers() == said

    asyncio.run(story())


def test_D11_only_who_has_the_lease_fires(database: str) -> None:
    async def story() -> None:
        async with (
            at_work(database) as (house, room, _, order),
            house_on(database, owner="two") as two,
        ):
            plan = Intent(Mode.SCHEDULE, await now(house) + HOUR)
            wanted = edit(assertion(order, "name", "Purchase"), intent=plan)
            saved(await house.rooms.edit(room.stream, wanted))
            await step_clock(database, 2 * HOUR)
            async with await psycopg.AsyncConnection.connect(database) as connection:
                await connection.execute("UPDATE lease SET until = 'infinity'")
            await two.committer._refresh()
            assert await two.schedule.fire_due() == 0
            await house.committer._refresh()
            assert await house.schedule.fire_due() == 1
            assert (await house.agree(room))[order]["name"] == "Purchase"

    asyncio.run(story())


def test_a_stream_that_cannot_be_fired_does_not_keep_others_waiting(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, _, order):
            broken = await house.room()
            thing = new_id()
            for stream, element, ahead in ((broken.stream, thing, 1), (room.stream, order, 2)):
                saved(await house.rooms.edit(stream, edit(*entity(element, "Order"))))
                plan = Intent(Mode.SCHEDULE, await now(house) + ahead * HOUR)
                wanted = edit(assertion(element, "name", "Purchase"), intent=plan)
                saved(await house.rooms.edit(stream, wanted))
        forget = f"DELETE FROM model WHERE stream_id = '{broken.stream}'"  # noqa: S608 - an id
        await tell(database, f"SET session_replication_role = replica; {forget}")
        await step_clock(database, 3 * HOUR)
        async with house_on(database) as house:
            await house.schedule.start()
            room = await house.rooms.open(room.stream)
            assert (await house.agree(room))[order]["name"] == "Purchase"

    asyncio.run(story())


def test_the_schedule_fires_by_itself(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, order):
            await house.schedule.start()
            plan = Intent(Mode.SCHEDULE, await now(house) + SECOND // 2)
            wanted = edit(assertion(order, "name", "Purchase"), intent=plan)
            fired = asyncio.Event()
            house.committer.on_appended.append(
                lambda commits: fired.set() if commits[0].commit.mode is Mode.BOUNDARY else None,
            )
            saved(await house.rooms.edit(room.stream, wanted))
            await fired.wait()
            assert (await house.agree(room))[order]["name"] == "Purchase"
            assert ann.registers()[order]["name"] == "Purchase"

    asyncio.run(story())
