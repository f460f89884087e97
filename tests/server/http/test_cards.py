"""A graph as cards: every element is somewhere, a field reads as SOML writes it."""

from collections.abc import Mapping
from typing import Final

import pytest

from domain.model.graph import Graph
from domain.model.metamodel import KINDS
from domain.model.values import Json
from server.http.cards import Line, sections_of

ID: Final = "00000000-0000-0000-0000-00000000000{}"
ORDER, FIELD, MONEY = ID.format(1), ID.format(2), ID.format(3)


def line(**registers: Json) -> Line:
    graph = Graph.of(
        {
            ORDER: {"kind": "entity", "name": "Order"},
            FIELD: {"kind": "field", "parent": ORDER, "name": "total", **registers},
            MONEY: {"kind": "value", "name": "Money"},
        },
    )
    [section] = sections_of(graph)
    return section.cards[0].lines[0]


def as_text(shown: Line) -> str:
    if shown.plain:
        return shown.text
    reference = "ref " if shown.reference else ""
    return f"{shown.name}: {reference}{shown.type}{shown.suffix} {shown.value}".rstrip()


@pytest.mark.parametrize(
    ("registers", "text"),
    [
        ({"type": {"to": "decimal", "args": [12, 2]}}, "total: decimal(12, 2)"),
        ({"type": {"to": MONEY}}, "total: Money"),
        ({"type": {"to": MONEY, "ref": True}}, "total: ref Money"),
        ({"type": {"to": {"name": "Later"}}, "optional": True}, "total: Later?"),
        ({"type": {"to": "int"}, "cardinality": [0, None]}, "total: int[0..*]"),
        ({"type": {"to": "int"}, "default": "0"}, "total: int = 0"),
        ({"type": {"to": "int"}, "derived": {"text": "1 + 1"}}, "total: int := 1 + 1"),
        ({"type": {"to": ID.format(9)}}, "total: something hidden"),
        ({}, "field total"),
        ({"name": "a\u202eb", "type": {"to": "int"}}, "a\\u{202e}b: int"),
    ],
)
def test_a_field_line(registers: Mapping[str, Json], text: str) -> None:
    assert as_text(line(**registers)) == text


def test_a_line_links_to_what_is_there() -> None:
    assert line(type={"to": MONEY}).target == MONEY
    assert line(type={"to": "int"}).target is None
    assert line(type={"to": ID.format(9)}).target is None


def test_marks_say_key_and_limits() -> None:
    assert line(type={"to": "int"}, key=True, min="1").marks == ("key", "min 1")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "model"])
def test_every_kind_has_its_place_on_the_page(kind: str) -> None:
    registers: dict[str, dict[str, Json]] = {ORDER: {"kind": kind, "name": "This"}}
    child, above = ORDER, kind
    for number in range(2, 9):
        if KINDS[above].at_top:
            break
        above = min(KINDS[above].parents - {above})
        registers[child]["parent"] = ID.format(number)
        child = ID.format(number)
        registers[child] = {"kind": above, "name": above}
    shown = repr(sections_of(Graph.of(registers)))
    assert "This" in shown
