"""What many rules ask of a graph, found out once: owners, types, members and names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Final, TypeAlias

from domain.ids import ElementId
from domain.model.findings.cycles import cycles
from domain.model.graph import Element, Graph
from domain.model.scope import TYPES, steps_of
from domain.model.values import Json
from domain.model.wording import article, is_member, shown, title_of

DATA: Final = TYPES | {"mixin"}
"""Kinds that say what data looks like; their names stand in one scope."""

WITH_IDENTITY: Final = frozenset({"aggregate", "entity"})
"""Kinds whose instances can be referred to."""

SUGGESTED: Final = DATA | frozenset(
    {"event", "command", "query", "actor", "system", "context", "subdomain", "capability", "step"},
)
"""Kinds whose names are worth guessing at."""

HOLDING: Final = frozenset({"aggregate", "entity", "value", "mixin", "type"})
"""Kinds whose instances may hold others by value."""

WITH_FIELDS: Final = frozenset({"aggregate", "entity", "value", "mixin"})
"""Kinds whose fields are data at rest, as opposed to messages."""


NameScope: TypeAlias = tuple[ElementId | None, str, str]
"""Parent, group of kinds, and name."""


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Siblings of one name and scope: the first of them, the place of each, and their kinds."""

    first: Element
    ranks: dict[ElementId, int]
    kinds: set[str]


