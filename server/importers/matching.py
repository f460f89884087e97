"""What an import changes in a model that is already there.

An imported element is the one of the same kind and name below the same parent, so a second import
of a file changes what differs, keeps ids, places and documentation that people gave, and removes
nothing. New elements come after their siblings and stand beside the cards that are there.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from domain.ids import ElementId
from domain.model.graph import Graph
from domain.model.operations import Change, assertion
from domain.model.values import Json
from server.importers.importer import Imported
from server.importers.placing import CARD_WIDTH, GAP

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
    shift = _right_edge(graph)
    return tuple(
        change
        for element, registers in imported.registers.items()
        for change in _element_changes(element, registers, known, graph, shift)
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
    shift: int,
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
        if attribute == "position" and parent is None:
            yield assertion(element, attribute, _shift(value, shift))
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


def _right_edge(graph: Graph) -> int:
    """Return where the first free column right of the cards at the top begins."""
    edges = [0]
    for element in graph.children(None):
        box = element.get("position")
        if isinstance(box, Mapping):
            x, width = box.get("x"), box.get("w", CARD_WIDTH)
            if isinstance(x, int) and isinstance(width, int):
                edges.append(x + width + GAP)
    return max(edges)


def _shift(box: Json, shift: int) -> Json:
    if isinstance(box, Mapping) and isinstance(box.get("x"), int):
        return {**box, "x": int(str(box["x"])) + shift}
    return box
