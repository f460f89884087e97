"""Rules on the way back of a reference: one name, on a real association, told once."""

from collections.abc import Iterator
from typing import Final

from domain.model.findings.finding import Fault, Fix, Level, Rule, Scope, clearing, setting
from domain.model.findings.index import WITH_FIELDS, WITH_IDENTITY, Index, is_ref
from domain.model.graph import Element
from domain.model.wording import shown

_FIELD: Final = frozenset({"field"})


def _inverse_without_association(element: Element, index: Index) -> Iterator[Fault]:
    target = index.type_of(element)
    if element.get("inverse") is None or (target is not None and target.kind in WITH_IDENTITY):
        return
    yield Fault(
        f"{index.called(element)} names a way back, and leads to nothing that has one.",
        "Drop @inverse, or give it an entity as its type.",
        "inverse",
        (clearing("Drop @inverse", element.id, "inverse"),),
    )


def _inverse_mismatch(element: Element, index: Index) -> Iterator[Fault]:
    name, target = element.get("inverse"), index.type_of(element)
    if not isinstance(name, str) or target is None or target.kind not in WITH_IDENTITY:
        return
    parent = index.parent(element)
    held = index.member(target, "field", name)
    if held is not None and (parent is None or index.type_of(held) is not parent):
        yield Fault(
            f"{index.called(element)} calls the way back {shown(name)}, and {index.called(held)} "
            "is something else.",
            "Give the way back another name.",
            "inverse",
            (clearing("Drop @inverse", element.id, "inverse"),),
        )
    first = index.first_with_inverse(target, name)
    if first is not None and first is not element:
        yield Fault(
            f"{index.called(first)} and {index.called(element)} both call their way back "
            f"{shown(name)}.",
            "Give one of them another name.",
            "inverse",
        )


def _inverse_missing(element: Element, index: Index) -> Iterator[Fault]:
    if not is_ref(element):
        return
    owner, target = index.parent(element), index.type_of(element)
    if owner is None or target is None or owner is target:
        return
    there = index.refs_between(owner, target)
    back = index.refs_between(target, owner)
    if len(there) != 1 or len(back) != 1 or "inverse" in element.registers:
        return
    other = back[0]
    if "inverse" in other.registers or owner.kind not in WITH_FIELDS or element.id > other.id:
        return
    forth_name, back_name = element.name, other.name
    fixes: tuple[Fix, ...] = ()
    if forth_name and back_name:
        pair = (
            setting("They are one", element.id, "inverse", back_name),
            setting("", other.id, "inverse", forth_name),
        )
        fixes = (Fix(pair[0].title, (*pair[0].changes, *pair[1].changes)),)
    yield Fault(
        f"{index.called(element)} and {index.called(other)} may be two ends of one association.",
        "Say so with @inverse, or keep them apart.",
        "inverse",
        fixes,
    )


RULES: Final = (
    Rule(
        "inverse-without-association",
        Scope.REFERRERS,
        Level.WARNING,
        _FIELD,
        "Only a field that leads to an entity has a way back.",
        _inverse_without_association,
    ),
    Rule(
        "inverse-mismatch",
        Scope.MODEL,
        Level.ERROR,
        _FIELD,
        "The way back is free at the far end, or is a field that leads back.",
        _inverse_mismatch,
    ),
    Rule(
        "inverse-missing",
        Scope.MODEL,
        Level.INFO,
        _FIELD,
        "Two references that may be one association say whether they are.",
        _inverse_missing,
    ),
)
