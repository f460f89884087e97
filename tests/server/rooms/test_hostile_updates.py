"""Updates that no Yjs would write, made to crash, to stop or to mislead a room (D3, D4)."""

import asyncio
from collections.abc import Callable
from typing import Final

import pytest
from pycrdt import Text

from server.rooms.authorship import MOST_CLIENTS
from server.rooms.decoder import MOST_ITEMS, MOST_STRUCTS
from server.rooms.document import Document
from server.rooms.gestures import MOST_KNOWN, EditMessage, KnownMessage, edit_frame, known_frame
from server.rooms.protocol import LARGEST_STATE, Close, sync_answer, sync_request, update_frame
from server.rooms.room import Room
from server.rooms.session import MOST_ASKED
from server.rooms.touched import Garbage, Touched
from server.rooms.varint import varbytes, varint
from tests.server.rooms.gesturing import Gesturer, agreed, at_work
from tests.server.rooms.housing import Client, new_client, new_id, quiet

ORDER: Final = "00000000-0000-7000-8000-000000000001"
ME: Final = 77
OTHER: Final = 88
NULL: Final = b"\x7e"
ARRAY, MAP, TEXT_TYPE = b"\0", b"\1", b"\2"
ONE, STRING, TYPE = 8, 4, 7
"""The content of a struct: a value, characters, a shared type."""


def word(text: str) -> bytes:
    return varbytes(text.encode())


def run(client: int, *structs: bytes, clock: int = 0) -> bytes:
    return varint(len(structs)) + varint(client) + varint(clock) + b"".join(structs)


def update(*runs: bytes, deletions: bytes = b"\0") -> bytes:
    return varint(len(runs)) + b"".join(runs) + deletions


def element(key: str = ORDER) -> bytes:
    """A map under a key of `elements`."""
    return bytes([0x20 | TYPE]) + b"\1" + word("elements") + word(key) + MAP


def place(client: int, clock: int) -> bytes:
    return varint(client) + varint(clock)


def under(parent: bytes, key: str, content: bytes, kind: int = TYPE) -> bytes:
    return bytes([0x20 | kind]) + b"\0" + parent + word(key) + content


def first_in(parent: bytes, content: bytes, kind: int) -> bytes:
    return bytes([kind]) + b"\0" + parent + content


def after(left: bytes, content: bytes, kind: int) -> bytes:
    return bytes([0x80 | kind]) + left + content


def between(left: bytes, right: bytes, content: bytes, kind: int) -> bytes:
    return bytes([0xC0 | kind]) + left + right + content


def over(left: bytes, content: bytes, kind: int = ONE) -> bytes:
    """A struct that overwrites a key."""
    return bytes([0xA0 | kind]) + left + content


def nested(depth: int) -> bytes:
    return update(run(ME, element(), *(under(place(ME, n), "a", MAP) for n in range(depth))))


def chained(depth: int) -> bytes:
    """Maps in maps, of which each overwrites a key of the last."""
    structs = [element()]
    for _ in range(depth):
        last = len(structs) - 1
        structs.append(under(place(ME, last), "a", b"\1" + NULL, ONE))
        structs.append(over(place(ME, last + 1), MAP, TYPE))
    return update(run(ME, *structs))


