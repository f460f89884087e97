"""The semantic rules: what is not yet right in a model, said to the person who can put it right.

One module per subject, each with its rules in a tuple `RULES`; in `catalogue` they come together.
`Watch` keeps the findings of a model that is being edited.
"""

from domain.ids import ElementId
from domain.model.findings.catalogue import RULES, found_in
from domain.model.findings.finding import Finding, Fix, Level, Rule, Scope
from domain.model.findings.index import Index
from domain.model.graph import Graph

__all__ = ["RULES", "Finding", "Fix", "Level", "Rule", "Scope", "findings", "findings_of"]


def findings(graph: Graph) -> tuple[Finding, ...]:
    """Check the whole graph; findings stand in tree order, then in the order of the rules."""
    index = Index(graph)
    return tuple(
        finding for element in graph.in_tree_order() for finding in found_in(element, index)
    )


def findings_of(graph: Graph, element: ElementId) -> tuple[Finding, ...]:
    """Check one element of the graph by every rule on its kind."""
    return found_in(graph.elements[element], Index(graph))
