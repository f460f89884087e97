"""P1, as a law of rooms: document, registers, log and read models say the same, whatever happens.

Two people edit, now and then offline; others correct, plan, end and take back; the clock goes on.
After every step the four agree, and in the end both people see what the log says.
"""

import asyncio
from contextlib import AsyncExitStack
from typing import Final, TypeAlias

from hypothesis import given, note, settings, strategies as st
from pycrdt import Map

from domain.errors import BadIntent
from domain.model.operations import Change, Mode, UntilWord, assertion, retraction
from domain.model.values import Json
from domain.time.intent import Intent
from server.rooms.room import Room
from tests.server.rooms.housing import Client, House, edit, house_on, new_id, quiet, step_clock

Step: TypeAlias = tuple[object, ...]

SECOND: Final = 1_000_000
UNIT: Final = 1_000 * SECOND
"""So long that no step takes it; times of plans are told in it."""

PERSON: Final = st.integers(0, 1)
PLACE: Final = st.integers(0, 3)
NAME: Final = st.sampled_from(["one", "two", "three"])
REGISTER: Final = st.tuples(
    st.sampled_from(["name", "parent", "removed", "doc", "kind", "action", "nonsense"]),
    st.integers(0, 3),
)
UNTIL: Final = st.one_of(st.sampled_from(list(UntilWord)), st.integers(1, 4))
STEPS: Final = st.lists(
    st.one_of(
        st.tuples(st.just("set"), PERSON, PLACE, REGISTER),
        st.tuples(st.just("set"), PERSON, PLACE, REGISTER),
        st.tuples(st.just("drop"), PERSON, PLACE, st.sampled_from(["name", "action", "parent"])),
        st.tuples(st.just("create"), PERSON, PLACE),
        st.tuples(st.just("delete"), PERSON, PLACE),
        st.tuples(st.just("type"), PERSON, PLACE, NAME),
        st.tuples(st.just("offline"), PERSON),
        st.tuples(st.just("online"), PERSON),
        st.tuples(st.just("headless"), PLACE, REGISTER),
        st.tuples(st.just("correct"), PLACE, REGISTER, st.integers(-4, -1), UNTIL),
        st.tuples(st.just("schedule"), PLACE, REGISTER, st.integers(1, 4), UNTIL),
        st.tuples(st.just("end"), PLACE, st.sampled_from(["name", "action", "kind"]), UNTIL),
        st.tuples(st.just("rescind"), st.integers(1, 12)),
        st.tuples(st.just("tick"), st.integers(1, 3)),
    ),
    max_size=16,
)


