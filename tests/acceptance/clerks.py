"""People who write over HTTP without a pause, whatever happens to the server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx

from server.ids import Uuid7Source
from tests.acceptance.people import AGAIN, MODEL, doing
from tests.acceptance.serving import Server

_ids: Final = Uuid7Source()


class Clerk:
    """Somebody who sends again, under the same id, what was not answered."""

    def __init__(self, server: Server) -> None:
        self.acknowledged: dict[str, int] = {}
        self._server = server
        self._changed = asyncio.Event()
        self._begun: dict[str, Any] | None = None

    async def work(self) -> None:
        """Write until cancelled; what was begun before is ended first."""
        async with self._server.client() as client:
            while True:
                await self._end(client)
                self._begun = creation("typed")

    async def finish(self) -> None:
        """Have what was begun answered."""
        async with self._server.client() as client:
            await self._end(client)

    async def until(self, number: int) -> None:
        """Wait until so many edits are acknowledged."""
        while len(self.acknowledged) < number:
            self._changed.clear()
            await self._changed.wait()

    async def more(self, number: int) -> None:
        """Wait until so many more edits are acknowledged."""
        await self.until(len(self.acknowledged) + number)

    async def _end(self, client: httpx.AsyncClient) -> None:
        while (edit := self._begun) is not None:
            try:
                answer = await client.post(
                    f"{self._server.address}/api/models/{MODEL}/commits", json=edit
                )
            except httpx.TransportError:  # killed; it comes back
                await asyncio.sleep(AGAIN)
                continue
            if answer.status_code in (200, 201):
                self.acknowledged[edit["commit_id"]] = answer.json()["tx"]
                self._begun = None
                self._changed.set()
            else:
                assert answer.status_code == 503, answer.text
                await asyncio.sleep(AGAIN)


@asynccontextmanager
async def working(*clerks: Clerk) -> AsyncIterator[None]:
    """Let clerks work for as long as the block takes."""
    async with doing(*(clerk.work() for clerk in clerks)):
        yield


def creation(name: str) -> dict[str, Any]:
    """Return the body of an edit that creates an element."""
    element = _ids.next_id()
    operations = [
        {"element": element, "attribute": attribute, "kind": "assert", "value": value}
        for attribute, value in (("kind", "entity"), ("name", name))
    ]
    return {"commit_id": _ids.next_id(), "mode": "edit", "operations": operations}
