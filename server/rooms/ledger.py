"""The state of a stream and its log, moved on together: nothing is kept that is not on disk.

Whatever an append answers but Appended, the state goes back to where it was; so state(now, head) is
what the document says whenever nothing is in flight (P1).
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import structlog

from domain.ids import ActorId, CommitId
from domain.model.operations import Change, LoggedCommit, Register
from domain.model.structure import Problem
from domain.period import Instant
from domain.time.boundaries import next_boundary
from server.log import documents, reader
from server.log.documents import Snapshot, StoredAnswer
from server.log.draft import Answer, Batch, Draft, marker
from server.log.errors import BadBody, BoundaryDue
from server.log.outcome import Appended, Duplicate, Fenced, Invalid
from server.log.preparation import Rectangles
from server.log.writer import NO_RECTANGLES, Writer
from server.postgres.pool import Pool, is_unreachable
from server.rooms.alarm import Alarm
from server.rooms.authorship import Authorship
from server.rooms.counts import Counts
from server.rooms.headless import EditAnswer, HeadlessEdit, Refused, Reused, Saved
from server.rooms.materialisation import Materialisation, Point
from server.rooms.parts import Parts
from server.rooms.planning import Plan, Planner, Present, after, holding
from server.rooms.typing import TEXT, Keystroke, Retyped, Run, Step, Typing, drafts

if TYPE_CHECKING:
    from server.rooms.vigil import Vigil

_MOST_MARKERS: Final = 250
"""Boundaries that are fired in one batch."""
_PAUSE: Final = 0.1
"""Seconds before a database that does not answer is asked again."""

_log = structlog.get_logger("server.rooms")


class LeaseLost(Exception):
    """The stream has another writer now, or the room must start anew for another reason."""

    def __init__(self, fenced: Fenced) -> None:
        super().__init__(f"the lease passed on to {fenced.owner}")
        self.fenced = fenced


@dataclass(frozen=True, slots=True)
class Due:
    """A boundary has passed and must be fired before anything else is recorded."""


@dataclass(frozen=True, slots=True)
class Performed:
    """What a headless edit was answered, and the updates that everybody is to be sent."""

    answer: EditAnswer
    updates: tuple[bytes, ...] = ()


Recorded: TypeAlias = Appended | Due | Duplicate | Invalid


class Ledger:
    """Records what the room decides, and fires the boundaries of its stream."""

    def __init__(
        self,
        writer: Writer,
        state: Materialisation,
        planner: Planner,
        *,
        pool: Pool,
        now: Callable[[], Awaitable[Instant]],
        position: int,
        counts: Counts,
        typing: Typing,
        document_limit: int,
        frame_limit: int,
    ) -> None:
        self.document_limit = document_limit
        self.frame_limit = frame_limit
        self.writer = writer
        self.state = state
        self.position = position
        self.parts = Parts()
        self.authorship = Authorship()
        self.typing = typing
        self.typed_since: int | None = None
        """The first update that is kept besides the last snapshot, for who typed it."""
        self.vigil: Vigil | None = None
        self._recorded_typing = typing
        self._planner = planner
        self._pool = pool
        self._now = now
        self.counts = counts

    @property
    def model(self) -> str:
        """What the model is called in addresses."""
        row = self.writer.model
        return self.writer.stream if row is None else row.slug

    @property
    def is_ahead(self) -> bool:
        """The document holds typed texts, for all to see, that no commit holds yet."""
        return bool(self._recorded_typing.runs)

    async def append(
        self,
        batch: Batch,
        *,
        since: Point,
        rectangles: Rectangles = NO_RECTANGLES,
    ) -> Recorded:
        """Make a batch durable that the state holds `since` a point; raise LeaseLost.

        When it does not become durable the state is back at that point.
        """
        recorded: Recorded | Fenced | None = None
        try:
            recorded = await self.writer.append(batch, rectangles)
        except BoundaryDue:
            recorded = Due()
        except BadBody as error:
            recorded = Invalid(str(error))
        finally:
            if isinstance(recorded, Appended):
                self._settle(batch)
            else:
                self.back_to(since)
        if isinstance(recorded, Fenced):
            raise LeaseLost(recorded)
        if isinstance(recorded, Appended) and recorded.commits:
            self.position = recorded.commits[-1].position
            self.counts.commits += len(recorded.commits)
        return recorded

    def back_to(self, since: Point) -> None:
        """Take back what did not become durable."""
        touched = self._watched()
        self.authorship.take_back()
        self.state.back_to(since)
        self.typing = self._recorded_typing
        self._tell_vigil(touched)

    def resume(self, run: Run) -> None:
        """Take up what was typed before the room was opened: the document holds it already."""
        self.state.live.write(run.change)
        self.typing = self._recorded_typing = self.typing.resume(run)

    def type(
        self,
        place: int,
        actor: ActorId,
        retyped: Iterable[Retyped],
        *,
        label: str | None,
    ) -> tuple[Draft, ...]:
        """Note what the update at a place of the next batch types.

        Return the commits of what others typed there before.
        """
        seq, at = self.writer.next_seq + place, Alarm.now()
        ended: list[Run] = []
        for each in retyped:
            stroke = Keystroke(each.element, actor, seq, each.before, each.text, label)
            step = self.typing.take(stroke, at)
            self.typing = step.typing
            ended += step.ended
        return drafts(ended, self.writer.stream, epoch=self.writer.epoch)

    async def record_texts(self, step: Step) -> tuple[bytes, ...] | Due:
        """Record the texts of runs that ended; return the updates that came of it, mostly none.

        What the log refuses is taken out of the document again; raises LeaseLost.
        """
        ended = drafts(step.ended, self.writer.stream, epoch=self.writer.epoch)
        since = self.state.mark()
        self.typing = step.typing
        if not ended:
            self._recorded_typing = step.typing
            return ()
        recorded = await self.append(Batch(ended), since=since)
        match recorded:
            case Due():
                return recorded
            case Duplicate() | Invalid():
                _log.error("the log refused a text", outcome=repr(recorded))
                return await self._take_out(step)
            case Appended():
                return ()

    async def answers(self, edit_ids: Collection[CommitId]) -> Mapping[CommitId, StoredAnswer]:
        """Return what edits of the stream were answered, those of them that were.

        While the database does not answer this waits, as an append does.
        """
        while True:
            try:
                return await documents.answers(self._pool, self.writer.stream, edit_ids)
            except Exception as error:
                if not is_unreachable(error):
                    raise
                await asyncio.sleep(_PAUSE)

    def snapshot(self) -> Snapshot:
        """Return the document as it is now; nothing may be on its way."""
        writer, state = self.writer, self.state
        parts = self.parts.take(state.document)
        state.document.rest_on(parts)
        left_out = tuple(state.left_out)
        self.typed_since = since = self.typing.first_seq
        return Snapshot(writer.epoch, writer.next_seq - 1, writer.head.tx, parts, left_out, since)

    async def fire_due(self) -> tuple[bytes, ...]:
        """Fire every boundary that has passed, in order; return the updates that came of it."""
        updates: tuple[bytes, ...] = ()
        while (boundary := self.writer.next_boundary()) is not None:
            now = max(await self._now(), self.writer.head.recorded_at + 1)
            if boundary > now:
                break
            updates += await self._fire(boundary, until=now)
        return updates

    async def perform(self, edit: HeadlessEdit) -> Performed | Due:
        """Do a headless edit, or say why not; raises BadIntent and what readers raise."""
        plan = await self._planner.plan(edit, await self._present())
        if not isinstance(plan, Plan):
            return Performed(plan)
        since = self.state.mark()
        updates = self.state.write(plan.writes).updates
        batch = Batch(
            () if plan.draft is None else (plan.draft,),
            updates,
            (Answer(edit.commit_id, edit.digest(), {"saved": True}),),
        )
        recorded = await self.append(batch, since=since, rectangles=plan.rectangles)
        match recorded:
            case Due():
                return recorded
            case Duplicate(commit_id, _, _):
                return Performed(await self.repeated(edit) or Reused(commit_id))
            case Invalid(detail):
                return Performed(Refused((Problem("log-refused", "", None, detail),)))
            case Appended(commits):
                updates += await self._adjust(commits, plan.rectangles)
                commit = commits[0] if commits else None
                tx = None if commit is None else commit.commit.tx
                return Performed(Saved(commit, tx, first=True), updates)

    async def repeated(self, edit: HeadlessEdit) -> EditAnswer | None:
        """Return the first answer of an edit that was done before, None when it was not."""
        answered = await reader.answer(self._pool, edit.commit_id)
        if answered is None:
            return None
        if (answered.stream, answered.request_sha256) != (self.writer.stream, edit.digest()):
            return Reused(edit.commit_id)
        commit = await reader.commit_by_id(self._pool, edit.commit_id)
        return Saved(commit, None if commit is None else commit.commit.tx, first=False)

    async def _present(self) -> Present:
        head = self.writer.head
        now = max(await self._now(), head.recorded_at + 1)
        return Present(self.state.live, self.writer.pending, head.tx, self.position, now)

    async def _fire(self, boundary: Instant, *, until: Instant) -> tuple[bytes, ...]:
        """Fire the boundaries from one on until an instant, one marker each, in one batch."""
        pending = self.writer.pending
        markers: list[Draft] = []
        last, following = boundary, boundary
        while following <= until and len(markers) < _MOST_MARKERS:
            markers.append(marker(self.writer.stream, following))
            last = following
            following = next_boundary(pending.values(), last) or until + 1
        since = self.state.mark()
        written = self.state.write(
            self._beneath_typing(
                holding(register, rectangles, last) for register, rectangles in pending.items()
            ),
        )
        recorded = await self.append(Batch(tuple(markers), written.updates), since=since)
        _require(recorded, f"the boundaries of {self.writer.stream} were not fired")
        self.counts.boundaries += len(markers)
        return written.updates

    def _beneath_typing(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Yield what changes of the log the document shall follow.

        A text that is being typed stays: what the log holds is beneath it, until it is recorded.
        """
        for change in changes:
            if change.attribute == TEXT and change.element in self.typing.runs:
                before = "" if change.value is None else str(change.value)
                self.typing = self.typing.rebase(change.element, before)
            else:
                yield change

    async def _take_out(self, step: Step) -> tuple[bytes, ...]:
        since = self.state.mark()
        self.typing = step.typing
        written = self.state.write(run.undoing for run in step.ended)
        recorded = await self.append(Batch((), written.updates), since=since)
        _require(recorded, f"a text of {self.writer.stream} was not taken out")
        return written.updates

    def _settle(self, batch: Batch) -> None:
        touched = self._watched()
        self.parts.add(batch.updates)
        self.parts.condense(self.state.document)
        self.authorship.settle()
        self.state.settle()
        self._recorded_typing = self.typing
        self._tell_vigil(touched)

    def _watched(self) -> set[Register]:
        """Return what was written since all was durable, if somebody wants to know."""
        is_wanted = self.vigil is not None and self.vigil.is_on
        return self.state.unsettled() if is_wanted else set()

    def _tell_vigil(self, touched: set[Register]) -> None:
        if self.vigil is not None and touched:
            self.vigil.note(self.state.held(touched))

    async def _adjust(
        self,
        commits: tuple[LoggedCommit, ...],
        rectangles: Rectangles,
    ) -> tuple[bytes, ...]:
        """Let the document hold what the commits came to at the instant they were recorded.

        That is later than the instant of planning, so a period may have begun or ended between.
        """
        if not rectangles or not commits:
            return ()
        commit = commits[-1].commit
        since = self.state.mark()
        written = self.state.write(
            after(commit.operations, rectangles, tx=commit.tx, at=commit.recorded_at),
        )
        if not written.updates:
            return ()
        recorded = await self.append(Batch((), written.updates), since=since)
        _require(recorded, f"the document of {self.writer.stream} was not adjusted")
        return written.updates


def _require(recorded: Recorded, fact: str) -> None:
    """Go on only when the server's own writing is on disk; what else people saw would be wrong."""
    match recorded:
        case Appended():
            return
        case Due() | Duplicate() | Invalid():
            _log.error("a room must start anew", fact=fact, outcome=repr(recorded))
            raise LeaseLost(Fenced("", ""))
