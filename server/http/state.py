"""The document of a room, whole, for clients that load a large one before they join it (D10).

A reader is a peer that takes one answer and leaves. So it is told what everybody is told: nothing
that is not durable, and from stored bytes while the room is still loading.
"""

import asyncio
import zlib
from typing import Final

from domain.access import Actor
from domain.ids import StreamId
from server.http.encodings import takes_gzip
from server.http.endpoint import Answer, Call
from server.http.moments import model_of
from server.http.problems import refusal
from server.rooms.protocol import SyncAnswer, decode, sync_request
from server.rooms.room import Room

_NOTHING: Final = b"\0"
"""The state vector of somebody who has nothing."""
_ATTEMPTS: Final = 3
_LEVEL: Final = 3  # of gzip: beyond it takes more time than it saves
_WORTH_IT: Final = 1024  # bytes; what is smaller is not compressed
_GZIP: Final = 16 + zlib.MAX_WBITS


async def show(call: Call) -> Answer:
    """Answer `GET /api/models/{model}/state`; its ETag is epoch and tx."""
    model = await model_of(call)
    room = await call.services.rooms.open(model.stream_id)
    headers = _headers(room)
    if call.headers.get("if-none-match") == headers["ETag"]:
        return Answer(b"", 304, headers)
    reader = await _read(call, model.stream_id, room)
    if len(reader.document) < _WORTH_IT or not takes_gzip(call.headers.get("accept-encoding")):
        return Answer(reader.document, headers=reader.headers)
    packed = await asyncio.to_thread(_packed, reader.document)
    return Answer(packed, headers={**reader.headers, "Content-Encoding": "gzip"})


class _Reader:
    """A peer that wants the document, and leaves once it has it or never will."""

    journal = None

    def __init__(self, actor: Actor, room: Room) -> None:
        self.actor = actor
        self.document = b""
        self.headers: dict[str, str] = {}
        self.has_left = asyncio.Event()
        self._room = room

    def send(self, *frames: bytes) -> None:
        """Take the document out of what is sent; nothing is on its way at this instant (D1)."""
        for message in map(decode, frames):
            if isinstance(message, SyncAnswer) and not self.document:
                self.document = message.update
                self.headers = _headers(self._room)
                self.has_left.set()

    def close(self, _code: int, _reason: str) -> None:
        """Learn that the room is closed; another one may be opened."""
        self.has_left.set()


async def _read(call: Call, stream: StreamId, room: Room) -> _Reader:
    for _ in range(_ATTEMPTS):
        reader = _Reader(call.actor, room)
        room.join(reader)
        room.receive(reader, sync_request(_NOTHING))
        try:
            await reader.has_left.wait()
        finally:
            room.leave(reader)
        if reader.document:
            return reader
        room = await call.services.rooms.open(stream)
    raise refusal("log-unavailable", "the room of the model does not open; ask again in a moment")


def _headers(room: Room) -> dict[str, str]:
    writer = room.ledger.writer
    return {
        "ETag": f'"{writer.epoch}.{writer.head.tx}"',
        "Schemaos-Epoch": str(writer.epoch),
        "Vary": "Accept-Encoding",
    }


def _packed(document: bytes) -> bytes:
    packing = zlib.compressobj(_LEVEL, wbits=_GZIP)
    return packing.compress(document) + packing.flush()
