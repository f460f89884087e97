"""The projector: one task that keeps the read models up with the log, by checkpoint.

    committer ──wake()──> projector ──fold──> op, fact, timeline + checkpoint   (one transaction)
                  or 250 ms                        └──> wait_for(position) returns

Any number of processes may run one: the checkpoint row is locked while a batch is folded, and who
does not get it follows. A commit that cannot be folded is never skipped: the projector waits before
it, says so (`last_error`, table `projection`), and tries again.
"""

import asyncio
import contextlib
import heapq
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import psycopg
import structlog
from psycopg_pool import PoolTimeout

from domain.model.operations import LoggedCommit
from server.ending import end
from server.postgres.pool import Pool, is_transient
from server.readmodels.errors import (
    ProjectionBehind,
    ProjectionStuck,
    RebuildRunning,
    Unfoldable,
)
from server.readmodels.folding import PROJECTION, QUERIES, USUAL, Folded, Limits, fold, use_schema
from server.readmodels.rebuild import rebuild

_LOG: Final = structlog.get_logger()
_POLL: Final = 0.25  # seconds until what another process appended is noticed
_GATHER: Final = 0.05  # seconds between batches that nobody waits for
_AGAIN: Final = 1.0  # seconds between attempts at what failed
_MOST_KNOWN: Final = 5_000  # commits that wait to be folded; when there are more, all are read
_SOON: Final = 0.01  # seconds between looks while another process folds what somebody waits for
_STALLED: Final = 5.0  # seconds that a fold may wait for its process before another one takes over
_LOOK: Final = 1.0  # seconds between looks whether it does


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the read models are behind the log; `seconds` is the age of what comes next."""

    positions: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the projector does not go on; `position` names the commit when it is a commit's fault."""

    position: int | None
    message: str


@dataclass(slots=True)
class Counts:
    """What this process has folded since it started."""

    batches: int = 0
    commits: int = 0
    operations: int = 0
    errors: int = 0


