"""An edit has one answer: however often it is sent, after whatever restart."""

import asyncio

import pytest

from domain.model.operations import assertion
from server.rooms.gestures import RefusedMessage, SavedMessage
from server.rooms.protocol import Close
from tests.server.rooms.gesturing import Gesturer, agreed, at_work
from tests.server.rooms.housing import Client, House, edit, house_on, new_id, quiet, saved


def test_the_same_gesture_in_the_same_run_is_done_once_and_answered_twice(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            edit_id = ann.do(lambda: ann.create(new_id(), kind="entity", name="Order"))
            ann.resend(edit_id)
            ann.resend(edit_id)
            await agreed(house, room, ann, bob)
            (first, second, third) = ann.answers[edit_id]
            assert first == second == third
            assert first == SavedMessage(edit_id, room.ledger.writer.head.tx)
            assert len(await house.log(room.stream)) == 2

    asyncio.run(story())


def test_the_same_gesture_later_gets_its_first_answer(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            sent: list[tuple[str, bytes]] = []
            for act in (
                lambda: ann.create(order, kind="entity", name="Order"),
                lambda: ann.set(order, "name", 5),
                lambda: ann.set(order, "name", "Order"),
            ):
                edit_id = ann.do(act)
                sent.append((edit_id, ann.pending[edit_id].frame))
            await quiet(room)
            bob.do(lambda: bob.set(order, "name", "Purchase"))
            await quiet(room)
            for edit_id, frame in sent:
                ann.resend(edit_id, frame)
            said = await agreed(house, room, ann, bob)
            assert said[order]["name"] == "Purchase"
            for edit_id, _ in sent:
                first, again = ann.answers[edit_id]
                assert first == again
            assert isinstance(ann.answers[sent[1][0]][0], RefusedMessage)
            assert ann.answers[sent[2][0]][0] == SavedMessage(sent[2][0], None)

    asyncio.run(story())


def test_the_same_gesture_after_a_restart_gets_its_first_answer(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            good = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            wrong = ann.do(lambda: ann.set(order, "name", 5))
            strange = bob.do(lambda: bob.create("x", kind="entity"))
            frames = {one: ann.pending[one].frame for one in (good, wrong)}
            frames[strange] = bob.pending[strange].frame
            said = await agreed(house, room, ann, bob)
            ann.disconnect()
            bob.disconnect()
            stream, firsts = room.stream, {**ann.answers, **bob.answers}
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            ann.room = room
            ann.answers.clear()
            ann.connect()
            other = Client(room).connect()
            await quiet(room)
            for edit_id, frame in frames.items():
                ann.resend(edit_id, frame)
            new = ann.do(lambda: ann.set(order, "name", "Purchase"))
            other.set(order, "position", {"x": 1, "y": 1})
            again = await agreed(house, room, ann, other)
            assert again[order] == {
                **said[order],
                "name": "Purchase",
                "position": {"x": 1, "y": 1},
            }
            assert ann.saved(new)
            assert {one: ann.answers[one] for one in frames} == firsts

    asyncio.run(story())


async def clash(house: House, ann: Gesturer, bob: Gesturer, *, edit_id: str, order: str) -> None:
    """Let somebody use an id again, for another gesture, and go on after that."""
    room = ann.room
    ann.do(lambda: ann.set(order, "name", "Clash"), edit_id=edit_id)
    dropped = ann.do(lambda: ann.set(order, "name", "Again"))
    goods = [bob.do(lambda: bob.create(new_id(), kind="entity", name="E")) for _ in range(3)]
    said = await agreed(house, room, bob)
    verdict = ann.answers[edit_id][-1]
    assert isinstance(verdict, RefusedMessage)
    assert (verdict.code, verdict.fatal) == ("edit-id-reused", True)
    assert dropped not in ann.answers
    assert all(bob.saved(good) for good in goods)
    assert said[order]["name"] == "Order"
    assert ann.code() is None
    await ann.renew()
    said = await agreed(house, room, ann, bob)
    assert said[order]["name"] == "Again"
    assert ann.saved(dropped)


@pytest.mark.parametrize("when", ["at once", "later"])
def test_another_gesture_under_the_same_id_is_refused_and_the_others_go_on(
    database: str, when: str
) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            edit_id = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            if when == "later":
                await quiet(room)
            await clash(house, ann, bob, edit_id=edit_id, order=order)

    asyncio.run(story())


def test_another_gesture_under_an_id_of_before_the_restart_is_refused(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (_, room, ann, bob):
            order = new_id()
            edit_id = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            await quiet(room)
            stream = room.stream
        async with house_on(database) as house:
            ann.room = bob.room = await house.rooms.open(stream)
            ann.connect()
            bob.connect()
            await quiet(ann.room)
            await clash(house, ann, bob, edit_id=edit_id, order=order)

    asyncio.run(story())


def test_an_id_that_was_used_in_another_model_is_refused(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, _):
            edit_id = ann.do(lambda: ann.create(new_id(), kind="entity", name="Order"))
            await quiet(room)
            other = await house.room()
            bob, carl = Gesturer(other), Gesturer(other)
            bob.connect()
            carl.connect()
            await quiet(other)
            bob.do(lambda: bob.create(new_id(), kind="entity", name="Clash"), edit_id=edit_id)
            good = carl.do(lambda: carl.create(new_id(), kind="entity", name="Good"))
            said = await agreed(house, other, carl)
            assert bob.refused(edit_id).code == "edit-id-reused"
            assert carl.saved(good)
            assert len(said) == 2

    asyncio.run(story())


def test_many_resends_among_new_edits_cost_no_rebuild(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            ids = [new_id() for _ in range(40)]
            sent = []
            for number, element in enumerate(ids):
                edit_id = ann.do(
                    lambda e=element, n=number: ann.create(e, kind="entity", name=f"E{n}")  # type: ignore[misc]
                )
                sent.append((edit_id, ann.pending[edit_id].frame))
            await quiet(room)
            stream, firsts = room.stream, dict(ann.answers)
            ann.disconnect()
            bob.disconnect()
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            ann.room = bob.room = room
            ann.answers.clear()
            ann.connect()
            bob.connect()
            await quiet(room)
            live = room.ledger.state.document._live
            for number, (edit_id, frame) in enumerate(sent):
                bob.do(lambda n=number: bob.set(ids[n], "name", f"F{n}"))  # type: ignore[misc]
                ann.resend(edit_id, frame)
            await agreed(house, room, ann, bob)
            assert ann.answers == firsts
            assert room.ledger.state.document._live is live

    asyncio.run(story())


def test_known_is_answered_after_all_that_came_before_it(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            done = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            wrong = ann.do(lambda: ann.set(order, "name", 5))
            never = new_id()
            ann.ask(done, never, wrong)
            assert ann.answers == {}
            await agreed(house, room, ann, bob)
            assert ann.heard[-5:] == ["saved", "refused", "saved", "refused", "unknown"]
            assert ann.unknown == [(never,)]
            assert all(len(set(map(str, said))) == 1 for said in ann.answers.values())
            ann.ask()
            await quiet(room)
            assert ann.unknown[-1] == ()

    asyncio.run(story())


def test_known_is_answered_from_the_database_after_a_restart(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            done = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            wrong = ann.do(lambda: ann.set(order, "name", 5))
            headless = edit(assertion(order, "name", "Purchase"))
            await quiet(room)
            tx = saved(await house.rooms.edit(room.stream, headless)).tx
            firsts = dict(ann.answers)
            stream = room.stream
            del bob
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            ann.room = room
            ann.answers.clear()
            ann.connect()
            never = new_id()
            ann.ask(never, done, wrong, headless.commit_id)
            await quiet(room)
            assert ann.answers == {
                **firsts,
                headless.commit_id: [SavedMessage(headless.commit_id, tx)],
            }
            assert ann.unknown == [(never,)]

    asyncio.run(story())


def test_one_journal_has_one_connection_and_known_does_not_lie(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            sent = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            again = Gesturer(room, journal=ann.journal)
            again.actor = ann.actor
            again.connect()
            assert ann.closed == (Close.RESTARTING, "this journal connected again")
            ann.online = True
            late = ann.do(lambda: ann.set(order, "name", "Not read any more"))
            again.ask(sent, late)
            said = await agreed(house, room, again, bob)
            assert again.saved(sent)
            assert again.unknown == [(late,)]
            assert said[order]["name"] == "Order"
            room.leave(ann)
            await quiet(room)
            assert again.closed is None
            good = again.do(lambda: again.set(order, "name", "Purchase"))
            await agreed(house, room, again, bob)
            assert again.saved(good)

    asyncio.run(story())


def test_nobody_takes_the_connection_of_anothers_journal_away(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (_, room, ann, _):
            Gesturer(room, journal=ann.journal).connect()
            await quiet(room)
            assert ann.closed is None

    asyncio.run(story())
