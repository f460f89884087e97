"""Value types with a shape of their own: cardinalities, expressions, boxes, comments."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from domain.ids import ElementId, is_id
from domain.model.values import LARGEST_INTEGER, Json
from domain.model.valuetypes.plain import (
    LONGEST_TEXT,
    Held,
    OrderKey,
    is_list,
    json_word,
    line_fault,
    literal_fault,
    text_fault,
)
from domain.model.valuetypes.reference import LONGEST_PATH, object_fault

_ARGUMENT_NAME: Final = re.compile(r"(?:[^\W\d]\w*|`[^`\r\n]+`): ").match
_LINE: Final[Mapping[str, Json]] = {"type": "string", "maxLength": LONGEST_TEXT}
_LINES: Final[Mapping[str, Json]] = {"type": "array", "items": _LINE}


@dataclass(frozen=True, slots=True)
class Cardinality(Held):
    """`[min, max]`, where max is null for unbounded; min above max is a finding."""

    def fault(self, value: Json) -> str | None:
        """Refuse what is no pair of numbers."""
        if not is_list(value) or len(value) != 2:  # noqa: PLR2004 - a pair
            return f"is {json_word(value)}, not a pair"
        least, most = value
        if not _is_count(least) or not (most is None or _is_count(most)):
            return "has a bound that is no whole number"
        return None

    def words(self) -> str:
        """Show the form."""
        return "[min, max], two whole numbers, with null for an open max"

    def schema(self) -> dict[str, Json]:
        """Return a tuple schema."""
        least: Json = {"type": "integer", "minimum": 0}
        most: Json = {"type": ["integer", "null"], "minimum": 0}
        return {"type": "array", "prefixItems": [least, most], "items": False, "minItems": 2}


@dataclass(frozen=True, slots=True)
class Expression(Held):
    """`{"text": text, "ast": tree | null, "names": [[name, id], ...]}`.

    `names` says which element each name in the text means, sorted by name. Pairs and no object,
    because names are people's words and an object's keys are ours.
    """

    def fault(self, value: Json) -> str | None:
        """Refuse other keys, a tree that is no list or object, and pairs that are none."""
        fault = object_fault(value, required=frozenset({"text", "ast", "names"}))
        if fault is not None or not isinstance(value, Mapping):
            return fault
        fault = text_fault(value["text"], LONGEST_TEXT)
        if fault is not None:
            return f'has a "text" that {fault}'
        if not isinstance(value["ast"], Mapping | list | None):
            return f'has an "ast" that is {json_word(value["ast"])}'
        return _names_fault(value["names"])

    def words(self) -> str:
        """Show the form."""
        return (
            '{"text": the expression, "ast": its tree or null, "names": [[name, id], ...] by name}'
        )

    def schema(self) -> dict[str, Json]:
        """Return an object schema."""
        identity: Json = {"type": "string", "format": "uuid"}
        pair: Json = {
            "type": "array",
            "prefixItems": [_LINE, identity],
            "items": False,
            "minItems": 2,
        }
        properties: Json = {
            "text": _LINE,
            "ast": {"type": ["array", "object", "null"]},
            "names": {"type": "array", "items": pair},
        }
        return {
            "type": "object",
            "properties": properties,
            "required": ["text", "ast", "names"],
            "additionalProperties": False,
        }

    def targets(self, value: Json) -> Iterable[ElementId]:
        """Return the ids that names stand for."""
        pairs = value.get("names") if isinstance(value, Mapping) else None
        return tuple(
            dict.fromkeys(
                str(pair[1])
                for pair in (pairs if isinstance(pairs, list) else ())
                if is_list(pair) and len(pair) == 2  # noqa: PLR2004 - a pair
            ),
        )


@dataclass(frozen=True, slots=True)
class Box(Held):
    """`{"x", "y", "w"?, "h"?}` on a canvas, whole numbers; a size is at least 1."""

    def fault(self, value: Json) -> str | None:
        """Refuse other keys, fractions, and sizes of nothing."""
        fault = object_fault(
            value,
            required=frozenset({"x", "y"}),
            optional=frozenset({"w", "h"}),
        )
        if fault is not None or not isinstance(value, Mapping):
            return fault
        for key, number in value.items():
            if not isinstance(number, int) or isinstance(number, bool):
                return f'has "{key}": {json_word(number)}'
            if key in {"w", "h"} and number < 1:
                return f'has "{key}": {number}'
        return None

    def words(self) -> str:
        """Show the form."""
        return '{"x", "y"} with "w" and "h" where it has a size: whole numbers, sizes from 1'

    def schema(self) -> dict[str, Json]:
        """Return an object schema."""
        at: Json = {"type": "integer", "minimum": -LARGEST_INTEGER, "maximum": LARGEST_INTEGER}
        size: Json = {"type": "integer", "minimum": 1, "maximum": LARGEST_INTEGER}
        return {
            "type": "object",
            "properties": {"x": at, "y": at, "w": size, "h": size},
            "required": ["x", "y"],
            "additionalProperties": False,
        }


@dataclass(frozen=True, slots=True)
class Trivia(Held):
    """`{"leading"?: [line, ...], "trailing"?: text, "dangling"?: [line, ...]}`.

    The comments and blank lines of the text: before the element, behind its line, and at the end of
    its block. A blank line is an empty one.
    """

    def fault(self, value: Json) -> str | None:
        """Refuse other keys, and lines that are none."""
        fault = object_fault(
            value,
            required=frozenset(),
            optional=frozenset({"leading", "trailing", "dangling"}),
        )
        if fault is not None or not isinstance(value, Mapping):
            return fault
        for key, lines in value.items():
            if key != "trailing" and not is_list(lines):
                return f'has "{key}": {json_word(lines)}'
            for line in [lines] if key == "trailing" else lines if is_list(lines) else ():
                fault = line_fault(line, LONGEST_TEXT)
                if fault is not None:
                    return f'has a line in "{key}" that {fault}'
        return None

    def words(self) -> str:
        """Show the form."""
        return (
            '{"leading": [lines], "trailing": text, "dangling": [lines]}, each where there is one'
        )

    def schema(self) -> dict[str, Json]:
        """Return an object schema."""
        return {
            "type": "object",
            "properties": {"leading": _LINES, "trailing": _LINE, "dangling": _LINES},
            "additionalProperties": False,
        }


@dataclass(frozen=True, slots=True)
class Annotation(Held):
    """`{"order": order key, "args": [literal, or "name: literal", ...]}`."""

    def fault(self, value: Json) -> str | None:
        """Refuse other keys, a bad order key, and arguments that are no literals."""
        fault = object_fault(value, required=frozenset({"order", "args"}))
        if fault is not None or not isinstance(value, Mapping):
            return fault
        fault = OrderKey().fault(value["order"])
        if fault is not None:
            return f'has an "order" that {fault}'
        arguments = value["args"]
        if not is_list(arguments):
            return f'has "args" that are {json_word(arguments)}, not a list'
        found = next((fault for item in arguments if (fault := _argument_fault(item))), None)
        return None if found is None else f"has an argument that {found}"

    def words(self) -> str:
        """Show the form."""
        return (
            '{"order": order key, "args": [...]}, each argument the text of a literal '
            '(text in double quotes), with "name: " before it where it has one'
        )

    def schema(self) -> dict[str, Json]:
        """Return an object schema."""
        return {
            "type": "object",
            "properties": {"order": OrderKey().schema(), "args": _LINES},
            "required": ["order", "args"],
            "additionalProperties": False,
        }


def _is_count(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _names_fault(value: Json) -> str | None:
    if not is_list(value):
        return f'has "names" that are {json_word(value)}, not a list'
    names = []
    for pair in value:
        if not is_list(pair) or len(pair) != 2 or not is_id(pair[1]):  # noqa: PLR2004 - a pair
            return 'has an item in "names" that is no pair of a name and an id'
        fault = line_fault(pair[0], LONGEST_PATH)
        if fault is not None:
            return f'has a name in "names" that {fault}'
        names.append(str(pair[0]))
    return None if names == sorted(set(names)) else 'has "names" that are not sorted by name'


def _argument_fault(value: Json) -> str | None:
    if isinstance(value, str) and (name := _ARGUMENT_NAME(value)) is not None:
        return literal_fault(value[name.end() :])
    return literal_fault(value)
