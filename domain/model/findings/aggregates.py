"""Rules on boundaries: what may refer to, or hold, what of another aggregate or context."""

from collections.abc import Iterator
from typing import Final

from domain.model.findings.finding import Fault, Level, Rule, Scope, setting
from domain.model.findings.index import WITH_FIELDS, WITH_IDENTITY, Index, is_ref, type_of
from domain.model.graph import Element
from domain.model.types import BUILTINS
from domain.model.values import Json
from domain.model.wording import article, title_of

_FIELD: Final = frozenset({"field"})


def _aggregate_refers_inner_entity(element: Element, index: Index) -> Iterator[Fault]:
    target = _data_target(element, index)
    if target is None or target.kind != "entity":
        return
    root = index.owner(target, "aggregate")
    if root is None or root is index.owner(element, "aggregate"):
        return
    yield Fault(
        f"{index.called(target)} stays inside {index.called(root)}, and {index.called(element)} "
        "reaches for it from outside.",
        f"Refer to {index.called(root)}, or make {index.called(target)} an aggregate of its own.",
        "type",
        (
            setting(
                f"Refer to {index.called(root)}", element.id, "type", {"to": root.id, "ref": True}
            ),
        ),
    )


def _aggregate_by_value(element: Element, index: Index) -> Iterator[Fault]:
    target = _data_target(element, index)
    if target is None or target.kind != "aggregate" or is_ref(element):
        return
    yield Fault(
        f"{index.called(target)} is an aggregate, so {index.called(element)} cannot hold it as a "
        "part.",
        f"Refer to it: ref {index.called(target)}.",
        "type",
        (setting("Refer to it", element.id, "type", _referring(element)),),
    )


def _ref_without_identity(element: Element, index: Index) -> Iterator[Fault]:
    if not is_ref(element):
        return
    target = index.type_of(element)
    if target is not None and target.kind in WITH_IDENTITY:
        return
    builtin = type_of(element).get("to")
    if target is None and not _is_builtin(builtin):
        return
    name = index.called(target) if target is not None else str(builtin)
    what = article(title_of(target.kind)) if target is not None else "a builtin type"
    yield Fault(
        f"{name} is {what} and has no identity to refer to.",
        f"Drop ref, or make {name} an entity." if target is not None else "Drop ref.",
        "type",
        (setting("Drop ref", element.id, "type", _plain(element)),),
    )


def _cross_context_ref_without_relation(element: Element, index: Index) -> Iterator[Fault]:
    target = _data_target(element, index)
    if target is None or not is_ref(element):
        return
    here, there = index.owner(element, "context"), index.owner(target, "context")
    if here is None or there is None or here is there:
        return
    if not index.joins(there, here):
        yield Fault(
            f"{index.called(element)} reaches into {index.called(there)}, and the context map has "
            f"no line from {index.called(there)} to {index.called(here)}.",
            f"Draw {index.called(there)} -> {index.called(here)} in the context map.",
            "type",
        )


RULES: Final = (
    Rule(
        "aggregate-refers-inner-entity",
        Scope.MODEL,
        Level.ERROR,
        _FIELD,
        "Nothing outside an aggregate refers to an entity inside it, only to its root.",
        _aggregate_refers_inner_entity,
    ),
    Rule(
        "aggregate-by-value",
        Scope.REFERRERS,
        Level.ERROR,
        _FIELD,
        "An aggregate is referred to, never a part of something else.",
        _aggregate_by_value,
    ),
    Rule(
        "ref-without-identity",
        Scope.REFERRERS,
        Level.ERROR,
        _FIELD,
        "What is referred to has an identity: an entity or an aggregate.",
        _ref_without_identity,
    ),
    Rule(
        "cross-context-ref-without-relation",
        Scope.MODEL,
        Level.WARNING,
        _FIELD,
        "A reference into another context follows a line of the context map.",
        _cross_context_ref_without_relation,
    ),
)


def _data_target(element: Element, index: Index) -> Element | None:
    """Return the type of a field that is data at rest; what messages carry is their business."""
    target = index.type_of(element)
    if target is None:
        return None
    parent = index.parent(element)
    return target if parent is not None and parent.kind in WITH_FIELDS else None


def _is_builtin(name: Json) -> bool:
    return isinstance(name, str) and name in BUILTINS


def _referring(element: Element) -> Json:
    return {**type_of(element), "ref": True}


def _plain(element: Element) -> Json:
    return {key: value for key, value in type_of(element).items() if key != "ref"}
