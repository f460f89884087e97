"""Rules on lifecycles: of a field with states, from state to state, each one reachable."""

from collections.abc import Iterator
from typing import Final

from domain.model.findings.finding import Fault, Fix, Level, Rule, Scope, setting
from domain.model.findings.index import Index
from domain.model.graph import Element
from domain.model.wording import shown

_LIFECYCLE: Final = frozenset({"lifecycle"})


def _lifecycle_field_missing(element: Element, index: Index) -> Iterator[Fault]:
    owner, held = index.parent(element), element.get("field")
    field = index.get(held)
    if owner is None or (held is not None and field is None):
        return
    fields = list(index.fields(owner))
    if field is not None and field in fields:
        enum = index.type_of(field)
        if enum is None or enum.kind != "enum":
            yield Fault(
                f"{index.called(field)} has no states: its type is no enum.",
                f"Give {index.called(field)} an enum as its type.",
                "field",
            )
        return
    fixes = tuple(
        setting(f"Use {shown(each.name or '')}", element.id, "field", each.id)
        for each in fields
        if (enum := index.type_of(each)) is not None and enum.kind == "enum"
    )
    fact = (
        "says of no field which states it has"
        if field is None
        else f"is about {index.called(field)}, which is no field of it"
    )
    yield Fault(
        f"A lifecycle of {index.called(owner)} {fact}.",
        f"Name a field of {index.called(owner)} whose type is an enum.",
        "field",
        _only(fixes),
    )


def _transition_outside_enum(element: Element, index: Index) -> Iterator[Fault]:
    lifecycle = index.parent(element)
    enum = _states(lifecycle, index)
    if enum is None:
        return
    sources = element.get("from")
    named = [*(sources if isinstance(sources, list) else ()), element.get("to")]
    for state in (index.get(each) for each in named):
        if state is not None and state.kind == "enumValue" and state.parent != enum.id:
            yield Fault(
                f"{index.called(state)} is no state of this lifecycle.",
                f"Choose a value of {index.called(enum)}.",
                "to" if state.id == element.get("to") else "from",
            )


def _unreachable_state(element: Element, index: Index) -> Iterator[Fault]:
    enum = _states(element, index)
    transitions = index.members(element, "transition")
    if enum is None or not transitions:
        return
    states = index.members(enum, "enumValue")
    reached = _reached(_start(element, states, index), transitions)
    for state in states:
        if state.id not in reached:
            yield Fault(
                f"Nothing leads to {shown(state.name or '')}.",
                "Add a transition to it, or take the state away.",
            )


RULES: Final = (
    Rule(
        "lifecycle-field-missing",
        Scope.MODEL,
        Level.ERROR,
        _LIFECYCLE,
        "A lifecycle is of a field of its entity, and that field's type is an enum.",
        _lifecycle_field_missing,
    ),
    Rule(
        "transition-outside-enum",
        Scope.MODEL,
        Level.ERROR,
        frozenset({"transition"}),
        "A transition goes between states of its lifecycle's field.",
        _transition_outside_enum,
    ),
    Rule(
        "unreachable-state",
        Scope.MODEL,
        Level.WARNING,
        _LIFECYCLE,
        "Every state is where things start, or something leads to it.",
        _unreachable_state,
    ),
)


def _states(lifecycle: Element | None, index: Index) -> Element | None:
    field = index.get(lifecycle.get("field")) if lifecycle is not None else None
    enum = index.type_of(field) if field is not None else None
    return enum if enum is not None and enum.kind == "enum" else None


def _start(lifecycle: Element, states: list[Element], index: Index) -> list[str]:
    """Return the state that the field's default names, else the first one."""
    field = index.get(lifecycle.get("field"))
    default = field.get("default") if field is not None else None
    name = default.rpartition(".")[2].strip('`"') if isinstance(default, str) else None
    named = [each.id for each in states if name is not None and each.name == name]
    return named or [each.id for each in states[:1]]


def _reached(start: list[str], transitions: list[Element]) -> set[str]:
    steps: dict[str, list[str]] = {}
    for transition in transitions:
        sources, to = transition.get("from"), transition.get("to")
        for source in sources if isinstance(sources, list) else ():
            if isinstance(source, str) and isinstance(to, str):
                steps.setdefault(source, []).append(to)
    reached, waiting = set(start), list(start)
    while waiting:
        for following in steps.get(waiting.pop(), ()):
            if following not in reached:
                reached.add(following)
                waiting.append(following)
    return reached


def _only(fixes: tuple[Fix, ...]) -> tuple[Fix, ...]:
    return fixes if len(fixes) == 1 else ()
