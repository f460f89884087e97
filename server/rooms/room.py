"""A room: the way of one edit, from a frame of bytes to everybody's screen.

    receive    frame -> message; a bad one closes its connection, the room lives on
    admit      what waited goes through the gates and the document, one update after the other;
               what is structurally wrong is put right; what remains is the net change
    append     net changes, raw updates and answers, durable in one commit of the database
    conclude   one merged update to everybody, the same bytes; then each gesture's answer

While an append is in flight nobody is sent anything, sync answers included (D1). One task owns the
document and does all of it in turn, so everything between two awaits is one thought. Text, imports
and the API come as headless edits, through the same task and the same document.
"""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from domain.access import Action, Actor, Deny, decision
from domain.ids import ActorId
from domain.model.findings.watch import Watch
from server.clock import Clock
from server.log.errors import StreamHeld
from server.log.outcome import Appended, Duplicate, Fenced, Invalid
from server.rooms.admission import Admission
from server.rooms.answers import Answers
from server.rooms.audience import Audience
from server.rooms.counts import Counts
from server.rooms.delivery import EXPELLED, STALE, Delivery
from server.rooms.errors import NoRight, RoomClosed
from server.rooms.gestures import Condition
from server.rooms.headless import EditAnswer, HeadlessEdit
from server.rooms.inbox import Boundary, Inbox, Item, Recording, Run, Wanted, refuse
from server.rooms.inspection import Inspection
from server.rooms.ledger import Due, LeaseLost, Ledger, Performed
from server.rooms.loading import Loading, Stage
from server.rooms.peer import Peer
from server.rooms.protocol import Close
from server.rooms.reception import Reception
from server.rooms.scribe import Scribe
from server.rooms.sifting import accuse
from server.rooms.typing import Typing
from server.rooms.vigil import Vigil
from server.tracing import Span, Tracing

_log = structlog.get_logger("server.rooms")


