"""What a register may hold: a closed union of value types, each with one canonical JSON form.

Half-finished thoughts have a place in every type: a reference that finds no element yet is
`{"name": "Money"}`, an expression that does not parse is its text with `ast: null`. So a type only
refuses what no reader could understand; what is merely wrong is a finding.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from domain.errors import BadValue
from domain.ids import ElementId
from domain.model.values import Json, normalise
from domain.model.valuetypes.plain import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Choice,
    Choices,
    Duration,
    Flag,
    Held,
    Literal,
    Marker,
    OrderKey,
    Text,
    Texts,
    Whole,
)
from domain.model.valuetypes.reference import (
    BUILTINS,
    Identity,
    IndexKeys,
    Phrases,
    Ref,
    Refs,
    Route,
    TypeExpr,
)
from domain.model.valuetypes.shape import Annotation, Box, Cardinality, Expression, Trivia

__all__ = [
    "BUILTINS",
    "LONGEST_LINE",
    "LONGEST_TEXT",
    "Annotation",
    "Box",
    "Cardinality",
    "Choice",
    "Choices",
    "Duration",
    "Expression",
    "Flag",
    "Identity",
    "IndexKeys",
    "Literal",
    "Marker",
    "OneOf",
    "OrderKey",
    "Phrases",
    "Ref",
    "Refs",
    "Route",
    "Text",
    "Texts",
    "Trivia",
    "TypeExpr",
    "ValueType",
    "Whole",
    "accept",
    "describe",
    "references",
    "schema",
]


@dataclass(frozen=True, slots=True)
class OneOf(Held):
    """A value of any of several types; they tell each other apart by their JSON type."""

    types: "tuple[ValueType, ...]"

    def fault(self, value: Json) -> str | None:
        """Refuse what each of them refuses, in the words of the last."""
        fault = None
        for option in self.types:
            fault = option.fault(value)
            if fault is None:
                return None
        return fault

    def words(self) -> str:
        """Join the words."""
        return ", or ".join(option.words() for option in self.types)

    def schema(self) -> dict[str, Json]:
        """Return the schemas side by side."""
        return {"anyOf": [option.schema() for option in self.types]}

    def targets(self, value: Json) -> Iterable[ElementId]:
        """Return the ids that the fitting type sees in it."""
        fitting = next((option for option in self.types if option.fault(value) is None), None)
        return () if fitting is None else fitting.targets(value)


ValueType: TypeAlias = (
    Annotation
    | Box
    | Cardinality
    | Choice
    | Choices
    | Duration
    | Expression
    | Flag
    | Identity
    | IndexKeys
    | Literal
    | Marker
    | OneOf
    | OrderKey
    | Phrases
    | Ref
    | Refs
    | Route
    | Text
    | Texts
    | Trivia
    | TypeExpr
    | Whole
)


def accept(type_: ValueType, value: object, *, subject: str) -> Json:
    """Return `value` as this type stores it (a whole float becomes an integer); raise BadValue.

    What came out of here comes out unchanged again.
    """
    stored = normalise(value, subject=subject)
    fault = type_.fault(stored)
    if fault is not None:
        raise BadValue(subject, fault, f"give {type_.words()}")
    return stored


def describe(type_: ValueType) -> str:
    """Say in words what a register of this type holds."""
    return type_.words()


def schema(type_: ValueType) -> dict[str, Json]:
    """Return the type as JSON Schema (2020-12), which never refuses what `accept` takes."""
    return type_.schema()


def references(type_: ValueType, value: Json) -> tuple[ElementId, ...]:
    """Return the ids of the elements that an accepted `value` refers to, each once, in order."""
    return tuple(dict.fromkeys(type_.targets(value)))