class Projector:
    """Folds the log into the read models, and lets readers wait for a position."""

    def __init__(
        self,
        pool: Pool,
        *,
        limits: Limits = USUAL,
        poll: float = _POLL,
        stalled: float = _STALLED,
    ) -> None:
        self.counts = Counts()
        self.last_error: Trouble | None = None
        self._pool = pool
        self._limits = limits
        self._now = limits  # narrowed while a batch fails, to find the commit at fault
        self._poll = poll
        self._stalled = stalled
        self._looked_at = float("-inf")
        self._known: dict[bytes, LoggedCommit] = {}
        self._position = 0
        self._head = 0
        self._awake = asyncio.Event()
        self._wanted = asyncio.Event()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._tickets = itertools.count()
        self._task: asyncio.Task[None] | None = None

    @property
    def position(self) -> int:
        """How far the read models are known to be folded, by whatever process."""
        return self._position

    async def start(self) -> None:
        """Start folding; tables of an older version are first rebuilt beside and swapped."""
        await self._look()
        self._task = asyncio.create_task(self._run(), name="projector")

    async def stop(self) -> None:
        """Stop at once; a batch half folded leaves no trace."""
        if self._task is None:
            return
        await end(self._task)
        self._task = None

    def wake(self) -> None:
        """Say that something was appended."""
        self._awake.set()

    def hear(self, commits: Iterable[LoggedCommit]) -> None:
        """Say what was appended just now, which need not be decoded then."""
        for logged in commits:
            self._known[logged.hash] = logged
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        self.wake()

    async def wait_for(self, position: int, *, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - the readers' contract
        """Return once everything up to `position` is folded.

        Raises ProjectionStuck when a commit on the way cannot be folded, ProjectionBehind after
        `timeout` seconds.
        """
        if self._position >= position:
            return
        self._refuse_stuck(position)
        reached = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (position, next(self._tickets), reached))
        self._wanted.set()
        self.wake()
        try:
            async with asyncio.timeout(timeout):
                await reached
        except TimeoutError as error:
            fact = f"reached position {self._position}, not {position}, within {timeout:g} s"
            raise ProjectionBehind("the read models", fact, "ask again in a moment") from error

    async def lag(self) -> Lag:
        """Return how far behind the log the read models are."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(QUERIES["lag"], {"name": PROJECTION.name})
            row = await cursor.fetchone()
        return Lag(0, 0.0) if row is None else Lag(max(0, row[0]), max(0.0, row[1]))

    async def rebuild(self) -> int:
        """Fold the whole log anew beside the live tables, swap, and return the position reached.

        Raises RebuildRunning, and Unfoldable with the live tables untouched.
        """
        position = await rebuild(self._pool, limits=self._limits)
        self.wake()
        return position

    async def _run(self) -> None:
        while True:
            pause = self._poll
            try:
                if await self._step():
                    await self._gather()
                    continue
                if self._waiting and self._position < self._head:
                    pause = min(_SOON, self._poll)
            except Exception as error:  # noqa: BLE001 - the top loop: nothing may end it
                pause = await self._after(error)
            await self._rest(pause)

    async def _rest(self, pause: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._awake.wait()
        self._awake.clear()

    async def _gather(self) -> None:
        """Let a batch come together while nobody waits for one.

        A fold takes a dozen queries, however little it folds: one per edit would take more of the
        machine than the edits themselves.
        """
        self._wanted.clear()
        if self._waiting or self._position < self._head:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GATHER):
                await self._wanted.wait()

    async def _step(self) -> bool:
        """Fold one batch; False when there is nothing to fold here and now."""
        version = await self._look()
        if version < PROJECTION.version:
            await self.rebuild()
            return True
        if self._position >= self._head or version > PROJECTION.version:
            self._known.clear()
            return False
        folded = await self._fold()
        if folded is None:
            await self._free()
            return False
        self.counts.batches += 1
        self.counts.commits += folded.commits
        self.counts.operations += folded.operations
        self._now = self._limits
        self.last_error = None
        self._reach(folded.position)
        return True

    async def _look(self) -> int:
        """Note how far the read models and the log are; return the version of the tables."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(QUERIES["checkpoint"], {"name": PROJECTION.name})
            row = await cursor.fetchone()
        if row is None:
            return 0
        position, version, message, culprit, self._head = row
        self.last_error = None if message is None else Trouble(culprit, message)
        self._reach(position)
        return int(version)

    async def _fold(self) -> Folded | None:
        """Fold one batch, unless another process is at it."""
        async with self._pool.connection() as connection, connection.transaction():
            await use_schema(connection, "read")
            cursor = await connection.execute(QUERIES["lock_checkpoint"], {"name": PROJECTION.name})
            row = await cursor.fetchone()
            if row is None or row[1] != PROJECTION.version:
                return None
            known, self._known = self._known, {}
            return await fold(connection, after=row[0], limits=self._now, known=known)

    async def _free(self) -> None:
        """End the fold of a process that is paused in the middle of it; now and then."""
        now = asyncio.get_running_loop().time()
        if now < self._looked_at + min(_LOOK, self._stalled):
            return
        self._looked_at = now
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                QUERIES["free_checkpoint"], {"seconds": self._stalled}
            )
            for _ in await cursor.fetchall():
                _LOG.warning("a stalled fold of another process was ended")

    def _reach(self, position: int) -> None:
        self._position = max(self._position, position)
        while self._waiting and self._waiting[0][0] <= self._position:
            _, _, reached = heapq.heappop(self._waiting)
            if not reached.done():
                reached.set_result(None)

    async def _after(self, error: Exception) -> float:
        """Note what went wrong, narrow the batch around its cause, and say how long to pause."""
        if isinstance(error, RebuildRunning):
            return self._poll
        if _is_passing(error):
            self._tell(Trouble(None, str(error)))
            return _AGAIN
        batch = min(self._now.commits, self._head - self._position)
        if isinstance(error, Unfoldable):
            batch = min(batch, error.position - self._position)
            narrower = batch - 1
        else:
            narrower = batch // 2
        if batch > 1:
            self._now = replace(self._limits, commits=narrower)
            return 0.0
        await self._poisoned(error)
        return _AGAIN

    async def _poisoned(self, error: Exception) -> None:
        """Say of the next commit that it cannot be folded, to everyone who waits for it."""
        culprit = self._position + 1
        detail = error.detail if isinstance(error, Unfoldable) else _first_line(error)
        self._tell(Trouble(culprit, detail))
        waiting, self._waiting = self._waiting, []
        for _, _, reached in waiting:
            if not reached.done():
                reached.set_exception(_stuck(culprit, detail))
        parameters = {"name": PROJECTION.name, "position": culprit, "error": detail}
        with contextlib.suppress(psycopg.Error, PoolTimeout):  # told again at the next attempt
            async with self._pool.connection() as connection:
                await connection.execute(QUERIES["tell_error"], parameters)

    def _tell(self, trouble: Trouble) -> None:
        self.counts.errors += 1
        if trouble != self.last_error:
            _LOG.error("projector_stuck", position=trouble.position, message=trouble.message)
        self.last_error = trouble

    def _refuse_stuck(self, position: int) -> None:
        trouble = self.last_error
        if trouble and trouble.position is not None and trouble.position <= position:
            raise _stuck(trouble.position, trouble.message)


def _is_passing(error: Exception) -> bool:
    if isinstance(error, psycopg.Error):
        return is_transient(error)
    return isinstance(error, PoolTimeout | OSError)


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"


def _stuck(position: int, detail: str) -> ProjectionStuck:
    return ProjectionStuck(
        "the read models",
        f"wait before position {position}, which cannot be folded: {detail}",
        "mend the program and start it again",
    )
