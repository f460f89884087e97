"""Whose an edit's id is: chosen by who edits, never one of the server's, and used once."""

import asyncio
from uuid import UUID, uuid5

import pytest

from domain.errors import BadId
from domain.ids import chosen_id
from domain.model.operations import Mode, assertion
from domain.period import format_instant
from domain.time.intent import Intent
from server.rooms.gestures import EditMessage, RefusedMessage, SavedMessage, edit_frame
from server.rooms.protocol import NO_UPDATE, Close
from tests.server.rooms.gesturing import Gesturer, agreed, at_work
from tests.server.rooms.housing import edit, entity, new_id, quiet, saved, step_clock

SECOND = 1_000_000


def test_nobody_takes_the_name_of_what_the_server_records(database: str) -> None:
    """A boundary's commit is named after stream and instant; taken, it could never be fired."""

    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            saved(await house.rooms.edit(room.stream, edit(*entity(order, "Order"))))
            at = await house.committer.now() + 5 * SECOND
            later = edit(assertion(order, "name", "Later"), intent=Intent(Mode.SCHEDULE, at))
            saved(await house.rooms.edit(room.stream, later))
            await quiet(room)
            name = str(uuid5(UUID(room.stream), format_instant(at)))
            ann.do(lambda: ann.set(order, "name", "Mine"), edit_id=name)
            assert ann.closed is not None
            assert ann.closed[0] == Close.REJECTED
            await step_clock(database, 6 * SECOND)
            await house.committer._refresh()
            await house.schedule.fire_due()
            said = await agreed(house, room, bob)
            assert said[order]["name"] == "Later"
            assert not room.is_closed

    asyncio.run(story())


def test_an_id_that_is_made_of_a_name_is_chosen_by_nobody() -> None:
    derived = str(uuid5(UUID(new_id()), "typing"))
    with pytest.raises(BadId, match="version 5"):
        chosen_id(derived)
    assert chosen_id(new_id().upper())


def test_the_same_gesture_on_two_connections_at_once_is_done_once(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            tab = Gesturer(room)
            tab.actor = ann.actor
            tab.connect()
            await quiet(room)
            before = len(await house.log(room.stream))
            edit_id = ann.do(lambda: ann.create(new_id(), kind="entity", name="Order"))
            room.receive(tab, ann.pending[edit_id].frame)
            await agreed(house, room, ann, bob, tab)
            assert ann.verdict(edit_id) == tab.verdict(edit_id)
            assert ann.saved(edit_id)
            assert len(await house.log(room.stream)) == before + 1

    asyncio.run(story())


def test_one_id_for_edits_of_two_people_at_once_is_the_firsts(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            edit_id = ann.do(lambda: ann.create(new_id(), kind="entity", name="Ann's"))
            bob.do(lambda: bob.create(new_id(), kind="entity", name="Bob's"), edit_id=edit_id)
            said = await agreed(house, room, ann)
            assert ann.saved(edit_id)
            verdict = bob.refused(edit_id)
            assert (verdict.code, verdict.fatal) == ("edit-id-reused", True)
            names = {held.get("name") for held in said.values()}
            assert "Ann's" in names
            assert "Bob's" not in names

    asyncio.run(story())


def test_a_gesture_and_a_headless_edit_under_one_id_at_once_are_the_firsts(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            edit_id = ann.do(lambda: ann.create(new_id(), kind="entity", name="Gesture"))
            headless = edit(*entity(order, "Headless"), commit_id=edit_id)
            answer = await house.rooms.edit(room.stream, headless)
            said = await agreed(house, room, ann, bob)
            assert type(answer).__name__ == "Reused"
            assert ann.saved(edit_id)
            assert order not in said

    asyncio.run(story())


def test_what_known_tells_of_anothers_edit_is_its_answer_and_nothing_of_its_content(
    database: str,
) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            done = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            await quiet(room)
            bob.ask(done, new_id())
            await agreed(house, room, ann, bob)
            assert bob.verdict(done) == SavedMessage(done, ann.saved(done))
            (unknown,) = bob.unknown[-1]
            assert unknown != done
            other = await house.room()
            carl = Gesturer(other)
            carl.connect()
            carl.ask(done)
            await quiet(other)
            assert carl.unknown == [(done,)]  # in another model nobody hears of it

    asyncio.run(story())


@pytest.mark.parametrize(("update", "code"), [(b"", "broken-update"), (NO_UPDATE, None)])
def test_a_gesture_of_nothing_is_answered(database: str, update: bytes, code: str | None) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            edit_id = new_id()
            room.receive(ann, edit_frame(EditMessage(edit_id, ""), update))
            await agreed(house, room, bob)
            verdict = ann.verdict(edit_id)
            found = verdict.code if isinstance(verdict, RefusedMessage) else None
            assert found == code

    asyncio.run(story())


@pytest.mark.parametrize("label", ["a\0b", "x" * 201, "x" * 10_000])
def test_a_label_that_cannot_be_kept_closes_its_connection_only(database: str, label: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            ann.do(lambda: ann.create(new_id(), kind="entity", name="Order"), label=label)
            good = bob.do(lambda: bob.create(new_id(), kind="entity", name="Good"))
            said = await agreed(house, room, bob)
            assert ann.code() == Close.REJECTED
            assert bob.saved(good)
            assert len(said) == 2

    asyncio.run(story())
