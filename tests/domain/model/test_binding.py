"""Binding: a name that waits is bound when what it names appears, and only then."""

from typing import Any, Final

from hypothesis import given, settings, strategies as st

from domain.ids import ElementId
from domain.model.binding import bindings, bindings_of
from domain.model.live import LiveGraph
from domain.model.operations import Change, Registers, apply, assertion, retraction
from domain.model.scope import steps_of
from domain.model.structure import mend
from domain.model.values import Json
from tests.domain.model.notation import id_at, registers_of

NEW: Final = id_at(900)
AUTHOR: Final[Json] = {"name": "Author"}


def bound(text: str, *changes: Change) -> dict[ElementId, Json]:
    """Return the types that changes bind in a model, by the element that waited."""
    live = LiveGraph.of(registers_of(text))
    found = bindings_of(live, changes)
    assert live.registers == registers_of(text)
    return {change.element: change.value for change in found}


def author(parent: ElementId | None = None, *, kind: str = "entity") -> tuple[Change, ...]:
    inside = () if parent is None else (assertion(NEW, "parent", parent),)
    return (assertion(NEW, "kind", kind), assertion(NEW, "name", "Author"), *inside)


def test_what_is_created_is_what_waits_for_it() -> None:
    assert bound("entity Book\n  field author: ref ?Author", *author()) == {
        id_at(1): {"to": NEW, "ref": True}
    }


def test_two_that_wait_are_both_bound() -> None:
    text = "entity Book\n  field author: ?Author\n  field editor: ?Author\n  field other: ?Authors"
    assert bound(text, *author()) == {id_at(1): {"to": NEW}, id_at(2): {"to": NEW}}


def test_arguments_and_all_else_are_kept() -> None:
    text = 'entity Book\n  field author {"type": {"to": {"name": "Author"}, "args": [3]}}'
    assert bound(text, *author()) == {id_at(1): {"to": NEW, "args": [3]}}


def test_what_gets_the_name_is_bound() -> None:
    text = "entity Book\n  field author: ?Author\nentity Entity"
    assert bound(text, assertion(id_at(2), "name", "Author")) == {id_at(1): {"to": id_at(2)}}


def test_what_comes_back_is_bound_with_what_it_contains() -> None:
    text = 'entity Book\n  field author: ?Author\ncontext People {"removed": true}\n  entity Author'
    assert bound(text, retraction(id_at(2), "removed")) == {id_at(1): {"to": id_at(3)}}


def test_what_becomes_a_type_is_bound() -> None:
    text = "entity Book\n  field author: ?Author\nactor Author"
    assert bound(text) == {}
    assert bound(text, assertion(id_at(2), "kind", "entity")) == {id_at(1): {"to": id_at(2)}}


def test_what_is_no_type_is_not_bound() -> None:
    assert bound("entity Book\n  field author: ?Author", *author(kind="actor")) == {}


def test_a_name_that_is_written_when_it_is_there_already_is_bound_as_well() -> None:
    text = "entity Author\nentity Book\n  field author: int"
    waits = assertion(id_at(2), "type", {"to": AUTHOR, "ref": True})
    assert bound(text, waits) == {id_at(2): {"to": id_at(0), "ref": True}}


def test_of_two_none_is_bound_until_one_is_gone() -> None:
    text = """
        context Library
          entity Author
        context Shop
          entity Author
        entity Book
          field author: ?Author
    """
    assert bound(text, assertion(id_at(1), "order", "b")) == {}
    assert bound(text, assertion(id_at(1), "name", "Writer")) == {id_at(5): {"to": id_at(3)}}
    assert bound(text, assertion(id_at(2), "removed", value=True)) == {id_at(5): {"to": id_at(1)}}


def test_the_nearest_is_meant() -> None:
    text = """
        entity Author
        context Library
          entity Book
            field author: int
          entity Author
        entity Note
          field author: int
    """
    waits: Json = {"to": AUTHOR}
    assert bound(text, assertion(id_at(3), "type", waits)) == {id_at(3): {"to": id_at(4)}}
    assert bound(text, assertion(id_at(6), "type", waits)) == {id_at(6): {"to": id_at(0)}}


