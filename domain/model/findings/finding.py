"""What a rule is, and what it finds.

A finding never refuses anything: a half-finished thought is a legal state, and findings say what is
still missing. Only publishing a version asks that none of level error remains.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from domain.ids import ElementId
from domain.model.findings.index import Index
from domain.model.graph import Element
from domain.model.operations import Change, OperationKind, assertion, retraction
from domain.model.values import Json


class Level(StrEnum):
    """How grave a finding is; no version is published over an error."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Scope(StrEnum):
    """How far a change reaches: what must be checked again when an element was touched.

    ELEMENT: itself and what it contains. SIBLINGS: also its siblings. REFERRERS: also what refers
    to it. MODEL: everything the rule looks at.
    """

    ELEMENT = "element"
    SIBLINGS = "siblings"
    REFERRERS = "referrers"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to put it right by one gesture, with the words for its button."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check saw: the fact, what to do, and how, where that is plain."""

    message: str
    remedy: str
    attribute: str | None = None
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault on an element, with the rule that saw it."""

    rule: str
    level: Level
    element: ElementId
    attribute: str | None
    message: str
    remedy: str
    fixes: tuple[Fix, ...] = ()

    def to_json(self) -> dict[str, Json]:
        """Return the finding for the wire."""
        return {
            "rule": self.rule,
            "level": self.level.value,
            "element": self.element,
            "attribute": self.attribute,
            "message": self.message,
            "remedy": self.remedy,
            "fixes": [_fix_json(fix) for fix in self.fixes],
        }


Check: TypeAlias = Callable[[Element, Index], Iterable[Fault]]
"""Look at one element of the kinds a rule is about, and yield what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable id, how far it reaches, how grave it is, and what it asks of whom."""

    id: str
    scope: Scope
    level: Level
    kinds: frozenset[str]
    law: str
    check: Check


def setting(title: str, element: ElementId, attribute: str, value: Json) -> Fix:
    """Return the fix that gives one register a value."""
    return Fix(title, (assertion(element, attribute, value),))


def clearing(title: str, element: ElementId, attribute: str) -> Fix:
    """Return the fix that takes one register's value away."""
    return Fix(title, (retraction(element, attribute),))


def _fix_json(fix: Fix) -> dict[str, Json]:
    return {
        "title": fix.title,
        "changes": [
            {
                "element": change.element,
                "attribute": change.attribute,
                "kind": change.kind.value,
                **({"value": change.value} if change.kind is OperationKind.ASSERT else {}),
            }
            for change in fix.changes
        ],
    }
