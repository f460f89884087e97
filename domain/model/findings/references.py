"""Rules on references: what is named is there, and is of a kind that makes sense there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.model.findings.finding import Fault, Fix, Level, Rule, Scope, clearing, setting
from domain.model.findings.index import SUGGESTED, Index
from domain.model.graph import Element, references_in
from domain.model.metamodel import KINDS
from domain.model.scope import TYPES, candidates, only, steps_of
from domain.model.types import Ref, Refs, Route, TypeExpr
from domain.model.values import Json
from domain.model.waiting import path_of
from domain.model.wording import article, attribute_noun, listed, shown, title_of

# Stories speak of whatever they like, and a view shows what is there.
_FREE: Final = frozenset({"sentence", "view"})
_EXPECTED: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    kind.name: {
        attribute.name: frozenset(attribute.type.kinds)
        for attribute in kind.attributes.values()
        if isinstance(attribute.type, Ref | Refs | Route)
    }
    for kind in KINDS.values()
    if kind.name not in _FREE
}
_TYPED: Final[Mapping[str, tuple[str, ...]]] = {
    kind.name: tuple(
        attribute.name
        for attribute in kind.attributes.values()
        if isinstance(attribute.type, TypeExpr)
    )
    for kind in KINDS.values()
}


def _unresolved_type(element: Element, index: Index) -> Iterator[Fault]:
    for attribute in _TYPED[element.kind]:
        type_ = element.get(attribute)
        name = path_of(type_.get("to")) if isinstance(type_, Mapping) else None
        if name is None or not isinstance(type_, Mapping):
            continue
        there = candidates(index, element, steps_of(name), TYPES)
        meant = only(there) if there else index.alike(name, TYPES)
        fixes: tuple[Fix, ...] = ()
        if meant is not None:
            fixes = (setting(_use(meant), element.id, attribute, {**type_, "to": meant.id}),)
        if there:
            message, remedy = f"{shown(name)} is written as a name only.", _choose(there)
        else:
            message = f"There is no type {shown(name)}."
            remedy = _guess(meant) or (
                f"Add {shown(name)}, or give {index.called(element)} another type."
            )
        yield Fault(message, remedy, attribute, fixes)


def _unresolved_reference(element: Element, index: Index) -> Iterator[Fault]:
    for attribute, kinds in _EXPECTED.get(element.kind, _NOTHING).items():
        value = element.get(attribute)
        for item in value if isinstance(value, list) else (value,):
            name = path_of(item)
            if name is None:
                continue
            there = candidates(index, element, steps_of(name), kinds or SUGGESTED)
            meant = only(there) if there else index.alike(name, kinds or SUGGESTED)
            named_as = f"{index.called(element)} names as {attribute_noun(attribute)}"
            if there:
                message = f"{shown(name)}, which {named_as}, is written as a name only."
                remedy = _choose(there)
            else:
                what = title_of(next(iter(kinds))) if len(kinds) == 1 else "element"
                message = f"There is no {what} {shown(name)}, which {named_as}."
                remedy = _guess(meant) or "Add it, or name another."
            yield Fault(message, remedy, attribute, _swap(element, attribute, item, meant))


def _guess(meant: Element | None) -> str:
    return "" if meant is None else f"Did you mean {shown(meant.name or '')}?"


def _choose(there: Sequence[Element]) -> str:
    """Say what to do where something of the very name is there."""
    if len(there) > 1:
        return f"{len(there)} are called so, so choose which is meant."
    return f"{_use(there[0])}, so that it follows when that is renamed."


def _use(meant: Element) -> str:
    return f"Use {shown(meant.name or '')}"


def _dangling_reference(element: Element, index: Index) -> Iterator[Fault]:
    for reference in references_in(element):
        if index.get(reference.target) is not None:
            continue
        attribute = reference.attribute
        yield Fault(
            f"{index.called(element)} refers to something that was removed, as "
            f"{attribute_noun(attribute)}.",
            "Bring it back, or name another.",
            attribute,
            _drop(element, attribute, reference.target),
        )


def _wrong_kind(element: Element, index: Index) -> Iterator[Fault]:
    for attribute, kinds in _EXPECTED.get(element.kind, _NOTHING).items():
        value = element.get(attribute)
        for item in value if kinds and isinstance(value, list) else (value,):
            target = index.get(item) if kinds else None
            if target is not None and target.kind not in kinds:
                yield _wrong(element, attribute, target, kinds, index)
    for attribute in _TYPED[element.kind]:
        type_ = element.get(attribute)
        target = index.get(type_.get("to")) if isinstance(type_, Mapping) else None
        if target is not None and target.kind not in TYPES:
            yield _wrong(element, attribute, target, TYPES, index)


_NOTHING: Final[Mapping[str, frozenset[str]]] = {}
_REFERRING: Final = frozenset(KINDS) - _FREE

RULES: Final = (
    Rule(
        "unresolved-type",
        Scope.MODEL,
        Level.ERROR,
        frozenset(kind for kind, attributes in _TYPED.items() if attributes),
        "The type of a field exists.",
        _unresolved_type,
    ),
    Rule(
        "unresolved-reference",
        Scope.MODEL,
        Level.ERROR,
        frozenset(kind for kind, attributes in _EXPECTED.items() if attributes),
        "What an element refers to by name exists.",
        _unresolved_reference,
    ),
    Rule(
        "dangling-reference",
        Scope.REFERRERS,
        Level.ERROR,
        _REFERRING,
        "What an element refers to is still there.",
        _dangling_reference,
    ),
    Rule(
        "reference-of-wrong-kind",
        Scope.REFERRERS,
        Level.ERROR,
        frozenset(kind for kind in _REFERRING if _EXPECTED[kind] or _TYPED[kind]),
        "What an element refers to is of a kind that makes sense there.",
        _wrong_kind,
    ),
)


def _wrong(
    element: Element, attribute: str, target: Element, kinds: frozenset[str], index: Index
) -> Fault:
    wanted = listed([article(title) for title in sorted(title_of(kind) for kind in kinds)]).replace(
        " and ", " or "
    )
    return Fault(
        f"{index.called(target)} is {article(title_of(target.kind))}, and {index.called(element)} "
        f"names it as {attribute_noun(attribute)}.",
        f"Name {wanted}.",
        attribute,
        _drop(element, attribute, target.id),
    )


def _swap(element: Element, attribute: str, item: Json, meant: Element | None) -> tuple[Fix, ...]:
    if meant is None:
        return ()
    held = element.get(attribute)
    value = (
        [meant.id if each == item else each for each in held]
        if isinstance(held, list)
        else meant.id
    )
    return (setting(_use(meant), element.id, attribute, value),)


def _drop(element: Element, attribute: str, target: str) -> tuple[Fix, ...]:
    """Return the fix that forgets a reference, where the element can do without it."""
    declared = KINDS[element.kind].attributes[attribute]
    held = element.get(attribute)
    rest = [each for each in held if each != target] if isinstance(held, list) else []
    if rest and isinstance(declared.type, Refs):
        return (setting("Take it out", element.id, attribute, rest),)
    if isinstance(declared.type, Ref | Refs) and not declared.required:
        return (clearing("Take it out", element.id, attribute),)
    return ()
