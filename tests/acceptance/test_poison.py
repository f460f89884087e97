"""Broken frames on real sockets: told to whoever sends them, and noticed by nobody else (D2, D7).

SCHEMAOS_FUZZ sets how many broken updates are tried.
"""

import asyncio
import os
import random
from pathlib import Path
from typing import Final

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from server.rooms.gestures import EditMessage, MessageType, edit_frame
from server.rooms.protocol import (
    LARGEST_FRAME,
    LARGEST_STATE,
    Close,
    sync_request,
    update_frame,
)
from tests.acceptance.serving import Server, serving
from tests.acceptance.test_stock_clients import Python, logged, python, read
from tests.server.rooms.housing import new_id
from tests.server.rooms.mutation import mutated

BROKEN: Final = int(os.environ.get("SCHEMAOS_FUZZ", "100"))
_AT_ONCE: Final = 8
_NEAR: Final = 8
_REJECTED: Final = b"closed %d" % Close.REJECTED
_TOO_LARGE: Final = b"closed 1009"
_CUT: Final = b"cut"
_MOST_GROWN: Final = 200 * 1024
"""Kilobytes that the server may have grown by in the end."""

POISON: Final[dict[str, bytes | str]] = {
    "an update of garbage": update_frame(b"\xff\xff\xff\7\1\2\3"),
    "a frame that ends too early": b"\0\2\x88\x27",
    "a sync message that is unknown": b"\0\x4d\1\1",
    "a message that is unknown": b"\x63",
    "an empty frame": b"",
    "a text": "hello",
    "a state vector of garbage": sync_request(b"\xff\xff\xff\xff\x7f"),
    "a state vector that is too large": sync_request(bytes(LARGEST_STATE + 1)),
    "awareness of garbage": b"\1\3\x09\x09\x09",
    "an update that is too large": update_frame(bytes(LARGEST_FRAME + 1)),
}
"""What the bench calls poison, and what is too large."""


def address(server: Server, *, speaks_gestures: bool) -> str:
    return f"{server.rooms}/shop" + (f"?ext=1&journal={new_id()}" if speaks_gestures else "")


async def said_to(server: Server, frame: bytes | str, *, speaks_gestures: bool) -> list[bytes]:
    """Send a frame, ask for the document, and return all that comes up to it.

    The last is how the connection was closed for it, if it was.
    """
    heard: list[bytes] = []
    async with connect(address(server, speaks_gestures=speaks_gestures), max_size=None) as socket:
        try:
            await socket.send(frame)
            await socket.send(sync_request(b"\0"))
            while not (heard and heard[-1].startswith(b"\0\1")):
                came = await socket.recv()
                assert isinstance(came, bytes)
                heard.append(came)
        except ConnectionClosed as closed:
            heard.append(_CUT if closed.rcvd is None else b"closed %d" % closed.rcvd.code)
    return heard


def kinds(heard: list[bytes]) -> set[int]:
    return {frame[0] for frame in heard}


def resident(pid: int) -> int:
    """Return how many kilobytes a process has."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


async def assert_unharmed(server: Server, database: str, *people: Python) -> None:
    """All see a last edit, and what all see is what is read and logged."""
    last = new_id()
    people[0].create(last, "Last")
    for person in people:
        await person.until(lambda person=person: last in person.elements)  # type: ignore[misc]
    graph = read(await server.graph("shop"))
    assert graph == await logged(database, "shop")
    for person in people:
        assert person.registers() == graph
    assert not [line for line in server.lines if "error" in line]


def test_D7_poison_is_told_to_whoever_sends_it(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create("shop")
            async with python(server, "shop") as ann, python(server, "shop") as bob:
                for name, frame in POISON.items():
                    for speaks_gestures in (False, True):
                        heard = await said_to(server, frame, speaks_gestures=speaks_gestures)
                        assert heard[-1] == _REJECTED, name
                    ann.create(new_id(), name)
                await assert_unharmed(server, database, ann, bob)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("size", "outcome"), [(LARGEST_FRAME + 1, "refused"), (3 * LARGEST_FRAME, "closed")]
)
def test_D7_a_gesture_that_is_too_large_is_refused_by_itself(
    database: str, tmp_path: Path, size: int, outcome: str
) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create("shop")
            async with python(server, "shop") as ann, python(server, "shop") as bob:
                frame = edit_frame(EditMessage(new_id(), "Large"), bytes(size))
                heard = await said_to(server, frame, speaks_gestures=True)
                if outcome == "refused":
                    (refused,) = [one for one in heard if one[0] == MessageType.REFUSED]
                    assert b'"too-large"' in refused
                    assert b'"fatal":true' in refused
                    assert heard[-1].startswith(b"\0\1")
                else:
                    assert heard[-1] in {_TOO_LARGE, _CUT}  # as far as it was sent by then
                await assert_unharmed(server, database, ann, bob)

    asyncio.run(story())


def test_P1_broken_updates_harm_no_server(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        chance = random.Random(7)  # noqa: S311 - a repeatable row
        async with serving(tmp_path, database) as server:
            await server.create("shop")
            async with python(server, "shop") as ann, python(server, "shop") as bob:
                seen: list[bytes] = []
                bob.doc.observe(lambda event: seen.append(event.update))
                ann.create(new_id(), "First")
                await bob.until(lambda: len(bob.elements) > 1)
                before = resident(server.pid)
                for _ in range(0, BROKEN, _AT_ONCE):
                    async with asyncio.TaskGroup() as attacks:
                        for _ in range(_AT_ONCE):
                            attacks.create_task(attack(server, mutated(seen[-_NEAR:], chance)))
                        ann.create(new_id(), f"E{chance.random()}")
                await assert_unharmed(server, database, ann, bob)
                assert resident(server.pid) - before < _MOST_GROWN

    asyncio.run(story())


async def attack(server: Server, update: bytes) -> None:
    """Send a broken update both ways; it is answered, let go, or all of it was gone through."""
    stock = await said_to(server, update_frame(update), speaks_gestures=False)
    assert stock[-1] == _REJECTED or stock[-1].startswith(b"\0\1")
    gesture = edit_frame(EditMessage(new_id(), "Broken"), update)
    heard = await said_to(server, gesture, speaks_gestures=True)
    told = {MessageType.SAVED, MessageType.REFUSED} & kinds(heard)
    is_gap = [frame[0] for frame in heard].count(MessageType.ROOM) > 1
    assert told or is_gap or heard[-1] == _REJECTED
