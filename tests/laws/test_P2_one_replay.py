"""P2, as a law of rooms: replay(log) == live document == Yjs on the same bytes, whatever happens.

People with stock clients and with gestures edit and type, rightly and wrongly, offline and on; the
API edits, boundaries fire, texts come to rest; rooms close, break and reopen, epochs begin. After
every step the stored bytes, read by pycrdt and by Yjs, say what document, registers and log say.
SCHEMAOS_LIVES sets how many histories are lived through.
"""

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from typing import Final, TypeAlias

import pytest
from hypothesis import given, settings, strategies as st
from pycrdt import Text

from domain.model.operations import Mode, assertion, retraction
from domain.time.intent import Intent
from server.log import documents
from server.log.outcome import Fenced
from server.rooms.document import Document
from server.rooms.opening import begin_anew
from server.rooms.protocol import Close, read_state, update_frame
from server.rooms.room import Room
from tests.server.rooms.gesturing import Gesturer
from tests.server.rooms.housing import (
    Client,
    House,
    edit,
    house_on,
    new_client,
    new_id,
    quiet,
    step_clock,
)
from tests.server.rooms.yjs import Yjs, yjs

Step: TypeAlias = tuple[object, ...]

LIVES: Final = int(os.environ.get("SCHEMAOS_LIVES", "15"))
SECOND: Final = 1_000_000
UNIT: Final = 1_000 * SECOND

PERSON: Final = st.integers(0, 3)
PLACE: Final = st.integers(0, 3)
WRONG: Final = st.sampled_from(
    ["kind", "attribute", "value", "cycle", "parent", "junk", "map", "retext", "replace", "model"],
)
STEPS: Final = st.lists(
    st.one_of(
        st.tuples(st.just("create"), PERSON, PLACE),
        st.tuples(st.just("create"), PERSON, PLACE),
        st.tuples(st.just("name"), PERSON, PLACE, st.sampled_from("abc")),
        st.tuples(st.just("mention"), PERSON, PLACE, st.sampled_from("abc")),
        st.tuples(st.just("drop"), PERSON, PLACE, st.sampled_from(["name", "order", "removed"])),
        st.tuples(st.just("delete"), PERSON, PLACE),
        st.tuples(st.just("type"), PERSON, PLACE, st.sampled_from(["ab ", "größer 😀", "c"])),
        st.tuples(st.just("type"), PERSON, PLACE, st.sampled_from(["ab ", "größer 😀", "c"])),
        st.tuples(st.just("erase"), PERSON, PLACE, st.integers(1, 9)),
        st.tuples(st.just("wrong"), PERSON, PLACE, WRONG),
        st.tuples(st.just("garbage"), PERSON, st.binary(max_size=20)),
        st.tuples(st.just("offline"), PERSON),
        st.tuples(st.just("online"), PERSON),
        st.tuples(st.just("again"), PERSON),
        st.tuples(st.just("headless"), PLACE, st.sampled_from("xyz")),
        st.tuples(st.just("rewrite"), PLACE, st.sampled_from(["", "New.", "New. 😀"])),
        st.tuples(st.just("schedule"), PLACE, st.sampled_from("xyz"), st.integers(1, 3)),
        st.tuples(st.just("tick"), st.integers(1, 3)),
        st.tuples(st.just("rest")),
        st.tuples(st.just("reopen")),
        st.tuples(st.just("breakdown")),
        st.tuples(st.just("epoch")),
    ),
    min_size=12,
    max_size=30,
)


