"""Admission: what the updates that waited come to, one after the other.

What only the structural rules object to is put right: a gesture goes back as a whole, the update of
a stock client register by register (D2). What is rejected, or builds on what is not here, is not
in. A gesture that was answered before is answered so again.
"""

import asyncio
from collections.abc import Collection
from typing import Final

import structlog
from uuid_utils import UUID, uuid5

from domain.ids import CommitId
from domain.model.structure import Problem
from server.log.draft import Draft, Typed
from server.rooms import gates
from server.rooms.answers import Answers, First, reused
from server.rooms.counts import Counts
from server.rooms.decoder import Structs
from server.rooms.flush import Flush, Reply
from server.rooms.gestures import EditMessage, RefusedMessage, SavedMessage
from server.rooms.inbox import Received, Run
from server.rooms.ledger import Ledger
from server.rooms.materialisation import Admitted, Rejected
from server.rooms.planning import PLAIN
from server.rooms.session import Session
from server.rooms.touched import Gap, Unchanged
from server.rooms.typing import Retyped

_NOT_KEPT: Final = {"no-right", "edit-id-reused"}
"""Refusals that leave no answer behind: the id stays free, or belongs to another edit."""

_log = structlog.get_logger("server.rooms")


class Admission:
    """Puts the updates of a stream through its state, in the order they came."""

    def __init__(self, ledger: Ledger, answers: Answers, counts: Counts) -> None:
        self._ledger = ledger
        self._answers = answers
        self._counts = counts
        self._namespace = UUID(ledger.writer.stream)

    async def admit(self, run: Run) -> Flush:
        """Let a run of updates in; what is asked for in between is left alone.

        Nobody is told of it yet, and a run can be admitted again when its append failed.
        """
        flush = Flush()
        for item in run:
            if not isinstance(item, Received) or item.session.is_rejected:
                continue
            if item.edit is not None:
                self._admit_gesture(item, item.edit, flush)
            elif item.session not in flush.rejected:
                self._admit_update(item, flush)
            for _ in self._ledger.state.document.rebuilding():  # after what was rejected late
                await asyncio.sleep(0)
        flush.claims = self._ledger.authorship.claims()
        return flush

    async def recall(self, flush: Flush) -> bool:
        """Give gestures that did nothing their first answer, if they were answered before.

        Answers False when the run must be admitted again for it: what came after one of them was
        dropped as if it had been rejected.
        """
        doubtful = [reply for reply in flush.replies if reply.is_doubtful]
        if not doubtful:
            return True
        known = await self._answers.look_up([reply.edit_id for reply in doubtful])
        is_right = True
        for reply in doubtful:
            first = known.get(reply.edit_id)
            if first is not None:
                is_right = is_right and not (reply.is_fatal and not first.is_fatal)
                reply.repeat(first)
        return is_right

    def commit_id(self, item: Received) -> CommitId:
        """Name the commit of an update: after its gesture, or after its bytes."""
        if item.edit is not None:
            return item.edit.edit_id
        epoch = self._ledger.state.document.epoch
        return str(uuid5(self._namespace, f"{epoch}:{item.digest.hex()}"))

    def _read(self, item: Received) -> Structs | Rejected:
        return item.structs or gates.read(item.update, limit=self._ledger.frame_limit)

    def _admit_update(self, item: Received, flush: Flush) -> None:
        session = item.session
        self._counts.updates += 1
        if item.is_answer:
            flush.caught_up.add(session)
            flush.gaps.pop(session, None)
        structs = item.rejected or self._read(item)
        admission = (
            structs if isinstance(structs, Rejected) else gates.enter(self._ledger, item, structs)
        )
        match admission:
            case Admitted(updates, changes, problems, retyped):
                session.gaps = 0
                self._type(session, retyped, flush)
                flush.take(session, updates)
                if problems:
                    self._note_corrected(session, problems[0], flush)
                if changes:
                    draft = Draft(self.commit_id(item), session.actor.id, None, PLAIN, changes)
                    flush.drafts.append(draft)
            case Unchanged():
                session.gaps = 0
            case Gap():
                self._note_gap(session, flush)
            case Rejected():
                flush.rejected[session] = admission

    def _admit_gesture(self, item: Received, edit: EditMessage, flush: Flush) -> None:
        former = flush.by_id.get(edit.edit_id)
        first = self._answers.of(edit.edit_id) if former is None else former.first
        if first is not None and first.digest == item.digest:
            flush.reply(Reply(item.session, first, is_first=False, same=former))
            return
        rejected = item.rejected
        if first is not None:
            rejected = Rejected("edit-id-reused", reused(edit.edit_id).message)
        self._counts.updates += 1
        structs = self._read(item)
        if isinstance(structs, Rejected):
            self._refuse(item, edit, rejected or structs, flush)
        elif not flush.is_dead(item.session, structs):
            self._enter(item, edit, structs, rejected, flush)

    def _enter(
        self,
        item: Received,
        edit: EditMessage,
        structs: Structs,
        rejected: Rejected | None,
        flush: Flush,
    ) -> None:
        session = item.session
        admission = rejected or gates.enter(self._ledger, item, structs)
        match admission:
            case Admitted(updates, changes, problems, retyped):
                session.gaps = 0
                self._type(session, retyped, flush, label=edit.label)
                flush.take(session, updates)
                if problems:
                    self._note_corrected(session, problems[0], flush)
                    verdict = _refused(edit, problems[0])
                    flush.reply(Reply(session, First(item.digest, verdict), is_kept=True))
                    return
                if changes:
                    cause = {"label": edit.label}
                    actor = session.actor.id
                    flush.drafts.append(Draft(edit.edit_id, actor, edit.why, PLAIN, changes, cause))
                first = First(item.digest, SavedMessage(edit.edit_id, None))
                flush.reply(Reply(session, first, is_kept=True))
            case Unchanged():
                first = First(item.digest, SavedMessage(edit.edit_id, None))
                flush.reply(Reply(session, first, is_kept=True, is_doubtful=True))
            case Gap():
                self._note_gap(session, flush)
            case Rejected():
                self._refuse(item, edit, admission, flush, structs)

    def _type(
        self,
        session: Session,
        retyped: Collection[Retyped],
        flush: Flush,
        *,
        label: str | None = None,
    ) -> None:
        """Note what the next update types; where others typed before, their text is recorded."""
        if not retyped:
            return
        place, actor = len(flush.updates), session.actor.id
        flush.drafts += self._ledger.type(place, actor, retyped, label=label)
        elements = tuple(each.element for each in retyped)
        flush.typed.append(Typed(place, actor, elements))

    def _refuse(
        self,
        item: Received,
        edit: EditMessage,
        rejected: Rejected,
        flush: Flush,
        structs: Structs | None = None,
    ) -> None:
        """Answer a gesture that was rejected, and read nothing more under its client ids."""
        self._counts.rejected += 1
        session = item.session
        _log.info(
            "gesture rejected",
            stream=self._ledger.writer.stream,
            actor=session.actor.id,
            edit_id=edit.edit_id,
            code=rejected.code,
        )
        flush.bury(session, structs)
        flush.reply(
            Reply(
                session,
                First(item.digest, _rejected(edit, rejected)),
                is_kept=rejected.code not in _NOT_KEPT,
                is_doubtful=rejected.code != "edit-id-reused",
            ),
        )

    def _note_corrected(self, session: Session, problem: Problem, flush: Flush) -> None:
        self._counts.corrected += 1
        flush.corrected.append(session)
        _log.info(
            "edit corrected",
            stream=self._ledger.writer.stream,
            actor=session.actor.id,
            problem=problem.code,
            element=problem.element,
        )

    def _note_gap(self, session: Session, flush: Flush) -> None:
        self._counts.gaps += 1
        flush.gaps[session] = flush.gaps.get(session, 0) + 1


def _refused(edit: EditMessage, problem: Problem) -> RefusedMessage:
    return RefusedMessage(
        edit.edit_id,
        problem.code,
        _shown(problem.element) or None,
        None if problem.attribute is None else _shown(problem.attribute),
        _shown(problem.message),
        fatal=False,
    )


def _rejected(edit: EditMessage, rejected: Rejected) -> RefusedMessage:
    reason = _shown(rejected.reason)
    return RefusedMessage(edit.edit_id, rejected.code, rejected.element, None, reason, fatal=True)


def _shown(text: str) -> str:
    """Return text as the log can keep it: what a client put into it may hold U+0000."""
    return text.replace("\0", "\ufffd")
