"""Findings while a model is edited: what is checked again is enough, and little."""

from typing import Any, Final

import pytest
from hypothesis import example, given, settings, strategies as st

from domain.ids import ElementId
from domain.model.findings import Finding, findings
from domain.model.findings.watch import Watch
from domain.model.graph import Graph
from domain.model.operations import Change, Registers, apply, assertion, retraction
from tests.domain.model.notation import id_at, registers_of
from tests.domain.model.test_findings import CASES_READ, UNFINISHED, Case, every_case

IDS: Final = [id_at(number) for number in range(9)]
NAMES: Final = ["Order", "Ordre", "Oder", "total", "a", "Order2", "Draft", "é x"]


def full(registers: Registers) -> dict[ElementId, tuple[Finding, ...]]:
    result: dict[ElementId, tuple[Finding, ...]] = {}
    for finding in findings(Graph.of(registers)):
        result[finding.element] = (*result.get(finding.element, ()), finding)
    return result


def drain(watch: Watch) -> int:
    steps = 0
    while watch.step():
        steps += 1
    return steps


def watched(registers: Registers) -> Watch:
    watch = Watch(registers)
    drain(watch)
    assert watch.take_changed() == ()
    return watch


def follow(registers: Registers, *changes: Change) -> tuple[Watch, tuple[ElementId, ...]]:
    """Return a watch after changes, and whose findings it says have changed."""
    watch = watched(registers)
    watch.note(changes)
    drain(watch)
    assert dict(watch.findings) == full(apply(changes, registers))
    return watch, watch.take_changed()


SHOP: Final = registers_of("""
    context Ordering
      aggregate Order
        field id: uuid {"key": true}
        field customer: ref Customer
        field status: Status {"default": "Draft"}
      enum Status
        enumValue Draft
        enumValue Sent
    context People
      aggregate Customer
        field id: uuid {"key": true}
""")
ORDER, CUSTOMER_REF, STATUS, DRAFT, CUSTOMER = (id_at(at) for at in (1, 3, 5, 6, 9))


def test_a_change_is_told_with_the_elements_it_reaches() -> None:
    _, changed = follow(SHOP, assertion(DRAFT, "name", "Open"))
    assert set(changed) == {id_at(4)}  # the default of the field is no state any more


def test_a_change_that_no_rule_looks_at_moves_nothing() -> None:
    watch = watched(SHOP)
    watch.note([assertion(ORDER, "doc", "text"), assertion(ORDER, "position", {"x": 1, "y": 2})])
    assert drain(watch) == 0


def test_what_is_removed_has_no_findings_and_is_missed() -> None:
    _, changed = follow(SHOP, assertion(CUSTOMER, "removed", value=True))
    assert CUSTOMER_REF in changed
    watch = watched(apply((assertion(CUSTOMER, "removed", value=True),), SHOP))
    watch.note([retraction(CUSTOMER, "removed")])
    drain(watch)
    assert dict(watch.findings) == full(SHOP)


def test_a_change_looks_at_its_surroundings_only() -> None:
    many = "\n".join(f"entity E{at}\n  field id: uuid {{'key': true}}" for at in range(300))
    watch = watched(registers_of(many.replace("'", '"')))
    watch.note([assertion(id_at(1), "optional", value=True)])
    assert drain(watch) < 20
    assert watch.take_changed() == (id_at(1),)


@pytest.mark.parametrize("steps", [1, 5, 12, 20, 30])
def test_what_changes_while_the_model_is_read_is_told(steps: int) -> None:
    live = {element: dict(held) for element, held in SHOP.items()}
    watch = Watch(live)
    assert all(watch.step() for _ in range(steps))
    live[DRAFT]["name"] = "Open"
    watch.note([assertion(DRAFT, "name", "Open")])
    drain(watch)
    assert dict(watch.findings) == full(live)
    assert id_at(4) in watch.take_changed()


REFERENCE: Final = st.one_of(
    st.sampled_from(IDS),
    st.sampled_from(NAMES).map(lambda name: {"name": name}),
)
TYPE: Final = st.one_of(
    st.builds(lambda to: {"to": to}, st.one_of(REFERENCE, st.just("string"))),
    st.builds(lambda to: {"to": to, "ref": True}, st.one_of(REFERENCE, st.just("uuid"))),
)
VALUES: Final[dict[str, st.SearchStrategy[Any]]] = {
    "kind": st.sampled_from(
        [
            *("context", "aggregate", "entity", "value", "mixin", "field", "type", "enum"),
            *("enumValue", "union", "index", "command", "lifecycle", "transition"),
            *("contextRelation", "odd"),
        ],
    ),
    "name": st.sampled_from(NAMES),
    "parent": st.sampled_from(IDS),
    "order": st.sampled_from(["a0", "a1", "a2"]),
    "removed": st.just(value=True),
    "doc": st.just("text"),
    "extends": REFERENCE,
    "mixins": st.lists(REFERENCE, max_size=2),
    "type": TYPE,
    "key": st.just(value=True),
    "optional": st.just(value=True),
    "default": st.sampled_from(["Draft", '"Order"', "null"]),
    "inverse": st.sampled_from(["total", "a"]),
    "storedValue": st.sampled_from(['"a"', '"total"']),
    "variants": st.lists(REFERENCE, max_size=3),
    "field": REFERENCE,
    "from": st.lists(REFERENCE, max_size=2),
    "to": REFERENCE,
    "keys": st.lists(st.builds(lambda to: {"to": to}, REFERENCE), max_size=2),
    "upstream": REFERENCE,
    "downstream": REFERENCE,
    "relation": st.sampled_from(["partnership", "customerSupplier"]),
    "emits": st.lists(REFERENCE, max_size=1),
}


