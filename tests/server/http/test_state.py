"""The document over HTTP: what is durable, whole, once; and not again while it is the same."""

import asyncio
import gzip
from pathlib import Path

import pytest
from pycrdt import Doc, Map

from server.http.encodings import takes_gzip
from server.log.streams import find_model
from server.rooms.protocol import NO_UPDATE, sync_request
from tests.server.http.house import IDS, House, house, says
from tests.server.rooms.housing import Client, quiet


async def room_of(it: House, model: str) -> Client:
    row = await find_model(it.services.pool, model)
    assert row is not None
    return Client(await it.services.rooms.open(row.stream_id)).connect()


def read(update: bytes) -> tuple[dict[str, object], dict[str, object]]:
    doc: Doc[Map[object]] = Doc()
    elements, meta = doc.get("elements", type=Map), doc.get("meta", type=Map)
    doc.apply_update(update)
    return elements.to_py() or {}, meta.to_py() or {}


def test_D10_the_state_is_the_document_at_head(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model, order = await it.model(), IDS.next_id()
            made = await it.edit(model, *says(order, kind="entity", name="Order"))
            answer = await it.client.get(f"/api/models/{model}/state")
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["etag"] == f'"1.{made["tx"]}"'
            assert answer.headers["schemaos-epoch"] == "1"
            elements, meta = read(answer.content)
            assert elements[order] == {"kind": "entity", "name": "Order", "order": "a0", "doc": ""}
            assert meta["epoch"] == 1
            ann = await room_of(it, model)
            await quiet(ann.room)
            assert not ann.room.ledger.state.document.encode(doc_state(answer.content)) > NO_UPDATE
            ann.disconnect()
            assert ann.room.is_idle

    asyncio.run(story())


def doc_state(update: bytes) -> bytes:
    doc: Doc[Map[object]] = Doc()
    doc.apply_update(update)
    return doc.get_state()


def test_D10_the_same_state_is_not_sent_twice(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            path = f"/api/models/{model}/state"
            tag = (await it.client.get(path)).headers["etag"]
            same = await it.client.get(path, headers={"If-None-Match": tag})
            assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
            await it.edit(model, *says(IDS.next_id(), kind="entity", name="Order"))
            other = await it.client.get(path, headers={"If-None-Match": tag})
            assert other.status_code == 200
            assert other.headers["etag"] != tag

    asyncio.run(story())


def test_D10_a_large_state_is_compressed_for_who_takes_it(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            for number in range(20):
                await it.edit(model, *says(IDS.next_id(), kind="entity", name=f"Entity{number}"))
            path = f"/api/models/{model}/state"
            plain = await it.client.get(path, headers={"Accept-Encoding": "identity"})
            assert "content-encoding" not in plain.headers
            async with it.client.stream("GET", path) as answer:
                packed = b"".join([part async for part in answer.aiter_raw()])
            assert answer.headers["content-encoding"] == "gzip"
            assert answer.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
            assert len(packed) < len(plain.content)
            assert gzip.decompress(packed) == plain.content

    asyncio.run(story())


def test_D1_the_state_holds_nothing_that_is_on_its_way(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            ann = await room_of(it, model)
            await quiet(ann.room)
            reading = asyncio.create_task(it.client.get(f"/api/models/{model}/state"))
            for number in range(30):
                ann.create(IDS.next_id(), kind="entity", name=f"Entity{number}")
                await asyncio.sleep(0)
            answer = await reading
            elements, _ = read(answer.content)
            tx = int(answer.headers["etag"].strip('"').partition(".")[2])
            assert len(elements) == tx

    asyncio.run(story())


def test_D10_a_model_that_was_closed_is_read_from_stored_bytes(
    database: str,
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            before = await it.client.get(f"/api/models/{model}/state")
        async with house(database, tmp_path) as it:
            after = await it.client.get(f"/api/models/{model}/state")
            assert after.content == before.content
            assert after.headers["etag"] == before.headers["etag"]

    asyncio.run(story())


def test_a_room_that_does_not_open_is_a_problem(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
        async with house(database, tmp_path) as it:
            async with it.services.pool.connection() as connection:
                await connection.execute("DELETE FROM document_snapshot")
                await connection.execute("DELETE FROM document_update")
                await connection.execute("ALTER TABLE read.fact RENAME TO gone")
            problem = await it.get(f"/api/models/{model}/state", 503)
            assert problem["type"].endswith("log-unavailable")
            async with it.services.pool.connection() as connection:
                await connection.execute("ALTER TABLE read.gone RENAME TO fact")
            answer = await it.client.get(f"/api/models/{model}/state")
            assert answer.headers["schemaos-epoch"] == "2"

    asyncio.run(story())


def test_there_is_no_state_of_no_model(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            problem = await it.get("/api/models/none/state", 404)
            assert problem["type"].endswith("model-unknown")

    asyncio.run(story())


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        (None, False),
        ("", False),
        ("identity", False),
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip; q=0, *", True),
        ("gzip;q=0", False),
        ("*", True),
    ],
)
def test_gzip_is_for_who_takes_it(accepted: str | None, *, takes: bool) -> None:
    assert takes_gzip(accepted) is takes


def test_who_reads_the_state_is_nobody_in_the_room(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            ann = await room_of(it, model)
            before = len(ann.frames)
            for _ in range(3):
                await it.client.get(f"/api/models/{model}/state")
            await quiet(ann.room)
            assert all(frame[0] != 1 for frame in ann.frames[before:])
            assert len(ann.room.audience) == 1
            ann.room.receive(ann, sync_request(b"\0"))
            await quiet(ann.room)

    asyncio.run(story())
