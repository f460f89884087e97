"""All rules together, and what they find in one element."""

from collections.abc import Mapping
from typing import Final

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
from domain.model.findings.finding import Finding, Rule
from domain.model.findings.index import Index
from domain.model.graph import Element
from domain.model.metamodel import KINDS

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


def found_in(element: Element, index: Index) -> tuple[Finding, ...]:
    """Return what the rules find in an element, in their order."""
    return tuple(
        Finding(
            rule=rule.id,
            level=rule.level,
            element=element.id,
            attribute=fault.attribute,
            message=fault.message,
            remedy=fault.remedy,
            fixes=fault.fixes,
        )
        for rule in _BY_KIND.get(element.kind, ())
        for fault in rule.check(element, index)
    )
