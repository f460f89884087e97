"""uvicorn's WebSocket, with ways in and out that cost neither a task nor a copy for each frame.

    in    socket -> frames cut here -> messages(), some at a time; ASGI's receive() gives one
                         └─ what is no whole message in one frame -> uvicorn's parser
    out   write(frame) -> transport, at once; `is_full` says that the other end does not keep up

ASGI's `send` is a coroutine that frames each message anew: with a task per connection that is 7 us
of our time for a frame, here it is 1 us (200 connections, 100 bytes, loopback; the kernel takes 4
more). It also waits for ever on an end that does not read, where a room must be able to let go. Its
`receive` wakes a task, and stops and starts reading the socket, for each frame.
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.http11 import Request
from websockets.protocol import OPEN

from server.http.arrivals import Arrivals
from server.http.frames import cut, framed

_EXTENSION: Final = "schemaos"
_FAREWELL: Final = 5.0  # seconds that a close frame, and what is before it, may take to leave
_LONGEST_REASON: Final = 123  # bytes that a close frame holds
_RESTARTING: Final = 1012
_RETRY: Final = (0.1, 1.0)  # seconds, so that not all who are told to come back come at once
_MOST_UNREAD: Final = 64 * 1024  # bytes of messages that may wait before nothing more is read
_TURN: Final = 64  # messages that are taken at once


class Watcher(Protocol):
    """Who wants to know how fast the other end reads."""

    def on_full(self) -> None:
        """Hear that what was written does not leave as fast as it comes."""
        ...

    def on_writable(self) -> None:
        """Hear that it has left, but for little."""
        ...


class Socket(WebSocketsSansIOProtocol):
    """One connection, from its handshake to its end."""

    watcher: Watcher | None = None

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
    ) -> None:
        super().__init__(config, server_state, app_state)
        self.queue = self._arrivals = Arrivals[Any]()
        self._largest = config.ws_max_size
        self._rest = bytearray()  # which grows without a copy, however small the pieces are
        self._is_early = False
        self._unread = 0

    @staticmethod
    def of(scope: Scope) -> "Socket":
        """Return the connection that an application is called for."""
        socket: Socket = scope["extensions"][_EXTENSION]["socket"]
        return socket

    @property
    def is_full(self) -> bool:
        """What was written does not leave as fast as it comes."""
        return not self.writable.is_set()

    @property
    def unsent(self) -> int:
        """How many bytes were written and have not left."""
        return self.transport.get_write_buffer_size()

    async def messages(self) -> Sequence[Mapping[str, object]]:
        """Return what has come, at least one message; the last one says that it is over."""
        if not self.queue.empty():
            await asyncio.sleep(0)  # others get a turn
        come = await self._arrivals.take(_TURN)
        if self.read_paused and self.queue.empty():
            self.read_paused = False
            self.transport.resume_reading()
        return come

    def write(self, *frames: bytes) -> None:
        """Send messages with one call of the system; when the connection is closing, nothing."""
        if not self.close_sent and not self.transport.is_closing():
            self.transport.writelines([framed(frame) for frame in frames])

    def end(self, code: int, reason: str) -> None:
        """Close behind what was written; cut the connection when that does not leave in time."""
        if self.close_sent or self.transport.is_closing():
            return
        told = _told(code, reason)
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": told})
        self.conn.send_close(code, told)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:  # the other end's answer is to be read
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(_FAREWELL, self.transport.abort)

    def data_received(self, data: bytes | bytearray) -> None:
        """Hear from the transport that bytes came; uvicorn's parser is given whole frames only."""
        if self._rest:
            self._rest += data
            data, self._rest = self._rest, bytearray()
        if self.conn.state is not OPEN or self._is_early:
            self._is_early = self.handshake_initiated  # a frame before the handshake has an answer
            super().data_received(bytes(data))
            return
        at = 0
        while self.conn.state is OPEN:
            piece = cut(data, at, largest=self._largest)
            if piece is None:
                break
            if piece.message is None or self.frames:  # which are those of an unfinished message
                super().data_received(bytes(data[at : piece.end]))
            else:
                self._arrive(piece.message)
            at = piece.end
        if isinstance(data, bytearray):
            del data[:at]
            self._rest = data
        elif at < len(data):
            self._rest = bytearray(data[at:])

    def handle_connect(self, event: Request) -> None:
        """Begin; uvicorn's task, which it makes here, finds this object in its scope."""
        super().handle_connect(event)
        if self.response.status_code == 101:  # noqa: PLR2004 - switching protocols
            self.scope["extensions"] = {**self.scope["extensions"], _EXTENSION: {"socket": self}}

    def pause_writing(self) -> None:
        """Hear from the transport that it is full."""
        super().pause_writing()
        if self.watcher is not None:
            self.watcher.on_full()

    def resume_writing(self) -> None:
        """Hear from the transport that it is not full any more."""
        super().resume_writing()
        if self.watcher is not None:
            self.watcher.on_writable()

    def keepalive_timeout(self) -> None:
        """End a connection that does not answer; one that still reads may take its time."""
        if self.transport.get_write_buffer_size():  # the ping waits behind a large document
            self.pong_timer = None
            self.schedule_ping()
        else:
            super().keepalive_timeout()

    def shutdown(self) -> None:
        """End with the server, also where the other end does not read."""
        if self.handshake_complete:
            self.end(_RESTARTING, "the server restarts; connect again")
        super().shutdown()
        self.loop.call_later(_FAREWELL, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Hear that the connection is gone."""
        super().connection_lost(exc)
        self.watcher = None

    def _arrive(self, message: bytes) -> None:
        self._unread = len(message) if self.queue.empty() else self._unread + len(message)
        self.queue.put_nowait({"type": "websocket.receive", "bytes": message})
        if self._unread > _MOST_UNREAD and not self.read_paused:
            self.read_paused = True
            self.transport.pause_reading()


def _told(code: int, reason: str) -> str:
    """Return a reason that fits; who shall come back is told when."""
    hint = f"; retry in {random.uniform(*_RETRY):.1f} s" if code == _RESTARTING else ""  # noqa: S311 - no secret
    return reason.encode()[: _LONGEST_REASON - len(hint)].decode(errors="ignore") + hint
