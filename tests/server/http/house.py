"""A whole server without its socket: requests go straight to the application."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import httpx

from server.bootstrap import services
from server.http.app import create_app
from server.http.services import Services
from server.ids import Uuid7Source
from server.settings import Settings

IDS = Uuid7Source()
Story: TypeAlias = "Callable[[House], Awaitable[None]]"


@dataclass(frozen=True, slots=True)
class House:
    """The running services, and a client that stands before their door."""

    services: Services
    client: httpx.AsyncClient

    async def get(self, path: str, status: int = 200, /, **query: str) -> Any:  # noqa: ANN401 - JSON
        answer = await self.client.get(path, params=query)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def send(self, method: str, path: str, body: object, status: int) -> Any:  # noqa: ANN401 - JSON
        answer = await self.client.request(method, path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def model(self, name: str = "Webshop") -> str:
        created = await self.send("POST", "/api/models", {"name": name}, 201)
        return str(created["slug"])

    async def edit(
        self,
        model: str,
        *operations: Mapping[str, object],
        status: int = 201,
        **more: object,
    ) -> Any:  # noqa: ANN401 - JSON
        body = {"operations": operations, **more}
        return await self.send("POST", f"/api/models/{model}/commits", body, status)


@asynccontextmanager
async def house(
    database: str,
    data: Path,
    *,
    body_limit: int = 8_000_000,
) -> AsyncIterator[House]:
    settings = Settings(
        data=data,
        database_url=database,
        database_connections=4,
        body_limit=body_limit,
    )
    async with services(settings) as running:
        transport = httpx.ASGITransport(create_app(running))
        async with httpx.AsyncClient(
            transport=transport,
            base_url="http://127.0.0.1:8000",
        ) as client:
            yield House(running, client)


def says(element: str, **registers: object) -> list[dict[str, object]]:
    """Return the operations that assert registers of one element."""
    return [
        {"element": element, "attribute": attribute, "value": value}
        for attribute, value in registers.items()
    ]
