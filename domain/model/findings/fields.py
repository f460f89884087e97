"""Rules on a field by itself: its bounds, its default, what it says twice."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from domain.model.findings.finding import Fault, Fix, Level, Rule, Scope, clearing, setting
from domain.model.findings.index import Index, is_required, least_most, nearest
from domain.model.graph import Element
from domain.model.values import Json
from domain.model.wording import attribute_title, capital, cardinality_text, listed, shown

_FIELD: Final = frozenset({"field"})
_BOUNDED: Final = frozenset({"field", "type"})
_MOST_LISTED: Final = 5


def _min_greater_than_max(element: Element, index: Index) -> Iterator[Fault]:
    least, most = _number(element.get("min")), _number(element.get("max"))
    if least is not None and most is not None and least > most:
        yield Fault(
            f"{index.called(element)} is at least {least} and at most {most}, which nothing is.",
            "Exchange the two, or drop one.",
            "min",
            (_exchange(element, ("min", "max")),),
        )


def _cardinality_backward(element: Element, index: Index) -> Iterator[Fault]:
    for attribute in ("cardinality", "inverseCardinality", "length", "resultCardinality"):
        value = element.get(attribute)
        if value is None:
            continue
        least, most = least_most(value)
        if most is None or (least <= most and (most > 0 or attribute == "length")):
            continue
        fixes: tuple[Fix, ...] = ()
        if most > 0:
            turned = cardinality_text([most, least])
            fixes = (setting(f"Make it {turned}", element.id, attribute, [most, least]),)
        what = attribute_title(attribute)
        yield Fault(
            f"{capital(what)} {least}..{most} of {index.called(element)} allows for nothing.",
            "Put the smaller number first, and a greater one than 0 last.",
            attribute,
            fixes,
        )


def _default_not_in_enum(element: Element, index: Index) -> Iterator[Fault]:
    default, enum = element.get("default"), index.type_of(element)
    if not isinstance(default, str) or enum is None or enum.kind != "enum" or default == "null":
        return
    values = index.members(enum, "enumValue")
    names = [each.name for each in values if each.name]
    stored = {each.get("storedValue") for each in values}
    last = default.rpartition(".")[2].strip("`")
    if default in stored or last in names or default.strip('"') in names or not names:
        return
    meant = nearest(last.strip('"'), names)
    yield Fault(
        f"{shown(default)} is no value of {index.called(enum)}.",
        f"Did you mean {shown(meant)}?" if meant else f"Choose {_one_of(names)}.",
        "default",
        (setting(f"Use {shown(meant)}", element.id, "default", _literal(meant)),) if meant else (),
    )


def _derived_with_default(element: Element, index: Index) -> Iterator[Fault]:
    if element.get("derived") is not None and element.get("default") is not None:
        yield Fault(
            f"{index.called(element)} follows from others, so its default never applies.",
            "Drop the default, or the derivation.",
            "default",
            (clearing("Drop the default", element.id, "default"),),
        )


def _on_delete_needs_optional(element: Element, index: Index) -> Iterator[Fault]:
    if element.get("onDelete") == "setNull" and is_required(element):
        yield Fault(
            f"{index.called(element)} is emptied when its target goes, and may not be empty.",
            "Make it optional, or choose another way to delete.",
            "onDelete",
            (setting("Make it optional", element.id, "optional", value=True),),
        )


RULES: Final = (
    Rule(
        "min-greater-than-max",
        Scope.ELEMENT,
        Level.ERROR,
        _BOUNDED,
        "The least value is not greater than the greatest.",
        _min_greater_than_max,
    ),
    Rule(
        "cardinality-backward",
        Scope.ELEMENT,
        Level.ERROR,
        _BOUNDED | {"query", "serviceOperation"},
        "A cardinality allows for something: from is not above to, and to is not zero.",
        _cardinality_backward,
    ),
    Rule(
        "default-not-in-enum",
        Scope.REFERRERS,
        Level.ERROR,
        _FIELD,
        "The default of a field of an enum is one of its values.",
        _default_not_in_enum,
    ),
    Rule(
        "derived-with-default",
        Scope.ELEMENT,
        Level.WARNING,
        _FIELD,
        "What follows from other fields has no default.",
        _derived_with_default,
    ),
    Rule(
        "on-delete-needs-optional",
        Scope.ELEMENT,
        Level.WARNING,
        _FIELD,
        "What is emptied when its target goes may be empty.",
        _on_delete_needs_optional,
    ),
)


def _number(literal: Json) -> Decimal | None:
    try:
        return Decimal(literal) if isinstance(literal, str) else None
    except InvalidOperation:
        return None


def _exchange(element: Element, pair: tuple[str, str]) -> Fix:
    first, second = pair
    forth = setting("Exchange them", element.id, first, element.get(second))
    back = setting("", element.id, second, element.get(first))
    return Fix(forth.title, (*forth.changes, *back.changes))


def _one_of(names: list[str]) -> str:
    first = [shown(name) for name in names[:_MOST_LISTED]]
    more = len(names) - len(first)
    return listed([*first, f"{more} more"] if more else first).replace(" and ", " or ")


def _literal(name: str) -> str:
    return name if name.isidentifier() else f"`{name}`"
