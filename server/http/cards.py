"""A graph as the page shows it: sections of cards, cards of lines, fields as SOML writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from domain.ids import ElementId, is_id
from domain.model.graph import Element, Graph
from domain.model.metamodel import KINDS
from domain.model.wording import cardinality_text, shown, title_of, type_text, value_text

MOST_USES: Final = 6
_LOOKS: Final[Mapping[str, str]] = {
    "aggregate": "aggregate",
    "entity": "entity",
    "event": "event",
    "command": "command",
    "value": "value",
    "mixin": "value",
    "enum": "enum",
    "type": "type",
    "union": "type",
    "readModel": "read",
    "query": "read",
    "actor": "actor",
    "system": "system",
    "binding": "system",
    "source": "system",
    "webhook": "system",
    "workflow": "policy",
}
_QUIET: Final = "rule"
_SECTIONS: Final = frozenset({"context", "subdomain"})
_MARKS: Final = ("key", "unique", "immutable", "pii", "secret", "deprecated")
_LIMITS: Final = ("min", "max", "pattern", "format")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card; `plain` ones are words, the others a field."""

    id: ElementId
    text: str
    plain: bool = True
    name: str = ""
    reference: bool = False
    type: str = ""
    target: ElementId | None = None
    suffix: str = ""
    value: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A place that names an element."""

    id: ElementId
    path: str


@dataclass(frozen=True, slots=True)
class Card:
    """An element with what it contains."""

    id: ElementId
    name: str
    kind: str
    look: str
    doc: str
    lines: tuple[Line, ...]
    values: tuple[Line, ...]
    used: tuple[Use, ...]
    unlisted: int


@dataclass(frozen=True, slots=True)
class Section:
    """A context with its cards; without a title, what stands at the top of the model."""

    id: ElementId
    title: str
    doc: str
    cards: tuple[Card, ...]


def sections_of(graph: Graph) -> tuple[Section, ...]:
    """Return the graph as sections: what is at the top first, then context by context."""
    groups: dict[ElementId | None, list[Element]] = {None: []}
    for element in graph.in_tree_order():
        if element.kind in _SECTIONS:
            groups[element.id] = []
            if next(_members(element, graph), None) is not None:
                groups[element.id].append(element)
        elif element.kind != "model" and not _is_line(element.kind):
            groups[_section(element, graph)].append(element)
    return tuple(
        _section_of(key, elements, graph)
        for key, elements in groups.items()
        if key is not None or elements
    )


def _is_line(kind: str) -> bool:
    """Tell whether a kind is said in a line of what contains it; the others are cards."""
    return kind not in _LOOKS and kind in KINDS and not KINDS[kind].at_top


def _members(element: Element, graph: Graph) -> Iterator[Element]:
    for child in graph.children(element.id):
        if _is_line(child.kind):
            yield child
            yield from _members(child, graph)


def _section(element: Element, graph: Graph) -> ElementId | None:
    return next((each.id for each in graph.ancestors(element.id) if each.kind in _SECTIONS), None)


def _section_of(key: ElementId | None, elements: list[Element], graph: Graph) -> Section:
    cards = tuple(_card(element, graph) for element in elements)
    if key is None:
        return Section("", "", "", cards)
    context = graph.elements[key]
    return Section(key, _name(context), _doc(context), cards)


def _card(element: Element, graph: Graph) -> Card:
    members = list(_members(element, graph))
    uses = _uses(element, graph)
    return Card(
        id=element.id,
        name=_name(element),
        kind=title_of(element.kind),
        look=_LOOKS.get(element.kind, _QUIET),
        doc=_doc(element),
        lines=(
            *_relation(element, graph),
            *(_line(each, graph) for each in members if each.kind != "enumValue"),
        ),
        values=tuple(Line(each.id, _name(each)) for each in members if each.kind == "enumValue"),
        used=uses[:MOST_USES],
        unlisted=len(uses[MOST_USES:]),
    )


def _relation(element: Element, graph: Graph) -> Iterator[Line]:
    """Say between which contexts a line of the context map runs."""
    if element.kind == "contextRelation":
        ends = (value_text(element.get(end), _naming(graph)) for end in ("upstream", "downstream"))
        yield Line("", " → ".join(ends))


def _uses(element: Element, graph: Graph) -> tuple[Use, ...]:
    own = {element.id, *(each.id for each in graph.children(element.id))}
    found: dict[ElementId, Use] = {}
    for reference in graph.referrers(element.id):
        source = reference.source
        if source in own or reference.attribute == "parent" or source not in graph:
            continue
        found[source] = Use(source, shown(graph.path(source)))
    return tuple(found.values())


def _line(element: Element, graph: Graph) -> Line:
    if element.get("type") is None or not isinstance(element.get("type"), Mapping):
        return Line(element.id, " ".join(_words(element, graph)))
    type_ = element.registers["type"]
    target = type_.get("to") if isinstance(type_, Mapping) else None
    reference = isinstance(type_, Mapping) and type_.get("ref") is True
    return Line(
        id=element.id,
        text="",
        plain=False,
        name=_name(element),
        reference=reference,
        type=type_text(type_, _naming(graph)).removeprefix("ref " if reference else ""),
        target=target if isinstance(target, str) and target in graph else None,
        suffix=_suffix(element),
        value=_value(element),
        marks=tuple(_marks(element)),
    )


def _words(element: Element, graph: Graph) -> Iterator[str]:
    yield title_of(element.kind)
    if element.name:
        yield shown(element.name)
    keys = element.get("keys")
    if isinstance(keys, list | tuple):
        naming = _naming(graph)
        named = [value_text(key.get("to"), naming) for key in keys if isinstance(key, Mapping)]
        yield f"({', '.join(named)})"
    message = element.get("message")
    if isinstance(message, str):
        yield f"“{shown(message)}”"
    expression = element.get("expression")
    if isinstance(expression, Mapping) and isinstance(expression.get("text"), str):
        yield shown(str(expression["text"]), longest=160)


def _suffix(element: Element) -> str:
    cardinality = element.get("cardinality")
    many = "" if cardinality in (None, [1, 1]) else f"[{cardinality_text(cardinality)}]"
    return f"{many}{'?' if element.get('optional') is True else ''}"


def _value(element: Element) -> str:
    derived = element.get("derived")
    if isinstance(derived, Mapping) and isinstance(derived.get("text"), str):
        return f":= {shown(str(derived['text']))}"
    default = element.get("default")
    return f"= {shown(default)}" if isinstance(default, str) else ""


def _marks(element: Element) -> Iterator[str]:
    for mark in _MARKS:
        if element.get(mark) is True:
            yield mark
    for limit in _LIMITS:
        value = element.get(limit)
        if isinstance(value, str):
            yield f"{limit} {shown(value, longest=24)}"


def _naming(graph: Graph) -> "_Naming":
    return _Naming(graph)


@dataclass(frozen=True, slots=True)
class _Naming:
    """What to call an element within a line: its own name, without the way to it."""

    graph: Graph

    def __call__(self, element: ElementId) -> str:
        found = self.graph.get(element)
        if found is None:
            return "something hidden" if is_id(element) else element
        return found.name or title_of(found.kind)


def _name(element: Element) -> str:
    return shown(element.name) if element.name else f"({title_of(element.kind)})"


def _doc(element: Element) -> str:
    doc = element.get("doc")
    return doc.strip() if isinstance(doc, str) else ""
