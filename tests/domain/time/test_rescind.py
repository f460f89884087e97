import pytest

from domain.errors import BadIntent
from domain.model.operations import Mode, OperationKind, Origin, UntilWord
from domain.period import Period
from domain.time.intent import Intent
from domain.time.registers import NOTHING
from domain.time.rescind import (
    Decision,
    decided_in,
    decisions_of,
    registers_to_read,
    rescind,
    without_effect,
)
from tests.domain.time.ledger import ELEMENT, Ledger

NAME = (ELEMENT, "name")


def test_every_operation_without_an_origin_is_a_decision_with_the_intent_of_its_commit() -> None:
    story = Ledger()
    story.edit(at=10, doc="text", name="A")
    tx = story.schedule(at=20, start=50, until=60, name="B")
    assert list(decisions_of(story.commits[0])) == [
        (
            (ELEMENT, name),
            Decision(1, place, Intent(Mode.EDIT), 10, OperationKind.ASSERT, value),
        )
        for place, (name, value) in enumerate((("doc", "text"), ("name", "A")))
    ]
    ((_, planned),) = decisions_of(story.commits[tx - 1])
    assert planned.intent == Intent(Mode.SCHEDULE, 50, 60)
    assert planned.start == 50


def test_a_rescind_decides_nothing_of_its_own() -> None:
    story = Ledger()
    story.edit(at=10, name="A")
    tx = story.rescind(story.edit(at=20, name="B"), at=30)
    assert list(decisions_of(story.commits[tx - 1])) == []


def test_what_is_restored_carries_the_decision_it_restores() -> None:
    story = Ledger()
    story.edit(at=10, name="A")
    tx = story.rescind(story.edit(at=20, name="B"), at=30)
    (operation,) = story.commits[tx - 1].operations
    assert (operation.valid, operation.value) == (Period(20, None), "A")
    assert operation.origin == Origin(1, 0)


def test_where_nothing_was_decided_the_origin_is_nothing() -> None:
    story = Ledger()
    tx = story.rescind(story.edit(at=20, name="B"), at=30)
    (operation,) = story.commits[tx - 1].operations
    assert (operation.kind, operation.value) == (OperationKind.RETRACT, None)
    assert (operation.valid, operation.origin) == (Period(20, None), NOTHING)


def test_the_same_value_from_another_decision_is_restored_too() -> None:
    story = Ledger()
    story.edit(at=10, name="A")
    plan = story.schedule(at=11, start=50, name="A")
    story.rescind(plan, at=20)
    story.edit(at=30, name="B")
    assert story.names(49, 50) == ["B", "B"]


def test_what_was_overwritten_since_needs_no_operation() -> None:
    story = Ledger()
    mistake = story.edit(at=10, name="A")
    story.correct(at=20, start=10, name="B")
    tx = story.rescind(mistake, at=30)
    assert story.commits[tx - 1].operations == ()
    back = story.rescind(tx, at=40)
    assert story.commits[back - 1].operations == ()
    assert story.names(10, 99) == ["B", "B"]


def test_neighbouring_periods_of_one_decision_are_restored_as_one() -> None:
    story = Ledger()
    story.edit(at=10, name="A")
    mistake = story.edit(at=20, name="B")
    story.schedule(at=21, start=50, until=60, name="C")
    story.rescind(3, at=30)
    tx = story.rescind(mistake, at=40)
    assert [each.valid for each in story.commits[tx - 1].operations] == [Period(20, None)]


def test_a_commit_already_rescinded() -> None:
    story = Ledger()
    mistake = story.edit(at=10, name="A")
    story.rescind(mistake, at=20)
    with pytest.raises(BadIntent) as refused:
        story.rescind(mistake, at=30)
    assert str(refused.value) == (
        "commit 1 is already rescinded; rescind the commit that did it to undo that"
    )


def test_a_rescind_that_was_itself_rescinded_frees_its_target_to_be_rescinded_again() -> None:
    story = Ledger()
    mistake = story.edit(at=10, name="A")
    story.rescind(story.rescind(mistake, at=20), at=30)
    story.rescind(mistake, at=40)
    assert story.names(99) == [None]


def test_a_commit_that_decided_nothing() -> None:
    with pytest.raises(BadIntent) as refused:
        rescind(7, {NAME: ()}, {}, rescinds={}, tx=8)
    assert str(refused.value) == (
        "commit 7 decided nothing of these registers; name a commit that changed something"
    )


def test_a_register_left_out_is_not_taken_for_one_without_decisions() -> None:
    story = Ledger()
    story.edit(at=10, name="A")
    decisions = story.decisions()
    with pytest.raises(KeyError, match="kind"):
        rescind(1, decisions, {NAME: story.current[NAME]}, rescinds={}, tx=2)


def test_which_commits_do_not_count() -> None:
    assert without_effect({}) == frozenset()
    assert without_effect({5: 2}) == {2}
    assert without_effect({5: 2, 7: 5}) == {5}
    assert without_effect({5: 2, 7: 5, 8: 7, 9: 1}) == {1, 2, 7}


def test_whose_decisions_a_rescind_is_about() -> None:
    assert decided_in(3, {}) == 3
    assert decided_in(8, {5: 2, 7: 5, 8: 7}) == 2


def test_registers_to_read_are_those_touched_and_the_kind_of_their_elements() -> None:
    assert registers_to_read([("a", "name"), ("a", "doc"), ("b", "kind")]) == {
        ("a", "name"),
        ("a", "doc"),
        ("a", "kind"),
        ("b", "kind"),
    }


def test_a_bounded_correction_is_re_resolved_as_it_was_meant() -> None:
    story = Ledger()
    mistake = story.edit(at=10, name="A")
    story.correct(at=30, start=5, until=UntilWord.OPEN, name="B")
    story.correct(at=31, start=7, until=9, name="C")
    story.rescind(mistake, at=40)
    assert story.names(4, 5, 7, 9, 99) == [None, "B", "C", "B", "B"]


def test_only_a_correction_moves_a_creation_when_replayed() -> None:
    story = Ledger()
    story.schedule(at=10, start=50, kind="entity", name="Order")
    story.edit(at=20, kind="entity")
    mistake = story.schedule(at=30, start=60, name="Odrer")
    story.rescind(mistake, at=40)
    assert story.reads("kind", 19, 20, 50) == [None, "entity", "entity"]
    assert story.names(20, 49, 50, 60) == [None, None, "Order", "Order"]


def test_correcting_what_an_element_is_from_its_creation_on_moves_nothing() -> None:
    story = Ledger()
    story.edit(at=10, kind="entity", name="Order")
    story.correct(at=20, start=10, kind="aggregate")
    mistake = story.edit(at=30, name="Odrer")
    story.rescind(mistake, at=40)
    assert story.reads("kind", 9, 10, 99) == [None, "aggregate", "aggregate"]
    assert story.names(9, 10, 99) == [None, "Order", "Order"]


def test_what_came_after_the_creation_is_not_moved_with_it_when_replayed() -> None:
    story = Ledger()
    story.edit(at=10, kind="entity")
    story.edit(at=12, name="Order")
    story.correct(at=20, start=5, kind="entity")
    mistake = story.edit(at=30, name="Odrer")
    story.rescind(mistake, at=40)
    assert story.names(5, 11, 12, 99) == [None, None, "Order", "Order"]
