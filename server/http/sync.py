"""A socket of a room: frames in to the room, frames out through a row of bounded length.

    socket -> joined? -> room.receive(peer, frame)
    room   -> peer.send(frame) -> Outbox -> one writer -> socket

The room knows nothing of sockets; here is everything that does.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from domain.access import Action, Actor, Deny, decision
from server.ending import end
from server.http.endpoint import port_of
from server.http.moments import MAIN
from server.http.problems import problem_of
from server.http.services import Services
from server.http.slugs import is_slug
from server.log.errors import StreamHeld
from server.log.streams import ModelRow, find_model
from server.rooms.peer import Outbox
from server.rooms.protocol import Close
from server.rooms.room import Room

_LOG: Final = structlog.get_logger()

STALLED: Final = 5.0  # seconds that one frame may take to leave
_LOOKS: Final = 16
_FIRST_PAUSE: Final = 0.01  # seconds between looks, longer each time
_LONGEST_PAUSE: Final = 0.1
_LONGEST_REASON: Final = 120  # bytes; a close frame holds 123


class SocketPeer:
    """One connection, as its room sees it."""

    def __init__(self, socket: WebSocket, actor: Actor) -> None:
        self.actor = actor
        self._socket = socket
        self._outbox = Outbox()
        self._waiting = asyncio.Event()
        self._closing: tuple[int, str] | None = None

    def send(self, frame: bytes) -> None:
        """Put a frame in the row; a peer too slow for the row is closed and syncs anew."""
        if self._closing is None and not self._outbox.put(frame):
            self._outbox.clear()
            self.close(Close.TOO_SLOW, "too slow: what waited was dropped; connect again")
        self._waiting.set()

    def close(self, code: int, reason: str) -> None:
        """Close the connection after what is in the row."""
        if self._closing is None:
            self._closing = (code, reason)
        self._waiting.set()

    async def write(self) -> None:
        """Send what is put in the row until the connection shall close; then close it."""
        try:
            while await self._next():
                pass
        except TimeoutError:
            self._outbox.clear()
            self._closing = (
                Close.TOO_SLOW,
                "a frame did not leave in time; connect again",
            )
        except (WebSocketDisconnect, RuntimeError):
            return
        code, reason = self._closing or (Close.RESTARTING, "")
        await _close(self._socket, code, reason)

    async def _next(self) -> bool:
        frame = self._outbox.front()
        if frame is not None:
            async with asyncio.timeout(STALLED):
                await self._socket.send_bytes(frame)
            if self._outbox.front() is frame:
                self._outbox.written()
            return True
        if self._closing is not None:
            return False
        self._waiting.clear()
        await self._waiting.wait()
        return True


def sync_route(services: Services) -> Callable[[WebSocket], Awaitable[None]]:
    """Return what answers `WS /api/sync/{model}` and `/api/sync/{model}@{branch}`."""

    async def sync(socket: WebSocket) -> None:
        actor = services.identities.actor_of(
            socket.headers.get("cookie"),
            port=port_of(socket.headers),
        )
        await socket.accept()
        room = await _admit(services, socket, actor)
        if room is not None:
            services.metrics.sockets.labels("joined").inc()
            await _serve(socket, room, SocketPeer(socket, actor))

    return sync


async def _admit(services: Services, socket: WebSocket, actor: Actor) -> Room | None:
    """Return the room to join; close the socket with the reason when there is none."""
    slug, _, branch = str(socket.path_params["room"]).partition("@")
    verdict = decision(actor, Action.EDIT)
    code, reason = Close.REJECTED, str(verdict)
    if not isinstance(verdict, Deny):
        try:
            model = await _find_soon(services, slug)
            if model is not None and branch in {"", MAIN}:
                return await services.rooms.open(model.stream_id)
            code, reason = Close.NO_SUCH_MODEL, "there is no such model or branch"
        except StreamHeld as held:
            code, reason = Close.OTHER_OWNER, held.url
        except Exception as error:  # one table knows which are told; the others are bugs, raised
            problem = problem_of(error)
            if problem is None:
                raise
            code, reason = Close.RESTARTING, problem.detail
    services.metrics.sockets.labels("turned away").inc()
    _LOG.info("socket turned away", code=code, room=slug[:80])
    await _close(socket, code, reason)
    return None


async def _find_soon(services: Services, slug: str) -> ModelRow | None:
    """Return a model; who creates one and joins it at once may be here before it."""
    pause = _FIRST_PAUSE
    for _ in range(_LOOKS if is_slug(slug) else 0):
        model = await find_model(services.pool, slug)
        if model is not None:
            return model
        await asyncio.sleep(pause)
        pause = min(1.5 * pause, _LONGEST_PAUSE)
    return None


async def _serve(socket: WebSocket, room: Room, peer: SocketPeer) -> None:
    writer = asyncio.create_task(peer.write())
    reader = asyncio.create_task(_read(socket, room, peer))
    try:
        room.join(peer)
        await asyncio.wait({writer, reader}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        room.leave(peer)
        peer.close(Close.RESTARTING, "")
        await asyncio.gather(end(reader), writer, return_exceptions=True)


async def _read(socket: WebSocket, room: Room, peer: SocketPeer) -> None:
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        frame = message.get("bytes")
        if frame is None:
            peer.close(Close.REJECTED, "a text frame; the protocol is binary")
            return
        room.receive(peer, frame)
        await room.ready()  # while too much waits there, nothing more is read here


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    shown = reason.encode()[:_LONGEST_REASON].decode(errors="ignore")
    try:
        await socket.close(code, shown)
    except (RuntimeError, WebSocketDisconnect):
        return  # the other end was faster
