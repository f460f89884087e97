from domain.model.operations import (
    Commit,
    LoggedCommit,
    Mode,
    Operation,
    OperationKind,
    Origin,
    UntilWord,
)
from domain.model.values import Json
from domain.period import ALWAYS, Period
from domain.time.registers import Rectangle
from projections.bitemporal import Bitemporal, Closing, Fact, Rows

STREAM, ELEMENT = "stream", "element"
NAME = (STREAM, ELEMENT, "name")


def write(value: Json, valid: Period, *, attribute: str = "name") -> Operation:
    return Operation(ELEMENT, attribute, OperationKind.ASSERT, value, valid)


def commit(tx: int, *operations: Operation, cause: dict[str, Json] | None = None) -> LoggedCommit:
    recorded_at = tx * 10
    body = (f"id {tx}", "ann", None, Mode.EDIT, None, UntilWord.NEXT, operations, cause)
    return LoggedCommit(Commit(STREAM, tx, recorded_at, *body), tx, b"")


def rectangle(
    value: Json,
    valid: Period,
    *,
    known: tuple[int, int | None],
    origin: tuple[int, int],
) -> Rectangle:
    return Rectangle(valid, *known, OperationKind.ASSERT, value, *origin, Origin(*origin))


def folded(*commits: LoggedCommit, stored: tuple[Rectangle, ...] = ()) -> Rows:
    projection = Bitemporal()
    assert set(projection.touches(commits)) <= {NAME}
    return projection.apply(commits, {NAME: stored} if stored else {})


def test_a_first_value_is_one_open_rectangle() -> None:
    rows = folded(commit(1, write("Order", Period(10, None))))
    assert rows.closings == ()
    expected = rectangle("Order", Period(10, None), known=(1, None), origin=(1, 0))
    assert rows.facts == (Fact(NAME, expected, None),)


def test_what_is_stored_is_closed_and_its_remnant_inserted() -> None:
    stored = rectangle("Order", Period(10, None), known=(1, None), origin=(1, 0))
    rows = folded(commit(2, write("Sale", Period(20, None))), stored=(stored,))
    assert rows.closings == (Closing(NAME, None, 2),)
    assert [fact.rectangle for fact in rows.facts] == [
        rectangle("Order", Period(10, 20), known=(2, None), origin=(1, 0)),
        rectangle("Sale", Period(20, None), known=(2, None), origin=(2, 0)),
    ]


def test_what_is_born_and_closed_in_one_batch_is_inserted_closed() -> None:
    rows = folded(
        commit(1, write("Order", Period(10, None))),
        commit(2, write("Sale", Period(20, None))),
    )
    assert rows.closings == ()
    assert [fact.rectangle for fact in rows.facts] == [
        rectangle("Order", Period(10, None), known=(1, 2), origin=(1, 0)),
        rectangle("Order", Period(10, 20), known=(2, None), origin=(1, 0)),
        rectangle("Sale", Period(20, None), known=(2, None), origin=(2, 0)),
    ]


def test_what_a_commit_overwrites_of_itself_leaves_no_rectangle() -> None:
    rows = folded(commit(1, write("draft", Period(10, None)), write("Order", Period(10, None))))
    (fact,) = rows.facts
    assert fact.rectangle == rectangle("Order", Period(10, None), known=(1, None), origin=(1, 1))


def test_what_is_not_overlapped_is_left_alone() -> None:
    stored = (
        rectangle("early", Period(None, 5), known=(1, None), origin=(1, 0)),
        rectangle("late", Period(50, None), known=(1, None), origin=(1, 1)),
    )
    rows = folded(commit(2, write("Sale", Period(20, 30))), stored=stored)
    assert rows.closings == ()
    assert [fact.rectangle.value for fact in rows.facts] == ["Sale"]


def test_a_bound_ahead_of_its_recording_is_kept_as_boundary() -> None:
    rows = folded(
        commit(1, write("plan", Period(50, 60))),
        commit(2, write("now", Period(20, 50))),
        commit(3, write("past", Period(1, 2))),
        commit(4, write("later", Period(70, None))),
        commit(5, write("always until", Period(None, 1))),
    )
    assert {fact.rectangle.value: fact.boundary for fact in rows.facts} == {
        "plan": 60,
        "now": 50,
        "past": None,
        "later": 70,
        "always until": None,
    }


def test_a_batch_touches_a_register_over_all_it_writes_there() -> None:
    projection = Bitemporal()
    live = Period(30, None)
    batches = (
        ((Period(10, 20), Period(40, 50)), Period(10, 50)),
        ((Period(10, 20), live), Period(10, None)),
        ((Period(None, 20), live), ALWAYS),
        ((live, live), live),
    )
    for periods, extent in batches:
        written = commit(1, *[write("x", period) for period in periods])
        assert projection.touches([written]) == {NAME: extent}


def test_the_timeline_knows_layout_and_rescinds() -> None:
    rows = Bitemporal().apply(
        [
            commit(1, write({"x": 1, "y": 1}, Period(10, None), attribute="position")),
            commit(2, write("Order", Period(20, None)), write({}, ALWAYS, attribute="position")),
            commit(3, cause={"rescinds": 1}),
            commit(4, cause={"rescinds": "one"}),
        ],
        {},
    )
    assert [(line.layout_only, line.rescinds) for line in rows.lines] == [
        (True, None),
        (False, None),
        (False, 1),
        (False, None),
    ]
