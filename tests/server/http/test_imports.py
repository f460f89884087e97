"""Imports: reviewed, applied once, told with losses; a long one is a task."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from server.http import imports
from tests.server.http.house import House, house

SHOP = """
CREATE TABLE customer (id uuid PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE orders (id uuid PRIMARY KEY, customer_id uuid NOT NULL REFERENCES customer);
CREATE VIEW busy AS SELECT 1;
"""
SCHEMAS = """
CREATE TYPE state AS ENUM ('a', 'b');
CREATE TABLE sales.customer (email text);
CREATE TABLE sales.orders (
    id uuid PRIMARY KEY,
    state state,
    customer text REFERENCES sales.customer
);
CREATE VIEW busy AS SELECT 1;

"""


async def finished(it: House, task: dict[str, Any]) -> dict[str, Any]:
    while task["state"] == "running":
        await asyncio.sleep(0)
        task = await it.get(f"/api/tasks/{task['id']}")
    return task


def test_a_model_is_made_of_a_text_in_one_commit(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            body = {"import": {"text": SHOP, "filename": "shop.sql"}}
            made = await it.send("POST", "/api/models", body, 201)
            assert (made["slug"], made["name"], made["tx"]) == ("shop", "shop", 1)
            assert made["imported"]["format"] == "postgres"
            assert any(loss["line"] == 4 for loss in made["imported"]["losses"])
            [commit] = (await it.get("/api/models/shop/commits"))["items"]
            assert commit["summary"].startswith("Imported 2 entities with 4 fields")
            assert commit["why"] == "import of shop.sql"
            graph = await it.get("/api/models/shop/graph")
            assert {"customer", "orders"} <= {each["name"] for each in graph["elements"]}

    asyncio.run(story())


def test_a_text_is_looked_at_before_it_is_a_model(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            text = {"text": SCHEMAS, "filename": "Shop.sql"}
            asked = {"import": text, "preview": True}
            seen = await it.send("POST", "/api/models", asked, 200)
            assert (seen["format"], seen["title"], seen["lines"]) == (
                "postgres",
                "Postgres SQL",
                10,
            )
            assert (seen["name"], seen["slug"]) == ("shop", "shop")
            assert seen["counts"]["tables"] == 2
            assert [loss["line"] for loss in seen["losses"]] == [9]
            assert (await it.get("/api/models"))["items"] == []
            picture = seen["picture"]
            [sales] = picture["groups"]
            assert (sales["name"], sales["cards"], picture["total"]) == ("sales", 2, 3)
            cards = {card["name"]: card for card in picture["cards"]}
            assert {name: (card["kind"], card["rows"]) for name, card in cards.items()} == {
                "state": ("enum", 2),
                "customer": ("entity", 1),
                "orders": ("entity", 3),
            }
            assert cards["orders"]["group"] == sales["id"]
            assert cards["state"]["group"] is None
            assert cards["orders"]["x"] >= sales["x"]
            [relation] = picture["relations"]
            ends = (cards["orders"]["id"], cards["customer"]["id"])
            assert (relation["source"], relation["target"]) == ends
            assert (relation["many"], relation["one"]) == ("0..*", "0..1")
            made = await it.send("POST", "/api/models", {"import": text}, 201)
            assert made["imported"]["picture"] is None
            assert (await it.send("POST", "/api/models", asked, 200))["slug"] == "shop-2"
            review = await it.send("POST", "/api/models/shop/imports", text, 200)
            assert [card["name"] for card in review["picture"]["cards"]] == list(cards)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CREATE TABLE `a` (`id` int) ENGINE=InnoDB;", "shop.x looks like MySQL, which cannot"),
        ("model User {\n  id Int @id\n}", "looks like Prisma"),
        ("Table users {\n  id int [pk]\n}", "looks like DBML"),
        ("openapi: 3.1.0\npaths: {}", "looks like OpenAPI"),
        ("type Query {\n  me: User\n}", "looks like GraphQL"),
        ("hello", "shop.x is in no format known; bring Postgres SQL: CREATE TABLE statements"),
        (
            "CREATE TABLE ((",
            "nothing of the text came in: line 1: “CREATE TABLE ((” is no Postgres",
        ),
    ],
)
def test_a_text_of_which_nothing_comes_in_is_told_what_to_bring(
    database: str,
    tmp_path: Path,
    text: str,
    said: str,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            asked = {"import": {"text": text, "filename": "shop.x"}, "preview": True}
            problem = await it.send("POST", "/api/models", asked, 422)
            assert said in problem["detail"]
            assert "; " in problem["detail"]
            assert all(loss["remedy"] for loss in problem.get("losses", []))
            await it.send("POST", "/api/models", {"name": "a", "preview": True}, 422)

    asyncio.run(story())


def test_an_import_is_reviewed_then_applied_once(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model("Shop")
            path = f"/api/models/{model}/imports"
            review = await it.send("POST", path, {"text": SHOP}, 200)
            assert review["applied"] is None
            assert review["changes"] > 10
            assert any("customer" in sentence for sentence in review["sentences"])
            assert (await it.get(f"/api/models/{model}"))["tx"] == 1
            assert await it.get(f"{path}/{review['id']}") == review
            applied = await it.send("POST", f"{path}/{review['id']}/apply", None, 201)
            assert applied["applied"]["tx"] == 2
            again = await it.send("POST", f"{path}/{review['id']}/apply", None, 200)
            assert again["applied"] == applied["applied"]
            same = await it.send("POST", path, {"text": SHOP}, 200)
            assert same["changes"] == 0

    asyncio.run(story())


def test_a_bare_text_comes_in_too(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model("Shop")
            answer = await it.client.post(
                f"/api/models/{model}/imports?confirm=true&filename=shop.sql",
                content=SHOP,
                headers={"content-type": "application/sql"},
            )
            assert answer.status_code == 200
            assert answer.json()["applied"]["tx"] == 2

    asyncio.run(story())


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": "  "}, 422, "import-empty"),
        ({"text": "CREATE TABLE ((("}, 422, "import-empty"),
        ({"text": "nothing of the kind"}, 422, "import-failed"),
        ({"text": SHOP, "format": "excel"}, 422, "import-failed"),
        ({"text": "CREATE TABLE a (b int)\u0000"}, 422, "value-refused"),
        ({"format": "auto"}, 400, "body-unreadable"),
    ],
)
def test_a_text_of_which_nothing_comes_in_makes_no_model(
    database: str,
    tmp_path: Path,
    body: dict[str, object],
    status: int,
    code: str,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            whole = {"slug": "shop", "import": body}
            problem = await it.send("POST", "/api/models", whole, status)
            assert problem["type"] == f"urn:schemaos:problem:{code}"
            assert (await it.get("/api/models"))["items"] == []

    asyncio.run(story())


def test_a_long_text_is_a_task(
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imports, "LARGE", 10)

    async def story() -> None:
        async with house(database, tmp_path) as it:
            begun = await it.send(
                "POST", "/api/models", {"import": {"text": SHOP}, "slug": "a"}, 202
            )
            assert begun["says"].startswith("Reading")
            done = await finished(it, begun)
            assert done["state"] == "done"
            assert done["result"]["slug"] == "a"
            begun = await it.send("POST", "/api/models", {"import": {"text": "?" * 20}}, 202)
            failed = await finished(it, begun)
            assert failed["problem"]["status"] == 422

    asyncio.run(story())


def test_an_import_that_is_not_kept(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model("Shop")
            await it.get(f"/api/models/{model}/imports/none", 404)

    asyncio.run(story())
