"""D11, D15: two processes on one Postgres, one of them paused, restarted or killed under load.

What a killed owner leaves behind is counted in `test_kills`.
"""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import psycopg
from websockets.asyncio.client import connect

from tests.acceptance.clerks import Clerk, creation, working
from tests.acceptance.people import (
    MODEL,
    Gesturer,
    Person,
    people,
    pouring,
    same,
    until_saved,
)
from tests.acceptance.serving import Server, serving
from tests.acceptance.truth import Truth, unbroken

ENOUGH: Final = 40  # acknowledged edits before something happens
JOURNAL: Final = "0190b0a0-0000-7000-8000-000000000001"
EACH: Final = 0.01  # seconds between two edits of one person


@asynccontextmanager
async def two(database: str, data: Path) -> AsyncIterator[tuple[Server, Server]]:
    """Run two processes, the first of which owns the model."""
    async with (
        serving(data / "one", database, "--secret", "same") as one,
        serving(data / "two", database, "--secret", "same") as other,
    ):
        await one.create(MODEL)
        yield one, other


async def ids(server: Server) -> set[str]:
    return {each["id"] for each in (await server.graph(MODEL))["elements"]}


async def recorded(server: Server) -> dict[str, int]:
    """Return all commits by id, having checked that everything says the same (P1)."""
    truth = await Truth().read(server.dsn)
    await truth.is_told_by(server)
    await unbroken(server.dsn)
    return truth.txs


async def closed(address: str) -> tuple[int | None, str | None]:
    async with connect(address) as socket:
        await socket.wait_closed()
    return socket.close_code, socket.close_reason


async def owners(database: str) -> list[str]:
    """Return whose the rooms are; what was given back is nobody's."""
    async with await psycopg.AsyncConnection.connect(database) as connection:
        cursor = await connection.execute("SELECT owner FROM lease")
        return [owner for (owner,) in await cursor.fetchall()]


