"""An edit on its way to the disk, while rights go and connections come (D1, D12)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import psycopg
from pycrdt import Map

from domain.access import Role
from server.rooms.gestures import SavedMessage
from server.rooms.protocol import Close
from tests.server.rooms.gesturing import Gesturer, agreed, at_work, tell
from tests.server.rooms.housing import Client, house_on, new_id, quiet

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@asynccontextmanager
async def held_back(database: str) -> AsyncIterator[AsyncIterator[None]]:
    """Let no append through while the block lasts; wait in it until one stands at the lock."""
    async with (
        await psycopg.AsyncConnection.connect(database) as holding,
        await psycopg.AsyncConnection.connect(database, autocommit=True) as looking,
    ):
        await holding.execute("SELECT position FROM log_head FOR UPDATE")

        async def in_flight() -> AsyncIterator[None]:
            waiting = 0
            while not waiting:
                row = await (await looking.execute(WAITING)).fetchone()
                assert row is not None
                waiting = int(row[0])
            yield

        yield in_flight()
        await holding.rollback()


def test_D12_what_is_in_flight_is_answered_and_what_is_behind_it_has_no_right(
    database: str,
) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            carl = Client(room).connect()
            await quiet(room)
            order, box = new_id(), new_id()
            async with held_back(database) as in_flight:
                flying = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
                carl.create(box, kind="entity", name="Box")
                await anext(in_flight)
                queued = ann.do(lambda: ann.set(order, "name", "Purchase"))
                carl.set(box, "name", "Chest")
                for person in (ann, carl):
                    house.rooms.regard(replace(person.actor, role=Role.VIEWER))
                assert not ann.answers
            said = await agreed(house, room, bob)
            assert ann.saved(flying)
            assert ann.refused(queued).code == "no-right"
            assert carl.closed is not None
            assert carl.closed[0] == Close.REJECTED
            assert (said[order]["name"], said[box]["name"]) == ("Order", "Box")

    asyncio.run(story())


def test_a_journal_that_connects_again_hears_what_became_of_what_was_in_flight(
    database: str,
) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            async with held_back(database) as in_flight:
                flying = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
                await anext(in_flight)
                queued = ann.do(lambda: ann.set(order, "name", "Purchase"))
                again = Gesturer(room, journal=ann.journal)
                again.actor = ann.actor
                again.connect()
                assert ann.code() == Close.RESTARTING
                again.ask(flying, queued)
                for edit_id in (flying, queued):  # it does not wait for what is known of them
                    room.receive(again, ann.pending[edit_id].frame)
                assert not again.answers
            said = await agreed(house, room, again, bob)
            assert said[order]["name"] == "Purchase"
            assert again.unknown == [()]
            for edit_id in (flying, queued):
                first, second = again.answers[edit_id]
                assert first == second
                assert isinstance(first, SavedMessage)
                assert first.tx is not None
            assert len(await house.log(room.stream)) == 3

    asyncio.run(story())


def test_D12_who_is_expelled_while_an_edit_is_in_flight_leaves_the_room_well(
    database: str,
) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            async with held_back(database) as in_flight:
                ann.do(lambda: ann.create(order, kind="entity", name="Order"))
                await anext(in_flight)
                ann.do(lambda: ann.set(order, "name", "Dropped"))
                house.rooms.expel(ann.actor.id)
                assert ann.code() == Close.REJECTED
            said = await agreed(house, room, bob)
            assert said[order]["name"] == "Order"
            good = bob.do(lambda: bob.set(order, "name", "Purchase"))
            await agreed(house, room, bob)
            assert bob.saved(good)

    asyncio.run(story())


def test_D1_a_gesture_that_was_answered_before_waits_for_a_database_that_is_away(
    database: str,
) -> None:
    """Only the database knows that it was, and others are admitted with it."""

    async def story() -> None:
        async with at_work(database) as (_, room, ann, _):
            order = new_id()
            known = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            frame, first = ann.pending[known].frame, ann.answers
            await quiet(room)
        async with house_on(database) as house:
            ann.room = room = await house.rooms.open(room.stream)
            ann.answers = {}
            bob = Gesturer(room)
            ann.connect()
            bob.connect()
            await quiet(room)
            await tell(
                database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            good = bob.do(lambda: bob.create(new_id(), kind="entity", name="Good"))
            ann.resend(known, frame)
            other = ann.do(lambda: ann.set(order, "name", "Purchase"))
            said = await agreed(house, room, ann, bob)
            assert ann.answers[known] == first[known]
            assert ann.saved(other)
            assert bob.saved(good)
            assert len(said) == 3

    asyncio.run(story())


def test_D2_one_flush_of_many_people_answers_each_by_itself(database: str) -> None:
    """More than one flush takes, good and wrong and broken ones, and gaps among them."""

    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            people = [Gesturer(room) for _ in range(20)]
            for person in people:
                person.connect()
            await quiet(room)
            async with held_back(database) as in_flight:
                ann.do(lambda: ann.create(new_id(), kind="entity", name="First"))
                await anext(in_flight)
                made = [crowd(person, number) for number, person in enumerate(people)]
                assert room.queue > 250
            said = await agreed(house, room, ann, bob)
            assert len(said) == 2 + sum(len(good) for good, _, _ in made)
            for person, (good, wrong, fatal) in zip(people, made, strict=True):
                assert all(person.saved(edit_id) for edit_id in good)
                assert [person.refused(edit_id).fatal for edit_id in wrong] == [False] * len(wrong)
                assert [person.refused(edit_id).fatal for edit_id in fatal] == [True] * len(fatal)
                assert person.closed is None

    asyncio.run(story())


def crowd(person: Gesturer, number: int) -> tuple[list[str], list[str], list[str]]:
    """Do good, wrong and, as the last one, for some people something that is never let in."""
    good, wrong, fatal = [], [], []
    for place in range(14):
        if place % 5 == 4:
            wrong.append(person.do(lambda: person.create(new_id(), kind="nonsense")))
        else:
            good.append(person.do(lambda: person.create(new_id(), kind="entity", name="Good")))
    if number % 3 == 0:
        other: Map[object] = person.doc.get("other", type=Map)
        fatal.append(person.do(lambda: other.update({"x": 1})))
    return good, wrong, fatal
