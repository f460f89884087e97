"""D11: what another process owns is done there; what nobody owns any more, here."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from starlette.requests import Request

from domain.period import Instant
from server.http.owners import FORWARDED, Owners, OwnerSilent
from server.log.errors import StreamHeld

HERE = "http://127.0.0.1:1"
THERE = "http://127.0.0.1:2"
HELD = StreamHeld("stream", "other", THERE)
CALL = "0190b0a0-0000-7000-8000-000000000001"


class Clock:
    """Goes on by a second with every look."""

    seconds = 0.0

    def now(self) -> Instant:
        return int(self.seconds * 1_000_000)

    def monotonic(self) -> float:
        self.seconds += 1
        return self.seconds


def said(status: int, content: bytes = b"", **headers: str) -> httpx.Response:
    """Return an answer that has not been read, as they come from a wire."""
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))


def owners_before(answer: Callable[[httpx.Request], httpx.Response]) -> Owners:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return Owners(Clock(), client, url=HERE)


def request(method: str = "POST", path: str = "/a/b", query: bytes = b"") -> Request:
    headers = [
        (b"host", b"127.0.0.1:8000"),
        (b"cookie", b"who=ann"),
        (b"if-none-match", b'"7"'),
        (b"x-else", b"1"),
        (b"content-length", b"99"),
    ]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": headers,
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
    }
    return Request(scope)


async def held() -> str:
    raise HELD


def test_what_the_owner_answers_is_the_answer() -> None:
    async def story() -> None:
        async def there(held: StreamHeld) -> str:
            return f"from {held.url}"

        owners = owners_before(lambda _: said(500))
        assert await owners.served(held, there) == f"from {THERE}"

    asyncio.run(story())


def test_a_silent_owner_is_waited_for_until_its_lease_is_ours() -> None:
    async def story() -> None:
        tries = 0

        async def here() -> str:
            nonlocal tries
            tries += 1
            if tries < 3:
                raise HELD
            return "ours"

        async def there(_: StreamHeld) -> str:
            raise OwnerSilent("nobody is there")

        assert await owners_before(lambda _: said(500)).served(here, there) == "ours"

    asyncio.run(story())


def test_an_owner_that_neither_answers_nor_dies_is_told_of() -> None:
    async def story() -> None:
        async def there(_: StreamHeld) -> str:
            raise OwnerSilent("nobody is there")

        with pytest.raises(StreamHeld):
            await owners_before(lambda _: said(500)).served(held, there)

    asyncio.run(story())


def test_a_lease_under_our_own_address_is_not_asked_for_but_waited_for() -> None:
    async def story() -> None:
        async def here() -> str:
            raise StreamHeld("stream", "our dead predecessor", HERE)

        async def there(_: StreamHeld) -> str:
            raise AssertionError("we asked ourselves")

        with pytest.raises(StreamHeld):
            await owners_before(lambda _: said(500)).served(here, there)

    asyncio.run(story())


def test_a_request_goes_on_as_it_came_and_its_answer_comes_back_as_it_is() -> None:
    async def story() -> None:
        asked: list[httpx.Request] = []

        def answer(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return said(418, b"short", etag='"8"', connection="close", server="else")

        owners = owners_before(answer)
        got = await owners.forward(request("PATCH", "/a/b", b"c=d%20e"), b"body", CALL, HELD)
        [sent] = asked
        assert str(sent.url) == f"{THERE}/a/b?c=d%20e"
        assert (sent.method, sent.content) == ("PATCH", b"body")
        assert sent.headers[FORWARDED] == CALL
        assert sent.headers["host"] == "127.0.0.1:8000"
        assert sent.headers["cookie"] == "who=ann"
        assert sent.headers["if-none-match"] == '"7"'
        assert sent.headers["content-length"] == "4"
        assert "x-else" not in sent.headers
        assert (got.status_code, got.body) == (418, b"short")
        assert got.headers["etag"] == '"8"'
        assert not {"connection", "server"} & set(got.headers)

    asyncio.run(story())


def test_a_task_is_looked_for_where_it_began() -> None:
    async def story() -> None:
        owners = owners_before(lambda _: said(202, location="/api/tasks/7"))
        got = await owners.forward(request(), b"", CALL, HELD)
        assert got.headers["location"] == f"{THERE}/api/tasks/7"

    asyncio.run(story())


@pytest.mark.parametrize("code", ["owned-elsewhere", "log-unavailable"])
def test_who_is_not_the_owner_any_more_counts_as_silent(code: str) -> None:
    async def story() -> None:
        body = f'{{"type":"urn:schemaos:problem:{code}"}}'.encode()
        owners = owners_before(lambda _: said(503, body))
        with pytest.raises(OwnerSilent):
            await owners.forward(request(), b"", CALL, HELD)

    asyncio.run(story())


def test_a_broken_connection_counts_as_silence() -> None:
    async def story() -> None:
        def answer(_: httpx.Request) -> httpx.Response:
            raise httpx.ReadError("reset")

        owners = owners_before(answer)
        with pytest.raises(OwnerSilent):
            await owners.forward(request(), b"", CALL, HELD)
        assert not await owners.is_alive(THERE)

    asyncio.run(story())
