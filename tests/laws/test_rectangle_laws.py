"""The laws of rectangles: whatever operations are recorded, they say what the oracle says."""

from itertools import combinations

from hypothesis import given, strategies as st

from domain.model.operations import Operation, OperationKind, Origin, Register
from domain.period import Period
from domain.time.registers import Rectangle, oracle, project
from tests.laws.histories import stated

periods = st.builds(
    lambda start, length: Period(start, None if None in (start, length) else start + length),
    st.sampled_from((None, 0, 1, 2, 3, 4, 5, 6)),
    st.sampled_from((None, 1, 1, 2, 3, 4)),
) | st.integers(1, 6).map(lambda end: Period(None, end))
raw_operations = st.lists(
    st.tuples(
        st.booleans(),
        st.builds(
            Operation,
            st.just("a"),
            st.sampled_from(("name", "name", "name", "doc")),
            st.sampled_from(OperationKind),
            st.integers(0, 3),
            periods,
        ),
    ),
    min_size=1,
    max_size=12,
)


class Projection:
    """Raw operations, folded into rectangles."""

    def __init__(self, rows: list[tuple[bool, Operation]]) -> None:
        self.history: list[tuple[int, int, Operation]] = []
        self.current: dict[Register, tuple[Rectangle, ...]] = {}
        self.closed: dict[Register, tuple[Rectangle, ...]] = {}
        tx, place = 1, -1
        for opens_commit, operation in rows:
            tx, place = (tx + 1, 0) if opens_commit else (tx, place + 1)
            self.history.append((tx, place, operation))
            register = operation.register
            done = project(self.current.get(register, ()), operation, tx=tx, ord=place)
            self.current[register] = done.current
            self.closed[register] = (*self.closed.get(register, ()), *done.closed)
        self.head = tx


@given(raw_operations)
def test_rectangles_are_the_oracle_at_every_valid_and_known(
    rows: list[tuple[bool, Operation]],
) -> None:
    done = Projection(rows)
    for known in range(done.head + 2):
        for valid_at in range(-1, 11):
            expected = oracle(done.history, valid_at=valid_at, known=known)
            assert stated(done.current, done.closed, valid_at, known) == expected


@given(raw_operations)
def test_rectangles_of_a_register_are_disjoint_sorted_and_never_empty(
    rows: list[tuple[bool, Operation]],
) -> None:
    done = Projection(rows)
    for register, current in done.current.items():
        starts = [-99 if each.valid.start is None else each.valid.start for each in current]
        assert starts == sorted(set(starts))
        for each in (*current, *done.closed[register]):
            assert each.known_until is None or each.known_from < each.known_until
            assert (each in current) == (each.known_until is None)
        for one, other in combinations((*current, *done.closed[register]), 2):
            if one.valid.overlaps(other.valid):
                known = sorted((one, other), key=lambda each: each.known_from)
                until = known[0].known_until
                assert until is not None
                assert until <= known[1].known_from


@given(raw_operations)
def test_an_operation_leaves_alone_what_it_does_not_overlap(
    rows: list[tuple[bool, Operation]],
) -> None:
    *earlier, (_, operation) = rows
    current = Projection(earlier).current.get(operation.register, ())
    done = project(current, operation, tx=99, ord=0)
    for each in current:
        assert (each in done.current) != each.valid.overlaps(operation.valid)
    assert len(done.closed) == sum(each.valid.overlaps(operation.valid) for each in current)


@given(raw_operations)
def test_every_rectangle_names_the_operation_it_comes_from(
    rows: list[tuple[bool, Operation]],
) -> None:
    done = Projection(rows)
    written = {(tx, place): operation for tx, place, operation in done.history}
    for register, current in done.current.items():
        for each in (*current, *done.closed[register]):
            operation = written[each.tx, each.ord]
            assert (each.kind, each.value) == (operation.kind, operation.value)
            assert each.origin == Origin(each.tx, each.ord)
            assert register == operation.register
