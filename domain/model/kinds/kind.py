"""What a declaration of a kind says, and the short words in which the tables are written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from domain.model.types import ValueType
from domain.model.values import Json


class Merge(StrEnum):
    """How two people's writes to one register come together."""

    REGISTER = "register"  # the later write wins whole
    TEXT = "text"  # character by character, as a Y.Text


class Weight(StrEnum):
    """Whether a register says something about the model or only about how it is drawn."""

    MEANING = "meaning"
    LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One register of a kind.

    `default` is what its absence means, None when absence means just that. `required` registers may
    be absent too, but then the element is unfinished: a finding, never a refusal.
    """

    name: str
    type: ValueType
    default: Json
    required: bool
    merge: Merge
    weight: Weight
    doc: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of element: where it may stand and which registers it has.

    `parents` are the kinds it may stand in; `at_top` says whether it may stand at the top of the
    model, without a parent. Names of a `namespace` are looked up through it.
    """

    name: str
    title: str
    doc: str
    parents: frozenset[str]
    at_top: bool
    namespace: bool
    attributes: Mapping[str, Attribute] = field(repr=False)


def declare(
    name: str,
    *own: Attribute | Iterable[Attribute],
    title: str,
    doc: str,
    parents: str,
) -> Kind:
    """Declare a kind with its own attributes, given one by one or as groups.

    `parents` lists kinds; `model` among them means the top. Namespaces are model, context and
    aggregate.
    """
    attributes: dict[str, Attribute] = {}
    for item in own:
        for attribute in (item,) if isinstance(item, Attribute) else item:
            attributes[attribute.name] = attribute
    within = frozenset(parents.split())
    return Kind(
        name=name,
        title=title,
        doc=doc,
        parents=within - {"model"},
        at_top="model" in within,
        namespace=name in {"model", "context", "aggregate"},
        attributes=MappingProxyType(attributes),
    )


def has(name: str, type_: ValueType, doc: str, *, default: Json = None) -> Attribute:
    """Declare an attribute that an element may have; `default` is what its absence means."""
    return Attribute(
        name=name,
        type=type_,
        default=default,
        required=False,
        merge=Merge.REGISTER,
        weight=Weight.MEANING,
        doc=doc,
    )


def needs(name: str, type_: ValueType, doc: str) -> Attribute:
    """Declare an attribute without which an element is unfinished."""
    return Attribute(
        name=name,
        type=type_,
        default=None,
        required=True,
        merge=Merge.REGISTER,
        weight=Weight.MEANING,
        doc=doc,
    )


def draws(name: str, type_: ValueType, doc: str) -> Attribute:
    """Declare an attribute that only says how an element is drawn or written."""
    return Attribute(
        name=name,
        type=type_,
        default=None,
        required=False,
        merge=Merge.REGISTER,
        weight=Weight.LAYOUT,
        doc=doc,
    )
