"""What would break a document, or says one thing here and another elsewhere, is never in it."""

import gc
import random
import struct
import weakref
from collections.abc import Iterator

import pytest
from pycrdt import Array, Doc, Map, Text

from domain.model.operations import assertion
from server.rooms.decoder import decode
from server.rooms.document import Document
from server.rooms.protocol import read_state
from server.rooms.touched import Applied, Gap, Garbage, Touched, Unchanged
from server.rooms.varint import varbytes, varint
from tests.server.rooms.test_document import A, B, Client, fresh, touched
from tests.server.rooms.yjs import Yjs, yjs

ME = 70_000
KIND_CLOCK, DOC_CLOCK, NEXT_CLOCK = 1, 2, 4


@pytest.fixture(scope="module", name="real")
def _real() -> Iterator[Yjs]:
    with yjs() as process:
        yield process


def text(words: str) -> bytes:
    return varbytes(words.encode())


def ref(clock: int, client: int = ME) -> bytes:
    return varint(client) + varint(clock)


def update(*structs: bytes, clock: int, client: int = ME, deletions: bytes = b"\0") -> bytes:
    if not structs:
        return b"\0" + deletions
    return b"\1" + varint(len(structs)) + ref(clock, client) + b"".join(structs) + deletions


def deleted(clock: int, length: int) -> bytes:
    return b"\1" + varint(ME) + b"\1" + varint(clock) + varint(length)


def with_a_text(words: str) -> tuple[Document, list[bytes]]:
    """Return a document with one element, and the updates in it.

    ME wrote: 0 the element, 1 its kind, 2 its doc, 3 and on the words.
    """
    document = fresh()
    first = update(
        b"\x27\1" + text("elements") + text(A) + b"\1",
        b"\x28\0" + ref(0) + text("kind") + b"\1\x77" + text("entity"),
        b"\x27\0" + ref(0) + text("doc") + b"\2",
        b"\x04\0" + ref(DOC_CLOCK) + text(words),
        clock=0,
    )
    stored = [document.encode(), touched(document.apply(first)).update]
    return document, stored


def value(encoded: bytes, key: str = "x") -> bytes:
    """Return the update that writes a value as lib0 encodes it into the element."""
    return update(b"\x28\0" + ref(0) + text(key) + b"\1" + encoded, clock=NEXT_CLOCK)


def assert_unharmed(document: Document, stored: list[bytes]) -> None:
    again = Document(1, model="m")
    again.load(stored)
    assert document.registers() == again.registers()
    assert read_state(document.state()) == read_state(again.state())


@pytest.mark.parametrize(
    ("encoded", "shown"),
    [
        (b"\x7b" + struct.pack(">d", float("nan")), "nan"),
        (b"\x7b" + struct.pack(">d", float("inf")), "inf"),
        (b"\x7c" + struct.pack(">f", 1.5), "1.5"),
        (b"\x7b" + struct.pack(">d", 2.0**53), "no whole number"),
        (b"\x77" + text("a\0b"), "U+0000"),
        (b"\x76\1" + text("__proto__") + b"\x7e", "__proto__"),
        (b"\x76\1" + text("Größe") + b"\x7e", "ASCII"),
        (b"\x74\2\0\0", "bytearray"),
        (b"\x75\1" * 80 + b"\x7e", "nested"),
    ],
)
def test_a_value_that_no_register_may_hold_is_named(encoded: bytes, shown: str) -> None:
    document, _ = with_a_text("w")
    seen = touched(document.apply(value(encoded)))
    assert [(bad.element, bad.attribute) for bad in seen.unreadable] == [(A, "x")]
    assert shown in seen.unreadable[0].message
    document.registers()


@pytest.mark.parametrize("key", ["__proto__", "a\0b", "constructor", "", "漢" * 1000])
def test_a_strange_key_is_a_change_like_any_other(key: str) -> None:
    document, _ = with_a_text("w")
    seen = touched(document.apply(value(b"\x77" + text("v"), key)))
    assert [(change.attribute, change.value) for change in seen.changes] == [(key, "v")]


def test_the_largest_whole_numbers_are_values() -> None:
    document, _ = with_a_text("w")
    largest = struct.pack(">d", 2.0**53 - 1)
    assert touched(document.apply(value(b"\x7b" + largest))).changes[0].value == 2**53 - 1


