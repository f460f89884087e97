"""Rules on what people wrote as rules: each says something, and is understood."""

from collections.abc import Iterator, Mapping
from typing import Final

from domain.model.findings.finding import Fault, Level, Rule, Scope
from domain.model.findings.index import Index
from domain.model.graph import Element
from domain.model.metamodel import KINDS
from domain.model.types import Expression, OneOf
from domain.model.wording import attribute_title, capital, shown

_EXPRESSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    kind.name: tuple(
        attribute.name
        for attribute in kind.attributes.values()
        if isinstance(attribute.type, Expression)
        or (
            isinstance(attribute.type, OneOf)
            and any(isinstance(each, Expression) for each in attribute.type.types)
        )
    )
    for kind in KINDS.values()
}


def _invariant_without_expression(element: Element, index: Index) -> Iterator[Fault]:
    expression = element.get("expression")
    text = expression.get("text") if isinstance(expression, Mapping) else None
    if not isinstance(text, str) or not text.strip():
        yield Fault(
            f"{index.called(element)} says nothing yet.",
            "Write what must hold, like self.total >= 0.",
            "expression",
        )


def _expression_not_understood(element: Element, index: Index) -> Iterator[Fault]:
    for attribute in _EXPRESSIONS[element.kind]:
        value = element.get(attribute)
        if not isinstance(value, Mapping) or value.get("ast") is not None:
            continue
        text = value.get("text")
        if isinstance(text, str) and text.strip():
            yield Fault(
                f"{capital(attribute_title(attribute))} of {index.called(element)} is kept "
                f"as text and checks nothing: {shown(text)}",
                "Write it as an expression of the model.",
                attribute,
            )


RULES: Final = (
    Rule(
        "invariant-without-expression",
        Scope.ELEMENT,
        Level.ERROR,
        frozenset({"invariant", "requirement"}),
        "A rule says what must hold.",
        _invariant_without_expression,
    ),
    Rule(
        "expression-not-understood",
        Scope.ELEMENT,
        Level.INFO,
        frozenset(kind for kind, attributes in _EXPRESSIONS.items() if attributes),
        "Every expression is understood, not only kept.",
        _expression_not_understood,
    ),
)
