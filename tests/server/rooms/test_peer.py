"""The row before a connection: bounded, in order, and what is dropped from it is made up for."""

from collections.abc import Callable
from itertools import count

from server.rooms.peer import Outbox
from server.rooms.protocol import (
    Presence,
    awareness_frame,
    denial_frame,
    sync_answer,
    sync_request,
    update_frame,
)

AWARENESS = awareness_frame((Presence(1, 1, "{}"),))


def states() -> Callable[[], bytes]:
    """Give a state vector that is another one each time: b"0", b"1", ..."""
    numbers = count()
    return lambda: str(next(numbers)).encode()


def update(size: int = 10) -> bytes:
    return update_frame(b"u" * size)


def answer(text: str = "saved") -> bytes:
    return bytes([101]) + text.encode()


def lags(outbox: Outbox) -> bool:
    return outbox.is_lagging


def taken(outbox: Outbox) -> list[tuple[bytes, ...]]:
    return [outbox.take() for _ in range(len(outbox))]


def test_units_leave_in_their_order() -> None:
    outbox = Outbox(states())
    units = [(update(1), update(2)), (answer(),), (AWARENESS,), (sync_request(b"\0"),)]
    for unit in units:
        assert outbox.put(*unit)
    assert outbox.waiting == sum(len(frame) for unit in units for frame in unit)
    assert taken(outbox) == units
    assert (len(outbox), outbox.waiting) == (0, 0)


def test_D7_the_first_unit_may_be_larger_than_the_cap_and_what_is_behind_it_not() -> None:
    outbox = Outbox(states(), cap=40)
    assert outbox.put(update(1000))
    for _ in range(3):
        assert outbox.put(update(10))
    assert not lags(outbox)
    assert outbox.put(update(10))
    assert lags(outbox)
    assert taken(outbox) == [(update(1000),)]


def test_D7_a_lagging_end_is_owed_one_difference_from_what_it_surely_has() -> None:
    outbox = Outbox(states(), cap=40)
    outbox.put(update(1))  # the vector is asked here: b"0"
    while not lags(outbox):
        outbox.put(update(10))
    outbox.put(update(2))
    outbox.put(AWARENESS)
    assert taken(outbox) == [(update(1),)]
    assert outbox.owed() == b"0"
    assert outbox.owed() is None
    outbox.put(update(3))
    assert taken(outbox) == []
    difference = sync_answer(b"d" * 500)
    outbox.put(difference)
    assert not lags(outbox)
    outbox.put(update(4))
    assert taken(outbox) == [(difference,), (update(4),)]


def test_D7_the_frames_of_a_flush_are_dropped_together_or_not_at_all() -> None:
    """The vector is that of the whole flush, so the first frame alone would leave a gap."""
    outbox = Outbox(states(), cap=10)
    outbox.put(update(8), update(9))
    outbox.put(update(8), update(9))
    assert lags(outbox)
    assert taken(outbox) == [(update(8), update(9))]


def test_the_vector_is_that_of_the_first_update_that_waits() -> None:
    outbox = Outbox(states(), cap=40)
    outbox.put(update(1))
    outbox.take()
    outbox.put(answer())
    outbox.put(update(1))  # b"1"
    outbox.put(update(1))
    outbox.take()
    outbox.take()
    while not lags(outbox):
        outbox.put(update(10))
    assert taken(outbox) == []  # what the vector covers has left; all behind it is dropped
    assert outbox.owed() == b"1"


def test_D7_answers_are_kept_when_updates_are_dropped() -> None:
    outbox = Outbox(states(), cap=60)
    outbox.put(update(1))
    answers = [answer(str(number)) for number in range(3)]
    for each in answers:
        assert outbox.put(each)
        outbox.put(update(20))
    assert lags(outbox)
    assert outbox.put(denial_frame("no"))
    assert taken(outbox) == [
        (update(1),),
        *((each,) for each in answers),
        (denial_frame("no"),),
    ]


def test_D7_answers_push_updates_out_and_end_it_when_they_alone_are_too_much() -> None:
    outbox = Outbox(states(), cap=40)
    outbox.put(update(1))
    outbox.put(update(30))
    assert outbox.put(answer("a" * 30))
    assert lags(outbox)
    assert not outbox.put(answer("b" * 30))


def test_awareness_is_dropped_without_a_trace() -> None:
    outbox = Outbox(states(), cap=20)
    outbox.put(update(1))
    for _ in range(10):
        assert outbox.put(AWARENESS)
    assert not lags(outbox)
    assert outbox.waiting <= len(update(1)) + 20


def test_an_asked_difference_makes_waiting_updates_needless() -> None:
    outbox = Outbox(states(), cap=40)
    outbox.put(update(1))
    outbox.put(update(1))
    outbox.put(sync_answer(b"whole"))
    assert taken(outbox) == [(sync_answer(b"whole"),)]


def test_who_asks_for_the_document_again_and_again_without_reading_is_not_served() -> None:
    outbox = Outbox(states(), cap=40)
    whole = sync_answer(b"w" * 1000)
    assert [outbox.put(whole) for _ in range(4)] == [True, True, True, False]


def test_clear_drops_everything() -> None:
    outbox = Outbox(states())
    outbox.put(update(1))
    outbox.put(answer())
    outbox.clear()
    assert (len(outbox), outbox.waiting) == (0, 0)
    outbox.put(update(1))
    assert taken(outbox) == [(update(1),)]