@pytest.mark.parametrize(
    "cut",
    [
        update(clock=0, deletions=deleted(4, 1)),
        update(clock=0, deletions=deleted(5, 1)),
        update(clock=0, deletions=deleted(3, 2)),
        update(b"\x84" + ref(4) + text("X"), clock=7),
        update(b"\xc4" + ref(4) + ref(5) + text("X"), clock=7),
        update(b"\x44" + ref(5) + text("X"), clock=7),
    ],
)
def test_a_character_cut_in_half_never_enters_as_pycrdt_would_lose_a_clock(cut: bytes) -> None:
    document, stored = with_a_text("a😀b")
    assert document.registers()[A]["doc"] == "a😀b"
    for each in (document, reloaded(stored)):
        assert "cuts a character in half" in detail(each.apply(cut))
        assert_unharmed(each, stored)


def test_cuts_beside_such_a_character_are_as_good_as_any(real: Yjs) -> None:
    document, stored = with_a_text("a😀b")
    beside = [
        update(b"\xc4" + ref(3) + ref(4) + text("é😀"), clock=7),
        update(b"\x84" + ref(5) + text("X"), clock=10),
        update(clock=0, deletions=deleted(4, 2)),
    ]
    stored += [touched(document.apply(each)).update for each in beside]
    assert document.registers()[A]["doc"] == "aé😀Xb"
    assert real.read(stored).registers == document.registers()
    assert real.read([document.encode()]).registers == document.registers()


def test_what_the_server_types_is_not_cut_either() -> None:
    document = fresh()
    document.write([assertion(A, "kind", "entity"), assertion(A, "doc", "😀")])
    client = Client(1, document)
    client.text(A).insert(0, "x")
    touched(document.apply(client.sent[0]))
    clock = read_state(document.state())[1] - 1
    half = b"\0\1" + varint(1) + b"\1" + varint(clock) + b"\1"
    assert "cuts a character in half" in detail(document.apply(half))


STRAY = "between what is not in one list"


def test_a_struct_between_two_lists_never_enters_as_the_process_would_hang() -> None:
    document, stored = with_a_text("It is.")
    client = Client(1, document)
    client.set(A, "list", Array([1, 2]))
    stored.append(touched(document.apply(client.sent[0])).update)
    theirs = ref(1, client.doc.client_id)
    for struct_ in (
        b"\xc4" + ref(4) + theirs,
        b"\xc4" + theirs + ref(4),
        b"\x84" + ref(KIND_CLOCK),
    ):
        assert STRAY in detail(document.apply(update(struct_ + text("X"), clock=9)))
    overlapping = update(b"\xc4" + theirs + theirs.replace(b"\1", b"\2") + text("abcdef"), clock=7)
    assert STRAY in detail(document.apply(overlapping))
    keyed = update(b"\xa8" + ref(4) + b"\1\x77" + text("v"), clock=9)
    assert STRAY in detail(document.apply(keyed))
    assert_unharmed(document, stored)


def test_keys_in_a_list_and_characters_in_a_map_never_enter() -> None:
    document, stored = with_a_text("It is.")
    key = b"\x28\0" + ref(DOC_CLOCK) + text("k") + b"\1\x7e"
    words = b"\x04\0" + ref(0) + text("words")
    fresh_map = b"\x27\0" + ref(0) + text("m") + b"\1"
    for structs in ((key,), (words,), (fresh_map, b"\x04\0" + ref(9) + text("words"))):
        assert "keys into a list, or a list into a map" in detail(
            document.apply(update(*structs, clock=9)),
        )
    assert_unharmed(document, stored)


def test_what_has_no_type_for_a_parent_leaves_no_trace() -> None:
    document, stored = with_a_text("It is.")
    orphan = b"\x28\0" + ref(KIND_CLOCK) + text("k") + b"\1\x7e"
    good = b"\x28\0" + ref(0) + text("name") + b"\1\x77" + text("Order")
    assert isinstance(document.apply(update(good, orphan, clock=9)), Garbage)
    assert_unharmed(document, stored)
    assert isinstance(document.apply(update(good, clock=9)), Touched)


def test_a_text_holds_nothing_but_text() -> None:
    document, stored = with_a_text("It is.")
    nested = b"\x87" + ref(4) + b"\1"
    number = b"\x88" + ref(4) + b"\1\x7d\5"
    fresh_text = b"\x27\0" + ref(0) + text("t") + b"\2"
    for structs in ((nested,), (number,), (fresh_text, b"\x08\0" + ref(9) + b"\1\x7d\5")):
        assert "no text" in detail(document.apply(update(*structs, clock=9)))
    assert_unharmed(document, stored)


def test_structs_that_wait_for_each_other_leave_no_trace() -> None:
    document, stored = with_a_text("It is.")

    def typed(client: int, after: bytes) -> bytes:
        return b"\1" + ref(0, client) + b"\x84" + after + text("X")

    circle = b"\2" + typed(8, ref(0, 9)) + typed(9, ref(0, 8)) + b"\0"
    assert not isinstance(document.apply(circle), Touched)
    assert_unharmed(document, stored)
    line = b"\2" + typed(8, ref(0, 9)) + typed(9, ref(4)) + b"\0"
    assert touched(document.apply(line)).changes == (assertion(A, "doc", "ItXX is."),)


