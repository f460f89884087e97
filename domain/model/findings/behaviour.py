"""Rules on what happens: a command makes something happen, or says why not."""

from collections.abc import Iterator
from typing import Final

from domain.model.findings.finding import Fault, Level, Rule, Scope, setting
from domain.model.findings.index import Index
from domain.model.graph import Element


def _command_says_nothing(element: Element, index: Index) -> Iterator[Fault]:
    if not element.get("emits") and "silent" not in element.registers:
        yield Fault(
            f"{index.called(element)} says nothing happened.",
            "Add the event it emits, or mark it silent.",
            "emits",
            (setting("Mark it silent", element.id, "silent", ""),),
        )


RULES: Final = (
    Rule(
        "command-says-nothing",
        Scope.ELEMENT,
        Level.WARNING,
        frozenset({"command"}),
        "A command emits an event, or is marked silent.",
        _command_says_nothing,
    ),
)
