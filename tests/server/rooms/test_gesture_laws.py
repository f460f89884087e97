"""Whatever people do, right and wrong, at once and again: they converge, and each has one answer.

Two speak gestures and one is a stock client. Laws: everybody sees what the log says (P1); every
gesture is answered, and always the same; nobody is left with a gap; a fresh room says the same.
"""

import asyncio
import contextlib
import random
from dataclasses import dataclass
from functools import partial
from typing import Final

from hypothesis import HealthCheck, given, settings, strategies as st
from pycrdt import Map, Text

from server.rooms.gestures import RefusedMessage
from tests.server.rooms.gesturing import Gesturer, agreed
from tests.server.rooms.housing import Client, House, house_on, new_client, new_id, quiet

STEPS: Final = 40


@dataclass(frozen=True, slots=True)
class Doing:
    """Somebody at work on two elements that they see; what cannot be done is not done."""

    person: Client
    one: str
    other: str
    chance: random.Random

    def create(self) -> None:
        name = f"E{self.chance.random()}"
        self.person.create(new_id(), kind="entity", name=name, doc=Text("A text."))

    def field(self) -> None:
        self.person.create(new_id(), kind="field", name="f", parent=self.one)

    def name(self) -> None:
        self.person.set(self.one, "name", f"N{self.chance.randrange(9)}")

    def bad_name(self) -> None:
        self.person.set(self.one, "name", self.chance.choice([5, "", "x" * 300, None]))

    def nonsense(self) -> None:
        attribute = self.chance.choice(["nonsense", "position"])
        self.person.set(self.one, attribute, {"x": 1.5})

    def move(self) -> None:
        self.person.set(self.one, "parent", self.other)

    def delete(self) -> None:
        del self.person.elements[self.one]

    def restore(self) -> None:
        self.person.held(self.one).pop("removed", None)

    def retract(self) -> None:
        attribute = self.chance.choice(["name", "parent", "kind", "doc"])
        self.person.held(self.one).pop(attribute, None)

    def type(self) -> None:
        text = self.person.text(self.one)
        text.insert(self.chance.randrange(len(text) + 1), self.chance.choice(["ab ", "Xyz"]))

    def erase(self) -> None:
        text = self.person.text(self.one)
        del text[: self.chance.randrange(len(text) + 1)]

    def retext(self) -> None:
        self.person.held(self.one)["doc"] = Text("Another.")

    def replace(self) -> None:
        self.person.elements[self.one] = Map({"kind": "entity", "name": "Replaced"})

    def junk(self) -> None:
        self.person.elements["junk"] = self.chance.choice([5, Map({"kind": "entity"})])

    def many(self) -> None:
        self.create()
        self.name()
        self.type()
        self.chance.choice([self.nonsense, self.field, self.name])()


DOINGS: Final = tuple(
    name for name in vars(Doing) if not name.startswith("_") and callable(getattr(Doing, name))
)
OTHERS: Final = ("name", "type", "resend", "reuse", "wait", "wait", "leave", "ask")


def do(person: Client, what: str, chance: random.Random) -> None:
    ids = sorted(person.elements.keys())
    if ids:
        doing = Doing(person, chance.choice(ids), chance.choice(ids), chance)
        with contextlib.suppress(KeyError, AssertionError):
            getattr(doing, what)()


class Story:
    """One run of many steps."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.chance = random.Random(seed)  # noqa: S311 - a repeatable row
        self.sent: list[tuple[Gesturer, str, bytes]] = []

    async def run(self) -> None:
        room = await self.house.room()
        self.room = room
        self.people = [Gesturer(room), Gesturer(room), Client(room)]
        for person in self.people:
            person.connect()
        await quiet(room)
        for _ in range(STEPS):
            await self.step(self.chance.choice(self.people), self.chance.choice(DOINGS + OTHERS))
        for person in self.people:
            await self.come_back(person)
        said = await agreed(self.house, room, *self.people)
        self.check_answers()
        late = Gesturer(room)
        late.connect()
        assert await agreed(self.house, room, late) == said
        assert self.house.rooms.counts.alarms == 0

    async def step(self, person: Client, what: str) -> None:
        if what == "wait":
            await quiet(self.room)
        elif what == "leave":
            if person.online:
                person.disconnect()
            else:
                await self.come_back(person)
        elif what == "ask":
            await self.come_back(person)
        elif what in DOINGS:
            self.do(person, what)
        elif isinstance(person, Gesturer):
            self.again(person, what)

    def do(self, person: Client, what: str) -> None:
        seed = self.chance.random()
        doing = partial(do, person, what)
        if isinstance(person, Gesturer):
            edit_id = person.do(lambda: doing(random.Random(seed)), label=what)  # noqa: S311
            self.sent.append((person, edit_id, person.pending[edit_id].frame))
        else:
            doing(self.chance)

    def again(self, person: Gesturer, what: str) -> None:
        mine = [sent for sent in self.sent if sent[0] is person]
        if not mine or not person.online:
            return
        _, edit_id, frame = self.chance.choice(mine)
        if what == "resend":
            person.resend(edit_id, frame)
        elif edit_id in person.answers:
            person.do(lambda: person.create(new_id(), kind="entity"), edit_id=edit_id)
            person.pending.pop(edit_id)

    async def come_back(self, person: Client) -> None:
        """Be online with a document that can be edited, and nothing unanswered."""
        await quiet(self.room)
        for _ in range(STEPS):
            if not isinstance(person, Gesturer) and person.closed is not None:
                person.begin(new_client())
            if not person.online:
                person.connect()
            if isinstance(person, Gesturer):
                await person.renew()
            await quiet(self.room)
            if person.online and not (isinstance(person, Gesturer) and person.is_behind):
                return
        raise AssertionError("somebody never comes to rest")

    def check_answers(self) -> None:
        for person, edit_id, _ in self.sent:
            verdicts = person.answers[edit_id]
            first = verdicts[0]
            assert all(
                verdict == first
                for verdict in verdicts
                if not (isinstance(verdict, RefusedMessage) and verdict.code == "edit-id-reused")
            )


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 10_000))
def test_P1_P8_people_converge_and_every_gesture_has_one_answer(database: str, seed: int) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            await Story(house, seed).run()

    asyncio.run(story())