class Index:
    """A graph with what rules ask of it."""

    def __init__(self, graph: Graph) -> None:
        self.graph: Final = graph
        self._owners: Final[dict[tuple[ElementId, str], Element | None]] = {}

    def get(self, element: Json) -> Element | None:
        """Return a visible element by what a register names, None for anything else."""
        return self.graph.get(element) if isinstance(element, str) else None

    def element(self, element: ElementId) -> Element:
        """Return an element that is known to be visible."""
        return self.graph.elements[element]

    def children(self, element: Element) -> tuple[Element, ...]:
        """Return what an element contains, in order."""
        return self.graph.children(element.id)

    def parent(self, element: Element) -> Element | None:
        """Return what contains an element, or None at the top."""
        return None if element.parent is None else self.element(element.parent)

    def members(self, element: Element, kind: str) -> list[Element]:
        """Return the children of one kind, in order."""
        return [child for child in self.children(element) if child.kind == kind]

    def fields(self, element: Element) -> Iterator[Element]:
        """Walk the fields of an element: its own, and those it extends or mixes in."""
        for each in self.lineage(element):
            yield from self.members(each, "field")

    def lineage(self, element: Element) -> Iterator[Element]:
        """Walk an element and all that it extends or mixes in, each once."""
        waiting, met = [element], {element.id}
        while waiting:
            each = waiting.pop()
            yield each
            for above in self.bases(each):
                if above.id not in met:
                    met.add(above.id)
                    waiting.append(above)

    def bases(self, element: Element) -> Iterator[Element]:
        """Walk what an element extends or mixes in itself."""
        mixins = element.get("mixins")
        for named in (element.get("extends"), *(mixins if isinstance(mixins, list) else ())):
            base = self.get(named)
            if base is not None:
                yield base

    def owner(self, element: Element, kind: str) -> Element | None:
        """Return the element itself or the nearest one around it that is of `kind`."""
        key = (element.id, kind)
        if key not in self._owners:
            around = (element, *self.graph.ancestors(element.id))
            self._owners[key] = next((each for each in around if each.kind == kind), None)
        return self._owners[key]

    def type_of(self, element: Element) -> Element | None:
        """Return the element that is the type of a field, or None for a builtin or a mere name."""
        return self.get(type_of(element).get("to"))

    def called(self, element: Element) -> str:
        """Name an element in a message: `Order`, `total of Order`, `a field of Order`."""
        name = shown(element.name) if element.name else article(title_of(element.kind))
        parent = self.parent(element)
        if parent is None or not is_member(element.kind):
            return name
        return f"{name} of {shown(parent.name) if parent.name else article(title_of(parent.kind))}"

    def member(self, element: Element, kind: str, name: str) -> Element | None:
        """Return the first child of that kind and name, or None."""
        named = self._namesakes.get((element.id, kind, name))
        return named.first if named is not None else None

    def namesakes(self, element: Element) -> Namesakes:
        """Return the siblings of the same name in the same scope, the element among them."""
        return self._namesakes[scope_of(element)]

    def free_name(self, element: Element, wanted: str) -> str:
        """Return `wanted`, with underscores behind it where a sibling already has that name."""
        parent, group, _ = scope_of(element)
        while (parent, group, wanted) in self._namesakes:
            wanted += "_"
        return wanted

    def first_stored(self, value: Element) -> Element | None:
        """Return the first value of the same enum that is stored as this one is."""
        return self._stored.get((value.parent, stored_as(value)))

    def first_with_inverse(self, target: Element, name: str) -> Element | None:
        """Return the oldest field that leads to `target` and calls its way back `name`."""
        return self._inverses.get((target.id, name))

    def refs_between(self, owner: Element, target: Element) -> list[Element]:
        """Return the fields of one element that refer to another by identity."""
        return self._refs.get((owner.id, target.id), [])

    def named(self, name: str) -> Iterable[Element]:
        """Return the elements worth suggesting that have exactly this name."""
        return self._named.get(name, ())

    def alike(self, name: str, kinds: Iterable[str]) -> Element | None:
        """Return the element whose name is one slip of the finger away from `name`, or None.

        Among several that are equally near it is the oldest.
        """
        wanted = sorted(kinds)
        return next(
            (
                self._by_variant[variant, kind]
                for variant in meant_by(name)
                for kind in wanted
                if (variant, kind) in self._by_variant
            ),
            None,
        )

    def joins(self, upstream: Element, downstream: Element) -> bool:
        """Tell whether the context map has a line from one context to another."""
        return (upstream.id, downstream.id) in self._lines

    def containment_knot(self, element: Element) -> tuple[ElementId, ...] | None:
        """Return the cycle of what cannot exist without an instance of itself inside, or None."""
        return self._containment_knots.get(element.id)

    def inheritance_knot(self, element: Element) -> tuple[ElementId, ...] | None:
        """Return the cycle of what extends or mixes in itself, or None."""
        return self._inheritance_knots.get(element.id)

    def has_key(self, element: Element) -> bool:
        """Tell whether an element has a key field, its own or one that it extends or mixes in."""
        return element.id in self._with_key

    def holds(self, element: Element) -> Iterator[ElementId]:
        """Walk what each instance of an element must hold by value."""
        yield from (base.id for base in self.bases(element))
        for part in (element, *self.children(element)):
            target = self.type_of(part) if part.kind in {"field", "type"} else None
            if target is not None and must_hold(part):
                yield target.id

    @cached_property
    def _lines(self) -> frozenset[tuple[ElementId, ElementId]]:
        return frozenset(
            line for element in self.graph.elements.values() for line in lines_of(element)
        )

    @cached_property
    def _containment_knots(self) -> Mapping[ElementId, tuple[ElementId, ...]]:
        return cycles(
            {
                each.id: tuple(self.holds(each))
                for each in self.graph.elements.values()
                if each.kind in HOLDING
            },
        )

    @cached_property
    def _inheritance_knots(self) -> Mapping[ElementId, tuple[ElementId, ...]]:
        return cycles(
            {
                each.id: tuple(base.id for base in self.bases(each))
                for each in self.graph.elements.values()
                if has_bases(each)
            },
        )

    @cached_property
    def _with_key(self) -> frozenset[ElementId]:
        heirs: dict[ElementId, list[ElementId]] = {}
        waiting: list[ElementId] = []
        for element in self.graph.elements.values():
            for base in self.bases(element):
                heirs.setdefault(base.id, []).append(element.id)
            if is_key(element) and element.parent:
                waiting.append(element.parent)
        found: set[ElementId] = set()
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting.extend(heirs.get(each, ()))
        return frozenset(found)

    @cached_property
    def _namesakes(self) -> Mapping[NameScope, Namesakes]:
        return by_scope(self.graph.in_tree_order())

    @cached_property
    def _stored(self) -> Mapping[tuple[ElementId | None, str], Element]:
        found: dict[tuple[ElementId | None, str], Element] = {}
        for element in self.graph.in_tree_order():
            if element.kind == "enumValue":
                found.setdefault((element.parent, stored_as(element)), element)
        return found

    @cached_property
    def _inverses(self) -> Mapping[tuple[ElementId, str], Element]:
        found: dict[tuple[ElementId, str], Element] = {}
        for element in sorted(self.graph.elements.values(), key=attrgetter("id")):
            way = way_back(element)
            if way is not None and self.get(way[0]) is not None:
                found.setdefault(way, element)
        return found

    @cached_property
    def _refs(self) -> Mapping[tuple[ElementId, ElementId], list[Element]]:
        found: dict[tuple[ElementId, ElementId], list[Element]] = {}
        for element in self.graph.in_tree_order():
            target = self.type_of(element) if element.kind == "field" and is_ref(element) else None
            if target is not None and element.parent is not None:
                found.setdefault((element.parent, target.id), []).append(element)
        return found

    @cached_property
    def _named(self) -> Mapping[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.graph.elements.values():
            if element.name and element.kind in SUGGESTED:
                found.setdefault(element.name, []).append(element)
        return found

    @cached_property
    def _by_variant(self) -> Mapping[tuple[str, str], Element]:
        found: dict[tuple[str, str], Element] = {}
        for element in sorted(self.graph.elements.values(), key=attrgetter("id")):
            for variant in suggested_as(element):
                found.setdefault((variant, element.kind), element)
        return found


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the first of `names` that is one slip of the finger away from `name`, or None."""
    near = set(_variants(name))
    return next((each for each in names if not near.isdisjoint(_variants(each))), None)


def meant_by(name: str) -> Iterator[str]:
    """Walk the spellings by which what a reference names is looked for, the nearest first."""
    return _spellings(steps_of(name)[-1])


def suggested_as(element: Element) -> Iterator[str]:
    """Walk the spellings by which an element is found, none when it is not worth suggesting."""
    return _spellings(element.name if element.kind in SUGGESTED and element.name else "")


def exactly(name: str) -> str:
    """Return the spelling by which just the elements of this very name are found."""
    return f"={name}"


def lines_of(element: Element) -> tuple[tuple[ElementId, ElementId], ...]:
    """Return the lines (upstream, downstream) that an element draws in the context map.

    Equals stand in it both ways.
    """
    if element.kind != "contextRelation":
        return ()
    up, down = str(element.get("upstream")), str(element.get("downstream"))
    is_equal = element.get("relation") in {"partnership", "sharedKernel"}
    return ((up, down), (down, up)) if is_equal else ((up, down),)


def by_scope(elements: Iterable[Element]) -> dict[NameScope, Namesakes]:
    """Return elements, which come in order, by the scope in which their name should be alone."""
    found: dict[NameScope, Namesakes] = {}
    for element in elements:
        scope = scope_of(element)
        if scope not in found:
            found[scope] = Namesakes(element, {}, set())
        found[scope].ranks[element.id] = len(found[scope].ranks)
        found[scope].kinds.add(element.kind)
    return found


_LONGEST_VARIED: Final = 60


def stored_as(value: Element) -> str:
    """Return what an enum value is stored as, without the quotes of a text."""
    stored = value.get("storedValue")
    return stored.strip('"') if isinstance(stored, str) else value.name or value.id


def scope_of(element: Element) -> NameScope:
    """Return the scope in which the name of an element should be alone, with the name."""
    group = "data" if element.kind in DATA else element.kind
    return element.parent, group, element.name or ""


def _spellings(name: str) -> Iterator[str]:
    if name:
        yield exactly(name)
        yield from _variants(name)


def _variants(name: str) -> Iterator[str]:
    # Two names that are one letter apart have one of these in common.
    if not name:
        return
    lowered = name[:_LONGEST_VARIED].lower()
    yield lowered
    yield from dict.fromkeys(lowered[:at] + lowered[at + 1 :] for at in range(len(lowered)))


def type_of(element: Element) -> Mapping[str, Json]:
    """Return the type expression of a field, empty while it has none."""
    type_ = element.get("type")
    return type_ if isinstance(type_, Mapping) else {}


def way_back(field: Element) -> tuple[ElementId, str] | None:
    """Return where a field leads and what it calls its way back, None when it says neither."""
    name, target = field.get("inverse"), type_of(field).get("to")
    if field.kind != "field" or not isinstance(name, str) or not isinstance(target, str):
        return None
    return target, name


def has_bases(element: Element) -> bool:
    """Tell whether an element extends or mixes in anything."""
    return "extends" in element.registers or "mixins" in element.registers


def is_key(field: Element) -> bool:
    """Tell whether an element is a key field."""
    return field.kind == "field" and field.get("key") is True


def is_ref(field: Element) -> bool:
    """Tell whether a field refers by identity."""
    return type_of(field).get("ref") is True


def least_most(value: Json) -> tuple[int, int | None]:
    """Return the bounds of a cardinality register; absent means exactly one."""
    match value:
        case [int() as least, int() | None as most]:
            return least, most
        case _:
            return 1, 1


def must_hold(field: Element) -> bool:
    """Tell whether each instance holds at least one value of a field inside itself."""
    return is_required(field) and not is_ref(field) and field.get("derived") is None


def is_required(field: Element) -> bool:
    """Tell whether every instance has at least one value of a field."""
    return field.get("optional") is not True and least_most(field.get("cardinality"))[0] > 0
