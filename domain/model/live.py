"""The registers of a room, indexed by parent and name: the one mutable thing in the domain.

It holds what the document holds, hidden elements and wrong values included, so that the structural
rules can look at an edit before anybody else does. Every write answers with the change that takes
it back.
"""

from collections.abc import Collection, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from domain.ids import ElementId
from domain.model.operations import Change, OperationKind, Register, Registers, retraction
from domain.model.values import Json
from domain.model.waiting import NESTED, Waiting, may_wait


class Absent(Enum):
    """What a register reads as when it holds nothing."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
_NO_REGISTERS: Final[Mapping[str, Json]] = {}
_NO_CHILDREN: Final[Mapping[ElementId, None]] = {}
_ASSERT: Final = OperationKind.ASSERT


class LiveGraph:
    """Registers by element, and elements by parent and by name, kept in step by `write`.

    `waiting` are the registers that hold the mere name of something.
    """

    __slots__ = ("_children", "_named", "_registers", "waiting")

    def __init__(self) -> None:
        self._registers: dict[ElementId, dict[str, Json]] = {}
        self._children: dict[ElementId | None, dict[ElementId, None]] = {}
        self._named: dict[str, dict[ElementId, None]] = {}
        self.waiting = Waiting()

    @classmethod
    def of(cls, registers: Registers) -> "LiveGraph":
        """Return a live graph that holds a copy of `registers`."""
        live = cls()
        live.add(registers)
        return live

    def add(self, registers: Registers) -> None:
        """Take in a copy of the registers of elements that are not here yet."""
        for element, attributes in registers.items():
            if attributes:
                self._registers[element] = dict(attributes)
                self._children.setdefault(_parent(attributes), {})[element] = None
                self._enter_name(element, attributes.get("name"))
                for attribute, value in attributes.items():
                    if type(value) in NESTED and may_wait(value):
                        self.waiting.put(element, attribute, value)

    @property
    def registers(self) -> Registers:
        """All registers that hold a value, as a view that follows every write."""
        return MappingProxyType(self._registers)

    def of_element(self, element: ElementId) -> Mapping[str, Json]:
        """Return the registers of one element, empty when it has none."""
        return self._registers.get(element, _NO_REGISTERS)

    def children(self, parent: ElementId | None) -> Collection[ElementId]:
        """Return the elements whose `parent` is this one, hidden ones too, in no order.

        Those without a parent, the model itself among them, are the children of None.
        """
        return self._children.get(parent, _NO_CHILDREN).keys()

    def called(self, name: str) -> Collection[ElementId]:
        """Return the elements of exactly this name, hidden ones too, in no order."""
        return self._named.get(name, _NO_CHILDREN).keys()

    def read(self, register: Register) -> Json | Absent:
        """Return what a register holds, or ABSENT."""
        return self._registers.get(register[0], _NO_REGISTERS).get(register[1], ABSENT)

    def write(self, change: Change) -> Change:
        """Write one register, whatever the value, and return the change that takes it back."""
        element, attribute = change.element, change.attribute
        registers = self._registers.get(element)
        if registers is None:
            if change.kind is _ASSERT:
                self._registers[element] = {attribute: change.value}
                self._enter(element, _parent(self._registers[element]))
                self._follow(element, attribute, None, change.value)
            return retraction(element, attribute)
        if attribute in registers:
            inverse = Change(element, attribute, _ASSERT, registers[attribute])
        else:
            inverse = retraction(element, attribute)
        self._follow(element, attribute, inverse.value, change.value)
        if attribute == "parent":
            self._leave(element, _parent(registers))
            _set(registers, change)
            self._enter(element, _parent(registers))
        else:
            _set(registers, change)
        if not registers:
            del self._registers[element]
            self._leave(element, None)
        return inverse

    def last_order(self, parent: ElementId | None) -> str | None:
        """Return the greatest order key under a parent, hidden siblings included, or None."""
        return max(
            (
                order
                for child in self.children(parent)
                if isinstance(order := self._registers[child].get("order"), str)
            ),
            default=None,
        )

    def visible(self, element: ElementId) -> bool:
        """Tell whether an element is in the graph.

        It has a kind, is not removed, and so is its chain of parents, which ends at the top.
        """
        passed: set[ElementId] = set()
        current: ElementId | None = element
        while current is not None:
            registers = self._registers.get(current, _NO_REGISTERS)
            if current in passed or "kind" not in registers or registers.get("removed") is True:
                return False
            passed.add(current)
            current = _parent(registers)
        return True

    def _follow(self, element: ElementId, attribute: str, before: Json, after: Json) -> None:
        """Let names and what waits for them follow a register; None is nothing."""
        if attribute == "name":
            self._leave_name(element, before)
            self._enter_name(element, after)
        elif (type(after) in NESTED and may_wait(after)) or (
            type(before) in NESTED and may_wait(before)
        ):
            self.waiting.put(element, attribute, after)

    def _enter_name(self, element: ElementId, name: Json) -> None:
        if isinstance(name, str):
            self._named.setdefault(name, {})[element] = None

    def _leave_name(self, element: ElementId, name: Json) -> None:
        if isinstance(name, str):
            bearers = self._named[name]
            del bearers[element]
            if not bearers:
                del self._named[name]

    def _enter(self, element: ElementId, parent: ElementId | None) -> None:
        self._children.setdefault(parent, {})[element] = None

    def _leave(self, element: ElementId, parent: ElementId | None) -> None:
        siblings = self._children[parent]
        del siblings[element]
        if not siblings:
            del self._children[parent]


def _parent(registers: Mapping[str, Json]) -> ElementId | None:
    parent = registers.get("parent")
    return parent if isinstance(parent, str) else None


def _set(registers: dict[str, Json], change: Change) -> None:
    if change.kind is _ASSERT:
        registers[change.attribute] = change.value
    else:
        registers.pop(change.attribute, None)
