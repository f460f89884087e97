"""A stock client in a room that another process owns: frames passed on, both ways, until one ends.

    client <── send ── _back <── owner      each end is read only as fast as the other one takes
    client ─ receive ─> _forth ─> owner

The owner sees the client as its own: its cookies, its address, its pace.
"""

import asyncio
import ssl
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from server.ending import end
from server.http.owners import FORWARDED, OwnerSilent
from server.http.websocket import Socket
from server.rooms.protocol import Close

_KEEPALIVE: Final = 2.0  # seconds between questions whether the owner lives
_SILENCE: Final = 3.0  # seconds after which it does not
_FAREWELL: Final = 5.0  # seconds that the last frames of an owner may take to reach the client
_WAITING: Final = 4  # frames of the owner that may wait for the client
_ABNORMAL: Final = 1006
_PASSED: Final = ("cookie", "authorization")


async def dial(url: str, scope: Scope, *, name: str) -> ClientConnection:
    """Connect to the owner as the client connected to us; raise OwnerSilent."""
    owner, headers = urlsplit(url), Headers(scope=scope)
    is_secure = owner.scheme == "https"
    path = scope["raw_path"].decode("ascii")
    address = f"{'wss' if is_secure else 'ws'}://{headers['host']}{path}"
    passed = {key: headers[key] for key in _PASSED if key in headers}
    try:
        return await connect(
            f"{address}?{scope['query_string'].decode('ascii')}",
            additional_headers={**passed, FORWARDED: name},
            host=owner.hostname,
            port=owner.port or (443 if is_secure else 80),
            ssl=ssl.create_default_context() if is_secure else None,
            server_hostname=owner.hostname if is_secure else None,
            proxy=None,
            compression=None,
            open_timeout=None,  # the caller looks whether the owner lives
            ping_interval=_KEEPALIVE,
            ping_timeout=_SILENCE,
            close_timeout=_SILENCE,
            max_size=None,
            max_queue=_WAITING,
        )
    except (OSError, WebSocketException) as error:
        raise OwnerSilent(f"{type(error).__name__} {error}") from error


async def pass_on(socket: Socket, receive: Receive, send: Send, owner: ClientConnection) -> None:
    """Pass frames on until one end closes, then close the other with the same reason."""
    forth = asyncio.create_task(_forth(receive, owner))
    back = asyncio.create_task(_back(owner, send))
    ended = asyncio.create_task(owner.wait_closed())
    try:
        await asyncio.wait({forth, back, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not forth.done():
            await asyncio.wait({back}, timeout=_FAREWELL)
    finally:
        await end(forth, back)
        await owner.close()
        await end(ended)
        socket.end(*_farewell(owner))


async def _forth(receive: Receive, owner: ClientConnection) -> None:
    try:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            frame = message.get("bytes")
            await owner.send(message["text"] if frame is None else frame)
    except ConnectionClosed:
        return


async def _back(owner: ClientConnection, send: Send) -> None:
    try:
        async for frame in owner:
            await send({"type": "websocket.send", "bytes": frame})
    except (ConnectionClosed, OSError):
        return


def _farewell(owner: ClientConnection) -> tuple[int, str]:
    """Return with what the client is let go: it comes back to whoever owns the room then."""
    code, reason = owner.close_code or _ABNORMAL, owner.close_reason or ""
    if code in {_ABNORMAL, Close.OTHER_OWNER}:
        return int(Close.RESTARTING), "the room has moved to another process; connect again"
    return code, reason
