"""The semantic rules: what is not yet right in a model, said to the person who can put it right.

One module per subject, each with its rules in a tuple `RULES`; here they come together.
"""

from collections.abc import Mapping
from typing import Final

from domain.ids import ElementId
from domain.model.findings import (
    aggregates,
    behaviour,
    containment,
    contexts,
    enums,
    fields,
    identity,
    indexes,
    inverses,
    lifecycles,
    missing,
    names,
    references,
    rules,
)
from domain.model.findings.finding import Fault, Finding, Fix, Level, Rule, Scope
from domain.model.findings.index import Index
from domain.model.graph import Graph
from domain.model.metamodel import KINDS

__all__ = ["RULES", "Finding", "Fix", "Level", "Rule", "Scope", "findings", "findings_of"]

_DECLARED: Final = (
    *missing.RULES,
    *names.RULES,
    *references.RULES,
    *fields.RULES,
    *identity.RULES,
    *aggregates.RULES,
    *containment.RULES,
    *inverses.RULES,
    *enums.RULES,
    *rules.RULES,
    *lifecycles.RULES,
    *behaviour.RULES,
    *indexes.RULES,
    *contexts.RULES,
)

RULES: Final[Mapping[str, Rule]] = {rule.id: rule for rule in _DECLARED}
"""All rules by id, in the order in which an element is looked at."""

_BY_KIND: Final[Mapping[str, tuple[Rule, ...]]] = {
    kind: tuple(rule for rule in _DECLARED if kind in rule.kinds) for kind in KINDS
}


def findings(graph: Graph) -> tuple[Finding, ...]:
    """Check the whole graph; findings stand in tree order, then in the order of the rules."""
    index = Index(graph)
    return tuple(
        _finding(rule, element.id, fault)
        for element in graph.in_tree_order()
        for rule in _BY_KIND.get(element.kind, ())
        for fault in rule.check(element, index)
    )


def findings_of(graph: Graph, element: ElementId) -> tuple[Finding, ...]:
    """Check one element of the graph by every rule on its kind."""
    index, found = Index(graph), graph.elements[element]
    return tuple(
        _finding(rule, element, fault)
        for rule in _BY_KIND.get(found.kind, ())
        for fault in rule.check(found, index)
    )


def _finding(rule: Rule, element: ElementId, fault: Fault) -> Finding:
    return Finding(
        rule=rule.id,
        level=rule.level,
        element=element,
        attribute=fault.attribute,
        message=fault.message,
        remedy=fault.remedy,
        fixes=fault.fixes,
    )