@st.composite
def change(draw: st.DrawFn) -> Change:
    element = draw(st.sampled_from(IDS))
    attribute = draw(st.sampled_from([*VALUES, "kind", "parent", "type", "name"]))
    if draw(st.integers(0, 3)) == 0:
        return retraction(element, attribute)
    return assertion(element, attribute, draw(VALUES[attribute]))


@st.composite
def model(draw: st.DrawFn) -> Registers:
    """Draw a model that mostly holds together, so that rules have something to look at."""
    registers: dict[ElementId, dict[str, Any]] = {}
    for place, element in enumerate(IDS):
        kind = draw(st.sampled_from(["entity", "field", "enum", "enumValue", "value", "type"]))
        held: dict[str, Any] = {"kind": kind, "name": draw(st.sampled_from(NAMES))}
        if place and draw(st.booleans()):
            held["parent"] = draw(st.sampled_from(IDS[:place]))
        if kind in {"field", "type"}:
            held["type"] = draw(TYPE)
        registers[element] = held
    return registers


STORY: Final = st.lists(st.tuples(st.lists(change(), max_size=4), st.integers(0, 30)), max_size=8)


@settings(max_examples=400)
@given(model(), STORY)
@example(registers_of("entity A\nentity A\nentity A"), [([assertion(id_at(1), "name", "A3")], 0)])
def test_incremental_is_full(
    registers: Registers,
    story: list[tuple[list[Change], int]],
) -> None:
    watch = watched(registers)
    known = dict(watch.findings)
    assert known == full(registers)
    for changes, steps in story:
        watch.note(changes)
        registers = apply(tuple(changes), registers)
        if not any(not watch.step() for _ in range(steps)):
            continue
        now = full(registers)
        assert dict(watch.findings) == now
        for element in watch.take_changed():
            known[element] = now.get(element, ())
        assert {element: found for element, found in known.items() if found} == now
    drain(watch)
    assert dict(watch.findings) == full(registers)


def turning(before: Registers, after: Registers) -> list[Change]:
    """Return what turns one model into another."""
    return [
        assertion(element, attribute, after[element][attribute])
        if attribute in after.get(element, {})
        else retraction(element, attribute)
        for element in sorted({*before, *after})
        for attribute in sorted({*before.get(element, {}), *after.get(element, {})})
    ]


@every_case
def test_every_rule_follows_a_change_there_and_back(case: Case) -> None:
    wrong, right = registers_of(case.wrong), registers_of(case.right)
    watch = watched(wrong)
    for before, after in ((wrong, right), (right, wrong)):
        for each in turning(before, after):
            watch.note([each])
            drain(watch)
        assert dict(watch.findings) == full(after)


MODELS: Final = [
    *(registers_of(text) for case in CASES_READ for text in (case.wrong, case.right)),
    registers_of(UNFINISHED),
]


@settings(max_examples=300)
@given(st.sampled_from(MODELS), st.data())
def test_incremental_is_full_where_rules_find_something(
    registers: Registers, data: st.DataObject
) -> None:
    """Registers take what another element of the same model holds there, or nothing."""
    watch = watched(registers)
    known = dict(watch.findings)
    elements = sorted(registers)
    held = sorted({(name, key) for name, own in registers.items() for key in own})
    for _ in range(data.draw(st.integers(1, 12))):
        source, attribute = data.draw(st.sampled_from(held))
        element = data.draw(st.sampled_from(elements))
        value = registers.get(source, {}).get(attribute)
        is_set = value is not None and data.draw(st.integers(0, 2)) > 0
        change_ = assertion(element, attribute, value) if is_set else retraction(element, attribute)
        watch.note([change_])
        registers = apply((change_,), registers)
        drain(watch)
        now = full(registers)
        assert dict(watch.findings) == now
        for each in watch.take_changed():
            known[each] = now.get(each, ())
        assert {each: found for each, found in known.items() if found} == now
