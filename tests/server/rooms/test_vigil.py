"""Findings told while people edit: soon, not too often, and without holding anybody up."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from domain.model.findings.watch import Watch
from domain.model.operations import assertion, retraction
from server.rooms.gestures import NoticeMessage
from server.rooms.vigil import PAUSE, SLICE, Vigil
from tests.server.rooms.gesturing import Gesturer
from tests.server.rooms.housing import Client, house_on, new_id, quiet

A: Final = "00000000-0000-7000-8000-00000000000a"
B: Final = "00000000-0000-7000-8000-00000000000b"
SAME: Final = {A: {"kind": "enum", "name": "Status"}, B: {"kind": "enum", "name": "State"}}


@dataclass
class Notices:
    """Hears what is told, and when; a test waits for it."""

    told: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    instants: list[float] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, topic: str, ids: Sequence[str]) -> None:
        self.told.append((topic, tuple(ids)))
        self.instants.append(asyncio.get_running_loop().time())
        self.heard.set()

    async def next(self) -> tuple[str, tuple[str, ...]]:
        self.heard.clear()
        await self.heard.wait()
        return self.told[-1]


def test_D16_whose_findings_changed_is_told_and_nothing_else() -> None:
    async def story() -> None:
        notices = Notices()
        vigil = Vigil(notices, every=0.01)
        vigil.start(SAME)
        vigil.note([assertion(B, "name", "Status")])  # it may be read with that or without
        assert B in (await notices.next())[1]
        vigil.note([assertion(A, "doc", "text"), assertion(A, "position", {"x": 1})])
        vigil.note([assertion(B, "name", "State")])
        assert await notices.next() == ("findings", (B,))
        vigil.note([assertion(B, "name", "Status")])
        assert await notices.next() == ("findings", (B,))
        assert len(notices.told) == 3

    asyncio.run(story())


def test_D16_looks_keep_their_distance_however_fast_people_edit() -> None:
    async def story() -> None:
        notices = Notices()
        vigil = Vigil(notices, every=0.03)
        vigil.start(SAME)
        loop, names = asyncio.get_running_loop(), ["Status", "State"]

        def edit() -> None:
            names.reverse()
            vigil.note([assertion(B, "name", names[0])])
            if len(notices.told) < 4:
                loop.call_later(0.003, edit)

        edit()
        while len(notices.told) < 4:
            await notices.next()
        gaps = [b - a for a, b in zip(notices.instants, notices.instants[1:], strict=False)]
        assert min(gaps) >= 0.03 - 0.002

    asyncio.run(story())


def test_who_asks_gets_all_that_was_noted_or_nothing() -> None:
    async def story() -> None:
        notices = Notices()
        vigil = Vigil(notices, every=0.0)
        vigil.start(SAME)
        vigil.note([assertion(B, "name", "Status")])
        await notices.next()
        vigil.note([assertion(B, "name", "State")])
        known = await vigil.at_rest()
        assert known is not None
        assert [each.message for each in known.findings[B]] == ["State has no values."]
        vigil.note([assertion(B, "name", "Status")])
        asking = asyncio.ensure_future(vigil.at_rest())
        await asyncio.sleep(0)  # it begins to wait
        vigil.stop()
        vigil.start(SAME)  # another watch, which has looked at nothing yet
        assert await asking is None
        vigil.stop()

    asyncio.run(story())


def test_nothing_is_done_while_nobody_wants_to_know() -> None:
    async def story() -> None:
        notices = Notices()
        vigil = Vigil(notices, every=0.0)
        vigil.note([assertion(B, "name", "Status")])
        vigil.start(SAME)
        vigil.stop()
        vigil.note([assertion(B, "name", "Status")])
        assert not vigil.is_on
        vigil.start({**SAME, B: {"kind": "enum", "name": "Status"}})
        vigil.note([retraction(B, "kind")])
        assert B in (await notices.next())[1]
        assert len(notices.told) == 1

    asyncio.run(story())


def test_a_broken_rule_ends_the_vigil_and_not_the_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story() -> None:
        loop = asyncio.get_running_loop()
        broke = asyncio.Event()

        def break_(_: Watch) -> bool:
            loop.call_soon(broke.set)
            raise RuntimeError("a rule broke")

        monkeypatch.setattr(Watch, "step", break_)
        vigil = Vigil(Notices())
        vigil.start(SAME)
        await broke.wait()
        assert not vigil.is_on

    asyncio.run(story())


def large(entities: int) -> dict[str, dict[str, Any]]:
    registers: dict[str, dict[str, Any]] = {}
    for at in range(entities):
        entity = f"00000000-0000-7000-8000-{at:06d}000000"
        registers[entity] = {"kind": "entity", "name": f"Entity{at}"}
        for place in range(5):
            registers[f"00000000-0000-7000-8000-{at:06d}{place + 1:06d}"] = {
                "kind": "field",
                "name": f"field{place}",
                "parent": entity,
                "order": f"a{place}",
                "type": {"to": "string"},
            }
    return registers


def test_D16_a_large_model_is_read_in_slices() -> None:
    """Nobody waits long: counted in turns of the loop, as times depend on the machine."""

    async def story() -> None:
        notices = Notices()
        vigil = Vigil(notices, every=0.0)
        registers = large(800)
        vigil.start(registers)
        turns, last = 0, max(registers)
        vigil.note([retraction(last, "name")])
        waiting = asyncio.ensure_future(notices.next())
        while not waiting.done():
            turns += 1
            await asyncio.sleep(PAUSE / 2)
        assert last in waiting.result()[1]
        assert turns > 3
        assert SLICE < PAUSE

    asyncio.run(story())


@dataclass(eq=False)
class Reader(Gesturer):
    """Somebody who waits for notices."""

    told: asyncio.Event = field(default_factory=asyncio.Event)

    def _take(self, frame: bytes) -> None:
        before = len(self.notices)
        super()._take(frame)
        if len(self.notices) > before:
            self.told.set()

    async def notice(self) -> NoticeMessage:
        await self.told.wait()
        self.told.clear()
        return self.notices[-1]


def test_D16_who_speaks_gestures_is_told_whose_findings_changed(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            room = await house.room()
            stock, ann = Client(room).connect(), Reader(room)
            ann.connect()
            await quiet(room)
            status = stock.create(new_id(), kind="enum", name="Status")
            first = await ann.notice()
            assert (first.topic, first.tx) == ("findings", room.ledger.writer.head.tx)
            assert status in first.ids  # an enum without values
            ann.do(lambda: ann.create(new_id(), kind="enumValue", name="Open", parent=status))
            second = await ann.notice()
            assert (second.ids, second.tx) == ((status,), room.ledger.writer.head.tx)
            assert room.ledger.vigil is not None
            assert room.ledger.vigil.is_on
            ann.disconnect()
            assert not room.ledger.vigil.is_on

    asyncio.run(story())
