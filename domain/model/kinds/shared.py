"""Attributes that all kinds have, and groups that several share."""

from typing import Final

from domain.model.kinds.kind import Attribute, Merge, Weight, draws, has, needs
from domain.model.types import (
    LONGEST_TEXT,
    Box,
    Cardinality,
    Choice,
    Expression,
    Flag,
    Identity,
    Literal,
    OrderKey,
    Ref,
    Refs,
    Text,
    Trivia,
    TypeExpr,
)
from domain.model.values import LONGEST_NAME

NAMESPACES: Final = "model context aggregate"

NAME: Final = has("name", Text(LONGEST_NAME), "What people call it.")
NAMED: Final = needs("name", Text(LONGEST_NAME), "What people call it.")
PARENT: Final = has("parent", Identity(), "The element it stands in; absent at the top.")
PARENT_NEEDED: Final = needs("parent", Identity(), "The element it stands in.")
ORDER: Final = has("order", OrderKey(), "Its place among all that stands in the same parent.")
REMOVED: Final = has(
    "removed",
    Flag(),
    "Taken out of the graph, with all that stands in it; retract it to bring everything back.",
    default=False,
)
DOC: Final = Attribute(
    name="doc",
    type=Text(LONGEST_TEXT, multiline=True),
    default=None,
    required=False,
    merge=Merge.TEXT,
    weight=Weight.MEANING,
    doc="What it is, for people: Markdown.",
)
DRAWN: Final = draws("position", Box(), "Its place on the main canvas.")
TRIVIA: Final = draws("trivia", Trivia(), "Comments and blank lines around it in the text.")

TITLE: Final = has("title", Text(), "A short explanation beside the name.")
OWNER: Final = has("owner", Text(), "The team that answers for it.")
EXPRESSION_NEEDED: Final = needs("expression", Expression(), "What must hold.")

AGING: Final = (
    has("deprecated", Flag(), "No longer to be used.", default=False),
    has("deprecationNote", Text(), "Why it is deprecated, and what to use."),
    has("since", Text(), "The version that brought it."),
)

TYPED: Final = (
    needs("type", TypeExpr(), "The type of one value; with `ref`, a reference by identity."),
    has("cardinality", Cardinality(), "How many values, from and to.", default=[1, 1]),
    has("optional", Flag(), "Whether it may be absent.", default=False),
)

CONSTRAINTS: Final = (
    has("min", Literal(), "The least value."),
    has("max", Literal(), "The greatest value; of text, the most characters."),
    has("length", Cardinality(), "How many characters or bytes, from and to."),
    has("pattern", Text(), "The regular expression that the whole text matches."),
    has("format", Text(), "The format of the text, such as email."),
    has("multipleOf", Literal(), "The number of which it is a multiple."),
)

PRIVACY: Final = (
    has("pii", Flag(), "Personal data.", default=False),
    has("secret", Flag(), "Never shown or logged.", default=False),
)

RESULT: Final = (
    has("result", TypeExpr(), "The type of one answer."),
    has("resultCardinality", Cardinality(), "How many answers, from and to.", default=[1, 1]),
    has("resultOptional", Flag(), "Whether there may be no answer.", default=False),
)

RULE: Final = (
    has("message", Text(), "What to tell people when it does not hold."),
    EXPRESSION_NEEDED,
    has("severity", Choice(("error", "warn")), "How grave it is.", default="error"),
)


def extends(*kinds: str) -> Attribute:
    """Return the attribute that names what an element is a special case of."""
    return has("extends", Ref(kinds), "What it is a special case of.")


MIXINS: Final = has("mixins", Refs(("mixin",)), "Mixins whose members it has too.")
SUBDOMAIN_TYPE: Final = has(
    "subdomainType",
    Choice(("core", "supporting", "generic")),
    "How much it matters to the business.",
)
