"""Delivery: what the people in a room are sent, once what it tells of is on disk (D1).

flush on disk ─► one merged update for all ─► saved / refused, to each author ─► the rejected go
              ─► who sent what builds on nothing is asked ─► who asked is answered
"""

from collections.abc import Callable, Collection, Sequence
from typing import Final

import structlog

from domain.access import Action, Actor, Deny, decision
from server.rooms.answers import Answers
from server.rooms.audience import Audience
from server.rooms.counts import Counts
from server.rooms.flush import Flush, Reply
from server.rooms.gestures import (
    MANY_REFUSED,
    Condition,
    NoticeMessage,
    RoomMessage,
    UnknownMessage,
    frame,
)
from server.rooms.inbox import Asked, Inquired, Run
from server.rooms.ledger import Ledger
from server.rooms.materialisation import Rejected
from server.rooms.protocol import BadFrame
from server.rooms.session import Session

STALE: Final = "this document is of an earlier epoch; reload"
"""What somebody is told who has a document that cannot be merged any more (D9)."""
EXPELLED: Final = "You may not read this any more. Ask an owner."
"""What somebody is told who may not even read any more (D12)."""
_MOST_GAPS: Final = 200
"""Gaps in a row after which a session is beyond repair; while the answer is on its way there may be
many."""

_log = structlog.get_logger("server.rooms")


