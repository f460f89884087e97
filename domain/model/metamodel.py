"""The meta-model: every kind of element, where it may stand and which registers it has.

Declared once, as data, in `domain/model/kinds/`; the wire schema, the inspector's forms, the
structural rules and the reference page all come from here. Frozen by `tests/golden/metamodel.json`:
a change is a migration of the log.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from domain.errors import BadValue
from domain.model.kinds import (
    behaviour,
    canvas,
    data,
    integration,
    shared,
    storytelling,
    structure,
)
from domain.model.kinds.kind import Attribute, Kind, Merge, Weight, draws, has
from domain.model.types import Annotation, Box, Choice, Marker, accept
from domain.model.values import Json

__all__ = [
    "ANNOTATION",
    "KINDS",
    "MODEL",
    "PLACE",
    "TAG",
    "Attribute",
    "Kind",
    "Merge",
    "Weight",
    "accept_attribute",
    "attribute_of",
    "children_kinds",
    "is_layout",
]

MODEL: Final = "model"

_DECLARED: Final = (
    *structure.STRUCTURE,
    *data.DATA,
    *behaviour.BEHAVIOUR,
    *integration.INTEGRATION,
    *storytelling.STORYTELLING,
    *canvas.CANVAS,
)
_KIND: Final = replace(
    has("kind", Choice(tuple(kind.name for kind in _DECLARED)), "What kind of element it is."),
    required=True,
)

ANNOTATION: Final = has("@", Annotation(), "An annotation that the meta-model does not know.")
TAG: Final = has("#", Marker(), "A tag.")
PLACE: Final = draws("at:", Box(), "The place of an element in this view, by its id.")
"""The registers whose names people choose: `@name`, `#name`, and `at:<element id>` of a view."""

_AROUND: Final = frozenset({"name", "position"})

_WORD: Final = r"(?:[^\W\d]\w*|`[^`\r\n.]+`)"
_is_annotation: Final = re.compile(rf"@{_WORD}(?:\.{_WORD})*").fullmatch
_is_tag: Final = re.compile(r"#\w[\w.\-]*").fullmatch
_is_place: Final = re.compile(
    "at:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
).fullmatch
_LONGEST_DYNAMIC: Final = 200


def _complete(kind: Kind) -> Kind:
    """Put what all kinds have around a kind's own; the model has no parent and is never removed."""
    place = (shared.PARENT if kind.at_top else shared.PARENT_NEEDED, shared.ORDER, shared.REMOVED)
    attributes = (
        _KIND,
        kind.attributes.get("name", shared.NAME),
        *(place if kind.name != MODEL else (shared.ORDER,)),
        shared.DOC,
        *(attribute for name, attribute in kind.attributes.items() if name not in _AROUND),
        *(attribute for name, attribute in kind.attributes.items() if name == "position"),
        shared.TRIVIA,
    )
    return replace(
        kind,
        attributes=MappingProxyType({attribute.name: attribute for attribute in attributes}),
    )


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {kind.name: _complete(kind) for kind in _DECLARED},
)
"""All kinds by name, in the order of the reference page."""

_ATTRIBUTES: Final = {name: dict(kind.attributes) for name, kind in KINDS.items()}
_LAYOUT: Final = frozenset(
    attribute.name
    for kind in KINDS.values()
    for attribute in kind.attributes.values()
    if attribute.weight is Weight.LAYOUT
)
_CHILDREN: Final = {
    parent: tuple(kind.name for kind in KINDS.values() if parent in kind.parents)
    for parent in KINDS
}
_AT_TOP: Final = tuple(kind.name for kind in KINDS.values() if kind.at_top)


def attribute_of(kind: str, name: str) -> Attribute | None:
    """Return the attribute that a register of an element of this kind is, or None.

    Besides the declared ones that is `@name` and `#name` anywhere and `at:<element id>` of a view.
    """
    declared = _ATTRIBUTES.get(kind)
    if declared is None:
        return None
    return declared.get(name) or _dynamic(kind, name)


def accept_attribute(kind: str, name: str, value: object) -> Json:
    """Return `value` as the register stores it; raise BadValue when it does not fit."""
    attribute = attribute_of(kind, name)
    if kind not in KINDS:
        raise BadValue(f'kind "{kind}"', "is unknown", f"use one of {', '.join(KINDS)}")
    if attribute is None:
        known = ", ".join(KINDS[kind].attributes)
        raise BadValue(f'attribute "{name}" of {kind}', "is unknown", f"use one of {known}")
    return accept(attribute.type, value, subject=f'attribute "{name}" of {kind}')


def is_layout(attribute: str) -> bool:
    """Tell whether a register only says how an element is drawn or written.

    Such registers are left out of diffs and, unless asked for, out of history lists.
    """
    return attribute in _LAYOUT or attribute.startswith(PLACE.name)


def children_kinds(kind: str | None) -> tuple[str, ...]:
    """Return the kinds that may stand in an element of this kind; None or `model` is the top."""
    return _AT_TOP if kind is None or kind == MODEL else _CHILDREN.get(kind, ())


def _dynamic(kind: str, name: str) -> Attribute | None:
    if len(name) > _LONGEST_DYNAMIC:
        return None
    if name.startswith("@"):
        return ANNOTATION if _is_annotation(name) else None
    if name.startswith("#"):
        return TAG if _is_tag(name) else None
    return PLACE if kind == "view" and _is_place(name) else None
