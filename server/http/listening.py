"""The socket that people connect to: claimed at once, opened when everything behind it is ready."""

import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from server.http.websocket import Socket
from server.settings import Settings, is_loopback

_BACKLOG: Final = 512
_HEADROOM: Final = 1024 * 1024
"""Bytes that a frame may be too large by and is read all the same, so that it can be refused: who
is only cut off sends it again for ever."""


class CannotListen(Exception):
    """The address cannot be had; the message says why and what to do."""


def claim(settings: Settings) -> socket.socket:
    """Take the address without listening, so that nobody connects yet; raise CannotListen."""
    if not is_loopback(settings.host):
        raise CannotListen(
            f"host {settings.host} can be reached from other machines, and no authentication is "
            "configured; serve on 127.0.0.1 and put a proxy that authenticates before it",
        )
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host,
            settings.port,
            type=socket.SOCK_STREAM,
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotListen(
            f"host {settings.host} cannot be found: {error.strerror}; name another with --host",
        ) from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise CannotListen(_refused(settings, error)) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the address as people type it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Listener(uvicorn.Server):
    """The HTTP server; it says when it listens, and leaves signals to whoever runs it."""

    def __init__(self, app: ASGIApp, settings: Settings, *, on_open: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            ws=Socket,
            http="h11",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws_max_size=settings.frame_limit + _HEADROOM,
            ws_per_message_deflate=False,
            backlog=_BACKLOG,
        )
        super().__init__(config)
        self._on_open = on_open

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: bootstrap has to stop more than the sockets."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._on_open()

    def stop_accepting(self) -> None:
        """Close the port; who comes now finds another process, and who is here is served on."""
        for server in self.servers:
            server.close()

    def stop(self, *, within: int) -> None:
        """Let everybody go; a request that is open for more seconds than these is cut off."""
        self.config.timeout_graceful_shutdown = within
        self.should_exit = True


def _refused(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {settings.port} of {settings.host} is taken by another program; end it, "
            f"or choose another port: --port {settings.port + 1} (0 takes any free one), "
            f"with make: PORT={settings.port + 1} make run"
        )
    if error.errno == errno.EACCES:
        return f"port {settings.port} needs more rights; choose one above 1024 with --port"
    return f"{settings.host}:{settings.port} cannot be had: {error.strerror}; choose another"
