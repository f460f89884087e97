"""Registers over time, for whoever writes a stream: rectangles, decisions and boundaries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from domain.ids import ElementId, StreamId
from domain.model.operations import Mode, Register
from domain.period import Instant, from_datetime, to_datetime
from domain.time.boundaries import has_boundary_after
from domain.time.intent import Intent
from domain.time.registers import Rectangle
from domain.time.rescind import Decision
from server.postgres.pool import Pool
from server.readmodels.folding import QUERIES
from server.readmodels.rows import (
    by_start,
    instant_of,
    kind_of,
    rectangle_of,
    until_of,
    value_of,
)

Currents = dict[Register, tuple[Rectangle, ...]]


async def current(
    pool: Pool,
    stream: StreamId,
    registers: Collection[Register],
    *,
    after: Instant | None = None,
) -> Currents:
    """Return the current rectangles of each register, by start; () where nothing is known.

    With `after` only those that end later: all that a decision from then on can touch.
    """
    if not registers:
        return {}
    rows = await _rows(
        pool,
        "current",
        {
            **_columns(registers),
            "stream": stream,
            "after": None if after is None else to_datetime(after),
        },
    )
    return {**dict.fromkeys(registers, ()), **_currents(rows)}


async def current_of_elements(
    pool: Pool, stream: StreamId, elements: Collection[ElementId]
) -> Currents:
    """Return the current rectangles, by start, of every register that the elements ever had."""
    if not elements:
        return {}
    parameters = {"stream": stream, "elements": list(elements)}
    return _currents(await _rows(pool, "current_of_elements", parameters))


async def settled(
    pool: Pool, stream: StreamId, registers: Collection[Register], *, at: Instant
) -> dict[Register, Instant]:
    """Return since when each register says what it says at an instant, those that say anything.

    What was decided later about an earlier time counts from when it was recorded.
    """
    if not registers:
        return {}
    parameters = {**_columns(registers), "stream": stream, "at": to_datetime(at)}
    rows = await _rows(pool, "settled", parameters)
    return {(element, name): from_datetime(since) for element, name, since in rows}


async def pending(pool: Pool, stream: StreamId, after: Instant) -> Currents:
    """Return the current rectangles of the registers that have a boundary after an instant.

    The instant is that of the stream's head or later; what lay ahead before then is not kept apart.
    """
    parameters = {"stream": stream, "after": to_datetime(after)}
    registers = [(element, name) for element, name in await _rows(pool, "ahead", parameters)]
    found = await current(pool, stream, registers)
    return {each: found[each] for each in registers if has_boundary_after(found[each], after)}


async def due(pool: Pool, until: Instant) -> list[tuple[StreamId, Instant]]:
    """Return the streams with a boundary not fired up to an instant, and the first of each."""
    rows = await _rows(pool, "due", {"until": to_datetime(until)})
    return [(stream, from_datetime(boundary)) for stream, boundary in rows]


async def decisions(
    pool: Pool, stream: StreamId, registers: Collection[Register]
) -> dict[Register, tuple[Decision, ...]]:
    """Return what was ever decided of each register, in tx order; () where nothing was."""
    found: dict[Register, list[Decision]] = {register: [] for register in registers}
    if not registers:
        return {}
    rows = await _rows(pool, "decisions", {**_columns(registers), "stream": stream})
    for element, attribute, tx, place, mode, start, until, recorded_at, asserts, value in rows:
        intent = Intent(Mode(mode), instant_of(start), until_of(until))
        found[element, attribute].append(
            Decision(
                tx, place, intent, from_datetime(recorded_at), kind_of(asserts), value_of(value)
            ),
        )
    return {register: tuple(decided) for register, decided in found.items()}


async def touched(pool: Pool, stream: StreamId, tx: int) -> frozenset[Register]:
    """Return the registers that a commit has operations on."""
    rows = await _rows(pool, "touched", {"stream": stream, "tx": tx})
    return frozenset((element, attribute) for element, attribute in rows)


async def rescinds(pool: Pool, stream: StreamId) -> Mapping[int, int]:
    """Return of every rescind of a stream which commit it took back."""
    return dict(await _rows(pool, "rescinds", {"stream": stream}))


async def _rows(pool: Pool, query: str, parameters: Mapping[str, Any]) -> Sequence[Any]:
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES[query], parameters, binary=True)
        return await cursor.fetchall()


def _columns(registers: Collection[Register]) -> dict[str, list[str]]:
    distinct = tuple(dict.fromkeys(registers))
    return {
        "elements": [element for element, _ in distinct],
        "attributes": [attribute for _, attribute in distinct],
    }


def _currents(rows: Sequence[Any]) -> Currents:
    found: dict[Register, list[Rectangle]] = defaultdict(list)
    for element, attribute, *rest in rows:
        found[element, attribute].append(rectangle_of(rest))
    return {register: tuple(sorted(each, key=by_start)) for register, each in found.items()}
