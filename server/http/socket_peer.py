"""A socket as a room's peer: frames out at once while the other end reads, else by the row.

    room -> peer.send -> socket                  while nothing waits
                      -> Outbox -> socket        whenever the socket is writable again

Too slow is who does not take anything for some seconds, or has more answers waiting than the row
holds; who only takes updates too slowly gets them as one difference instead (see `rooms.peer`).
"""

import asyncio
from typing import Protocol

from domain.access import Actor
from server.rooms.peer import OUTBOUND_CAP, Outbox, Peer
from server.rooms.protocol import Close, sync_request


class Way(Protocol):
    """What a peer needs of a socket."""

    @property
    def is_full(self) -> bool:
        """What was written does not leave as fast as it comes."""
        ...

    @property
    def unsent(self) -> int:
        """How many bytes were written and have not left."""
        ...

    def write(self, *frames: bytes) -> None:
        """Send messages."""
        ...

    def end(self, code: int, reason: str) -> None:
        """Close behind what was written."""
        ...


class Host(Protocol):
    """What a peer needs of its room."""

    def vector(self) -> bytes:
        """Return the state vector of what everybody was sent."""
        ...

    def receive(self, peer: Peer, frame: bytes) -> None:
        """Take a frame."""
        ...


class SocketPeer:
    """One connection, as its room sees it."""

    def __init__(
        self,
        way: Way,
        room: Host,
        actor: Actor,
        journal: str | None,
        *,
        cap: int = OUTBOUND_CAP,
        stalled: float,
    ) -> None:
        self.actor = actor
        self.journal = journal
        self._way = way
        self._room = room
        self._outbox = Outbox(room.vector, cap=cap)
        self._stalled = stalled
        self._closing: tuple[int, str] | None = None
        self._unsent = 0
        self._look: asyncio.TimerHandle | None = None

    @property
    def is_lagging(self) -> bool:
        """Updates were dropped, and the difference is not here yet."""
        return self._outbox.is_lagging

    @property
    def waiting(self) -> int:
        """How many bytes wait in the row."""
        return self._outbox.waiting

    def send(self, *frames: bytes) -> None:
        """Send frames now, or when what is before them has left."""
        if self._closing is not None:
            return
        if not self._outbox and not self._outbox.is_lagging and not self._way.is_full:
            self._way.write(*frames)
        elif self._outbox.put(*frames):
            self._drain()
        else:
            self._give_up("more answers wait than are kept; connect again")

    def close(self, code: int, reason: str) -> None:
        """Close the connection after what is in the row."""
        if self._closing is None:
            self._closing = (code, reason)
            self._drain()

    def on_full(self) -> None:
        """Begin to watch whether anything leaves."""
        self._unsent = self._way.unsent
        if self._look is None:
            self._look = asyncio.get_running_loop().call_later(self._stalled, self._on_look)

    def on_writable(self) -> None:
        """Go on with what waits."""
        self._stop_looking()
        self._drain()

    def leave(self) -> None:
        """Forget what waits: the connection is gone."""
        self._stop_looking()
        self._outbox.clear()

    def _drain(self) -> None:
        while self._outbox and not self._way.is_full:
            self._way.write(*self._outbox.take())
        if self._outbox:
            return
        if self._closing is not None:
            self._way.end(*self._closing)
        elif not self._way.is_full:
            vector = self._outbox.owed()
            if vector is not None:
                # As if it had asked: what it has is known without asking.
                self._room.receive(self, sync_request(vector))

    def _on_look(self) -> None:
        self._look = None
        if self._way.unsent < self._unsent:
            self.on_full()
        elif self._way.is_full:
            self._give_up("nothing that was sent left in time; connect again")

    def _stop_looking(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _give_up(self, reason: str) -> None:
        self._stop_looking()
        self._outbox.clear()
        self._closing = (int(Close.TOO_SLOW), f"too slow: {reason}")
        self._way.end(*self._closing)