class Delivery:
    """Tells the audience of a room what became of things. `now` gives seconds that only grow."""

    def __init__(
        self,
        ledger: Ledger,
        audience: Audience,
        answers: Answers,
        *,
        counts: Counts,
        now: Callable[[], float],
    ) -> None:
        self._ledger = ledger
        self._audience = audience
        self._answers = answers
        self._counts = counts
        self._now = now
        self._condition: Condition = "live"
        self._vector: bytes | None = None

    def vector(self) -> bytes:
        """Return the state vector of what everybody has when all frames of a flush have arrived.

        Peers ask while they are given these; then nothing is ahead of the log.
        """
        if self._vector is None:
            self._vector = self._ledger.state.document.state()
        return self._vector

    def greet(self, session: Session) -> None:
        """Tell a session that speaks gestures where the room is, before anything else."""
        if session.journal is not None:
            session.peer.send(self._room(session))

    def turn(self, condition: Condition) -> None:
        """Tell all who speak gestures that the room is in another condition now."""
        if condition != self._condition:
            self._condition = condition
            self._audience.tell(self._room)

    def notify(self, topic: str, ids: Sequence[str], *, tx: int) -> None:
        """Tell all who speak gestures that something changed which is read over HTTP."""
        notice = frame(NoticeMessage(topic, tuple(ids), tx))
        self._audience.tell(lambda _: notice)

    def notify_now(self, topic: str, ids: Sequence[str]) -> None:
        """Tell it as of the last commit."""
        self.notify(topic, ids, tx=self._ledger.writer.head.tx)

    def publish(self, updates: Sequence[bytes], author: Session | None) -> None:
        """Send durable updates to all who have the document, but to whom wrote all of it."""
        if updates:
            self._vector = None
            self._counts.flushes += 1
            self._audience.publish(updates, author=author)

    async def conclude(self, run: Run, flush: Flush) -> None:
        """Tell everybody what became of a run that is on disk."""
        self.publish(flush.updates, flush.author)
        for reply in flush.replies:
            self._reply(reply)
        self._refuse(flush)
        for session in flush.caught_up:
            session.is_asked = False
        for session, gaps in flush.gaps.items():
            self._on_gaps(session, gaps)
        for item in run:
            if isinstance(item, Asked):
                self.answer(item)
            elif isinstance(item, Inquired):
                await self._answer_inquiry(item)

    def allows_asking(self, session: Session) -> bool:
        """Note that a session asks for the document; who does so too often is let go."""
        if session.asked.count(self._now()):
            self.reject(session, "the document was asked for too often; reload")
            return False
        return True

    def answer(self, asked: Asked) -> None:
        """Answer sync step 1 with one whole step 2, and ask what the session has more than we.

        Who speaks gestures is not asked: what is not answered it sends again by itself.
        """
        session, document = asked.session, self._ledger.state.document
        if session.is_rejected:
            return
        if session.journal is not None:
            session.is_asked = False  # it goes through the whole course again
        try:
            update = document.encode(asked.state)
        except BadFrame as error:
            self.reject(session, str(error))
            return
        is_asked = session.may_edit and session.journal is None
        self._audience.welcome(session, update, document.state() if is_asked else None)

    def regard(self, actor: Actor, sessions: Collection[Session]) -> None:
        """Let what a person may do hold at once, for what waits too (D12)."""
        for session in sessions:
            if session.actor.id != actor.id or session.actor == actor:
                continue
            could_edit = session.may_edit
            session.regard(actor)
            is_here = self._audience.of(session.peer) is session
            if isinstance(denied := decision(actor, Action.READ), Deny):
                self._expel(session, str(denied))
            elif is_here and session.journal is not None:
                session.peer.send(self._room(session))
            elif could_edit and not session.may_edit and session.journal is None:
                self._expel(session, str(decision(actor, Action.EDIT)))

    def expel(self, person: str, sessions: Collection[Session]) -> None:
        """Let a person go who may not even read any more, and drop what they sent (D12)."""
        for session in sessions:
            if session.actor.id == person:
                self._expel(session, EXPELLED)

    def reject(self, session: Session, reason: str) -> None:
        """Close a session for what it sent."""
        self._counts.rejected += 1
        _log.info(
            "session rejected",
            stream=self._ledger.writer.stream,
            actor=session.actor.id,
            reason=reason,
        )
        self._audience.reject(session, reason)

    def dismiss_stale(self, session: Session) -> None:
        """Close a session whose document is of an earlier epoch."""
        self._audience.dismiss_stale(session, STALE)

    def _room(self, session: Session) -> bytes:
        actor, writer = session.actor, self._ledger.writer
        tx, condition = writer.head.tx, self._condition
        return frame(RoomMessage(writer.epoch, tx, str(actor.role), condition, actor.id))

    def _reply(self, reply: Reply) -> None:
        session = reply.session
        if reply.is_kept:
            self._answers.note(reply.first)
        session.peer.send(frame(reply.first.verdict))
        if reply.is_fatal and reply.is_first and session.fatal.count(self._now()):
            self._give_up(session)

    def _refuse(self, flush: Flush) -> None:
        """Take no more of what cannot be let in, and let go whose fault that is too often."""
        for session in flush.corrected:
            if session.corrected.count(self._now()):
                self._give_up(session)
        for session, client in flush.dead:
            session.dead |= {client}
        for session, rejected in flush.rejected.items():
            if not session.is_rejected:
                self._let_go(session, rejected)

    def _give_up(self, session: Session) -> None:
        if not session.is_rejected:
            self.reject(session, f"{MANY_REFUSED}; reload")

    def _let_go(self, session: Session, rejected: Rejected) -> None:
        if rejected.code == "stale-epoch":
            self.dismiss_stale(session)
        else:
            self.reject(session, rejected.reason)

    def _on_gaps(self, session: Session, gaps: int) -> None:
        """Have whoever sent a gap bring all that we lack, once until the answer is here."""
        if session.is_rejected or (session.journal is not None and session.is_asked):
            return
        session.gaps += gaps
        if session.gaps > _MOST_GAPS and session.journal is None:
            self.reject(session, "updates build on others never sent; reload")
        elif session.journal is not None:
            session.is_asked = True
            session.peer.send(self._room(session))
        elif not session.is_asked:
            self._audience.ask(session, self._ledger.state.document.state())

    def _expel(self, session: Session, reason: str) -> None:
        if session.is_rejected:
            return
        if self._audience.of(session.peer) is session:
            self.reject(session, reason)
        session.is_rejected = True

    async def _answer_inquiry(self, inquired: Inquired) -> None:
        """Answer which gestures were answered: those as they were, and then the others."""
        known = await self._answers.look_up(inquired.edit_ids)
        peer = inquired.session.peer
        for edit_id in inquired.edit_ids:
            first = known.get(edit_id)
            if first is not None:
                peer.send(frame(first.verdict))
        unknown = tuple(edit_id for edit_id in inquired.edit_ids if edit_id not in known)
        peer.send(frame(UnknownMessage(unknown)))
