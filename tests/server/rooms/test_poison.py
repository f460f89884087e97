"""A room in which somebody sends broken updates, by stock clients and as gestures (D2, D3, D5).

Each is told what became of it, those who work beside them notice nothing, and in the end document,
registers, log, read models and Yjs say the same. SCHEMAOS_FUZZ sets how many are tried.
"""

import asyncio
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pytest
from pycrdt import Text
from structlog.testing import capture_logs

from domain.access import Actor, Role
from server.log import documents
from server.rooms.decoder import BadUpdate, decode
from server.rooms.gestures import EditMessage, MessageType, SavedMessage, edit_frame
from server.rooms.protocol import Close, read_state, sync_answer, update_frame
from server.rooms.room import Room
from tests.server.rooms.gesturing import Gesturer, agreed
from tests.server.rooms.housing import Client, House, house_on, new_client, new_id, quiet
from tests.server.rooms.mutation import mutated
from tests.server.rooms.yjs import Yjs, yjs

BROKEN: Final = int(os.environ.get("SCHEMAOS_FUZZ", "500"))
_IN_A_ROOM: Final = 250
_AT_ONCE: Final = 12
_MALLORY: Final = Actor("mallory", "Mallory", Role.EDITOR)
_NEAR: Final = 8


@pytest.fixture(scope="module", name="real")
def _real() -> Iterator[Yjs]:
    with yjs() as process:
        yield process


@dataclass(eq=False)
class Attack:
    """One broken update on a connection of its own, as a gesture or as a stock client sends it."""

    room: Room
    update: bytes
    journal: str | None
    actor: Actor = _MALLORY
    frames: list[bytes] = field(default_factory=list)
    closed: tuple[int, str] | None = None

    def send(self, *frames: bytes) -> None:
        self.frames += frames

    def close(self, code: int, reason: str) -> None:
        self.closed = self.closed or (code, reason)

    def begin(self, *, as_answer: bool) -> None:
        self.room.join(self)
        if self.journal is not None:
            frame = edit_frame(EditMessage(new_id(), "Broken"), self.update)
        else:
            frame = sync_answer(self.update) if as_answer else update_frame(self.update)
        self.room.receive(self, frame)

    def is_told(self) -> bool:
        """Tell whether it was answered, let go, asked for what it builds on, or taken."""
        if self.closed is not None:
            assert self.closed[0] == Close.REJECTED
            return True
        kinds = [frame[0] for frame in self.frames]
        if self.journal is not None:
            answers = {MessageType.SAVED, MessageType.REFUSED}
            return bool(answers & set(kinds)) or kinds.count(MessageType.ROOM) > 1
        return b"\0\0" in {frame[:2] for frame in self.frames} or self.is_in()

    def is_in(self) -> bool:
        try:
            structs = decode(self.update)
        except BadUpdate:
            return False
        document = self.room.ledger.state.document
        return all(document.has(client, end) for client, _, end in structs.runs)


class Working:
    """People who do their work, whatever somebody else sends."""

    def __init__(self, room: Room, chance: random.Random) -> None:
        self.room = room
        self.chance = chance
        self.ann, self.bob, self.carl = Gesturer(room), Gesturer(room), Client(room)
        self.people: tuple[Client, ...] = (self.ann, self.bob, self.carl)
        self.sent: list[tuple[Gesturer, str]] = []
        self.seen: list[bytes] = []
        self.carl.doc.observe(lambda event: self.seen.append(event.update))
        for person in self.people:
            person.connect()

    def work(self) -> None:
        person = self.chance.choice(self.people)
        if not isinstance(person, Gesturer):
            self.change(person)
        else:
            self.sent.append((person, person.do(lambda: self.change(person))))

    def change(self, person: Client) -> None:
        mine = [key for key in sorted(person.elements.keys()) if "doc" in person.held(key)]
        word = self.chance.choice(("Order", "Größe 😀", "x"))
        if not mine or self.chance.random() < 0.3:
            person.create(new_id(), kind="entity", name=word, doc=Text(word))
        elif self.chance.random() < 0.5:
            person.set(self.chance.choice(mine), "name", word)
        else:
            person.text(self.chance.choice(mine)).insert(0, word)

    def assert_well(self) -> None:
        """Everybody is connected, and each gesture was answered, none fatally."""
        for person in self.people:
            assert person.closed is None
        for person, edit_id in self.sent:
            verdict = person.verdict(edit_id)
            assert isinstance(verdict, SavedMessage) or not verdict.fatal, verdict


async def _attack(room: Room, seed: int) -> Working:
    chance = random.Random(seed)  # noqa: S311 - a repeatable row
    working = Working(room, chance)
    await quiet(room)
    for _ in range(10):
        working.work()
    await quiet(room)
    sent = 0
    while sent < _IN_A_ROOM:
        attacks = []
        for _ in range(chance.randint(1, _AT_ONCE)):
            update = mutated(working.seen[-_NEAR:], chance)
            attack = Attack(room, update, new_id() if chance.random() < 0.5 else None)
            attack.begin(as_answer=chance.random() < 0.3)
            attacks.append(attack)
            if chance.random() < 0.3:
                working.work()
        await quiet(room)
        for attack in attacks:
            assert attack.is_told(), attack.update.hex()
            room.leave(attack)
        sent += len(attacks)
        working.assert_well()
    return working


async def _stored(house: House, room: Room) -> list[bytes]:
    stored = await documents.load(house.pool, room.stream)
    assert stored is not None
    parts = stored.snapshot.parts if stored.snapshot else ()
    return [*parts, *(each.update for each in stored.updates)]


@pytest.mark.parametrize("seed", range(-(-BROKEN // _IN_A_ROOM)))
def test_P1_broken_updates_harm_nobody_who_works_beside_them(
    database: str, real: Yjs, seed: int
) -> None:
    async def story() -> None:
        with capture_logs() as logs:
            async with house_on(database) as house:
                room = await house.room()
                working = await _attack(room, seed)
                said = await agreed(house, room, *working.people)
                read = real.read(await _stored(house, room))
                assert read.is_whole
                assert read.registers == said
                assert read.clocks == read_state(room.ledger.state.document.state())
                assert not room.is_closed
            async with house_on(database) as house:
                again = await house.rooms.open(room.stream)
                late = Gesturer(again)
                late.begin(new_client())
                late.connect()
                assert await agreed(house, again, late) == said
                assert house.rooms.counts.alarms == 0
        assert [entry for entry in logs if entry["log_level"] in {"error", "critical"}] == []

    asyncio.run(story())
