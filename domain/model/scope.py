"""What a name means where it is written.

A name is looked for in the element that writes it, then in what is around it, then at the top: the
nearest is meant. Parts of aggregates are found without the aggregate's name. What is nowhere near
is found anywhere in the model. Where several are as near there is no telling, and none is meant.
The same rule reads what people type (`web/src/model/scope.ts`).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final, Protocol

from domain.model.graph import Element

TYPES: Final = frozenset({"aggregate", "entity", "value", "type", "enum", "union"})
"""Kinds that a field may have as its type."""

_STEP: Final = re.compile(r"`((?:[^`]|``)+)`|([^`.]+)")
_HOLDERS: Final = TYPES | {"context"}
"""Kinds that stand in a path before its end."""


class Names(Protocol):
    """Where names are looked up: the visible elements of a model."""

    def named(self, name: str) -> Iterable[Element]:
        """Return the elements of exactly this name."""

    def parent(self, element: Element) -> Element | None:
        """Return what contains an element, or None at the top."""


def steps_of(path: str) -> tuple[str, ...]:
    """Return the names in a path such as `Ordering.Order`; odd ones stand in backquotes."""
    steps: list[str] = []
    at = 0
    while (step := _STEP.match(path, at)) is not None:
        quoted, plain = step.groups()
        steps.append(plain if quoted is None else quoted.replace("``", "`"))
        if step.end() == len(path):
            return tuple(steps)
        if path[step.end()] != ".":
            break
        at = step.end() + 1
    return (path,)


def candidates(
    names: Names, writer: Element, path: Sequence[str], kinds: Collection[str]
) -> Sequence[Element]:
    """Return the elements of some kinds that a path may mean, all equally near; never its writer.

    One of them is meant, several are not told apart.
    """
    place: Element | None = writer
    while True:
        found = [each for each in _within(names, place, path, kinds) if each.id != writer.id]
        if found:
            return found
        if place is None:
            return [each for each in _anywhere(names, path, kinds) if each.id != writer.id]
        place = names.parent(place)


def only(elements: Sequence[Element]) -> Element | None:
    """Return the one element that there is, None when there are several."""
    return elements[0] if len(elements) == 1 else None


def _within(
    names: Names, place: Element | None, path: Sequence[str], kinds: Collection[str]
) -> list[Element]:
    """Return what stands at the end of a path that begins in a place."""
    step, rest = path[0], path[1:]
    wanted = _HOLDERS if rest else kinds
    alike = [each for each in names.named(step) if each.kind in wanted]
    inside = None if place is None else place.id
    here = [each for each in alike if each.parent == inside]
    here = here or [each for each in alike if _is_part_in(names, each, inside)]
    return [end for each in here for end in _within(names, each, rest, kinds)] if rest else here


def _is_part_in(names: Names, element: Element, place: str | None) -> bool:
    """Tell whether an element stands in an aggregate that stands in a place."""
    holder = names.parent(element)
    return holder is not None and holder.kind == "aggregate" and holder.parent == place


def _anywhere(names: Names, path: Sequence[str], kinds: Collection[str]) -> list[Element]:
    """Return all elements whose path ends so; aggregates may be left out of it."""
    *above, last = path
    return [
        each for each in names.named(last) if each.kind in kinds and _stands(names, each, above)
    ]


def _stands(names: Names, element: Element, above: Sequence[str]) -> bool:
    wanted = list(above)
    holder = names.parent(element)
    while wanted and holder is not None:
        if holder.name == wanted[-1]:
            wanted.pop()
        elif holder.kind != "aggregate":
            return False
        holder = names.parent(holder)
    return not wanted
