"""P2 for documents: replay(log) == live document == Yjs on the same bytes, whatever is sent when.

SCHEMAOS_HISTORIES sets how many histories are tried, SCHEMAOS_FUZZ how many broken updates.
"""

import os
import random
import time
from collections.abc import Iterator
from typing import Final

import pytest

from server.rooms.decoder import BadUpdate, decode
from server.rooms.document import Document
from server.rooms.protocol import read_state
from server.rooms.touched import Gap, Garbage, Touched, Unchanged
from tests.server.rooms.mutation import TELLING, mutated
from tests.server.rooms.yjs import Sent, Yjs, yjs

HISTORIES: Final = int(os.environ.get("SCHEMAOS_HISTORIES", "60"))
BROKEN: Final = int(os.environ.get("SCHEMAOS_FUZZ", "2000"))
_A_HISTORY: Final = 500  # broken updates
_LONGEST: Final = 1.0  # seconds; the worst of 20,000 took 0.02 on a machine that did nothing else


@pytest.fixture(scope="module", name="real")
def _real() -> Iterator[Yjs]:
    with yjs() as process:
        yield process


class Room:
    """A document, and the updates that a log would hold of it."""

    def __init__(self) -> None:
        self.document = Document(1, model="m")
        first = self.document.write((), meta=True)
        assert first is not None
        self.stored = [first]

    def take(self, update: bytes) -> bool:
        """Merge an update; tell whether it is in now."""
        applied = self.document.apply(update)
        if isinstance(applied, Touched):
            self.stored.append(applied.update)
        assert not isinstance(applied, Garbage), applied
        return not isinstance(applied, Gap)

    def assert_one_truth(self, real: Yjs) -> None:
        live = self.document.registers()
        read = real.read(self.stored)
        assert read.is_whole
        assert read.registers == live
        assert read.clocks == read_state(self.document.state())
        for updates in (self.stored, [self.document.encode()]):
            again = Document(1, model="m")
            again.load(updates)
            assert again.registers() == live
            assert read_state(again.state()) == read.clocks


def shuffled(sent: list[Sent], chance: random.Random) -> list[Sent]:
    """Return what was sent in another order: two neighbours swapped, or anyhow."""
    order = list(sent)
    if chance.random() < 1 / 3:
        at = chance.randrange(len(order) - 1)
        order[at : at + 2] = order[at + 1], order[at]
    else:
        chance.shuffle(order)
    return order


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_D5_replay_equals_the_live_document_equals_yjs(real: Yjs, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable row
    room = Room()
    sent = real.history(seed, room.stored[0])
    for one in shuffled(sent, chance):
        if not room.take(one.update) and chance.random() < 0.5:
            assert room.take(real.answer(one.person, room.document.state()))
    for person in {one.person for one in sent}:
        assert room.take(real.answer(person, room.document.state()))
    room.assert_one_truth(real)
    everything = real.read([room.stored[0], *(one.update for one in sent)])
    assert everything.registers == room.document.registers()


@pytest.mark.parametrize("seed", range(-(-BROKEN // _A_HISTORY)))
def test_broken_updates_leave_the_document_unharmed(real: Yjs, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable row
    room = Room()
    sent = [one.update for one in real.history(1000 + seed, room.stored[0])]
    coming = iter(range(len(sent)))
    now = next(coming)
    for number in range(_A_HISTORY):
        if number % (_A_HISTORY // len(sent) + 1) == 0:
            room.take(sent[now])
            now = next(coming, now)
        _try(room, mutated(sent[max(0, now - 6) : now + 2], chance))
    for update in sent[now:]:
        assert room.take(update)
    room.assert_one_truth(real)
    assert real.read([room.stored[0], *sent]).registers == room.document.registers()


def _try(room: Room, update: bytes) -> None:
    """Send a broken update and take it back when it was not that broken."""
    document = room.document
    mark, registers, clocks = document.mark(), document.registers(), read_state(document.state())
    start = time.perf_counter()
    applied = document.apply(update)
    assert time.perf_counter() - start < _LONGEST
    if isinstance(applied, Touched):
        after = read_state(document.state())
        assert all(document.has(client, clock) for client, clock in after.items())
        assert not any(document.has(client, clock + 1) for client, clock in after.items())
        document.back_to(mark)
    assert document.registers() == registers
    assert read_state(document.state()) == clocks


def test_any_bytes_are_an_update_or_a_bad_one() -> None:
    chance = random.Random(5)  # noqa: S311 - a repeatable row
    for _ in range(BROKEN):
        data = bytes(chance.choice(TELLING) for _ in range(chance.randrange(40)))
        try:
            found = decode(data)
        except BadUpdate:
            continue
        assert found.structs >= len(found.runs)


def test_a_resend_changes_nothing_and_a_gap_stays_one(real: Yjs) -> None:
    for seed in range(5):
        room = Room()
        for one in real.history(5000 + seed, room.stored[0]):
            applied = room.document.apply(one.update)
            assert isinstance(applied, (Touched, Unchanged, Gap))
            again = room.document.apply(one.update)
            assert again == (Gap() if isinstance(applied, Gap) else Unchanged())
