"""The frames of clients that speak gestures: read strictly, and told what is wrong with them."""

import contextlib

import orjson
import pytest
from hypothesis import given, strategies as st

from server.rooms import protocol
from server.rooms.gestures import (
    EditMessage,
    Gesture,
    KnownMessage,
    NoticeMessage,
    RefusedMessage,
    RoomMessage,
    SavedMessage,
    UnknownMessage,
    decode,
    edit_frame,
    frame,
    known_frame,
)
from server.rooms.protocol import BadFrame, SyncRequest, sync_request
from server.rooms.varint import varbytes

ID = "01890a5d-ac96-774b-bcce-b302099a8057"
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200)


@given(st.uuids(version=4).map(str), TEXT, st.none() | TEXT, st.binary(max_size=300))
def test_what_is_encoded_is_decoded(
    edit_id: str, label: str, why: str | None, update: bytes
) -> None:
    edit = EditMessage(edit_id, label, why)
    assert decode(edit_frame(edit, update)) == Gesture(edit, update)
    assert decode(known_frame(KnownMessage((edit_id, ID)))) == KnownMessage((edit_id, ID))
    assert decode(sync_request(update)) == SyncRequest(update)


@pytest.mark.parametrize(
    ("message", "number", "said"),
    [
        (SavedMessage(ID, 7), 101, {"edit_id": ID, "tx": 7}),
        (
            RefusedMessage(ID, "cycle", ID, None, "Why.", fatal=False),
            102,
            {
                "edit_id": ID,
                "code": "cycle",
                "element": ID,
                "attribute": None,
                "message": "Why.",
                "fatal": False,
            },
        ),
        (
            RoomMessage(1, 7, "editor", "live", "ann"),
            103,
            {"epoch": 1, "tx": 7, "role": "editor", "state": "live", "actor": "ann"},
        ),
        (NoticeMessage("findings", (ID,), 7), 104, {"topic": "findings", "ids": [ID], "tx": 7}),
        (UnknownMessage(()), 106, {"edit_ids": []}),
    ],
)
def test_what_the_server_says_is_json_behind_its_number(
    message: SavedMessage, number: int, said: object
) -> None:
    encoded = frame(message)
    assert encoded == bytes([number]) + varbytes(encoded[-len(orjson.dumps(said)) :])
    assert orjson.loads(encoded[-len(orjson.dumps(said)) :]) == said
    with pytest.raises(BadFrame):
        protocol.decode(encoded)


@given(st.binary(max_size=60))
def test_bytes_are_a_message_or_a_bad_frame(data: bytes) -> None:
    for number in (b"", b"\x64", b"\x69", b"\x66"):
        with contextlib.suppress(BadFrame):
            decode(number + data)


def edit(said: object, update: bytes = b"\0") -> bytes:
    return b"\x64" + varbytes(orjson.dumps(said)) + update


def known(said: object) -> bytes:
    return b"\x69" + varbytes(orjson.dumps(said))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x64", "an edit is broken: the bytes end inside a number"),
        (b"\x64\2{]\0", "an edit is broken: "),
        (edit([]), "it is no JSON object"),
        (edit({"label": "x"}), "edit_id is no UUID in lower case"),
        (edit({"edit_id": ID.upper(), "label": "x"}), "edit_id is no UUID in lower case"),
        (edit({"edit_id": 5, "label": "x"}), "edit_id is no UUID in lower case"),
        (edit({"edit_id": ID}), "label is no text"),
        (edit({"edit_id": ID, "label": "x" * 201}), "label has 201 characters; 200 are allowed"),
        (edit({"edit_id": ID, "label": "a\0b"}), "label holds U+0000"),
        (edit({"edit_id": ID, "label": "x", "why": None}), "why is no text"),
        (edit({"edit_id": ID, "label": "x", "why": "y" * 2001}), "why has 2001 characters"),
        (edit({"edit_id": ID, "label": "x", "who": "me"}), "'who' is no key of it"),
        (edit({"edit_id": ID, "label": "x"}, b"\5"), "its update: 5 bytes are announced"),
        (edit({"edit_id": ID, "label": "x"}, b"\1\0\0"), "it ends at byte"),
        (b'\x64\x0f{"label":"\\ud8"}\0', "an edit is broken: "),
        (known({}), "edit_ids is no list"),
        (known({"edit_ids": [ID, "x"]}), "edit_ids[1] is no UUID in lower case"),
        (known({"edit_ids": [ID] * 1001}), "edit_ids has 1001 entries; 1000 are allowed"),
        (known({"edit_ids": [], "more": 1}), "'more' is no key of it"),
        (known({"edit_ids": []}) + b"\0", "it ends at byte"),
        (frame(SavedMessage(ID, 7)), "message type 101 is sent by the server only"),
        (b"\x6b", "message type 107 is unknown"),
        (b"", "the bytes end inside a number"),
    ],
)
def test_a_broken_frame_says_where_it_is_broken(data: bytes, says: str) -> None:
    with pytest.raises(BadFrame) as caught:
        decode(data)
    assert says in str(caught.value)


def test_a_stock_client_speaks_no_gestures() -> None:
    with pytest.raises(BadFrame):
        protocol.decode(edit_frame(EditMessage(ID, "x"), b""))
