"""The messages of a client that speaks gestures (`?ext=1`); it speaks y-protocols besides.

    100 edit      client   varstring(EditMessage) varbytes(update)   one gesture, to be one commit
    101 saved     server   varstring(SavedMessage)                   it is on disk
    102 refused   server   varstring(RefusedMessage)                 it is not in, and why
    103 room      server   varstring(RoomMessage)                    on joining, and when it changes
    104 notice    server   varstring(NoticeMessage)                  changed, to be read over HTTP
    105 known     client   varstring(KnownMessage)                   which of these were answered?
    106 unknown   server   varstring(UnknownMessage)                 these were not

The payloads are JSON. Their shapes are declared here, once; `web/src/api/room.gen.ts` is made of
them. What a client sends is read strictly: a key or type that is not declared is a BadFrame.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Literal, TypeAlias, TypeVar

import orjson

from domain.ids import is_derived, is_id
from server.rooms import protocol
from server.rooms.protocol import BadFrame
from server.rooms.varint import BadVarint, read_varbytes, varbytes, varint

LONGEST_LABEL: Final = 200
LONGEST_WHY: Final = 2_000
"""Characters."""
MOST_KNOWN: Final = 1_000
"""Edits that are asked about at once."""
JOURNAL_TAKEN: Final = "this journal connected again"
"""Why an older connection of a journal is closed."""
MANY_REFUSED: Final = "too many edits were refused in a short time"
"""Why a connection is closed that may come back when that time is over."""

Condition: TypeAlias = Literal["live", "saving", "closing"]
"""How a room is: at work, waiting for a database that does not answer, about to let all go."""

_Payload = TypeVar("_Payload")


class MessageType(IntEnum):
    """The number that opens a frame."""

    EDIT = 100
    SAVED = 101
    REFUSED = 102
    ROOM = 103
    NOTICE = 104
    KNOWN = 105
    UNKNOWN = 106


@dataclass(frozen=True, slots=True)
class EditMessage:
    """The head of a gesture: its id, which becomes that of its commit, and what it is called."""

    edit_id: str
    label: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class SavedMessage:
    """The gesture is on disk; `tx` is None when there is no commit of it."""

    edit_id: str
    tx: int | None


@dataclass(frozen=True, slots=True)
class RefusedMessage:
    """The gesture is not in: `fatal` when its update was not applied, else all of it went back."""

    edit_id: str
    code: str
    element: str | None
    attribute: str | None
    message: str
    fatal: bool


@dataclass(frozen=True, slots=True)
class RoomMessage:
    """Where the room is, and what the person at the other end may do in it."""

    epoch: int
    tx: int
    role: str
    state: Condition
    actor: str


@dataclass(frozen=True, slots=True)
class NoticeMessage:
    """Something changed with commit `tx` that is fetched over HTTP: the topic says what."""

    topic: str
    ids: tuple[str, ...]
    tx: int


@dataclass(frozen=True, slots=True)
class KnownMessage:
    """The edits that a client wants to hear of, before it sends any of them again."""

    edit_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownMessage:
    """The edits of these that were never answered."""

    edit_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gesture:
    """A gesture as it comes: its head, and the update that does it."""

    edit: EditMessage
    update: bytes


FromServer: TypeAlias = SavedMessage | RefusedMessage | RoomMessage | NoticeMessage | UnknownMessage

_TYPES: Final[Mapping[type, bytes]] = {
    SavedMessage: varint(MessageType.SAVED),
    RefusedMessage: varint(MessageType.REFUSED),
    RoomMessage: varint(MessageType.ROOM),
    NoticeMessage: varint(MessageType.NOTICE),
    UnknownMessage: varint(MessageType.UNKNOWN),
}
_FROM_SERVER: Final = {code[0] for code in _TYPES.values()}


def frame(message: FromServer) -> bytes:
    """Encode what the server says."""
    return _TYPES[type(message)] + varbytes(orjson.dumps(message))


def edit_frame(edit: EditMessage, update: bytes) -> bytes:
    """Encode a gesture."""
    head = {"edit_id": edit.edit_id, "label": edit.label}
    if edit.why is not None:
        head["why"] = edit.why
    return varint(MessageType.EDIT) + varbytes(orjson.dumps(head)) + varbytes(update)


def known_frame(message: KnownMessage) -> bytes:
    """Encode what a client asks before it sends anything again."""
    return varint(MessageType.KNOWN) + varbytes(orjson.dumps(message))


def decode(frame: bytes) -> protocol.Message | Gesture | KnownMessage:
    """Return what a client that speaks gestures sent; raise BadFrame."""
    kind = frame[0] if frame else None
    if kind == MessageType.EDIT:
        head, at = _payload(frame, "an edit", _edit)
        try:
            update, at = read_varbytes(frame, at)
        except BadVarint as error:
            raise BadFrame(f"an edit is broken: its update: {error}") from error
        _end(frame, at, "an edit")
        return Gesture(head, update)
    if kind == MessageType.KNOWN:
        known, at = _payload(frame, "a known", _known)
        _end(frame, at, "a known")
        return known
    if kind in _FROM_SERVER:
        raise BadFrame(f"message type {kind} is sent by the server only")
    return protocol.decode(frame)


def _payload(
    frame: bytes, subject: str, shape: Callable[[dict[str, object]], _Payload]
) -> tuple[_Payload, int]:
    try:
        payload, at = read_varbytes(frame, 1)
        read = orjson.loads(payload)
    except (BadVarint, orjson.JSONDecodeError) as error:
        raise BadFrame(f"{subject} is broken: {error}") from error
    if not isinstance(read, dict):
        raise BadFrame(f"{subject} is broken: it is no JSON object")
    try:
        return shape(read), at
    except _BadPlace as error:
        raise BadFrame(f"{subject} is broken: {error}") from None


def _end(frame: bytes, at: int, subject: str) -> None:
    if at != len(frame):
        raise BadFrame(f"{subject} is broken: it ends at byte {at} of {len(frame)}")


class _BadPlace(Exception):
    """A place in a payload, and what is wrong with it."""


def _edit(read: dict[str, object]) -> EditMessage:
    edit_id, label, why = read.pop("edit_id", None), read.pop("label", None), None
    if not is_id(edit_id):
        raise _BadPlace("edit_id is no UUID in lower case")
    if is_derived(str(edit_id)):
        raise _BadPlace("edit_id is made of a name (version 5), as only the server's are")
    if "why" in read:
        why = _text("why", read.pop("why"), LONGEST_WHY)
    _nothing_else(read)
    return EditMessage(str(edit_id), _text("label", label, LONGEST_LABEL), why)


def _known(read: dict[str, object]) -> KnownMessage:
    edit_ids = read.pop("edit_ids", None)
    _nothing_else(read)
    if not isinstance(edit_ids, list):
        raise _BadPlace("edit_ids is no list")
    if len(edit_ids) > MOST_KNOWN:
        raise _BadPlace(f"edit_ids has {len(edit_ids)} entries; {MOST_KNOWN} are allowed")
    for place, edit_id in enumerate(edit_ids):
        if not is_id(edit_id):
            raise _BadPlace(f"edit_ids[{place}] is no UUID in lower case")
    return KnownMessage(tuple(edit_ids))


def _text(place: str, value: object, longest: int) -> str:
    if not isinstance(value, str):
        raise _BadPlace(f"{place} is no text")
    if len(value) > longest:
        raise _BadPlace(f"{place} has {len(value)} characters; {longest} are allowed")
    if "\0" in value:
        raise _BadPlace(f"{place} holds U+0000, which no text may hold")
    return value


def _nothing_else(read: dict[str, object]) -> None:
    for key in read:
        raise _BadPlace(f"{key[:40]!r} is no key of it")