def test_of_two_as_near_none_is_meant_though_one_is_further_away() -> None:
    text = """
        context Library
          entity Author
          value Author
          entity Book
            field author: int
        entity Author
    """
    assert bound(text, assertion(id_at(4), "type", {"to": AUTHOR})) == {}


def test_a_part_of_an_aggregate_is_meant_from_beside_it() -> None:
    text = """
        context Library
          aggregate People
          entity Book
            field author: ?Author
        context Shop
          aggregate Staff
            entity Author
    """
    assert bound(text, *author(id_at(1))) == {id_at(3): {"to": NEW}}


def test_what_moves_nearer_is_told_apart() -> None:
    text = """
        context Library
          entity Author
        context Shop
          entity Author
        context Press
          entity Book
            field author: ?Author
    """
    assert bound(text, assertion(id_at(1), "parent", id_at(4))) == {id_at(6): {"to": id_at(1)}}
    assert bound(text, assertion(id_at(5), "parent", id_at(2))) == {id_at(6): {"to": id_at(3)}}


def test_a_path_is_followed() -> None:
    text = """
        context Ordering
          entity Order
        context Billing
          entity Order
        entity Book
          field order {"type": {"to": {"name": "Sales.Order"}}}
          field other {"type": {"to": {"name": "Nowhere.Order"}}}
    """
    assert bound(text, assertion(id_at(0), "name", "Sales")) == {id_at(5): {"to": id_at(1)}}


def test_a_path_may_leave_the_aggregate_out() -> None:
    text = """
        context Outer
          context Ordering
            aggregate Order
              entity Line
        entity Book
          field line {"type": {"to": {"name": "Ordering.Lines"}}}
          field outer {"type": {"to": {"name": "Outer.Lines"}}}
    """.replace("context Outer\n          context", "context Outer\n          aggregate")
    assert bound(text, assertion(id_at(3), "name", "Lines")) == {
        id_at(5): {"to": id_at(3)},
        id_at(6): {"to": id_at(3)},
    }


def test_odd_names_are_in_backquotes() -> None:
    assert steps_of("`Old ``and`` odd`.`a.b`.Order") == ("Old `and` odd", "a.b", "Order")
    assert steps_of("Purchase Order") == ("Purchase Order",)
    for broken in ("a..b", "`a", "a.", "a`b"):
        assert steps_of(broken) == (broken,)


def test_other_references_are_bound_where_names_speak_for_themselves() -> None:
    text = """
        context Library
          entity Novel {"extends": {"name": "Author"}}
          command Print {"emits": [{"name": "Author"}, {"name": "Reader"}]}
    """
    assert bound(text, *author(id_at(0))) == {id_at(1): NEW}
    event = author(id_at(0), kind="event")
    assert bound(text, *event) == {id_at(2): [NEW, {"name": "Reader"}]}


def test_a_list_that_would_name_one_twice_is_left() -> None:
    text = "context Library\n  event Author\n  command Print"
    twice: list[Json] = [id_at(1), AUTHOR]
    assert bound(text, assertion(id_at(2), "emits", twice)) == {}
    assert bound(text, assertion(id_at(2), "emits", twice[1:])) == {id_at(2): [id_at(1)]}


def test_what_may_be_anything_is_not_guessed() -> None:
    text = 'union Person {"variants": [{"name": "Author"}]}'
    assert bound(text, *author()) == {}


def test_nothing_means_itself() -> None:
    assert bound("type Code: int", assertion(id_at(0), "type", {"to": {"name": "Code"}})) == {}


def test_what_is_hidden_waits_on() -> None:
    text = 'entity Book {"removed": true}\n  field author: ?Author\nentity Entity'
    assert bound(text, assertion(id_at(2), "name", "Author")) == {}
    text = 'entity Book {"removed": true}\n  field author: ?Author\nentity Author'
    assert bound(text, retraction(id_at(0), "removed")) == {id_at(1): {"to": id_at(2)}}


def test_names_of_what_is_no_register_of_the_kind_are_left() -> None:
    text = 'entity Book\n  index _ {"keys": [{"to": {"name": "Author"}}]}'
    assert bound(text, *author()) == {}


