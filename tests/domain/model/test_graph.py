"""The graph: what is visible, in which order, by what path, and what refers to what."""

from itertools import permutations

from domain.model.graph import Element, Graph, Reference
from domain.model.operations import Registers
from tests.domain.model.notation import GONE, id_at, registers_of

WEBSHOP = """
    model Webshop
    context Ordering
      aggregate Order
        field total: int
        index _ {"keys": [{"to": "&total"}]}
        invariant positive {"expression": {"text": "total > 0", "ast": null, "names": [["total", "&total"]]}}
      aggregate Customer
        field orders: ref Order {"cardinality": [0, null]}
    entity `Order Details` {"extends": "&Order"}
"""  # noqa: E501 - one element a line


def graph_of(text: str) -> Graph:
    return Graph.of(registers_of(text))


def shown(registers: Registers) -> set[str]:
    return set(Graph.of(registers).elements)


def test_an_element_is_visible_when_it_has_a_kind_and_is_not_removed() -> None:
    assert shown(
        {
            "a": {"kind": "entity"},
            "b": {"name": "no kind"},
            "c": {"kind": "entity", "removed": True},
            "d": {"kind": "entity", "removed": False},
            "e": {"kind": 7},
            "f": {},
        }
    ) == {"a", "d"}


def test_what_stands_in_something_hidden_is_hidden_too() -> None:
    assert shown(
        {
            "removed": {"kind": "context", "removed": True},
            "below": {"kind": "aggregate", "parent": "removed"},
            "deeper": {"kind": "field", "parent": "below"},
            "orphan": {"kind": "field", "parent": "nobody"},
            "kindless": {"name": "x"},
            "in kindless": {"kind": "field", "parent": "kindless"},
            "alive": {"kind": "context", "parent": None},
            "child": {"kind": "aggregate", "parent": "alive"},
        }
    ) == {"alive", "child"}


def test_a_cycle_of_parents_is_hidden_with_all_that_hangs_on_it() -> None:
    registers = {
        "a": {"kind": "context", "parent": "b"},
        "b": {"kind": "context", "parent": "a"},
        "tail": {"kind": "context", "parent": "a"},
        "end": {"kind": "context", "parent": "tail"},
        "self": {"kind": "context", "parent": "self"},
        "top": {"kind": "context"},
    }
    for order in permutations(registers):
        assert shown({key: registers[key] for key in order}) == {"top"}


def test_a_long_chain_of_parents_is_walked_without_recursion() -> None:
    depth = 20_000
    chain: Registers = {
        str(n): {"kind": "context", **({"parent": str(n + 1)} if n < depth else {})}
        for n in range(depth + 1)
    }
    graph = Graph.of(chain)
    assert len(graph) == depth + 1
    assert next(graph.in_tree_order()).id == str(depth)
    assert len(list(graph.ancestors("0"))) == depth


def test_siblings_stand_by_order_then_id_in_code_units_over_all_kinds() -> None:
    graph = Graph.of(
        {
            "2": {"kind": "entity", "order": "a1"},
            "1": {"kind": "enum", "order": "a1"},
            "3": {"kind": "entity", "order": "Zz"},
            "4": {"kind": "entity", "order": "a0V"},
            "5": {"kind": "entity", "order": "a0"},
            "6": {"kind": "entity"},
            "7": {"kind": "entity", "order": 3},
        }
    )
    assert [each.id for each in graph.children(None)] == ["6", "7", "3", "5", "4", "1", "2"]


def test_the_tree_order_goes_down_before_it_goes_on() -> None:
    graph = graph_of(WEBSHOP)
    assert [graph.path(each.id) for each in graph.in_tree_order()] == [
        "Webshop",
        "Ordering",
        "Ordering.Order",
        "Ordering.Order.total",
        "Ordering.Order.(index)",
        "Ordering.Order.positive",
        "Ordering.Customer",
        "Ordering.Customer.orders",
        "`Order Details`",
    ]


def test_a_path_skips_the_model_and_quotes_backquotes() -> None:
    graph = Graph.of(
        {
            "m": {"kind": "model", "name": "Webshop"},
            "e": {"kind": "entity", "name": "a`b.c", "parent": "m"},
            "f": {"kind": "enumValue", "parent": "e", "name": ""},
        }
    )
    assert graph.path("f") == "`a``b.c`.(enum value)"
    assert graph.path("m") == "Webshop"


def test_the_parts_of_an_element_can_be_asked_for() -> None:
    graph = graph_of(WEBSHOP)
    order = graph.elements[id_at(2)]
    assert (order.kind, order.name, order.parent, order.order) == (
        "aggregate",
        "Order",
        id_at(1),
        "a0002",
    )
    assert order.get("extends") is None
    assert graph.get(GONE) is None
    assert GONE not in graph
    assert order.id in graph
    assert [each.name for each in graph.children(order.id)] == ["total", None, "positive"]
    assert graph.children(GONE) == ()
    assert Element("x", {"kind": "entity", "name": 7, "order": 7}).name is None


def test_references_are_found_by_the_declaration_and_asked_both_ways() -> None:
    graph = graph_of(WEBSHOP)
    order, total, orders, details = id_at(2), id_at(3), id_at(7), id_at(8)
    assert graph.references() == (
        Reference(id_at(4), "keys", total),
        Reference(id_at(5), "expression", total),
        Reference(orders, "type", order),
        Reference(details, "extends", order),
    )
    assert graph.referrers(total) == graph.references()[:2]
    assert graph.references_of(orders) == (Reference(orders, "type", order),)
    assert graph.referrers(orders) == ()
    assert graph.references_of(order) == ()


def test_a_reference_to_what_is_hidden_stays_one() -> None:
    graph = graph_of("entity Order\n  field customer: ref !")
    assert graph.referrers(GONE) == (Reference(id_at(1), "type", GONE),)


def test_a_name_that_is_not_bound_and_an_unknown_kind_refer_to_nothing() -> None:
    graph = Graph.of({"x": {"kind": "spaceship", "extends": GONE}})
    assert graph.references() == ()
    assert graph_of("entity Order\n  field customer: ?Customer").references() == ()


def test_the_json_is_flat_in_tree_order_and_never_shows_removed() -> None:
    graph = Graph.of(
        {
            "b": {"kind": "field", "parent": "a", "removed": False, "type": {"to": "int"}},
            "a": {"kind": "entity", "name": "Order", "order": "a0", "doc": "x", "@x.y": {}},
        }
    )
    assert graph.to_json() == [
        {
            "id": "a",
            "kind": "entity",
            "name": "Order",
            "parent": None,
            "order": "a0",
            "@x.y": {},
            "doc": "x",
        },
        {
            "id": "b",
            "kind": "field",
            "name": None,
            "parent": "a",
            "order": "",
            "type": {"to": "int"},
        },
    ]
    assert list(graph.to_json()[0])[:5] == ["id", "kind", "name", "parent", "order"]


def test_the_order_of_the_registers_means_nothing() -> None:
    registers = registers_of(WEBSHOP)
    backward = dict(reversed(list(registers.items())))
    one, other = Graph.of(registers), Graph.of(backward)
    assert one == other
    assert one.to_json() == other.to_json()
    assert one.references() == other.references()
