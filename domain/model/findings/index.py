"""What many rules ask of a graph, found out once: owners, types, members and names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from domain.ids import ElementId
from domain.model.findings.cycles import cycles
from domain.model.graph import Element, Graph
from domain.model.values import Json
from domain.model.wording import article, is_member, shown, title_of

DATA: Final = frozenset({"aggregate", "entity", "value", "mixin", "type", "enum", "union"})
"""Kinds that say what data looks like; their names stand in one scope."""

TYPES: Final = DATA - {"mixin"}
"""Kinds that a field may have as its type."""

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

    def parent(self, element: Element) -> Element | None:
        """Return what contains an element, or None at the top."""
        return None if element.parent is None else self.graph.elements[element.parent]

    def members(self, element: Element, kind: str) -> list[Element]:
        """Return the children of one kind, in order."""
        return [child for child in self.graph.children(element.id) if child.kind == kind]

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
        return self._namesakes[_scope(element)]

    def free_name(self, element: Element, wanted: str) -> str:
        """Return `wanted`, with underscores behind it where a sibling already has that name."""
        parent, group, _ = _scope(element)
        while (parent, group, wanted) in self._namesakes:
            wanted += "_"
        return wanted

    def first_stored(self, value: Element) -> Element | None:
        """Return the first value of the same enum that is stored as this one is."""
        return self._stored.get((value.parent, _stored(value)))

    def first_with_inverse(self, target: Element, name: str) -> Element | None:
        """Return the first field that leads to `target` and calls its way back `name`."""
        return self._inverses.get((target.id, name))

    def refs_between(self, owner: Element, target: Element) -> list[Element]:
        """Return the fields of one element that refer to another by identity."""
        return self._refs.get((owner.id, target.id), [])

    def alike(self, name: str, kinds: Iterable[str]) -> Element | None:
        """Return the element whose name is one slip of the finger away from `name`, or None."""
        wanted = sorted(kinds)
        last = name.rpartition(".")[2].strip("`")
        return next(
            (
                self._by_variant[variant, kind]
                for variant in _variants(last)
                for kind in wanted
                if (variant, kind) in self._by_variant
            ),
            None,
        )

    @cached_property
    def context_lines(self) -> frozenset[tuple[ElementId, ElementId]]:
        """The pairs (upstream, downstream) of the context map; equals stand in it both ways."""
        lines = set()
        for element in self.graph.elements.values():
            if element.kind == "contextRelation":
                up, down = str(element.get("upstream")), str(element.get("downstream"))
                lines.add((up, down))
                if element.get("relation") in {"partnership", "sharedKernel"}:
                    lines.add((down, up))
        return frozenset(lines)

    @cached_property
    def containment_cycles(self) -> Mapping[ElementId, tuple[ElementId, ...]]:
        """What cannot exist without an instance of itself inside, with the cycle it is on."""
        return cycles(
            {
                each.id: tuple(self._holds(each))
                for each in self.graph.elements.values()
                if each.kind in HOLDING
            },
        )

    @cached_property
    def inheritance_cycles(self) -> Mapping[ElementId, tuple[ElementId, ...]]:
        """What extends or mixes in itself, with the cycle it is on."""
        return cycles(
            {
                each.id: tuple(base.id for base in self.bases(each))
                for each in self.graph.elements.values()
                if "extends" in each.registers or "mixins" in each.registers
            },
        )

    def _holds(self, element: Element) -> Iterator[ElementId]:
        """Walk what each instance of an element must hold by value."""
        yield from (base.id for base in self.bases(element))
        for part in (element, *self.graph.children(element.id)):
            target = self.type_of(part) if part.kind in {"field", "type"} else None
            if target is not None and must_hold(part):
                yield target.id

    @cached_property
    def with_key(self) -> frozenset[ElementId]:
        """What has a key field, its own or one that it extends or mixes in."""
        heirs: dict[ElementId, list[ElementId]] = {}
        waiting: list[ElementId] = []
        for element in self.graph.elements.values():
            for base in self.bases(element):
                heirs.setdefault(base.id, []).append(element.id)
            if element.kind == "field" and element.get("key") is True and element.parent:
                waiting.append(element.parent)
        found: set[ElementId] = set()
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting.extend(heirs.get(each, ()))
        return frozenset(found)

    @cached_property
    def _namesakes(self) -> Mapping[tuple[ElementId | None, str, str], Namesakes]:
        found: dict[tuple[ElementId | None, str, str], Namesakes] = {}
        for element in self.graph.in_tree_order():
            scope = _scope(element)
            if scope not in found:
                found[scope] = Namesakes(element, {}, set())
            found[scope].ranks[element.id] = len(found[scope].ranks)
            found[scope].kinds.add(element.kind)
        return found

    @cached_property
    def _stored(self) -> Mapping[tuple[ElementId | None, str], Element]:
        found: dict[tuple[ElementId | None, str], Element] = {}
        for element in self.graph.in_tree_order():
            if element.kind == "enumValue":
                found.setdefault((element.parent, _stored(element)), element)
        return found

    @cached_property
    def _inverses(self) -> Mapping[tuple[ElementId, str], Element]:
        found: dict[tuple[ElementId, str], Element] = {}
        for element in self.graph.in_tree_order():
            name = element.get("inverse") if element.kind == "field" else None
            target = self.type_of(element) if isinstance(name, str) else None
            if target is not None:
                found.setdefault((target.id, str(name)), element)
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
    def _by_variant(self) -> Mapping[tuple[str, str], Element]:
        found: dict[tuple[str, str], Element] = {}
        for element in self.graph.in_tree_order():
            if element.name and element.kind in SUGGESTED:
                for variant in _variants(element.name):
                    found.setdefault((variant, element.kind), element)
        return found


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the first of `names` that is one slip of the finger away from `name`, or None."""
    near = set(_variants(name))
    return next((each for each in names if not near.isdisjoint(_variants(each))), None)


_LONGEST_VARIED: Final = 60


def _stored(value: Element) -> str:
    """Return what an enum value is stored as, without the quotes of a text."""
    stored = value.get("storedValue")
    return stored.strip('"') if isinstance(stored, str) else value.name or value.id


def _scope(element: Element) -> tuple[ElementId | None, str, str]:
    group = "data" if element.kind in DATA else element.kind
    return element.parent, group, element.name or ""


def _variants(name: str) -> Iterator[str]:
    # Two names that are one letter apart have one of these in common.
    lowered = name[:_LONGEST_VARIED].lower()
    yield lowered
    yield from dict.fromkeys(lowered[:at] + lowered[at + 1 :] for at in range(len(lowered)))


def type_of(element: Element) -> Mapping[str, Json]:
    """Return the type expression of a field, empty while it has none."""
    type_ = element.get("type")
    return type_ if isinstance(type_, Mapping) else {}


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
