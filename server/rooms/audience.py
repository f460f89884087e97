"""The people in a room: what each was sent, who they say they are, and how they are let go."""

from collections.abc import Callable, Collection, Iterator
from typing import Final, TypeAlias

from domain.ids import ActorId
from server.rooms.counts import Counts
from server.rooms.document import merged
from server.rooms.gestures import JOURNAL_TAKEN
from server.rooms.peer import Peer
from server.rooms.protocol import (
    Close,
    Presence,
    awareness_frame,
    denial_frame,
    sync_answer,
    sync_request,
    update_frame,
)
from server.rooms.session import Session
from server.rooms.telling import Telling

_LONGEST_REASON: Final = 120
"""Bytes; a close frame holds 123."""

_Journal: TypeAlias = tuple[ActorId, str]
"""A journal, and whose it is: nobody can take another's connection away."""


class Audience:
    """The sessions of a room; nothing here waits."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._sessions: dict[Peer, Session] = {}
        self._journals: dict[_Journal, Session] = {}
        self._presences = Telling(self._tell)

    def __len__(self) -> int:
        return len(self._sessions)

    @property
    def has_gestures(self) -> bool:
        """Somebody is here who speaks gestures."""
        return any(session.journal is not None for session in self._sessions.values())

    def __iter__(self) -> Iterator[Session]:
        return iter(tuple(self._sessions.values()))

    def join(self, peer: Peer) -> Session:
        """Let a peer in; it is sent nothing of the document until it asks for it.

        One journal has one connection: an older one of the same person is let go. What it sent
        already is worked on, and before all that the new one sends.
        """
        session = Session(peer)
        if session.journal is not None:
            key = (session.actor.id, session.journal)
            older = self._journals.get(key)
            if older is not None:
                older.peer.close(int(Close.RESTARTING), JOURNAL_TAKEN)
                self.leave(older.peer)
            self._journals[key] = session
        self._sessions[peer] = session
        return session

    def leave(self, peer: Peer) -> None:
        """Forget a peer, and tell the others that it is gone."""
        session = self._sessions.pop(peer, None)
        if session is None:
            return
        if session.journal is not None:
            self._journals.pop((session.actor.id, session.journal), None)
        self._presences.leave(session)

    def of(self, peer: Peer) -> Session | None:
        """Return the session of a peer that is in the room."""
        return self._sessions.get(peer)

    def welcome(self, session: Session, update: bytes, state: bytes | None) -> None:
        """Answer a session's request with the document, and who is here.

        With `state`, it is asked in turn for what it has and we have not.
        """
        self._counts.sent += len(update)
        frames = [sync_answer(update)]
        if not session.is_synced:
            session.is_synced = True
            if state is not None:
                session.is_asked = True
                frames.append(sync_request(state))
            everybody = self._presences.everybody()
            if everybody:
                frames.append(awareness_frame(everybody))
        session.peer.send(*frames)

    def ask(self, session: Session, state: bytes) -> None:
        """Ask a session for what it has and we have not."""
        session.is_asked = True
        session.peer.send(sync_request(state))

    def publish(self, updates: Collection[bytes], *, author: Session | None) -> None:
        """Send durable updates, merged and encoded once, to all who have the document.

        `author` is left out: all of it is theirs.
        """
        frames = [update_frame(update) for update in merged(updates)]
        size = sum(map(len, frames))
        for session in self._sessions.values():
            if session.is_synced and session is not author:
                self._counts.sent += size
                session.peer.send(*frames)

    def tell(self, frame: Callable[[Session], bytes]) -> None:
        """Send all who speak gestures a frame, made for each."""
        for session in self._sessions.values():
            if session.journal is not None:
                session.peer.send(frame(session))

    def hear(self, session: Session, presences: tuple[Presence, ...]) -> None:
        """Note what a session says of itself; everybody hears it with the next beat."""
        self._presences.hear(session, session.actor, presences)

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
        """Close every session; nobody is told any more who else goes."""
        for session in self:
            session.is_synced = False
        for session in self:
            self._dismiss(session, code, reason)

    def _dismiss(self, session: Session, code: Close, reason: str) -> None:
        session.is_rejected = True
        if code == Close.REJECTED:
            session.peer.send(denial_frame(reason))
        session.peer.close(int(code), _short(reason))
        self.leave(session.peer)

    def _tell(self, presences: tuple[Presence, ...]) -> None:
        frame = awareness_frame(presences)
        for session in self._sessions.values():
            if session.is_synced:
                self._counts.sent += len(frame)
                session.peer.send(frame)


def _short(reason: str) -> str:
    encoded = reason.encode()
    if len(encoded) <= _LONGEST_REASON:
        return reason
    return encoded[: _LONGEST_REASON - 3].decode(errors="ignore") + "…"
