"""P4: whatever is killed at whatever moment, what was acknowledged is there and lands once.

SCHEMAOS_KILLS sets how often the server and its Postgres are killed; `make test` does it a few
times, `make kills` fifty times.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import httpx
from pycrdt import Doc, Map, create_sync_message, create_update_message, handle_sync_message
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server.ids import Uuid7Source
from tests.acceptance.serving import Server, serving

KILLS: Final = int(os.environ.get("SCHEMAOS_KILLS", "3"))
WRITERS: Final = 8
ENOUGH: Final = 60  # acknowledged edits before something is killed
MODEL: Final = "shop"
_ids: Final = Uuid7Source()


class Load:
    """People who write over HTTP without a pause and remember what was acknowledged."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._changed = asyncio.Condition()
        self.acknowledged: dict[str, int] = {}
        self.unanswered: dict[str, dict[str, Any]] = {}

    async def until(self, number: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.acknowledged) >= number)

    async def write(self, name: str) -> None:
        """Create elements and rename them until the server is gone."""
        async with self._server.client() as client:
            number = 0
            while True:
                number += 1
                edit = creation(f"{name}{number}")
                self.unanswered[edit["commit_id"]] = edit
                try:
                    answer = await client.post(f"/api/models/{MODEL}/commits", json=edit)
                except httpx.TransportError:
                    return
                if answer.status_code != 201:
                    return
                await self._acknowledge(edit, answer.json()["tx"])

    async def send_again(self) -> None:
        """Send what nobody answered once more, under the same ids."""
        async with self._server.client() as client:
            for edit in list(self.unanswered.values()):
                answer = await client.post(f"/api/models/{MODEL}/commits", json=edit)
                assert answer.status_code in (200, 201), answer.text
                await self._acknowledge(edit, answer.json()["tx"])

    async def _acknowledge(self, edit: dict[str, Any], tx: int) -> None:
        async with self._changed:
            del self.unanswered[edit["commit_id"]]
            self.acknowledged[edit["commit_id"]] = tx
            self._changed.notify_all()


def creation(name: str) -> dict[str, Any]:
    element = _ids.next_id()
    operations = [
        {"element": element, "attribute": attribute, "kind": "assert", "value": value}
        for attribute, value in (("kind", "entity"), ("name", name))
    ]
    return {"commit_id": _ids.next_id(), "why": "load", "mode": "edit", "operations": operations}


class Peer:
    """A stock Yjs client that writes, or only looks."""

    def __init__(self, socket: ClientConnection) -> None:
        self.doc: Doc[Map[Any]] = Doc()
        self.elements: Map[Any] = self.doc.get("elements", type=Map)
        self._socket = socket
        self._synced = asyncio.Event()
        self._changed = asyncio.Event()
        self._ended = asyncio.Event()

    async def read(self) -> None:
        """Follow the room until the connection ends."""
        await self._socket.send(create_sync_message(self.doc))
        try:
            async for frame in self._socket:
                assert isinstance(frame, bytes)
                if frame[0] == 0:
                    answer = handle_sync_message(frame[1:], self.doc)
                    if answer is not None:
                        await self._socket.send(answer)
                    if frame[1] == 1:
                        self._synced.set()
                    self._changed.set()
        except ConnectionClosed:
            pass
        self._ended.set()
        self._changed.set()

    async def synced(self) -> None:
        await self._synced.wait()

    async def write(self, onlooker: "Peer") -> None:
        """Create elements, each when the onlooker has seen the one before, until the end."""
        updates: list[bytes] = []
        subscription = self.doc.observe(lambda event: updates.append(event.update))
        try:
            while not self._ended.is_set():
                element = _ids.next_id()
                self.elements[element] = Map({"kind": "entity", "name": "live"})
                await self._socket.send(create_update_message(updates.pop()))
                await onlooker.sees(element)
        except ConnectionClosed:
            pass
        self.doc.unobserve(subscription)

    async def sees(self, element: str) -> None:
        """Wait until an element has arrived, or nothing can arrive any more."""
        while element not in self.elements and not self._ended.is_set():
            self._changed.clear()
            await self._changed.wait()


@asynccontextmanager
async def peer(server: Server) -> AsyncIterator[Peer]:
    async with connect(f"{server.rooms}/{MODEL}", max_size=None) as socket:
        client = Peer(socket)
        reading = asyncio.create_task(client.read())
        await client.synced()
        yield client
        await socket.close()
        await reading


async def whole_truth(server: Server) -> list[dict[str, Any]]:
    """Return the commits, having checked that log, read model and document say the same (P1)."""
    commits = await server.commits(MODEL)
    assert [commit["tx"] for commit in commits] == list(range(1, len(commits) + 1))
    folded: dict[str, dict[str, Any]] = {}
    for operation in (each for commit in commits for each in commit["operations"]):
        registers = folded.setdefault(operation["element"], {})
        if operation["kind"] == "assert":
            registers[operation["attribute"]] = operation["value"]
        else:
            registers.pop(operation["attribute"], None)
    graph = await server.graph(MODEL)
    assert {each["id"]: each["name"] for each in graph["elements"]} == {
        element: registers["name"] for element, registers in folded.items()
    }
    async with peer(server) as client:
        seen = client.elements.to_py() or {}
    assert {element: registers["name"] for element, registers in seen.items()} == {
        element: registers["name"] for element, registers in folded.items()
    }
    return commits


async def under_load(
    server: Server, load: Load, kill: signal.Signals, *, postgres: bool
) -> set[str]:
    """Kill in the middle of everything; return the elements that a mere onlooker had seen."""
    async with peer(server) as writing, peer(server) as looking:
        tasks = [asyncio.create_task(load.write(f"w{number}-")) for number in range(WRITERS)]
        tasks.append(asyncio.create_task(writing.write(looking)))
        await load.until(len(load.acknowledged) + ENOUGH)
        if postgres:
            os.kill(server.postgres_pid, kill)
            await load.until(len(load.acknowledged) + ENOUGH)
        seen = set(looking.elements.to_py() or {})
        await server.kill(signal.SIGKILL)
        await asyncio.gather(*tasks)
    return seen


def test_P4_server_killed_under_load_loses_nothing_acknowledged(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path / "data") as server:
            await server.create(MODEL)
            load = Load(server)
            seen: set[str] = set()
            for _ in range(KILLS):
                seen |= await under_load(server, load, signal.SIGKILL, postgres=False)
                await server.start()
                await load.send_again()
                commits = await whole_truth(server)
                by_id = {commit["commit_id"]: commit["tx"] for commit in commits}
                assert {id_: by_id.get(id_) for id_ in load.acknowledged} == load.acknowledged
                assert seen <= {each["id"] for each in (await server.graph(MODEL))["elements"]}

    asyncio.run(story())


def test_P4_postgres_killed_under_load_goes_on_without_a_restart(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path / "data") as server:
            await server.create(MODEL)
            load = Load(server)
            for _ in range(KILLS):
                await under_load(server, load, signal.SIGKILL, postgres=True)
                await server.start()
                await load.send_again()
                by_id = {each["commit_id"]: each["tx"] for each in await whole_truth(server)}
                assert {id_: by_id.get(id_) for id_ in load.acknowledged} == load.acknowledged

    asyncio.run(story())
