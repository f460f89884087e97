"""D7: what is over the limit is taken, and paid for by waiting."""

from hypothesis import given, strategies as st

from server.http.bucket import Bucket


def test_D7_a_burst_is_free_and_the_rest_is_waited_for() -> None:
    bucket = Bucket(10, burst=20, now=0)
    assert [bucket.take(1, 0) for _ in range(20)] == [0.0] * 20
    assert bucket.take(1, 0) == 0.1
    assert bucket.take(4, 0) == 0.5


def test_D7_what_fills_up_is_never_more_than_a_burst() -> None:
    bucket = Bucket(10, burst=20, now=0)
    bucket.take(20, 0)
    assert bucket.take(10, 1) == 0.0
    assert bucket.take(20, 1_000) == 0.0
    assert bucket.take(10, 1_000) == 1.0


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(0, 500)), max_size=200))
def test_D7_who_waits_as_told_brings_no_more_than_the_rate_and_a_burst(
    row: list[tuple[float, int]],
) -> None:
    bucket = Bucket(100, burst=200, now=0)
    now, brought = 0.0, 0
    for pause, amount in row:
        now += pause
        now += bucket.take(amount, now)
        brought += amount
        assert brought <= 200 + 100 * now + 1e-6 * (1 + now)
