"""Structural rules: what each puts right, and in which words."""

import re

import pytest

from domain.model.live import LiveGraph
from domain.model.operations import Change, Registers, assertion, retraction
from domain.model.structure import CODES, refuse
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
    Edit,
    copied,
    id_of,
    put,
)

TRUE: Json = True  # a flag by its name, where a bare one would not say what it is


@pytest.mark.parametrize(
    "changes",
    [
        (),
        put(ORDER, name="Purchase", doc="Bought."),
        put(NEW, kind="field", name="note", parent=LINE, type={"to": {"name": "Nothing"}}),
        put(NEW, kind="entity"),
        put(NEW, kind="entity", name="X") + put(NEWER, kind="field", parent=NEW),
        put(QTY, parent=ORDER),
        (retraction(ORDER, "parent"),),
        put(LINE, kind="mixin", parent=SALES),
        put(LINE, kind="value"),
        put(ORDER, removed=True) + put(QTY, name="amount"),
        put(ORDER, removed=True) + put(NEW, kind="field", parent=LINE),
        (retraction(ORDER, "removed"),),
        (
            assertion(QTY, "@db.type", {"order": "a0", "args": ['"int4"']}),
            assertion(QTY, "#hot", TRUE),
        ),
        (retraction(ORDER, "kind"),),
        (retraction(ORDER, "kind"), *put(NEW, kind="field", parent=ORDER)),
        (retraction(ORDER, "kind"), *put(ORDER, title="Hidden with its words")),
        tuple(retraction(LINE, name) for name in WEBSHOP[LINE]),
        put(ROOT, name="Shop", archived=True),
        put(TWO, parent=FLOW) + put(ONE, parent=TWO),
    ],
)
def test_a_legal_edit_is_not_touched(changes: tuple[Change, ...]) -> None:
    assert Edit(changes).corrections == ()


def test_the_model_may_be_made_in_an_empty_graph() -> None:
    assert Edit(put(ROOT, kind="model", name="Webshop"), {}).corrections == ()


def test_there_is_one_model() -> None:
    edit = Edit(put(NEW, kind="model", name="Other"))
    assert edit.is_undone()
    assert edit.codes == ["second-model"]
    assert edit.messages == ["Webshop is the model already. Make this one a context in it."]
    edit = Edit(put(NEW, kind="model", name="A") + put(NEWER, kind="model", name="B"), {})
    assert copied(edit.live.registers) == {NEW: {"kind": "model", "name": "A"}}
    assert Edit(put(FLOW, kind="model")).codes == ["second-model"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (assertion(ROOT, "kind", "context"), "Create an element of the other kind in it."),
        (retraction(ROOT, "kind"), "Create an element of the other kind in it."),
        (assertion(ROOT, "parent", SALES), "Leave its parent out."),
        (put(ROOT, removed=True)[0], "Archive it instead."),
    ],
)
def test_the_model_stays_what_it_is(change: Change, message: str) -> None:
    edit = Edit([change])
    assert edit.is_undone()
    assert edit.codes == ["model-stays"]
    assert edit.messages == [f"Webshop is the model itself. {message}"]


def test_the_model_is_the_model_while_another_wants_to_be_it() -> None:
    edit = Edit([*put(NEW, kind="model"), *put(ROOT, kind="context")])
    assert edit.is_undone()


def test_an_id_is_a_uuid_in_lower_case() -> None:
    edit = Edit(put("Order", kind="entity", name="Order"))
    assert edit.is_undone()
    assert edit.messages == [
        'The id "Order" is no UUID in lower case. Create the element anew with one.',
    ]


def test_a_kind_must_be_known() -> None:
    edit = Edit(put(NEW, kind="entitty", name="X"))
    assert edit.is_undone()
    assert edit.messages == ['There is no kind "entitty". Did you mean entity?']
    edit = Edit(put(ORDER, kind="thing"))
    assert edit.is_undone()
    assert edit.messages[0].startswith('There is no kind "thing". Use one of model, import,')
    assert Edit(put(ORDER, kind=7)).messages[0].startswith("A kind is a word such as entity. Use")
    assert Edit(put(ORDER, kind=None)).is_undone()
    assert Edit(put(ORDER, kind=["entity"])).is_undone()


