"""Structural rules: what is illegal whatever anybody thinks, and how it is put right.

A legal graph, register by register: its element has a canonical id and a known kind, its name is
one of the kind's, its value one of the attribute's; its element stands where its kind may, and
never in itself; one element is the model and stays it. What is hidden is legal: a removed parent,
a parent whose kind was taken away. Dangling references and duplicates are findings.

An edit answers only for what it touched. Putting right means putting a register back to what it
held before the edit, and a new element that finds no legal place is not created. Each register goes
back at most once, and when all are back the graph is the former, legal one: so it always ends.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Final

from domain.errors import BadValue
from domain.ids import ElementId, is_id
from domain.model import problems
from domain.model.live import ABSENT, Absent, LiveGraph
from domain.model.metamodel import KINDS, MODEL, Kind, attribute_of
from domain.model.operations import Change, Register, retraction
from domain.model.problems import CODES, Problem
from domain.model.types import accept
from domain.model.values import Json

__all__ = ["CODES", "Correction", "Problem", "mend", "refuse"]

_MOVING: Final = frozenset({"kind", "parent"})
"""What decides where an element stands, and what may stand in it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A register that must be written to be legal again, and why."""

    change: Change
    problem: Problem


def mend(live: LiveGraph, former: Mapping[Register, Change]) -> tuple[Correction, ...]:
    """Return what must be written to make an edit legal; nothing when it is.

    `live` holds the edit already; `former` names each register it touched, with the change that
    restores what that held before. `live` is as given when this returns.
    """
    if _is_plainly_legal(live, former):
        return ()
    mending = _Mending(live, former)
    try:
        mending.settle()
        return mending.corrections()
    finally:
        mending.undo()


def refuse(live: LiveGraph, changes: tuple[Change, ...]) -> tuple[Problem, ...]:
    """Return what would be put right if these changes were written; nothing when they are legal."""
    former: dict[Register, Change] = {}
    inverses = []
    for change in changes:
        inverse = live.write(change)
        former.setdefault(change.register, inverse)
        inverses.append(inverse)
    try:
        return tuple(dict.fromkeys(correction.problem for correction in mend(live, former)))
    finally:
        for inverse in reversed(inverses):
            live.write(inverse)


class _Mending:
    """One edit on its way to legality: tries corrections on the live graph, then takes them back.

    `touched` are the registers of the edit by element, `movable` those that were not put back yet,
    `waiting` the elements still to be looked at, `rooted` those known not to stand in themselves.
    """

    def __init__(self, live: LiveGraph, former: Mapping[Register, Change]) -> None:
        self.live = live
        self.former = former
        self.touched: dict[ElementId, list[str]] = {}
        for element, attribute in former:
            self.touched.setdefault(element, []).append(attribute)
        self.movable = set(former)
        self.waiting = deque(self.touched)
        self.rooted: set[ElementId] = set()
        self.inverses: dict[Register, Change] = {}
        self.tried: dict[Register, Correction] = {}

    def settle(self) -> None:
        for element in self.touched:
            if (element, "kind") in self.former:
                children = self.live.children(element)
                self.waiting.extend(child for child in children if child not in self.touched)
        while self.waiting:
            self.settle_element(self.waiting.popleft())

    def corrections(self) -> tuple[Correction, ...]:
        return tuple(
            correction
            for register, correction in self.tried.items()
            if not _is_same(self.inverses[register], correction.change)
        )

    def undo(self) -> None:
        for inverse in self.inverses.values():
            self.live.write(inverse)

    def settle_element(self, element: ElementId) -> None:
        kind = self.live.read((element, "kind"))
        if not is_id(element):
            self.drop(element, problems.bad_id(element))
        elif kind is ABSENT:
            self.settle_kindless(element)
        elif not isinstance(kind, str) or kind not in KINDS:
            self.move_kind(element, problems.unknown_kind(element, kind))
        elif self.is_model_kept(element, kind):
            self.settle_known(element, KINDS[kind])

    def settle_known(self, element: ElementId, kind: Kind) -> None:
        if self.are_attributes_settled(element, kind):
            self.settle_place(element, kind)

    def settle_kindless(self, element: ElementId) -> None:
        """Let a kind go that somebody took away; there is nothing to edit where there was none."""
        kind = self.former_kind(element)
        if kind is None:
            self.drop(element, problems.no_element(element))
        elif kind == MODEL:
            self.move_kind(element, problems.model_stays(self.live, element, "kind"))
        elif isinstance(kind, str) and kind in KINDS:
            self.are_attributes_settled(element, KINDS[kind])

    def is_model_kept(self, element: ElementId, kind: str) -> bool:
        """Tell whether the model is still the one; otherwise put the kind back."""
        if (element, "kind") not in self.movable or self.former_kind(element) == kind:
            return True
        if self.former_kind(element) == MODEL:
            problem = problems.model_stays(self.live, element, "kind")
        elif kind == MODEL and self.first_model != element:
            problem = problems.second_model(self.live, element, self.first_model)
        else:
            return True
        return not self.move_kind(element, problem)

    def are_attributes_settled(self, element: ElementId, kind: Kind) -> bool:
        """Put back the registers that the kind refuses; False when the kind itself went back."""
        registers = self.live.of_element(element)
        for name in (
            tuple(registers) if (element, "kind") in self.movable else self.touched.get(element, ())
        ):
            problem = self.attribute_problem(element, kind, name)
            if problem is not None and self.put_back((element, name), problem):
                problem = self.attribute_problem(element, kind, name)
            if problem is not None:
                problem = problems.kind_attribute(self.live, element, kind, name)
                if self.move_kind(element, problem):
                    return False
        return True

    def attribute_problem(self, element: ElementId, kind: Kind, name: str) -> Problem | None:
        value = self.live.read((element, name))
        if value is ABSENT or name == "kind":
            return None
        attribute = attribute_of(kind.name, name)
        if attribute is None:
            if kind.name == MODEL and name in {"parent", "removed"}:
                return problems.model_stays(self.live, element, name)
            return problems.unknown_attribute(element, kind, name)
        try:
            accept(attribute.type, value, subject=name)
        except BadValue as error:
            return problems.wrong_value(self.live, element, name, error)
        return None

    def settle_place(self, element: ElementId, kind: Kind) -> None:
        parent = self.live.read((element, "parent"))
        if isinstance(parent, str):
            self.settle_parent(element, kind, parent)
        elif parent is ABSENT and not kind.at_top and kind.name != MODEL:
            self.displace(element, problems.missing_parent(self.live, element, kind))

    def settle_parent(self, element: ElementId, kind: Kind, parent: ElementId) -> None:
        holder = self.live.of_element(parent)
        holder_kind = holder.get("kind")
        if not holder:
            self.displace(element, problems.unknown_parent(self.live, element, parent))
        elif not isinstance(holder_kind, str) or holder_kind not in KINDS:
            return  # what stands in it is hidden, or it is put right and we come again
        elif holder_kind in kind.parents:
            self.settle_cycle(element)
        elif holder_kind == MODEL and kind.at_top:
            self.raise_to_top(element)
        else:
            problem = problems.wrong_parent(self.live, element, kind, parent)
            if not self.displace(element, problem):
                problem = problems.kind_children(self.live, parent, KINDS[holder_kind], element)
                self.move_kind(parent, problem)

    def settle_cycle(self, element: ElementId) -> None:
        path: dict[ElementId, None] = {}
        current: Json | Absent = element
        while isinstance(current, str) and current not in path and current not in self.rooted:
            path[current] = None
            current = self.live.read((current, "parent"))
        if not isinstance(current, str) or current not in path:
            self.rooted.update(path)
            return
        members = list(path)
        for member in sorted(members[members.index(current) :], key=self.is_new):
            parent = str(self.live.read((member, "parent")))
            if self.displace(member, problems.cycle(self.live, member, parent)):
                return

    def raise_to_top(self, element: ElementId) -> None:
        if (element, "parent") in self.movable:
            self.write(retraction(element, "parent"), problems.top_parent(self.live, element))

    def displace(self, element: ElementId, problem: Problem) -> bool:
        """Take an element out of the wrong place: back where it was, or to what it was."""
        if self.is_new(element):
            return self.drop(element, problem)
        if self.put_back((element, "parent"), problem):
            self.waiting.append(element)
            return True
        return self.move_kind(element, replace(problem, attribute="kind"))

    def move_kind(self, element: ElementId, problem: Problem) -> bool:
        """Put a kind back, so that the element and what stands in it must be looked at again."""
        if self.is_new(element):
            return self.drop(element, problem)
        if not self.put_back((element, "kind"), problem):
            return False
        self.waiting.append(element)
        self.waiting.extend(self.live.children(element))
        return True

    def drop(self, element: ElementId, problem: Problem) -> bool:
        """Put all back that the edit did to an element; a new one is not created."""
        moved = [self.put_back((element, name), problem) for name in self.touched.get(element, ())]
        if any(moved):
            self.waiting.extend(self.live.children(element))
        return any(moved)

    def put_back(self, register: Register, problem: Problem) -> bool:
        """Restore what a register held before the edit; False when it does already."""
        if register not in self.movable:
            return False
        self.movable.remove(register)
        self.write(self.former[register], problem)
        return True

    def write(self, change: Change, problem: Problem) -> None:
        register = change.register
        self.inverses.setdefault(register, self.live.write(change))
        first = self.tried.get(register)
        self.tried[register] = Correction(change, problem if first is None else first.problem)
        if change.attribute == "parent":
            self.rooted.clear()
        if not self.live.of_element(change.element):
            self.waiting.extend(self.live.children(change.element))

    def is_new(self, element: ElementId) -> bool:
        """Tell whether the edit, as far as it still stands, gives the element its kind."""
        return (element, "kind") in self.movable and self.former_kind(element) is None

    def former_kind(self, element: ElementId) -> Json:
        """Return the kind before the edit, None when there was none or the edit left it alone."""
        change = self.former.get((element, "kind"))
        return None if change is None else change.value

    @cached_property
    def first_model(self) -> ElementId:
        """The element that was the model before the edit, else the first that would become it."""
        touched = (element for element in self.touched if self.former_kind(element) == MODEL)
        untouched = (
            element
            for element, registers in self.live.registers.items()
            if registers.get("kind") == MODEL and (element, "kind") not in self.former
        )
        new = (element for element in self.touched if self.live.read((element, "kind")) == MODEL)
        return next(chain(touched, untouched, new))


def _is_plainly_legal(live: LiveGraph, former: Mapping[Register, Change]) -> bool:
    """Tell, for the many edits that move nothing, that each value is one of its attribute."""
    for element, name in former:
        kind = live.read((element, "kind"))
        attribute = attribute_of(kind, name) if isinstance(kind, str) else None
        if attribute is None or name in _MOVING:
            return False
        value = live.read((element, name))
        if value is ABSENT:
            continue
        try:
            accept(attribute.type, value, subject=name)
        except BadValue:
            return False
    return True


def _is_same(one: Change, other: Change) -> bool:
    """Tell whether two changes write the very same; 1 and true are not."""
    return one.kind is other.kind and one.value is other.value
