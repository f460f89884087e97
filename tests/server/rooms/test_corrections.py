"""Two people who get things wrong, at once: nobody ever sees it, and both end with the same (D2).

SCHEMAOS_CORRECTIONS sets how many runs are tried.
"""

import asyncio
import os
import random
from collections.abc import Callable
from typing import Final, TypeAlias

import pytest
from pycrdt import Array, Map, Text

from domain.model.live import LiveGraph
from domain.model.operations import Registers
from server.rooms.gestures import RefusedMessage
from server.rooms.room import Room
from tests.laws.test_mending import below_nothing, faults_of
from tests.server.rooms.gesturing import Gesturer, agreed
from tests.server.rooms.housing import Client, House, house_on, new_client, new_id, quiet

RUNS: Final = int(os.environ.get("SCHEMAOS_CORRECTIONS", "20"))
_IN_A_HOUSE: Final = 10
_STEPS: Final = 25

Wrong: TypeAlias = Callable[[Client, str, str], object]
"""Gets something wrong with two elements."""

WRONG: Final[dict[str, Wrong]] = {
    "an unknown kind": lambda one, a, _: one.set(a, "kind", "nonsense"),
    "no kind any more": lambda one, a, _: one.held(a).pop("kind"),
    "a second model": lambda one, a, _: one.set(a, "kind", "model"),
    "an unknown attribute": lambda one, a, _: one.set(a, "nonsense", 1),
    "a wrong type": lambda one, a, _: one.set(a, "name", 5),
    "a name that is too long": lambda one, a, _: one.set(a, "name", "x" * 300),
    "a fraction": lambda one, a, _: one.set(a, "position", {"x": 0.5, "y": 1}),
    "a parent that is not there": lambda one, a, _: one.set(a, "parent", new_id()),
    "a parent of the wrong kind": lambda one, a, b: one.set(a, "parent", b),
    "itself as parent": lambda one, a, _: one.set(a, "parent", a),
    "a list for a value": lambda one, a, _: one.set(a, "name", Array([1, 2])),
    "a map for a value": lambda one, a, _: one.set(a, "name", Map({"x": Map({})})),
    "no id": lambda one, *_: one.create("junk", kind="entity", name="x"),
    "no element": lambda one, *_: one.elements.update({new_id(): 5}),
    "a field in nothing": lambda one, *_: one.create(new_id(), kind="field", name="f"),
}
GOOD: Final[tuple[Wrong, ...]] = (
    lambda one, a, _: one.set(a, "name", f"N{new_id()}"),
    lambda one, a, _: one.set(a, "position", {"x": 1, "y": 2}),
    lambda one, *_: one.create(new_id(), kind="entity", name="E", doc=Text("A text.")),
    lambda one, a, _: one.create(new_id(), kind="field", name="f", parent=a, doc=Text("")),
    lambda one, a, _: one.elements.pop(a),
    lambda one, a, _: one.held(a).pop("removed", None),
)


class Story:
    """One run: a person who speaks gestures, one with a stock client, and one who looks on."""

    def __init__(self, room: Room, chance: random.Random) -> None:
        self.room = room
        self.chance = chance
        self.ann, self.bob, self.eve = Gesturer(room), Client(room), Client(room)
        self.marks: dict[str, str] = {}

    async def run(self, house: House) -> None:
        for person in (self.ann, self.bob, self.eve):
            person.connect()
        await quiet(self.room)
        for name in ("Order", "Line"):
            self.bob.create(new_id(), kind="entity", name=name, doc=Text(name))
        await quiet(self.room)
        seen: list[Registers] = []
        self.eve.elements.observe_deep(lambda _: seen.append(self.eve.registers()))
        for _ in range(_STEPS):
            await self.step()
        await self.come_to_rest()
        said = await agreed(house, self.room, self.ann, self.bob, self.eve)
        for state in (said, *seen):
            assert_legal(state)
        self.assert_whole_or_nothing(said)

    async def step(self) -> None:
        person: Client = self.chance.choice((self.ann, self.bob))
        wrong = self.chance.random() < 0.5
        act = self.chance.choice(tuple(WRONG.values()) if wrong else GOOD)
        elements = entities(person)
        if elements:
            one, other = self.chance.choice(elements), self.chance.choice(elements)
            self.do(person, lambda: act(person, one, other))
        if self.chance.random() < 0.4:
            await self.come_to_rest()

    def do(self, person: Client, act: Callable[[], object]) -> None:
        """Do it; a gesture leaves a mark besides, which must be there or not as the rest of it."""
        if not isinstance(person, Gesturer):
            act()
            return
        mark = new_id()

        def marked() -> None:
            person.create(mark, kind="entity", name="Mark", doc=Text(""))
            act()

        self.marks[person.do(marked)] = mark

    async def come_to_rest(self) -> None:
        await quiet(self.room)
        if self.bob.closed is not None:  # more than 30 corrections
            self.bob.begin(new_client())
            self.bob.connect()
        if self.ann.closed is not None:
            self.ann.connect()
        if self.ann.is_behind or self.ann.pending:
            await self.ann.renew()
        await quiet(self.room)

    def assert_whole_or_nothing(self, said: Registers) -> None:
        for edit_id, mark in self.marks.items():
            verdict = self.ann.answers[edit_id][-1]
            assert (mark in said) is not isinstance(verdict, RefusedMessage)


def entities(person: Client) -> list[str]:
    """Return the entities that somebody sees, and may still edit."""
    return sorted(
        element for element, held in person.registers().items() if held.get("kind") == "entity"
    )


def assert_legal(registers: Registers) -> None:
    assert faults_of(LiveGraph.of(registers)) <= below_nothing(registers)


@pytest.mark.parametrize("first", range(0, RUNS, _IN_A_HOUSE))
def test_D2_no_peer_sees_what_is_wrong_and_all_converge(database: str, first: int) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            for seed in range(first, min(first + _IN_A_HOUSE, RUNS)):
                chance = random.Random(seed)  # noqa: S311 - a repeatable row
                await Story(await house.room(), chance).run(house)
            assert house.rooms.counts.alarms == 0
            assert house.rooms.counts.corrected > 0

    asyncio.run(story())