HOSTILE: Final[dict[str, tuple[bytes, str]]] = {
    "nested so deep that reading it ends the process": (nested(40_000), "broken-update"),
    "nested by overwriting": (chained(20_000), "broken-update"),
    "more structs than bytes are worth": (
        update(run(ME, *[b"\0\1"] * (MOST_STRUCTS + 1))),
        "too-large",
    ),
    "more deletions than bytes are worth": (
        update(deletions=b"\1" + varint(ME) + varint(MOST_STRUCTS + 1) + b"\0\1" * 2),
        "too-large",
    ),
    "a shared list": (
        update(
            run(
                ME,
                element(),
                under(place(ME, 0), "list", ARRAY),
                first_in(place(ME, 1), varint(MOST_ITEMS + 1) + NULL * (MOST_ITEMS + 1), ONE),
            ),
        ),
        "broken-update",
    ),
    "a key written again and again": (
        update(run(ME, element(), *[under(place(ME, 0), "x", b"\1" + NULL, ONE)] * 2)),
        "broken-update",
    ),
    "a struct overwritten again and again": (
        update(
            run(
                ME,
                element(),
                under(place(ME, 0), "x", b"\1" + NULL, ONE),
                *[over(place(ME, 1), b"\1" + NULL)] * 2,
            ),
        ),
        "broken-update",
    ),
    "characters one by one": (
        update(
            run(
                ME,
                element(),
                under(place(ME, 0), "doc", TEXT_TYPE),
                first_in(place(ME, 1), word("x"), STRING),
                *(after(place(ME, 2 + n), word("x"), STRING) for n in range(10_000)),
            ),
        ),
        "broken-update",
    ),
    "inserted again and again at one place": (
        update(
            run(
                ME,
                element(),
                under(place(ME, 0), "doc", TEXT_TYPE),
                first_in(place(ME, 1), word("ab"), STRING),
                *[between(place(ME, 2), place(ME, 3), word("x"), STRING)] * 2,
            ),
        ),
        "broken-update",
    ),
    "inserted before each other by the thousand": (
        update(
            run(
                ME,
                element(),
                under(place(ME, 0), "doc", TEXT_TYPE),
                first_in(place(ME, 1), word("ab"), STRING),
                *(between(place(ME, 2), place(ME, 3 + n), word("x"), STRING) for n in range(4_000)),
            ),
        ),
        "broken-update",
    ),
    "client ids that are hard to tell apart": (
        update(*(run(ME + (n << 16), b"\0\1") for n in range(MOST_CLIENTS + 1))),
        "too-large",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_D3_what_would_stop_the_process_is_rejected(database: str, name: str) -> None:
    hostile, code = HOSTILE[name]

    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            carl = Client(room).connect()
            await quiet(room)
            edit_id = new_id()
            room.receive(ann, edit_frame(EditMessage(edit_id, "Hostile"), hostile))
            room.receive(carl, update_frame(hostile))
            good = bob.do(lambda: bob.create(new_id(), kind="entity", name="Good"))
            await agreed(house, room, bob)
            assert ann.refused(edit_id).code == code
            assert carl.closed is not None
            assert carl.closed[0] == Close.REJECTED
            assert bob.saved(good)

    asyncio.run(story())


def test_D3_a_few_shared_types_in_each_other_are_put_right(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            before = await agreed(house, room, ann, bob)
            edit_id = new_id()
            room.receive(ann, edit_frame(EditMessage(edit_id, "Nested"), nested(3)))
            assert await agreed(house, room, bob) == before
            assert not ann.refused(edit_id).fatal

    asyncio.run(story())


def test_D3_many_elements_with_texts_in_one_update_are_merged(database: str) -> None:
    """Each is looked up among the others; that took a minute once."""

    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):

            def many() -> None:
                for number in range(3_000):
                    ann.create(new_id(), kind="entity", name=f"E{number}", doc=Text(""))

            edit_id = ann.do(many)
            await agreed(house, room, bob)
            assert ann.saved(edit_id)

    asyncio.run(story())


def two_lists() -> tuple[Document, Document]:
    """Return a document with two texts of two characters each, and one to break."""
    honest, broken = Document(1, model="m"), Document(1, model="m")
    for document in (honest, broken):
        document.write((), meta=True)
        made = update(
            run(
                ME,
                element(),
                under(place(ME, 0), "one", TEXT_TYPE),
                under(place(ME, 0), "two", TEXT_TYPE),
                first_in(place(ME, 1), word("ab"), STRING),
                first_in(place(ME, 2), word("cd"), STRING),
            ),
        )
        assert isinstance(document.apply(made), Touched)
    return honest, broken


def test_D3_what_an_update_says_of_known_structs_is_not_believed() -> None:
    """Between two lists, which it says are one: pycrdt would make a circle of it and never end."""
    _, document = two_lists()
    lie = run(
        ME,
        first_in(place(ME, 1), word("ab"), STRING),
        first_in(place(ME, 1), word("cd"), STRING),
        clock=3,
    )
    stray = run(OTHER, between(place(ME, 3), place(ME, 5), word("x"), STRING))
    assert isinstance(document.apply(update(stray)), Garbage)
    assert isinstance(document.apply(update(lie, stray)), Garbage)


LIES: Final[dict[str, bytes]] = {
    "the element is a text": run(ME, element()[:-1] + TEXT_TYPE),
    "the element is a list": run(ME, element()[:-1] + ARRAY),
    "the text is a map": run(ME, under(place(ME, 0), "one", MAP), clock=1),
    "the letters are elsewhere": run(ME, first_in(place(ME, 2), word("ab"), STRING), clock=3),
    "a character takes two clocks": run(ME, first_in(place(ME, 1), word("😀"), STRING), clock=3),
}


@pytest.mark.parametrize("lie", LIES)
def test_D3_nobody_is_refused_for_what_another_said_of_known_structs(lie: str) -> None:
    honest, document = two_lists()
    new = run(OTHER, under(place(ME, 0), "name", b"\1" + NULL, ONE))
    for each in (honest, document):
        said = (LIES[lie], new) if each is document else (new,)
        assert isinstance(each.apply(update(*said)), Touched)
    edits = (
        run(OTHER, under(place(ME, 0), "more", b"\1" + NULL, ONE), clock=1),
        run(OTHER, between(place(ME, 3), place(ME, 4), word("x"), STRING), clock=2),
        run(OTHER, over(place(OTHER, 0), b"\1" + NULL), clock=3),
    )
    for one in edits:
        for each in (honest, document):
            assert isinstance(each.apply(update(one)), Touched)
    assert document.registers() == honest.registers()


def test_a_state_vector_of_strangers_is_answered_at_once(database: str) -> None:
    """Ids that pycrdt cannot tell apart: 100,000 of them took it ten seconds."""

    async def story() -> None:
        async with at_work(database) as (house, room, ann, _):
            order = ann.do(lambda: ann.create(ORDER, kind="entity", name="Order"))
            await quiet(room)
            assert ann.saved(order)
            known = {ann.doc.client_id: 1}
            strange = {ME + (n << 36): 1 for n in range(20_000)}
            viewer = watcher(room)
            room.receive(viewer, sync_request(vector({**strange, **known})))
            room.receive(ann, sync_request(vector(known)))
            await quiet(room)
            heard = [[each for each in one.frames if each[:2] == b"\0\1"] for one in (viewer, ann)]
            answers = [frames[-1] for frames in heard]
            assert answers == [sync_answer(house_difference(room, known))] * 2
            await agreed(house, room, ann)

    asyncio.run(story())


def test_a_state_vector_that_is_too_large_closes_its_connection(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            room.receive(ann, sync_request(bytes(LARGEST_STATE + 1)))
            assert ann.code() == Close.REJECTED
            await agreed(house, room, bob)

    asyncio.run(story())


def test_who_asks_for_the_document_all_the_time_is_let_go(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            for _ in range(MOST_ASKED - 1):  # once on joining
                room.receive(ann, sync_request(b"\0"))
            assert ann.code() is None
            room.receive(ann, sync_request(b"\0"))
            assert ann.code() == Close.REJECTED
            await agreed(house, room, bob)

    asyncio.run(story())


def test_D7_whatever_waits_counts_as_what_waits(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (_, room, ann, _):
            sizes = []
            for frame in (
                sync_request(bytes(1_000)),
                known_frame(KnownMessage((ORDER,) * MOST_KNOWN)),
                edit_frame(EditMessage(ORDER, "x"), b""),
            ):
                before = room.waiting
                room.receive(ann, frame)
                sizes.append(room.waiting - before)
            assert sizes[0] > 1_000
            assert sizes[1] > 36 * MOST_KNOWN
            assert sizes[2] > 100
            await quiet(room)
            assert room.waiting == 0

    asyncio.run(story())


def watcher(room: Room) -> Client:
    """Somebody who looks on and asks by hand."""
    client = Gesturer(room)
    client.connect()
    return client


def vector(clocks: dict[int, int]) -> bytes:
    return varint(len(clocks)) + b"".join(place(*pair) for pair in clocks.items())


def house_difference(room: Room, known: dict[int, int]) -> bytes:
    return room.ledger.state.document.encode(vector(known))


def test_D4_tabs_of_one_person_may_come_together(database: str) -> None:
    async def story() -> None:
        async with at_work(database) as (house, room, ann, bob):
            carl = Client(room).connect()
            await quiet(room)
            await as_many(carl, new_client)
            said = await agreed(house, room, ann, bob, carl)
            assert len(said) == MOST_CLIENTS + 1

    asyncio.run(story())


async def as_many(person: Client, next_client: Callable[[], int]) -> None:
    """Send what a person did under as many client ids as they may bring, at once."""
    made = update(
        *(
            run(
                client,
                element(new_id()),
                under(place(client, 0), "kind", b"\1\x77" + word("entity"), ONE),
            )
            for client in (next_client() for _ in range(MOST_CLIENTS))
        ),
    )
    person.doc.apply_update(made)
