"""Models: created, renamed, archived, listed; never half created."""

import asyncio
from pathlib import Path

import pytest

from server.log.founding import NewModel
from server.log.streams import find_model
from tests.server.http.house import IDS, house, says
from tests.server.rooms.housing import Client


def test_a_model_is_created_with_its_name_and_a_slug_made_of_it(
    database: str,
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            made = await it.send("POST", "/api/models", {"name": "Größe  & Co"}, 201)
            assert (made["slug"], made["name"], made["tx"]) == ("grosse-co", "Größe & Co", 1)
            assert made["archived"] is False
            graph = await it.get(f"/api/models/{made['slug']}/graph")
            assert [(each["id"], each["kind"]) for each in graph["elements"]] == [
                (made["id"], "model"),
            ]
            listed = (await it.get("/api/models"))["items"]
            assert [each["slug"] for each in listed] == ["grosse-co"]

    asyncio.run(story())


def test_a_taken_slug_is_refused_with_409(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            await it.model("Shop")
            problem = await it.send("POST", "/api/models", {"name": "shop"}, 409)
            assert problem["detail"] == "the slug shop is taken; choose another one"

    asyncio.run(story())


def test_of_two_who_create_at_once_one_is_first(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            answers = await asyncio.gather(
                *(it.client.post("/api/models", json={"name": "Shop"}) for _ in range(5)),
            )
            assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]

    asyncio.run(story())


def test_a_creation_cut_short_is_finished_by_the_next_attempt(
    database: str,
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            committer = it.services.committer
            new = NewModel("shop", IDS.next_id(), IDS.next_id(), "local")
            await committer.close(await committer.found(new))
            made = await it.send("POST", "/api/models", {"name": "Shop"}, 201)
            assert (made["name"], made["tx"]) == ("Shop", 1)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"name": ""}, 422),
        ({"name": "   "}, 422),
        ({"name": "x" * 201}, 422),
        ({"name": "a\nb"}, 201),
        ({"name": "Shop", "slug": "../etc"}, 422),
        ({"name": "Shop", "slug": "Shop"}, 422),
        ({"name": "日本"}, 201),
        ({"name": "Shop", "template": "none"}, 422),
        ({"name": "Shop", "colour": "red"}, 400),
        ({"name": ["Shop"]}, 400),
    ],
)
def test_what_no_model_may_be_called_is_refused(
    database: str,
    tmp_path: Path,
    body: dict[str, object],
    status: int,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            await it.send("POST", "/api/models", body, status)

    asyncio.run(story())


def test_a_list_says_what_is_in_a_model_and_who_was_last(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            slug = await it.model("Shop")
            named = await it.send("PUT", "/api/me", {"name": "Ana Keller"}, 200)
            context, order, line, field = (IDS.next_id() for _ in range(4))
            made = (
                *says(context, kind="context", name="Ordering"),
                *says(order, kind="aggregate", name="Order", parent=context),
                *says(line, kind="entity", name="Line", parent=order),
                *says(field, kind="field", name="id", parent=line),
                *says(IDS.next_id(), kind="entity", name="Customer"),
            )
            await it.edit(slug, *made)
            [model] = (await it.get("/api/models"))["items"]
            assert (model["entities"], model["people"]) == (3, [])
            assert model["changed_by"] == {"id": named["id"], "name": "Ana Keller"}
            assert model["summary"] == "Added 2 entities, 1 aggregate and 1 context with 1 field"
            await it.edit(slug, *says(context, removed=True))
            row = await find_model(it.services.pool, slug)
            assert row is not None
            Client(await it.services.rooms.open(row.stream_id)).connect()
            model = await it.get(f"/api/models/{slug}")
            assert (model["entities"], model["tx"]) == (1, 3)
            assert model["summary"] == "Removed context Ordering"
            assert len(model["people"]) == 1
            unset = {"element": context, "attribute": "removed", "kind": "retract"}
            await it.edit(slug, unset)
            assert (await it.get(f"/api/models/{slug}"))["entities"] == 3

    asyncio.run(story())


def test_a_rename_and_an_archive_go_through_the_log(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            slug = await it.model("Shop")
            path = f"/api/models/{slug}"
            renamed = await it.send("PATCH", path, {"name": "Store"}, 200)
            assert (renamed["name"], renamed["tx"], renamed["slug"]) == ("Store", 2, "shop")
            archived = (await it.client.delete(path)).json()
            assert (archived["archived"], archived["tx"]) == (True, 3)
            assert (await it.get("/api/models"))["items"] == []
            assert len((await it.get("/api/models", archived="true"))["items"]) == 1
            assert (await it.send("PATCH", path, {"archived": False}, 200))["archived"] is False
            await it.send("PATCH", path, {}, 400)
            summaries = [each["summary"] for each in (await it.get(f"{path}/commits"))["items"]]
            assert summaries[2:] == ["Renamed model Shop to Store", "Created model Shop"]

    asyncio.run(story())


def test_a_model_that_is_not_there(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            for path in ("", "/graph", "/commits", "/findings", "/diff?from=1"):
                problem = await it.get(f"/api/models/nope{path}", 404)
                assert problem["type"] == "urn:schemaos:problem:model-unknown"
            await it.get("/api/models/a%00b/graph", 404)

    asyncio.run(story())
