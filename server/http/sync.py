"""`WS /api/sync/{model}`: who asks for a room is let in, sent to its owner, or turned away.

    room is ours or free              joined: frames in to the room, frames out by its peer
    another process owns it           gestures: closed with 4510 and the owner's address
                                      a stock client: passed on, both ways
    the owner is dead                 waited for, until its lease has run out and we own the room

Nothing is read before it is known who asks. `?ext=1&journal=<uuid>` says that the client speaks
gestures; with `&stay=1` it is passed on too, for it cannot reach the owner.
"""

import asyncio
from dataclasses import dataclass
from typing import Final, TypeAlias

import structlog
from starlette.datastructures import Headers, QueryParams
from starlette.types import Receive, Scope, Send
from websockets.asyncio.client import ClientConnection

from domain.access import Action, Actor, Deny, decision
from domain.ids import is_id
from server.http.bucket import Bucket
from server.http.endpoint import port_of
from server.http.moments import MAIN
from server.http.owners import FORWARDED, OwnerSilent
from server.http.problems import problem_of
from server.http.proxy import dial, pass_on
from server.http.services import Services
from server.http.slugs import is_slug
from server.http.socket_peer import SocketPeer
from server.http.websocket import Socket
from server.log.errors import StreamHeld
from server.rooms.protocol import Close
from server.rooms.room import Room

_LOG: Final = structlog.get_logger()

_BURST: Final = 2.0  # seconds' worth that may come at once


@dataclass(frozen=True, slots=True)
class Joining:
    """What a client asks for when it connects."""

    scope: Scope
    actor: Actor
    slug: str
    branch: str
    ext: bool
    journal: str | None
    stays: bool
    is_forwarded: bool


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """The client is let go, with the reason."""

    code: int
    reason: str


Entry: TypeAlias = Room | ClientConnection | TurnedAway


class Sync:
    """Answers the sockets of all rooms: an ASGI application, for it is called for each frame."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, from its handshake to its end."""
        socket, joining = Socket.of(scope), self._joining(scope)
        await receive()
        if not joining.is_forwarded:
            await send({"type": "websocket.accept"})
        try:
            entry = await self._admit(joining)
        except StreamHeld:  # passed on to us, who are not the owner: it is tried again there
            await send({"type": "websocket.close"})
            return
        if joining.is_forwarded:
            await send({"type": "websocket.accept"})
        match entry:
            case Room():
                self._count("joined")
                await self._serve(socket, entry, joining)
            case ClientConnection():
                self._count("passed on")
                await pass_on(socket, receive, send, entry)
            case TurnedAway(code, reason):
                self._count("turned away")
                _LOG.info("socket turned away", code=code, room=joining.slug[:80])
                socket.end(code, reason)

    def _joining(self, scope: Scope) -> Joining:
        headers = Headers(scope=scope)
        slug, _, branch = str(scope["path_params"]["room"]).partition("@")
        query = QueryParams(scope["query_string"])
        return Joining(
            scope=scope,
            actor=self._services.identities.actor_of(headers.get("cookie"), port=port_of(headers)),
            slug=slug,
            branch=branch,
            ext=query.get("ext") == "1",
            journal=query.get("journal"),
            stays=query.get("stay") == "1",
            is_forwarded=FORWARDED in headers,
        )

    async def _admit(self, joining: Joining) -> Entry:
        """Return the way in; raise StreamHeld for who was passed on once and is not again."""
        verdict = decision(joining.actor, Action.READ)
        if isinstance(verdict, Deny):
            return TurnedAway(Close.REJECTED, str(verdict))
        if joining.ext and not is_id(joining.journal):
            reason = "gestures need a journal; connect with ?ext=1&journal= and a lower-case UUID"
            return TurnedAway(Close.REJECTED, reason)
        try:
            return await self._find(joining)
        except StreamHeld as held:
            if joining.is_forwarded:
                raise
            return TurnedAway(Close.RESTARTING, f"{held}; connect again")
        except Exception as error:  # one table knows which are told; the others are bugs, raised
            problem = problem_of(error)
            if problem is None:
                raise
            return TurnedAway(Close.RESTARTING, problem.detail)

    async def _find(self, joining: Joining) -> Entry:
        services = self._services
        slug = joining.slug
        model = await services.addresses.find_soon(slug) if is_slug(slug) else None
        if model is None or joining.branch not in {"", MAIN}:
            return TurnedAway(Close.NO_SUCH_MODEL, "there is no such model or branch")
        stream = model.stream_id

        async def here() -> Entry:
            return await services.rooms.open(stream)

        async def there(held: StreamHeld) -> Entry:
            if joining.stays or not joining.ext:
                dialled = dial(held.url, joining.scope, name=services.ids.next_id())
                return await services.owners.while_alive(held.url, dialled)
            if await services.owners.is_alive(held.url):
                return TurnedAway(Close.OTHER_OWNER, held.url)
            raise OwnerSilent("it does not answer")

        return await (here() if joining.is_forwarded else services.owners.served(here, there))

    async def _serve(self, socket: Socket, room: Room, joining: Joining) -> None:
        settings = self._services.settings
        peer = SocketPeer(
            socket,
            room,
            joining.actor,
            joining.journal if joining.ext else None,
            cap=settings.outbound_limit,
            stalled=settings.stalled_seconds,
        )
        socket.watcher = peer
        try:
            room.join(peer)
            await self._read(socket, room, peer)
        finally:
            room.leave(peer)
            peer.leave()

    async def _read(self, socket: Socket, room: Room, peer: SocketPeer) -> None:
        """Give the room what comes, no faster than a connection may send (D7)."""
        clock, limits = self._services.clock, self._services.settings
        edits, volume = (
            Bucket(rate, burst=_BURST * rate, now=clock.monotonic())
            for rate in (limits.edits_per_second, limits.bytes_per_second)
        )
        while True:
            messages, size = await socket.messages(), 0
            for message in messages:
                if message["type"] == "websocket.disconnect":
                    return
                frame = message.get("bytes")
                if not isinstance(frame, bytes):
                    peer.close(Close.REJECTED, "a text frame; the protocol is binary")
                    continue
                room.receive(peer, frame)
                size += len(frame)
            now = clock.monotonic()
            pause = max(edits.take(len(messages), now), volume.take(size, now))
            if pause:
                await asyncio.sleep(pause)
            await room.ready()  # while too much waits there, nothing more is read here

    def _count(self, outcome: str) -> None:
        self._services.metrics.sockets.labels(outcome).inc()
