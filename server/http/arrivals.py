"""What came on a connection and waits to be taken, some at a time."""

import asyncio
from collections import deque
from itertools import islice
from typing import TypeVar

_T = TypeVar("_T")


class Arrivals(asyncio.Queue[_T]):
    """A queue for one reader, who is woken once for all that came."""

    def __init__(self) -> None:
        super().__init__()
        self._items: deque[_T] = deque()
        self._wake: asyncio.Future[None] | None = None

    def put_nowait(self, item: _T) -> None:
        """Put an item at the end."""
        self._items.append(item)
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    def empty(self) -> bool:
        """Tell whether nothing waits."""
        return not self._items

    async def get(self) -> _T:
        """Take the first item, as soon as there is one."""
        await self._arrival()
        return self._items.popleft()

    async def take(self, most: int) -> list[_T]:
        """Take what is there, at least one item, and no more than so many."""
        await self._arrival()
        taken = list(islice(self._items, most))
        if len(taken) == len(self._items):
            self._items.clear()
        else:
            for _ in taken:
                self._items.popleft()
        return taken

    async def _arrival(self) -> None:
        while not self._items:
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
