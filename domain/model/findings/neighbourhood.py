"""A model that is being edited, with what rules ask of it, and a note of all that a rule looked at.

A twin of `Index` that follows changes instead of being made anew: each answer is found in the
surroundings of an element when it is asked for. What is looked at has a *key*:

    <id>                      an element: what it holds, or that it is not there
    in <id>                   what an element contains, and what that holds
    way, line, holds, kin, like    lines, cycles and names, by what they join or spell

A rule's answer changes only when one of the keys it looked at moved, or something right beside its
element did: the element itself, what it contains, and its siblings are looked at by every rule and
no keys.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

from domain.ids import ElementId
from domain.model.findings.index import (
    Index,
    Namesakes,
    NameScope,
    by_scope,
    exactly,
    is_key,
    is_ref,
    lines_of,
    meant_by,
    scope_of,
    stored_as,
    suggested_as,
    type_of,
    way_back,
)
from domain.model.graph import Element, Graph, is_shown
from domain.model.live import LiveGraph
from domain.model.metamodel import KINDS, Merge, Weight
from domain.model.operations import Change, Registers
from domain.model.types import BUILTINS
from domain.model.values import Json

Key: TypeAlias = str | tuple[str | None, ...]
_Found = TypeVar("_Found")
_Name = TypeVar("_Name", bound=Key)
Knots: TypeAlias = Mapping[ElementId, tuple[ElementId, ...]]

SILENT: Final = frozenset(
    attribute.name
    for kind in KINDS.values()
    for attribute in kind.attributes.values()
    if attribute.weight is Weight.LAYOUT or attribute.merge is Merge.TEXT
)
"""Registers that no rule looks at."""
_MOST_SCOPES: Final = 64
"""Parents whose children are kept by name; one of 30,000 elements would have thousands."""
_PLACING: Final = frozenset({"kind", "removed", "parent"})
_RANKING: Final = _PLACING | {"name", "order", "storedValue"}


class Unprepared(Exception):
    """A rule asked which names are alike before they were gathered; `gather_names` does it."""


@dataclass(slots=True)
class Moved:
    """What changes touched: keys, elements, and parents whose children may rank anew."""

    keys: set[Key] = field(default_factory=set)
    elements: set[ElementId] = field(default_factory=set)
    families: set[ElementId | None] = field(default_factory=set)
    scopes: set[NameScope] = field(default_factory=set)


class Neighbourhood(Index):
    """An index that is kept by changes, and writes down what it is asked."""

    def __init__(self) -> None:
        self._visible: dict[ElementId, Element] = {}
        super().__init__(Graph(self._visible))
        self._live = LiveGraph()
        self._families: dict[ElementId | None, tuple[Element, ...]] = {}
        self._scopes: dict[ElementId | None, Mapping[NameScope, Namesakes]] = {}
        self._bearers: dict[Key, tuple[ElementId, ...]] = {}
        self._spelled: dict[str, tuple[ElementId, ...]] | None = None
        self._seen: set[Key] = set()
        self._moved = Moved()
        self._knots: dict[str, Knots] = {"holds": {}, "kin": {}}

    def load(self, registers: Registers) -> Iterator[None]:
        """Take in a model, before anything is asked; a step for each element."""
        for element, held in registers.items():
            self._live.add({element: {key: held[key] for key in held if key not in SILENT}})
            yield
        for top in tuple(self._live.children(None)):
            for element in self._rooted(top):
                self._link(element)
                yield
        self._moved = Moved()

    def change(self, element: ElementId, changes: Collection[Change]) -> Iterator[None]:
        """Change registers of one element; a step for each that comes, goes or moves with it."""
        touched = {change.attribute for change in changes}
        if touched.isdisjoint(_PLACING):
            self._unlink(element, touched)
            self._write(changes)
            self._relink(element, touched)
            return
        for each in reversed(list(self._shown(element))):
            self._unlink(each, _PLACING)
            del self._visible[each]
            yield
        self._write(changes)
        for each in self._rooted(element):
            self._link(each)
            yield

    def take_moved(self) -> Moved:
        """Return what changes touched since this was asked last."""
        moved, self._moved = self._moved, Moved()
        return moved

    def watch(self, look: Callable[[], _Found]) -> tuple[_Found, frozenset[Key]]:
        """Return what somebody finds, and all the keys they looked at on the way."""
        self._seen = set()
        return look(), frozenset(self._seen)

    def gather_names(self) -> Iterator[None]:
        """Gather the spellings by which elements are found; a step for each element."""
        if self._spelled is None:
            spelled: dict[str, tuple[ElementId, ...]] = {}
            for element in tuple(self._visible.values()):
                for spelling in suggested_as(element):
                    _put_in(spelled, spelling, element.id)
                yield
            self._spelled = spelled

    def take_knots(self, relation: str, knots: Knots) -> Knots:
        """Take in the cycles by what elements hold, or by what they extend; return the former."""
        former, self._knots[relation] = self._knots[relation], knots
        return former

    def kin(self, element: Element) -> Iterator[ElementId]:
        """Walk the ids of what an element extends or mixes in."""
        return (base.id for base in self.bases(element))

    def now(self, element: ElementId) -> Element | None:
        """Return an element without a note of it."""
        return self._visible.get(element)

    def __iter__(self) -> Iterator[ElementId]:
        return iter(tuple(self._visible))

    def family(self, parent: ElementId | None) -> tuple[Element, ...]:
        """Return what stands in a parent, in order, without a note of it."""
        if parent not in self._families:
            children = (self._visible.get(child) for child in self._live.children(parent))
            visible = (child for child in children if child is not None)
            self._families[parent] = tuple(
                sorted(visible, key=lambda child: (child.order, child.id)),
            )
        return self._families[parent]

    # What rules ask, as `Index` answers it.

    def get(self, element: Json) -> Element | None:
        """Return a visible element by what a register names, None for anything else."""
        if not isinstance(element, str) or element in BUILTINS:
            return None
        self._seen.add(element)
        return self._visible.get(element)

    def element(self, element: ElementId) -> Element:
        """Return an element that is known to be visible."""
        self._seen.add(element)
        return self._visible[element]

    def children(self, element: Element) -> tuple[Element, ...]:
        """Return what an element contains, in order."""
        self._seen.add(("in", element.id))
        return self.family(element.id)

    def owner(self, element: Element, kind: str) -> Element | None:
        """Return the element itself or the nearest one around it that is of `kind`."""
        around: Element | None = element
        while around is not None and around.kind != kind:
            around = self.parent(around)
        return around

    def member(self, element: Element, kind: str, name: str) -> Element | None:
        """Return the first child of that kind and name, or None."""
        self._seen.add(("in", element.id))
        named = self._by_scope(element.id).get((element.id, kind, name))
        return named.first if named is not None else None

    def namesakes(self, element: Element) -> Namesakes:
        """Return the siblings of the same name in the same scope, the element among them."""
        return self._by_scope(element.parent)[scope_of(element)]

    def free_name(self, element: Element, wanted: str) -> str:
        """Return `wanted`, with underscores behind it where a sibling already has that name."""
        parent, group, _ = scope_of(element)
        while (parent, group, wanted) in self._by_scope(parent):
            wanted += "_"
        return wanted

    def first_stored(self, value: Element) -> Element | None:
        """Return the first value of the same enum that is stored as this one is."""
        stored = stored_as(value)
        return next(
            (
                each
                for each in self.family(value.parent)
                if each.kind == "enumValue" and stored_as(each) == stored
            ),
            None,
        )

    def first_with_inverse(self, target: Element, name: str) -> Element | None:
        """Return the oldest field that leads to `target` and calls its way back `name`."""
        key = ("way", target.id, name)
        self._seen.add(key)
        bearers = self._bearers.get(key)
        return self._visible[min(bearers)] if bearers else None

    def refs_between(self, owner: Element, target: Element) -> list[Element]:
        """Return the fields of one element that refer to another by identity."""
        return [
            each
            for each in self.members(owner, "field")
            if is_ref(each) and type_of(each).get("to") == target.id
        ]

    def named(self, name: str) -> Iterable[Element]:
        """Return the elements of exactly this name; raise Unprepared before names are gathered."""
        return [self._visible[each] for each in self._spelled_as(exactly(name))]

    def alike(self, name: str, kinds: Iterable[str]) -> Element | None:
        """Return the element whose name is nearest; raise Unprepared before names are gathered."""
        wanted = sorted(kinds)
        for spelling in meant_by(name):
            found = sorted(self._spelled_as(spelling))
            for kind in wanted:
                for each in found:
                    if self._visible[each].kind == kind:
                        return self._visible[each]
        return None

    def joins(self, upstream: Element, downstream: Element) -> bool:
        """Tell whether the context map has a line from one context to another."""
        key = ("line", upstream.id, downstream.id)
        self._seen.add(key)
        return bool(self._bearers.get(key))

    def containment_knot(self, element: Element) -> tuple[ElementId, ...] | None:
        """Return the cycle that an element is on by holding values, or None."""
        self._seen.add(("holds", element.id))
        return self._knots["holds"].get(element.id)

    def inheritance_knot(self, element: Element) -> tuple[ElementId, ...] | None:
        """Return the cycle that an element is on by what it extends or mixes in, or None."""
        self._seen.add(("kin", element.id))
        return self._knots["kin"].get(element.id)

    def has_key(self, element: Element) -> bool:
        """Tell whether an element has a key field, its own or one it takes over."""
        return any(is_key(child) for each in self.lineage(element) for child in self.children(each))

    def _spelled_as(self, spelling: str) -> tuple[ElementId, ...]:
        if self._spelled is None:
            raise Unprepared
        self._seen.add(("like", spelling))
        return self._spelled.get(spelling, ())

    def _by_scope(self, parent: ElementId | None) -> Mapping[NameScope, Namesakes]:
        scopes = self._scopes.pop(parent, None) or by_scope(self.family(parent))
        self._scopes[parent] = scopes  # what was asked for last is dropped last
        if len(self._scopes) > _MOST_SCOPES:
            del self._scopes[next(iter(self._scopes))]
        return scopes

    def _write(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self._live.write(change)

    def _shown(self, top: ElementId) -> Iterator[ElementId]:
        """Walk what is visible of an element and all below it, each before what it contains."""
        waiting = [top] if top in self._visible else []
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child.id for child in self.family(element))

    def _rooted(self, top: ElementId) -> Iterator[ElementId]:
        """Walk what shall be visible of an element and all below it; nothing of it is yet."""
        parent = self._live.of_element(top).get("parent")
        if isinstance(parent, str) and parent not in self._visible:
            return
        waiting = [top]
        while waiting:
            element = waiting.pop()
            if is_shown(self._live.of_element(element)):
                yield element
                waiting.extend(self._live.children(element))

    def _link(self, element: ElementId) -> None:
        self._visible[element] = Element(element, self._live.of_element(element))
        self._relink(element, _PLACING)

    def _relink(self, element: ElementId, touched: Collection[str]) -> None:
        held = self._visible.get(element)
        if held is None:
            return
        self._stir(held, touched)
        for key in _facts(held):
            _put_in(self._bearers, key, element)
            self._moved.keys.add(key)
        if self._spelled is not None:
            for spelling in suggested_as(held):
                _put_in(self._spelled, spelling, element)
                self._moved.keys.add(("like", spelling))

    def _unlink(self, element: ElementId, touched: Collection[str]) -> None:
        held = self._visible.get(element)
        if held is None:
            return
        self._stir(held, touched)
        for key in _facts(held):
            _take_out(self._bearers, key, element)
            self._moved.keys.add(key)
        if self._spelled is not None:
            for spelling in suggested_as(held):
                _take_out(self._spelled, spelling, element)
                self._moved.keys.add(("like", spelling))

    def _stir(self, element: Element, touched: Collection[str]) -> None:
        """Note what looks at an element, as it is now."""
        parent = element.parent
        self._moved.keys.update((element.id, ("in", parent)))
        self._moved.elements.add(element.id)
        if parent is not None:
            self._moved.elements.add(parent)
        if not _RANKING.isdisjoint(touched):
            self._families.pop(parent, None)
            self._scopes.pop(parent, None)
            self._moved.families.add(parent)
            self._moved.scopes.add(scope_of(element))


def _facts(element: Element) -> Iterator[Key]:
    """Walk what of an element is found by more than its id."""
    way = way_back(element)
    if way is not None:
        yield ("way", *way)
    for line in lines_of(element):
        yield ("line", *line)


def _put_in(bearers: dict[_Name, tuple[ElementId, ...]], key: _Name, element: ElementId) -> None:
    bearers[key] = (*bearers.get(key, ()), element)


def _take_out(bearers: dict[_Name, tuple[ElementId, ...]], key: _Name, element: ElementId) -> None:
    rest = tuple(each for each in bearers.pop(key, ()) if each != element)
    if rest:
        bearers[key] = rest
