"""The web application's files: one page at every address, assets for ever, or how to build them."""

import asyncio
import dataclasses
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from server.http.app import create_app
from server.http.bundle import Bundle
from tests.server.http.house import house

PAGE = "<!doctype html><div id=app></div>"
BESIDE_PAGE = {
    "icon.svg": "image/svg+xml",
    "theme.js": "text/javascript; charset=utf-8",
    "sw.js": "text/javascript; charset=utf-8",
}
SCRIPT = "console.log('SchemaOS')\n" * 50


@asynccontextmanager
async def built(database: str, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Yield a client of a server whose bundle is a page, a script and a font."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    for name in BESIDE_PAGE:
        (folder / name).write_text(SCRIPT)
    (folder / "assets" / "index-Ab_1-x9.js").write_text(SCRIPT)
    (folder / "assets" / "index-Ab_1-x9.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (folder / "assets" / "inter.woff2").write_bytes(b"font")
    (folder / "secret.txt").write_text("secret")
    async with house(database, tmp_path) as it:
        services = dataclasses.replace(it.services, bundle=Bundle(folder))
        transport = httpx.ASGITransport(create_app(services))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000"
        ) as client:
            yield client


@pytest.mark.parametrize("path", ["/", "/import", "/m/webshop", "/m/nope", "/m/shop?element=1&x"])
def test_every_address_of_the_application_has_its_page(
    database: str,
    tmp_path: Path,
    path: str,
) -> None:
    async def story() -> None:
        async with built(database, tmp_path) as client:
            answer = await client.get(path)
            assert answer.status_code == 200
            assert answer.text == PAGE
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert answer.headers["cache-control"] == "no-cache"
            tag = answer.headers["etag"]
            again = await client.get(path, headers={"if-none-match": tag})
            assert (again.status_code, again.content) == (304, b"")

    asyncio.run(story())


def test_a_file_that_keeps_its_name_is_asked_for_each_time(
    database: str,
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with built(database, tmp_path) as client:
            for name, type_ in BESIDE_PAGE.items():
                answer = await client.get(f"/{name}")
                assert answer.status_code == 200
                assert answer.headers["content-type"] == type_
                assert answer.headers["cache-control"] == "no-cache"
                (tmp_path / "static" / name).unlink()
                answer = await client.get(f"/{name}")
                assert answer.status_code == 503
                assert "run make bundle" in answer.json()["detail"]

    asyncio.run(story())


def test_nothing_but_its_own_scripts_runs_in_it(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with built(database, tmp_path) as client:
            for path in ("/", "/assets/index-Ab_1-x9.js"):  # a worker lives by its script's policy
                policy = (await client.get(path)).headers["content-security-policy"]
                assert "default-src 'none'" in policy
                assert "script-src 'self';" in policy
                assert "unsafe" not in policy

    asyncio.run(story())


def test_an_asset_is_kept_for_ever_and_comes_packed(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with built(database, tmp_path) as client:
            for accepted, encoding in (
                ("gzip, br", "gzip"),
                ("identity", None),
                ("gzip;q=0", None),
            ):
                answer = await client.get(
                    "/assets/index-Ab_1-x9.js",
                    headers={"accept-encoding": accepted},
                )
                assert answer.text == SCRIPT
                assert answer.headers.get("content-encoding") == encoding
                assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
                assert "immutable" in answer.headers["cache-control"]
                assert answer.headers["vary"] == "Accept-Encoding"
            font = await client.get("/assets/inter.woff2")
            assert (font.content, font.headers["content-type"]) == (b"font", "font/woff2")

    asyncio.run(story())


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone-1.js",
        "/assets/.digest",
        "/assets/..%2Fsecret.txt",
        "/assets/..%5Csecret.txt",
        "/assets/index.html%00.js",
        "/assets/index-Ab_1-x9.js.gz",
        "/secret.txt",
    ],
)
def test_nothing_else_of_the_folder_is_served(database: str, tmp_path: Path, path: str) -> None:
    async def story() -> None:
        async with built(database, tmp_path) as client:
            answer = await client.get(path)
            assert answer.status_code == 404
            assert "secret" not in answer.text.replace("secret.txt", "")

    asyncio.run(story())


def test_without_a_bundle_the_page_says_how_to_build_it(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            services = dataclasses.replace(it.services, bundle=Bundle(tmp_path / "nothing"))
            transport = httpx.ASGITransport(create_app(services))
            async with httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1"
            ) as client:
                answer = await client.get("/m/webshop")
                assert answer.status_code == 503
                assert "make bundle" in answer.text
                assert (await client.get("/api/models")).status_code == 200

    asyncio.run(story())
