"""Kinds that say what data looks like: fields, types, enums, unions, indexes."""

from typing import Final

from domain.model.kinds.kind import Kind, declare, has, needs
from domain.model.kinds.shared import (
    AGING,
    CONSTRAINTS,
    DRAWN,
    NAMED,
    NAMESPACES,
    PRIVACY,
    TITLE,
    TYPED,
)
from domain.model.types import (
    Cardinality,
    Choice,
    Expression,
    Flag,
    IndexKeys,
    Literal,
    OneOf,
    Refs,
    Text,
)

_KEYS: Final = (
    needs("keys", IndexKeys(), "The fields, in the order of the index."),
    has("where", Expression(), "Which instances it is about; absent, all."),
)

DATA: Final[tuple[Kind, ...]] = (
    declare(
        "field",
        NAMED,
        TITLE,
        TYPED,
        has(
            "default",
            OneOf((Literal(), Expression())),
            "The value of a new instance: a literal, or an expression.",
        ),
        has("derived", Expression(), "How its value follows from others; it is not stored."),
        has("key", Flag(), "Part of what identifies the instance.", default=False),
        has("unique", Flag(), "No two instances have the same.", default=False),
        CONSTRAINTS,
        has("immutable", Flag(), "Set once, never changed.", default=False),
        PRIVACY,
        has("inverse", Text(200), "What the far end calls the way back."),
        has("inverseCardinality", Cardinality(), "How many of these refer to one of those."),
        has(
            "onDelete",
            Choice(("restrict", "cascade", "setNull", "setDefault", "noAction")),
            "What becomes of it when its target goes.",
        ),
        AGING,
        title="Field",
        doc="An attribute, or the end of an association: its type is what it points at.",
        parents="entity aggregate value event command mixin query readModel serviceOperation",
    ),
    declare(
        "type",
        NAMED,
        DRAWN,
        TITLE,
        TYPED,
        CONSTRAINTS,
        PRIVACY,
        AGING,
        title="Type",
        doc="A builtin type with a name and rules of its own.",
        parents=NAMESPACES,
    ),
    declare(
        "enum",
        NAMED,
        DRAWN,
        TITLE,
        has("open", Flag(), "Readers must expect values they do not know.", default=False),
        AGING,
        title="Enum",
        doc="A list of values to choose from.",
        parents=NAMESPACES,
    ),
    declare(
        "enumValue",
        NAMED,
        has("label", Text(), "What people read; absent, its name."),
        has("storedValue", Literal(), "What is stored; absent, its name."),
        AGING,
        title="Enum value",
        doc="One value of an enum.",
        parents="enum",
    ),
    declare(
        "union",
        NAMED,
        DRAWN,
        TITLE,
        needs("variants", Refs(), "What it may be."),
        has("tag", Text(200), "The member that tells the variants apart."),
        AGING,
        title="Union",
        doc="One of several types.",
        parents=NAMESPACES,
    ),
    declare(
        "index",
        _KEYS,
        title="Index",
        doc="A way to find instances fast.",
        parents="entity aggregate",
    ),
    declare(
        "unique",
        _KEYS,
        title="Unique",
        doc="Fields that no two instances have the same.",
        parents="entity aggregate",
    ),
)
