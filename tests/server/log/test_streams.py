"""Models and people: rows that exist before any commit."""

import asyncio

import pytest

from server.log import streams
from server.log.errors import ModelDiffers, SlugTaken
from server.log.streams import ModelRow
from tests.server.log.given import Log, column, log_on, new_id


async def create(log: Log, slug: str, model_id: str, stream_id: str) -> ModelRow:
    return await streams.create_model(
        log.pool,
        slug,
        model_id=model_id,
        stream_id=stream_id,
        created_by="ann",
    )


def test_a_model_is_created_once_however_often_it_is_asked_for(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            model_id, stream_id = new_id(), new_id()
            first = await create(log, "shop", model_id, stream_id)
            assert await create(log, "shop", model_id, stream_id) == first
            assert await streams.find_model(log.pool, "shop") == first
            assert await streams.list_models(log.pool) == (first,)
            head = column(database, "SELECT tx FROM stream_head")
            assert (head, first.stream_id) == ([0], stream_id)

    asyncio.run(scenario())


def test_a_slug_is_taken_once(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            await create(log, "shop", new_id(), new_id())
            with pytest.raises(SlugTaken, match="choose another"):
                await create(log, "shop", new_id(), new_id())
            assert len(column(database, "SELECT stream_id FROM stream")) == 1

    asyncio.run(scenario())


def test_a_model_id_is_not_used_for_another_slug(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            model_id, stream_id = new_id(), new_id()
            await create(log, "shop", model_id, stream_id)
            for other in (stream_id, new_id()):
                with pytest.raises(ModelDiffers):
                    await create(log, "store", model_id, other)

    asyncio.run(scenario())


def test_models_are_listed_by_slug_page_by_page(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            for slug in ("b", "c", "a"):
                await create(log, slug, new_id(), new_id())
            first = await streams.list_models(log.pool, limit=2)
            rest = await streams.list_models(log.pool, after=first[-1].slug)
            assert [model.slug for model in (*first, *rest)] == ["a", "b", "c"]
            assert await streams.find_model(log.pool, "d") is None

    asyncio.run(scenario())


def test_the_last_name_of_a_person_counts(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            for name in ("Ann", "Ann Lee", "Ann Lee"):
                await streams.name_person(log.pool, "ann", name)
            assert await streams.names_of(log.pool, ["ann", "bob"]) == {"ann": "Ann Lee"}

    asyncio.run(scenario())