def test_an_element_that_is_not_created_takes_new_ones_below_it_along() -> None:
    edit = Edit(
        [
            *put(NEWEST, kind="field", name="a", parent=NEWER),
            *put(NEWER, kind="entity", name="B", parent=NEW),
            *put(NEW, kind="contxt", name="C"),
            *put(QTY, parent=NEWER),
        ],
    )
    assert edit.is_undone()
    assert set(edit.codes) == {"unknown-kind", "unknown-parent"}


def test_there_is_nothing_to_edit_where_nothing_is() -> None:
    edit = Edit(put(NEW, name="X", colour="red"))
    assert edit.is_undone()
    assert edit.messages == [
        f"There is no element {NEW} at this moment. Create it first, by giving its kind.",
    ]


def test_what_lost_its_kind_is_not_edited_until_it_comes_back() -> None:
    hidden: Registers = {**WEBSHOP, QTY: {"name": "qty", "parent": LINE, "type": {"to": "int"}}}
    edit = Edit(put(QTY, name="amount", key=True), hidden)
    assert copied(edit.live.registers) == hidden
    assert edit.codes == ["no-element"]
    assert Edit(put(QTY, kind="field", name="amount"), hidden).corrections == ()
    edit = Edit(put(QTY, kind="enumValue"), hidden)
    assert copied(edit.live.registers) == hidden


def test_an_attribute_must_be_one_of_the_kind() -> None:
    edit = Edit(put(QTY, tpye={"to": "int"}, name="amount"))
    assert edit.live.read((QTY, "name")) == "amount"
    assert edit.codes == ["unknown-attribute"]
    assert edit.messages == ['A field has no attribute "tpye". Did you mean type?']
    assert Edit(put(QTY, zzz=1)).messages[0].startswith('A field has no attribute "zzz". Use one')
    taken = [retraction(QTY, "kind"), *put(QTY, zzz=1)]
    assert Edit(taken).codes == ["unknown-attribute"]


def test_a_value_must_be_one_of_the_attribute() -> None:
    edit = Edit(put(QTY, cardinality="many", type={"to": "Money"}, name="a\nb"))
    assert edit.is_undone()
    cardinality, type_, name = edit.messages
    assert cardinality == (
        "The cardinality of the field is text, not a pair. "
        "Give [min, max], two whole numbers, with null for an open max."
    )
    assert type_ == (
        'The type of the field has a "to" that is "Money", which is no id in lower case. '
        'Give {"to": the id of a type, a builtin type or {"name": path}}, '
        'with "args" (whole numbers) and "ref": true where they apply.'
    )
    assert name == (
        "The name of the field has a line break. Give one line of at most 200 characters."
    )


@pytest.mark.parametrize("name", ["x" * 201, "a\0b", "a\nb", 7, "\ud800", None])
def test_a_name_is_one_line_of_at_most_200_characters(name: Json) -> None:
    edit = Edit(put(ORDER, name=name))
    assert edit.is_undone()
    assert edit.codes == ["wrong-value"]


def test_true_and_one_are_not_the_same() -> None:
    removed = {**WEBSHOP, LINE: {**WEBSHOP[LINE], "removed": True}}
    edit = Edit(put(LINE, removed=1), removed)
    assert [correction.change for correction in edit.corrections] == [*put(LINE, removed=True)]


def test_a_kind_changes_only_where_its_attributes_fit() -> None:
    edit = Edit(put(STATUS, kind="union"))
    assert edit.is_undone()
    assert edit.codes == ["kind-attribute"]
    (message,) = edit.messages
    assert message == (
        'Status cannot become a union, because of its attribute "open". '
        "Take that away in the same step."
    )
    assert Edit([*put(STATUS, kind="mixin", title=3)]).is_undone()


def test_a_kind_changes_only_where_its_children_may_stand() -> None:
    edit = Edit(put(LINE, kind="union"))
    assert edit.is_undone()
    assert edit.messages == [
        "Line cannot become a union, because qty stands in it. Move that out first.",
    ]
    assert Edit([*put(LINE, kind="union"), *put(QTY, parent=ORDER)]).corrections == ()
    edit = Edit([*put(LINE, kind="union"), *put(NEW, kind="field", parent=LINE)])
    assert edit.is_undone()


