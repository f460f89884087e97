"""Rules on keys: entities have one, values have none, and a key is always there."""

from collections.abc import Iterator
from typing import Final

from domain.model.findings.finding import Fault, Fix, Level, Rule, Scope, clearing, setting
from domain.model.findings.index import WITH_IDENTITY, Index, is_required, least_most
from domain.model.graph import Element

_FIELD: Final = frozenset({"field"})


def _entity_without_key(element: Element, index: Index) -> Iterator[Fault]:
    if index.has_key(element):
        return
    candidates = [each for each in index.members(element, "field") if each.name in _LIKELY]
    fixes: tuple[Fix, ...] = tuple(
        setting(f"Make {each.name} the key", each.id, "key", value=True) for each in candidates[:1]
    )
    yield Fault(
        f"Nothing tells one {index.called(element)} from another.",
        "Mark a field with @key.",
        None,
        fixes,
    )


def _value_with_key(element: Element, index: Index) -> Iterator[Fault]:
    parent = index.parent(element) if element.get("key") is True else None
    if parent is not None and parent.kind == "value":
        yield Fault(
            f"{index.called(parent)} is a value, so it has no key.",
            f"Make {index.called(parent)} an entity, or drop the key.",
            "key",
            (clearing("Drop the key", element.id, "key"),),
        )


def _key_optional(element: Element, index: Index) -> Iterator[Fault]:
    if element.get("key") is not True:
        return
    _, most = least_most(element.get("cardinality"))
    if not is_required(element) or most != 1:
        freed = clearing("Make it exactly one", element.id, "optional")
        one = clearing("", element.id, "cardinality")
        held = [*freed.changes, *one.changes]
        yield Fault(
            f"{index.called(element)} is a key, and not there exactly once.",
            "Let it have exactly one value, or drop the key.",
            "key",
            (Fix(freed.title, tuple(c for c in held if c.attribute in element.registers)),),
        )


_LIKELY: Final = frozenset({"id", "ID", "Id", "uuid"})

RULES: Final = (
    Rule(
        "entity-without-key",
        Scope.MODEL,
        Level.WARNING,
        WITH_IDENTITY,
        "An entity or aggregate has a key, its own or one it takes over.",
        _entity_without_key,
    ),
    Rule(
        "value-with-key",
        Scope.ELEMENT,
        Level.ERROR,
        _FIELD,
        "A value has no key: it is equal when its parts are.",
        _value_with_key,
    ),
    Rule(
        "key-optional",
        Scope.ELEMENT,
        Level.ERROR,
        _FIELD,
        "A key is there exactly once.",
        _key_optional,
    ),
)
