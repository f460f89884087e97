"""Every rule by cases: what it finds, and its silence when just the fact is put right."""

from pathlib import Path
from typing import NamedTuple

import pytest

from domain.model.findings import RULES, Finding, Level, Scope, findings, findings_of
from domain.model.findings.index import nearest
from domain.model.graph import Graph
from domain.model.metamodel import KINDS, accept_attribute, attribute_of
from domain.model.operations import apply
from tests.domain.model.notation import only, registers_of

CASES = Path(__file__).with_name("findings.cases")


class Case(NamedTuple):
    rule: str
    title: str
    wrong: str
    right: str
    found: tuple[str, ...]
    fixes: tuple[str, ...]


def read_cases() -> list[Case]:
    blocks = CASES.read_text(encoding="utf-8").split("\n# ")[1:]
    return [read_case(block.splitlines()) for block in blocks]


def read_case(lines: list[str]) -> Case:
    rule, _, title = lines[0].partition(": ")
    body = lines[1:]
    found = tuple(line[2:] for line in body if line.startswith("!"))
    fixes = tuple(line[2:] for line in body if line.startswith("?"))
    return Case(rule, title, only(" -", body), only(" +", body), found, fixes)


CASES_READ = read_cases()
every_case = pytest.mark.parametrize(
    "case", CASES_READ, ids=[f"{case.rule}: {case.title}" for case in CASES_READ]
)


def found_by(rule: str, graph: Graph) -> list[Finding]:
    return [finding for finding in findings(graph) if finding.rule == rule]


def line(finding: Finding, graph: Graph) -> str:
    words = f"{finding.message} {finding.remedy}"
    return f"{graph.path(finding.element)} | {finding.attribute or '-'} | {words}"


@every_case
def test_a_rule_finds_the_fact_and_says_it(case: Case) -> None:
    graph = Graph.of(registers_of(case.wrong))
    assert tuple(line(each, graph) for each in found_by(case.rule, graph)) == case.found


@every_case
def test_a_rule_is_silent_when_just_the_fact_is_put_right(case: Case) -> None:
    assert case.found
    assert found_by(case.rule, Graph.of(registers_of(case.right))) == []


@every_case
def test_a_rule_offers_the_way_out_where_it_is_plain(case: Case) -> None:
    found = found_by(case.rule, Graph.of(registers_of(case.wrong)))
    assert tuple(fix.title for finding in found for fix in finding.fixes) == case.fixes


@every_case
def test_a_fix_is_legal_and_puts_right_what_it_belongs_to(case: Case) -> None:
    registers = registers_of(case.wrong)
    for finding in found_by(case.rule, Graph.of(registers)):
        for fix in finding.fixes:
            assert fix.title
            mended = apply(fix.changes, registers)
            for change in fix.changes:
                kind = str(registers[change.element]["kind"])
                assert attribute_of(kind, change.attribute) is not None
                if change.value is not None:
                    value = accept_attribute(kind, change.attribute, change.value)
                    assert value == change.value
            after = found_by(case.rule, Graph.of(mended))
            assert (finding.element, finding.message) not in [
                (each.element, each.message) for each in after
            ]


@every_case
def test_cases_only_hold_what_the_metamodel_accepts(case: Case) -> None:
    for text in (case.wrong, case.right):
        for registers in registers_of(text).values():
            kind = str(registers["kind"])
            for attribute, value in registers.items():
                assert accept_attribute(kind, attribute, value) == value


def test_nothing_is_near_an_empty_name() -> None:
    assert nearest("", ["a"]) is None
    assert nearest("ab", ["", "a"]) == "a"


def test_every_rule_has_a_case() -> None:
    assert {case.rule for case in CASES_READ} == set(RULES)


def test_there_are_enough_rules_and_all_say_what_they_ask() -> None:
    assert len(RULES) >= 18
    for rule in RULES.values():
        assert rule.kinds
        assert rule.kinds <= set(KINDS)
        assert rule.law.endswith(".")
        assert isinstance(rule.level, Level)
        assert isinstance(rule.scope, Scope)


@every_case
def test_words_have_the_tone(case: Case) -> None:
    for finding in found_by(case.rule, Graph.of(registers_of(case.wrong))):
        words = f"{finding.message} {finding.remedy}".lower()
        for bad in ("error", "invalid", "please", "oops", "!", "must not"):
            assert bad not in words


