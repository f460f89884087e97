"""Laws of the graph, of diffs, findings and sentences, over models as broken as they come."""

from collections.abc import Mapping
from random import Random

from hypothesis import given, strategies as st

from domain.model.diff import Names, changes_of, diff, sentences, to_json
from domain.model.findings import findings, findings_of
from domain.model.graph import Graph
from domain.model.metamodel import KINDS, accept_attribute, attribute_of, is_layout
from domain.model.operations import Mode, Operation, Registers, apply
from domain.model.sentences import Named, summarise
from domain.model.values import Json
from domain.period import ALWAYS

IDS = [f"00000000-0000-7000-8000-{n:012d}" for n in range(8)]
NAMES = ["Order", "Ordr", "total", "orders", "a b", "x\n\u202e", "Paid"]

ids = st.sampled_from(IDS)
references: st.SearchStrategy[Json] = ids | st.builds(
    lambda name: {"name": name}, st.sampled_from(NAMES[:4])
)
bounds = st.tuples(st.integers(0, 3), st.integers(0, 3) | st.none()).map(list)
types: st.SearchStrategy[Json] = st.builds(
    lambda to, ref: {"to": to, "ref": True} if ref else {"to": to},
    references | st.sampled_from(["int", "string"]),
    st.booleans(),
)
expressions: st.SearchStrategy[Json] = st.builds(
    lambda text, target: {"text": text, "ast": None, "names": [["x", target]]},
    st.sampled_from(["", "x > 0"]),
    ids,
)
values: st.SearchStrategy[Json] = st.one_of(
    references,
    st.lists(ids, max_size=3, unique=True),
    bounds,
    types,
    expressions,
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([*NAMES, "", "1", "2.5", "Draft", '"x"', "setNull"]),
    st.builds(lambda to: [{"to": to}], references),
    st.builds(lambda x: {"x": x, "y": 0}, st.integers(0, 3)),
)
attributes = st.sampled_from(
    [
        *sorted({name for kind in KINDS.values() for name in kind.attributes}),
        *("@db.type", "#core", f"at:{IDS[0]}"),
    ]
)
kinds = st.sampled_from(sorted(KINDS))
anything: st.SearchStrategy[Mapping[str, Json]] = st.builds(
    lambda own, loose: {**loose, **{key: value for key, value in own.items() if value is not None}},
    st.fixed_dictionaries(
        {
            "kind": kinds | st.none(),
            "parent": ids | st.none(),
            "order": st.sampled_from(["a0", "a1", "Zz"]) | st.none(),
            "removed": st.booleans() | st.none(),
        }
    ),
    st.dictionaries(attributes, values, max_size=6),
).filter(bool)
broken_models: st.SearchStrategy[Registers] = st.dictionaries(ids, anything, max_size=8)


def fitting(registers: Registers) -> Registers:
    """Keep what the meta-model accepts: what a room would hold, senseless as it may be."""
    return {
        element: {
            attribute: value
            for attribute, value in held.items()
            if attribute_of(str(held["kind"]), attribute) is not None
            and accepts(str(held["kind"]), attribute, value)
        }
        for element, held in registers.items()
        if isinstance(held.get("kind"), str) and held["kind"] in KINDS
    }


def accepts(kind: str, attribute: str, value: Json) -> bool:
    declared = attribute_of(kind, attribute)
    return declared is not None and declared.type.fault(value) is None


models = broken_models.map(fitting)


def is_visible(registers: Registers, element: str | None) -> bool:
    """Walk up as the definition says, never twice past the same element."""
    for _ in range(len(registers) + 1):
        if element is None:
            return True
        held = registers.get(element, {})
        if not isinstance(held.get("kind"), str) or held.get("removed") is True:
            return False
        parent = held.get("parent")
        element = parent if isinstance(parent, str) else None
    return False


@given(broken_models)
def test_the_graph_is_what_the_definition_says(registers: Registers) -> None:
    graph = Graph.of(registers)
    assert set(graph.elements) == {each for each in registers if is_visible(registers, each)}