def test_an_update_that_is_all_new_is_stored_as_it_was_sent() -> None:
    document, _ = with_a_text("It is.")
    client = Client(1, document)
    client.text(A).insert(0, "So: ")
    client.set(A, "name", "Order")
    for sent in client.sent:
        seen = touched(document.apply(sent, decode(sent)))
        assert seen.update == sent
        assert seen.structs == decode(sent)


def test_deletions_that_are_known_change_nothing_and_new_ones_are_passed_on() -> None:
    document, _ = with_a_text("It is.")
    first, second = update(clock=0, deletions=deleted(4, 1)), deleted(4, 3)
    assert touched(document.apply(first)).update == first
    assert document.apply(first) == Unchanged()
    assert touched(document.apply(update(clock=0, deletions=second))).update != second
    assert document.registers()[A]["doc"] == "Is."


def test_a_skip_is_a_gap_until_what_it_leaves_out_is_known() -> None:
    document, stored = with_a_text("It is.")
    head = b"\x84" + ref(8) + text("ab")
    tail = b"\x84" + ref(10) + text("c")
    skipping = update(b"\x0a\2", tail, clock=9)
    assert document.apply(skipping) == Gap()
    assert_unharmed(document, stored)
    document.apply(update(head, clock=9))
    assert touched(document.apply(skipping)).changes == (assertion(A, "doc", "It is.abc"),)


def test_the_clocks_that_are_kept_are_those_of_the_document() -> None:
    document, client, other = fresh(), Client(1), Client(2)
    client.create(A, kind="entity", doc=Text(""))
    for sent in client.sent:
        document.apply(sent)
    document.write([assertion(A, "doc", "words" * 2000), assertion(B, "kind", "field")])
    other.doc.apply_update(document.encode())
    other.text(A).insert(3, "!")  # between two characters of the server's
    touched(document.apply(other.sent[-1]))
    for owner, clock in read_state(document.state()).items():
        assert document.has(owner, clock)
        assert not document.has(owner, clock + 1)


def test_loading_in_slices_is_loading_and_may_be_interrupted() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity", doc=Text(""))
    for _ in range(3000):
        client.text(A).insert(0, "x")
    stored = [document.encode(), *client.sent]
    whole = Document(1, model="m")
    assert sum(1 for _ in whole.loading(stored)) > 3
    assert whole.registers()[A]["doc"] == "x" * 3000
    hasty = Document(1, model="m")
    slices = hasty.loading(stored)
    next(slices)
    assert hasty.registers() == whole.registers()
    assert list(slices) == []


def test_rebuilding_in_slices_is_over_when_the_document_is_used() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity", name="Order")
    client.create(B, kind="entity")
    client.set(A, "name", "Purchase")
    marks = []
    for sent in client.sent:
        marks.append(document.mark())
        document.apply(sent)
    document.back_to(marks[2])
    slices = document.rebuilding()
    next(slices)
    document.back_to(marks[1])
    assert list(slices) is not None
    assert document.registers() == {A: {"kind": "entity", "name": "Order"}}
    assert list(document.rebuilding()) == []


def test_a_document_that_nobody_has_is_freed() -> None:
    document, client = fresh(), Client(1)
    client.create(A, kind="entity")
    touched(document.apply(client.sent[0]))
    inner: Doc[Map[object]] = document._live.doc
    kept = weakref.ref(inner)
    del document, inner
    gc.collect()
    assert kept() is None


def test_folding_keeps_what_was_folded() -> None:
    chance = random.Random(4)  # noqa: S311 - a repeatable row
    document, clients = fresh(), [Client(1), Client(2)]
    clients[0].create(A, kind="entity", doc=Text(""))
    clients[1].doc.apply_update(clients[0].sent[0])
    clients[1].sent.clear()
    document.apply(clients[0].sent.pop())
    for number in range(9000):
        client = chance.choice(clients)
        if chance.random() < 0.5:
            client.set(A, "name", f"{number:050}")
        else:
            client.text(A).insert(0, "é")
        document.apply(client.sent.pop())
        document.settle()
    before = document.registers()
    document.write([assertion(A, "name", "last")])
    document.back_to(document.mark())
    document._rebuild()
    assert document.registers() == {A: {**before[A], "name": "last"}}


def reloaded(stored: list[bytes]) -> Document:
    document = Document(1, model="m")
    document.load(stored)
    return document


def detail(applied: Applied) -> str:
    assert isinstance(applied, Garbage), applied
    return applied.detail