IDS: Final = [id_at(number) for number in range(9)]
NAMES: Final = st.sampled_from(["A", "B", "C"])
PATHS: Final = st.one_of(NAMES, st.builds("{}.{}".format, NAMES, NAMES))
MERE: Final = st.builds(lambda path: {"name": path}, PATHS)
TYPE: Final = st.one_of(
    st.builds(lambda to: {"to": to, "ref": True}, MERE),
    st.sampled_from([{"to": "int"}, {"to": IDS[0]}]),
)
KINDS: Final = ["context", "aggregate", "entity", "value", "mixin", "field", "field", "actor"]
VALUES: Final[dict[str, st.SearchStrategy[Any]]] = {
    "kind": st.sampled_from(KINDS),
    "name": NAMES,
    "parent": st.sampled_from(IDS),
    "removed": st.just(value=True),
    "type": TYPE,
    "extends": MERE,
    "mixins": st.lists(MERE, max_size=2, unique_by=lambda each: each["name"]),
}


@st.composite
def change(draw: st.DrawFn) -> Change:
    element = draw(st.sampled_from(IDS))
    attribute = draw(st.sampled_from([*VALUES, "name", "type"]))
    if draw(st.integers(0, 3)) == 0:
        return retraction(element, attribute)
    return assertion(element, attribute, draw(VALUES[attribute]))


@st.composite
def model(draw: st.DrawFn) -> Registers:
    registers: dict[ElementId, dict[str, Any]] = {}
    for place, element in enumerate(IDS):
        held: dict[str, Any] = {"kind": draw(VALUES["kind"]), "name": draw(NAMES)}
        if place and draw(st.integers(0, 2)):
            held["parent"] = draw(st.sampled_from(IDS[:place]))
        registers[element] = held
    return registers


@settings(max_examples=400)
@given(model(), st.lists(st.lists(change(), min_size=1, max_size=5), max_size=8))
def test_after_each_edit_nothing_waits_that_could_be_bound(
    registers: Registers, story: list[list[Change]]
) -> None:
    """The model need not be legal; it begins without a name that waits."""
    live = LiveGraph.of(registers)
    for edit in story:
        promised = bindings_of(live, edit)
        former: dict[tuple[str, str], Change] = {}
        for each in edit:
            former.setdefault(each.register, live.write(each))
        found = bindings(live, former)
        assert set(map(repr, found)) == set(map(repr, promised))
        for each in found:
            former.setdefault(each.register, live.write(each))
        assert bindings(live, former) == ()
        whole = LiveGraph.of(live.registers)
        everything = {
            (element, name): assertion(element, name, value)
            for element, held in live.registers.items()
            for name, value in held.items()
        }
        assert bindings(whole, everything) == ()
        assert set(whole.waiting) == set(live.waiting)
        assert len(whole.waiting) == len(live.waiting)
        names = {held.get("name") for held in live.registers.values()}
        for name in map(str, names - {None}):
            assert set(whole.called(name)) == set(live.called(name))


@settings(max_examples=200)
@given(model(), st.lists(change(), max_size=12))
def test_what_is_bound_is_as_legal_as_before(registers: Registers, edit: list[Change]) -> None:
    live = LiveGraph.of(registers)
    for each in bindings_of(live, edit):
        held = apply(tuple(edit), registers)[each.element]
        assert each.attribute in held
        after = LiveGraph.of(apply((*edit, each), registers))
        problems = [one.problem for one in mend(after, {each.register: retraction(*each.register)})]
        assert [one for one in problems if one.code == "wrong-value"] == []


def test_a_long_row_of_what_moves_looks_at_all_that_waits() -> None:
    text = "context People\n" + "".join(f"  entity E{number}\n" for number in range(50))
    text += "entity Book\n  field author: ?E7"
    hidden = apply((assertion(id_at(0), "removed", value=True),), registers_of(text))
    live = LiveGraph.of(hidden)
    (found,) = bindings_of(live, [retraction(id_at(0), "removed")])
    assert found == assertion(id_at(52), "type", {"to": id_at(8)})