class Life:
    """A room with two stock clients and two that speak gestures, and four places for elements."""

    def __init__(self, house: House, database: str, room: Room, real: Yjs) -> None:
        self.house = house
        self.database = database
        self.room = room
        self.real = real
        self.people: list[Client] = [Client(room), Gesturer(room), Client(room), Gesturer(room)]
        self.ids = [new_id() for _ in range(4)]

    async def begin(self) -> None:
        for person in self.people:
            person.connect()
        await quiet(self.room)
        self.act(0, lambda: self.people[0].create(self.ids[0], kind="entity", name="One"))
        await quiet(self.room)

    def act(self, number: int, act: Callable[[], object]) -> None:
        """Let somebody do something, as a gesture where they speak them.

        A gesture may be done again in a fresh document; what cannot be done there is not done.
        """
        person = self.people[number]

        def attempt() -> None:
            with contextlib.suppress(KeyError, AssertionError):
                act()

        if isinstance(person, Gesturer):
            person.do(attempt)
        else:
            attempt()

    def has(self, number: int, place: int) -> bool:
        return self.ids[place] in self.people[number].elements

    async def create(self, number: int, place: int) -> None:
        person, element = self.people[number], self.ids[place]
        if person.online and not self.has(number, place):
            self.act(
                number,
                lambda: person.create(element, kind="entity", name="New", doc=Text("A text.")),
            )

    async def name(self, number: int, place: int, word: str) -> None:
        if self.has(number, place):
            person, element = self.people[number], self.ids[place]
            self.act(number, lambda: person.set(element, "name", word))

    async def mention(self, number: int, place: int, word: str) -> None:
        """Name what may be there or not; the server binds it once exactly one is called so."""
        if self.has(number, place):
            person, element = self.people[number], self.ids[place]
            self.act(number, lambda: person.set(element, "extends", {"name": word}))

    async def drop(self, number: int, place: int, attribute: str) -> None:
        if self.has(number, place):
            person, element = self.people[number], self.ids[place]
            self.act(number, lambda: person.held(element).pop(attribute, None))

    async def delete(self, number: int, place: int) -> None:
        if self.has(number, place):
            person, element = self.people[number], self.ids[place]
            self.act(number, lambda: person.elements.pop(element))

    async def type(self, number: int, place: int, words: str) -> None:
        if self.has(number, place):
            person, element = self.people[number], self.ids[place]
            self.act(number, lambda: person.text(element).insert(0, words))

    async def erase(self, number: int, place: int, count: int) -> None:
        if self.has(number, place):
            person, element = self.people[number], self.ids[place]

            def act() -> None:
                text = person.text(element)
                del text[: len(str(text)[:count].encode())]  # whole characters, counted in bytes

            self.act(number, act)

    async def wrong(self, number: int, place: int, what: str) -> None:
        """Break the structure, or lose others' work; the latter takes a document of its own."""
        if self.has(number, place):
            self.act(number, lambda: self.do_wrong(self.people[number], self.ids[place], what))

    def do_wrong(self, person: Client, element: str, what: str) -> None:
        match what:
            case "kind" | "attribute" | "parent":
                person.set(element, what, "unheard")
            case "value":
                person.set(element, "name", 5)
            case "cycle":
                person.set(element, "parent", element)
            case "junk":
                person.elements["junk"] = 5
            case "map":
                person.create(new_id(), kind="entity", name="x" * 300)
            case "retext":
                person.held(element)["doc"] = Text("Another.")
            case "replace":
                person.create(element, kind="entity", name="Another")
            case _:
                person.create(new_id(), kind="model", name="Another")

    async def garbage(self, number: int, data: bytes) -> None:
        """A broken update ends a stock client; a client that speaks gestures may send none."""
        person = self.people[number]
        if person.online:
            self.room.receive(person, update_frame(data))

    async def offline(self, number: int) -> None:
        self.people[number].disconnect()

    async def online(self, number: int) -> None:
        person = self.people[number]
        await quiet(self.room)
        if person.closed is not None and person.closed[0] in {Close.REJECTED, Close.STALE_EPOCH}:
            person.begin(new_client())
        if not person.online:
            person.connect()
            await quiet(self.room)
        if not person.online:  # of an epoch that has passed
            person.begin(new_client())
            person.connect()
        if isinstance(person, Gesturer):
            await person.renew()

    async def again(self, number: int) -> None:
        """Send all that was not answered once more."""
        person = self.people[number]
        if isinstance(person, Gesturer):
            for edit_id in tuple(person.pending):
                person.resend(edit_id)

    async def headless(self, place: int, word: str) -> None:
        await self.edit(Intent(Mode.EDIT), "name", place, word)

    async def rewrite(self, place: int, words: str) -> None:
        await self.edit(Intent(Mode.EDIT), "doc", place, words)

    async def schedule(self, place: int, word: str, units: int) -> None:
        start = await self.house.committer.now() + units * UNIT
        await self.edit(Intent(Mode.SCHEDULE, start), "name", place, word)

    async def edit(self, intent: Intent, attribute: str, place: int, value: str) -> None:
        element = self.ids[place]
        change = assertion(element, attribute, value) if value else retraction(element, attribute)
        await self.house.rooms.edit(self.room.stream, edit(change, intent=intent))

    async def tick(self, units: int) -> None:
        await step_clock(self.database, units * UNIT)
        await self.house.committer._refresh()
        await self.house.schedule.fire_due()

    async def rest(self) -> None:
        await self.room.settle_texts()

    async def reopen(self) -> None:
        """Close the room in peace; everybody comes back with the document they have."""
        await quiet(self.room)
        self.house.rooms._bury(self.room, "closed by a test")
        await self.enter()

    async def breakdown(self) -> None:
        """Let the room end where it stands: what waits is not recorded."""
        self.room.lose(Fenced("", ""))
        await self.room.ended()
        await self.enter()

    async def epoch(self) -> None:
        await quiet(self.room)
        await self.room.settle_texts()
        await begin_anew(self.house.rooms._house, self.room.ledger)
        self.house.rooms._bury(self.room, "a new epoch begins")
        await self.enter()

    async def enter(self) -> None:
        self.room = await self.house.rooms.open(self.room.stream)
        await self.room.fire()
        for number, person in enumerate(self.people):
            person.room = self.room
            await self.online(number)

    async def assert_one_truth(self) -> None:
        said = await self.house.agree(self.room)
        document = self.room.ledger.state.document
        stored = await documents.load(self.house.pool, self.room.stream)
        assert stored is not None
        parts = stored.snapshot.parts if stored.snapshot else ()
        updates = [*parts, *(each.update for each in stored.updates)]
        replayed = Document(document.epoch, model=document.model)
        replayed.load(updates)
        assert replayed.registers() == said
        assert read_state(replayed.state()) == read_state(document.state())
        for said_by in (updates, [document.encode()]):
            read = self.real.read(said_by)
            assert read.is_whole
            assert read.registers == said
            assert read.clocks == read_state(document.state())

    async def assert_together(self) -> None:
        """Everybody comes back, is answered, and sees what the log says."""
        for number in range(len(self.people)):
            await self.online(number)
        for number, person in enumerate(self.people):
            while person.closed is not None or (isinstance(person, Gesturer) and person.is_behind):
                await self.online(number)
        said = await self.house.agree(self.room)
        for person in self.people:
            assert person.registers() == said
        assert self.house.rooms.counts.alarms == 0


async def _live_through(house: House, database: str, real: Yjs, steps: list[Step]) -> None:
    life = Life(house, database, await house.room(), real)
    await life.begin()
    for name, *arguments in steps:
        await getattr(life, str(name))(*arguments)
        await life.assert_one_truth()
    await life.tick(9)
    await life.assert_together()
    await life.assert_one_truth()


@pytest.fixture(scope="module", name="real")
def _real() -> Iterator[Yjs]:
    with yjs() as process:
        yield process


def test_P2_stored_bytes_document_log_and_yjs_agree_after_every_step(
    database: str, real: Yjs
) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        house = runner.run(stack.enter_async_context(house_on(database)))

        @settings(max_examples=LIVES)
        @given(STEPS)
        def law(steps: list[Step]) -> None:
            runner.run(_live_through(house, database, real, steps))

        try:
            law()
        finally:
            runner.run(stack.aclose())
