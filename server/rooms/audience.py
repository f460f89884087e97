"""The people in a room: what each was sent, who they say they are, and how they are let go."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from server.rooms.document import merged
from server.rooms.peer import Peer
from server.rooms.presence import Presences
from server.rooms.protocol import (
    Close,
    Presence,
    awareness_frame,
    denial_frame,
    sync_answer,
    sync_request,
    update_frame,
)

_LONGEST_REASON: Final = 120
"""Bytes; a close frame holds 123."""


@dataclass(slots=True, eq=False)
class Session:
    """A peer in the room: has it the document, was it asked for its own, was it rejected.

    `gaps` counts its updates in a row that built on what is not here.
    """

    peer: Peer
    is_synced: bool = False
    is_asked: bool = False
    is_rejected: bool = False
    gaps: int = 0


class Audience:
    """The sessions of a room; nothing here waits."""

    def __init__(self) -> None:
        self._sessions: dict[Peer, Session] = {}
        self._presences = Presences()

    def __len__(self) -> int:
        return len(self._sessions)

    def __iter__(self) -> Iterator[Session]:
        return iter(tuple(self._sessions.values()))

    def join(self, peer: Peer) -> None:
        """Let a peer in; it is sent nothing until it asks for the document."""
        self._sessions[peer] = Session(peer)

    def leave(self, peer: Peer) -> None:
        """Forget a peer, and tell the others that it is gone."""
        session = self._sessions.pop(peer, None)
        if session is not None:
            self._tell(self._presences.leave(session))

    def of(self, peer: Peer) -> Session | None:
        """Return the session of a peer that is in the room."""
        return self._sessions.get(peer)

    def welcome(self, session: Session, update: bytes, state: bytes | None) -> None:
        """Answer a session's request with the document, and who is here.

        With `state`, it is asked in turn for what it has and we have not.
        """
        session.peer.send(sync_answer(update))
        if session.is_synced:
            return
        session.is_synced = True
        if state is not None:
            self.ask(session, state)
        everybody = self._presences.everybody()
        if everybody:
            session.peer.send(awareness_frame(everybody))

    def ask(self, session: Session, state: bytes) -> None:
        """Ask a session for what it has and we have not."""
        session.is_asked = True
        session.peer.send(sync_request(state))

    def publish(self, updates: Collection[bytes], *, author: Session | None) -> None:
        """Send durable updates, merged and encoded once, to all who have the document.

        `author` is left out: all of it is theirs.
        """
        frames = [update_frame(update) for update in merged(updates)]
        for session in self._sessions.values():
            if session.is_synced and session is not author:
                for frame in frames:
                    session.peer.send(frame)

    def hear(self, session: Session, presences: tuple[Presence, ...]) -> None:
        """Note what a session says of itself, and pass it on.

        It hears itself too: a stock provider takes silence for a dead connection.
        """
        self._tell(self._presences.take(session, session.peer.actor.id, presences))

    def tell_presences(self, session: Session) -> None:
        """Send a session everybody's presence."""
        session.peer.send(awareness_frame(self._presences.everybody()))

    def reject(self, session: Session, reason: str) -> None:
        """Close a session for what it sent; it must start anew with a fresh document."""
        self._dismiss(session, Close.REJECTED, reason)

    def dismiss_stale(self, session: Session, reason: str) -> None:
        """Close a session whose document is of an earlier epoch."""
        self._dismiss(session, Close.STALE_EPOCH, reason)

    def dismiss_all(self, code: Close, reason: str) -> None:
        """Close every session."""
        for session in self:
            self._dismiss(session, code, reason)

    def _dismiss(self, session: Session, code: Close, reason: str) -> None:
        session.is_rejected = True
        if code == Close.REJECTED:
            session.peer.send(denial_frame(reason))
        session.peer.close(int(code), _short(reason))
        self.leave(session.peer)

    def _tell(self, presences: tuple[Presence, ...]) -> None:
        if presences:
            frame = awareness_frame(presences)
            for session in self._sessions.values():
                if session.is_synced:
                    session.peer.send(frame)


def _short(reason: str) -> str:
    encoded = reason.encode()
    if len(encoded) <= _LONGEST_REASON:
        return reason
    return encoded[: _LONGEST_REASON - 3].decode(errors="ignore") + "…"