class Room:
    """One stream, live; made by `Rooms`, which starts it and closes it."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        owner: str,
        counts: Counts,
        clock: Clock,
        keep: Callable[["Room"], None],
        loading: Loading,
        inspection: Inspection,
        tracing: Tracing,
    ) -> None:
        self.ledger = ledger
        self.stream = ledger.writer.stream
        self.audience = Audience(counts)
        self.counts = counts
        self._owner = owner
        self._now = clock.monotonic
        self._tracing = tracing
        self._keep = keep
        self._lost: Fenced | None = None
        self._loading = loading
        self._inspection = inspection
        self._inbox = inbox = Inbox(clock.monotonic)
        self._answers = answers = Answers(ledger.answers)
        self._admission = Admission(ledger, answers, counts)
        self._delivery = delivery = Delivery(
            ledger, self.audience, answers, counts=counts, now=clock.monotonic
        )
        self._reception = Reception(
            ledger, self.audience, inbox, delivery=delivery, loading=loading
        )
        self._scribe = Scribe(ledger, inbox, delivery, fire_due=self._fire_due)
        self._vigil = ledger.vigil = Vigil(delivery.notify_now)
        self._is_closing = False
        self.ended_in_peace = False
        self._task: asyncio.Task[None] | None = None

    @property
    def is_idle(self) -> bool:
        """Nobody is here and nothing waits."""
        return not self.audience and not self._inbox

    @property
    def is_closed(self) -> bool:
        """The room takes nothing more; a new one can be opened."""
        return self._is_closing

    @property
    def is_furnished(self) -> bool:
        """All that was stored is loaded, and what was typed before is recorded."""
        return self._loading.stage is Stage.FURNISHED

    @property
    def waiting(self) -> int:
        """How many bytes of updates wait for their turn."""
        return self._inbox.waiting

    @property
    def queue(self) -> int:
        """How many items wait for their turn."""
        return len(self._inbox)

    @property
    def lag(self) -> float:
        """For how many seconds what stands first waits for its turn, or for its end."""
        return self._inbox.lag

    async def findings(self) -> Watch | None:
        """Return what is found in the model now, None when nobody here looks after that."""
        return await self._vigil.at_rest()

    def start(self) -> asyncio.Task[None]:
        """Begin to work; the task ends when the room is closed or has lost its lease."""
        self._task = asyncio.create_task(self._work(), name=f"room {self.stream}")
        return self._task

    async def close(self, code: Close, reason: str, *, patience: float) -> None:
        """Take nothing more, make durable what waits if that is soon, and let everybody go."""
        self._is_closing = True
        self._delivery.turn("closing")
        self._inbox.nudge()
        if self._task is not None:
            _, unfinished = await asyncio.wait({self._task}, timeout=patience)
            for task in unfinished:  # the database is away; what waits was never acknowledged
                task.cancel()
            await asyncio.wait({self._task})
        self.audience.dismiss_all(code, reason)

    async def ended(self) -> None:
        """Return when the room works no more."""
        if self._task is not None:
            await asyncio.wait({self._task})

    def lose(self, fenced: Fenced) -> None:
        """Learn that the lease has passed on; everybody is let go."""
        self._lost = fenced
        self._inbox.nudge()

    def vector(self) -> bytes:
        """Return the state vector of what everybody has when all frames of a flush have arrived."""
        return self._delivery.vector()

    def join(self, peer: Peer) -> None:
        """Let a peer in; who speaks gestures hears of the room at once."""
        if self._is_closing:
            peer.close(int(Close.RESTARTING), "the room is closing; connect again")
        else:
            self._delivery.greet(self.audience.join(peer))
            self._attend()

    def leave(self, peer: Peer) -> None:
        """Forget a peer; what it sent is worked on all the same."""
        self.audience.leave(peer)
        self._attend()

    def receive(self, peer: Peer, frame: bytes) -> None:
        """Take a frame; one that is no message closes its connection, and nothing else."""
        session = self.audience.of(peer)
        if session is not None and not self._is_closing:
            self.counts.received += len(frame)
            self._reception.receive(session, frame)

    def regard(self, actor: Actor) -> None:
        """Let what a person may do here hold at once, for what waits too (D12)."""
        self._delivery.regard(actor, {*self.audience, *self._inbox.sessions()})
        if isinstance(denied := decision(actor, Action.EDIT), Deny):
            self._inbox.forbid(actor.id, NoRight(denied))

    def expel(self, person: ActorId) -> None:
        """Let a person go who may not even read here any more, and drop what they sent (D12)."""
        self._delivery.expel(person, {*self.audience, *self._inbox.sessions()})
        self._inbox.forbid(person, NoRight(EXPELLED))

    def turn(self, condition: Condition) -> None:
        """Learn whether the database answers; who speaks gestures is told."""
        if not self._is_closing:
            self._delivery.turn(condition)

    def notify(self, topic: str, ids: Sequence[str], *, tx: int) -> None:
        """Tell who speaks gestures that something changed which is read over HTTP."""
        self._delivery.notify(topic, ids, tx=tx)

    async def settle_texts(self) -> None:
        """Have what is typed recorded now, for somebody who reads it; raises RoomClosed."""
        if (self.ledger.is_ahead or not self.is_furnished) and not self._is_closing:
            await self._scribe.wish()

    async def ready(self) -> None:
        """Return when there is room for more; a connection waits for it before it reads on (D7)."""
        await self._inbox.ready()

    async def edit(self, edit: HeadlessEdit) -> EditAnswer:
        """Do a headless edit; raises BadIntent, RoomClosed, LogClosed and what readers raise."""
        if not edit.preview:
            repeated = await self.ledger.repeated(edit)
            if repeated is not None:
                return repeated
        answered: asyncio.Future[EditAnswer] = asyncio.get_running_loop().create_future()
        self._put(Wanted(edit, answered))
        return await answered

    async def fire(self) -> None:
        """Fire every boundary that has passed; raises RoomClosed."""
        fired: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._put(Boundary(fired))
        await fired

    def _put(self, item: Item) -> None:
        if self._is_closing:
            refuse(item, RoomClosed(self.stream))
        else:
            self._inbox.put(item)

    async def _work(self) -> None:
        """Work through the inbox until the room is closed: the top loop of a room."""
        try:
            await self._furnish()
            await self._work_on()
            self.ended_in_peace = self._lost is None
        except LeaseLost as lost:
            self._end(lost.fenced)
        except StreamHeld as held:
            self._end(Fenced(held.owner, held.url))
        except Exception as error:
            self._end(Fenced("", ""), error)
            raise
        except BaseException:
            self._end(Fenced("", ""))
            raise
        finally:
            self._scribe.stop()

    async def _work_on(self) -> None:
        while self._inbox or not self._is_closing:
            if self._lost is not None:
                self._end(self._lost)
            elif self._inbox:
                await self._step()
            else:
                await self._rest()
        if self._lost is None:
            await self._scribe.record(Typing.end_all)

    async def _rest(self) -> None:
        """Wait for something to come; where nothing does for long, see that all is well."""
        try:
            async with asyncio.timeout(self._inspection.pause()):
                await self._inbox.arrival()
        except TimeoutError:
            await self._inspection.look(self._is_disturbed)

    def _is_disturbed(self) -> bool:
        return bool(self._inbox or self._is_closing or self.ledger.typing.runs)

    async def _furnish(self) -> None:
        """Load what is stored; who asks for it reads it as soon as it is there (D10)."""
        loading = self._loading
        async for stage in loading.stages:
            loading.stage = stage
            if stage is Stage.RENEWED:
                self.audience.dismiss_all(Close.STALE_EPOCH, STALE)
            self._answer_early()
        loading.stage = Stage.LOADING  # what begins a model is on its way: nobody reads it yet (D1)
        await self._scribe.record(Typing.end_all)  # what was typed before the process died
        if loading.first is not None:
            await self._perform(loading.first)
        if not self.ledger.state.live.of_element(self.ledger.state.document.model):
            self._delivery.publish((await self._attempt(loading.own)).updates, None)
        loading.stage = Stage.FURNISHED
        self._answer_early()
        self._attend()

    def _answer_early(self) -> None:
        early, self._loading.early = self._loading.early, []
        for asked in early:
            self._delivery.answer(asked)

    async def _step(self) -> None:
        match self._inbox.take():
            case Wanted() as wanted:
                await self._perform(wanted)
            case Boundary() as boundary:
                await self._reach(boundary)
            case Recording() as recording:
                await self._scribe.fulfil(recording)
            case run:
                await self._flush(run)
        self._inbox.done()
        self._scribe.look()
        self._keep(self)

    async def _flush(self, run: Run) -> None:
        """Let a run of updates in, make what came of it durable, then let everybody see it."""
        waiting, began_at = [run], self._now()
        while waiting:
            with self._tracing.span("flush", model=self.ledger.model) as span:
                again = await self._attempt_flush(waiting.pop(), span)
            waiting.extend(reversed(again))
        self.counts.time(self._now() - began_at)

    async def _attempt_flush(self, run: Run, span: Span) -> tuple[Run, ...]:
        """Flush a run, or return the runs to flush instead: nothing of it was kept."""
        for _ in self.ledger.state.document.rebuilding():
            await asyncio.sleep(0)
        await self._fire_due()
        since = self.ledger.state.mark()
        with self._tracing.span("admit"):
            flush = await self._admission.admit(run)
            if not await self._admission.recall(flush):
                self.ledger.back_to(since)
                return (run,)
        if span.is_on:
            span.note(**flush.attributes())
        batch = flush.batch()
        if batch is not None:
            with self._tracing.span("append"):
                recorded = await self.ledger.append(batch, since=since)
            match recorded:
                case Due():
                    return (run,)
                case Duplicate() | Invalid():
                    return await self._sift(run, recorded)
                case Appended(commits):
                    flush.land(commits)
        with self._tracing.span("publish"):
            await self._delivery.conclude(run, flush)
        return ()

    async def _sift(self, run: Run, refused: Duplicate | Invalid) -> tuple[Run, ...]:
        """Return the run with the culprit marked, or two halves of it when nobody knows whose."""
        admission, answers = self._admission, self._answers
        if await accuse(run, refused, admission=admission, answers=answers):
            return (run,)
        half = len(run) // 2
        return run[:half], run[half:]

    async def _perform(self, wanted: Wanted) -> None:
        if wanted.answered.done():
            return
        self.counts.headless += 1
        try:
            performed = await self._attempt(wanted.edit)
        except LeaseLost:
            raise
        except Exception as error:  # noqa: BLE001 - whoever wants the edit hears of it; the state is as before
            refuse(wanted, error)
            return
        self._delivery.publish(performed.updates, None)
        if not wanted.answered.done():
            wanted.answered.set_result(performed.answer)

    async def _attempt(self, edit: HeadlessEdit) -> Performed:
        """Do an edit, after every boundary that passes meanwhile."""
        while True:
            await self._scribe.prepare(edit)
            performed = await self.ledger.perform(edit)
            if isinstance(performed, Performed):
                return performed

    async def _reach(self, boundary: Boundary) -> None:
        await self._fire_due()
        if not boundary.answered.done():
            boundary.answered.set_result(None)

    async def _fire_due(self) -> None:
        if self.ledger.writer.next_boundary() is not None:
            self._delivery.publish(await self.ledger.fire_due(), None)

    def _attend(self) -> None:
        """Look after findings while somebody is here who reads what is told of them."""
        is_at_work = self.is_furnished and not self._is_closing
        is_wanted = is_at_work and self.audience.has_gestures
        self._vigil.attend(self.ledger.state.live.registers if is_wanted else None)

    def _end(self, fenced: Fenced, error: Exception | None = None) -> None:
        """Let everybody go: the stream has another writer, or this room is broken."""
        self._is_closing = True
        self._delivery.turn("closing")
        error = error or RoomClosed(self.stream)
        self._inbox.clear(error)
        if self._loading.first is not None:
            refuse(self._loading.first, error)
        if fenced.url and fenced.owner != self._owner:
            self.audience.dismiss_all(Close.OTHER_OWNER, fenced.url)
        else:
            self.audience.dismiss_all(Close.RESTARTING, "the room starts anew; connect again")
