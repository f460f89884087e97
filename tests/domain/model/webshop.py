"""A small legal model with one of everything that structural rules look at, and edits of it."""

from collections.abc import Iterable

from domain.model.live import LiveGraph
from domain.model.operations import Change, Register, Registers, assertion
from domain.model.structure import mend
from domain.model.values import Json


def id_of(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012}"


ROOT, SALES, ORDER, LINE, QTY, STATUS, DRAFT, FLOW, ONE, TWO = (id_of(n) for n in range(10))
NEW, NEWER, NEWEST = id_of(20), id_of(21), id_of(22)

WEBSHOP: dict[str, dict[str, Json]] = {
    ROOT: {"kind": "model", "name": "Webshop"},
    SALES: {"kind": "context", "name": "Sales"},
    ORDER: {"kind": "aggregate", "name": "Order", "parent": SALES, "order": "a0"},
    LINE: {"kind": "entity", "name": "Line", "parent": ORDER, "order": "a0"},
    QTY: {"kind": "field", "name": "qty", "parent": LINE, "type": {"to": "int"}},
    STATUS: {"kind": "enum", "name": "Status", "parent": SALES, "open": True},
    DRAFT: {"kind": "enumValue", "name": "Draft", "parent": STATUS},
    FLOW: {"kind": "workflow", "name": "Flow"},
    ONE: {"kind": "step", "name": "one", "parent": FLOW, "action": "parallel"},
    TWO: {"kind": "step", "name": "two", "parent": ONE, "action": "call"},
}


class Edit:
    """An edit written into a live graph: what mending says of it, and what is left of it."""

    def __init__(self, changes: Iterable[Change], registers: Registers = WEBSHOP) -> None:
        self.live = LiveGraph.of(registers)
        self.former: dict[Register, Change] = {}
        for change in changes:
            inverse = self.live.write(change)
            self.former.setdefault(change.register, inverse)
        given_state = copied(self.live.registers)
        self.corrections = mend(self.live, self.former)
        assert copied(self.live.registers) == given_state, "mending writes nothing"
        for correction in self.corrections:
            self.live.write(correction.change)
        assert mend(self.live, self.former) == (), "one round is enough"

    @property
    def codes(self) -> list[str]:
        return list(dict.fromkeys(correction.problem.code for correction in self.corrections))

    @property
    def messages(self) -> list[str]:
        return list(dict.fromkeys(correction.problem.message for correction in self.corrections))

    def is_undone(self) -> bool:
        return copied(self.live.registers) == WEBSHOP


def copied(registers: Registers) -> dict[str, dict[str, Json]]:
    return {element: dict(values) for element, values in registers.items()}


def put(element: str, **registers: Json) -> tuple[Change, ...]:
    return tuple(assertion(element, name, value) for name, value in registers.items())
