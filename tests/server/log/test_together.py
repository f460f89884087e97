"""What is asked for at once goes in one call, and everybody gets their own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from server.log.together import Together


class Oracle:
    """Answers when it is told to, and remembers what it was asked in one go."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.called = asyncio.Event()
        self.open = asyncio.Event()

    async def call(self, numbers: Sequence[int]) -> list[int]:
        self.asked.append(list(numbers))
        self.called.set()
        await self.open.wait()
        if 13 in numbers:
            raise ValueError("thirteen")
        return [number * number for number in numbers]


def test_what_comes_while_a_call_is_under_way_goes_with_the_next() -> None:
    async def scenario() -> None:
        oracle = Oracle()
        together = Together(oracle.call)
        first = asyncio.create_task(together.ask(1))
        await oracle.called.wait()
        others = [asyncio.create_task(together.ask(number)) for number in (2, 3, 4)]
        await asyncio.sleep(0)
        oracle.open.set()
        assert await asyncio.gather(first, *others) == [1, 4, 9, 16]
        assert oracle.asked == [[1], [2, 3, 4]]
        assert await together.ask(5) == 25

    asyncio.run(scenario())


def test_a_call_that_fails_is_heard_of_by_all_in_it_and_by_nobody_else() -> None:
    async def scenario() -> None:
        oracle = Oracle()
        together = Together(oracle.call)
        asked = [asyncio.create_task(together.ask(number)) for number in (13, 14)]
        await oracle.called.wait()
        later = asyncio.create_task(together.ask(2))
        oracle.open.set()
        for each in asked:
            with pytest.raises(ValueError, match="thirteen"):
                await each
        assert await later == 4

    asyncio.run(scenario())


def test_who_goes_away_takes_nothing_from_the_others() -> None:
    async def scenario() -> None:
        oracle = Oracle()
        together = Together(oracle.call)
        gone, other = (asyncio.create_task(together.ask(number)) for number in (1, 2))
        await oracle.called.wait()
        gone.cancel()
        oracle.open.set()
        assert await other == 4
        assert gone.cancelled()

    asyncio.run(scenario())
