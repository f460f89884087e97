"""A connection as a room sees it, and the bounded row of frames that wait to be sent on it."""

from collections import deque
from typing import Final, Protocol

from domain.access import Actor

OUTBOUND_CAP: Final = 4 * 1024 * 1024
"""Bytes that may wait behind the frame being written before a connection counts as too slow."""


class Peer(Protocol):
    """One connection. Neither method waits or raises, whatever state the connection is in."""

    @property
    def actor(self) -> Actor:
        """Who is at the other end, and what they may do."""
        ...

    def send(self, frame: bytes) -> None:
        """Put a frame in the row of what is sent."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Close the connection after what is in the row; later frames are dropped."""
        ...


class Outbox:
    """The frames that wait for one connection, in order.

    The frame at the front does not count, so that a whole document larger than the cap can be
    sent; what gathers behind it does (D7).
    """

    def __init__(self, cap: int = OUTBOUND_CAP) -> None:
        self._frames: deque[bytes] = deque()
        self._cap = cap
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def waiting(self) -> int:
        """How many bytes wait, those of the front frame included."""
        return self._bytes

    def put(self, frame: bytes) -> bool:
        """Add a frame; answer False, and drop it, when the peer is too slow to be given more."""
        if self._frames and self._bytes - len(self._frames[0]) + len(frame) > self._cap:
            return False
        self._frames.append(frame)
        self._bytes += len(frame)
        return True

    def front(self) -> bytes | None:
        """Return the frame to write next; it stays until `written` says that it went out."""
        return self._frames[0] if self._frames else None

    def written(self) -> None:
        """Drop the front frame."""
        self._bytes -= len(self._frames.popleft())

    def clear(self) -> None:
        """Drop everything."""
        self._frames.clear()
        self._bytes = 0