def test_a_kind_changes_only_where_it_may_stand_itself() -> None:
    edit = Edit(put(ORDER, kind="sticky"))
    assert edit.is_undone()
    assert edit.codes == ["wrong-parent"]
    assert [correction.problem.attribute for correction in edit.corrections] == ["kind"]


def test_a_parent_that_is_needed_must_be_there() -> None:
    edit = Edit([retraction(QTY, "parent")])
    assert edit.is_undone()
    assert edit.codes == ["missing-parent"]
    (message,) = edit.messages
    assert message == (
        "A field cannot stand at the top of the model. Put qty in an aggregate, an entity, "
        "a value, a mixin, a command, an event, a query, a read model or an operation."
    )
    assert Edit(put(NEW, kind="field", name="x")).is_undone()
    assert Edit(put(NEW, kind="field", parent=7)).is_undone()
    assert Edit([*put(FLOW, kind="step")]).is_undone()


def test_a_parent_must_have_been_created() -> None:
    edit = Edit(put(QTY, parent=NEW))
    assert edit.is_undone()
    assert edit.messages == [
        f"The parent of qty does not exist: {NEW}. Put it in an element that does.",
    ]
    wiped = tuple(retraction(LINE, name) for name in WEBSHOP[LINE])
    assert Edit([*wiped, *put(NEW, kind="field", parent=LINE)]).codes == ["unknown-parent"]


def test_a_parent_must_be_of_a_kind_that_holds_this_one() -> None:
    edit = Edit(put(QTY, parent=STATUS))
    assert edit.is_undone()
    assert edit.codes == ["wrong-parent"]
    assert edit.messages[0].startswith("A field cannot stand in an enum. Put qty in an aggregate,")
    edit = Edit(put(DRAFT, parent=ROOT))
    assert edit.messages == [
        "An enum value cannot stand in the model itself. Put Draft in an enum.",
    ]
    assert edit.is_undone()


def test_what_stands_at_the_top_has_no_parent() -> None:
    edit = Edit(put(ORDER, parent=ROOT) + put(NEW, kind="entity", parent=ROOT))
    assert edit.codes == ["top-parent"]
    assert edit.messages == [
        "Order stands at the top of the model. Leave its parent out.",
        "the entity stands at the top of the model. Leave its parent out.",
    ]
    assert "parent" not in edit.live.of_element(ORDER)
    assert edit.live.of_element(NEW) == {"kind": "entity"}


def test_nothing_stands_in_itself() -> None:
    edit = Edit(put(ONE, parent=TWO))
    assert edit.is_undone()
    assert edit.messages == [
        "one cannot stand in two, which stands in it. Choose another place for it.",
    ]
    edit = Edit(put(ONE, parent=ONE))
    assert edit.is_undone()
    assert edit.messages == ["one cannot stand in itself. Choose another place for it."]
    circle = [*put(NEW, kind="step", parent=NEWER), *put(NEWER, kind="step", parent=NEW)]
    assert Edit([*circle, *put(NEWEST, kind="step", parent=NEW)]).is_undone()


def test_a_cycle_is_opened_where_the_edit_closed_it() -> None:
    edit = Edit([*put(TWO, parent=FLOW, kind="stepp"), *put(ONE, parent=TWO)])
    assert edit.live.visible(ONE)
    assert edit.codes == ["unknown-kind"]
    edit = Edit([*put(NEW, kind="step", parent=TWO), *put(ONE, parent=NEW)])
    assert [correction.change for correction in edit.corrections] == [
        assertion(ONE, "parent", FLOW),
    ]
    assert edit.live.visible(NEW)


def test_nothing_stays_in_what_never_came_to_be() -> None:
    edit = Edit([*put(SALES, parent=NEW), *put(ORDER, kind="entity"), *put(NEW, parent=NEW)])
    assert edit.is_undone()


FAULTY: dict[str, dict[str, Json]] = {
    **WEBSHOP,
    "old": {"kind": "entity", "name": "Odd id"},
    NEW: {"kind": "thing", "name": "Odd kind"},
    NEWER: {"kind": "field", "name": "No parent", "colour": "red"},
    NEWEST: {"kind": "field", "name": "Odd parent", "parent": NEW},
    id_of(30): {"kind": "field", "name": "Lost", "parent": id_of(99)},
    id_of(31): {"kind": "field", "name": "Misplaced", "parent": STATUS},
    id_of(32): {"kind": "step", "name": "Round", "parent": id_of(33)},
    id_of(33): {"kind": "step", "name": "And round", "parent": id_of(32)},
    id_of(34): {"kind": "entity", "name": "Below the model", "parent": ROOT},
    id_of(35): {"kind": "entity", "name": "Odd", "parent": ["x"]},
}


