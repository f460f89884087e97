"""Shapes of the wire: a frozen dataclass declares one; reading, writing and JSON Schema follow.

A field is `str`, `int`, `bool`, `object` (any JSON), a StrEnum, a Literal, another shape,
`tuple[X, ...]`, `Mapping[str, X]` or `X | None`; `Annotated[X, "words"]` says what it is. A
trailing underscore is for Python only (`from_` is `from` on the wire). Reading is strict: what is
unknown, missing or of another type is refused with the place.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints as hints_of,
)

import orjson

from domain.model.values import Json
from server.http.problems import Refusal, refusal

Schema: TypeAlias = dict[str, Json]
Shaped = TypeVar("Shaped")

_PLAIN: Final[Mapping[object, str]] = {str: "string", int: "integer", bool: "boolean"}
_PLAIN_WORDS: Final[Mapping[object, str]] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
}


def read(shape: type[Shaped], data: object, *, subject: str = "the body") -> Shaped:
    """Return `data` as `shape`; refuse with 400 and the place where it differs."""
    result: Shaped = _read(shape, data, subject)
    return result


def lower(value: object) -> Json:
    """Return a value made of shapes as plain JSON."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {wire: lower(getattr(value, name)) for wire, name in _names_of(type(value))}
    if isinstance(value, tuple):
        return [lower(item) for item in value]
    return value  # type: ignore[return-value]  # the fields of shapes are JSON by declaration


def encode(value: object) -> bytes:
    """Return a value made of shapes as the bytes of its JSON: what `lower` gives, encoded.

    One walk, most of it outside Python: an answer may hold forty thousand operations.
    """
    return orjson.dumps(value, default=_fields_of, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def _fields_of(value: object) -> dict[str, object]:
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        raise TypeError
    return {wire: getattr(value, name) for wire, name in _names_of(type(value))}


@cache
def _names_of(shape: type) -> tuple[tuple[str, str], ...]:
    """Return the names of the fields, on the wire and here."""
    return tuple((field.name.rstrip("_"), field.name) for field in dataclasses.fields(shape))


def schema_of(shape: object, definitions: dict[str, Schema]) -> Schema:
    """Return the JSON Schema of a type; shapes are put into `definitions` and referred to."""
    if get_origin(shape) is Annotated:
        inner, words = get_args(shape)[:2]
        return {**schema_of(inner, definitions), "description": str(words)}
    if isinstance(shape, type) and dataclasses.is_dataclass(shape):
        return _reference(shape, definitions)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return {"type": "string", "enum": [str(member) for member in shape]}
    if shape in _PLAIN:
        return {"type": _PLAIN[shape]}
    if shape is object:
        return {}
    return _composite_schema(shape, definitions)


def title_of(shape: object) -> str | None:
    """Return the name under which a shape stands in the definitions, None when it has none."""
    return shape.__name__ if isinstance(shape, type) and dataclasses.is_dataclass(shape) else None


def _reference(shape: type, definitions: dict[str, Schema]) -> Schema:
    name = shape.__name__
    if name not in definitions:
        definitions[name] = {}
        properties: dict[str, Json] = {}
        required: list[str] = []
        hints = _hints(shape)
        for field in dataclasses.fields(shape):
            wire = field.name.rstrip("_")
            properties[wire] = schema_of(hints[field.name], definitions)
            if not _has_default(field):
                required.append(wire)
        definitions[name] = {
            "type": "object",
            "description": (shape.__doc__ or "").strip(),
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
    return {"$ref": f"#/components/schemas/{name}"}


def _composite_schema(shape: object, definitions: dict[str, Schema]) -> Schema:
    arguments = get_args(shape)
    match get_origin(shape):
        case origin if origin is Literal:
            return {"type": "string", "enum": list(arguments)}
        case origin if origin in {Union, UnionType}:
            inner = [schema_of(each, definitions) for each in arguments if each is not NoneType]
            return (
                {"anyOf": [*inner, {"type": "null"}]}
                if NoneType in arguments
                else {
                    "anyOf": inner,
                }
            )
        case origin if origin is tuple:
            return {"type": "array", "items": schema_of(arguments[0], definitions)}
        case _:
            return {
                "type": "object",
                "additionalProperties": schema_of(arguments[1], definitions),
            }


def _has_default(field: "dataclasses.Field[Any]") -> bool:
    return (
        field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    )


def _read(shape: Any, data: object, place: str) -> Any:  # noqa: ANN401 - the type decides at run time
    if get_origin(shape) is Annotated:
        return _read(get_args(shape)[0], data, place)
    if shape is object:
        return data
    if dataclasses.is_dataclass(shape):
        return _read_shape(shape, data, place)
    if shape in _PLAIN:
        return _read_plain(shape, data, place)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return _one_of([str(member) for member in shape], shape, data, place)
    return _read_composite(shape, data, place)


def _read_composite(shape: Any, data: object, place: str) -> Any:  # noqa: ANN401 - as above
    arguments = get_args(shape)
    match get_origin(shape):
        case origin if origin is Literal:
            return _one_of(arguments, str, data, place)
        case origin if origin in {Union, UnionType}:
            if data is None and NoneType in arguments:
                return None
            return _read_union([each for each in arguments if each is not NoneType], data, place)
        case origin if origin is tuple:
            if not isinstance(data, list):
                raise _differs(place, "a list", data)
            return tuple(_read(arguments[0], item, f"{place}[{i}]") for i, item in enumerate(data))
        case _:
            if not isinstance(data, Mapping):
                raise _differs(place, "an object", data)
            return {key: _read(arguments[1], item, f"{place}.{key}") for key, item in data.items()}


def _read_union(arms: Sequence[Any], data: object, place: str) -> Any:  # noqa: ANN401 - as above
    for arm in arms[:-1]:
        try:
            return _read(arm, data, place)
        except Refusal:
            continue
    return _read(arms[-1], data, place)


def _read_shape(shape: Any, data: object, place: str) -> Any:  # noqa: ANN401 - as above
    if not isinstance(data, Mapping):
        raise _differs(place, "an object", data)
    hints = _hints(shape)
    fields = {field.name.rstrip("_"): field for field in dataclasses.fields(shape)}
    for key in data:
        if key not in fields:
            raise refusal(
                "body-unreadable",
                f"{place} has the unknown field {key!r}; known are {', '.join(fields)}",
            )
    given: dict[str, Any] = {}
    for key, field in fields.items():
        if key in data:
            given[field.name] = _read(hints[field.name], data[key], f"{place}.{key}")
        elif not _has_default(field):
            raise refusal("body-unreadable", f"{place} lacks the field {key!r}; add it")
    return shape(**given)


@cache
def _hints(shape: type) -> Mapping[str, Any]:
    """Return the types of a shape's fields, worked out once: Python keeps nothing of it."""
    return hints_of(shape, include_extras=True)


def _read_plain(shape: type, data: object, place: str) -> object:
    if type(data) is not shape:
        raise _differs(
            place, {str: "text", int: "a whole number", bool: "true or false"}[shape], data
        )
    return data


def _one_of(
    members: Sequence[str],
    make: Callable[[str], object],
    data: object,
    place: str,
) -> object:
    if not isinstance(data, str) or data not in members:
        raise _differs(place, "one of " + ", ".join(members), data)
    return make(data)


def _differs(place: str, expected: str, data: object) -> Refusal:
    shown = repr(data)
    shown = shown if len(shown) <= 80 else shown[:77] + "..."  # noqa: PLR2004 - one line
    return refusal("body-unreadable", f"{place} is {shown}; give {expected}")
