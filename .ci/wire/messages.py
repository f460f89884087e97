"""What travels through the socket of a room.

The dataclasses whose names end in `Message` become interfaces, the numbers of the messages one
constant, and limits and reasons constants of their own; docstrings go along.
"""

import dataclasses
from typing import Final, get_type_hints

from typescript import has_default, type_of, words_of

from server.rooms import gestures, protocol

HEAD: Final = "// Made from server/rooms/gestures.py by: make wire\n"
LIMITS: Final = (
    (gestures, ("LONGEST_LABEL", "LONGEST_WHY", "MOST_KNOWN")),
    (protocol, ("LARGEST_FRAME", "LARGEST_AWARENESS")),
)
REASONS: Final = ("JOURNAL_TAKEN", "MANY_REFUSED")


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
    body = "".join(row(field, types[field.name]) for field in dataclasses.fields(shape))
    return f"{words_of(shape)}export interface {shape.__name__} {{\n{body}}}\n"


def row(field: dataclasses.Field[object], hint: object) -> str:
    """Return a field; None as a default is said by leaving out."""
    may_lack = has_default(field)
    mark = "?" if may_lack else ""
    return f"  readonly {field.name}{mark}: {type_of(hint, without_null=may_lack)}\n"
