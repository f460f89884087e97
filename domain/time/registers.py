"""Registers over time: the oracle says what holds when, rectangles are its index.

    state(valid_at, known) = per register, the operation with the greatest (tx, ord) among those
    with tx <= known and valid_at inside their period; a retract means absent.

A rectangle is a valid period x a stretch of commits over which one operation answers. The
rectangles of a register are disjoint and never empty; those without `known_until` are current:

    valid ^
          |   A    |    A    known_from of a remnant is the commit that cut it
       20 +        +-------
          |   A    |    B
       10 +        +-------
          |   A    |    A
          +--------+--------> known (tx)
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import Final, NamedTuple

from domain.model.operations import Operation, OperationKind, Origin, Register
from domain.model.values import Json
from domain.period import Instant, Period

NOTHING: Final = Origin(0, 0)
"""The origin of what a rescind leaves where nobody decided anything: commits count from 1.

Such a rectangle is a retract in the rectangles, for an operation cannot be unsaid, but no decision:
it is never in force, and no boundary.
"""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """What one operation (`tx`, `ord`) says over a valid period and a stretch of commits.

    Known in commits `known_from` up to, not including, `known_until`; None is still current.
    `origin` is the decision it stems from, which decides its kind and value.
    """

    valid: Period
    known_from: int
    known_until: int | None
    kind: OperationKind
    value: Json
    tx: int
    ord: int
    origin: Origin


class Projected(NamedTuple):
    """A register after one more operation: what is current, and what that operation closed."""

    current: tuple[Rectangle, ...]
    closed: tuple[Rectangle, ...]


def oracle(
    history: Iterable[tuple[int, int, Operation]],
    *,
    valid_at: Instant,
    known: int,
) -> dict[Register, Json]:
    """Return what holds at `valid_at` as known after commit `known`, by the definition.

    `history` is (tx, ord, operation) in any order. All else in this floor is an index for this.
    """
    greatest: dict[Register, tuple[int, int, Operation]] = {}
    for tx, ord_, operation in history:
        if tx > known or valid_at not in operation.valid:
            continue
        best = greatest.get(operation.register)
        if best is None or (tx, ord_) > best[:2]:
            greatest[operation.register] = (tx, ord_, operation)
    return {
        register: operation.value
        for register, (_, _, operation) in greatest.items()
        if operation.kind is OperationKind.ASSERT
    }


def project(
    current: tuple[Rectangle, ...],
    operation: Operation,
    *,
    tx: int,
    ord: int,  # noqa: A002 - the word of the log for an operation's place in its commit
) -> Projected:
    """Return the register's rectangles after the operation `ord` of commit `tx`.

    `current` are its current rectangles, by start. What the same commit wrote and overwrote was
    never visible and vanishes; every other overlapped rectangle is closed, its remnants kept.
    """
    valid = operation.valid
    origin = operation.origin or Origin(tx, ord)
    new = Rectangle(valid, tx, None, operation.kind, operation.value, tx, ord, origin)
    if not current:
        return Projected((new,), ())
    first = 0 if valid.start is None else _count_over(current, valid.start)
    beyond = len(current) if valid.end is None else _count_begun(current, valid.end)
    before: list[Rectangle] = []
    after: list[Rectangle] = []
    closed: list[Rectangle] = []
    for rectangle in current[first:beyond]:
        start, end = rectangle.valid.start, rectangle.valid.end
        if rectangle.known_from < tx:
            closed.append(_known(rectangle, rectangle.valid, rectangle.known_from, tx))
        if valid.start is not None and (start is None or start < valid.start):
            before.append(_known(rectangle, Period(start, valid.start), tx, None))
        if valid.end is not None and (end is None or valid.end < end):
            after.append(_known(rectangle, Period(valid.end, end), tx, None))
    written = (*current[:first], *before, new, *after, *current[beyond:])
    return Projected(written, tuple(closed))


def value_at(current: tuple[Rectangle, ...], valid_at: Instant) -> Rectangle | None:
    """Return the rectangle that asserts a value at `valid_at`; None when absent or retracted."""
    rectangle = in_force(current, valid_at)
    return rectangle if rectangle and rectangle.kind is OperationKind.ASSERT else None


def in_force(current: tuple[Rectangle, ...], valid_at: Instant) -> Rectangle | None:
    """Return the rectangle of the decision in force at `valid_at`, asserting or retracting."""
    ahead = not_over(current, valid_at)
    if not ahead or ahead[0].origin == NOTHING or valid_at not in ahead[0].valid:
        return None
    return ahead[0]


def not_over(current: tuple[Rectangle, ...], instant: Instant) -> tuple[Rectangle, ...]:
    """Return the current rectangles, by start, that hold at `instant` or later."""
    return current[_count_over(current, instant) :]


def first_decided(current: tuple[Rectangle, ...]) -> Rectangle | None:
    """Return the earliest rectangle that stems from a decision."""
    return next((rectangle for rectangle in current if rectangle.origin != NOTHING), None)


def _count_over(current: tuple[Rectangle, ...], instant: float) -> int:
    """Count the rectangles that end by `instant`: the first ones."""
    return bisect_right(current, instant, key=_end)


def _count_begun(current: tuple[Rectangle, ...], instant: float) -> int:
    """Count the rectangles that start before `instant`: the first ones."""
    return bisect_left(current, instant, key=_start)


def _start(rectangle: Rectangle) -> float:
    return -inf if rectangle.valid.start is None else rectangle.valid.start


def _end(rectangle: Rectangle) -> float:
    return inf if rectangle.valid.end is None else rectangle.valid.end


def _known(rectangle: Rectangle, valid: Period, since: int, until: int | None) -> Rectangle:
    return Rectangle(
        valid,
        since,
        until,
        rectangle.kind,
        rectangle.value,
        rectangle.tx,
        rectangle.ord,
        rectangle.origin,
    )
