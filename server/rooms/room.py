"""A room: the way of one edit, from a frame of bytes to everybody's screen.

    receive    frame -> message; a bad one closes its connection, the room lives on
    admit      what waited goes through the document, one update after the other; what is
               structurally wrong is put right; what remains is the net change
    append     net changes and raw updates, durable in one commit of the database
    publish    one merged update to everybody, the same bytes; only now does anybody see it

While an append is in flight nobody is sent anything, sync answers included (D1). One task owns the
document and does all of it in turn, so everything between two awaits is one thought. Text, imports
and the API come as headless edits, through the same task and the same document.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from domain.access import Action, Deny, decision
from server.log.documents import Snapshot
from server.log.draft import Batch
from server.log.outcome import Appended, Duplicate, Fenced, Invalid
from server.rooms.audience import Audience, Session
from server.rooms.counts import Counts
from server.rooms.errors import RoomClosed
from server.rooms.flush import Admission, Flush
from server.rooms.headless import EditAnswer, HeadlessEdit
from server.rooms.inbox import Asked, Boundary, Inbox, Item, Received, Run, Wanted, refuse
from server.rooms.ledger import Due, LeaseLost, Ledger, Performed
from server.rooms.peer import Peer
from server.rooms.protocol import (
    NO_UPDATE,
    Awareness,
    AwarenessQuery,
    BadFrame,
    Close,
    Denial,
    SyncAnswer,
    SyncRequest,
    Update,
    decode,
    read_state,
)

_PATIENCE: Final = 10.0
"""Seconds that closing waits for what is on its way."""

_log = structlog.get_logger("server.rooms")


class Room:
    """One stream, live; made by `Rooms`, which starts it and closes it."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        owner: str,
        counts: Counts,
        keep: Callable[["Room"], None],
    ) -> None:
        self.ledger = ledger
        self.stream = ledger.writer.stream
        self.audience = Audience()
        self.updates_since_kept = 0
        self.bytes_since_kept = 0
        self._owner = owner
        self._admission = Admission(self.stream, ledger.state, counts)
        self._counts = counts
        self._keep = keep
        self._lost: Fenced | None = None
        self._inbox = Inbox()
        self._is_closing = False
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
    def waiting(self) -> int:
        """How many bytes of updates wait for their turn."""
        return self._inbox.waiting

    def start(self) -> asyncio.Task[None]:
        """Begin to work; the task ends when the room is closed or has lost its lease."""
        self._task = asyncio.create_task(self._work(), name=f"room {self.stream}")
        return self._task

    async def close(self, code: Close, reason: str) -> None:
        """Take nothing more, make durable what waits, and let everybody go."""
        self._is_closing = True
        self._inbox.nudge()
        if self._task is not None:
            _, unfinished = await asyncio.wait({self._task}, timeout=_PATIENCE)
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

    def snapshot(self) -> Snapshot:
        """Return the document as it is now, and count anew what comes after it."""
        writer = self.ledger.writer
        self.updates_since_kept = self.bytes_since_kept = 0
        whole = self.ledger.state.document.encode()
        return Snapshot(writer.epoch, writer.next_seq - 1, writer.head.tx, (whole,))

    def join(self, peer: Peer) -> None:
        """Let a peer in."""
        if self._is_closing:
            peer.close(int(Close.RESTARTING), "the room is closing; connect again")
        else:
            self.audience.join(peer)

    def leave(self, peer: Peer) -> None:
        """Forget a peer; what it sent is worked on all the same."""
        self.audience.leave(peer)

    def receive(self, peer: Peer, frame: bytes) -> None:
        """Take a frame; one that is no message closes its connection, and nothing else."""
        session = self.audience.of(peer)
        if session is None or self._is_closing:
            return
        try:
            message = decode(frame)
        except BadFrame as error:
            self._reject(session, str(error))
            return
        match message:
            case Update() | SyncAnswer():
                self._receive_update(session, message)
            case SyncRequest(state):
                self._put(Asked(session, state))
            case Awareness(presences):
                self.audience.hear(session, presences)
            case AwarenessQuery():
                self.audience.tell_presences(session)
            case Denial():
                return

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

    def _receive_update(self, session: Session, message: Update | SyncAnswer) -> None:
        update, is_answer = message.update, isinstance(message, SyncAnswer)
        if update == NO_UPDATE:
            session.is_asked = session.is_asked and not is_answer
            return
        verdict = decision(session.peer.actor, Action.EDIT)
        if isinstance(verdict, Deny):
            self._reject(session, str(verdict))
            return
        self._put(Received(session, update, is_answer))

    def _put(self, item: Item) -> None:
        if self._is_closing:
            refuse(item, RoomClosed(self.stream))
        else:
            self._inbox.put(item)

    async def _work(self) -> None:
        """Work through the inbox until the room is closed: the top loop of a room."""
        try:
            while self._inbox or not self._is_closing:
                if self._lost is not None:
                    self._end(self._lost)
                elif self._inbox:
                    await self._step()
                else:
                    await self._inbox.arrival()
        except LeaseLost as lost:
            self._end(lost.fenced)
        except BaseException:
            self._end(Fenced("", ""))
            raise

    async def _step(self) -> None:
        match self._inbox.take():
            case Wanted() as wanted:
                await self._perform(wanted)
            case Boundary() as boundary:
                await self._reach(boundary)
            case run:
                await self._flush(run)
                self._inbox.done(run)
        self._keep(self)

    async def _flush(self, run: Run) -> None:
        """Let a run of updates in, make what came of it durable, then let everybody see it."""
        await self._fire_due()
        since = self.ledger.state.mark()
        flush = self._admission.admit(run)
        for session, reason in flush.rejected:
            self._reject(session, reason)
        if flush.updates:
            batch = Batch(tuple(flush.drafts), tuple(flush.updates))
            recorded = await self.ledger.append(batch, since=since)
            match recorded:
                case Due():
                    await self._flush(run)
                    return
                case Duplicate() | Invalid():
                    await self._sift(run, recorded)
                    return
                case Appended():
                    self._publish(flush.updates, flush.author)
        self._reply(run, flush)

    def _reply(self, run: Run, flush: Flush) -> None:
        for session in flush.gaps:
            self.audience.ask(session, self.ledger.state.document.state())
        for item in run:
            if isinstance(item, Asked):
                self._answer(item)

    async def _sift(self, run: Run, refused: Duplicate | Invalid) -> None:
        """Find the update that the log refuses: each goes alone; the culprit is rejected."""
        if len(run) > 1:
            for item in run:
                await self._flush([item])
            return
        _log.error("update refused by the log", stream=self.stream, outcome=repr(refused))
        for item in run:
            if isinstance(item, Received):
                item.drop()
                self._reject(item.session, "the log refused an update; reload")

    async def _perform(self, wanted: Wanted) -> None:
        if wanted.answered.done():
            return
        self._counts.headless += 1
        try:
            performed = await self._attempt(wanted.edit)
        except LeaseLost:
            refuse(wanted, RoomClosed(self.stream))
            raise
        except Exception as error:  # noqa: BLE001 - whoever wants the edit hears of it; the state is as before
            refuse(wanted, error)
            return
        self._publish(performed.updates, None)
        if not wanted.answered.done():
            wanted.answered.set_result(performed.answer)

    async def _attempt(self, edit: HeadlessEdit) -> Performed:
        """Do an edit, after every boundary that passes meanwhile."""
        while True:
            await self._fire_due()
            performed = await self.ledger.perform(edit)
            if isinstance(performed, Performed):
                return performed

    async def _reach(self, boundary: Boundary) -> None:
        try:
            await self._fire_due()
        except LeaseLost:
            refuse(boundary, RoomClosed(self.stream))
            raise
        if not boundary.answered.done():
            boundary.answered.set_result(None)

    async def _fire_due(self) -> None:
        if self.ledger.writer.next_boundary() is not None:
            self._publish(await self.ledger.fire_due(), None)

    def _publish(self, updates: Sequence[bytes], author: Session | None) -> None:
        if updates:
            self._counts.flushes += 1
            self.updates_since_kept += len(updates)
            self.bytes_since_kept += sum(map(len, updates))
            self.audience.publish(updates, author=author)

    def _answer(self, asked: Asked) -> None:
        """Answer sync step 1 with one whole step 2, and ask what the session has more than we."""
        session, document = asked.session, self.ledger.state.document
        if session.is_rejected:
            return
        try:
            known = read_state(asked.state)
            update = document.encode(asked.state)
        except BadFrame as error:
            self._reject(session, str(error))
            return
        if any(client < document.epoch for client in known if client > 0):
            reason = "this document is of an earlier epoch; reload"
            self.audience.dismiss_stale(session, reason)
            return
        may_edit = not isinstance(decision(session.peer.actor, Action.EDIT), Deny)
        self.audience.welcome(session, update, document.state() if may_edit else None)

    def _reject(self, session: Session, reason: str) -> None:
        self._counts.rejected += 1
        _log.info(
            "session rejected",
            stream=self.stream,
            actor=session.peer.actor.id,
            reason=reason,
        )
        self.audience.reject(session, reason)

    def _end(self, fenced: Fenced) -> None:
        """Let everybody go: the stream has another writer, or this room is broken."""
        self._is_closing = True
        self._inbox.clear(RoomClosed(self.stream))
        if fenced.url and fenced.owner != self._owner:
            self.audience.dismiss_all(Close.OTHER_OWNER, fenced.url)
        else:
            self.audience.dismiss_all(Close.RESTARTING, "the room starts anew; connect again")
