"""Who is here, told in a room: in frames of several, and never as somebody else."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Final

from domain.access import Actor, Role
from server.rooms.protocol import Awareness, Presence, awareness_frame, decode
from server.rooms.telling import Telling
from tests.server.rooms.housing import Client, House, house_on

ANN: Final = Actor("ann", "Ann", Role.EDITOR)


@dataclass
class Ear:
    """Hears what is told, and lets a test wait for it."""

    frames: list[tuple[Presence, ...]] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, presences: tuple[Presence, ...]) -> None:
        self.frames.append(presences)
        self.heard.set()

    async def next(self) -> tuple[Presence, ...]:
        self.heard.clear()
        await self.heard.wait()
        return self.frames[-1]


@dataclass(eq=False)
class Listener(Client):
    """A person who waits to hear of others."""

    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self, *frames: bytes) -> None:
        super().send(*frames)
        if any(isinstance(decode(frame), Awareness) for frame in frames):
            self.heard.set()

    async def hear(self) -> dict[int, object]:
        await self.heard.wait()
        self.heard.clear()
        return {client: json.loads(state) for client, state in self.presences.items()}


async def two(house: House) -> tuple[Listener, Listener]:
    room = await house.room()
    ann, bob = Listener(room), Listener(room)
    ann.connect()
    bob.connect()
    await room.fire()
    return ann, bob


def test_D8_what_is_said_between_two_beats_is_told_in_one_frame() -> None:
    async def story() -> None:
        ear = Ear()
        telling = Telling(ear, beat=0.01)
        telling.hear("tab", ANN, (Presence(7, 1, "{}"),))
        assert [one.client for one in await ear.next()] == [7]
        for x in range(50):
            telling.hear("tab", ANN, (Presence(7, 2 + x, f'{{"x":{x}}}'), Presence(8, 2 + x, "{}")))
        later = await ear.next()
        assert [(one.client, one.clock) for one in later] == [(7, 51), (8, 51)]
        assert len(ear.frames) == 2
        telling.leave("tab")
        assert [one.state for one in ear.frames[-1]] == ["null", "null"]

    asyncio.run(story())


def test_beats_keep_their_distance() -> None:
    async def story() -> None:
        loop, ear = asyncio.get_running_loop(), Ear()
        telling = Telling(ear, beat=0.02)
        began = loop.time()
        for clock in range(1, 6):
            telling.hear("tab", ANN, (Presence(7, clock, "{}"),))
            await ear.next()
        assert loop.time() - began >= 4 * 0.02 - 0.005
        telling.leave("tab")

    asyncio.run(story())


def test_nobody_speaks_as_somebody_else(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            ann, bob = await two(house)
            claim = json.dumps({"user": {"id": ann.actor.id, "name": "Ann"}, "cursor": [1]})
            ann.room.receive(bob, awareness_frame((Presence(9, 1, claim),)))
            assert await ann.hear() == {
                9: {"user": {"id": bob.actor.id, "name": bob.actor.name}, "cursor": [1]},
            }

    asyncio.run(story())


def test_presence_is_passed_on_and_ends_with_the_connection(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            ann, bob = await two(house)
            room = ann.room
            mine = {"user": {"id": ann.actor.id, "name": ann.actor.name}}
            room.receive(ann, awareness_frame((Presence(7, 1, "{}"),)))
            assert await bob.hear() == {7: mine}
            assert await ann.hear() == {7: mine}  # silence about itself reads as a dead connection
            room.receive(bob, awareness_frame((Presence(7, 9, '{"x":1}'),)))
            carl = Listener(room)
            carl.connect()
            await room.fire()
            assert await carl.hear() == {7: mine}
            ann.disconnect()
            assert await bob.hear() == await carl.hear() == {7: None}

    asyncio.run(story())


def test_nobody_is_told_who_else_goes_when_all_go(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            ann, bob = await two(house)
            for client, one in enumerate((ann, bob)):
                ann.room.receive(one, awareness_frame((Presence(client, 1, "{}"),)))
            heard: dict[int, object] = {}
            while len(heard) < 2:
                heard |= await bob.hear()
            before = len(ann.frames), len(bob.frames)
            await house.rooms.close_all()
            assert (len(ann.frames), len(bob.frames)) == before
            assert ann.closed is not None
            assert bob.closed is not None

    asyncio.run(story())
