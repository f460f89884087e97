"""Stored parts: bounded, causal, cheap to add to; together they are the document."""

import random
import tracemalloc
from collections.abc import Sequence

import pytest
from pycrdt import Doc, Map

from domain.model.operations import assertion
from server.rooms.document import Document
from server.rooms.parts import LARGEST_PART, Parts
from tests.server.rooms.housing import new_id


class Writers:
    """People who edit one document, each with every update of the others."""

    def __init__(self, many: int, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a repeatable row
        self.document = Document(1, model=new_id())
        self.parts = Parts()
        self.logged: list[bytes] = []
        self.elements: list[str] = []
        self._docs: list[Doc[Map[object]]] = [Doc(client_id=100 + each) for each in range(many)]

    def edit(self, times: int, *, size: int = 8) -> None:
        for _ in range(times):
            doc = self.chance.choice(self._docs)
            before = doc.get_state()
            elements = doc.get("elements", type=Map)
            if not self.elements or self.chance.random() < 0.1:
                self.elements.append(new_id())
                elements[self.elements[-1]] = Map({"kind": "entity", "name": "x" * size})
            else:
                held = elements[self.chance.choice(self.elements)]
                assert isinstance(held, Map)
                held["name"] = self.chance.choice("abcdef") * size
            self._log(doc.get_update(before))

    def _log(self, update: bytes) -> None:
        for doc in self._docs:
            doc.apply_update(update)
        self.document.apply(update)
        self.parts.add((update,))
        self.parts.condense(self.document)
        self.logged.append(update)

    def loaded(self, updates: Sequence[bytes]) -> Document:
        document = Document(1, model=self.document.model)
        for update in updates:
            document.load((update,))
        return document


@pytest.mark.parametrize("seed", range(10))
def test_D10_parts_are_the_document_after_every_snapshot(seed: int) -> None:
    writers = Writers(4, seed)
    for _ in range(6):
        writers.edit(writers.chance.randint(1, 700))
        parts = writers.parts.take(writers.document)
        loaded = writers.loaded(parts)
        assert loaded.registers() == writers.document.registers()
        assert loaded.state() == writers.document.state()
        assert (writers.parts.updates, writers.parts.bytes) == (0, 0)


def test_D10_parts_are_bounded_and_full_ones_stay() -> None:
    writers = Writers(3, 1)
    former: tuple[bytes, ...] = ()
    for _ in range(5):
        writers.edit(400, size=4_000)
        parts = writers.parts.take(writers.document)
        assert max(map(len, parts)) <= LARGEST_PART
        assert parts[: max(0, len(former) - 1)] == former[:-1]
        former = parts
    assert len(former) > 3


def test_D10_a_snapshot_leaves_out_what_was_overwritten_since_the_last() -> None:
    writers = Writers(1, 2)
    writers.edit(20)
    writers.parts.take(writers.document)
    before = writers.parts.size
    writers.edit(2_000)
    raw = sum(map(len, writers.logged[-2_000:]))
    writers.parts.take(writers.document)
    assert writers.parts.size - before < raw / 4


def test_D7_what_was_overwritten_is_not_held_until_the_next_snapshot() -> None:
    document, parts, element = Document(1, model=new_id()), Parts(), new_id()
    tracemalloc.start()
    try:
        for number in range(600):
            update = document.write([assertion(element, "name", f"{number:06}" * 1_500)])
            assert update is not None
            parts.add((update,))
            parts.condense(document)
            document.settle()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert parts.bytes > 5_000_000
    assert held < 2_500_000
    loaded = Document(1, model=document.model)
    loaded.load(parts.take(document))
    assert loaded.registers() == document.registers()
    assert parts.size < 20_000


def test_a_document_that_rests_on_its_parts_is_built_again_from_them() -> None:
    writers = Writers(3, 4)
    document = writers.document
    writers.edit(300)
    document.rest_on(writers.parts.take(document))
    writers.edit(20)
    said, state, mark = document.registers(), document.state(), document.mark()
    writers.edit(10)
    document.back_to(mark)
    assert (document.registers(), document.state()) == (said, state)


def test_D10_loaded_parts_go_on_as_they_were() -> None:
    writers = Writers(3, 3)
    writers.edit(400)
    stored = writers.parts.take(writers.document)
    state = writers.document.state()
    writers.edit(300)
    tail = writers.logged[-300:]
    again = Parts(stored, state=state)
    again.add(tail)
    assert (again.updates, again.bytes) == (300, sum(map(len, tail)))
    loaded = writers.loaded(again.take(writers.document))
    assert loaded.registers() == writers.document.registers()


def test_an_update_of_the_server_is_a_part_too() -> None:
    document, parts = Document(1, model=new_id()), Parts()
    for _ in range(3):
        update = document.write([assertion(new_id(), "kind", "entity")], meta=True)
        assert update is not None
        parts.add((update,))
    assert len(parts.take(document)) == 1
    assert parts.take(document) == parts.take(document)
