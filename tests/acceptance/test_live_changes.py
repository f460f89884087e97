"""What changes while people look on: plans that come due, corrections, typing, findings."""

import asyncio
import contextlib
import signal
import time
from pathlib import Path
from typing import Any, Final

import orjson
from pycrdt import Map, Text

from domain.period import format_instant
from server.rooms.gestures import EditMessage, MessageType, edit_frame
from server.rooms.varint import read_varbytes
from tests.acceptance.people import MODEL, Gesturer, Person, people
from tests.acceptance.serving import Server, serving
from tests.server.rooms.housing import new_id

AHEAD: Final = 1_500_000  # microseconds from a plan to its instant


class Reader(Gesturer):
    """Somebody whose client speaks gestures, and who reads notices."""

    def __init__(self, *servers: Server) -> None:
        super().__init__(*servers)
        self.notices: list[dict[str, Any]] = []

    def set(self, element: str, attribute: str, value: object) -> None:
        """Set a register: one gesture."""
        self._made.clear()
        self.elements[element][attribute] = value
        edit_id = new_id()
        frame = edit_frame(EditMessage(edit_id, "Set"), self._made[0])
        self.pending[edit_id] = frame
        self._post(frame)

    def _take(self, frame: str | bytes) -> int:
        assert isinstance(frame, bytes)
        if frame[0] == MessageType.NOTICE:
            self.notices.append(orjson.loads(read_varbytes(frame, 1)[0]))
            self._changed.set()
        return super()._take(frame)


def now() -> int:
    """Return this instant in microseconds; server and database have the same clock here."""
    return time.time_ns() // 1_000


def asserts(element: str, **registers: object) -> list[dict[str, object]]:
    return [
        {"element": element, "attribute": attribute, "kind": "assert", "value": value}
        for attribute, value in registers.items()
    ]


async def write(server: Server, *operations: dict[str, object], **intent: object) -> dict[str, Any]:
    async with server.client() as client:
        path, edit = f"/api/models/{MODEL}/commits", {"operations": operations, **intent}
        answer = await client.post(path, json=edit)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made


async def named(element: str, name: str, *crowd: Person) -> None:
    """Wait until everybody sees an element under a name."""
    for person in crowd:
        await person.until(
            lambda person=person: (  # type: ignore[misc]
                element in person.elements and person.elements[element]["name"] == name
            )
        )


