"""A text's picture before it is a model: its cards, where each stands, and what refers to what."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from domain.ids import ElementId
from domain.model.metamodel import KINDS
from domain.model.operations import Registers
from domain.model.values import Json
from domain.model.wording import cardinality_text
from server.http import shapes

MOST_CARDS: Final = 2_000
"""As many as a picture is looked at; the counts tell of all."""

_GROUP: Final = "context"
_ROWS: Final = frozenset({"field", "enumValue"})


def picture_of(registers: Registers) -> shapes.Picture:
    """Return the picture of elements that an importer made."""
    rows = Counter(str(held.get("parent")) for held in registers.values() if held["kind"] in _ROWS)
    cards = {
        element: _card(element, held, rows[element])
        for element, held in registers.items()
        if _is_card(held)
    }
    shown = dict(list(cards.items())[:MOST_CARDS])
    sizes = Counter(card.group for card in cards.values())
    groups = tuple(
        shapes.PicturedGroup(element, str(held["name"]), sizes[element], *_corner(held))
        for element, held in registers.items()
        if held["kind"] == _GROUP
    )
    relations = tuple(_relations(registers, shown))
    return shapes.Picture(groups, tuple(shown.values()), relations, len(cards))


def _is_card(held: Mapping[str, Json]) -> bool:
    kind = KINDS.get(str(held["kind"]))
    return kind is not None and "position" in kind.attributes and kind.name != _GROUP


def _card(element: ElementId, held: Mapping[str, Json], rows: int) -> shapes.PicturedCard:
    parent = held.get("parent")
    return shapes.PicturedCard(
        element,
        str(held["kind"]),
        str(held["name"]),
        rows,
        parent if isinstance(parent, str) else None,
        *_corner(held),
    )


def _relations(
    registers: Registers,
    shown: Mapping[ElementId, object],
) -> Iterator[shapes.PicturedRelation]:
    for held in registers.values():
        type_, parent = held.get("type"), str(held.get("parent"))
        target = str(type_.get("to")) if isinstance(type_, Mapping) and "ref" in type_ else ""
        if target in shown and parent in shown:
            yield shapes.PicturedRelation(
                parent, target, str(held["name"]), _many(held), _one(held)
            )


def _many(held: Mapping[str, Json]) -> str:
    """Return how many refer to one; what is unique refers to it alone."""
    return "0..1" if held.get("unique") is True else "0..*"


def _one(held: Mapping[str, Json]) -> str:
    """Return how many one refers to."""
    cardinality = held.get("cardinality")
    if isinstance(cardinality, list | tuple):
        return cardinality_text(list(cardinality))
    return "0..1" if held.get("optional") is True else "1"


def _corner(held: Mapping[str, Json]) -> tuple[int, int]:
    box = held.get("position")
    x, y = (box.get("x"), box.get("y")) if isinstance(box, Mapping) else (0, 0)
    return (x if isinstance(x, int) else 0, y if isinstance(y, int) else 0)
