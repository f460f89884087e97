import pytest

from domain.model.operations import (
    Mode,
    Operation,
    OperationKind,
    Origin,
    assertion,
    retraction,
)
from domain.model.values import Json
from domain.period import Period
from domain.time.boundaries import boundaries, changes_at, has_boundary_after, next_boundary
from domain.time.intent import Intent
from domain.time.registers import Rectangle, project
from tests.domain.time.ledger import ELEMENT, Ledger

NAME = (ELEMENT, "name")


def planned() -> Ledger:
    story = Ledger()
    story.edit(at=10, name="A")
    story.schedule(at=20, start=50, until=60, name="trial")
    return story


def name(story: Ledger) -> tuple[Rectangle, ...]:
    return story.current[NAME]


def test_a_decision_begins_and_ends_at_boundaries() -> None:
    assert list(boundaries(name(planned()))) == [10, 50, 60]
    assert list(boundaries(())) == []


@pytest.mark.parametrize(("instant", "ahead"), [(9, 10), (10, 50), (49, 50), (59, 60), (60, None)])
def test_the_next_boundary_is_later_than_the_instant(instant: int, ahead: int | None) -> None:
    current = name(planned())
    assert next_boundary([(), current], instant) == ahead
    assert has_boundary_after(current, instant) == (ahead is not None)


def test_the_next_boundary_is_the_first_of_all_registers() -> None:
    story = planned()
    story.schedule(at=21, start=40, doc="text")
    assert next_boundary(story.current.values(), 30) == 40
    assert next_boundary([], 30) is None


def test_a_cancelled_plan_leaves_no_boundary() -> None:
    story = planned()
    story.rescind(2, at=30)
    assert list(boundaries(name(story))) == [10]


def test_where_nothing_was_decided_nothing_begins_or_ends() -> None:
    story = Ledger()
    story.schedule(at=10, start=50, until=60, name="A")
    story.schedule(at=11, start=60, until=70, name="B")
    assert list(boundaries(name(story))) == [50, 60, 70]
    story.rescind(1, at=20)
    assert list(boundaries(name(story))) == [60, 70]
    story.rescind(2, at=30)
    assert list(boundaries(name(story))) == []


def test_a_gap_is_bounded_on_both_sides() -> None:
    story = Ledger()
    story.schedule(at=10, start=50, until=60, name="A")
    story.schedule(at=11, start=70, until=80, name="B")
    assert list(boundaries(name(story))) == [50, 60, 70, 80]


def test_a_gap_within_one_decision_is_bounded_too() -> None:
    current: tuple[Rectangle, ...] = ()
    for start in (50, 70):
        piece = Period(start, start + 10)
        operation = Operation(*NAME, OperationKind.ASSERT, "A", piece, Origin(1, 0))
        current = project(current, operation, tx=1, ord=0).current
    assert list(boundaries(current)) == [50, 60, 70, 80]


def test_nothing_ends_where_what_a_rescind_left_ends() -> None:
    story = Ledger()
    story.schedule(at=10, start=50, until=60, name="A")
    story.rescind(1, at=20)
    story.schedule(at=30, start=70, name="B")
    assert list(boundaries(name(story))) == [70]


def test_what_changes_at_a_boundary() -> None:
    story = planned()
    story.end("doc", at=30, start=50)
    story.edit(at=31, doc="text")
    assert changes_at(story.current, 50) == (assertion(*NAME, "trial"), retraction(ELEMENT, "doc"))
    assert changes_at(story.current, 60) == (assertion(*NAME, "A"),)
    assert changes_at(story.current, 55) == ()


@pytest.mark.parametrize(
    ("before", "after", "is_change"),
    [
        (1, 1, False),
        (1, True, True),
        (False, 0, True),
        ({"x": 1, "y": [1, 2]}, {"y": [1, 2], "x": 1}, False),
        ({"x": 1}, {"x": True}, True),
        ({"x": 1}, {"y": 1}, True),
        ([1, 2], [1, 2], False),
        ([1, 2], [1], True),
        ([1], [True], True),
        ([], {}, True),
        (None, None, False),
        (None, "", True),
    ],
)
def test_a_change_is_of_the_value_as_json(before: Json, after: Json, is_change: bool) -> None:  # noqa: FBT001 - a column of the table
    story = Ledger()
    for at, value in enumerate((before, after)):
        plan = Intent(Mode.SCHEDULE, 50 + at)
        story.record(plan, assertion(*NAME, value), at=at)
    assert bool(changes_at(story.current, 51)) == is_change
