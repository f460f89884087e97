"""D7: who reads too slowly costs a bounded row, disturbs nobody, and ends up with everything."""

import asyncio
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Final

import pytest
from pycrdt import Doc, Map, Text

from server.http.identity import LOCAL_OWNER
from server.http.socket_peer import SocketPeer
from server.rooms.protocol import (
    SyncAnswer,
    SyncRequest,
    Update,
    decode,
    sync_answer,
    sync_request,
)
from server.rooms.room import Room
from tests.server.rooms.housing import Client, house_on, new_id, quiet

HIGH_WATER: Final = 64 * 1024
CAP: Final = 256 * 1024
BODY: Final = "x" * 10_000


@dataclass(eq=False)
class Reader:
    """Somebody at the far end of a wire, who reads when told to."""

    room: Room
    unsent: int = 0
    pipe: deque[bytes] = field(default_factory=deque)
    differences: int = 0
    closed: tuple[int, str] | None = None

    def __post_init__(self) -> None:
        self.doc: Doc[Map[object]] = Doc()
        self.elements: Map[object] = self.doc.get("elements", type=Map)
        self.peer = SocketPeer(self, self.room, LOCAL_OWNER, None, cap=CAP, stalled=5)
        self.room.join(self.peer)
        self.room.receive(self.peer, sync_request(self.doc.get_state()))

    @property
    def is_full(self) -> bool:
        return self.unsent > HIGH_WATER

    def write(self, *frames: bytes) -> None:
        was_full = self.is_full
        self.unsent += sum(map(len, frames))
        self.pipe.extend(frames)
        if self.is_full and not was_full:
            self.peer.on_full()

    def end(self, code: int, reason: str) -> None:
        self.closed = (code, reason)

    def read(self, most: int) -> None:
        """Read frames, which may make more come."""
        for _ in range(most):
            if not self.pipe:
                return
            was_full = self.is_full
            frame = self.pipe.popleft()
            self.unsent -= len(frame)
            self._take(frame)
            if was_full and not self.is_full:
                self.peer.on_writable()

    async def catch_up(self) -> None:
        while self.pipe or self.peer.is_lagging:
            self.read(len(self.pipe))
            await quiet(self.room)

    def _take(self, frame: bytes) -> None:
        match decode(frame):
            case Update(update):
                self.doc.apply_update(update)
            case SyncAnswer(update):
                self.differences += 1
                self.doc.apply_update(update)
            case SyncRequest(state):
                self.room.receive(self.peer, sync_answer(self.doc.get_update(state)))
            case _:
                pass


def test_D7_stalled_readers_cost_their_cap_and_nothing_of_what_they_are_shown(
    database: str,
) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await house.room()
            ann, bob = Client(room).connect(), Client(room).connect()
            order = ann.create(new_id(), kind="entity", name="Order")
            readers = [Reader(room) for _ in range(5)]
            await quiet(room)
            for reader in readers:
                reader.read(10)
            for number in range(200):
                ann.set(order, "name", f"{number}")
                ann.create(new_id(), kind="entity", name="E", doc=Text(BODY))
                await quiet(room)
            assert bob.registers() == ann.registers()
            for reader in readers:
                assert reader.peer.is_lagging
                assert reader.peer.waiting + reader.unsent < CAP + 2 * HIGH_WATER
                await reader.catch_up()
                assert reader.elements.to_py() == ann.elements.to_py()
                assert reader.differences == 2  # the first sync, and the one that made up
                assert reader.closed is None
                reader.peer.leave()

    asyncio.run(story())


@pytest.mark.parametrize("seed", range(8))
def test_D7_whenever_somebody_reads_or_does_not_everybody_converges(
    database: str, seed: int
) -> None:
    async def story() -> None:
        chance = random.Random(seed)  # noqa: S311 - a repeatable row
        async with house_on(database) as house:
            room = await house.room()
            ann, bob = Client(room).connect(), Client(room).connect()
            await quiet(room)
            readers = [Reader(room) for _ in range(3)]
            lagged = False
            for _ in range(150):
                who = chance.choice((ann, bob))
                known = list(who.elements.keys())
                for _ in range(chance.randrange(1, 4)):
                    if chance.random() < 0.6 or not known:
                        body = "y" * chance.choice((10, 5_000, 60_000))
                        who.create(new_id(), kind="entity", name="E", doc=Text(body))
                    else:
                        who.set(chance.choice(known), "name", f"n{chance.random()}")
                await quiet(room)
                for reader in readers:
                    if chance.random() < 0.1:
                        reader.read(chance.randrange(20))
                    lagged = lagged or reader.peer.is_lagging
            assert lagged
            for reader in readers:
                await reader.catch_up()
                assert reader.elements.to_py() == ann.elements.to_py()
                assert reader.closed is None
                reader.peer.leave()
            assert ann.registers() == bob.registers()

    asyncio.run(story())
