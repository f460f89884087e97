"""The committer: records everything that waited, for all streams of the process, in one call.

    append ──► waiting ──► prepare: tx, recorded_at, periods, bytes, hash ──► one call ──► answers
                  ▲                                                             │
                  └── prepared anew ◄── not on disk ◄── look up ◄── no answer ──┘

One call is in flight; what comes meanwhile waits for the next, so the busier it is, the more goes
with one COMMIT. Nobody is answered before their batch is on disk, or certain never to be.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import psycopg
import structlog

from domain.ids import StreamId
from domain.model.operations import LoggedCommit
from domain.period import Instant
from domain.time.boundaries import next_boundary
from server.clock import Clock
from server.ending import end
from server.log import lease
from server.log.boarding import answer, board, fail
from server.log.clock import DatabaseClock
from server.log.draft import Batch
from server.log.errors import LogClosed, SlugTaken, StreamHeld
from server.log.flight import QUERIES, Connection, Waiting, call, look_up, prepared_of
from server.log.founding import NewModel, found
from server.log.landing import land
from server.log.lease import Acquired
from server.log.outcome import Appended, Fenced, Outcome
from server.log.preparation import Rectangles, line_at
from server.log.reader import fold_pending
from server.log.together import Together
from server.log.writer import Writer
from server.postgres.pool import Pool, is_transient

if TYPE_CHECKING:
    from server.log.streams import ModelRow

Listener: TypeAlias = Callable[[tuple[LoggedCommit, ...]], None]
"""Hears of commits that are on disk now."""

PendingSource: TypeAlias = Callable[[Pool, StreamId, Instant], Awaitable[Rectangles]]
"""Gives the registers of a stream that pass to another decision after an instant, as of its head.

