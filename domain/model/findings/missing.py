"""The rule that what an element needs is there, whatever it is."""

from collections.abc import Iterator, Mapping
from typing import Final

from domain.model.findings.finding import Fault, Level, Rule, Scope
from domain.model.findings.index import Index
from domain.model.graph import Element
from domain.model.metamodel import KINDS
from domain.model.wording import attribute_noun

# These have rules of their own, with better words.
_ELSEWHERE: Final = frozenset(
    {
        ("invariant", "expression"),
        ("requirement", "expression"),
        ("lifecycle", "field"),
        ("union", "variants"),
    },
)
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    kind.name: tuple(
        attribute.name
        for attribute in kind.attributes.values()
        if attribute.required
        and attribute.name not in {"kind", "name", "parent"}
        and (kind.name, attribute.name) not in _ELSEWHERE
    )
    for kind in KINDS.values()
}


def _missing_attribute(element: Element, index: Index) -> Iterator[Fault]:
    for attribute in _NEEDED[element.kind]:
        value = element.get(attribute)
        if value is None or value in ("", []):
            what = attribute_noun(attribute)
            yield Fault(
                f"{index.called(element)} has no {what}.",
                f"Say what it is: {_lowered(KINDS[element.kind].attributes[attribute].doc)}",
                attribute,
            )


RULES: Final = (
    Rule(
        "missing-attribute",
        Scope.ELEMENT,
        Level.ERROR,
        frozenset(kind for kind, needed in _NEEDED.items() if needed),
        "An element says what its kind cannot do without.",
        _missing_attribute,
    ),
)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