class World:
    """A room with two people, and four elements that stand in each other: a workflow, steps."""

    def __init__(self, house: House, database: str, room: Room) -> None:
        self.house = house
        self.database = database
        self.room = room
        self.people = (Client(room), Client(room))
        self.ids = [new_id() for _ in range(4)]

    async def begin(self) -> None:
        for person in self.people:
            person.connect()
        await quiet(self.room)
        workflow, *steps = self.ids
        self.people[0].create(workflow, kind="workflow", name="flow")
        for step in steps[:2]:
            self.people[0].create(step, kind="step", name="step", parent=workflow)
        await self.house.agree(self.room)

    def value(self, attribute: str, number: int) -> Json:
        match attribute:
            case "parent":
                return self.ids[number]
            case "removed":
                return True
            case "kind":
                return ("step", "step", "workflow", "unheard")[number]
            case "action":
                return ("call", "wait", "parallel", "unheard")[number]
            case _:
                return ("a", "b", "c", "d")[number]

    async def set(self, person: int, place: int, register: tuple[str, int]) -> None:
        client, element = self.people[person], self.ids[place]
        attribute, number = register
        if element in client.elements and attribute != "doc":
            client.set(element, attribute, self.value(attribute, number))

    async def drop(self, person: int, place: int, attribute: str) -> None:
        client, element = self.people[person], self.ids[place]
        if element in client.elements and attribute in client.held(element):
            del client.held(element)[attribute]

    async def create(self, person: int, place: int) -> None:
        client, element = self.people[person], self.ids[place]
        if client.online and element not in client.elements:
            client.create(element, kind="step", name="new", parent=self.ids[0])

    async def delete(self, person: int, place: int) -> None:
        client, element = self.people[person], self.ids[place]
        if client.online and element in client.elements:
            del client.elements[element]

    async def type(self, person: int, place: int, words: str) -> None:
        client, element = self.people[person], self.ids[place]
        if element in client.elements and "doc" in client.held(element):
            client.text(element).insert(0, words)

    async def offline(self, person: int) -> None:
        self.people[person].disconnect()

    async def online(self, person: int) -> None:
        client = self.people[person]
        if client.closed is not None:  # rejected: its document is dead, it starts over
            self.people = tuple(Client(self.room) if one is client else one for one in self.people)  # type: ignore[assignment]
            client = self.people[person]
        if not client.online:
            client.connect()

    async def headless(self, place: int, register: tuple[str, int]) -> None:
        await self.edit(Intent(Mode.EDIT), self.change(place, register))

    async def correct(
        self, place: int, register: tuple[str, int], start: int, until: UntilWord | int
    ) -> None:
        await self.in_time(Mode.CORRECT, self.change(place, register), start, until)

    async def schedule(
        self, place: int, register: tuple[str, int], start: int, until: UntilWord | int
    ) -> None:
        await self.in_time(Mode.SCHEDULE, self.change(place, register), start, until)

    async def end(self, place: int, attribute: str, until: UntilWord | int) -> None:
        await self.in_time(Mode.END, retraction(self.ids[place], attribute), None, until)

    async def rescind(self, tx: int) -> None:
        await self.attempt(edit(intent=Intent(Mode.RESCIND), rescinds=tx))

    async def tick(self, units: int) -> None:
        await step_clock(self.database, units * UNIT)
        await self.house.committer._refresh()
        await self.house.schedule.fire_due()

    def change(self, place: int, register: tuple[str, int]) -> Change:
        attribute, number = register
        return assertion(self.ids[place], attribute, self.value(attribute, number))

    async def in_time(
        self, mode: Mode, change: Change, start: int | None, until: UntilWord | int
    ) -> None:
        now = await self.house.committer.now()
        begin = None if start is None else now + start * UNIT
        if not isinstance(until, UntilWord):
            until = (begin or now) + until * UNIT
        await self.edit(Intent(mode, begin, until), change)

    async def edit(self, intent: Intent, change: Change) -> None:
        await self.attempt(edit(change, intent=intent))

    async def attempt(self, wanted: object) -> None:
        try:
            answer = await self.house.rooms.edit(self.room.stream, wanted)  # type: ignore[arg-type]
        except BadIntent as error:
            note(str(error))
        else:
            note(type(answer).__name__)


async def _live_through(house: House, database: str, steps: list[Step]) -> None:
    world = World(house, database, await house.room())
    await world.begin()
    for name, *arguments in steps:
        await getattr(world, str(name))(*arguments)
        await house.agree(world.room)
    for person in (0, 1):
        await world.online(person)
    await world.tick(9)
    said = await house.agree(world.room)
    for client in world.people:
        assert client.closed is None or client.closed[0] == 4403
        if client.closed is None:
            assert client.registers() == said
    assert house.rooms.counts.alarms == 0
    again = Client(world.room).connect()
    await quiet(world.room)
    assert again.registers() == said
    assert isinstance(again.doc.get("meta", type=Map), Map)


def test_P1_document_log_and_read_models_agree_after_every_step(database: str) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        house = runner.run(stack.enter_async_context(house_on(database)))

        @settings(max_examples=40)
        @given(STEPS)
        def law(steps: list[Step]) -> None:
            runner.run(_live_through(house, database, steps))

        try:
            law()
        finally:
            runner.run(stack.aclose())
