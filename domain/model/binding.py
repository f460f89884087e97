"""Binding: a name that waits becomes the id of what it names, once exactly that is visible.

    field author: {"name": "Author"}   +   entity Author   ->   field author: <id of Author>

An edit may let a name mean something by what it creates, names, brings back, moves or makes
another kind, and by taking all but one of several away. A name that is bound stays so, whatever
becomes of the element: it is that element that is meant from then on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from domain.ids import ElementId
from domain.model.graph import Element
from domain.model.live import LiveGraph
from domain.model.metamodel import KINDS
from domain.model.operations import Change, Register, assertion
from domain.model.scope import TYPES, candidates, only, steps_of
from domain.model.types import Ref, Refs, TypeExpr, ValueType
from domain.model.values import Json
from domain.model.waiting import may_wait, path_of

_PLACING: Final = frozenset({"kind", "parent", "removed"})
_KNOWN_WIDELY: Final = TYPES | frozenset(
    {"mixin", "event", "command", "query", "actor", "system", "context", "subdomain", "capability"}
)
"""Kinds whose names speak for themselves, unlike that of a field or a step."""


def bindings(live: LiveGraph, former: Mapping[Register, Change]) -> tuple[Change, ...]:
    """Return what binds the names that an edit gave a meaning, mostly nothing.

    `live` holds the edit already; `former` names each register it touched, with the change that
    restores what that held before.
    """
    if not live.waiting:
        return ()
    bound = (_bound(live, register) for register in _affected(live, former))
    return tuple(change for change in bound if change is not None)


def bindings_of(live: LiveGraph, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return what writing these changes, which are legal, would bind."""
    changes = tuple(changes)
    if not live.waiting and not any(may_wait(change.value) for change in changes):
        return ()
    former: dict[Register, Change] = {}
    inverses = []
    for change in changes:
        inverse = live.write(change)
        former.setdefault(change.register, inverse)
        inverses.append(inverse)
    try:
        return bindings(live, former)
    finally:
        for inverse in reversed(inverses):
            live.write(inverse)


def _affected(live: LiveGraph, former: Mapping[Register, Change]) -> Iterable[Register]:
    """Return the registers that wait and may mean something else than before an edit."""
    elements = {element: None for element, _ in former}
    for element in _below(live, {element for element, name in former if name in _PLACING}):
        elements[element] = None
        if len(elements) > len(former) + len(live.waiting):
            return tuple(live.waiting)
    called = [before.value for (_, attribute), before in former.items() if attribute == "name"]
    called += [live.of_element(element).get("name") for element in elements]
    found: dict[Register, None] = {}
    for element in elements:
        found.update(dict.fromkeys(live.waiting.of_element(element)))
    for name in {name for name in called if isinstance(name, str)}:
        found.update(dict.fromkeys(live.waiting.for_name(name)))
    return tuple(found)


def _below(live: LiveGraph, tops: Iterable[ElementId]) -> Iterator[ElementId]:
    """Walk elements and all that they contain, hidden ones too, each once."""
    waiting, met = list(tops), set(tops)
    while waiting:
        element = waiting.pop()
        yield element
        for child in live.children(element):
            if child not in met:
                met.add(child)
                waiting.append(child)


def _bound(live: LiveGraph, register: Register) -> Change | None:
    """Return what gives a register the ids of all that it names plainly, None when of nothing."""
    element, attribute = register
    if not live.visible(element):
        return None
    names = _LiveNames(live)
    writer = names.element(element)
    declared = _DECLARED.get((writer.kind, attribute))
    if declared is None:
        return None
    type_, kinds = declared

    def meant(path: str) -> ElementId | None:
        one = only(candidates(names, writer, steps_of(path), kinds))
        return None if one is None else one.id

    held = writer.get(attribute)
    value = _with_ids(held, meant)
    if value == held or type_.fault(value) is not None:
        return None
    return assertion(element, attribute, value)


def _with_ids(value: Json, meant: Callable[[str], ElementId | None]) -> Json:
    if isinstance(value, list):
        return [_with_ids(item, meant) for item in value]
    path = path_of(value)
    if path is not None:
        return meant(path) or value
    if isinstance(value, dict) and (path := path_of(value.get("to"))) is not None:
        return {**value, "to": meant(path) or value["to"]}
    return value


class _LiveNames:
    """The names of a live graph, as they are looked up."""

    def __init__(self, live: LiveGraph) -> None:
        self._live = live

    def named(self, name: str) -> Iterator[Element]:
        for element in self._live.called(name):
            kind = self._live.of_element(element).get("kind")
            if kind in _KNOWN_WIDELY and self._live.visible(element):
                yield self.element(element)

    def parent(self, element: Element) -> Element | None:
        return None if element.parent is None else self.element(element.parent)

    def element(self, element: ElementId) -> Element:
        return Element(element, self._live.of_element(element))


def _kinds_meant(type_: ValueType) -> frozenset[str]:
    """Return the kinds that a name in a register may mean, none when it is not plain."""
    match type_:
        case TypeExpr():
            return TYPES
        case Ref(kinds) | Refs(kinds) if _KNOWN_WIDELY.issuperset(kinds):
            return frozenset(kinds)
        case _:
            return frozenset()


_DECLARED: Final[Mapping[Register, tuple[ValueType, frozenset[str]]]] = {
    (kind.name, attribute.name): (attribute.type, kinds)
    for kind in KINDS.values()
    for attribute in kind.attributes.values()
    if (kinds := _kinds_meant(attribute.type))
}
