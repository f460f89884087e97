"""Elements as people name them, and values as attributes want them."""

from collections.abc import Mapping
from typing import Final

import click
import pytest

from domain.model.graph import Graph
from server.cli.connection import Failed
from server.cli.elements import find, graph_of, read_assignments

ID: Final = "00000000-0000-0000-0000-00000000000{}"
ELEMENTS: Final[tuple[Mapping[str, object], ...]] = (
    {"kind": "model", "name": "Shop", "parent": None},
    {"kind": "entity", "name": "Order", "parent": None},
    {"kind": "field", "name": "total", "parent": ID.format(1)},
    {"kind": "entity", "name": "Bill", "parent": None},
    {"kind": "field", "name": "total", "parent": ID.format(3)},
    {"kind": "value", "name": "a.b", "parent": None},
)


def graph() -> Graph:
    shown = [{"id": ID.format(number), **each} for number, each in enumerate(ELEMENTS)]
    return graph_of({"elements": shown})


@pytest.mark.parametrize(
    ("named", "number"),
    [
        ("Order", 1),
        ("Order.total", 2),
        ("Bill.total", 4),
        ("`a.b`", 5),
        ("00000000-0000-0000-0000-000000000004", 4),
    ],
)
def test_an_element_is_found(named: str, number: int) -> None:
    assert find(graph(), named).id[-1] == str(number)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("total", "means 2 elements"),
        ("Ordr", "no element is called Ordr"),
        ("order", "did you mean Order?"),
        ("00000000-0000-0000-0000-000000000009", "no element has the id"),
    ],
)
def test_what_is_not_one_element_is_refused_with_a_hint(named: str, said: str) -> None:
    with pytest.raises(Failed) as failed:
        find(graph(), named)
    assert said in failed.value.message


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("name=quantity", "quantity"),
        ("name=123", "123"),
        ("name=a=b", "a=b"),
        ("doc=true", "true"),
        ("optional=true", True),
        ("max=12", "12"),
        ("cardinality=[1, null]", [1, None]),
        ("type=string", {"to": "string"}),
        ("type=ref Bill", {"to": "00000000-0000-0000-0000-000000000003", "ref": True}),
        ("type=Money", {"to": {"name": "Money"}}),
        ('type={"to": "decimal", "args": [12, 2]}', {"to": "decimal", "args": [12, 2]}),
        ("colour=red", "red"),
    ],
)
def test_a_value_is_read_as_its_attribute_wants_it(word: str, value: object) -> None:
    read = read_assignments((word,), kind="field", graph=graph())
    assert read == {word.partition("=")[0]: value}


@pytest.mark.parametrize("words", [("name",), ("=x",), ("name=a", "name=b")])
def test_what_is_no_assignment_is_a_usage_error(words: tuple[str, ...]) -> None:
    with pytest.raises(click.UsageError):
        read_assignments(words, kind="field", graph=graph())
