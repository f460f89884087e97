"""The application: the door first, then the route, then the answer; one place for refusals.

bytes -> Door (Host, Origin) -> route of `routes.py` -> Endpoint.answer -> headers of safety
└───────────── any refusal ─────────────> problem+json, or a page that says it
"""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

import orjson
import structlog
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from server.http.endpoint import Endpoint, Media
from server.http.origin import Door, refused
from server.http.problem_page import render_problem
from server.http.problems import MEDIA_TYPE, Problem, problem_of
from server.http.routes import ENDPOINTS, SYNC_PATH
from server.http.services import Services
from server.http.sync import Sync

_LOG: Final = structlog.get_logger()

SAFETY: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: with that, browsers send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What every answer tells a browser not to do."""


def create_app(services: Services) -> ASGIApp:
    """Return the application over `services`."""
    paths: dict[str, dict[str, Endpoint]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    routes: list[BaseRoute] = [
        Route(path, _respond(methods, services), methods=list(methods))
        for path, methods in paths.items()
    ]
    routes.append(WebSocketRoute(SYNC_PATH, Sync(services)))
    app = Starlette(routes=routes, exception_handlers={HTTPException: _not_routed})
    app.router.redirect_slashes = False
    return _Guard(app, services)


def _respond(
    methods: Mapping[str, Endpoint],
    services: Services,
) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def respond(request: Request) -> Response:
        endpoint = methods["GET" if request.method == "HEAD" else request.method]
        started = services.clock.monotonic()
        try:
            response = await endpoint.answer(request, services)
        except ClientDisconnect:
            response = Response(status_code=400)
        except Exception as error:  # noqa: BLE001 - the top loop of a request
            response = _refuse(error, endpoint, request)
        seconds = services.clock.monotonic() - started
        services.metrics.requests.labels(endpoint.path, endpoint.method, response.status_code).inc()
        services.metrics.seconds.labels(endpoint.path).observe(seconds)
        return response

    return respond


def _refuse(error: Exception, endpoint: Endpoint, request: Request) -> Response:
    problem = problem_of(error)
    if problem is None:
        _LOG.error("request broke", route=endpoint.path, method=endpoint.method, exc_info=error)
        problem = Problem("bug", "the server's log says where; nothing of this request was kept")
    else:
        _LOG.info(
            "request refused",
            code=problem.code,
            route=endpoint.path,
            method=endpoint.method,
            **{f"path_{name}": str(value)[:80] for name, value in request.path_params.items()},
        )
    return _tell(problem, as_page=endpoint.media is Media.HTML)


async def _not_routed(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    path = request.url.path
    if status == 405:  # noqa: PLR2004 - the status itself
        allowed = (error.headers or {}).get("Allow", "") if isinstance(error, HTTPException) else ""
        problem = Problem(
            "method-unknown",
            f"{request.method} does nothing at {path}; use {allowed}",
            headers={"Allow": allowed},
        )
    else:
        problem = Problem(
            "route-unknown",
            f"nothing is at {path}; /api/openapi.json lists what is",
        )
    return _tell(problem, as_page="text/html" in request.headers.get("accept", ""))


def _tell(problem: Problem, *, as_page: bool) -> Response:
    headers = {"Cache-Control": "no-store", **problem.headers}
    if as_page:
        return Response(render_problem(problem), problem.status, headers, Media.HTML)
    return Response(orjson.dumps(problem.body()), problem.status, headers, MEDIA_TYPE)


class _Guard:
    """Checks the door of every request and socket, and puts SAFETY on every answer."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        method = scope.get("method", "GET")
        door = Door.of(Headers(scope=scope), scheme=scope["scheme"], method=method)
        problem = refused(door)
        if problem is None:
            is_socket = scope["type"] == "websocket"
            await self._app(scope, receive, send if is_socket else _with_safety(send))
            return
        _LOG.info("door refused", code=problem.code, method=method, scheme=scope["scheme"])
        if scope["type"] == "websocket":
            self._services.metrics.sockets.labels("refused").inc()
            await WebSocketClose(4403, problem.code)(scope, receive, send)
            return
        self._services.metrics.requests.labels("door", method, problem.status).inc()
        await _tell(problem, as_page=False)(scope, receive, _with_safety(send))


def _with_safety(send: Send) -> Send:
    async def safe_send(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SAFETY.items():
                headers.setdefault(name, value)
        await send(message)

    return safe_send