def test_findings_come_in_tree_order_and_then_in_the_order_of_the_rules() -> None:
    graph = Graph.of(registers_of("entity B\n  field _\nentity `A 1`"))
    assert [(graph.path(each.element), each.rule) for each in findings(graph)] == [
        ("B", "entity-without-key"),
        ("B.(field)", "missing-attribute"),
        ("B.(field)", "missing-name"),
        ("`A 1`", "name-not-identifier"),
        ("`A 1`", "entity-without-key"),
    ]


SILENT = """
    entity Customer
    context Ordering
      entity Order
        field customer: ref Customer
        field note: string {"default": "null"}
        field status: Status {"default": "null"}
        field code: string {"default": "Nope"}
    enum Status
      enumValue Draft
      enumValue Draft
    entity Visitor
      field order: ref Order
"""


@pytest.mark.parametrize(
    "rule",
    ["cross-context-ref-without-relation", "default-not-in-enum", "duplicate-stored-value"],
)
def test_a_rule_keeps_to_its_own_fact(rule: str) -> None:
    assert found_by(rule, Graph.of(registers_of(SILENT))) == []


def test_one_element_can_be_checked_alone() -> None:
    graph = Graph.of(registers_of("entity B\n  field _"))
    for element in graph.elements:
        whole = [each for each in findings(graph) if each.element == element]
        assert list(findings_of(graph, element)) == whole


UNFINISHED = """
    type Bare
    type Loop: Other
    type Other: Loop
    value Card
    union Payment {"variants": ["&Bare", "&!", "&Card", "&Loop"]}
    entity Order
      field id: uuid {"key": true}
      field number: int {"key": true}
      field status
      field total: int
      index _
      index _ {"keys": [{"to": "&!"}, {"to": "&total"}]}
      lifecycle _ {"field": "&!"}
        transition _
      lifecycle _ {"field": "&status"}
        transition _ {"from": [{"name": "Draft"}]}
    enum Status
      enumValue Draft
    entity Invoice
      field state: Status
      lifecycle _ {"field": "&state"}
        transition _ {"from": [{"name": "Draft"}], "to": {"name": "Done"}}
    index _ {"keys": []}
    lifecycle _
    transition _
    field alone: Order {"key": true}
    entity Twice {"extends": "&Order", "mixins": ["&Both"]}
    mixin Both {"extends": "&Order"}
    field lost: ref ?Nothing {"key": true, "inverse": "back"}
"""


def test_half_finished_thoughts_break_no_rule() -> None:
    graph = Graph.of(registers_of(UNFINISHED))
    assert {each.element for each in findings(graph)} <= set(graph.elements)


@pytest.mark.parametrize("parent", [None, *KINDS])
def test_bare_elements_anywhere_break_no_rule(parent: str | None) -> None:
    inside = {} if parent is None else {"parent": "home"}
    bare = {kind: {"kind": kind, **inside} for kind in KINDS}
    home = {} if parent is None else {"home": {"kind": parent}}
    assert all(each.message for each in findings(Graph.of({**home, **bare})))


def test_unknown_kinds_are_passed_over() -> None:
    assert findings(Graph.of({"x": {"kind": "spaceship"}})) == ()


def test_a_finding_travels_as_json() -> None:
    registers = registers_of('value Money\n  field amount: int {"key": true, "default": "0"}')
    (finding,) = findings(Graph.of(registers))
    assert finding.to_json() == {
        "rule": "value-with-key",
        "level": "error",
        "element": finding.element,
        "attribute": "key",
        "message": "Money is a value, so it has no key.",
        "remedy": "Make Money an entity, or drop the key.",
        "fixes": [
            {
                "title": "Drop the key",
                "changes": [{"element": finding.element, "attribute": "key", "kind": "retract"}],
            }
        ],
    }


def test_an_enum_value_that_is_renamed_is_stored_as_before() -> None:
    (finding,) = findings(Graph.of(registers_of("enum Rating\n  enumValue PG-13")))
    (fix,) = finding.fixes
    assert [(change.attribute, change.value) for change in fix.changes] == [
        ("name", "PG_13"),
        ("storedValue", '"PG-13"'),
    ]


def test_a_fix_that_sets_travels_with_its_value() -> None:
    (finding,) = findings(Graph.of(registers_of("context C\n  command PlaceOrder")))
    assert finding.to_json()["fixes"] == [
        {
            "title": "Mark it silent",
            "changes": [
                {
                    "element": finding.element,
                    "attribute": "silent",
                    "kind": "assert",
                    "value": "",
                }
            ],
        }
    ]
