import pytest

from domain.model.operations import Operation, OperationKind, Origin
from domain.period import Period
from domain.time.moment import Moment
from domain.time.registers import (
    NOTHING,
    Projected,
    Rectangle,
    first_decided,
    in_force,
    oracle,
    project,
    value_at,
)

NAME = ("customer", "name")


def asserted(value: str, start: int | None, end: int | None) -> Operation:
    return Operation(*NAME, OperationKind.ASSERT, value, Period(start, end))


def retracted(start: int | None, end: int | None, origin: Origin | None = None) -> Operation:
    return Operation(*NAME, OperationKind.RETRACT, None, Period(start, end), origin)


def rectangle(
    value: str, valid: Period, since: int, until: int | None, *, origin: Origin
) -> Rectangle:
    assertion = OperationKind.ASSERT
    return Rectangle(valid, since, until, assertion, value, origin.tx, origin.ord, origin)


def test_the_greatest_tx_and_then_ord_answers_whatever_the_order_they_are_told_in() -> None:
    history = [
        (2, 1, asserted("third", 0, None)),
        (1, 0, asserted("first", 0, None)),
        (2, 0, asserted("second", 0, None)),
    ]
    assert oracle(history, valid_at=5, known=0) == {}
    assert oracle(history, valid_at=5, known=1) == {NAME: "first"}
    assert oracle(history, valid_at=5, known=2) == {NAME: "third"}
    assert oracle(reversed(history), valid_at=5, known=9) == {NAME: "third"}


def test_a_retract_is_absence() -> None:
    history = [(1, 0, asserted("first", 0, None)), (2, 0, retracted(5, 7))]
    assert [oracle(history, valid_at=at, known=2) for at in (4, 5, 6, 7)] == [
        {NAME: "first"},
        {},
        {},
        {NAME: "first"},
    ]


def test_a_first_operation_is_one_rectangle() -> None:
    done = project((), asserted("A", 3, None), tx=1, ord=4)
    only = rectangle("A", Period(3, None), 1, None, origin=Origin(1, 4))
    assert done == Projected((only,), ())


def test_an_operation_in_the_middle_leaves_two_remnants_and_closes_one() -> None:
    before = project((), asserted("A", 0, None), tx=1, ord=0).current
    done = project(before, asserted("B", 10, 20), tx=2, ord=0)
    first, second = Origin(1, 0), Origin(2, 0)
    assert done.current == (
        rectangle("A", Period(0, 10), 2, None, origin=first),
        rectangle("B", Period(10, 20), 2, None, origin=second),
        rectangle("A", Period(20, None), 2, None, origin=first),
    )
    assert done.closed == (rectangle("A", Period(0, None), 1, 2, origin=first),)


def test_what_the_same_commit_overwrites_was_never_visible() -> None:
    before = project((), asserted("A", 0, None), tx=1, ord=0).current
    done = project(before, asserted("B", 0, None), tx=1, ord=1)
    assert done.closed == ()
    assert [each.value for each in done.current] == ["B"]


def test_neighbours_are_left_as_they_are() -> None:
    current: tuple[Rectangle, ...] = ()
    for tx, (start, end) in enumerate(((0, 5), (10, 15)), start=1):
        current = project(current, asserted("A", start, end), tx=tx, ord=0).current
    done = project(current, asserted("B", 5, 10), tx=3, ord=0)
    assert (done.current[0], done.current[2]) == current
    assert done.closed == ()


def test_an_operation_over_all_time_replaces_all() -> None:
    before = project((), asserted("A", None, 5), tx=1, ord=0).current
    done = project(before, asserted("B", None, None), tx=2, ord=0)
    assert [each.valid for each in done.current] == [Period(None, None)]
    assert [each.valid for each in done.closed] == [Period(None, 5)]


def test_a_restoring_operation_keeps_the_origin_it_names() -> None:
    (only,) = project((), retracted(0, 5, Origin(1, 3)), tx=7, ord=2).current
    assert (only.tx, only.ord, only.origin) == (7, 2, Origin(1, 3))


def test_a_retract_is_in_force_and_has_no_value() -> None:
    current = project((), retracted(0, 5), tx=1, ord=0).current
    assert in_force(current, 4) == current[0]
    assert value_at(current, 4) is None
    assert first_decided(current) == current[0]


def test_what_a_rescind_left_where_nothing_was_decided_is_never_in_force() -> None:
    current = project((), retracted(0, 5, NOTHING), tx=2, ord=0).current
    assert in_force(current, 4) is None
    assert value_at(current, 4) is None
    assert first_decided(current) is None


@pytest.mark.parametrize(("at", "value"), [(-1, None), (0, "A"), (4, "A"), (5, None)])
def test_a_value_holds_from_its_start_up_to_not_including_its_end(
    at: int, value: str | None
) -> None:
    found = value_at(project((), asserted("A", 0, 5), tx=1, ord=0).current, at)
    assert (found.value if found else None) == value


def test_a_moment_is_a_point_of_both_axes() -> None:
    assert Moment(valid_at=5, known=2) == Moment(5, 2)
