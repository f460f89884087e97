"""Makes the TypeScript of what travels between a live client and the server.

    python .ci/wire.py         writes web/src/api/room.gen.ts from gestures.py and protocol.py
    python .ci/wire.py check   writes nothing, and fails when the file is not what would be written

The dataclasses whose names end in `Message` become interfaces, the numbers of the messages one
constant, and limits and reasons constants of their own; docstrings go along.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from pathlib import Path
from types import NoneType, UnionType
from typing import Final, Literal, Union, get_args, get_origin, get_type_hints

from server.rooms import gestures, protocol

TARGET: Final = Path(__file__).resolve().parent.parent / "web" / "src" / "api" / "room.gen.ts"
HEAD: Final = "// Made from server/rooms/gestures.py by: make wire\n"
LIMITS: Final = (
    (gestures, ("LONGEST_LABEL", "LONGEST_WHY", "MOST_KNOWN")),
    (protocol, ("LARGEST_FRAME", "LARGEST_AWARENESS")),
)
REASONS: Final = ("JOURNAL_TAKEN", "MANY_REFUSED")
PLAIN: Final = {str: "string", int: "number", bool: "boolean", NoneType: "null"}


def main(words: list[str]) -> None:
    """Write the file, or tell that it is out of date."""
    made = module()
    if words != ["check"]:
        TARGET.write_text(made, encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != made:
        sys.exit(f"wire: {TARGET.name} is not what server/rooms/gestures.py says; run make wire")


def module() -> str:
    """Return the whole file."""
    shapes = [
        shape
        for name, shape in vars(gestures).items()
        if name.endswith("Message") and dataclasses.is_dataclass(shape)
    ]
    return "\n".join([HEAD, numbers(), constants(), "", *map(interface, shapes)])


def constants() -> str:
    """Return the limits, and the reasons for closing that a client tells apart."""
    limits = [(name, getattr(module, name)) for module, names in LIMITS for name in names]
    reasons = [(name, f"'{getattr(gestures, name)}'") for name in REASONS]
    return "\n".join(f"export const {name} = {value}" for name, value in limits + reasons)


def numbers() -> str:
    """Return the constant that holds the number of each message."""
    rows = ",\n".join(f"  {kind.name.lower()}: {kind.value}" for kind in gestures.MessageType)
    return f"{words_of(gestures.MessageType)}export const MESSAGE = {{\n{rows}\n}} as const\n"


def interface(shape: type) -> str:
    """Return a dataclass as an interface; what has a default may be left out."""
    types = get_type_hints(shape)
    rows = (
        f"  readonly {field.name}{mark(field)}: {type_of(types[field.name], field)}"
        for field in dataclasses.fields(shape)
    )
    body = "\n".join(rows)
    return f"{words_of(shape)}export interface {shape.__name__} {{\n{body}\n}}\n"


def mark(field: dataclasses.Field[object]) -> str:
    """Return the sign of what may be left out."""
    return "" if field.default is dataclasses.MISSING else "?"


def type_of(hint: object, field: dataclasses.Field[object]) -> str:
    """Return a type; None as a default is said by leaving out."""
    if get_origin(hint) in {Union, UnionType}:
        parts = [part for part in get_args(hint) if part is not NoneType or not mark(field)]
        return " | ".join(type_of(part, field) for part in parts)
    if get_origin(hint) is Literal:
        return " | ".join(f"'{word}'" for word in get_args(hint))
    if get_origin(hint) is tuple:
        return f"readonly {type_of(get_args(hint)[0], field)}[]"
    return PLAIN[hint]


def words_of(shape: type) -> str:
    """Return a docstring as a comment, in the words of TypeScript."""
    words = re.sub(r"\bNone\b", "null", inspect.cleandoc(shape.__doc__ or ""))
    return f"/** {words} */\n"


if __name__ == "__main__":
    main(sys.argv[1:])
