"""Other processes that own streams: reached at their address, or waited for until they are dead.

    here() ── StreamHeld ──> there(held) ── OwnerSilent ──> pause ──> here() ...

A lease lasts two seconds and is renewed four times in them (`server.log.lease`). An owner that does
not answer is asked again, and meanwhile the lease runs out: then `here` takes it and serves.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Final, TypeVar
from urllib.parse import urljoin

import httpx
import structlog
from starlette.requests import Request
from starlette.responses import Response

from server.clock import Clock
from server.ending import end
from server.log.errors import StreamHeld

FORWARDED: Final = "x-schemaos-forwarded"
"""Marks what another process passed on, with the id of the call: it is not passed on again."""

_PATIENCE: Final = 5.0  # seconds: more than a lease lasts
_PAUSE: Final = 0.1
_LOOK: Final = 1.0  # seconds that an owner may take before it is asked whether it lives
_PASSED: Final = ("host", "cookie", "authorization", "content-type", "accept", "accept-encoding")
_CONDITIONS: Final = "if-"
_NOT_OURS: Final = frozenset(
    ("connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"),
)
_ACCEPTED: Final = 202
_UNAVAILABLE: Final = 503
_NOT_SERVED: Final = (b"problem:owned-elsewhere", b"problem:log-unavailable")

Result = TypeVar("Result")
_log: Final = structlog.get_logger("server.owners")


class OwnerSilent(Exception):
    """The owner of a stream does not answer, or says that it is not the owner."""


class Owners:
    """The way to other processes; one for the whole of this one."""

    def __init__(self, clock: Clock, client: httpx.AsyncClient, *, url: str) -> None:
        self.url = url
        self._clock = clock
        self._client = client

    async def served(
        self,
        here: Callable[[], Awaitable[Result]],
        there: Callable[[StreamHeld], Awaitable[Result]],
    ) -> Result:
        """Do something here, or there where another process owns the stream.

        Raises StreamHeld when the owner neither answers nor loses its lease.
        """
        deadline = self._clock.monotonic() + _PATIENCE
        told = False
        while True:
            try:
                return await here()
            except StreamHeld as held:
                last = held
            try:
                # A lease with our own address is that of our dead predecessor.
                if last.url and last.url != self.url:
                    return await there(last)
            except OwnerSilent as silent:
                if not told:
                    _log.info("owner silent", owner=last.owner, url=last.url, error=str(silent))
                told = True
            if self._clock.monotonic() > deadline:
                raise last
            await asyncio.sleep(_PAUSE)

    async def forward(self, request: Request, body: bytes, call: str, held: StreamHeld) -> Response:
        """Have the owner answer a request; raise OwnerSilent.

        `call` names the request, so that what is sent twice is done once.
        """
        asked = self._client.build_request(
            request.method,
            httpx.URL(held.url).join(request.url.path).copy_with(query=request.url.query.encode()),
            headers={**_headers(request.headers), FORWARDED: call},
            content=body,
        )
        answer, content = await self.while_alive(held.url, self._exchange(asked))
        if answer.status_code == _UNAVAILABLE and any(code in content for code in _NOT_SERVED):
            raise OwnerSilent("it is not the owner any more, or stops")
        headers = _answered(answer.headers)
        if answer.status_code == _ACCEPTED and "location" in headers:  # a task lives where it began
            headers["location"] = urljoin(held.url, headers["location"])
        return Response(content, answer.status_code, headers)

    async def is_alive(self, url: str) -> bool:
        """Tell whether a process answers at its address."""
        try:
            answer = await self._client.get(f"{url}/healthz", timeout=_LOOK)
        except httpx.TransportError:
            return False
        return answer.is_success

    async def _exchange(self, asked: httpx.Request) -> tuple[httpx.Response, bytes]:
        """Return an answer, and its body as it came, compressed or not."""
        try:
            answer = await self._client.send(asked, stream=True)
            try:
                return answer, b"".join([part async for part in answer.aiter_raw()])
            finally:
                await answer.aclose()
        except httpx.TransportError as error:
            raise OwnerSilent(f"{type(error).__name__} {error}") from error

    async def while_alive(self, url: str, work: Coroutine[None, None, Result]) -> Result:
        """Wait for an owner for as long as it lives; what it does may take its time.

        Raises OwnerSilent when it does not answer any more.
        """
        working = asyncio.create_task(work)
        try:
            while True:
                done, _ = await asyncio.wait({working}, timeout=_LOOK)
                if done:
                    return working.result()
                if not await self.is_alive(url):
                    raise OwnerSilent("it does not answer in time")
        finally:
            await end(working)


@asynccontextmanager
async def owners(clock: Clock, *, url: str) -> AsyncIterator[Owners]:
    """Keep connections to other processes while this one runs."""
    timeout = httpx.Timeout(None, connect=_LOOK)
    async with httpx.AsyncClient(timeout=timeout, trust_env=False) as client:
        yield Owners(clock, client, url=url)


def _headers(given: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in given.items()
        if name in _PASSED or name.startswith(_CONDITIONS)
    }


def _answered(given: httpx.Headers) -> dict[str, str]:
    return {name: value for name, value in given.items() if name.lower() not in _NOT_OURS}
