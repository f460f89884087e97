"""The y-protocols messages of a room: bytes in, messages out, and back; nothing here does I/O.

    0 sync        0 step 1: state vector    1 step 2: update    2 update
    1 awareness   who is here, and where their cursor is; lossy, never logged
    2 auth        0 permission denied: reason
    3 query       send me the awareness of everybody

A frame that is none of these raises BadFrame; the room then closes that one connection.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias

from server.rooms.varint import BadVarint, read_varbytes, read_varint, varbytes, varint

LARGEST_AWARENESS: Final = 8 * 1024
LARGEST_FRAME: Final = 1024 * 1024
LARGEST_STATE: Final = 256 * 1024
"""Bytes of a state vector: that of a document which 30,000 clients wrote is smaller."""
NO_UPDATE: Final = b"\0\0"
"""The update that says nothing: no structs, no deletions."""


class BadFrame(ValueError):
    """A frame that is no message of the protocol; the text says what is wrong with it."""


class Close(IntEnum):
    """Why a connection is closed; a stock provider gives up only at 4400-4499."""

    RESTARTING = 1012
    REJECTED = 4403
    NO_SUCH_MODEL = 4404
    STALE_EPOCH = 4409
    TOO_SLOW = 4508
    OTHER_OWNER = 4510


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """Sync step 1: what the sender has; the answer is step 2 with the rest."""

    state: bytes


@dataclass(frozen=True, slots=True)
class SyncAnswer:
    """Sync step 2: all that the sender has and we lacked when we asked."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Update:
    """What the sender did just now."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Presence:
    """The awareness state of one client, as JSON text; `null` means that it left."""

    client: int
    clock: int
    state: str


@dataclass(frozen=True, slots=True)
class Awareness:
    """The awareness states that a frame carries."""

    presences: tuple[Presence, ...]


@dataclass(frozen=True, slots=True)
class AwarenessQuery:
    """A wish to hear everybody's awareness."""


@dataclass(frozen=True, slots=True)
class Denial:
    """Permission denied, with the reason; only a server says this, and a client's is ignored."""

    reason: str


Message: TypeAlias = SyncRequest | SyncAnswer | Update | Awareness | AwarenessQuery | Denial

_SYNC: Final = 0
_AWARENESS: Final = 1
_AUTH: Final = 2
_QUERY: Final = 3
_SYNC_MESSAGES: Final[Mapping[int, type[SyncRequest | SyncAnswer | Update]]] = {
    0: SyncRequest,
    1: SyncAnswer,
    2: Update,
}


def decode(frame: bytes) -> Message:
    """Return the message of a frame; raise BadFrame."""
    try:
        kind, at = read_varint(frame, 0)
        if kind == _SYNC:
            return _sync(frame, at)
        if kind == _AWARENESS:
            return _awareness(frame, at)
        if kind == _AUTH:
            return _auth(frame, at)
    except (BadVarint, UnicodeDecodeError) as error:
        raise BadFrame(f"a frame is broken: {error}") from error
    if kind == _QUERY:
        return AwarenessQuery()
    raise BadFrame(f"message type {kind} is unknown")


def sync_request(state: bytes) -> bytes:
    """Encode sync step 1."""
    return b"\0\0" + varbytes(state)


def sync_answer(update: bytes) -> bytes:
    """Encode sync step 2."""
    return b"\0\1" + varbytes(update)


def update_frame(update: bytes) -> bytes:
    """Encode an update."""
    return b"\0\2" + varbytes(update)


def awareness_frame(presences: tuple[Presence, ...]) -> bytes:
    """Encode awareness states."""
    return b"\1" + varbytes(
        varint(len(presences))
        + b"".join(
            varint(one.client) + varint(one.clock) + varbytes(one.state.encode())
            for one in presences
        ),
    )


def denial_frame(reason: str) -> bytes:
    """Encode a denied permission."""
    return b"\2\0" + varbytes(reason.encode())


def read_state(state: bytes) -> dict[int, int]:
    """Return a state vector as client id -> clock; raise BadFrame."""
    try:
        count, at = read_varint(state, 0)
        clocks: dict[int, int] = {}
        for _ in range(count):
            client, at = read_varint(state, at)
            clocks[client], at = read_varint(state, at)
    except BadVarint as error:
        raise BadFrame(f"a state vector is broken: {error}") from error
    return clocks


def encode_state(clocks: Mapping[int, int]) -> bytes:
    """Encode a state vector."""
    return varint(len(clocks)) + b"".join(
        varint(client) + varint(clock) for client, clock in clocks.items()
    )


def _sync(frame: bytes, at: int) -> SyncRequest | SyncAnswer | Update:
    step, at = read_varint(frame, at)
    message = _SYNC_MESSAGES.get(step)
    if message is None:
        raise BadFrame(f"sync message {step} is unknown")
    payload, _ = read_varbytes(frame, at)
    return message(payload)


def _awareness(frame: bytes, at: int) -> Awareness:
    payload, _ = read_varbytes(frame, at)
    if len(payload) > LARGEST_AWARENESS:
        raise BadFrame(
            f"an awareness frame has {len(payload)} bytes; {LARGEST_AWARENESS} are allowed",
        )
    count, at = read_varint(payload, 0)
    presences = []
    for _ in range(count):
        client, at = read_varint(payload, at)
        clock, at = read_varint(payload, at)
        state, at = read_varbytes(payload, at)
        presences.append(Presence(client, clock, state.decode()))
    return Awareness(tuple(presences))


def _auth(frame: bytes, at: int) -> Denial:
    _, at = read_varint(frame, at)
    reason, _ = read_varbytes(frame, at)
    return Denial(reason.decode())