A read model must have caught up with the log before it answers.
"""

_SHORTEST_PAUSE: Final = 0.02  # seconds before the database is asked again
_LONGEST_PAUSE: Final = 1.0
_PATIENCE: Final = 10.0  # seconds that `stop` waits for what is on its way

_logger = structlog.get_logger("server.log")


@dataclass(slots=True)
class Metrics:
    """What the committer has done since its start."""

    calls: int = 0
    commits: int = 0
    operations: int = 0
    updates: int = 0
    bytes: int = 0
    refused: int = 0
    lost_calls: int = 0
    seconds: float = 0.0
    """Spent waiting for the database in calls that were answered."""


class Committer:
    """The one way of commits into the log, for a process.

    `owner` names the process in leases, `url` is where others are sent for its streams. Listeners
    are called in the loop, must be quick, and raise nothing: `on_appended` with the commits that
    are on disk now, before anybody is answered; `on_frozen` with True when the database does not
    answer and with False when it does again; `on_lost` when a lease has passed on; `on_founded`
    with a model that was created.
    """

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        *,
        owner: str,
        url: str = "",
        pending: PendingSource = fold_pending,
    ) -> None:
        self.owner = owner
        self.url = url
        self.metrics = Metrics()
        self.frozen = False
        self.on_appended: list[Listener] = []
        self.on_frozen: list[Callable[[bool], None]] = []
        self.on_lost: list[Callable[[Writer, Fenced], None]] = []
        self.on_founded: list[Callable[[ModelRow], None]] = []
        self._pool = pool
        self._pending = pending
        self._machine = clock
        self._clock = DatabaseClock(clock)
        self._writers: dict[StreamId, Writer] = {}
        self._queue: deque[Waiting] = deque()
        self._doubtful: list[Waiting] = []
        self._founding = Together(self._found)
        self._aloft: list[Waiting] = []
        self._connection: Connection | None = None
        self._work = asyncio.Event()
        self._idle = asyncio.Event()
        self._is_closing = False
        self._pause = _SHORTEST_PAUSE
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    async def start(self) -> None:
        """Begin to record, and to renew leases."""
        await self._refresh()
        self._idle.set()
        self._tasks = (
            asyncio.create_task(self._run(), name="committer"),
            asyncio.create_task(self._renew_leases(), name="leases"),
        )

    async def stop(self, *, patience: float = _PATIENCE) -> None:
        """Record what waits, give the leases back, and end.

        What the database does not take within `patience` seconds raises LogClosed where somebody
        waits for it; it may be on disk or not.
        """
        self._is_closing = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._idle.wait()
        await end(*self._tasks)
        left = (*self._aloft, *self._doubtful, *self._queue)
        self._fail(left, LogClosed("the log", "is closing", "ask again after the restart"))
        await self._let_go()
        fences = [(writer.stream, writer.fence) for writer in self._writers.values()]
        self._writers.clear()
        with contextlib.suppress(psycopg.Error):  # then they run out by themselves
            await lease.release(self._pool, fences, owner=self.owner)

    async def open(self, stream: StreamId) -> Writer:
        """Take the lease of a stream and return its writer; raise StreamHeld, NoSuchStream."""
        if stream in self._writers:
            raise StreamHeld(stream, self.owner, self.url)
        got = await lease.acquire(self._pool, stream, owner=self.owner, url=self.url)
        self._clock.note(got.clock)
        pending = await self._pending_of(stream, got.next_boundary)
        return self._admit(stream, got, pending)

    async def found(self, model: NewModel) -> Writer:
        """Create a model and return the writer of its stream; raise SlugTaken."""
        got = await self._founding.ask(model)
        if got is None or got.model is None:
            raise SlugTaken(f"the slug {model.slug}", "is taken", "choose another one")
        writer = self._admit(model.stream_id, got, {})
        for listener in self.on_founded:
            listener(got.model)
        return writer

    async def close(self, writer: Writer) -> None:
        """Give a writer's lease back; every append of it from now on answers Fenced."""
        if self._writers.get(writer.stream) is writer:
            del self._writers[writer.stream]
        if writer.lost is None:
            writer.lost = Fenced("", "")
            with contextlib.suppress(psycopg.Error):  # then it runs out by itself
                fences = [(writer.stream, writer.fence)]
                await lease.release(self._pool, fences, owner=self.owner)

    async def now(self) -> Instant:
        """Return the database's instant, as tracked."""
        return self._clock.now()

    @property
    def waiting(self) -> int:
        """How many batches are not answered yet."""
        return len(self._queue) + len(self._doubtful) + len(self._aloft)

    def _admit(self, stream: StreamId, got: Acquired, pending: Rectangles) -> Writer:
        writer = Writer(
            stream,
            self._submit,
            fence=got.fence,
            line=line_at(got.head, pending, got.next_boundary),
            epoch=got.epoch,
            next_seq=got.next_seq,
            model=got.model,
            position=got.position,
        )
        self._writers[stream] = writer
        return writer

    async def _found(self, models: Sequence[NewModel]) -> Sequence[Acquired | None]:
        acquired = await found(self._pool, models, owner=self.owner, url=self.url)
        for got in acquired:
            if got is not None:
                self._clock.note(got.clock)
        return acquired

    async def _pending_of(self, stream: StreamId, boundary: Instant | None) -> Rectangles:
        if boundary is None:  # then nothing is pending, by what every append was checked for
            return {}
        pending = await self._pending(self._pool, stream, boundary - 1)
        if next_boundary(pending.values(), boundary - 1) == boundary:
            return pending
        _logger.warning("pending_differs", stream=stream)  # a read model that lags behind
        return await fold_pending(self._pool, stream, boundary - 1)

    async def _submit(self, writer: Writer, batch: Batch, rectangles: Rectangles) -> Outcome:
        if self._is_closing:
            raise LogClosed("the log", "is closing", "ask again after the restart")
        answered: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        size = sum(map(len, batch.updates))
        self._queue.append(Waiting(writer, batch, rectangles, answered, size))
        self._work.set()
        self._idle.clear()
        return await answered

    async def _run(self) -> None:
        while True:
            await self._work.wait()
            await self._fly()
            if not self._queue and not self._doubtful:
                self._work.clear()
                self._idle.set()

    async def _fly(self) -> None:
        """Make one call, and settle what the one before left in doubt."""
        try:
            if self._doubtful:
                await self._settle()
            groups = board(self._queue, now=self._clock.now())
            if groups:
                self._aloft = [waiting for group in groups.values() for waiting in group]
                await self._call(groups)
            self._thaw()
        except psycopg.Error as error:
            await self._stumble(error)
        except Exception as error:  # the top loop: what waits must hear of it, and others go on
            _logger.exception("call_failed", batches=len(self._aloft))
            await self._give_up(error)

    async def _call(self, groups: Mapping[StreamId, Sequence[Waiting]]) -> None:
        began = self._machine.monotonic()
        verdicts = await call(await self._connected(), self.owner, groups)
        self.metrics.calls += 1
        self.metrics.seconds += self._machine.monotonic() - began
        self._clock.note(verdicts[-1].clock)
        self._aloft = []
        settled: list[tuple[Waiting, Outcome]] = []
        again: list[Waiting] = []
        for group, verdict in zip(groups.values(), verdicts, strict=True):
            landing = land(group, verdict)
            settled.extend(landing.settled)
            again.extend(landing.again)
            self._doubtful.extend(landing.doubtful)
        self._queue.extendleft(reversed(again))
        self._conclude(settled)

    async def _settle(self) -> None:
        """Look up what became of batches whose call was lost; fly the others again."""
        found = await look_up(await self._connected(), self._doubtful)
        doubtful, self._doubtful = self._doubtful, []
        settled: list[tuple[Waiting, Outcome]] = []
        for waiting in doubtful:
            if waiting in found.recorded:
                waiting.prepared, commits = found.recorded[waiting]
                settled.append((waiting, Appended(commits)))
        self._conclude(settled)
        for writer in {waiting.writer for waiting in doubtful}:
            if found.heads.get(writer.stream) != writer.head:
                # Somebody else moved it, or a backup was put back: what its room holds is stale.
                self._lose(writer, Fenced(self.owner, self.url))
        again = [waiting for waiting in doubtful if waiting not in found.recorded]
        self._queue.extendleft(reversed(again))

    def _conclude(self, settled: Iterable[tuple[Waiting, Outcome]]) -> None:
        """Move the writers on, tell the listeners, then answer."""
        settled = tuple(settled)
        appended: list[LoggedCommit] = []
        for waiting, outcome in settled:
            if isinstance(outcome, Appended):
                waiting.writer.line = prepared_of(waiting).after
                waiting.writer.next_seq = waiting.first_seq + len(waiting.batch.updates)
                appended.extend(outcome.commits)
                self._count(waiting)
            else:
                self.metrics.refused += 1
                if isinstance(outcome, Fenced):
                    self._lose(waiting.writer, outcome)
        try:
            for listener in self.on_appended if appended else ():
                listener(tuple(appended))
        finally:
            for waiting, outcome in settled:
                answer(waiting, outcome)

    def _count(self, waiting: Waiting) -> None:
        links = prepared_of(waiting).links
        self.metrics.commits += len(links)
        self.metrics.operations += sum(len(link.commit.operations) for link in links)
        self.metrics.updates += len(waiting.batch.updates)
        self.metrics.bytes += waiting.size + sum(len(link.body) for link in links)

    async def _stumble(self, error: psycopg.Error) -> None:
        """Freeze until the database answers again, or give up when it never will."""
        if not is_transient(error):
            _logger.error("database_refused", error=str(error), batches=len(self._aloft))
            await self._give_up(error)
            return
        self.metrics.lost_calls += bool(self._aloft)
        for waiting in self._aloft:
            waiting.flown.append(prepared_of(waiting))
            waiting.doubted = False
        self._doubtful.extend(self._aloft)
        self._aloft = []
        if not self.frozen:
            _logger.warning("database_silent", error=str(error), waiting=self.waiting)
            self._set_frozen(is_frozen=True)
        await self._let_go()
        await asyncio.sleep(self._pause)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)

    async def _give_up(self, error: Exception) -> None:
        lost = (*self._aloft, *self._doubtful)
        self._aloft, self._doubtful = [], []
        self._fail(lost, error)
        for writer in {waiting.writer for waiting in lost}:
            self._lose(writer, Fenced(self.owner, self.url))
        await self._let_go()

    def _fail(self, batches: Iterable[Waiting], error: Exception) -> None:
        for waiting in batches:
            fail(waiting, error)

    def _thaw(self) -> None:
        self._pause = _SHORTEST_PAUSE
        if self.frozen and not self._doubtful:
            _logger.info("database_answers", waiting=self.waiting)
            self._set_frozen(is_frozen=False)

    def _set_frozen(self, *, is_frozen: bool) -> None:
        self.frozen = is_frozen
        for listener in self.on_frozen:
            listener(is_frozen)

    def _lose(self, writer: Writer, fenced: Fenced) -> None:
        if writer.lost is not None:
            return
        writer.lost = fenced
        if self._writers.get(writer.stream) is writer:
            del self._writers[writer.stream]
        _logger.warning("lease_lost", stream=writer.stream, owner=fenced.owner, url=fenced.url)
        for listener in self.on_lost:
            listener(writer, fenced)

    async def _renew_leases(self) -> None:
        """Renew leases over a connection that is kept: readers may hold all the others."""
        while True:
            try:
                async with self._pool.connection() as connection:
                    while True:
                        await asyncio.sleep(lease.RENEWED_EVERY)
                        await self._renew(connection)
            except psycopg.Error as error:  # a lease that runs out is still ours
                _logger.info("leases_not_renewed", error=str(error))
                await asyncio.sleep(lease.RENEWED_EVERY)

    async def _renew(self, connection: Connection) -> None:
        writers = dict(self._writers)
        fences = {stream: writer.fence for stream, writer in writers.items()}
        renewed = await lease.renew(connection, fences, owner=self.owner)
        self._clock.note(renewed.clock)
        for stream, fenced in renewed.lost.items():
            if self._writers.get(stream) is writers[stream]:
                self._lose(writers[stream], fenced)

    async def _refresh(self) -> None:
        async with self._pool.connection() as connection:
            row = await (await connection.execute(QUERIES["clock"])).fetchone()
        if row is not None:
            self._clock.note(row[0])

    async def _connected(self) -> Connection:
        # Kept between calls: the pool would ask the server whether it lives each time.
        if self._connection is None:
            self._connection = await self._pool.getconn()
        return self._connection

    async def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._pool.putconn(connection)
