"""What waits for its turn in a room, in the order in which it came."""

import asyncio
import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from domain.ids import ActorId, CommitId
from server.rooms.decoder import Structs
from server.rooms.gestures import EditMessage
from server.rooms.headless import EditAnswer, HeadlessEdit
from server.rooms.materialisation import Rejected
from server.rooms.session import Session

LARGEST_RUN: Final = 250
"""Updates in one flush: merging them is quadratic (D6)."""
_HEAVIEST_RUN: Final = 1024 * 1024
"""Bytes in one flush. Its commits are about four times as large, and libpq keeps a buffer of their
size from then on."""
INBOUND_CAP: Final = 16 * 1024 * 1024
"""Bytes that may wait before connections are read no further (D7)."""
_OVERHEAD: Final = 500
"""Bytes of what waits besides what came, so that many small things are not taken for few."""
_ID: Final = 36
PATIENCE: Final = 60.0
"""Seconds that one piece of work may last before connections are read no further (D1)."""


@dataclass(slots=True, eq=False)
class Received:
    """An update of a session: a gesture when it comes with an `edit`.

    `structs` is what the update holds, where that was read while others were worked on. `is_answer`
    when it came as sync step 2, with all that we lacked when we asked. `rejected` says what the log
    had against it, once it refused it.
    """

    session: Session
    update: bytes
    edit: EditMessage | None = None
    structs: Structs | Rejected | None = None
    is_answer: bool = False
    rejected: Rejected | None = None
    _digest: bytes | None = None

    @property
    def size(self) -> int:
        """How many bytes wait with it."""
        return _OVERHEAD + len(self.update)

    @property
    def digest(self) -> bytes:
        """The hash of the update, which tells it from others under the same id."""
        if self._digest is None:
            self._digest = hashlib.sha256(self.update).digest()
        return self._digest


@dataclass(slots=True, eq=False)
class Asked:
    """A session's request for the document."""

    session: Session
    state: bytes

    @property
    def size(self) -> int:
        """How many bytes wait with it."""
        return _OVERHEAD + len(self.state)


@dataclass(slots=True, eq=False)
class Inquired:
    """A session's question which of its gestures were answered."""

    session: Session
    edit_ids: tuple[CommitId, ...]

    @property
    def size(self) -> int:
        """How many bytes wait with it."""
        return _OVERHEAD + _ID * len(self.edit_ids)


@dataclass(slots=True, eq=False)
class Wanted:
    """A headless edit, and who waits for its answer."""

    edit: HeadlessEdit
    answered: asyncio.Future[EditAnswer]


@dataclass(slots=True, eq=False)
class Boundary:
    """A wish to fire what has passed."""

    answered: asyncio.Future[None]


@dataclass(slots=True, eq=False)
class Recording:
    """A wish to have typed texts recorded: what rests, or all of it where somebody waits."""

    answered: asyncio.Future[None] | None = None


Run: TypeAlias = Sequence[Received | Asked | Inquired]
Alone: TypeAlias = Wanted | Boundary | Recording
"""What is worked on by itself."""
Item: TypeAlias = Received | Asked | Inquired | Alone


class Inbox:
    """The queue of a room; `ready` lets whoever reads sockets wait while too much is in it.

    What is taken is being worked on until `done`. `now` gives seconds that only ever grow.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.waiting = 0
        """Bytes of what waits, or is being worked on."""
        self._now = now
        self._worked_on: Sequence[Item] = ()
        self._since = 0.0
        self._items: deque[Item] = deque()
        self._arrived: deque[float] = deque()
        self._awake = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item) -> None:
        """Put an item at the end."""
        self._items.append(item)
        self._arrived.append(self._now())
        if not isinstance(item, Alone):
            self.waiting += item.size
            if self.waiting > INBOUND_CAP:
                self._room.clear()
        self._awake.set()

    def take(self) -> Alone | Run:
        """Take the first item, or the whole run of updates and requests that stands there."""
        self._since = self._now()
        first = self._items[0]
        if isinstance(first, Alone):
            self._worked_on = (self._pop(),)
            return first
        run: list[Received | Asked | Inquired] = []
        weight = 0
        while self._items and len(run) < LARGEST_RUN and weight < _HEAVIEST_RUN:
            item = self._items[0]
            if isinstance(item, Alone):
                break
            self._pop()
            run.append(item)
            weight += item.size
        self._worked_on = run
        return run

    @property
    def lag(self) -> float:
        """For how many seconds the first item waits, or what is being worked on lasts."""
        if self._worked_on:
            return self._now() - self._since
        return self._now() - self._arrived[0] if self._arrived else 0.0

    def done(self) -> None:
        """Say that what was taken is worked on: what came of it is on disk, or never will be."""
        worked_on, self._worked_on = self._worked_on, ()
        self.waiting -= sum(item.size for item in worked_on if not isinstance(item, Alone))
        if self.waiting <= INBOUND_CAP:
            self._room.set()

    def sessions(self) -> Iterator[Session]:
        """Yield the session of everything that waits or is being worked on."""
        for item in (*self._worked_on, *self._items):
            if not isinstance(item, Alone):
                yield item.session

    def forbid(self, person: ActorId, error: Exception) -> None:
        """Refuse the headless edits of a person that wait; one that is worked on goes on."""
        for item in self._items:
            if isinstance(item, Wanted) and item.edit.actor == person:
                refuse(item, error)

    def nudge(self) -> None:
        """Wake up whoever waits for something to come."""
        self._awake.set()

    async def arrival(self) -> None:
        """Return when something may have come."""
        await self._awake.wait()
        self._awake.clear()

    async def ready(self) -> None:
        """Return when there is room for more."""
        if self._worked_on and self._now() - self._since > PATIENCE:
            self._room.clear()
        await self._room.wait()

    def clear(self, error: Exception) -> None:
        """Drop everything, what is worked on too; whoever waits for an answer gets the error."""
        worked_on, self._worked_on = self._worked_on, ()
        for item in worked_on:
            refuse(item, error)
        while self._items:
            refuse(self._pop(), error)
        self.waiting = 0
        self._room.set()

    def _pop(self) -> Item:
        self._arrived.popleft()
        return self._items.popleft()


def refuse(item: Item, error: Exception) -> None:
    """Tell whoever waits for an item that it is not to be."""
    answered = item.answered if isinstance(item, Alone) else None
    if answered is not None and not answered.done():
        answered.set_exception(error)