def test_D11_whoever_comes_to_another_process_gets_to_the_owner(
    database: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with two(database, tmp_path) as (one, other):
            gestures = f"{MODEL}?ext=1&journal={JOURNAL}"
            assert await closed(f"{other.rooms}/{gestures}") == (4510, one.address)
            code, reason = await closed(f"{other.rooms}/{MODEL}?ext=1&journal=none")
            assert (code, "journal" in (reason or "")) == (4403, True)
            async with connect(f"{other.rooms}/{gestures}&stay=1") as stays:
                await stays.send(b"\0\0\1\0")
                assert await stays.recv()
            ann, bob = Person(one), Person(other)
            async with people(ann, bob):
                ann.create()
                bob.create()
                await same(ann, bob)
                async with other.client() as client:
                    edit = creation("Order")
                    path = f"/api/models/{MODEL}/commits"
                    made = await client.post(path, json=edit)
                    assert made.status_code == 201
                    again = await client.post(path, json=edit)
                    assert (again.status_code, again.json()["tx"]) == (200, made.json()["tx"])
                    refused = await client.post(path, json={**edit, "mode": "rescind"})
                    assert refused.status_code == 422
                    renamed = await client.patch(f"/api/models/{MODEL}", json={"name": "Else"})
                    assert renamed.json()["name"] == "Else"
                order = edit["operations"][0]["element"]
                await ann.has(order)
                await bob.has(order)
            assert await ids(one) == await ids(other)

    asyncio.run(story())


def test_D11_an_import_is_reviewed_and_applied_through_any_process(
    database: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with two(database, tmp_path) as (_, other), other.client() as client:
            imports = f"/api/models/{MODEL}/imports"
            text = "CREATE TABLE customer (id uuid PRIMARY KEY);"
            review = (await client.post(imports, json={"text": text})).json()
            shown = await client.get(f"{imports}/{review['id']}")
            assert shown.json() == review
            applied = await client.post(f"{imports}/{review['id']}/apply")
            assert applied.status_code == 201
            unknown = await client.get(f"{imports}/{JOURNAL}")
            assert unknown.status_code == 404

    asyncio.run(story())


def test_D11_who_somebody_is_goes_with_what_is_passed_on(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with two(database, tmp_path) as (one, other), other.client() as client:
            named = await client.put("/api/me", json={"name": "Ann"})
            await client.post(f"/api/models/{MODEL}/commits", json=creation("Order"))
            [*_, last] = await one.commits(MODEL)
            assert last["actor"] == named.json()["id"]

    asyncio.run(story())


def test_D11_a_paused_owner_does_not_fork_and_lets_everybody_go(
    database: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with two(database, tmp_path) as (owner, other):
            ann, bob = Person(owner), Person(other, owner)
            async with people(ann, bob):
                async with pouring(ann, bob, each=EACH):
                    await ann.until(lambda: len(ann.elements) > ENOUGH)
                    os.kill(owner.pid, signal.SIGSTOP)
                    try:
                        clerk = Clerk(other)
                        async with working(clerk):
                            await clerk.until(ENOUGH)  # the other one has taken the room over
                        assert not ann.closed
                    finally:
                        os.kill(owner.pid, signal.SIGCONT)
                    await ann.until(lambda: bool(ann.closed) and ann.is_synced)
                    assert ann.closed[0] == (4510, other.address)
                await same(ann, bob)
            by_id = await recorded(other)
            assert {id_: by_id.get(id_) for id_ in clerk.acknowledged} == clerk.acknowledged

    asyncio.run(story())


def test_D15_who_stops_gives_its_rooms_back(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create(MODEL)
            ann = Person(server)
            async with people(ann):
                ann.create()
                await server.kill(signal.SIGTERM)
                await ann.until(lambda: bool(ann.closed))
            assert await owners(database) == [""]

    asyncio.run(story())


def test_D15_a_rolling_restart_under_load_loses_nothing(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with two(database, tmp_path) as (one, other):
            clerk = Clerk(other)
            crowd = (Person(one, other), Person(other, one))
            async with people(*crowd):
                async with working(clerk), pouring(*crowd, each=EACH):
                    await clerk.until(ENOUGH)
                    await one.kill(signal.SIGTERM)
                    assert one.returncode == 0
                    await clerk.until(len(clerk.acknowledged) + ENOUGH)
                    await one.start()
                await same(*crowd)
            told = [each for person in crowd for each in person.closed if each[0] == 1012]
            assert told
            assert all(re.search(r"; retry in \d\.\d s$", reason) for _, reason in told)
            by_id = await recorded(one)
            assert {id_: by_id.get(id_) for id_ in clerk.acknowledged} == clerk.acknowledged

    asyncio.run(story())


def test_D17_gestures_outlive_a_killed_and_a_paused_owner_once_each(
    database: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with two(database, tmp_path) as (one, other):
            ann, bob = Gesturer(one, other), Gesturer(other, one)
            async with people(ann, bob), pouring(ann, bob, each=EACH):
                await until_saved(ann, bob, more=ENOUGH)
                os.kill(one.pid, signal.SIGSTOP)
                try:
                    clerk = Clerk(other)
                    async with working(clerk):
                        await clerk.until(1)  # the other one has taken the room over
                finally:
                    os.kill(one.pid, signal.SIGCONT)
                await ann.until(lambda: bool(ann.closed) and ann.is_synced)
                assert (4510, other.address) in ann.closed
                await until_saved(ann, bob, more=ENOUGH)
                await other.kill(signal.SIGKILL)
                await until_saved(ann, bob, more=ENOUGH)
                await other.start()
            async with people(ann, bob):
                await ann.until(lambda: not ann.pending)
                await bob.until(lambda: not bob.pending)
                await same(ann, bob)
            saved = ann.saved | bob.saved
            assert len(saved) == len(ann.wrote) + len(bob.wrote)
            by_id = await recorded(other)
            assert {id_: by_id.get(id_) for id_ in saved} == saved

    asyncio.run(story())
