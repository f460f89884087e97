"""What is never let in: told to whom it concerns, and nobody else is touched by it (D2, D4, D7)."""

import asyncio
from collections.abc import Callable
from typing import Final

import pytest
from pycrdt import Doc, Map, Text

from server.clock import SystemClock
from server.rooms.gestures import EditMessage, edit_frame
from server.rooms.protocol import LARGEST_FRAME, Close, update_frame
from tests.server.rooms.gesturing import Gesturer, agreed, at_work, tell
from tests.server.rooms.housing import Client, house_on, new_client, new_id, quiet

ORDER: Final = new_id()


def send(author: Gesturer, update: bytes) -> str:
    """Send bytes as a gesture."""
    edit_id = new_id()
    author.room.receive(author, edit_frame(EditMessage(edit_id, "Raw"), update))
    return edit_id


def _garbage(ann: Gesturer) -> str:
    return send(ann, b"\1\1\1\0\x99")


def _too_large(ann: Gesturer) -> str:
    return send(ann, bytes(LARGEST_FRAME + 1))


def _outside(ann: Gesturer) -> str:
    return ann.do(lambda: ann.doc.get("other", type=Map).update({"x": 1}))


def _meta(ann: Gesturer) -> str:
    return ann.do(lambda: ann.doc.get("meta", type=Map).update({"fresh": 9}))


def _replaced(ann: Gesturer) -> str:
    return ann.do(lambda: ann.create(ORDER, kind="value", name="Lost with it"))


def _retexted(ann: Gesturer) -> str:
    def act() -> None:
        ann.held(ORDER)["doc"] = Text("Mine.")

    return ann.do(act)


FATAL: Final[dict[str, Callable[[Gesturer], str]]] = {
    "broken-update": _garbage,
    "too-large": _too_large,
    "outside-elements": _outside,
    "replaces-element": _replaced,
    "replaces-text": _retexted,
}


@pytest.mark.parametrize("code", FATAL)
def test_D2_a_rejected_gesture_is_answered_and_its_session_goes_on(
    database: str, code: str
) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            ann.do(lambda: ann.create(ORDER, kind="entity", name="Order", doc=Text("Kept.")))
            before = await agreed(house, room, ann, bob)
            refused = FATAL[code](ann)
            dropped = ann.do(lambda: ann.set(ORDER, "name", "Purchase"))
            good = bob.do(lambda: bob.set(ORDER, "position", {"x": 1, "y": 1}))
            said = await agreed(house, room, bob)
            assert said[ORDER] == {**before[ORDER], "position": {"x": 1, "y": 1}}
            verdict = ann.refused(refused)
            assert (verdict.code, verdict.fatal) == (code, True)
            assert verdict.message
            assert dropped not in ann.answers
            assert ann.code() is None
            assert bob.saved(good)
            await ann.renew()
            said = await agreed(house, room, ann, bob)
            assert said[ORDER]["name"] == "Purchase"
            assert ann.saved(dropped)
            stream = room.stream
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            late = Gesturer(room)
            late.connect()
            late.ask(refused)
            assert await agreed(house, room, late) == said
            assert late.refused(refused) == verdict

    asyncio.run(story())


