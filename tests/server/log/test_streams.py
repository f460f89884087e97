"""Models and people: rows that exist before any commit."""

import asyncio

import pytest

from server.log import streams
from server.log.errors import SlugTaken
from server.log.founding import NewModel
from server.log.writer import Writer
from tests.server.log.given import Log, column, log_on, new_id, new_model, recorded, rename


async def found(log: Log, slug: str) -> Writer:
    return await log.committer.found(new_model(slug))


def test_a_model_is_created_with_an_empty_stream_and_its_lease(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            told: list[streams.ModelRow] = []
            log.committer.on_founded.append(told.append)
            new = new_model("shop")
            writer = await log.committer.found(new)
            row = await streams.find_model(log.pool, "shop")
            assert row is not None
            assert (row.model_id, row.stream_id, row.created_by) == (
                new.model_id,
                new.stream_id,
                "ann",
            )
            assert told == [row] == [writer.model]
            assert column(database, "SELECT tx FROM stream_head") == [0]
            commit = recorded(await writer.append(rename("Shop")))[0].commit
            assert (commit.stream, commit.tx) == (new.stream_id, 1)

    asyncio.run(scenario())


def test_a_founded_stream_opens_as_it_was_founded(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            founded = await found(log, "shop")
            await log.committer.close(founded)
            opened = await log.committer.open(founded.stream)
            said = (opened.line, opened.epoch, opened.next_seq, opened.model, opened.position)
            assert said == (
                founded.line,
                founded.epoch,
                founded.next_seq,
                founded.model,
                founded.position,
            )
            assert opened.fence > founded.fence

    asyncio.run(scenario())


def test_a_slug_is_taken_once(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            await found(log, "shop")
            with pytest.raises(SlugTaken, match="choose another"):
                await found(log, "shop")
            assert len(column(database, "SELECT stream_id FROM stream")) == 1

    asyncio.run(scenario())


def test_of_two_processes_that_create_the_same_models_at_once_each_is_had_by_one(
    database: str,
) -> None:
    async def scenario() -> None:
        slugs = [f"model-{number}" for number in range(20)]
        async with log_on(database) as one, log_on(database, owner="two") as two:
            founded = await asyncio.gather(
                *(found(one, slug) for slug in slugs),
                *(found(two, slug) for slug in reversed(slugs)),
                return_exceptions=True,
            )
            writers = [each for each in founded if isinstance(each, Writer)]
            assert sorted(each.model.slug for each in writers if each.model) == sorted(slugs)
            assert sum(isinstance(each, SlugTaken) for each in founded) == len(slugs)
            for writer in writers:
                recorded(await writer.append(rename("Shop")))

    asyncio.run(scenario())


def test_models_are_listed_by_slug_page_by_page(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            for slug in ("b", "c", "a"):
                await found(log, slug)
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


def test_a_model_needs_ids_of_its_own(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            first = new_model("shop")
            await log.committer.found(first)
            with pytest.raises(SlugTaken):
                await log.committer.found(NewModel("store", first.model_id, new_id(), "ann"))
            assert column(database, "SELECT slug FROM model") == ["shop"]

    asyncio.run(scenario())