@pytest.mark.parametrize("element", [element for element in FAULTY if element not in WEBSHOP])
def test_an_edit_answers_only_for_what_it_touched(element: str) -> None:
    edit = Edit(put(element, name="Renamed"), FAULTY)
    kept = {name for name, _ in FAULTY[element].items()}
    assert set(edit.live.of_element(element)) == kept
    if element != "old":
        assert edit.corrections == ()


def test_an_old_fault_does_not_hold_up_what_touches_it() -> None:
    assert Edit([retraction(id_of(30), "parent")], FAULTY).codes == ["missing-parent"]
    assert Edit(put(id_of(31), parent=LINE), FAULTY).corrections == ()
    assert Edit(put(NEW, kind="entity"), FAULTY).corrections == ()
    assert Edit(put(NEWER, colour="blue"), FAULTY).codes == ["unknown-attribute"]
    lost = [*put(NEW, kind="thing else"), *put(NEWEST, name="x")]
    assert Edit(lost, FAULTY).codes == ["unknown-kind"]
    assert Edit([retraction(NEW, "kind")], FAULTY).corrections == ()


def test_what_would_be_put_right_is_refused_ahead_and_nothing_is_written() -> None:
    live = LiveGraph.of(WEBSHOP)
    changes = (
        *put(NEW, kind="entity", name="X", parent=QTY),
        *put(NEW, name="Y"),
        *put(QTY, key="yes"),
    )
    problems = refuse(live, changes)
    assert [(problem.code, problem.element, problem.attribute) for problem in problems] == [
        ("wrong-parent", NEW, "parent"),
        ("wrong-value", QTY, "key"),
    ]
    assert copied(live.registers) == WEBSHOP
    assert refuse(live, put(NEW, kind="entity", name="X")) == ()


def test_every_problem_keeps_to_the_tone() -> None:
    problems = refuse(
        LiveGraph.of(WEBSHOP),
        (
            *put(NEW, kind="enumm"),
            *put(QTY, tpye=1, key=1, parent=STATUS),
            *put(LINE, kind="union"),
            *put(ORDER, parent=ORDER),
            *put(ROOT, removed=True),
            *put(FLOW, name="x" * 300),
            *put("x" * 300, kind="enum"),
        ),
    )
    assert len(problems) >= 7
    for problem in problems:
        assert re.fullmatch(r"[A-Z].*[^.]\. [A-Z].*[.?]", problem.message), problem.message
        assert not re.search(r"(?i)\berror|invalid|please|oops|!", problem.message)
        assert len(problem.message) < 600


def test_long_and_odd_names_stay_readable() -> None:
    edit = Edit([*put(ORDER, name="N" * 100), *put(ORDER, title=3)])
    assert edit.messages[0].startswith(f"The title of {'N' * 60}… is a number")
    edit = Edit([*put(ORDER, name=" "), *put(ORDER, title=3)])
    assert edit.messages[0].startswith("The title of the aggregate is a number")


def test_every_code_has_an_edit_that_brings_it_about() -> None:
    edits = {
        "bad-id": put("odd", kind="entity"),
        "no-element": put(NEW, name="X"),
        "unknown-kind": put(NEW, kind="thing"),
        "second-model": put(NEW, kind="model"),
        "model-stays": put(ROOT, removed=True),
        "unknown-attribute": put(QTY, tpye=1),
        "wrong-value": put(QTY, key=1),
        "kind-attribute": put(STATUS, kind="union"),
        "kind-children": put(LINE, kind="union"),
        "missing-parent": put(NEW, kind="field"),
        "unknown-parent": put(QTY, parent=NEW),
        "wrong-parent": put(QTY, parent=STATUS),
        "top-parent": put(ORDER, parent=ROOT),
        "cycle": put(ONE, parent=TWO),
    }
    assert set(edits) == set(CODES)
    for code, changes in edits.items():
        assert Edit(changes).codes == [code]