def test_D3_the_root_meta_is_never_written(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            refused = _meta(ann)
            overwritten = bob.do(lambda: bob.doc.get("meta", type=Map).update({"epoch": 9}))
            await quiet(room)
            assert ann.refused(refused).code == "outside-elements"
            verdict = bob.refused(overwritten)
            assert (verdict.code, verdict.fatal) == ("outside-elements", False)
            assert bob.doc.get("meta", type=Map).to_py() == {
                "model": room.ledger.state.document.model,
                "branch": "main",
                "epoch": 1,
            }
            await agreed(house, room, bob)

    asyncio.run(story())


def test_D4_structs_under_anothers_client_id_are_refused(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            ann.do(lambda: ann.create(ORDER, kind="entity", name="Order"))
            said = await agreed(house, room, ann, bob)
            # As if it went on with the document of Ann's client.
            bob.begin(ann.doc.client_id)
            bob.doc.apply_update(ann.doc.get_update())
            stolen = bob.do(lambda: bob.set(ORDER, "name", "Not by Ann"))
            await quiet(room)
            verdict = bob.refused(stolen)
            assert (verdict.code, verdict.fatal) == ("foreign-client", True)
            thief = Client(room).connect()
            await quiet(room)
            room.receive(thief, update_frame(bob._made[-1]))
            await quiet(room)
            assert thief.closed is not None
            assert thief.closed[0] == Close.REJECTED
            assert await agreed(house, room, ann) == said

    asyncio.run(story())


def test_D4_whose_a_client_id_is_outlives_a_restart(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (_, room, ann, _):
            ann.do(lambda: ann.create(ORDER, kind="entity", name="Order"))
            await quiet(room)
            stream = room.stream
        async with house_on(database) as house:
            room = await house.rooms.open(stream)
            bob, tab = Gesturer(room), Gesturer(room)
            tab.actor = ann.actor
            for one in (bob, tab):
                one.begin(ann.doc.client_id)
                one.doc.apply_update(ann.doc.get_update())
                one.connect()
            stolen = bob.do(lambda: bob.set(ORDER, "name", "Not by Ann"))
            mine = tab.do(lambda: tab.set(ORDER, "name", "By Ann"))
            said = await agreed(house, room, tab)
            assert bob.refused(stolen).code == "foreign-client"
            assert tab.saved(mine)
            assert said[ORDER]["name"] == "By Ann"

    asyncio.run(story())


def test_D4_the_servers_ids_are_nobodys(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            said = await agreed(house, room, ann, bob)
            for client in (0, 1):
                ann.begin(client)
                ann.doc.apply_update(bob.doc.get_update())
                forged = ann.do(lambda: ann.create(new_id(), kind="entity", name="x"))
                await quiet(room)
                assert ann.refused(forged).code == "foreign-client"
            assert await agreed(house, room, bob) == said

    asyncio.run(story())


def test_D4_what_is_known_may_come_from_anybody(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            ann.do(lambda: ann.create(ORDER, kind="entity", name="Order"))
            await agreed(house, room, ann, bob)
            known = send(bob, bob.doc.get_update())  # the server's structs and Ann's among them
            await agreed(house, room, ann, bob)
            assert bob.saved(known) is None
            carl = Client(room).connect()
            await quiet(room)
            room.receive(carl, update_frame(carl.doc.get_update()))
            await agreed(house, room, ann, bob, carl)
            assert carl.closed is None

    asyncio.run(story())


async def poison(database: str) -> None:
    """Let the log refuse whatever says poison."""
    await tell(
        database,
        "CREATE FUNCTION no_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF convert_from(NEW.body, 'UTF8') LIKE '%poison%' THEN RAISE EXCEPTION 'poison'; "
        "END IF; RETURN NEW; END $$",
        "CREATE TRIGGER no_poison BEFORE INSERT ON commit_log "
        "FOR EACH ROW EXECUTE FUNCTION no_poison()",
    )


def test_D7_what_the_log_refuses_is_refused_alone(database: str) -> None:
    async def story() -> None:
        await poison(database)
        async with at_work(database) as (house, room, ann, bob):
            carl = Client(room).connect()
            await quiet(room)
            bad, good, late = new_id(), new_id(), new_id()
            first = ann.do(lambda: ann.create(good, kind="entity", name="Good"))
            refused = bob.do(lambda: bob.create(bad, kind="entity", name="poison"))
            dropped = bob.do(lambda: bob.create(new_id(), kind="entity", name="Dropped"))
            carl.create(late, kind="entity", name="Late")
            second = ann.do(lambda: ann.set(good, "name", "Better"))
            said = await agreed(house, room, ann, carl)
            assert (good in said, bad in said, late in said) == (True, False, True)
            assert len(said) == 3
            verdict = bob.refused(refused)
            assert (verdict.code, verdict.fatal) == ("log-refused", True)
            assert ann.saved(first)
            assert ann.saved(second)
            assert dropped not in bob.answers
            assert bob.code() is None
            await bob.renew()
            said = await agreed(house, room, ann, bob, carl)
            assert bob.saved(dropped)
            assert len(said) == 4

    asyncio.run(story())


def test_D4_a_claim_is_taken_back_when_its_update_is_not_recorded(database: str) -> None:
    async def story() -> None:
        await poison(database)
        async with at_work(database) as (house, room, ann, bob):
            client = new_client()
            bob.begin(client)
            refused = bob.do(lambda: bob.create(new_id(), kind="entity", name="poison"))
            await quiet(room)
            assert bob.refused(refused).code == "log-refused"
            ann.disconnect()
            ann.begin(client)
            ann.connect()
            good = ann.do(lambda: ann.create(new_id(), kind="entity", name="Good"))
            await agreed(house, room, ann)
            assert ann.saved(good)

    asyncio.run(story())


def test_D9_what_builds_on_an_earlier_epoch_is_stale(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (_, room, ann, bob):
            ann.do(lambda: ann.create(ORDER, kind="entity", name="Order"))
            await quiet(room)
            room.ledger.state.document.epoch = room.ledger.writer.epoch = 2
            # A register that the server wrote in epoch 1 would be built upon.
            old = bob.do(lambda: bob.doc.get("meta", type=Map).update({"model": "x"}))
            await quiet(room)
            assert bob.refused(old).code == "stale-epoch"
            bob.begin(new_client())
            bob.doc.apply_update(ann.doc.get_update())
            bob.connect()
            assert bob.code() == Close.STALE_EPOCH

    asyncio.run(story())


class SetClock(SystemClock):
    """A clock that tests move on."""

    def __init__(self) -> None:
        self.at = 100.0

    def monotonic(self) -> float:
        return self.at


def test_D3_too_many_rejected_gestures_close_the_connection(database: str) -> None:
    async def story() -> None:
        clock = SetClock()
        async with house_on(database, clock=clock) as house:
            room = await house.room()
            ann = Gesturer(room)
            ann.connect()
            await quiet(room)
            for wait in (0, 5, 5, 5, 5, 4):
                clock.at += wait
                _garbage(ann)
                await quiet(room)
                assert ann.code() is None
            _garbage(ann)
            _garbage(ann)
            await quiet(room)
            assert ann.code() == Close.REJECTED
            assert len(ann.answers) == 8

    asyncio.run(story())


def _gesture(ann: Client) -> None:
    assert isinstance(ann, Gesturer)
    ann.do(lambda: ann.create(new_id(), kind="nonsense"))


def _update(ann: Client) -> None:
    ann.create(new_id(), kind="nonsense")


@pytest.mark.parametrize(("kind", "wrong"), [(Gesturer, _gesture), (Client, _update)])
def test_D3_too_many_corrected_edits_close_the_connection(
    database: str, kind: type[Client], wrong: Callable[[Client], None]
) -> None:
    async def story() -> None:
        clock = SetClock()
        async with house_on(database, clock=clock) as house:
            room = await house.room()
            ann = kind(room).connect()
            await quiet(room)
            for wait in (0, 10):
                clock.at += wait
                for _ in range(30):
                    wrong(ann)
                await quiet(room)
                assert ann in {session.peer for session in room.audience}
            wrong(ann)
            await quiet(room)
            assert ann.closed is not None
            assert ann.closed[0] == Close.REJECTED
            await agreed(house, room)

    asyncio.run(story())


def test_a_frame_that_is_no_message_closes_its_connection_only(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            good = ann.do(lambda: ann.create(ORDER, kind="entity", name="Order"))
            for frame in (b"\x64\2{}\0", b"\x65\2{}", b"\x69\2[]", b"", b"\x7f", b"\x64\xff"):
                mallory = Gesturer(room)
                mallory.connect()
                room.receive(mallory, frame)
                assert mallory.code() == Close.REJECTED
            await agreed(house, room, ann, bob)
            assert ann.saved(good)

    asyncio.run(story())


def test_pending_structs_cannot_be_smuggled_in(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            other: Doc[Map[object]] = Doc(client_id=new_client())
            sent: list[bytes] = []
            other.observe(lambda event: sent.append(event.update))
            elements = other.get("elements", type=Map)
            elements[ORDER] = Map({"kind": "entity", "name": "Order"})
            elements[new_id()] = Map({"kind": "entity", "name": "Box"})
            gap = send(ann, sent[1])
            await agreed(house, room, ann, bob)
            assert gap not in ann.answers
            assert ann.heard[-1] == "room"

    asyncio.run(story())
