"""What a commit did, element by element: the acts that a sentence or a history filter speaks of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, TypeAlias

from domain.ids import ElementId
from domain.model.metamodel import is_layout
from domain.model.operations import Operation, OperationKind


@dataclass(frozen=True, slots=True)
class Named:
    """What an element was called at a commit, and just before it.

    `parent` is the name of its parent; `before` is None when it did not exist, or is not known.
    """

    kind: str | None
    name: str | None
    parent: str | None = None
    before: "Named | None" = None


NameIn: TypeAlias = Callable[[ElementId], Named]
"""Names as of one commit; anything may be asked, also what is hidden or gone."""


class Deed(Enum):
    """What may happen to an element, in the order in which a sentence tells it."""

    CREATED = "created"
    REMOVED = "removed"
    RESTORED = "restored"
    TURNED = "turned"
    RENAMED = "renamed"
    MOVED = "moved"
    ALTERED = "altered"
    REORDERED = "reordered"
    PLACED = "placed"


@dataclass(frozen=True, slots=True)
class Act:
    """One deed on one element, with the operations it consists of.

    `now` is what the element is called afterwards, `before` what people knew it as.
    """

    deed: Deed
    element: ElementId
    now: Named
    before: Named
    operations: tuple[Operation, ...]


def acts_of(operations: Iterable[Operation], name_in: NameIn) -> tuple[Act, ...]:
    """Read the acts off the operations of one commit, in the order of `Deed`.

    Where a decision needed several periods, its first operation speaks for the register.
    """
    touched: dict[ElementId, dict[str, Operation]] = {}
    for operation in operations:
        touched.setdefault(operation.element, {}).setdefault(operation.attribute, operation)
    acts = [
        act
        for element, registers in touched.items()
        for act in _acts_on(element, registers, _told(name_in(element), registers))
    ]
    return tuple(sorted(acts, key=lambda act: _RANK[act.deed]))


_RANK: Final[Mapping[Deed, int]] = {deed: rank for rank, deed in enumerate(Deed)}
_DEEDS: Final[Mapping[str, Deed]] = {
    "kind": Deed.TURNED,
    "name": Deed.RENAMED,
    "parent": Deed.MOVED,
    "order": Deed.REORDERED,
}


def _told(named: Named, registers: Mapping[str, Operation]) -> Named:
    """Return what is known of an element, with what the operations themselves say of it."""
    kind, name = registers.get("kind"), registers.get("name")
    return replace(
        named,
        kind=str(kind.value) if kind is not None and _asserts(kind) else named.kind,
        name=str(name.value) if name is not None and _asserts(name) else named.name,
    )


def _acts_on(element: ElementId, registers: Mapping[str, Operation], named: Named) -> Sequence[Act]:
    before = named.before or named
    whole = _whole(registers, named)
    if whole is not None:
        return [Act(whole, element, named, before, tuple(registers.values()))]
    parts: dict[Deed, list[Operation]] = {}
    for attribute, operation in registers.items():
        parts.setdefault(_deed(attribute, registers), []).append(operation)
    return [Act(deed, element, named, before, tuple(part)) for deed, part in parts.items()]


def _whole(registers: Mapping[str, Operation], named: Named) -> Deed | None:
    """Return the deed that swallows all others on the element."""
    kind, removed = registers.get("kind"), registers.get("removed")
    if removed is not None and _asserts(removed) and removed.value is True:
        return Deed.REMOVED
    if kind is not None and not _asserts(kind):
        return Deed.REMOVED
    if kind is not None and (named.before is None or named.before.kind is None):
        return Deed.CREATED
    return None if removed is None else Deed.RESTORED


def _deed(attribute: str, registers: Mapping[str, Operation]) -> Deed:
    # A new place among new siblings is part of the move, not a reordering.
    if attribute == "order" and "parent" in registers:
        return Deed.MOVED
    if is_layout(attribute):
        return Deed.PLACED
    return _DEEDS.get(attribute, Deed.ALTERED)


def _asserts(operation: Operation) -> bool:
    return operation.kind is OperationKind.ASSERT
