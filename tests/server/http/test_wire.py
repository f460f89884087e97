"""Shapes: read strictly, written back the same, described once."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

import pytest

from server.http.problems import Refusal
from server.http.wire import Schema, lower, read, schema_of


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Inner:
    """An inner shape."""

    count: int


@dataclass(frozen=True, slots=True)
class Outer:
    """A shape with everything in it."""

    name: Annotated[str, "what it is called"]
    from_: str | None = None
    colour: Colour = Colour.RED
    mode: Literal["a", "b"] = "a"
    items: tuple[Inner, ...] = ()
    more: Mapping[str, int] | None = None
    anything: object = None
    on: bool = False


WHOLE: Mapping[str, object] = {
    "name": "n",
    "from": "x",
    "colour": "red",
    "mode": "b",
    "items": [{"count": 1}],
    "more": {"k": 2},
    "anything": [None, {"deep": 1.5}],
    "on": True,
}


def test_what_is_read_is_written_back_the_same() -> None:
    assert lower(read(Outer, WHOLE)) == WHOLE


def test_defaults_stand_for_what_is_absent() -> None:
    assert read(Outer, {"name": "n"}) == Outer("n")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "lacks the field 'name'"),
        ([], "give an object"),
        ({"name": 1}, "name is 1; give text"),
        ({"name": "n", "extra": 1}, "unknown field 'extra'"),
        ({"name": "n", "from_": "x"}, "unknown field 'from_'"),
        ({"name": "n", "colour": "blue"}, "one of red"),
        ({"name": "n", "mode": "c"}, "one of a, b"),
        ({"name": "n", "items": [{"count": True}]}, "items[0].count is True; give a whole number"),
        ({"name": "n", "items": {}}, "give a list"),
        ({"name": "n", "more": {"k": "v"}}, "more.k"),
        ({"name": "n", "on": 1}, "give true or false"),
        ({"name": "n", "on": None}, "give true or false"),
    ],
)
def test_what_differs_is_refused_with_its_place(data: object, said: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(Outer, data)
    assert said in caught.value.problem.detail


def test_a_shape_describes_itself() -> None:
    definitions: dict[str, Schema] = {}
    assert schema_of(Outer, definitions) == {"$ref": "#/components/schemas/Outer"}
    properties = definitions["Outer"]["properties"]
    assert isinstance(properties, dict)
    assert properties["name"] == {"type": "string", "description": "what it is called"}
    assert properties["from"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert properties["items"] == {"type": "array", "items": {"$ref": "#/components/schemas/Inner"}}
    assert definitions["Outer"]["required"] == ["name"]
