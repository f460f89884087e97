"""Models by slug: looked up once, and waited for while they are being created."""

import asyncio

from server.log.addresses import Addresses
from tests.server.log.given import log_on, new_model, run_sql


def test_a_model_is_looked_up_once(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            addresses = Addresses(log.pool)
            assert await addresses.find("shop") is None
            await log.committer.found(new_model("shop"))
            found = await addresses.find("shop")
            assert found is not None
            run_sql(database, "UPDATE model SET created_by = 'bob'")
            assert await addresses.find("shop") == found

    asyncio.run(scenario())


def test_who_joins_before_the_creation_hears_of_it(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            addresses = Addresses(log.pool)
            log.committer.on_founded.append(addresses.note)
            with addresses.expecting("shop"):
                early = [asyncio.create_task(addresses.find_soon("shop")) for _ in range(3)]
                await asyncio.sleep(0)
                writer = await log.committer.found(new_model("shop"))
                assert await asyncio.gather(*early) == [writer.model] * 3

    asyncio.run(scenario())


def test_a_model_that_another_process_creates_is_found_as_well(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log, log_on(database, owner="two") as other:
            addresses = Addresses(log.pool)
            early = asyncio.create_task(addresses.find_soon("shop"))
            await asyncio.sleep(0)
            writer = await other.committer.found(new_model("shop"))
            assert await early == writer.model

    asyncio.run(scenario())


def test_a_model_that_nobody_creates_is_given_up(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            addresses = Addresses(log.pool)
            assert await addresses.find_soon("shop") is None
            with addresses.expecting("shop"):
                assert await addresses.find_soon("shop") is None

    asyncio.run(scenario())
