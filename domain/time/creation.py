"""Creation: correcting since when an element exists moves what began with it.

An element begins where its register `kind` does. When a correction asserts `kind` from before that,
the element was there earlier than we knew, and so was everything that began with it: each register
of the element whose first decision begins at the creation is extended back to the new start, its
value unchanged. The extension belongs to the decision that it extends and carries its origin, so
that a later correction from the new start on replaces both as one.
"""

from dataclasses import dataclass
from typing import Final

from domain.model.operations import Operation, OperationKind, Register, Until
from domain.period import Instant, Period
from domain.time.registers import Rectangle, first_decided

KIND: Final = "kind"
"""The register of an element that says what it is, and thereby since when it exists."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The creation of an element, and the time before it over which it turned out to exist."""

    creation: Instant
    over: Period


def moved_by(kind: tuple[Rectangle, ...], *, start: Instant, until: Until) -> Moved | None:
    """Return how asserting `kind` from `start` `until` by a correction moves the creation.

    `kind` are the current rectangles of the register before the correction. None when the element
    has no creation to move, or `start` is not before it.
    """
    first = first_decided(kind)
    if first is None or first.kind is OperationKind.RETRACT:
        return None
    creation = first.valid.start
    if creation is None or creation <= start:
        return None
    end = min(until, creation) if isinstance(until, int) else creation
    return Moved(creation, Period(start, end))


def extend(
    register: Register,
    current: tuple[Rectangle, ...],
    moved: Moved,
) -> Operation | None:
    """Return the operation that extends a register which begins at the creation, else None."""
    first = first_decided(current)
    if first is None or first.valid.start != moved.creation:
        return None
    return Operation(*register, first.kind, first.value, moved.over, first.origin)
