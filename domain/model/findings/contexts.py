"""Rules on contexts: something is in them, and their map joins two."""

from collections.abc import Iterator
from typing import Final

from domain.model.findings.finding import Fault, Level, Rule, Scope
from domain.model.findings.index import Index
from domain.model.graph import Element


def _context_without_elements(element: Element, index: Index) -> Iterator[Fault]:
    if not index.children(element):
        yield Fault(
            f"{index.called(element)} is empty.",
            "Add what it speaks of, like an aggregate.",
        )


def _context_relation_with_itself(element: Element, index: Index) -> Iterator[Fault]:
    context = index.get(element.get("upstream"))
    if context is not None and element.get("downstream") == context.id:
        yield Fault(
            f"A line of the context map leads from {index.called(context)} to itself.",
            "Choose another context at one end.",
            "downstream",
        )


RULES: Final = (
    Rule(
        "context-without-elements",
        Scope.ELEMENT,
        Level.INFO,
        frozenset({"context"}),
        "A context holds something.",
        _context_without_elements,
    ),
    Rule(
        "context-relation-with-itself",
        Scope.ELEMENT,
        Level.ERROR,
        frozenset({"contextRelation"}),
        "A line of the context map joins two different contexts.",
        _context_relation_with_itself,
    ),
)
