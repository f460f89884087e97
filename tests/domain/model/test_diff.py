"""What differs between two moments: each sort of difference, its words and its changes."""

from collections.abc import Callable

import pytest

from domain.model.diff import (
    Added,
    Changed,
    Delta,
    Names,
    Removed,
    Renamed,
    changes_of,
    diff,
    sentences,
    to_json,
)
from domain.model.graph import Graph
from domain.model.live import ABSENT
from domain.model.operations import Registers, apply, assertion, retraction
from domain.model.values import Json
from tests.domain.model.notation import id_at, registers_of

ORDERING = """
    context Ordering
      aggregate Order
        field id: uuid {"key": true}
        field total: int {"default": "0"}
        field customer: ref Customer {"cardinality": [0, 1]}
      aggregate Customer
        field id: uuid {"key": true}
    context Billing
"""
CONTEXT, ORDER, ID, TOTAL, CUSTOMER_REF, CUSTOMER, CUSTOMER_ID, BILLING = map(id_at, range(8))
BASE = registers_of(ORDERING)


def edited(element: str, **registers: Json) -> Registers:
    return apply(tuple(assertion(element, name, value) for name, value in registers.items()), BASE)


def told(a: Registers | Graph, b: Registers | Graph, *, layout: bool = False) -> list[str]:
    names = Names(*(each if isinstance(each, Graph) else Graph.of(each) for each in (a, b)))
    return list(sentences(diff(a, b, layout=layout), names))


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (
            edited(TOTAL, name="amount"),
            "Renamed field Ordering.Order.total to amount",
        ),
        (edited(ORDER, parent=BILLING, order="a0"), "Moved aggregate Ordering.Order to Billing"),
        (
            apply((retraction(ORDER, "parent"),), BASE),
            "Moved aggregate Ordering.Order to the top",
        ),
        (edited(TOTAL, order="a9"), "Reordered field Ordering.Order.total"),
        (edited(CUSTOMER, kind="entity"), "Turned aggregate Ordering.Customer into an entity"),
        (
            edited(TOTAL, type={"to": "decimal", "args": [12, 2]}),
            "Changed the type of field Ordering.Order.total from int to decimal(12, 2)",
        ),
        (
            edited(CUSTOMER_REF, type={"to": ORDER}),
            (
                "Changed the type of field Ordering.Order.customer "
                "from ref Ordering.Customer to Ordering.Order"
            ),
        ),
        (
            edited(CUSTOMER_REF, cardinality=[1, None]),
            "Changed the cardinality of field Ordering.Order.customer from 0..1 to 1..*",
        ),
        (edited(TOTAL, optional=True), "Made field Ordering.Order.total optional"),
        (edited(TOTAL, optional=False), "Made field Ordering.Order.total required"),
        (
            edited(TOTAL, default="1"),
            "Changed the default of field Ordering.Order.total from 0 to 1",
        ),
        (
            apply((retraction(TOTAL, "default"),), BASE),
            "Removed the default of field Ordering.Order.total, which was 0",
        ),
        (edited(TOTAL, unique=True), "Made field Ordering.Order.total unique"),
        (edited(TOTAL, doc="All of it."), "Set the description of field Ordering.Order.total"),
        (
            edited(TOTAL, **{"@db.type": {"order": "a0", "args": ['"money"']}}),
            'Set @db.type of field Ordering.Order.total to "money"',
        ),
        (
            edited(TOTAL, **{"#draft": True}),
            "Tagged field Ordering.Order.total with draft",
        ),
        (edited(ORDER, removed=True), "Removed aggregate Ordering.Order with 3 fields"),
        (
            edited(CONTEXT, removed=True),
            "Removed context Ordering with 4 fields and 2 aggregates",
        ),
        (
            apply((retraction(TOTAL, "name"),), BASE),
            "Removed the name of field Ordering.Order.total",
        ),
    ],
)
def test_one_change_is_one_plain_sentence(after: Registers, words: str) -> None:
    assert told(BASE, after) == [words]


def test_a_text_that_is_rewritten_is_not_repeated() -> None:
    before = edited(TOTAL, doc="A.")
    assert told(before, edited(TOTAL, doc="B.")) == [
        "Changed the description of field Ordering.Order.total"
    ]
    assert told(before, BASE) == ["Removed the description of field Ordering.Order.total"]


def test_a_tag_and_a_state_are_taken_back() -> None:
    tagged = edited(TOTAL, **{"#draft": True, "key": True})
    assert told(tagged, BASE) == [
        "Removed the tag draft from field Ordering.Order.total",
        "Made field Ordering.Order.total no key",
    ]


def test_a_first_name_is_given() -> None:
    nameless = apply((retraction(TOTAL, "name"),), BASE)
    assert told(nameless, BASE) == ["Named field Ordering.Order.(field) total"]


def test_what_comes_new_and_what_comes_back_read_differently() -> None:
    gone = edited(ORDER, removed=True)
    assert told(gone, BASE) == ["Restored aggregate Ordering.Order with 3 fields"]
    assert told({}, BASE) == [
        "Added context Ordering with 4 fields and 2 aggregates",
        "Added context Billing",
    ]


def test_several_differences_of_an_element_stand_together() -> None:
    after = apply(
        (
            assertion(TOTAL, "kind", "invariant"),
            assertion(TOTAL, "name", "positive"),
            assertion(TOTAL, "parent", CUSTOMER),
            assertion(BILLING, "name", "Payments"),
        ),
        BASE,
    )
    assert told(BASE, after) == [
        "Turned field Ordering.Order.total into an invariant",
        "Renamed field Ordering.Order.total to positive",
        "Moved field Ordering.Order.total to Ordering.Customer",
        "Renamed context Billing to Payments",
    ]