def test_a_plan_comes_due_before_everybodys_eyes(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create(MODEL)
            order = new_id()
            await write(server, *asserts(order, kind="entity", name="Order"))
            stock, gestures = Person(server), Reader(server)
            async with people(stock, gestures):
                await named(order, "Order", stock, gestures)
                due = now() + AHEAD
                plan = {"mode": "schedule", "from": format_instant(due)}
                await write(server, *asserts(order, name="Purchase"), **plan)
                assert (await server.graph(MODEL))["elements"][1]["name"] == "Order"
                await named(order, "Purchase", stock, gestures)
                assert now() >= due
            assert (await server.graph(MODEL))["elements"][1]["name"] == "Purchase"
            commits = await server.commits(MODEL)
            assert [commit["mode"] for commit in commits[2:]] == ["schedule", "valid_time_reached"]
            assert commits[-1]["recorded_at"] >= format_instant(due)

    asyncio.run(story())


def test_a_correction_that_lasts_until_now_reaches_an_open_room(
    database: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create(MODEL)
            order = new_id()
            made = await write(server, *asserts(order, kind="entity", name="Order"))
            stock, gestures = Person(server), Reader(server)
            async with people(stock, gestures):
                await named(order, "Order", stock, gestures)
                past = {"mode": "correct", "from": made["recorded_at"]}
                await write(server, *asserts(order, name="Purchase"), **past)
                await named(order, "Purchase", stock, gestures)
            for known, name in (("head", "Purchase"), (str(made["tx"]), "Order")):
                then = await server.graph(MODEL, valid_at=made["recorded_at"], known_at=known)
                assert then["elements"][1]["name"] == name

    asyncio.run(story())


async def recorded(server: Server, text: str) -> None:
    """Assert that a commit in the name of whoever typed it holds a text: one, but for pauses."""
    [*_, commit] = [
        commit
        for commit in await server.commits(MODEL)
        if any(each["attribute"] == "doc" for each in commit["operations"])
    ]
    assert commit["actor"] == "local"
    assert [each["value"] for each in commit["operations"]] == [text]


async def type_on(person: Person, element: str) -> None:
    """Type at the end of a text until cancelled."""
    while True:
        text = person.elements[element]["doc"]
        text.insert(len(str(text)), "a")
        await asyncio.sleep(0.01)  # as a person types, but faster


def test_P4_typing_survives_a_kill_and_becomes_one_commit(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create(MODEL)
            order = new_id()
            ann, bob = Person(server), Person(server)
            async with people(ann, bob):
                ann.elements[order] = Map({"kind": "entity", "name": "Order", "doc": Text()})
                await named(order, "Order", bob)
                typing = asyncio.create_task(type_on(ann, order))
                await bob.until(lambda: len(str(bob.elements[order]["doc"])) >= 30)
                await server.kill(signal.SIGKILL)
                typing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await typing
            seen, typed = str(bob.elements[order]["doc"]), str(ann.elements[order]["doc"])
            await server.start()
            [_, element] = (await server.graph(MODEL))["elements"]  # nobody has opened the room
            assert typed.startswith(element["doc"])
            assert element["doc"].startswith(seen)
            await recorded(server, element["doc"])
            async with people(ann, bob):  # she brings what did not arrive
                await bob.until(lambda: str(bob.elements[order]["doc"]) == typed)

    asyncio.run(story())


def test_D11_a_text_is_read_through_another_process_when_the_owner_died(
    database: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with (
            serving(tmp_path / "one", database) as one,
            serving(tmp_path / "two", database) as other,
        ):
            await one.create(MODEL)
            order = new_id()
            ann, bob = Person(one), Person(one)
            async with people(ann, bob):
                registers = {"kind": "entity", "name": "Order", "doc": Text()}
                ann.elements[order] = Map(registers)
                await named(order, "Order", bob)
                ann.elements[order]["doc"].insert(0, "Typed")
                await bob.until(lambda: str(bob.elements[order]["doc"]) == "Typed")
                await other.graph(MODEL)  # the owner lives, and records it in its own time
                await one.kill(signal.SIGKILL)
                [_, element] = (await other.graph(MODEL))["elements"]
                assert element["doc"] == "Typed"
                await recorded(other, "Typed")

    asyncio.run(story())


def test_D16_a_finding_is_told_and_read(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create(MODEL)
            order, line, field = new_id(), new_id(), new_id()
            reference = {"to": line, "ref": True}
            await write(
                server,
                *asserts(line, kind="entity", name="Line"),
                *asserts(order, kind="entity", name="Order"),
                *asserts(field, kind="field", name="line", parent=order, type=reference),
            )
            ann = Reader(server)
            async with people(ann):
                await named(line, "Line", ann)
                ann.set(line, "removed", value=True)

                def told() -> dict[str, Any] | None:
                    return next((each for each in ann.notices if field in each["ids"]), None)

                await ann.until(lambda: told() is not None)
                notice = told()
                assert notice is not None
                assert notice["topic"] == "findings"
                async with server.client() as client:
                    found = (await client.get(f"/api/models/{MODEL}/findings")).json()
                assert found["tx"] >= notice["tx"]
                assert field in {each["element"] for each in found["items"]}
                assert line not in {each["element"] for each in found["items"]}
                async with server.client() as client:  # the room knows, and the whole model too
                    path = f"/api/models/{MODEL}/findings?element={field}"
                    of_now = (await client.get(path)).json()
                    of_then = (await client.get(f"{path},{order}&known_at=head")).json()
                of_field = [each for each in of_then["items"] if each["element"] == field]
                assert of_now["items"] == of_field != []
                assert of_now["counts"] == of_then["counts"] == found["counts"]

    asyncio.run(story())
