"""Starting and stopping: each failure is one sentence, and a stop leaves nothing behind."""

import asyncio
import socket
from pathlib import Path
from typing import Final

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from tests.acceptance.serving import Server, serving
from tests.acceptance.terminal import schemaos

SYNC_STEP_1: Final = b"\x00\x00\x01\x00"


async def refused(*words: str) -> str:
    """Return why `schemaos serve` did not start: one line, no traceback."""
    ended = await schemaos(None, "serve", *words)
    assert ended.code == 1, ended.out
    assert "SchemaOS is at" not in ended.out
    assert "Traceback" not in ended.err
    return ended.err.strip().splitlines()[-1]


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    async def story() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            said = await refused("--port", str(port), "--data", str(tmp_path / "data"))
            assert f"port {port} of 127.0.0.1 is taken" in said
            assert "--port" in said
            assert not (tmp_path / "data").exists()

    asyncio.run(story())


def test_other_machines_are_not_let_in_without_authentication(tmp_path: Path) -> None:
    async def story() -> None:
        for host in ("0.0.0.0", "::", "192.0.2.1", "example.org"):  # noqa: S104 - refused
            said = await refused("--host", host, "--data", str(tmp_path / "data"))
            assert "no authentication is configured" in said

    asyncio.run(story())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    async def story() -> None:
        said = await refused("--port", "0", "--data", str(file / "data"))
        assert str(file) in said

    asyncio.run(story())


def test_two_servers_on_one_folder(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path / "data"):
            said = await refused("--port", "0", "--data", str(tmp_path / "data"))
            assert str(tmp_path / "data") in said
            assert "another" in said

    asyncio.run(story())


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://127.0.0.1:9/none?connect_timeout=2",
        "postgresql://x:secret@127.0.0.1:9/none",
        "nonsense",
    ],
)
def test_a_database_that_cannot_be_reached(tmp_path: Path, url: str) -> None:
    async def story() -> None:
        said = await refused("--port", "0", "--data", str(tmp_path), "--database-url", url)
        assert "SCHEMAOS_DATABASE_URL" in said
        assert "secret" not in said

    asyncio.run(story())


def test_a_stop_tells_the_sockets_and_ends_with_0(tmp_path: Path) -> None:
    async def story() -> None:
        server = Server(tmp_path / "data")
        await server.start()
        await server.create("shop")
        async with connect(f"{server.rooms}/shop") as provider:
            await provider.send(SYNC_STEP_1)
            await provider.recv()
            await server.kill()
            await provider.wait_closed()
        assert provider.close_code == 1012
        assert server.returncode == 0
        assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()

    asyncio.run(story())


def test_the_door_on_real_sockets(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path / "data") as server:
            await server.create("shop")
            foreign = f"ws://evil.example:{server.port}/api/sync/shop"
            for address, origin in (
                (f"{server.rooms}/shop", Origin("http://evil.example")),
                (foreign, None),
            ):
                with pytest.raises(InvalidStatus) as refusal:
                    await connect(address, host="127.0.0.1", port=server.port, origin=origin)
                assert refusal.value.response.status_code == 403
            for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
                async with server.client() as client:
                    answer = await client.get("/api/models", headers=headers)
                    assert answer.status_code == 403
            for room in ("nope", "shop@draft", "%00"):
                async with connect(f"{server.rooms}/{room}") as provider:
                    await provider.wait_closed()
                assert provider.close_code == 4404
            async with connect(f"{server.rooms}/shop", origin=Origin(server.address)) as provider:
                await provider.send(SYNC_STEP_1)
                assert await provider.recv()

    asyncio.run(story())


def test_the_demo_is_made_once(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path / "data", None, "--demo") as server:
            async with httpx.AsyncClient(base_url=server.address) as client:
                found = (await client.get("/api/models/webshop/findings")).json()
                assert (found["counts"]["error"], found["counts"]["warning"]) == (0, 2)
                page = await client.get("/m/webshop/table")
                assert "OrderLine" in page.text
            await server.kill()
            await server.start()
            assert len(await server.commits("webshop")) == 5

    asyncio.run(story())
