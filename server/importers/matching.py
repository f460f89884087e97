"""What an import changes in a model that is already there.

An imported element is the one of the same kind and name below the same parent, so a second import
of a file changes what differs, keeps ids, places and documentation that people gave, and removes
nothing. New elements come after their siblings and stand beside the cards that are there.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from domain.ids import ElementId
from domain.model.graph import Element, Graph
from domain.model.operations import Change, assertion
from domain.model.values import Json
from server.importers.importer import Imported
from server.importers.placing import CARD_WIDTH, GAP, SNAP, card_size, enum_size

_Place: TypeAlias = tuple[ElementId | None, str, str | None]
"""Parent, kind and name."""

_OWN: Final = ("order", "position")  # what an element of the model keeps as it is


def changes(imported: Imported) -> tuple[Change, ...]:
    """Return the changes that bring an import into an empty model."""
    return tuple(
        assertion(element, attribute, value)
        for element, registers in imported.registers.items()
        for attribute, value in registers.items()
    )


def match(imported: Imported, graph: Graph) -> tuple[Change, ...]:
    """Return the changes that bring an import into `graph`; parents come before children."""
    known = _match_ids(imported, graph)
    steps = _Steps(imported, graph, known)
    return tuple(
        change
        for element, registers in imported.registers.items()
        for change in _element_changes(element, registers, known, graph, steps)
    )


def _match_ids(imported: Imported, graph: Graph) -> dict[ElementId, ElementId]:
    """Return the model's id of each imported element that is already there, each id once.

    Of several with one kind, name and parent the first is the first, and so on; what finds none
    left is new.
    """
    present: dict[_Place, deque[ElementId]] = {}
    for element in graph.in_tree_order():
        place = (element.parent, element.kind, element.name)
        present.setdefault(place, deque()).append(element.id)
    known: dict[ElementId, ElementId] = {}
    for identity, registers in imported.registers.items():
        parent = registers.get("parent")
        owner = known.get(str(parent)) if parent is not None else None
        if parent is not None and owner is None:
            continue
        namesakes = present.get((owner, str(registers["kind"]), str(registers["name"])))
        if namesakes:
            known[identity] = namesakes.popleft()
    return known


def _element_changes(
    element: ElementId,
    registers: Mapping[str, Json],
    known: Mapping[ElementId, ElementId],
    graph: Graph,
    steps: "_Steps",
) -> Iterator[Change]:
    here = graph.get(known.get(element, ""))
    if here is not None:
        for attribute, value in registers.items():
            renamed = _rename(value, known)
            if attribute not in _OWN and here.get(attribute) != renamed:
                yield assertion(here.id, attribute, renamed)
        return
    parent = registers.get("parent")
    joins_others = parent is None or str(parent) in known
    for attribute, value in registers.items():
        if attribute == "order" and joins_others:
            continue  # the room gives the last place among the siblings there
        if attribute == "position":
            yield assertion(element, attribute, steps.moved(value, str(parent)))
        else:
            yield assertion(element, attribute, _rename(value, known))


def _rename(value: Json, known: Mapping[ElementId, ElementId]) -> Json:
    """Return the value with imported ids replaced by those of the model."""
    match value:
        case str():
            return known.get(value, value)
        case Mapping():
            return {key: _rename(item, known) for key, item in value.items()}
        case list() | tuple():
            return [_rename(item, known) for item in value]
        case _:
            return value


class _Steps:
    """How far what is new moves on the canvas, so that it covers nothing that is there.

    What joins a context that is there goes below its cards, all else right of everything.
    """

    def __init__(
        self,
        imported: Imported,
        graph: Graph,
        known: Mapping[ElementId, ElementId],
    ) -> None:
        corners: dict[str, list[tuple[int, int]]] = {}
        for element, registers in imported.registers.items():
            parent, corner = str(registers.get("parent")), _corner(registers.get("position"))
            if parent in known and element not in known and corner is not None:
                corners.setdefault(parent, []).append(corner)
        self._beside = _right_edge(graph)
        self._below: dict[str, tuple[int, int]] = {}
        for parent, found in corners.items():
            room = _room_below(known[parent], graph)
            if room is not None:
                left, top = min(x for x, _ in found), min(y for _, y in found)
                self._below[parent] = (room[0] - left, room[1] - top)

    def moved(self, box: Json, parent: str) -> Json:
        """Return the place of something new that stands in `parent`."""
        corner = _corner(box)
        if corner is None or not isinstance(box, Mapping):
            return box
        across, down = self._below.get(parent, (self._beside, 0))
        return {**box, "x": corner[0] + across, "y": corner[1] + down}


def _room_below(context: ElementId, graph: Graph) -> tuple[int, int] | None:
    """Return the corner below the cards of a context, None when none of them has a place."""
    cards = [
        (corner, _height(child, graph))
        for child in graph.children(context)
        if (corner := _corner(child.get("position"))) is not None
    ]
    if not cards:
        return None
    bottom = max(y + height for (_, y), height in cards) + GAP
    return min(x for (x, _), _ in cards), -(-bottom // SNAP) * SNAP


def _height(element: Element, graph: Graph) -> int:
    kinds = Counter(child.kind for child in graph.children(element.id))
    if element.kind == "enum":
        return enum_size(values=kinds["enumValue"]).height
    return card_size(rows=kinds["field"], rules=kinds["invariant"]).height


def _right_edge(graph: Graph) -> int:
    """Return where the first free column right of all cards begins."""
    edges = [0]
    for element in graph.in_tree_order():
        box = element.get("position")
        corner = _corner(box)
        if corner is not None and isinstance(box, Mapping):
            width = box.get("w")
            edges.append(corner[0] + (width if isinstance(width, int) else CARD_WIDTH) + GAP)
    return -(-max(edges) // SNAP) * SNAP


def _corner(box: Json) -> tuple[int, int] | None:
    if not isinstance(box, Mapping):
        return None
    x, y = box.get("x"), box.get("y")
    return (x, y) if isinstance(x, int) and isinstance(y, int) else None