@given(broken_models)
def test_the_tree_holds_every_element_once_below_its_parent_and_in_order(
    registers: Registers,
) -> None:
    graph = Graph.of(registers)
    walked = list(graph.in_tree_order())
    assert sorted(each.id for each in walked) == sorted(graph.elements)
    met: set[str | None] = {None}
    for element in walked:
        assert element.parent in met
        met.add(element.id)
        places = [(child.order, child.id) for child in graph.children(element.id)]
        assert places == sorted(places)


@given(broken_models)
def test_references_read_the_same_from_both_ends(registers: Registers) -> None:
    graph = Graph.of(registers)
    every = graph.references()
    assert all(each in graph.referrers(each.target) for each in every)
    assert all(each in graph.references_of(each.source) for each in every)
    assert sum(len(graph.references_of(each)) for each in graph.elements) == len(every)


@given(broken_models, broken_models)
def test_the_changes_of_a_diff_lead_from_one_to_the_other(a: Registers, b: Registers) -> None:
    assert apply(changes_of(diff(a, b, layout=True)), a) == b


@given(broken_models, broken_models)
def test_the_changes_of_a_diff_of_graphs_lead_from_one_to_the_other(
    a: Registers, b: Registers
) -> None:
    was, now = Graph.of(a), Graph.of(b)
    visible = {each.id: each.registers for each in was.elements.values()}
    after = apply(changes_of(diff(was, now, layout=True)), visible)
    assert Graph.of(after) == now


@given(broken_models, broken_models)
def test_a_diff_without_layout_leads_to_the_same_but_for_layout(a: Registers, b: Registers) -> None:
    after = apply(changes_of(diff(a, b)), a)
    assert diff(after, b) == ()
    left = {change.attribute for change in changes_of(diff(after, b, layout=True))}
    assert all(is_layout(attribute) for attribute in left)


@given(broken_models)
def test_nothing_differs_from_itself(registers: Registers) -> None:
    assert diff(registers, registers, layout=True) == ()
    copied = {element: dict(held) for element, held in registers.items()}
    assert diff(registers, copied, layout=True) == ()


@given(broken_models, broken_models)
def test_every_difference_has_a_sentence_on_one_line(a: Registers, b: Registers) -> None:
    names = Names(Graph.of(a), Graph.of(b))
    differences = diff(a, b, layout=True)
    told = sentences(differences, names)
    assert all(each.isprintable() and each for each in told)
    assert len(to_json(differences, names)) == len({each.element for each in differences})


@given(models, st.randoms(use_true_random=False))
def test_findings_are_the_same_whatever_the_order_of_the_registers(
    registers: Registers, shuffle: Random
) -> None:
    found = findings(Graph.of(registers))
    rows = list(registers.items())
    shuffle.shuffle(rows)
    assert findings(Graph.of(dict(rows))) == found


@given(models)
def test_findings_are_plain_words_about_visible_elements_with_legal_fixes(
    registers: Registers,
) -> None:
    graph = Graph.of(registers)
    for finding in findings(graph):
        assert finding.element in graph
        assert finding.message.isprintable()
        assert finding.remedy.isprintable()
        assert finding in findings_of(graph, finding.element)
        for change in (change for fix in finding.fixes for change in fix.changes):
            kind = graph.elements[change.element].kind
            assert attribute_of(kind, change.attribute) is not None
            if change.value is not None:
                accept_attribute(kind, change.attribute, change.value)


@given(broken_models, broken_models, st.sampled_from(list(Mode)))
def test_every_commit_has_one_sentence_and_always_the_same(
    a: Registers, b: Registers, mode: Mode
) -> None:
    changes = changes_of(diff(a, b, layout=True))
    operations = [
        Operation(each.element, each.attribute, each.kind, each.value, ALWAYS) for each in changes
    ]

    def name_of(element: str) -> Named:
        held = b.get(element, {})
        return Named(str(held.get("kind") or ""), str(held.get("name") or ""))

    told = summarise(operations, mode, name_of)
    assert told
    assert told.isprintable()
    assert told == summarise(operations, mode, name_of)
