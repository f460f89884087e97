"""The graph: the elements that are visible at a moment, as a tree with references across it.

An element is visible when it has a `kind`, is not `removed`, and its parent chain is visible;
elements on a cycle of parents are hidden until it is mended. Siblings stand in the order of
(`order`, id) by code units, over all kinds together. Nothing here ever changes: another moment is
another Graph, and nothing here loops, however broken the registers are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Final

from domain.ids import ElementId
from domain.model.metamodel import KINDS
from domain.model.operations import Registers
from domain.model.types import ValueType
from domain.model.values import Json
from domain.model.valuetypes.plain import Held
from domain.model.wording import name_in_path


@dataclass(frozen=True, slots=True)
class Element:
    """A visible node of the graph with all registers that hold a value."""

    id: ElementId
    registers: Mapping[str, Json]

    @property
    def kind(self) -> str:
        """What it is; a visible element always has a kind."""
        return str(self.registers["kind"])

    @property
    def name(self) -> str | None:
        """What people call it, or None while it has no name."""
        name = self.registers.get("name")
        return name if isinstance(name, str) and name else None

    @property
    def parent(self) -> ElementId | None:
        """The element that contains it, or None at the top."""
        return _parent(self.registers)

    @property
    def order(self) -> str:
        """Its place among its siblings; empty comes first."""
        return _order(self.registers)

    def get(self, attribute: str) -> Json:
        """Return what a register holds, None when it holds nothing."""
        return self.registers.get(attribute)


@dataclass(frozen=True, slots=True)
class Reference:
    """One element naming another by id in one of its registers; the target may be hidden."""

    source: ElementId
    attribute: str
    target: ElementId


@dataclass(frozen=True)
class Graph:
    """The visible elements of one moment."""

    elements: Mapping[ElementId, Element]

    @classmethod
    def of(cls, registers: Registers) -> "Graph":
        """Return the graph of what is visible among `registers`."""
        visible = _visible(registers)
        return cls({key: Element(key, registers[key]) for key in visible})

    def __contains__(self, element: ElementId) -> bool:
        return element in self.elements

    def __len__(self) -> int:
        return len(self.elements)

    def get(self, element: ElementId) -> Element | None:
        """Return the element, or None when it is not in the graph."""
        return self.elements.get(element)

    def children(self, parent: ElementId | None) -> tuple[Element, ...]:
        """Return what `parent` contains, in order; None asks for the top."""
        return self._children.get(parent, ())

    def in_tree_order(self) -> Iterator[Element]:
        """Walk all elements, each before what it contains, siblings in order."""
        waiting = list(reversed(self.children(None)))
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(self.children(element.id)))

    def ancestors(self, element: ElementId) -> Iterator[Element]:
        """Walk from the parent of `element` up to the top."""
        parent = self.elements[element].parent
        while parent is not None:
            above = self.elements[parent]
            yield above
            parent = above.parent

    def path(self, element: ElementId) -> str:
        """Return the names from the top down to `element`, like `Ordering.Order.total`.

        What has no name shows its kind in parentheses; odd names stand in backquotes, so that no
        two paths read alike by accident. The model itself is no part of the path of others.
        """
        chain = [self.elements[element]]
        chain += (above for above in self.ancestors(element) if above.kind != "model")
        return ".".join(name_in_path(each.name, each.kind) for each in reversed(chain))

    def place(self, element: ElementId) -> tuple[tuple[str, ElementId], ...]:
        """Return what sorts elements into tree order, without a walk through all of them."""
        chain = [self.elements[element], *self.ancestors(element)]
        return tuple((each.order, each.id) for each in reversed(chain))

    def references(self) -> tuple[Reference, ...]:
        """Return every reference of every element, in tree order and attribute order."""
        return self._references

    def references_of(self, element: ElementId) -> tuple[Reference, ...]:
        """Return the references that `element` makes."""
        return self._outgoing.get(element, ())

    def referrers(self, element: ElementId) -> tuple[Reference, ...]:
        """Return the references that point at `element`, which need not be visible."""
        return self._incoming.get(element, ())

    def to_json(self) -> list[dict[str, Json]]:
        """Return the elements in tree order, each as one flat object.

        `id`, `kind`, `name`, `parent` and `order` are always there and first; then the registers
        of the element by name. `removed` never shows, for what is removed is not here.
        """
        return [_flat(element) for element in self.in_tree_order()]

    @cached_property
    def _children(self) -> Mapping[ElementId | None, tuple[Element, ...]]:
        # One sort over everything is quicker than one per parent, and gives each run its order.
        rows = sorted(
            (_order(each.registers), key, _parent(each.registers))
            for key, each in self.elements.items()
        )
        families: dict[ElementId | None, list[Element]] = {}
        for _, key, parent in rows:
            families.setdefault(parent, []).append(self.elements[key])
        return {parent: tuple(family) for parent, family in families.items()}

    @cached_property
    def _references(self) -> tuple[Reference, ...]:
        return tuple(
            reference for element in self.in_tree_order() for reference in references_in(element)
        )

    @cached_property
    def _outgoing(self) -> Mapping[ElementId, tuple[Reference, ...]]:
        return _grouped(self._references, attrgetter("source"))

    @cached_property
    def _incoming(self) -> Mapping[ElementId, tuple[Reference, ...]]:
        return _grouped(self._references, attrgetter("target"))


def references_in(element: Element) -> Iterator[Reference]:
    """Walk the references that an element makes, in attribute order."""
    for attribute, kind in _REFERRING.get(element.kind, ()):
        if attribute in element.registers:
            for target in kind.targets(element.registers[attribute]):
                yield Reference(element.id, attribute, target)


def is_shown(registers: Mapping[str, Json]) -> bool:
    """Tell whether an element shows when its parents do: it has a kind and is not removed."""
    return isinstance(registers.get("kind"), str) and registers.get("removed") is not True


_FIRST: Final = ("id", "kind", "name", "parent", "order", "removed")
# Containment is the tree itself, every other referring attribute is an edge across it.
_REFERRING: Final[Mapping[str, tuple[tuple[str, ValueType], ...]]] = {
    kind.name: tuple(
        (name, attribute.type)
        for name, attribute in sorted(kind.attributes.items())
        if name != "parent" and type(attribute.type).targets is not Held.targets
    )
    for kind in KINDS.values()
}


def _visible(registers: Registers) -> list[ElementId]:
    """Return the ids of what is visible, in the order of `registers`.

    Each walk up the parents stops at the first verdict it meets. What is on the way counts as
    hidden meanwhile, so that a walk that meets itself, a cycle, ends hidden; one that meets what
    does not show turns back to its own beginning for the same verdict.
    """
    verdicts: dict[ElementId | None, bool] = {None: True}
    for key in registers:
        walked: list[ElementId] = []
        step: ElementId | None = key
        while step is not None and step not in verdicts:
            verdicts[step] = False
            walked.append(step)
            held = registers.get(step)
            step = _parent(held) if held is not None and is_shown(held) else walked[0]
        verdict = verdicts[step]
        for each in walked:
            verdicts[each] = verdict
    return [key for key in registers if verdicts[key]]


def _parent(registers: Mapping[str, Json]) -> ElementId | None:
    parent = registers.get("parent")
    return parent if isinstance(parent, str) else None


def _order(registers: Mapping[str, Json]) -> str:
    order = registers.get("order")
    return order if isinstance(order, str) else ""


def _flat(element: Element) -> dict[str, Json]:
    first: dict[str, Json] = {
        "id": element.id,
        "kind": element.kind,
        "name": element.name,
        "parent": element.parent,
        "order": element.order,
    }
    return first | {
        name: element.registers[name] for name in sorted(element.registers) if name not in _FIRST
    }


def _grouped(
    references: tuple[Reference, ...],
    key: Callable[[Reference], ElementId],
) -> Mapping[ElementId, tuple[Reference, ...]]:
    groups: dict[ElementId, list[Reference]] = {}
    for reference in references:
        groups.setdefault(key(reference), []).append(reference)
    return {element: tuple(group) for element, group in groups.items()}
