"""What a run of updates comes to before it is durable: drafts, updates, and who is in trouble."""

import hashlib
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid5

import structlog

from server.log.draft import Draft
from server.rooms.audience import Session
from server.rooms.counts import Counts
from server.rooms.inbox import Received, Run
from server.rooms.materialisation import Admitted, Materialisation, Rejected
from server.rooms.planning import PLAIN
from server.rooms.touched import Gap, Unchanged

_MOST_GAPS: Final = 200
"""Gaps in a row after which a session is beyond repair; while the answer is on its way there may be
many."""

_log = structlog.get_logger("server.rooms")


@dataclass(slots=True)
class Flush:
    """What came of a run.

    `authors` wrote the updates, None for the server; `gaps` are to be asked for what we lack, and
    `rejected` to be let go, with the reason.
    """

    drafts: list[Draft] = field(default_factory=list)
    updates: list[bytes] = field(default_factory=list)
    authors: set[Session | None] = field(default_factory=set)
    gaps: list[Session] = field(default_factory=list)
    rejected: list[tuple[Session, str]] = field(default_factory=list)

    @property
    def author(self) -> Session | None:
        """The one who wrote all of it; None when there are several, or the server had a part."""
        return next(iter(self.authors)) if len(self.authors) == 1 else None


class Admission:
    """Puts the updates of a stream through its state, in the order they came."""

    def __init__(self, stream: str, state: Materialisation, counts: Counts) -> None:
        self._namespace = UUID(stream)
        self._state = state
        self._counts = counts

    def admit(self, run: Run) -> Flush:
        """Let a run of updates in; what is asked for in between is left alone."""
        flush = Flush()
        for item in run:
            if isinstance(item, Received) and item.begins():
                self._admit(item, flush)
        return flush

    def _admit(self, item: Received, flush: Flush) -> None:
        session = item.session
        self._counts.updates += 1
        admission = self._state.admit(item.update)
        if item.is_answer:
            session.is_asked = False
        match admission:
            case Admitted():
                session.gaps = 0
                self._draft(item, admission, flush)
            case Unchanged():
                session.gaps = 0
            case Gap():
                self._note_gap(item, flush)
            case Rejected(reason):
                item.drop()
                flush.rejected.append((session, reason))

    def _draft(self, item: Received, admitted: Admitted, flush: Flush) -> None:
        actor = item.session.peer.actor.id
        flush.updates.extend(admitted.updates)
        flush.authors.add(item.session)
        if len(admitted.updates) > 1:
            flush.authors.add(None)
        if admitted.problems:
            first = admitted.problems[0]
            self._counts.corrected += 1
            _log.info(
                "edit corrected",
                stream=str(self._namespace),
                actor=actor,
                problem=first.code,
                element=first.element,
            )
        if admitted.changes:
            identity = self._commit_id(item.update)
            flush.drafts.append(Draft(identity, actor, None, PLAIN, admitted.changes))

    def _note_gap(self, item: Received, flush: Flush) -> None:
        """Have whoever sent a gap asked for all that we lack, once until the answer is here."""
        session = item.session
        self._counts.gaps += 1
        session.gaps += 1
        if session.gaps > _MOST_GAPS:
            item.drop()
            flush.rejected.append((session, "updates build on others never sent; reload"))
        elif not session.is_asked and session not in flush.gaps:
            flush.gaps.append(session)

    def _commit_id(self, update: bytes) -> str:
        """Name the commit of an update after it, so that a resend is known again."""
        digest = hashlib.sha256(update).hexdigest()
        return str(uuid5(self._namespace, f"{self._state.document.epoch}:{digest}"))
