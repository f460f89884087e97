"""The law of mending: whatever is written, one round of corrections makes it legal again."""

from collections.abc import Iterable

from hypothesis import given, strategies as st

from domain.ids import is_id
from domain.model.live import LiveGraph
from domain.model.metamodel import KINDS, MODEL, accept_attribute
from domain.model.operations import Change, Register, Registers, assertion, retraction
from domain.model.structure import CODES, mend, refuse
from domain.model.values import Json
from tests.domain.model.webshop import (
    DRAFT,
    FLOW,
    LINE,
    NEW,
    NEWER,
    NEWEST,
    ONE,
    ORDER,
    QTY,
    ROOT,
    SALES,
    STATUS,
    TWO,
    WEBSHOP,
    copied,
)

IDS = (ROOT, SALES, ORDER, LINE, QTY, STATUS, DRAFT, FLOW, ONE, TWO, NEW, NEWER, NEWEST, "odd")
KIND_NAMES = ("model", "context", "entity", "field", "enum", "enumValue", "step", "workflow", "x")
GARBAGE: st.SearchStrategy[Json] = st.sampled_from(
    [None, True, 1, "text", [], {}, {"to": "int"}, [1, None], "a0", "a\nb"],
)
CHANGES = st.lists(
    st.one_of(
        st.builds(assertion, st.sampled_from(IDS), st.just("kind"), st.sampled_from(KIND_NAMES)),
        st.builds(assertion, st.sampled_from(IDS), st.just("parent"), st.sampled_from(IDS)),
        st.builds(
            assertion,
            st.sampled_from(IDS),
            st.sampled_from(["kind", "parent", "name", "type", "removed", "open", "action", "y"]),
            GARBAGE,
        ),
        st.builds(
            retraction,
            st.sampled_from(IDS),
            st.sampled_from(["kind", "parent", "name", "type", "open", "action"]),
        ),
    ),
    max_size=25,
)


@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_law_whatever_is_written_one_round_makes_it_legal(edits: list[list[Change]]) -> None:
    """Edit upon edit, so that later ones start from whatever the earlier ones left."""
    registers: Registers = WEBSHOP
    for changes in edits:
        live = LiveGraph.of(registers)
        former = written(live, changes)
        corrections = mend(live, former)
        written(live, [correction.change for correction in corrections])
        assert mend(live, former) == ()
        registers = copied(live.registers)
        assert faults_of(live) <= below_nothing(registers)
        for correction in corrections:
            assert correction.change.register in former
            assert correction.problem.code in CODES


@given(CHANGES)
def test_law_what_is_refused_is_what_is_mended(changes: list[Change]) -> None:
    live = LiveGraph.of(WEBSHOP)
    problems = refuse(live, tuple(changes))
    assert copied(live.registers) == WEBSHOP
    corrections = mend(live, written(live, changes))
    assert problems == tuple(dict.fromkeys(correction.problem for correction in corrections))


@given(CHANGES)
def test_law_mending_writes_nothing(changes: list[Change]) -> None:
    live = LiveGraph.of(WEBSHOP)
    former = written(live, changes)
    before = copied(live.registers)
    mend(live, former)
    assert copied(live.registers) == before


def written(live: LiveGraph, changes: Iterable[Change]) -> dict[Register, Change]:
    former: dict[Register, Change] = {}
    for change in changes:
        inverse = live.write(change)
        former.setdefault(change.register, inverse)
    return former


def faults_of(live: LiveGraph) -> set[str]:
    """The elements that break a rule, told independently of the rules' own code."""
    found = set()
    models = 0
    for element, registers in live.registers.items():
        kind = registers.get("kind")
        if kind is None:
            continue
        models += kind == MODEL
        if not is_id(element) or kind not in KINDS or not is_placed(live, element, str(kind)):
            found.add(element)
        for name, value in registers.items():
            accept_attribute(str(kind), name, value)
    assert models == 1
    return found


def is_placed(live: LiveGraph, element: str, kind: str) -> bool:
    parent = live.of_element(element).get("parent")
    if parent is None:
        return KINDS[kind].at_top or kind == MODEL
    holder = live.of_element(str(parent))
    if "kind" in holder and holder["kind"] not in KINDS[kind].parents:
        return False
    passed = {element}
    while isinstance(parent, str) and "kind" in live.of_element(parent):
        if parent in passed:
            return False
        passed.add(parent)
        parent = live.of_element(parent).get("parent")
    return bool(holder)


def below_nothing(registers: Registers) -> set[str]:
    """What stands in an element that was taken away altogether: hidden, and nobody's fault."""
    return {
        element
        for element, held in registers.items()
        if (parent := held.get("parent")) is not None and parent not in registers
    }
