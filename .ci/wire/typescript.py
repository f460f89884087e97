"""How Python's declarations read in TypeScript: types, words, fields of an interface."""

import dataclasses
import inspect
import re
from collections.abc import Iterable
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Final, Literal, Union, get_args, get_origin

ONE_LINE: Final = 80
PLAIN: Final = {
    str: "string",
    int: "number",
    bool: "boolean",
    NoneType: "null",
    object: "unknown",
}


def type_of(hint: object, *, without_null: bool = False) -> str:
    """Return a type in TypeScript; without its null, where leaving out says the same."""
    if get_origin(hint) is Annotated:
        return type_of(get_args(hint)[0], without_null=without_null)
    if get_origin(hint) in {Union, UnionType}:
        parts = [part for part in get_args(hint) if part is not NoneType or not without_null]
        return " | ".join(type_of(part) for part in parts)
    if isinstance(hint, type) and (dataclasses.is_dataclass(hint) or issubclass(hint, StrEnum)):
        return hint.__name__
    return PLAIN[hint] if hint in PLAIN else composite(hint)


def composite(hint: object) -> str:
    """Return a type that is made of others."""
    arguments = get_args(hint)
    if get_origin(hint) is Literal:
        return union(arguments)
    if get_origin(hint) is tuple:
        item = type_of(arguments[0])
        return f"readonly ({item})[]" if "|" in item else f"readonly {item}[]"
    return f"Readonly<Record<string, {type_of(arguments[1])}>>"


def union(words: Iterable[str]) -> str:
    """Return words to choose from, below each other when one line is too short for them."""
    members = [f"'{word}'" for word in words]
    line = " | ".join(members)
    return line if len(line) <= ONE_LINE else "\n  | " + "\n  | ".join(members)


def words_of(shape: type) -> str:
    """Return a docstring as a comment."""
    return comment(inspect.cleandoc(shape.__doc__ or ""))


def comment(words: str, *, indent: str = "") -> str:
    """Return a comment of one or several lines, in the words of TypeScript."""
    lines = re.sub(r"\bNone\b", "null", words).splitlines()
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    body = "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines)
    return f"{indent}/**\n{body}{indent} */\n"


def has_default(field: dataclasses.Field[object]) -> bool:
    """Tell whether a field may be left out."""
    missing = dataclasses.MISSING
    return field.default is not missing or field.default_factory is not missing
