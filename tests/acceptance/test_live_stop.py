"""D15: a stop tells all when to come back, keeps what was acknowledged, and comes to an end."""

import asyncio
import re
from pathlib import Path

import psutil
import psycopg

from tests.acceptance.clerks import Clerk
from tests.acceptance.people import MODEL, Gesturer, Person, people, pouring
from tests.acceptance.serving import Server, serving
from tests.acceptance.test_live_changes import type_on
from tests.acceptance.test_live_figures import figures
from tests.acceptance.test_slow_readers import sleeper, write

ENOUGH = 10  # acknowledged edits before the stop
BRIEFLY = ("--stop-seconds", "2")


async def typist(ann: Person, bob: Person) -> asyncio.Task[None]:
    """Let Ann type, and return when Bob has seen some of it."""
    order = ann.create()
    await bob.until(lambda: order in bob.elements)
    typing = asyncio.create_task(type_on(ann, order))
    await bob.until(lambda: len(str(bob.elements[order]["doc"])) > 3)
    return typing


def told_when(*crowd: Person) -> bool:
    """Tell whether everybody was closed with 1012 and a hint of their own."""
    return all(
        code == 1012 and re.search(r"; retry in \d\.\d s$", reason)
        for person in crowd
        for code, reason in person.closed[:1]
    ) and all(person.closed for person in crowd)


def test_a_stop_under_load_loses_nothing_acknowledged(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database) as server:
            await server.create(MODEL)
            clerk, ann, bob, carl = Clerk(server), Gesturer(server), Person(server), Person(server)
            async with people(ann, bob, carl):
                work = asyncio.create_task(clerk.work())
                typing = await typist(carl, bob)
                async with pouring(ann, bob, each=0.01):
                    await clerk.until(ENOUGH)
                    await ann.until(lambda: len(ann.saved) >= ENOUGH)
                    await server.kill()
                    assert server.returncode == 0
                    typing.cancel()
                    work.cancel()
                    await asyncio.gather(work, return_exceptions=True)  # nobody answers any more
                assert told_when(ann, bob, carl)
                seen = set(bob.elements.keys()) & set(ann.wrote)
            saved, acknowledged = dict(ann.saved), dict(clerk.acknowledged)
            await server.start()
            found = {each["id"] for each in (await server.graph(MODEL))["elements"]}
            assert seen <= found
            by_id = {each["commit_id"]: each["tx"] for each in await server.commits(MODEL)}
            assert {id_: by_id.get(id_) for id_ in saved} == saved
            assert {id_: by_id.get(id_) for id_ in acknowledged} == acknowledged

    asyncio.run(story())


def test_a_stop_waits_for_a_log_that_does_not_answer_only_so_long(
    database: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with serving(tmp_path, database, *BRIEFLY) as server:
            await server.create(MODEL)
            ann, bob = Person(server), Person(server)
            async with (
                people(ann, bob),
                await psycopg.AsyncConnection.connect(database) as connection,
            ):
                typing = await typist(ann, bob)
                await connection.execute("SELECT FROM log_head FOR UPDATE")
                ann.create()
                reader = asyncio.create_task(read(server))
                while not (await figures(server))["queue_items"]:
                    pass
                await server.kill()
                assert server.returncode == 0
                typing.cancel()
                assert told_when(ann, bob)
                assert await reader in {200, 503}

    asyncio.run(story())


async def read(server: Server) -> int:
    async with server.client() as client:
        return (await client.get(f"/api/models/{MODEL}/graph")).status_code


def test_a_stop_does_not_wait_for_who_never_reads(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database, *BRIEFLY) as server:
            await server.create(MODEL)
            ann, bob = Person(server), Person(server)
            async with people(ann, bob), sleeper(server) as reader:
                reader.sleep()
                await write(ann, bob, 150)
                await server.kill()
                assert server.returncode == 0

    asyncio.run(story())


def test_a_stop_ends_an_import_that_is_being_read(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, database, *BRIEFLY) as server:
            await server.create(MODEL)
            tables = "".join(
                f"CREATE TABLE t{number} (id uuid PRIMARY KEY);" for number in range(19_000)
            )
            async with server.client() as client:
                path, text = f"/api/models/{MODEL}/imports", {"text": tables}
                importing = asyncio.create_task(client.post(path, json=text))
                while not (reading := children(server)):
                    await client.get("/healthz")
                await server.kill()
                assert server.returncode == 0
                _, left = psutil.wait_procs(reading, timeout=5)  # its orphans are buried by init
                assert not left
                await asyncio.wait({importing})

    asyncio.run(story())


def children(server: Server) -> list[psutil.Process]:
    """Return the processes that read imports for a server."""
    return [
        child
        for child in psutil.Process(server.pid).children()
        if "server.http.reader_process" in child.cmdline()
    ]
