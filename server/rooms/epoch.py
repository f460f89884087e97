"""Epochs: the document of a stream made anew from its registers (D9).

A document only ever grows, whatever is deleted from it. What is made anew is as small as the model,
and leaves out what has been hidden for long; but clients of the former epoch cannot merge with it.
"""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import orjson

from domain.ids import ElementId, StreamId
from domain.model.live import LiveGraph
from domain.model.operations import Register, assertion
from domain.period import Instant
from server.postgres.pool import Pool
from server.readmodels.rectangles import settled
from server.rooms.document import Document
from server.rooms.parts import Parts

HIDDEN_FOR: Final = 30 * 24 * 3600 * 1_000_000
"""Microseconds that an element is hidden before an epoch leaves it out."""
GROWN_BY: Final = 4
"""How many times as large as need be a document is before it is made anew."""
SMALLEST_GROWN: Final = 1024 * 1024
"""Bytes below which it is not worth a new epoch."""
_SLICE: Final = 100
"""Elements that are written before others get a turn."""
_OF_ELEMENT: Final = 60
_OF_REGISTER: Final = 2
"""Bytes of an element, and of a register, besides what they say as JSON; as measured."""


@dataclass(frozen=True, slots=True)
class Anew:
    """A document made of registers, as parts too, and the elements that it leaves out."""

    document: Document
    parts: Parts
    left_out: frozenset[ElementId]


async def is_grown(size: int, live: LiveGraph) -> bool:
    """Tell whether a document that is stored in `size` bytes is much larger than need be."""
    if size <= SMALLEST_GROWN:
        return False
    needed = 0
    for elements in _slices(live, without=()):
        needed += sum(_needed(live, element) for element in elements)
        await asyncio.sleep(0)
    return size > GROWN_BY * max(needed, SMALLEST_GROWN // GROWN_BY)


async def make_anew(
    live: LiveGraph,
    former: Document,
    *,
    left_out: frozenset[ElementId],
) -> Anew:
    """Return the document of the epoch after that of `former`, made of registers."""
    document = Document(former.epoch + 1, model=former.model)
    parts = Parts()
    first = document.write((), meta=True)
    parts.add(() if first is None else (first,))
    for elements in _slices(live, without=left_out):
        update = document.write(
            assertion(element, attribute, value)
            for element in elements
            for attribute, value in live.of_element(element).items()
        )
        parts.add(() if update is None else (update,))
        await asyncio.sleep(0)
    return Anew(document, parts, left_out)


async def long_hidden(
    pool: Pool,
    stream: StreamId,
    live: LiveGraph,
    *,
    now: Instant,
) -> frozenset[ElementId]:
    """Return the elements that have been removed for long, and all that is long below them.

    The read models hold the head of the stream. Whatever was moved below them of late stays.
    """
    before = now - HIDDEN_FOR
    removed = {
        (element, "removed")
        for element, registers in live.registers.items()
        if registers.get("removed") is True
    }
    roots = await _settled_before(pool, stream, removed, before=before, now=now)
    below = {(element, "parent") for element in _below(live, {root for root, _ in roots})}
    staying = below - await _settled_before(pool, stream, below, before=before, now=now)
    return frozenset(
        _below(live, {root for root, _ in roots}, without={element for element, _ in staying}),
    ) | {root for root, _ in roots}


def _slices(
    live: LiveGraph,
    *,
    without: Collection[ElementId],
) -> Iterator[tuple[ElementId, ...]]:
    elements = (element for element in tuple(live.registers) if element not in without)
    while taken := tuple(islice(elements, _SLICE)):
        yield taken


def _needed(live: LiveGraph, element: ElementId) -> int:
    registers = live.of_element(element)
    words = len(orjson.dumps(registers))
    return _OF_ELEMENT + _OF_REGISTER * len(registers) + words


async def _settled_before(
    pool: Pool,
    stream: StreamId,
    registers: set[Register],
    *,
    before: Instant,
    now: Instant,
) -> set[Register]:
    since = await settled(pool, stream, registers, at=now)
    return {register for register, instant in since.items() if instant <= before}


def _below(
    live: LiveGraph,
    roots: Collection[ElementId],
    *,
    without: Collection[ElementId] = (),
) -> Iterator[ElementId]:
    """Yield all elements below some, except those of `without` and what is below those only."""
    seen = set(roots)
    waiting = list(roots)
    while waiting:
        for child in live.children(waiting.pop()):
            if child not in seen and child not in without:
                seen.add(child)
                waiting.append(child)
                yield child
