"""Boundaries: the instants at which a register passes from one decision to another, or to none.

Where two rectangles of one decision touch (a remnant and what a rescind restored beside it) nothing
passes: that is no boundary.
"""

from collections.abc import Iterable, Iterator, Mapping

from domain.model.operations import Change, OperationKind, Register
from domain.model.values import Json
from domain.period import Instant
from domain.time.registers import NOTHING, Rectangle, not_over, value_at


def has_boundary_after(current: tuple[Rectangle, ...], instant: Instant) -> bool:
    """Tell whether the register passes to another decision later than `instant`.

    When it does not, an edit from then on holds over [recorded_at, unbounded).
    """
    return _next(current, instant) is not None


def next_boundary(
    currents: Iterable[tuple[Rectangle, ...]],
    after: Instant,
) -> Instant | None:
    """Return the first boundary of any of the registers later than `after`."""
    nexts = (_next(current, after) for current in currents)
    return min((instant for instant in nexts if instant is not None), default=None)


def boundaries(current: tuple[Rectangle, ...]) -> Iterator[Instant]:
    """Yield the boundaries of a register's current rectangles, rising."""
    former, open_at = NOTHING, None
    for rectangle in current:
        start, end = rectangle.valid.start, rectangle.valid.end
        if open_at is not None and open_at != start:
            if former != NOTHING:
                yield open_at
            former = NOTHING
        if start is not None and former != rectangle.origin:
            yield start
        former, open_at = rectangle.origin, end
    if open_at is not None and former != NOTHING:
        yield open_at


def changes_at(
    currents: Mapping[Register, tuple[Rectangle, ...]],
    boundary: Instant,
) -> tuple[Change, ...]:
    """Return what must be written at `boundary`: the registers whose value differs just before."""
    changes: list[Change] = []
    for (element, attribute), current in currents.items():
        before, after = value_at(current, boundary - 1), value_at(current, boundary)
        if after is None:
            if before is not None:
                changes.append(Change(element, attribute, OperationKind.RETRACT, None))
        elif before is None or not _is_same(before.value, after.value):
            changes.append(Change(element, attribute, OperationKind.ASSERT, after.value))
    return tuple(changes)


def _next(current: tuple[Rectangle, ...], after: Instant) -> Instant | None:
    ahead = boundaries(not_over(current, after))
    return next((boundary for boundary in ahead if boundary > after), None)


def _is_same(one: Json, other: Json) -> bool:
    """Tell whether two values are the same JSON; in Python True equals 1."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)
