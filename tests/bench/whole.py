"""How fast the whole server is: starts, imports over HTTP, answers, and what it takes at rest."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, Final

import httpx
import psutil

from tests.acceptance.serving import Server, serving
from tests.bench.row import Row

OTHERS: Final = Path(__file__).parents[3] / "shared" / "data"
ELEMENTS: Final = 500
MEGABYTE: Final = 1024 * 1024
REPETITIONS: Final = 5


def run() -> list[Row]:
    """Measure on a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="schemaos-bench-") as scratch:
        return [*asyncio.run(_measure(Path(scratch))), *asyncio.run(_at_rest(Path(scratch)))]


async def _measure(scratch: Path) -> list[Row]:
    rows: list[Row] = []
    server = Server(scratch / "data")
    rows.append(Row("first start, until it can be used", await _seconds(server.start()), "s", 3))
    await server.kill()
    rows.append(Row("later start", await _seconds(server.start()), "s", 1))
    try:
        async with server.client() as client:
            for name, text in _schemas().items():
                goal = 5 if "400" in name else 2
                took = await _seconds(_bring_in(client, name, text))
                rows.append(Row(f"import of {name}", took, "s", goal))
            rows += await _answers(client)
    finally:
        await server.kill()
    return rows


def _schemas() -> dict[str, str]:
    found = {"a dump of 400 tables": dump(400)}
    for name in ("chinook/Chinook_PostgreSql.sql", "northwind/northwind.sql"):
        if (OTHERS / name).exists():
            found[name] = (OTHERS / name).read_text()
    return found


def dump(tables: int) -> str:
    """Return a dump as pg_dump writes them: tables, then keys, then references, then indexes."""
    text = []
    for number in range(tables):
        columns = "".join(
            f"    c{column} character varying({column + 5}) DEFAULT 'x' NOT NULL,\n"
            for column in range(12)
        )
        text.append(
            f"CREATE TABLE public.t{number} (\n    id integer NOT NULL,\n"
            f"{columns}    r integer\n);\n"
            f"ALTER TABLE public.t{number} OWNER TO me;\n",
        )
    for number in range(tables):
        alter = f"ALTER TABLE ONLY public.t{number} ADD CONSTRAINT"
        text.append(
            f"{alter} t{number}_pkey PRIMARY KEY (id);\n"
            f"{alter} fk{number} FOREIGN KEY (r) REFERENCES public.t{number * 7 % tables}(id);\n"
            f"CREATE INDEX i{number} ON public.t{number} USING btree (c1);\n",
        )
    return "".join(text)


async def _bring_in(client: httpx.AsyncClient, name: str, text: str) -> None:
    answer = await client.post(
        "/api/models",
        json={"name": name, "import": {"text": text, "format": "auto"}},
    )
    body: dict[str, Any] = answer.json()
    while answer.status_code == 202:
        answer = await client.get(answer.headers["location"])
        body = answer.json()
    assert answer.status_code in (200, 201), body
    while body.get("state") == "running":
        answer = await client.get(f"/api/tasks/{body['id']}")
        body = answer.json()
    assert body.get("state", "done") == "done", body


async def _answers(client: httpx.AsyncClient) -> list[Row]:
    models = (await client.get("/api/models")).json()["items"]
    sizes = {
        model["slug"]: len((await _graph(client, model["slug"]))["elements"]) for model in models
    }
    slug = max(sizes, key=sizes.__getitem__)
    count = sizes[slug]
    graph = [await _seconds(_graph(client, slug)) for _ in range(REPETITIONS)]
    findings = [
        await _seconds(client.get(f"/api/models/{slug}/findings")) for _ in range(REPETITIONS)
    ]
    return [
        Row(f"GET graph of {count:,} elements", sorted(graph)[REPETITIONS // 2], "s"),
        Row(f"GET findings of {count:,} elements", sorted(findings)[REPETITIONS // 2], "s"),
    ]


async def _graph(client: httpx.AsyncClient, slug: str) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"/api/models/{slug}/graph")).json()
    return found


async def _at_rest(scratch: Path) -> list[Row]:
    async with serving(scratch / "rest") as server:
        async with server.client() as client:
            await _bring_in(client, "at rest", dump(ELEMENTS // 14))
            await client.get("/api/models")
        process = psutil.Process(server.pid)
        own = process.memory_info().rss / MEGABYTE
        children = process.children(recursive=True)
        # Shared buffers count once: the proportional size says what the processes take together.
        postgres = sum(child.memory_full_info().pss for child in children) / MEGABYTE
    return [
        Row(f"server process at rest, a model of {ELEMENTS} elements", own, "MB", 120),
        Row("Postgres beside it, all processes", postgres, "MB"),
    ]


async def _seconds(doing: Awaitable[object]) -> float:
    began = time.perf_counter()
    await doing
    return time.perf_counter() - began
