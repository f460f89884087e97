"""Rules on enums and unions: something to choose from, and each choice different."""

from collections.abc import Iterator
from typing import Final

from domain.model.findings.finding import Fault, Level, Rule, Scope, clearing
from domain.model.findings.index import Index, type_of
from domain.model.graph import Element
from domain.model.wording import shown

_UNION: Final = frozenset({"union"})
_FEWEST_ARMS: Final = 2


def _empty_enum(element: Element, index: Index) -> Iterator[Fault]:
    if not index.members(element, "enumValue"):
        yield Fault(f"{index.called(element)} has no values.", "Add one, like Draft.")


def _duplicate_stored_value(element: Element, index: Index) -> Iterator[Fault]:
    first = index.first_stored(element)
    if first is None or first is element or first.name == element.name:
        return
    yield Fault(
        f"{shown(first.name or '')} and {shown(element.name or '')} are stored alike.",
        "Give one of them another stored value.",
        "storedValue",
        (clearing("Store its name", element.id, "storedValue"),)
        if "storedValue" in element.registers
        else (),
    )


def _union_too_small(element: Element, index: Index) -> Iterator[Fault]:
    variants = element.get("variants")
    count = len(variants) if isinstance(variants, list) else 0
    if count < _FEWEST_ARMS:
        yield Fault(
            f"{index.called(element)} has {'one variant' if count else 'no variants'}.",
            "Add what else it may be.",
            "variants",
        )


def _union_arms_not_distinct(element: Element, index: Index) -> Iterator[Fault]:
    variants = element.get("variants")
    met: dict[str, Element] = {}
    for item in variants if isinstance(variants, list) else ():
        arm = index.get(item)
        if arm is None:
            continue
        meaning = _meaning(arm, index)
        other = met.setdefault(meaning, arm)
        if meaning == element.id:
            yield Fault(
                f"{index.called(element)} is a variant of itself.",
                "Take it out.",
                "variants",
            )
        elif other is not arm:
            yield Fault(
                f"{index.called(other)} and {index.called(arm)} are the same type, so nothing "
                f"tells these variants of {index.called(element)} apart.",
                "Keep one, or make them values of their own.",
                "variants",
            )


RULES: Final = (
    Rule(
        "empty-enum",
        Scope.ELEMENT,
        Level.WARNING,
        frozenset({"enum"}),
        "An enum has values.",
        _empty_enum,
    ),
    Rule(
        "duplicate-stored-value",
        Scope.SIBLINGS,
        Level.ERROR,
        frozenset({"enumValue"}),
        "No two values of an enum are stored alike.",
        _duplicate_stored_value,
    ),
    Rule(
        "union-too-small",
        Scope.ELEMENT,
        Level.WARNING,
        _UNION,
        "A union has at least two variants.",
        _union_too_small,
    ),
    Rule(
        "union-arms-not-distinct",
        Scope.MODEL,
        Level.ERROR,
        _UNION,
        "The variants of a union are different types, and none is the union itself.",
        _union_arms_not_distinct,
    ),
)


def _meaning(arm: Element, index: Index) -> str:
    """Return what a variant comes down to: types that only give another one a name count as it."""
    walked = {arm.id}
    while arm.kind == "type":
        target = index.type_of(arm)
        if target is None:
            return _builtin(arm)
        if target.id in walked:
            break
        walked.add(target.id)
        arm = target
    return arm.id


def _builtin(arm: Element) -> str:
    named = type_of(arm).get("to")
    return f"builtin {named}" if isinstance(named, str) else arm.id
