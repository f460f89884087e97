"""The bitemporal projection: commits become the rectangles that answer for any moment.

Only what a batch overlaps is looked at, and only once: a rectangle that is born and closed within
the batch is inserted closed. Stored rectangles are closed or left alone, never deleted, for only a
rectangle of the very same commit can vanish, and a commit is folded as a whole.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from domain.ids import ElementId, StreamId
from domain.model.metamodel import is_layout
from domain.model.operations import LoggedCommit, Operation
from domain.period import EARLIEST, LATEST, Instant, Period
from domain.time.registers import Rectangle, project

Place: TypeAlias = tuple[StreamId, ElementId, str]
"""A register of a stream; imports make millions, so it is a bare tuple."""


class Fact(NamedTuple):
    """A rectangle to insert; `boundary` is its last bound that lay ahead when it became known."""

    place: Place
    rectangle: Rectangle
    boundary: Instant | None


@dataclass(frozen=True, slots=True)
class Closing:
    """A stored rectangle, current so far and valid until `end`, is known up to `known_until`."""

    place: Place
    end: Instant | None
    known_until: int


@dataclass(frozen=True, slots=True)
class Line:
    """A commit for the timeline; `layout_only` when it only says how something is drawn."""

    logged: LoggedCommit
    rescinds: int | None
    layout_only: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """What a batch of commits adds to the read models; closings come before facts."""

    closings: tuple[Closing, ...]
    facts: tuple[Fact, ...]
    lines: tuple[Line, ...]


Extents: TypeAlias = Mapping[Place, Period]
"""The registers a batch writes, each with a period that holds all it writes there."""

Currents: TypeAlias = Mapping[Place, Sequence[Rectangle]]
"""Per register the stored current rectangles that overlap its extent, by start."""


class Bitemporal:
    """Folds operations into rectangles, and commits into lines of the timeline."""

    name: Final = "bitemporal"
    version: Final = 1

    def touches(self, commits: Sequence[LoggedCommit]) -> Extents:
        """Tell which registers the commits write, and over which period."""
        extents: dict[Place, Period] = {}
        for logged in commits:
            stream = logged.commit.stream
            for operation in logged.commit.operations:
                place = (stream, operation.element, operation.attribute)
                known = extents.get(place)
                if known is None:
                    extents[place] = operation.valid
                elif known is not operation.valid:
                    extents[place] = _hull(known, operation.valid)
        return extents

    def apply(self, commits: Sequence[LoggedCommit], state: Currents) -> Rows:
        """Return the rows of the commits, given all current rectangles that they overlap."""
        board = _Board(state)
        for logged in commits:
            board.fold(logged)
        return Rows(
            tuple(board.closings),
            tuple(board.facts()),
            tuple(_line(logged) for logged in commits),
        )


def rescinded_by(logged: LoggedCommit) -> int | None:
    """Return the commit that this one takes back, if it does."""
    target = (logged.commit.cause or {}).get("rescinds")
    return target if isinstance(target, int) else None


class _Board:
    """The registers of one batch while it is folded."""

    def __init__(self, state: Currents) -> None:
        self._state = state
        self._rectangles: dict[Place, list[Rectangle]] = {}
        self._first: dict[StreamId, int] = {}
        self._recorded: dict[tuple[StreamId, int], Instant] = {}
        self._closed: list[Fact] = []
        self.closings: list[Closing] = []

    def fold(self, logged: LoggedCommit) -> None:
        commit = logged.commit
        self._first.setdefault(commit.stream, commit.tx)
        self._recorded[commit.stream, commit.tx] = commit.recorded_at
        for place, operation in enumerate(commit.operations):
            self._write(commit.stream, operation, commit.tx, place)

    def facts(self) -> Iterator[Fact]:
        """Yield what this batch gave birth to: what it closed again, then what is current now."""
        yield from self._closed
        for place, rectangles in self._rectangles.items():
            first = self._first[place[0]]
            for rectangle in rectangles:
                if rectangle.known_from >= first:
                    recorded_at = self._recorded[place[0], rectangle.known_from]
                    yield Fact(place, rectangle, _ahead(rectangle.valid, recorded_at))

    def _write(self, stream: StreamId, operation: Operation, tx: int, ord_: int) -> None:
        place = (stream, operation.element, operation.attribute)
        rectangles = self._rectangles.get(place)
        if rectangles is None:
            rectangles = self._rectangles[place] = list(self._state.get(place, ()))
        if not rectangles:
            rectangles.extend(project((), operation, tx=tx, ord=ord_).current)
            return
        low, high = _overlapped(rectangles, operation.valid)
        projected = project(tuple(rectangles[low:high]), operation, tx=tx, ord=ord_)
        rectangles[low:high] = projected.current
        for closed in projected.closed:
            self._close(place, closed, tx)

    def _close(self, place: Place, rectangle: Rectangle, tx: int) -> None:
        if rectangle.known_from < self._first[place[0]]:
            self.closings.append(Closing(place, rectangle.valid.end, tx))
        else:
            self._closed.append(Fact(place, rectangle, None))


def _line(logged: LoggedCommit) -> Line:
    operations = logged.commit.operations
    layout_only = bool(operations) and all(is_layout(each.attribute) for each in operations)
    return Line(logged, rescinded_by(logged), layout_only)


def _hull(one: Period, other: Period) -> Period:
    return Period(
        None if one.start is None or other.start is None else min(one.start, other.start),
        None if one.end is None or other.end is None else max(one.end, other.end),
    )


def _overlapped(rectangles: list[Rectangle], valid: Period) -> tuple[int, int]:
    """Return the slice of disjoint rectangles, by start, that overlap a period."""
    low = 0 if valid.start is None else bisect_right(rectangles, valid.start, key=_end)
    high = len(rectangles) if valid.end is None else bisect_left(rectangles, valid.end, key=_start)
    return low, high


def _start(rectangle: Rectangle) -> Instant:
    start = rectangle.valid.start
    return EARLIEST - 1 if start is None else start


def _end(rectangle: Rectangle) -> Instant:
    end = rectangle.valid.end
    return LATEST + 1 if end is None else end


def _ahead(valid: Period, recorded_at: Instant) -> Instant | None:
    for bound in (valid.end, valid.start):
        if bound is not None and bound > recorded_at:
            return bound
    return None
