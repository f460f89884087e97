"""The follower: hears at once what another process appended, also after its connection was lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.log.follower import Follower
from tests.server.log.given import column, log_on, recorded, rename, run_sql

LISTENING = (
    "SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN schemaos_log' "
    "AND datname = current_database()"
)


class Ear:
    """Notes the last position heard, and lets others wait for one."""

    def __init__(self) -> None:
        self.position = 0
        self.times = 0
        self._heard = asyncio.Event()

    def hear(self, position: int) -> None:
        self.position = max(self.position, position)
        self.times += 1
        self._heard.set()

    async def until(self, position: int) -> None:
        while self.position < position:
            self._heard.clear()
            await self._heard.wait()


@asynccontextmanager
async def following(dsn: str) -> AsyncIterator[Ear]:
    ear = Ear()
    follower = Follower(dsn, ear.hear)
    await follower.start()
    try:
        yield ear
    finally:
        await follower.stop()


def test_what_another_process_appends_is_heard(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log, following(database) as ear:
            writer = await log.writer()
            for _ in range(3):
                [logged] = recorded(await writer.append(rename("a")))
                await ear.until(logged.position)

    asyncio.run(scenario())


def test_a_busy_log_is_heard_in_few_words(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log, following(database) as ear:
            writer = await log.writer()
            commits = [recorded(await writer.append(rename("a"))) for _ in range(100)]
            await ear.until(commits[-1][0].position)
            assert ear.times < 50

    asyncio.run(scenario())


def test_a_lost_connection_is_made_again(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log, following(database) as ear:
            writer = await log.writer()
            [former] = column(database, LISTENING)
            run_sql(database, f"SELECT pg_terminate_backend({former})")
            async with log.pool.connection() as connection:
                while await (await connection.execute(LISTENING)).fetchone() in {None, (former,)}:
                    pass
            [logged] = recorded(await writer.append(rename("a")))
            await ear.until(logged.position)

    asyncio.run(scenario())


def test_what_others_say_on_the_channel_is_not_taken_for_a_position(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log, following(database) as ear:
            writer = await log.writer()
            run_sql(database, "NOTIFY schemaos_log, 'hello'")
            [logged] = recorded(await writer.append(rename("a")))
            await ear.until(logged.position)
            assert ear.position == logged.position

    asyncio.run(scenario())
