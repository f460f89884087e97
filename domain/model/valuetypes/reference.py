"""Value types that refer to other elements.

A reference is the id of the element, or `{"name": path}` while there is no such element. The first
commit that makes exactly one element of that name visible in scope binds it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from domain.ids import ElementId, is_id
from domain.model.values import Json
from domain.model.valuetypes.plain import (
    Held,
    distinct_fault,
    is_list,
    json_word,
    line_fault,
    short,
)

BUILTINS: Final = (
    *("bool", "int", "long", "decimal", "float", "string", "text", "uuid", "email", "url"),
    *("date", "time", "datetime", "duration", "bytes", "json"),
)
"""The types that need no declaration."""

LONGEST_PATH: Final = 1_000
MOST_ARGUMENTS: Final = 10
_ID_SCHEMA: Final[Mapping[str, Json]] = {"type": "string", "format": "uuid"}
_NAME_SCHEMA: Final[Mapping[str, Json]] = {
    "type": "object",
    "properties": {"name": {"type": "string", "maxLength": LONGEST_PATH}},
    "required": ["name"],
    "additionalProperties": False,
}
REFERENCE_SCHEMA: Final[Mapping[str, Json]] = {"anyOf": [_ID_SCHEMA, _NAME_SCHEMA]}


def reference_fault(value: Json) -> str | None:
    """Say what keeps `value` from being a reference, or None."""
    if is_id(value):
        return None
    if not isinstance(value, Mapping):
        return f"is {short(value)}, which is no id in lower case"
    if value.keys() != {"name"}:
        return 'is an object that has not just a "name"'
    if value["name"] == "":
        return "has an empty name"
    return line_fault(value["name"], LONGEST_PATH)


def target(value: Json) -> Iterator[ElementId]:
    """Yield the id of a reference, unless it is a name."""
    if is_id(value):
        yield str(value)


def object_fault(
    value: Json,
    *,
    required: frozenset[str],
    optional: frozenset[str] = frozenset(),
) -> str | None:
    """Say what keeps `value` from being an object of exactly these keys, or None."""
    if not isinstance(value, Mapping):
        return f"is {json_word(value)}, not an object"
    missing = sorted(required - value.keys())
    if missing:
        return f'lacks "{missing[0]}"'
    other = sorted(value.keys() - required - optional)
    return f'has the unknown key "{other[0]}"' if other else None


@dataclass(frozen=True, slots=True)
class Identity(Held):
    """The id of an element, which must be there; only `parent` is so strict."""

    def fault(self, value: Json) -> str | None:
        """Refuse what is no canonical id."""
        return None if is_id(value) else f"is {short(value)}, which is no id in lower case"

    def words(self) -> str:
        """Name the form."""
        return "the id of an element, a UUID in lower case"

    def schema(self) -> dict[str, Json]:
        """Return the schema of an id."""
        return dict(_ID_SCHEMA)

    def targets(self, value: Json) -> Iterable[ElementId]:
        """Return the id."""
        return target(value)


@dataclass(frozen=True, slots=True)
class Ref(Held):
    """An element's id, or `{"name": path}` while no such element exists.

    `kinds` says what it should point at, nothing said for anything; another kind is a finding.
    """

    kinds: tuple[str, ...] = ()

    def fault(self, value: Json) -> str | None:
        """Refuse what is neither id nor name."""
        return reference_fault(value)

    def words(self) -> str:
        """Name kinds and form."""
        return f'the id of {_any_of(self.kinds)}, or {{"name": path}} while there is none'

    def schema(self) -> dict[str, Json]:
        """Return the schema of a reference."""
        return dict(REFERENCE_SCHEMA)

    def targets(self, value: Json) -> Iterable[ElementId]:
        """Return the id, if it is one."""
        return target(value)


@dataclass(frozen=True, slots=True)
class Refs(Held):
    """References in a meaningful order, each at most once."""

    kinds: tuple[str, ...] = ()

    def fault(self, value: Json) -> str | None:
        """Refuse what is no list of different references."""
        if (fault := distinct_fault(value)) is not None or not is_list(value):
            return fault
        return next((fault for item in value if (fault := reference_fault(item))), None)

    def words(self) -> str:
        """Name kinds and form."""
        return (
            f"a list, each item once: the id of {_any_of(self.kinds)}, "
            'or {"name": path} while there is none'
        )

    def schema(self) -> dict[str, Json]:
        """Return an array schema."""
        return {"type": "array", "items": dict(REFERENCE_SCHEMA), "uniqueItems": True}

    def targets(self, value: Json) -> Iterable[ElementId]:
        """Return the ids among the items."""
        return (found for item in _items(value) for found in target(item))


@dataclass(frozen=True, slots=True)
class Route(Held):
    """References from one to the next, such as `shipTo.city`; the same one may come again."""

    kinds: tuple[str, ...] = ()

    def fault(self, value: Json) -> str | None:
        """Refuse what is no list of at least one reference."""
        if not is_list(value):
            return f"is {json_word(value)}, not a list"
        if not value:
            return "is empty"
        return next((fault for item in value if (fault := reference_fault(item))), None)

    def words(self) -> str:
        """Name kinds and form."""
        return (
            f"a list of steps, each the id of {_any_of(self.kinds)}, "
            'or {"name": path} while there is none'
        )

    def schema(self) -> dict[str, Json]:
        """Return an array schema."""
        return {"type": "array", "items": dict(REFERENCE_SCHEMA), "minItems": 1}

    def targets(self, value: Json) -> Iterable[ElementId]:
        """Return the ids among the steps."""
        return (found for item in _items(value) for found in target(item))


@dataclass(frozen=True, slots=True)
class TypeExpr(Held):
    """`{"to": id | builtin | {"name": path}, "args"?: [int, ...], "ref"?: true}`."""

    def fault(self, value: Json) -> str | None:
        """Refuse other keys, a `to` that is neither, and arguments that are no whole numbers."""
        fault = object_fault(
            value,
            required=frozenset({"to"}),
            optional=frozenset({"args", "ref"}),
        )
        if fault is not None or not isinstance(value, Mapping):
            return fault
        if value["to"] not in BUILTINS and (fault := reference_fault(value["to"])) is not None:
            return f'has a "to" that {fault}'
        if value.get("ref", True) is not True:
            return 'has a "ref" that is not true'
        return _arguments_fault(value["args"]) if "args" in value else None

    def words(self) -> str:
        """Show the form."""
        return (
            '{"to": the id of a type, a builtin type or {"name": path}}, '
            'with "args" (whole numbers) and "ref": true where they apply'
        )

    def schema(self) -> dict[str, Json]:
        """Return an object schema."""
        to: Json = {"anyOf": [{"enum": list(BUILTINS)}, _ID_SCHEMA, _NAME_SCHEMA]}
        number: Json = {"type": "integer", "minimum": 0}
        return _object(
            {
                "to": to,
                "args": {
                    "type": "array",
                    "items": number,
                    "minItems": 1,
                    "maxItems": MOST_ARGUMENTS,
                },
                "ref": {"const": True},
            },
            required=("to",),
        )

    def targets(self, value: Json) -> Iterable[ElementId]:
        """Return the id of the type, if it is one."""
        return target(value.get("to")) if isinstance(value, Mapping) else ()


@dataclass(frozen=True, slots=True)
class IndexKeys(Held):
    """`[{"to": reference, "direction"?: "desc"}, ...]`, in the order of the index."""

    def fault(self, value: Json) -> str | None:
        """Refuse other keys and any direction but descending."""
        if not is_list(value):
            return f"is {json_word(value)}, not a list"
        return next((fault for item in value if (fault := _key_fault(item))), None)

    def words(self) -> str:
        """Show the form."""
        return 'a list of {"to": reference to a field}, with "direction": "desc" where it descends'

    def schema(self) -> dict[str, Json]:
        """Return an array schema."""
        return {
            "type": "array",
            "items": _object(
                {"to": REFERENCE_SCHEMA, "direction": {"const": "desc"}},
                required=("to",),
            ),
        }

    def targets(self, value: Json) -> Iterable[ElementId]:
        """Return the ids of the fields."""
        return (found for item in _items(value) for found in _to(item))


@dataclass(frozen=True, slots=True)
class Phrases(Held):
    """`[{"word": text, "to": reference}, ...]`: what follows the object of a sentence."""

    def fault(self, value: Json) -> str | None:
        """Refuse other keys."""
        if not is_list(value):
            return f"is {json_word(value)}, not a list"
        return next((fault for item in value if (fault := _phrase_fault(item))), None)

    def words(self) -> str:
        """Show the form."""
        return 'a list of {"word": preposition, "to": reference}'

    def schema(self) -> dict[str, Json]:
        """Return an array schema."""
        return {
            "type": "array",
            "items": _object(
                {"word": {"type": "string", "maxLength": LONGEST_PATH}, "to": REFERENCE_SCHEMA},
                required=("word", "to"),
            ),
        }

    def targets(self, value: Json) -> Iterable[ElementId]:
        """Return the ids of what is named."""
        return (found for item in _items(value) for found in _to(item))


def _any_of(kinds: tuple[str, ...]) -> str:
    return f"an element ({', '.join(kinds)})" if kinds else "an element"


def _items(value: Json) -> list[Json]:
    return value if is_list(value) else []


def _to(item: Json) -> Iterator[ElementId]:
    return target(item.get("to") if isinstance(item, Mapping) else None)


def _arguments_fault(value: Json) -> str | None:
    if not is_list(value) or not 1 <= len(value) <= MOST_ARGUMENTS:
        return f'has "args" that are no list of 1 to {MOST_ARGUMENTS} numbers'
    if any(not isinstance(item, int) or isinstance(item, bool) or item < 0 for item in value):
        return 'has "args" that are no whole numbers'
    return None


def _key_fault(item: Json) -> str | None:
    fault = object_fault(item, required=frozenset({"to"}), optional=frozenset({"direction"}))
    if fault is not None or not isinstance(item, Mapping):
        return f"has an item that {fault}"
    if item.get("direction", "desc") != "desc":
        return 'has a "direction" that is not "desc"'
    fault = reference_fault(item["to"])
    return None if fault is None else f'has a "to" that {fault}'


def _phrase_fault(item: Json) -> str | None:
    fault = object_fault(item, required=frozenset({"word", "to"}))
    if fault is not None or not isinstance(item, Mapping):
        return f"has an item that {fault}"
    fault = line_fault(item["word"], LONGEST_PATH)
    if fault is not None:
        return f'has a "word" that {fault}'
    fault = reference_fault(item["to"])
    return None if fault is None else f'has a "to" that {fault}'


def _object(properties: Mapping[str, Json], *, required: tuple[str, ...]) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
