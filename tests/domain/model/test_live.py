"""The live graph: writes answer with their inverse, and the index of children keeps step."""

from hypothesis import given, strategies as st

from domain.model.live import ABSENT, LiveGraph
from domain.model.operations import Change, assertion, retraction
from domain.model.values import Json

MODEL, ORDER, LINE, QTY = (f"00000000-0000-7000-8000-00000000000{n}" for n in range(4))

YES: Json = True
NO: Json = False

WEBSHOP: dict[str, dict[str, Json]] = {
    MODEL: {"kind": "model", "name": "Webshop"},
    ORDER: {"kind": "aggregate", "name": "Order", "order": "a0"},
    LINE: {"kind": "entity", "name": "Line", "parent": ORDER, "order": "a1"},
    QTY: {"kind": "field", "name": "qty", "parent": LINE, "order": "a0"},
}


def test_it_holds_a_copy_of_what_it_is_made_of() -> None:
    live = LiveGraph.of({**WEBSHOP, "empty": {}})
    assert live.registers == WEBSHOP
    live.write(assertion(ORDER, "name", "Purchase"))
    assert WEBSHOP[ORDER]["name"] == "Order"


def test_the_view_of_the_registers_follows_every_write() -> None:
    live = LiveGraph.of(WEBSHOP)
    registers = live.registers
    live.write(assertion(ORDER, "name", "Purchase"))
    assert registers[ORDER]["name"] == "Purchase"
    assert live.of_element(ORDER)["name"] == "Purchase"
    assert live.of_element("nobody") == {}


def test_a_register_reads_as_its_value_or_as_absent() -> None:
    live = LiveGraph.of(WEBSHOP)
    assert live.read((ORDER, "name")) == "Order"
    assert live.read((ORDER, "doc")) is ABSENT
    assert live.read(("nobody", "name")) is ABSENT


def test_a_write_answers_with_what_takes_it_back() -> None:
    live = LiveGraph.of(WEBSHOP)
    assert live.write(assertion(ORDER, "name", "X")) == assertion(ORDER, "name", "Order")
    assert live.write(retraction(ORDER, "name")) == assertion(ORDER, "name", "X")
    assert live.write(retraction(ORDER, "name")) == retraction(ORDER, "name")
    assert live.write(assertion("new", "kind", "enum")) == retraction("new", "kind")
    assert live.write(retraction("none", "kind")) == retraction("none", "kind")


def test_children_follow_the_parent() -> None:
    live = LiveGraph.of(WEBSHOP)
    assert set(live.children(None)) == {MODEL, ORDER}
    assert set(live.children(ORDER)) == {LINE}
    live.write(retraction(LINE, "parent"))
    assert set(live.children(None)) == {MODEL, ORDER, LINE}
    assert set(live.children(ORDER)) == set()
    live.write(assertion(LINE, "parent", ["no", "id"]))
    assert LINE in live.children(None)


def test_an_element_without_registers_is_nobodys_child() -> None:
    live = LiveGraph.of(WEBSHOP)
    for attribute in WEBSHOP[QTY]:
        live.write(retraction(QTY, attribute))
    assert set(live.children(LINE)) == set()
    assert QTY not in live.children(None)
    assert QTY not in live.registers


def test_the_last_order_counts_hidden_siblings() -> None:
    live = LiveGraph.of(WEBSHOP)
    live.write(assertion(LINE, "removed", YES))
    assert live.last_order(ORDER) == "a1"
    assert live.last_order(None) == "a0"
    assert live.last_order(QTY) is None
    live.write(assertion(LINE, "order", 3))
    assert live.last_order(ORDER) is None


def test_an_element_is_visible_with_a_kind_and_all_its_parents() -> None:
    live = LiveGraph.of(WEBSHOP)
    assert live.visible(QTY)
    live.write(assertion(ORDER, "removed", NO))
    assert live.visible(QTY)
    live.write(assertion(ORDER, "removed", YES))
    assert not live.visible(QTY)
    live.write(retraction(ORDER, "removed"))
    live.write(retraction(LINE, "kind"))
    assert not live.visible(QTY)
    assert not live.visible("nobody")


def test_what_stands_in_itself_is_hidden() -> None:
    live = LiveGraph.of(WEBSHOP)
    live.write(assertion(ORDER, "parent", LINE))
    assert not live.visible(QTY)


ATTRIBUTES = st.sampled_from(["kind", "parent", "order", "name"])
VALUES = st.sampled_from([MODEL, ORDER, LINE, QTY, "a0", 1, [ORDER]])
WRITES = st.lists(
    st.builds(assertion, st.sampled_from([MODEL, ORDER, LINE, QTY]), ATTRIBUTES, VALUES)
    | st.builds(retraction, st.sampled_from([MODEL, ORDER, LINE, QTY]), ATTRIBUTES),
)


@given(WRITES)
def test_the_index_is_that_of_a_fresh_graph_and_inverses_undo(writes: list[Change]) -> None:
    live = LiveGraph.of(WEBSHOP)
    inverses = [live.write(write) for write in writes]
    same(live, LiveGraph.of(live.registers))
    for inverse in reversed(inverses):
        live.write(inverse)
    assert live.registers == WEBSHOP
    same(live, LiveGraph.of(WEBSHOP))


def same(one: LiveGraph, other: LiveGraph) -> None:
    for parent in (None, MODEL, ORDER, LINE, QTY, "a0"):
        assert set(one.children(parent)) == set(other.children(parent))
