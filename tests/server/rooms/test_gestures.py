"""Gestures: one edit, one commit, one answer; and what is wrong goes back as a whole."""

import asyncio
from collections.abc import Callable
from typing import Final

import pytest
from pycrdt import Array, Map, Text

from server.rooms.protocol import NO_UPDATE, Close, sync_answer, update_frame
from tests.server.rooms.gesturing import Gesturer, agreed, at_work
from tests.server.rooms.housing import Client, edit, entity, house_on, new_id, quiet, saved


def test_a_gesture_is_one_commit_under_its_id_with_its_label_and_why(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order, line = new_id(), new_id()

            def act() -> None:
                ann.create(order, kind="entity", name="Order")
                ann.create(line, kind="field", name="line", parent=order)

            edit_id = ann.do(act, label="Draw an order", why="Somebody buys things.")
            await agreed(house, room, ann, bob)
            last = (await house.log(room.stream))[-1].commit
            assert (last.commit_id, last.actor, last.why) == (
                edit_id,
                ann.actor.id,
                "Somebody buys things.",
            )
            assert last.cause == {"label": "Draw an order"}
            assert len(last.operations) == 5
            assert ann.saved(edit_id) == last.tx
            assert not ann.pending
            assert bob.answers == {}

    asyncio.run(story())


def test_saved_comes_after_the_update_of_its_flush_and_after_the_commit(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (_, room, ann, bob):
            before = room.ledger.writer.head.tx
            seen: list[int] = []
            bob.elements.observe(lambda _: seen.append(room.ledger.writer.head.tx))
            ann.heard.clear()
            ann.do(lambda: ann.create(new_id(), kind="entity", name="A"))
            bob.do(lambda: bob.create(new_id(), kind="entity", name="B"))
            assert ann.heard == []
            await quiet(room)
            assert ann.heard == ["update", "saved"]
            assert set(seen) == {before, before + 2}  # its own at once, the flush once it is saved
            assert len(ann.answers) == len(bob.answers) == 1

    asyncio.run(story())


def test_a_gesture_that_changes_nothing_is_saved_without_a_commit(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            await quiet(room)
            before = len(await house.log(room.stream))
            same = bob.do(lambda: bob.set(order, "name", "Order"))
            empty = bob.do(lambda: None)
            await agreed(house, room, ann, bob)
            assert bob.saved(same) is bob.saved(empty) is None
            assert len(await house.log(room.stream)) == before

    asyncio.run(story())


def test_who_speaks_gestures_hears_of_the_room_first_and_is_never_asked(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (_, room, ann, _):
            writer = room.ledger.writer
            assert ann.heard[:2] == ["room", "sync 1"]
            (said,) = ann.rooms
            assert (said.epoch, said.tx, said.role, said.state, said.actor) == (
                1,
                writer.head.tx,
                "editor",
                "live",
                ann.actor.id,
            )
            room.receive(ann, sync_answer(NO_UPDATE))
            ann.create(new_id(), kind="entity", name="Order")
            update = ann._made[-1]
            await quiet(room)
            assert ann.code() is None
            assert "sync 0" not in ann.heard
            room.receive(ann, update_frame(update))
            assert ann.code() == Close.REJECTED

    asyncio.run(story())


def test_a_stock_client_beside_them_works_as_ever(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            carl = Client(room).connect()
            await quiet(room)
            order = new_id()
            ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            await quiet(room)
            carl.set(order, "name", "Purchase")
            carl.set(order, "nonsense", 5)
            said = await agreed(house, room, ann, bob, carl)
            assert said[order] == {"kind": "entity", "name": "Purchase"}
            assert not any(frame[0] >= 100 for frame in carl.frames)

    asyncio.run(story())


def _bad_register(ann: Gesturer, order: str, _: str) -> None:
    ann.set(order, "name", "Purchase")
    ann.set(order, "position", {"x": 1, "y": 1})
    ann.set(order, "nonsense", "x")


def _bad_new_element(ann: Gesturer, order: str, _: str) -> None:
    box = ann.create(new_id(), kind="entity", name="Box")
    ann.create(new_id(), kind="field", name="size", parent=box)
    ann.set(order, "name", "Purchase")
    ann.create(new_id(), kind="nonsense", name="x")


def _bad_child(ann: Gesturer, order: str, line: str) -> None:
    ann.set(order, "name", "Purchase")
    ann.create(new_id(), kind="field", name="far", parent=new_id())
    del ann.held(line)["position"]


def _bad_text(ann: Gesturer, order: str, line: str) -> None:
    ann.text(order).insert(5, " big and red")
    del ann.text(order)[0:2]
    ann.text(line).insert(0, "New.")
    ann.set(line, "name", "y" * 300)


def _deleted_key(ann: Gesturer, order: str, line: str) -> None:
    del ann.elements[line]
    ann.set(order, "name", 5)


def _deleted_model(ann: Gesturer, order: str, line: str) -> None:
    ann.set(order, "name", "Purchase")
    del ann.elements[next(iter(set(ann.elements.keys()) - {order, line}))]


def _cycle(ann: Gesturer, order: str, _: str) -> None:
    one, other = new_id(), new_id()
    ann.create(one, kind="step", name="One", parent=other)
    ann.create(other, kind="step", name="Other", parent=one)
    ann.set(order, "name", "Purchase")


def _bad_id(ann: Gesturer, order: str, _: str) -> None:
    ann.create("Order", kind="entity", name="x")
    ann.set(order, "name", "Purchase")


def _strange_id(ann: Gesturer, _: str, __: str) -> None:
    ann.create("a\0b", kind="entity", name="x")


def _no_map(ann: Gesturer, order: str, _: str) -> None:
    ann.elements[new_id()] = 5
    ann.set(order, "name", "Purchase")


def _empty_map(ann: Gesturer, order: str, _: str) -> None:
    ann.elements[new_id()] = Map({})
    ann.set(order, "name", "Purchase")


def _unreadable(ann: Gesturer, order: str, line: str) -> None:
    ann.set(order, "name", Array([1, 2]))
    ann.set(line, "position", {"x": 1.5, "y": 2})
    ann.set(line, "name", "other")


def _other_text(ann: Gesturer, _: str, line: str) -> None:
    ann.held(line)["doc"] = Text("Another.")  # of an empty one nobody loses anything
    ann.set(line, "nonsense", 1)


def _no_text(ann: Gesturer, _: str, line: str) -> None:
    del ann.held(line)["doc"]
    ann.set(line, "nonsense", 1)


WRONG: Final[dict[str, tuple[Callable[[Gesturer, str, str], None], str]]] = {
    "a register": (_bad_register, "unknown-attribute"),
    "a new element": (_bad_new_element, "unknown-kind"),
    "a child of nothing": (_bad_child, "unknown-parent"),
    "beside a text": (_bad_text, "wrong-value"),
    "beside a deleted key": (_deleted_key, "wrong-value"),
    "the model deleted": (_deleted_model, "model-stays"),
    "a cycle": (_cycle, "cycle"),
    "an id that is none": (_bad_id, "bad-id"),
    "an id that no text may be": (_strange_id, "bad-id"),
    "a value for an element": (_no_map, "wrong-value"),
    "an element of nothing": (_empty_map, "no-element"),
    "a list for a value": (_unreadable, "wrong-value"),
    "another text": (_other_text, "unknown-attribute"),
    "no text": (_no_text, "unknown-attribute"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_D2_when_one_thing_is_wrong_all_that_the_gesture_touched_goes_back(
    database: str, wrong: str
) -> None:
    act, code = WRONG[wrong]

    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            carl = Client(room).connect()
            order, line = new_id(), new_id()
            ann.do(lambda: ann.create(order, kind="entity", name="Order", doc=Text("Kept 😀.")))
            ann.do(lambda: ann.create(line, kind="entity", name="Line", position={"x": 3, "y": 4}))
            before = await agreed(house, room, ann, bob, carl)
            head = room.ledger.writer.head.tx
            seen: list[object] = []
            bob.elements.observe_deep(lambda _: seen.append(bob.registers()))
            edit_id = ann.do(lambda: act(ann, order, line))
            assert await agreed(house, room, ann, bob, carl) == before
            assert set(room.ledger.state.document.elements()) == set(before)
            verdict = ann.refused(edit_id)
            assert (verdict.code, verdict.fatal) == (code, False)
            assert verdict.message
            heard = [each for each in ann.heard if each != "notice"]  # which comes when it may
            assert heard[-2:] == ["update", "refused"]
            assert not ann.pending
            assert all(one == before for one in seen)
            assert room.ledger.writer.head.tx == head
            again = ann.do(lambda: ann.set(order, "name", "Purchase"))
            typed = ann.do(lambda: ann.text(line).insert(0, "Of an order."))
            said = await agreed(house, room, ann, bob, carl)
            assert ann.saved(again)
            assert typed in ann.answers
            assert (said[order]["name"], said[line]["doc"]) == ("Purchase", "Of an order.")
        async with house_on(database) as house:
            room = await house.rooms.open(room.stream)
            assert await agreed(house, room) == said
            assert house.rooms.counts.alarms == 0

    asyncio.run(story())


def test_D2_a_deleted_key_alone_is_a_removal(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            await quiet(room)
            edit_id = bob.do(lambda: bob.elements.pop(order))
            said = await agreed(house, room, ann, bob)
            assert said[order] == {"kind": "entity", "name": "Order", "removed": True}
            assert bob.saved(edit_id)

    asyncio.run(story())


def test_D2_what_was_built_on_a_refused_gesture_comes_to_something_sensible(
    database: str,
) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order, box = new_id(), new_id()
            ann.do(lambda: ann.create(order, kind="entity", name="Order", doc=Text("Kept.")))
            before = await agreed(house, room, ann, bob)

            def wrong() -> None:
                ann.set(order, "name", 5)
                ann.text(order).insert(0, "Wrong. ")
                ann.create(box, kind="entity", name="Box", doc=Text(""))

            refused = ann.do(wrong)
            good = ann.do(lambda: ann.set(order, "name", "Good"))
            within = ann.do(lambda: ann.set(box, "name", "Chest"))
            typed = ann.do(lambda: ann.text(box).insert(0, "In a box."))
            below = ann.do(lambda: ann.create(new_id(), kind="field", name="x", parent=box))
            beside = ann.do(lambda: ann.text(order).insert(7, "Right. "))
            gone = ann.do(lambda: ann.elements.pop(box))
            both = bob.do(lambda: bob.set(order, "position", {"x": 1, "y": 1}))
            said = await agreed(house, room, ann, bob)
            assert said == {
                **before,
                order: {
                    "kind": "entity",
                    "name": "Good",
                    "doc": "Right. Kept.",
                    "position": {"x": 1, "y": 1},
                },
            }
            assert not ann.refused(refused).fatal
            assert ann.saved(good)
            assert ann.saved(within) is ann.saved(typed) is ann.saved(gone) is None
            assert ann.refused(below).code == "unknown-parent"
            assert beside in ann.answers
            assert bob.saved(both)

    asyncio.run(story())


def test_D2_what_others_do_meanwhile_stays(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            ann.do(lambda: ann.create(order, kind="entity", name="Order", doc=Text("Kept.")))
            await quiet(room)

            def wrong() -> None:
                ann.set(order, "nonsense", 5)
                ann.text(order).insert(4, " by Ann")

            ann.do(wrong)
            bob.do(lambda: bob.text(order).insert(4, " by Bob"))
            bob.do(lambda: bob.set(order, "name", "Purchase"))
            said = await agreed(house, room, ann, bob)
            assert said[order] == {"kind": "entity", "name": "Purchase", "doc": "Kept by Bob."}

    asyncio.run(story())


def test_D5_a_gap_is_not_answered_and_the_room_is_told_once(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            ann.online = False
            first = ann.do(lambda: ann.create(order, kind="entity", name="Order"))
            ann.online = True
            later = [
                ann.do(lambda n=n: ann.set(order, "name", f"Order {n}"))  # type: ignore[misc]
                for n in range(5)
            ]
            await quiet(room)
            assert not ann.answers
            assert [said.state for said in ann.rooms] == ["live", "live"]
            assert house.rooms.counts.gaps == 5
            await ann.recover()
            said = await agreed(house, room, ann, bob)
            assert said[order]["name"] == "Order 4"
            assert all(ann.saved(edit_id) for edit_id in (first, *later))
            assert len(ann.rooms) == 2

    asyncio.run(story())


def test_a_notice_reaches_who_speaks_gestures(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (_, room, ann, bob):
            carl = Client(room).connect()
            await quiet(room)
            before = len(carl.frames)
            room.notify("findings", ("x", "y"), tx=7)
            assert ann.notices == bob.notices
            (notice,) = ann.notices
            assert (notice.topic, notice.ids, notice.tx) == ("findings", ("x", "y"), 7)
            assert len(carl.frames) == before

    asyncio.run(story())


def test_gestures_and_headless_edits_share_ids_and_never_mix_them_up(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            order = new_id()
            done = edit(*entity(order, "Order"))
            saved(await house.rooms.edit(room.stream, done))
            await quiet(room)
            clash = ann.do(lambda: ann.set(order, "name", "Mine"), edit_id=done.commit_id)
            other = bob.do(lambda: bob.set(order, "name", "Purchase"))
            await quiet(room)
            verdict = ann.refused(clash)
            assert (verdict.code, verdict.fatal) == ("edit-id-reused", True)
            assert bob.saved(other)
            said = await agreed(house, room, bob)
            assert said[order]["name"] == "Purchase"
            late = edit(*entity(new_id(), "Late"), commit_id=other)
            assert type(await house.rooms.edit(room.stream, late)).__name__ == "Reused"

    asyncio.run(story())
