"""The way of one edit: two people, one model, and the log says what they see."""

import asyncio

from pycrdt import Map

from domain.access import Role
from domain.model.operations import assertion
from server.rooms.headless import Conflict, Conflicts, Planned, Refused, Reused, Saved
from server.rooms.protocol import Close, update_frame
from server.rooms.room import Room
from tests.server.rooms.housing import (
    Client,
    House,
    edit,
    entity,
    house_on,
    new_id,
    saved,
)


async def two(house: House) -> tuple[Room, Client, Client]:
    room = await house.room()
    ann, bob = Client(room).connect(), Client(room).connect()
    await room.fire()
    return room, ann, bob


def test_P1_two_people_log_and_read_models_say_the_same(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            order = ann.create(new_id(), kind="entity", name="Order", position={"x": 1, "y": 2})
            await room.fire()
            bob.set(order, "name", "Purchase")
            line = bob.create(new_id(), kind="field", name="line", parent=order)
            ann.text(order).insert(0, "What was bought 😀.")
            said = await house.agree(room)
            assert said[order] == {
                "kind": "entity",
                "name": "Purchase",
                "position": {"x": 1, "y": 2},
                "doc": "What was bought 😀.",
            }
            assert said[line]["parent"] == order
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())


def test_a_commit_names_who_did_it_and_only_what_changed(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            order = ann.create(new_id(), kind="entity", name="Order")
            await room.fire()
            bob.set(order, "name", "Purchase")
            await room.fire()
            ann.set(order, "name", "Purchase")
            await room.fire()
            model, *commits = await house.log(room.stream)
            assert model.commit.actor == "ann"
            assert [(one.commit.actor, len(one.commit.operations)) for one in commits] == [
                (ann.actor.id, 2),
                (bob.actor.id, 1),
            ]

    asyncio.run(story())


def test_P2_nobody_sees_an_edit_before_it_is_on_disk(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            order = new_id()
            seen_at: list[int] = []
            bob.elements.observe(lambda _: seen_at.append(room.ledger.writer.head.tx))
            before = room.ledger.writer.head.tx
            ann.create(order, kind="entity", name="Order")
            carl = Client(room).connect()
            await room.fire()
            assert seen_at == [before + 1]
            assert carl.registers() == bob.registers()

    asyncio.run(story())


def test_P4_what_was_saved_is_there_after_a_restart(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, _ = await two(house)
            order = ann.create(new_id(), kind="entity", name="Order")
            ann.set(order, "name", "Purchase")
            said = await house.agree(room)
            stream = room.stream
            ann.disconnect()
            ann.set(order, "name", "Offline")
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            assert await house.agree(room) == said
            ann.room = room
            bob = Client(room).connect()
            ann.connect()
            said = await house.agree(room)
            assert said[order]["name"] == "Offline"
            assert ann.registers() == bob.registers() == said
            assert house.rooms.counts.alarms == 0

    asyncio.run(story())


def test_a_deleted_key_comes_back_as_removed(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            order = ann.create(new_id(), kind="entity", name="Order")
            ann.set(order, "@note", {"order": "a0", "args": []})
            await room.fire()
            ann.text(order).insert(0, "Kept.")
            await room.fire()
            await room.settle_texts()
            del bob.elements[order]
            said = await house.agree(room)
            assert said[order] == {
                "kind": "entity",
                "name": "Order",
                "doc": "Kept.",
                "@note": {"order": "a0", "args": []},
                "removed": True,
            }
            assert ann.registers() == bob.registers() == said
            last = (await house.log(room.stream))[-1].commit
            assert [operation.attribute for operation in last.operations] == ["removed"]

    asyncio.run(story())


def test_the_model_itself_cannot_be_deleted(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            before = await house.agree(room)
            (model,) = before
            del ann.elements[model]
            assert await house.agree(room) == before
            assert ann.registers() == bob.registers() == before

    asyncio.run(story())


def test_what_is_structurally_wrong_is_put_right_before_anybody_sees_it(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            names: list[object] = []
            order = ann.create(new_id(), kind="entity", name="Order")
            await room.fire()
            bob.elements.observe_deep(lambda _: names.append(bob.registers()[order].get("name")))
            before = len(await house.log(room.stream))
            ann.set(order, "name", 5)
            ann.set(order, "nonsense", "x")
            ann.set(order, "size", 1.5)
            ann.create(new_id(), name="no kind")
            ann.create("no id", kind="entity", name="x")
            ann.elements["5"] = 5
            ann.set(order, "parent", order)
            said = await house.agree(room)
            assert said[order] == {"kind": "entity", "name": "Order"}
            assert ann.registers() == bob.registers() == said
            assert set(names) <= {"Order"}
            assert len(await house.log(room.stream)) == before
            assert house.rooms.counts.corrected

    asyncio.run(story())


def test_replacing_what_others_wrote_is_rejected_and_the_room_lives_on(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            order = ann.create(new_id(), kind="entity", name="Order")
            await room.fire()
            before = await house.agree(room)
            bob.create(order, kind="value")
            bob.set(order, "name", "lost with it")
            ann.set(order, "name", "Purchase")
            said = await house.agree(room)
            assert bob.closed is not None
            assert bob.closed[0] == Close.REJECTED
            assert said[order] == {**before[order], "name": "Purchase"}
            assert ann.registers() == said

    asyncio.run(story())


def test_garbage_closes_its_connection_only(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            frames = (
                update_frame(bytes([255, 255, 255, 7, 1, 2, 3])),
                b"\0\2\x88\x27",
                b"\0\x4d\1\1",
                b"\x63",
                b"",
                b"hello",
                b"\0\0\5\xff\xff\xff\xff\x7f",
                b"\1\3\x09\x09\x09",
            )
            for frame in frames:
                mallory = Client(room).connect()
                await room.fire()
                room.receive(mallory, frame)
                await room.fire()
                assert mallory.closed is not None, frame
                assert mallory.closed[0] == Close.REJECTED
            ann.create(new_id(), kind="entity", name="Order")
            said = await house.agree(room)
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())


def test_a_gap_is_asked_for_and_nothing_is_lost(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            held: list[bytes] = []
            ann.hold = held.append
            order = ann.create(new_id(), kind="entity", name="Order")
            ann.set(order, "name", "Purchase")
            ann.hold = None
            room.receive(ann, update_frame(held[1]))
            said = await house.agree(room)
            assert house.rooms.counts.gaps == 1
            assert said[order]["name"] == "Purchase"
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())


def test_a_viewer_sees_and_may_not_write(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, _ = await two(house)
            order = ann.create(new_id(), kind="entity", name="Order")
            viewer = Client(room, role=Role.VIEWER).connect()
            said = await house.agree(room)
            assert viewer.registers() == said
            viewer.set(order, "name", "Mine")
            assert viewer.closed is not None
            assert await house.agree(room) == said

    asyncio.run(story())


def test_a_headless_edit_reaches_everybody_and_is_done_once(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, _ = await two(house)
            order = new_id()
            wanted = edit(*entity(order, "Order"), assertion(order, "doc", "A purchase."))
            first = saved(await house.rooms.edit(room.stream, wanted))
            again = saved(await house.rooms.edit(room.stream, wanted))
            other = edit(*entity(order, "Else"), commit_id=wanted.commit_id)
            assert await house.rooms.edit(room.stream, other) == Reused(wanted.commit_id)
            assert first.first
            assert first.commit is not None
            assert again == Saved(first.commit, first.tx, first=False)
            nothing = saved(await house.rooms.edit(room.stream, edit(*entity(order, "Order"))))
            assert (nothing.commit, nothing.tx, nothing.first) == (None, None, True)
            said = await house.agree(room)
            assert said[order]["order"] == "a0"
            assert ann.registers() == said
            assert isinstance(ann.held(order), Map)

    asyncio.run(story())


def test_an_element_without_order_comes_last_among_its_siblings(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, _ = await two(house)
            first, second, third = new_id(), new_id(), new_id()
            ann.create(first, kind="entity", name="A", order="a5")
            await room.fire()
            wanted = edit(*entity(second, "B"), *entity(third, "C"))
            saved(await house.rooms.edit(room.stream, wanted))
            said = await house.agree(room)
            assert [said[one]["order"] for one in (first, second, third)] == ["a5", "a6", "a7"]

    asyncio.run(story())


def test_P8_a_headless_edit_against_the_structure_is_refused_whole(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, _, _ = await two(house)
            before = await house.agree(room)
            order, line = new_id(), new_id()
            wanted = edit(
                *entity(order, "Order"),
                assertion(line, "kind", "field"),
                assertion(line, "name", "x"),
            )
            answer = await house.rooms.edit(room.stream, wanted)
            assert isinstance(answer, Refused)
            assert [problem.element for problem in answer.problems] == [line]
            assert await house.agree(room) == before

    asyncio.run(story())


def test_expected_tx_names_who_was_faster(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, _ = await two(house)
            order = new_id()
            done = saved(await house.rooms.edit(room.stream, edit(*entity(order, "Order"))))
            ann.set(order, "name", "Purchase")
            await room.fire()
            stale = edit(assertion(order, "name", "Sale"), expected_tx=done.tx)
            assert done.tx is not None
            assert await house.rooms.edit(room.stream, stale) == Conflicts(
                (Conflict(order, "name", done.tx + 1, "Purchase"),),
            )
            fresh = edit(assertion(order, "position", {"x": 1, "y": 1}), expected_tx=done.tx)
            saved(await house.rooms.edit(room.stream, fresh))

    asyncio.run(story())


def test_a_preview_says_what_would_be_recorded_and_records_nothing(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, _, _ = await two(house)
            before = await house.agree(room)
            wanted = edit(*entity(new_id(), "Order"), preview=True)
            answer = await house.rooms.edit(room.stream, wanted)
            assert isinstance(answer, Planned)
            assert [one.attribute for one in answer.operations] == ["kind", "name", "order"]
            assert await house.agree(room) == before

    asyncio.run(story())


def test_D5_many_gaps_are_asked_for_once_and_the_answer_fills_them(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            held: list[bytes] = []
            ann.hold = held.append
            order = ann.create(new_id(), kind="entity", name="Order")
            for number in range(40):
                ann.set(order, "name", f"Order {number}")
            ann.hold = None
            before = len(ann.frames)
            for update in held[1:]:
                room.receive(ann, update_frame(update))
            said = await house.agree(room)
            assert said[order]["name"] == "Order 39"
            assert sum(frame.startswith(b"\0\0") for frame in ann.frames[before:]) == 1
            assert ann.registers() == bob.registers() == said

    asyncio.run(story())


def test_an_element_replaced_by_no_element_is_rejected(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room, ann, bob = await two(house)
            order = ann.create(new_id(), kind="entity", name="Order")
            before = await house.agree(room)
            bob.elements[order] = 5
            assert await house.agree(room) == before
            assert bob.closed is not None
            assert ann.registers() == before

    asyncio.run(story())
