"""The one writer of a stream: it holds the lease and knows where the stream ends."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from domain.ids import StreamId
from domain.period import Instant
from server.log.draft import Batch
from server.log.outcome import Fenced, Outcome
from server.log.preparation import Head, Line, Rectangles

if TYPE_CHECKING:
    from server.log.streams import ModelRow

NO_RECTANGLES: Final[Rectangles] = MappingProxyType({})


class Submit(Protocol):
    """Hands a batch to the committer and waits for what becomes of it."""

    async def __call__(self, writer: "Writer", batch: Batch, rectangles: Rectangles) -> Outcome:
        """Return when the batch is on disk or never will be."""
        ...


class Writer:
    """Appends to one stream, for as long as its lease lasts.

    `line` moves on with every append; `epoch` and `next_seq` say where the next raw update goes.
    `model` is what the stream belongs to, if anything; `position` was that of the head when the
    lease was taken, None when it was not to be known.
    `lost` is set once the lease has passed on: every append from then on answers with it.
    """

    def __init__(
        self,
        stream: StreamId,
        submit: Submit,
        *,
        fence: int,
        line: Line,
        epoch: int,
        next_seq: int,
        model: "ModelRow | None" = None,
        position: int | None = None,
    ) -> None:
        self.stream = stream
        self.model = model
        self.position = position
        self.fence = fence
        self.line = line
        self.epoch = epoch
        self.next_seq = next_seq
        self.lost: Fenced | None = None
        self._submit = submit

    @property
    def head(self) -> Head:
        """The last commit of the stream."""
        return self.line.head

    @property
    def pending(self) -> Rectangles:
        """The registers that will pass to another decision, with their current rectangles."""
        return self.line.pending

    def next_boundary(self) -> Instant | None:
        """Return the first boundary that was not fired; it may have passed already."""
        return self.line.next_boundary

    async def append(self, batch: Batch, rectangles: Rectangles = NO_RECTANGLES) -> Outcome:
        """Record the batch as a whole, and return when it is on disk or never will be.

        `rectangles` are the current ones of every register that a draft other than a plain edit
        touches; while it is read and until this returns nothing else may be appended to those.
        What is unknown or transient is looked up and tried again inside, for as long as the
        database does not answer. Raises BoundaryDue when a boundary has to be fired first,
        RectanglesMissing, and LogClosed when the committer stops.
        """
        return await self._submit(self, batch, rectangles)
