"""Cycles among elements: who comes back to itself, and by what way."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from domain.ids import ElementId

Edges: TypeAlias = Mapping[ElementId, Sequence[ElementId]]


def cycles(edges: Edges) -> dict[ElementId, tuple[ElementId, ...]]:
    """Return each element that lies on a cycle, with the elements of its knot.

    A knot is a strongly connected component (Tarjan, without recursion, so that a chain of any
    length is fine); its elements stand in the order of their ids, the oldest first.
    """
    found: dict[ElementId, tuple[ElementId, ...]] = {}
    for knot in _components(edges):
        if len(knot) > 1 or knot[0] in edges.get(knot[0], ()):
            ordered = tuple(sorted(knot))
            found.update(dict.fromkeys(knot, ordered))
    return found


def _components(edges: Edges) -> Iterator[list[ElementId]]:
    index: dict[ElementId, int] = {}
    low: dict[ElementId, int] = {}
    open_: dict[ElementId, None] = {}
    for root in edges:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_[root] = None
        work = [(root, iter(edges[root]))]
        while work:
            element, onward = work[-1]
            target = next((each for each in onward if each not in index or each in open_), None)
            if target is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[element])
                if low[element] == index[element]:
                    yield _close(element, open_)
            elif target in open_:
                low[element] = min(low[element], index[target])
            else:
                index[target] = low[target] = len(index)
                open_[target] = None
                work.append((target, iter(edges.get(target, ()))))


def _close(element: ElementId, open_: dict[ElementId, None]) -> list[ElementId]:
    knot = []
    while True:
        last, _ = open_.popitem()
        knot.append(last)
        if last == element:
            return knot
