"""What travels over HTTP: every shape, each under the names that it has on the wire.

What the server sends is always whole. What it reads may lack the fields that have defaults, and so
may a problem, which says only what it has to say.
"""

import dataclasses
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Final, get_args, get_origin, get_type_hints

from typescript import comment, has_default, type_of, union, words_of

from server.http import shapes
from server.http.routes import ENDPOINTS

HEAD: Final = "// Made from server/http/shapes.py by: make wire\n"


def module() -> str:
    """Return the whole file."""
    declared = [
        shape
        for shape in vars(shapes).values()
        if dataclasses.is_dataclass(shape) and shape.__module__ == shapes.__name__
    ]
    asked = {shapes.Problem}
    for endpoint in ENDPOINTS:
        gather(endpoint.body, asked)
    words: dict[type[StrEnum], None] = {}
    for shape in declared:
        gather_words(list(get_type_hints(shape).values()), words)
    interfaces = [interface(shape, is_asked=shape in asked) for shape in declared]
    return "\n".join([HEAD, *map(choice, words), *interfaces])


def gather(hint: object, found: set[type]) -> None:
    """Add a shape and all that it is made of."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        if hint not in found:
            found.add(hint)
            for part in get_type_hints(hint).values():
                gather(part, found)
        return
    for part in get_args(hint):
        gather(part, found)


def gather_words(hints: Iterable[object], found: dict[type[StrEnum], None]) -> None:
    """Add the words to choose from that stand in types."""
    for hint in hints:
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            found[hint] = None
        gather_words(get_args(hint), found)


def choice(words: type[StrEnum]) -> str:
    """Return words to choose from as a type."""
    return f"{words_of(words)}export type {words.__name__} ={space(union(words))}\n"


def space(shown: str) -> str:
    """Put a space before what goes on in the same line."""
    return shown if shown.startswith("\n") else f" {shown}"


def interface(shape: type, *, is_asked: bool) -> str:
    """Return a shape as an interface; one that extends another says only what it adds."""
    base = next((each for each in shape.__bases__ if dataclasses.is_dataclass(each)), None)
    known = {field.name for field in dataclasses.fields(base)} if base else set()
    types = get_type_hints(shape, include_extras=True)
    body = "".join(
        row(field, types[field.name], is_asked=is_asked)
        for field in dataclasses.fields(shape)
        if field.name not in known
    )
    extends = f" extends {base.__name__}" if base else ""
    return f"{words_of(shape)}export interface {shape.__name__}{extends} {{\n{body}}}\n"


def row(field: dataclasses.Field[object], hint: object, *, is_asked: bool) -> str:
    """Return a field under its name on the wire."""
    mark = "?" if is_asked and has_default(field) else ""
    said = comment(str(get_args(hint)[1]), indent="  ") if get_origin(hint) is Annotated else ""
    return f"{said}  readonly {field.name.rstrip('_')}{mark}: {type_of(hint)}\n"
