"""Places for cards that have none: no two overlap, and what belongs together stands near.

Cards are placed one after the other, the best connected first and then always the one with most
neighbours already placed, each on the free spot nearest to the middle of those neighbours. Sizes
are those of the cards on the canvas (look.md), so that nothing overlaps when it is drawn.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from math import isqrt
from typing import Final

CARD_WIDTH: Final = 232
GAP: Final = 72
SNAP: Final = 8
_CELL: Final = 304  # a card and its gap: one step of the search, and the grid of the look-up
_CLASS: Final = 64  # heights are told apart in steps of this


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a card in pixels at zoom 1."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Place:
    """The left upper corner of a card."""

    x: int
    y: int


def card_size(*, rows: int, rules: int = 0) -> Size:
    """Return the size of an entity's card with so many field rows and rules."""
    return Size(CARD_WIDTH, 37 + 22 * rows + (10 + 22 * rules if rules else 0 if rows else 4))


def enum_size(*, values: int) -> Size:
    """Return the size of an enum's card; about three values share a row."""
    rows = max(1, -(-values // 3))
    return Size(CARD_WIDTH, 34 + 15 + 19 * rows + 4 * (rows - 1))


def place(sizes: Mapping[str, Size], edges: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Place every card of `sizes`; `edges` between them say who wants to be near whom."""
    neighbours: dict[str, set[str]] = {name: set() for name in sizes}
    for one, other in edges:
        if one != other and one in sizes and other in sizes:
            neighbours[one].add(other)
            neighbours[other].add(one)
    canvas = _Canvas(sizes)
    for name in _in_placing_order(neighbours):
        canvas.put(name, [canvas.places[n] for n in neighbours[name] if n in canvas.places])
    return canvas.from_origin()


def _in_placing_order(neighbours: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield each card once: where most neighbours are placed, then where most there are."""
    order = {name: index for index, name in enumerate(neighbours)}
    placed: dict[str, int] = dict.fromkeys(neighbours, 0)
    queue: list[tuple[int, int, int, str]] = []
    for name, around in neighbours.items():
        heappush(queue, (0, -len(around), order[name], name))
    done: set[str] = set()
    while queue:
        name = heappop(queue)[3]
        if name in done:
            continue
        done.add(name)
        yield name
        for other in neighbours[name] - done:
            placed[other] += 1
            entry = (-placed[other], -len(neighbours[other]), order[other], other)
            heappush(queue, entry)


class _Canvas:
    """The cards placed so far, found by the grid cells that they cover."""

    def __init__(self, sizes: Mapping[str, Size]) -> None:
        self._sizes = sizes
        self._cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        self._middle = Place(0, 0)
        self._full_rings: dict[tuple[int, int, int], int] = defaultdict(int)
        self.places: dict[str, Place] = {}

    def put(self, name: str, near: list[Place]) -> None:
        """Place a card on the free spot nearest to the middle of `near`."""
        target = _middle(near) if near else self._middle
        size = self._sizes[name]
        spot = next(spot for spot in self._spots(target, size) if self._is_free(spot, size))
        self.places[name] = spot
        for cell in _cells(spot, size):
            self._cells[cell].append(name)

    def from_origin(self) -> dict[str, Place]:
        """Return the places moved so that the leftmost and topmost card stands at 0."""
        left = min((place.x for place in self.places.values()), default=0)
        top = min((place.y for place in self.places.values()), default=0)
        return {
            name: Place(self.places[name].x - left, self.places[name].y - top)
            for name in self._sizes
        }

    def _spots(self, target: Place, size: Size) -> Iterator[Place]:
        """Yield spots ring by ring around the target.

        A ring without room for the lowest card of a height class stays full, since cards never
        leave: each class skips the rings that it found full. The more cards there are, the fewer
        middles are told apart, or every new middle would search all the full rings again.
        """
        grain = 1 + isqrt(len(self.places)) // 8
        column, row = (round(at / _CELL / grain) * grain for at in (target.x, target.y))
        lowest = Size(size.width, size.height // _CLASS * _CLASS)
        around = (column, row, lowest.height)
        ring = self._full_rings[around]
        while True:
            has_room = False
            for step_x, step_y in _ring(ring):
                spot = Place((column + step_x) * _CELL, (row + step_y) * _CELL)
                has_room = has_room or self._is_free(spot, lowest)
                yield spot
            if not has_room and ring == self._full_rings[around]:
                self._full_rings[around] += 1
            ring += 1

    def _is_free(self, spot: Place, size: Size) -> bool:
        return not any(
            _overlap(spot, size, self.places[other], self._sizes[other])
            for cell in _cells(spot, size)
            for other in self._cells[cell]
        )


def _middle(places: list[Place]) -> Place:
    return Place(
        sum(place.x for place in places) // len(places),
        sum(place.y for place in places) // len(places),
    )


def _ring(radius: int) -> Iterator[tuple[int, int]]:
    """Yield the steps to the cells of a square ring, the straight ones first."""
    if radius == 0:
        yield (0, 0)
        return
    for along in range(radius + 1):
        for sign in (1, -1) if along else (1,):
            a = along * sign
            yield from ((radius, a), (-radius, a))
            if along < radius:
                yield from ((a, radius), (a, -radius))


def _cells(spot: Place, size: Size) -> Iterator[tuple[int, int]]:
    for x in range((spot.x - GAP) // _CELL, (spot.x + size.width + GAP) // _CELL + 1):
        for y in range((spot.y - GAP) // _CELL, (spot.y + size.height + GAP) // _CELL + 1):
            yield (x, y)


def _overlap(one: Place, one_size: Size, other: Place, other_size: Size) -> bool:
    return (
        one.x < other.x + other_size.width + GAP
        and other.x < one.x + one_size.width + GAP
        and one.y < other.y + other_size.height + GAP
        and other.y < one.y + one_size.height + GAP
    )
