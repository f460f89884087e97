"""Rules on cycles: nothing contains itself, and nothing is a special case of itself."""

from collections.abc import Iterator
from typing import Final

from domain.ids import ElementId
from domain.model.findings.finding import Fault, Fix, Level, Rule, Scope, clearing, setting
from domain.model.findings.index import HOLDING, Index, must_hold
from domain.model.graph import Element
from domain.model.metamodel import KINDS
from domain.model.wording import listed, shown

_MOST_LISTED: Final = 6


def _cyclic_containment(element: Element, index: Index) -> Iterator[Fault]:
    knot = index.containment_knot(element)
    if knot is None or index.inheritance_knot(element) is not None:
        return
    closing = [
        part
        for part in index.members(element, "field")
        if must_hold(part) and (target := index.type_of(part)) is not None and target.id in knot
    ]
    yield Fault(
        f"{index.called(element)} holds itself without end{_through(element, knot, index)}.",
        "Make one of the fields optional or a ref.",
        None,
        tuple(_loosen(part) for part in closing),
    )


def _cyclic_extends(element: Element, index: Index) -> Iterator[Fault]:
    knot = index.inheritance_knot(element)
    if knot is None:
        return
    attribute = "extends" if element.get("extends") in knot else "mixins"
    fixes: tuple[Fix, ...] = ()
    if attribute == "extends":
        fixes = (clearing("Extend nothing", element.id, "extends"),)
    yield Fault(
        f"{index.called(element)} is a special case of itself{_through(element, knot, index)}.",
        "Let one of them stand alone.",
        attribute,
        fixes,
    )


RULES: Final = (
    Rule(
        "cyclic-containment",
        Scope.MODEL,
        Level.ERROR,
        HOLDING,
        "No type holds, directly or through others, a value of itself that must be there.",
        _cyclic_containment,
    ),
    Rule(
        "cyclic-extends",
        Scope.MODEL,
        Level.ERROR,
        frozenset(kind.name for kind in KINDS.values() if "extends" in kind.attributes),
        "Nothing extends or mixes in itself, directly or through others.",
        _cyclic_extends,
    ),
)


def _through(element: Element, knot: tuple[ElementId, ...], index: Index) -> str:
    others = [each for each in knot if each != element.id]
    if not others:
        return ""
    told = [index.called(index.element(each)) for each in others[:_MOST_LISTED]]
    more = len(others) - len(told)
    return f", through {listed([*told, f'{more} more'] if more else told)}"


def _loosen(field: Element) -> Fix:
    return setting(f"Make {shown(field.name or 'it')} optional", field.id, "optional", value=True)
