"""Reception: from a frame of bytes to what waits in a room's inbox.

A frame that is no message closes its connection, and nothing else. Awareness does not wait.
"""

from typing import Final

from domain.access import Action, decision
from server.rooms import gates, gestures, protocol
from server.rooms.audience import Audience
from server.rooms.decoder import Structs
from server.rooms.delivery import Delivery
from server.rooms.gestures import Gesture, KnownMessage
from server.rooms.inbox import LARGEST_RUN, Asked, Inbox, Inquired, Received
from server.rooms.ledger import Ledger
from server.rooms.loading import Loading, Stage
from server.rooms.materialisation import Rejected
from server.rooms.protocol import (
    LARGEST_STATE,
    NO_UPDATE,
    Awareness,
    AwarenessQuery,
    BadFrame,
    Denial,
    SyncAnswer,
    SyncRequest,
    Update,
    read_state,
)
from server.rooms.session import Session

_SMALL: Final = 4 * 1024
"""Bytes of an update that is read when it comes; what was read takes a few times as much."""


class Reception:
    """Takes the frames of a room's sessions."""

    def __init__(
        self,
        ledger: Ledger,
        audience: Audience,
        inbox: Inbox,
        *,
        delivery: Delivery,
        loading: Loading,
    ) -> None:
        self._ledger = ledger
        self._audience = audience
        self._inbox = inbox
        self._delivery = delivery
        self._loading = loading

    def receive(self, session: Session, frame: bytes) -> None:
        """Take a frame of a session."""
        try:
            message = _decode(session, frame)
        except BadFrame as error:
            self._delivery.reject(session, str(error))
            return
        match message:
            case Gesture(edit, update):
                self._inbox.put(Received(session, update, edit, self._read(update)))
            case KnownMessage(edit_ids):
                self._inbox.put(Inquired(session, edit_ids))
            case Update() | SyncAnswer():
                self._receive_update(session, message)
            case SyncRequest(state):
                self._ask(session, state)
            case Awareness() | AwarenessQuery():
                self._hear(session, message)
            case Denial():
                return

    def _hear(self, session: Session, message: Awareness | AwarenessQuery) -> None:
        if isinstance(message, Awareness):
            self._audience.hear(session, message.presences)
        else:
            self._audience.tell_presences(session)

    def _receive_update(self, session: Session, message: Update | SyncAnswer) -> None:
        update, is_answer = message.update, isinstance(message, SyncAnswer)
        if update == NO_UPDATE:
            session.is_asked = session.is_asked and not is_answer
        elif session.journal is not None:
            reason = "an update came by itself where gestures are spoken; send it as an edit"
            self._delivery.reject(session, reason)
        elif not session.may_edit:
            self._delivery.reject(session, str(decision(session.actor, Action.EDIT)))
        else:
            structs = self._read(update)
            self._inbox.put(Received(session, update, None, structs, is_answer))

    def _read(self, update: bytes) -> Structs | Rejected | None:
        """Read what an update holds while the database works; not of many or large ones (D7)."""
        is_soon = len(update) <= _SMALL and len(self._inbox) < LARGEST_RUN
        return gates.read(update, limit=self._ledger.frame_limit) if is_soon else None

    def _ask(self, session: Session, state: bytes) -> None:
        """Take a request for the document; a stale one is answered before all else (D9)."""
        if len(state) > LARGEST_STATE:
            size = f"{len(state)} bytes; {LARGEST_STATE} are allowed"
            self._delivery.reject(session, f"a state vector has {size}; reload")
            return
        try:
            known = read_state(state)
        except BadFrame as error:
            self._delivery.reject(session, str(error))
            return
        if any(0 < client < self._ledger.writer.epoch for client in known):
            self._delivery.dismiss_stale(session)
            return
        if not self._delivery.allows_asking(session):
            return
        asked = Asked(session, state)
        match self._loading.stage:
            case Stage.LOADING:
                self._loading.early.append(asked)
            case Stage.READABLE | Stage.RENEWED:
                self._delivery.answer(asked)
            case Stage.FURNISHED:
                self._inbox.put(asked)


def _decode(session: Session, frame: bytes) -> protocol.Message | Gesture | KnownMessage:
    return protocol.decode(frame) if session.journal is None else gestures.decode(frame)
