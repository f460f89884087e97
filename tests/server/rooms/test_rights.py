"""Who may what, while they are at it (D12); and what a room says of itself (D1)."""

import asyncio
from dataclasses import replace

import pytest

from domain.access import Actor, Role
from server.rooms.errors import NoRight
from server.rooms.headless import EditAnswer
from server.rooms.inbox import PATIENCE, Asked, Inbox, Received
from server.rooms.protocol import Close
from server.rooms.session import Session
from tests.server.rooms.gesturing import Gesturer, agreed, at_work, tell
from tests.server.rooms.housing import (
    Client,
    House,
    edit,
    entity,
    held_up,
    house_on,
    in_flight,
    new_id,
    quiet,
)


def test_D12_who_loses_the_right_to_edit_hears_of_it_and_looks_on(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            await quiet(room)
            waits = ann.do(lambda: ann.set(order, "name", "Judged by the rights of the flush"))
            later = ann.do(lambda: ann.set(order, "name", "Dropped"))
            house.rooms.regard(replace(ann.actor, role=Role.VIEWER))
            assert [said.role for said in ann.rooms] == ["editor", "viewer"]
            said = await agreed(house, room, bob)
            assert said[order]["name"] == "Order"
            verdict = ann.refused(waits)
            assert (verdict.code, verdict.fatal) == ("no-right", True)
            assert later not in ann.answers
            assert list(ann.pending) == [waits, later]
            assert ann.code() is None
            bob.do(lambda: bob.set(order, "name", "Purchase"))
            await quiet(room)
            assert ann.heard[-1] == "update"

            house.rooms.regard(ann.actor)
            assert ann.rooms[-1].role == "editor"
            await ann.renew()
            assert ann.unknown == [(waits, later)]
            said = await agreed(house, room, ann, bob)
            assert said[order]["name"] == "Dropped"
            assert [len(ann.answers[one]) for one in (waits, later)] == [2, 1]

    asyncio.run(story())


def test_D12_a_first_answer_outlives_the_right(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (_, room, ann, _):
            order = new_id()
            edit_id = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            frame = ann.pending[edit_id].frame
            await quiet(room)
            stream, firsts = room.stream, dict(ann.answers)
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            viewer = Gesturer(room, role=Role.VIEWER)
            viewer.connect()
            await quiet(room)
            room.receive(viewer, frame)
            forbidden = viewer.do(lambda: viewer.set(order, "name", "Mine"))
            await quiet(room)
            assert viewer.answers[edit_id] == firsts[edit_id]
            assert viewer.refused(forbidden).code == "no-right"

    asyncio.run(story())


def test_D12_a_stock_client_that_loses_the_right_to_edit_is_closed(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            carl, dora = Client(room).connect(), Client(room).connect()
            await quiet(room)
            before = await agreed(house, room, ann, bob)
            carl.create(new_id(), kind="entity", name="Waits")
            dora.create(new_id(), kind="entity", name="Left before")
            dora.disconnect()
            for one in (carl, dora):
                house.rooms.regard(replace(one.actor, role=Role.COMMENTER))
            assert carl.closed is not None
            assert carl.closed[0] == Close.REJECTED
            assert await agreed(house, room, ann, bob) == before

    asyncio.run(story())


def test_D12_who_may_not_even_read_is_let_go_with_all_that_waits(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            before = await agreed(house, room, ann, bob)
            carl = Client(room).connect()
            carl.actor = ann.actor
            ann.do(lambda: ann.create(new_id(), kind="entity", name="Waits"))
            house.rooms.expel(ann.actor.id, stream=new_id())
            assert ann.code() is None
            house.rooms.expel(ann.actor.id, stream=room.stream)
            assert ann.code() == Close.REJECTED
            assert await agreed(house, room, bob) == before
            assert ann.answers == {}

    asyncio.run(story())


def test_D12_what_waits_over_http_goes_with_the_right(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            before = await agreed(house, room, ann, bob)

            async def write(actor: Actor) -> EditAnswer:
                wanted = edit(*entity(new_id(), "Waits"))
                return await room.edit(replace(wanted, actor=actor.id))

            async with held_up(database, house.committer):
                bob.do(lambda: bob.create(new_id(), kind="entity", name="In flight"))
                await in_flight(house)
                writing = [asyncio.create_task(write(one)) for one in (ann.actor, bob.actor)]
                while room.queue < len(writing):
                    await room.ledger.repeated(edit())
                house.rooms.regard(replace(ann.actor, role=Role.VIEWER))
                with pytest.raises(NoRight, match="look here, not edit"):
                    await writing[0]
                house.rooms.expel(bob.actor.id, stream=room.stream)
                with pytest.raises(NoRight, match="Ask an owner"):
                    await writing[1]
            said = await agreed(house, room, ann)
            assert len(said) == len(before) + 1

    asyncio.run(story())


def test_D12_a_role_in_another_model_is_another_role(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, _):
            house.rooms.regard(replace(ann.actor, role=Role.VIEWER), stream=new_id())
            house.rooms.regard(ann.actor, stream=room.stream)
            assert len(ann.rooms) == 1

    asyncio.run(story())


async def cut(database: str) -> None:
    """Break every connection to the database."""
    await tell(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


def test_D1_people_read_that_a_room_is_saving_until_the_database_answers(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            await cut(database)
            edit_id = ann.do(lambda: ann.create(new_id(), kind="entity", name="Order"))
            await agreed(house, room, ann, bob)
            assert [said.state for said in bob.rooms] == ["live", "saving", "live"]
            assert ann.saved(edit_id)

    asyncio.run(story())


def test_D1_known_waits_for_a_database_that_does_not_answer(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (_, room, ann, bob):
            never = new_id()
            await cut(database)
            ann.ask(never)
            bob.do(lambda: bob.create(new_id(), kind="entity", name="Order"))
            await quiet(room)
            assert ann.unknown == [(never,)]
            assert len(bob.answers) == 1

    asyncio.run(story())


def test_D15_people_read_that_a_room_closes_before_it_does(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            edit_id = ann.do(lambda: ann.create(new_id(), kind="entity", name="Order"))
            await house.rooms.close_all()
            assert ann.saved(edit_id)
            assert [said.state for said in bob.rooms] == ["live", "closing"]
            assert ann.heard[-1] == "saved"
            assert ann.code() == bob.code() == Close.RESTARTING
            assert room.is_closed

    asyncio.run(story())


def test_D1_reading_stops_when_one_flush_lasts_for_long(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            at = [0.0]
            inbox = Inbox(lambda: at[0])
            session = Session(Client(await house.room()))
            inbox.put(Received(session, b"x"))
            inbox.take()
            inbox.put(Asked(session, b"\0"))
            at[0] += PATIENCE
            await inbox.ready()
            at[0] += 0.1
            ready = asyncio.create_task(inbox.ready())
            await asyncio.sleep(0)
            assert not ready.done()
            inbox.done()
            await ready
            assert list(inbox.sessions()) == [session]

    asyncio.run(story())


def test_D1_who_joins_while_the_database_does_not_answer_reads_so(database: str) -> None:
    async def story(house: House) -> None:
        house.committer.frozen = True
        room = await house.rooms.open(await house.stream())
        ann = Gesturer(room)
        ann.connect()
        assert [said.state for said in ann.rooms] == ["saving"]
        house.committer.frozen = False

    async def all_of_it() -> None:
        async with house_on(database) as house:
            await story(house)

    asyncio.run(all_of_it())
