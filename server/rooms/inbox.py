"""What waits for its turn in a room, in the order in which it came."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from server.rooms.audience import Session
from server.rooms.headless import EditAnswer, HeadlessEdit

LARGEST_RUN: Final = 250
"""Updates in one flush: merging them is quadratic (D6)."""
_HEAVIEST_RUN: Final = 4 * 1024 * 1024
"""Bytes in one flush."""
INBOUND_CAP: Final = 16 * 1024 * 1024
"""Bytes of updates that may wait before connections are read no further (D7)."""


@dataclass(slots=True, eq=False)
class Received:
    """An update of a session; it is dropped when the session was rejected before its turn.

    `is_answer` when it came as sync step 2, with all that we lacked when we asked.
    """

    session: Session
    update: bytes
    is_answer: bool = False
    is_tried: bool = False
    is_dropped: bool = False

    def begins(self) -> bool:
        """Tell whether it is to be worked on, for the first time or again."""
        if self.session.is_rejected and not self.is_tried:
            self.is_dropped = True
        self.is_tried = True
        return not self.is_dropped

    def drop(self) -> None:
        """Drop it for good, and with it what its session sent after it."""
        self.is_dropped = self.session.is_rejected = True


@dataclass(slots=True, eq=False)
class Asked:
    """A session's request for the document."""

    session: Session
    state: bytes


@dataclass(slots=True, eq=False)
class Wanted:
    """A headless edit, and who waits for its answer."""

    edit: HeadlessEdit
    answered: asyncio.Future[EditAnswer]


@dataclass(slots=True, eq=False)
class Boundary:
    """A wish to fire what has passed."""

    answered: asyncio.Future[None]


Run: TypeAlias = Sequence[Received | Asked]
Item: TypeAlias = Received | Asked | Wanted | Boundary


class Inbox:
    """The queue of a room; `ready` lets whoever reads sockets wait while too much is in it."""

    def __init__(self) -> None:
        self.waiting = 0
        """Bytes of updates that wait, or are being worked on."""
        self._items: deque[Item] = deque()
        self._awake = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item) -> None:
        """Put an item at the end."""
        self._items.append(item)
        if isinstance(item, Received):
            self.waiting += len(item.update)
            if self.waiting > INBOUND_CAP:
                self._room.clear()
        self._awake.set()

    def take(self) -> Wanted | Boundary | Run:
        """Take the first item, or the whole run of updates and requests that stands there."""
        first = self._items[0]
        if isinstance(first, Wanted | Boundary):
            self._items.popleft()
            return first
        run: list[Received | Asked] = []
        weight = 0
        while self._items and len(run) < LARGEST_RUN and weight < _HEAVIEST_RUN:
            item = self._items[0]
            if isinstance(item, Wanted | Boundary):
                break
            self._items.popleft()
            run.append(item)
            weight += len(item.update) if isinstance(item, Received) else 0
        return run

    def done(self, run: Run) -> None:
        """Say that a run is worked on: what came of it is on disk, or never will be."""
        self.waiting -= sum(len(item.update) for item in run if isinstance(item, Received))
        if self.waiting <= INBOUND_CAP:
            self._room.set()

    def nudge(self) -> None:
        """Wake up whoever waits for something to come."""
        self._awake.set()

    async def arrival(self) -> None:
        """Return when something may have come."""
        await self._awake.wait()
        self._awake.clear()

    async def ready(self) -> None:
        """Return when there is room for more."""
        await self._room.wait()

    def clear(self, error: Exception) -> None:
        """Drop everything; whoever waits for an answer gets the error."""
        while self._items:
            refuse(self._items.popleft(), error)
        self.waiting = 0
        self._room.set()


def refuse(item: Item, error: Exception) -> None:
    """Tell whoever waits for an item that it is not to be."""
    if isinstance(item, Wanted | Boundary) and not item.answered.done():
        item.answered.set_exception(error)
