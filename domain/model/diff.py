"""What differs between two moments of a model, element by element, in plain words.

Elements are told apart by id, so a rename is a rename, another parent is a move, and what was
removed and made again under its id is only what differs. Registers that are layout are left out
unless asked for. Law: `apply(changes_of(diff(a, b, layout=True)), a) == b`, and `diff(a, a) == ()`.

    Difference
    ├── Added, Removed                  came into the graph or left it, with all it contains
    ├── Renamed, KindChanged            the registers `name` and `kind`
    ├── Moved, Reordered                the registers `parent` and `order`
    ├── Changed                         any other register
    └── ChangedUnseen                   registers of an element that neither moment shows
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Final, TypeAlias

from domain.ids import ElementId
from domain.model.graph import Graph
from domain.model.live import ABSENT, Absent
from domain.model.metamodel import is_layout
from domain.model.operations import Change, Registers, assertion, retraction
from domain.model.values import Json
from domain.model.wording import (
    article,
    attribute_text,
    attribute_title,
    listed,
    shown,
    state_text,
    title_of,
    titles,
)


@dataclass(frozen=True, slots=True)
class Delta:
    """One register that differs; ABSENT where it holds nothing."""

    attribute: str
    before: Json | Absent
    after: Json | Absent


@dataclass(frozen=True, slots=True)
class Names:
    """The two graphs that a diff compares, asked for what to call an element."""

    before: Graph
    after: Graph

    def was(self, element: ElementId) -> str:
        """Return kind and path at the earlier moment, or at the later when it was not there."""
        return _label(self.before if element in self.before else self.after, element)

    def now(self, element: ElementId) -> str:
        """Return kind and path at the later moment, or at the earlier when it is gone."""
        return _label(self.after if element in self.after else self.before, element)

    def path(self, element: ElementId) -> str:
        """Return the path alone, the later one first."""
        graph = self.after if element in self.after else self.before
        return shown(graph.path(element), longest=_LONGEST) if element in graph else _UNSEEN


@dataclass(frozen=True, slots=True)
class Added:
    """An element came into the graph; `along` is the added element that brought it in."""

    element: ElementId
    deltas: tuple[Delta, ...]
    along: ElementId | None

    def sentence(self, names: Names) -> str:
        """Say what came, or came back."""
        verb = "Added" if any(each.attribute == "kind" for each in self.deltas) else "Restored"
        return f"{verb} {names.now(self.element)}"


@dataclass(frozen=True, slots=True)
class Removed:
    """An element left the graph; `along` is the removed element that took it out."""

    element: ElementId
    deltas: tuple[Delta, ...]
    along: ElementId | None

    def sentence(self, names: Names) -> str:
        """Say what went."""
        return f"Removed {names.was(self.element)}"


@dataclass(frozen=True, slots=True)
class Renamed:
    """An element has another name, or its first one, or none any more."""

    element: ElementId
    deltas: tuple[Delta, ...]

    def sentence(self, names: Names) -> str:
        """Say both names."""
        after = self.deltas[0].after
        if not isinstance(after, str):
            return f"Removed the name of {names.was(self.element)}"
        verb = "Renamed" if isinstance(self.deltas[0].before, str) else "Named"
        return f"{verb} {names.was(self.element)} {'to ' * (verb == 'Renamed')}{shown(after)}"


@dataclass(frozen=True, slots=True)
class KindChanged:
    """An element became another kind of thing and stayed the same one."""

    element: ElementId
    deltas: tuple[Delta, ...]

    def sentence(self, names: Names) -> str:
        """Say what it became."""
        return f"Turned {names.was(self.element)} into {article(title_of(_word(self.deltas[0])))}"


@dataclass(frozen=True, slots=True)
class Moved:
    """An element has another parent, and with it a place among other siblings."""

    element: ElementId
    deltas: tuple[Delta, ...]

    def sentence(self, names: Names) -> str:
        """Say where it went."""
        home = _word(self.deltas[0])
        return f"Moved {names.was(self.element)} to {names.path(home) if home else 'the top'}"


@dataclass(frozen=True, slots=True)
class Reordered:
    """An element stands elsewhere among the same siblings."""

    element: ElementId
    deltas: tuple[Delta, ...]

    def sentence(self, names: Names) -> str:
        """Say what stands elsewhere."""
        return f"Reordered {names.now(self.element)}"


@dataclass(frozen=True, slots=True)
class Changed:
    """One register of an element differs."""

    element: ElementId
    deltas: tuple[Delta, ...]

    def sentence(self, names: Names) -> str:
        """Say which attribute, and both values where they are short."""
        return _change_sentence(names.now(self.element), self.deltas[0], names)


@dataclass(frozen=True, slots=True)
class ChangedUnseen:
    """Registers differ of an element that is in neither graph."""

    element: ElementId
    deltas: tuple[Delta, ...]

    def sentence(self, names: Names) -> str:  # noqa: ARG002 - all differences are told alike
        """Say that it was out of sight."""
        what = listed([attribute_title(each.attribute) for each in self.deltas])
        return f"Changed {shown(what)} of an element that is not shown"


Difference: TypeAlias = (
    Added | Removed | Renamed | KindChanged | Moved | Reordered | Changed | ChangedUnseen
)


def diff(
    a: Registers | Graph, b: Registers | Graph, *, layout: bool = False
) -> tuple[Difference, ...]:
    """Return what differs from `a` to `b`, grouped by element, in the tree order of `b` then `a`.

    Of registers, hidden elements are compared too; of graphs, only what is visible.
    """
    before, after = _registers(a), _registers(b)
    was, now = _graph(a), _graph(b)
    return tuple(
        difference
        for element in _in_order(before, after, was=was, now=now)
        for difference in _of_element(
            element,
            tuple(_deltas(before.get(element, {}), after.get(element, {}), layout=layout)),
            was=was,
            now=now,
        )
    )


def changes_of(differences: Iterable[Difference]) -> tuple[Change, ...]:
    """Return the changes that lead from the earlier moment to the later one."""
    return tuple(
        retraction(difference.element, delta.attribute)
        if isinstance(delta.after, Absent)
        else assertion(difference.element, delta.attribute, delta.after)
        for difference in differences
        for delta in difference.deltas
    )


def sentences(differences: Sequence[Difference], names: Names) -> tuple[str, ...]:
    """Say the differences in a line each; what came or went along is counted, not listed."""
    along: dict[ElementId, Counter[str | None]] = {}
    for each in differences:
        if isinstance(each, Added | Removed) and each.along is not None:
            along.setdefault(each.along, Counter())[_kind(each.element, names)] += 1
    return tuple(
        f"{each.sentence(names)}{_with(along.get(each.element, {}))}"
        for each in differences
        if not (isinstance(each, Added | Removed) and each.along is not None)
    )


def to_json(differences: Sequence[Difference], names: Names) -> list[Json]:
    """Return the differences grouped by element, for the wire.

    `{"element", "kind", "path", "differences": [{"type", "sentence", "along"?, "registers":
    [{"attribute", "before"?, "after"?}]}]}`; a side that held nothing is left out.
    """
    return [
        {
            "element": element,
            "kind": _kind(element, names),
            "path": names.path(element),
            "differences": [_flat(each, names) for each in group],
        }
        for element, group in groupby(differences, lambda each: each.element)
    ]


_LONGEST: Final = 120  # characters of a path in a sentence
_UNSEEN: Final = "an element that is not shown"
_OWN: Final = ("kind", "name", "parent", "order")
_TYPES: Final[Mapping[type[Difference], str]] = {
    Added: "added",
    Removed: "removed",
    Renamed: "renamed",
    KindChanged: "kind_changed",
    Moved: "moved",
    Reordered: "reordered",
    Changed: "changed",
    ChangedUnseen: "changed_unseen",
}


def _registers(state: Registers | Graph) -> Registers:
    if isinstance(state, Graph):
        return {each.id: each.registers for each in state.elements.values()}
    return state


def _graph(state: Registers | Graph) -> Graph:
    return state if isinstance(state, Graph) else Graph.of(state)


def _in_order(a: Registers, b: Registers, *, was: Graph, now: Graph) -> Iterator[ElementId]:
    yield from (each.id for each in now.in_tree_order())
    yield from (each.id for each in was.in_tree_order() if each.id not in now)
    yield from sorted(key for key in a.keys() | b.keys() if key not in was and key not in now)


def _deltas(
    before: Mapping[str, Json], after: Mapping[str, Json], *, layout: bool
) -> Iterator[Delta]:
    if before is after:
        return
    for attribute in sorted(before.keys() | after.keys()):
        delta = Delta(attribute, before.get(attribute, ABSENT), after.get(attribute, ABSENT))
        if not _same(delta.before, delta.after) and (layout or not is_layout(attribute)):
            yield delta


def _same(before: Json | Absent, after: Json | Absent) -> bool:
    # Python holds True equal to 1; a register does not.
    return before == after and isinstance(before, bool) is isinstance(after, bool)


def _of_element(
    element: ElementId, deltas: tuple[Delta, ...], *, was: Graph, now: Graph
) -> Iterator[Difference]:
    match element in was, element in now:
        case False, True:
            yield Added(element, deltas, _along(element, now, absent_in=was))
        case True, False:
            yield Removed(element, deltas, _along(element, was, absent_in=now))
        case True, True:
            yield from _of_both(element, {each.attribute: each for each in deltas})
        case _:
            if deltas:
                yield ChangedUnseen(element, deltas)


def _along(element: ElementId, graph: Graph, *, absent_in: Graph) -> ElementId | None:
    """Return the topmost element above that came or went in the same step."""
    above = takewhile(lambda each: each.id not in absent_in, graph.ancestors(element))
    return next((each.id for each in reversed(list(above))), None)


def _of_both(element: ElementId, deltas: Mapping[str, Delta]) -> Iterator[Difference]:
    if "kind" in deltas:
        yield KindChanged(element, (deltas["kind"],))
    if "name" in deltas:
        yield Renamed(element, (deltas["name"],))
    places = tuple(deltas[each] for each in ("parent", "order") if each in deltas)
    if places:
        yield (Moved if "parent" in deltas else Reordered)(element, places)
    yield from (Changed(element, (delta,)) for name, delta in deltas.items() if name not in _OWN)


def _label(graph: Graph, element: ElementId) -> str:
    if element not in graph:
        return _UNSEEN
    kind = graph.elements[element].kind
    return f"{title_of(kind)} {shown(graph.path(element), longest=_LONGEST)}"


def _change_sentence(label: str, delta: Delta, names: Names) -> str:
    state = state_text(delta.attribute, None if isinstance(delta.after, Absent) else delta.after)
    if state is not None:
        return f"Made {label} {state}"
    if delta.attribute.startswith("#"):
        tag = shown(delta.attribute[1:])
        gone = isinstance(delta.after, Absent)
        return f"Removed the tag {tag} from {label}" if gone else f"Tagged {label} with {tag}"
    what = f"{attribute_title(delta.attribute)} of {label}"
    before, after = _text(delta, delta.before, names), _text(delta, delta.after, names)
    if isinstance(delta.after, Absent):
        return f"Removed {what}{before and f', which was {before}'}"
    if isinstance(delta.before, Absent):
        return f"Set {what}{after and f' to {after}'}"
    if not before or not after:
        return f"Changed {what}"
    return f"Changed {what} from {before} to {after}"


def _text(delta: Delta, value: Json | Absent, names: Names) -> str:
    """Return the value where it says more in a sentence than that it changed, else nothing."""
    if isinstance(value, Absent) or delta.attribute == "doc" or is_layout(delta.attribute):
        return ""
    return attribute_text(delta.attribute, value, names.path)


def _word(delta: Delta) -> str | None:
    return delta.after if isinstance(delta.after, str) else None


def _kind(element: ElementId, names: Names) -> str | None:
    found = names.after.get(element) or names.before.get(element)
    return found.kind if found else None


def _with(counts: Mapping[str | None, int]) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0] or ""))
    return f" with {listed([titles(kind, count) for kind, count in ranked])}" if ranked else ""


def _flat(difference: Difference, names: Names) -> Json:
    flat: dict[str, Json] = {
        "type": _TYPES[type(difference)],
        "sentence": difference.sentence(names),
        "registers": [_register(delta) for delta in difference.deltas],
    }
    if isinstance(difference, Added | Removed) and difference.along is not None:
        flat["along"] = difference.along
    return flat


def _register(delta: Delta) -> dict[str, Json]:
    held: dict[str, Json] = {"attribute": delta.attribute}
    if not isinstance(delta.before, Absent):
        held["before"] = delta.before
    if not isinstance(delta.after, Absent):
        held["after"] = delta.after
    return held
