"""Frames: what a stock provider sends is understood, anything else is said to be broken."""

import contextlib

import pytest
from hypothesis import given, strategies as st

from server.rooms.protocol import (
    LARGEST_AWARENESS,
    Awareness,
    AwarenessQuery,
    BadFrame,
    Denial,
    Presence,
    SyncAnswer,
    SyncRequest,
    Update,
    awareness_frame,
    decode,
    denial_frame,
    read_state,
    sync_answer,
    sync_request,
    update_frame,
)
from server.rooms.varint import LARGEST, read_varint, varint

PRESENCES = st.lists(
    st.builds(Presence, st.integers(0, LARGEST), st.integers(0, LARGEST), st.text(max_size=9)),
    max_size=5,
).map(tuple)


@given(st.binary(max_size=300), PRESENCES, st.text())
def test_what_is_encoded_is_decoded(
    data: bytes, presences: tuple[Presence, ...], reason: str
) -> None:
    assert decode(sync_request(data)) == SyncRequest(data)
    assert decode(sync_answer(data)) == SyncAnswer(data)
    assert decode(update_frame(data)) == Update(data)
    assert decode(awareness_frame(presences)) == Awareness(presences)
    assert decode(denial_frame(reason)) == Denial(reason)
    assert decode(b"\3") == AwarenessQuery()


@given(st.integers(0, LARGEST))
def test_numbers_of_any_size_pass(number: int) -> None:
    assert read_varint(b"\0" + varint(number), 1) == (number, 1 + len(varint(number)))


@given(st.binary(max_size=60))
def test_bytes_are_a_message_or_a_bad_frame(frame: bytes) -> None:
    with contextlib.suppress(BadFrame):
        decode(frame)


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (b"", "the bytes end inside a number"),
        (b"\x63", "message type 99 is unknown"),
        (b"\0\7\1\1", "sync message 7 is unknown"),
        (b"\0\2\x88\x27", "5000 bytes are announced"),
        (b"\xff" * 12, "larger than 2^53 - 1"),
        (b"\1\2\1\1", "the bytes end inside a number"),
        (b"\1\5\1\1\1\1\xff", "can't decode byte"),
        (awareness_frame((Presence(1, 1, "x" * LARGEST_AWARENESS),)), "8192 are allowed"),
    ],
)
def test_a_broken_frame_says_what_is_wrong(frame: bytes, says: str) -> None:
    with pytest.raises(BadFrame) as caught:
        decode(frame)
    assert says in str(caught.value)


def test_a_broken_state_vector_is_a_bad_frame() -> None:
    assert read_state(b"\2\1\5\7\6") == {1: 5, 7: 6}
    with pytest.raises(BadFrame):
        read_state(b"\2\1\5\7")