def test_a_new_home_that_came_in_between_takes_nothing_along() -> None:
    after = apply(
        (
            assertion("n", "kind", "context"),
            assertion("n", "name", "New"),
            assertion(ORDER, "parent", "n"),
            assertion("f", "kind", "field"),
            assertion("f", "name", "note"),
            assertion("f", "parent", ORDER),
        ),
        BASE,
    )
    assert told(BASE, after) == [
        "Added context New",
        "Moved aggregate Ordering.Order to New",
        "Added field New.Order.note",
    ]


def test_layout_is_left_out_unless_asked_for() -> None:
    after = edited(ORDER, position={"x": 1, "y": 2})
    assert diff(BASE, after) == ()
    assert told(BASE, after, layout=True) == ["Set the position of aggregate Ordering.Order"]


def test_hidden_elements_are_compared_as_registers_and_unseen_as_graphs() -> None:
    gone = edited(ORDER, removed=True)
    after = apply((assertion(TOTAL, "default", "1"),), gone)
    assert told(gone, after) == ["Changed the default of an element that is not shown"]
    assert diff(Graph.of(gone), Graph.of(after)) == ()


def test_an_element_that_neither_moment_shows_is_named_as_such() -> None:
    after = edited(CUSTOMER_REF, type={"to": "00000000-0000-7000-8000-00000000dead"})
    (words,) = told(BASE, after)
    assert words.endswith("from ref Ordering.Customer to an element that is not shown")
    names = Names(Graph.of({}), Graph.of({}))
    assert names.now("x") == names.was("x") == "an element that is not shown"


def test_true_is_not_one() -> None:
    a: Registers = {"e": {"kind": "entity", "x": 1}}
    b: Registers = {"e": {"kind": "entity", "x": True}}
    assert diff(a, b) == (Changed("e", (Delta("x", 1, after=True),)),)


def test_the_changes_lead_from_one_to_the_other() -> None:
    after = apply(
        (
            retraction(TOTAL, "default"),
            assertion(TOTAL, "name", "sum"),
            assertion("n", "kind", "x"),
        ),
        BASE,
    )
    assert apply(changes_of(diff(BASE, after)), BASE) == after


def test_graphs_differ_by_all_registers_of_what_came_and_went() -> None:
    a, b = Graph.of(BASE), Graph.of(edited(CUSTOMER_ID, removed=True))
    (gone,) = diff(a, b)
    assert isinstance(gone, Removed)
    assert Delta("key", before=True, after=ABSENT) in gone.deltas
    (back,) = diff(b, a)
    assert isinstance(back, Added)
    assert changes_of([back]) == tuple(
        assertion(CUSTOMER_ID, name, value) for name, value in sorted(BASE[CUSTOMER_ID].items())
    )


def test_hostile_names_stay_on_their_line() -> None:
    (words,) = told(BASE, edited(TOTAL, name="x\n\u202ey" + "z" * 300))
    assert words.startswith("Renamed field Ordering.Order.total to x\\u{a}\\u{202e}yzz")
    assert len(words) < 120


def test_the_wire_form_is_grouped_by_element() -> None:
    after = apply(
        (
            assertion(TOTAL, "name", "sum"),
            retraction(TOTAL, "default"),
            assertion(CUSTOMER, "removed", True),  # noqa: FBT003 - a value
        ),
        BASE,
    )
    names = Names(Graph.of(BASE), Graph.of(after))
    assert to_json(diff(BASE, after), names) == [
        {
            "element": TOTAL,
            "kind": "field",
            "path": "Ordering.Order.sum",
            "differences": [
                {
                    "type": "renamed",
                    "sentence": "Renamed field Ordering.Order.total to sum",
                    "registers": [{"attribute": "name", "before": "total", "after": "sum"}],
                },
                {
                    "type": "changed",
                    "sentence": "Removed the default of field Ordering.Order.sum, which was 0",
                    "registers": [{"attribute": "default", "before": "0"}],
                },
            ],
        },
        {
            "element": CUSTOMER,
            "kind": "aggregate",
            "path": "Ordering.Customer",
            "differences": [
                {
                    "type": "removed",
                    "sentence": "Removed aggregate Ordering.Customer",
                    "registers": [{"attribute": "removed", "after": True}],
                },
            ],
        },
        {
            "element": CUSTOMER_ID,
            "kind": "field",
            "path": "Ordering.Customer.id",
            "differences": [
                {
                    "type": "removed",
                    "sentence": "Removed field Ordering.Customer.id",
                    "registers": [],
                    "along": CUSTOMER,
                },
            ],
        },
    ]


def test_an_unseen_element_has_no_kind_on_the_wire() -> None:
    a: Registers = {"e": {"name": "a"}}
    b: Registers = {"e": {"name": "b"}}
    (flat,) = to_json(diff(a, b), Names(Graph.of(a), Graph.of(b)))
    assert isinstance(flat, dict)
    assert flat["kind"] is None
    assert flat["path"] == "an element that is not shown"


@pytest.mark.parametrize("of", [dict, Graph.of])
def test_nothing_differs_from_itself(of: Callable[[Registers], Registers | Graph]) -> None:
    assert diff(of(BASE), of(BASE), layout=True) == ()


def test_a_rename_is_a_value_like_any_other() -> None:
    assert diff(BASE, edited(TOTAL, name="sum")) == (
        Renamed(TOTAL, (Delta("name", "total", "sum"),)),
    )
