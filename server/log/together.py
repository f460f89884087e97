"""Together: what several ask for at once goes to the database in one call.

ask ──► waiting ──► one call ──► answers        what comes meanwhile waits for the next call
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """Gathers what is asked. `call` answers each of what it is given, in that order."""

    def __init__(self, call: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]]) -> None:
        self._call = call
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._calling: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Answer:
        """Return the answer; raises what the call raises, as for all who were in it."""
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answered))
        if self._calling is None or self._calling.done():
            self._calling = asyncio.create_task(self._go_on(), name="asked together")
        return await answered

    async def _go_on(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            try:
                answers = await self._call([asked for asked, _ in waiting])
            except Exception as error:  # noqa: BLE001 - raised where somebody waits
                for _, answered in waiting:
                    if not answered.done():
                        answered.set_exception(error)
            else:
                for (_, answered), answer in zip(waiting, answers, strict=True):
                    if not answered.done():
                        answered.set_result(answer)
