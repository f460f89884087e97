"""The row of frames before a connection: bounded, but never too short for one whole document."""

from server.rooms.peer import Outbox


def test_D7_what_waits_behind_the_front_frame_is_bounded() -> None:
    outbox = Outbox(cap=10)
    assert outbox.put(b"x" * 1000)
    assert outbox.put(b"y" * 10)
    assert not outbox.put(b"z")
    assert outbox.waiting == 1010
    assert outbox.front() == b"x" * 1000
    outbox.written()
    assert outbox.put(b"z")
    assert (len(outbox), outbox.waiting) == (2, 11)


def test_frames_leave_in_their_order_and_can_be_dropped() -> None:
    outbox = Outbox()
    for frame in (b"1", b"2", b"3"):
        assert outbox.put(frame)
    assert outbox.front() == b"1"
    outbox.written()
    assert outbox.front() == b"2"
    outbox.clear()
    assert outbox.front() is None
    assert (len(outbox), outbox.waiting) == (0, 0)
