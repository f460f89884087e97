"""A connection as a room sees it, and the bounded row of what waits to be sent on it (D7).

    units in ──► │ waiting ... │ ──► units out        unit: the frames of one flush, or one answer

Answers are small and always kept: nothing else says that an edit was saved or refused. Updates and
awareness are what grows: when too much of them waits they are dropped, and the connection lags;
then nothing more of them is taken until a sync answer has brought the difference from `vector`, the
state that the other end surely has once it has what was left in the row.
"""

from collections import deque
from collections.abc import Callable
from enum import Enum, auto
from typing import Final, NamedTuple, Protocol

from domain.access import Actor

OUTBOUND_CAP: Final = 4 * 1024 * 1024
"""Bytes that may wait behind the first unit before a connection counts as too slow."""
_MOST_DIFFERENCES: Final = 3
"""Sync answers that may wait; who asks again and again without reading is not served."""


class Peer(Protocol):
    """One connection. No method waits or raises, whatever state the connection is in."""

    @property
    def actor(self) -> Actor:
        """Who is at the other end, and what they may do."""
        ...

    @property
    def journal(self) -> str | None:
        """The journal whose gestures the other end sends; None when it is a stock client."""
        ...

    def send(self, *frames: bytes) -> None:
        """Put frames that belong together in the row of what is sent."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Close the connection after what is in the row; later frames are dropped."""
        ...


class _Kind(Enum):
    """How a unit is treated when too much waits."""

    UPDATE = auto()
    """Dropped; the difference brings it later."""
    DIFFERENCE = auto()
    """Sync step 2: all that the other end lacks, so it makes up for whatever was dropped."""
    AWARENESS = auto()
    """Dropped for good; the next one says it again."""
    ANSWER = auto()
    """Kept."""


class _Unit(NamedTuple):
    kind: _Kind
    frames: tuple[bytes, ...]
    size: int


_KINDS: Final = {b"\0\1": _Kind.DIFFERENCE, b"\0\2": _Kind.UPDATE}
_AWARENESS: Final = b"\1"


class Outbox:
    """The units that wait for one connection, in order.

    `state` gives the state vector of the document as it is after the update that is just put in. It
    is asked only when an update has to wait and none did before, so a connection that keeps up
    costs nothing.
    """

    def __init__(self, state: Callable[[], bytes], *, cap: int = OUTBOUND_CAP) -> None:
        self.is_lagging = False
        """Updates were dropped, and the difference that makes up for them is not here yet."""
        self._state = state
        self._cap = cap
        self._units: deque[_Unit] = deque()
        self._bytes = 0
        self._updates = 0
        self._sure: _Unit | None = None
        self._vector = b""
        self._is_owed = False

    def __len__(self) -> int:
        return len(self._units)

    @property
    def waiting(self) -> int:
        """How many bytes wait."""
        return self._bytes

    def put(self, *frames: bytes) -> bool:
        """Add a unit, or drop it, as the other end's pace allows.

        Answers False when even answers have outgrown the cap: nothing but closing helps then.
        """
        unit = _unit(frames)
        match unit.kind:
            case _Kind.UPDATE:
                self._put_update(unit)
            case _Kind.AWARENESS:
                if not self.is_lagging and self._fits(unit):
                    self._append(unit)
            case _Kind.DIFFERENCE:
                return self._put_difference(unit)
            case _Kind.ANSWER:
                return self._put_answer(unit)
        return True

    def take(self) -> tuple[bytes, ...]:
        """Return the frames of the first unit and forget it."""
        unit = self._units.popleft()
        self._forget(unit)
        return unit.frames

    def owed(self) -> bytes | None:
        """Return the state vector from which a difference is due; once for each lag."""
        if not self._is_owed:
            return None
        self._is_owed = False
        return self._vector

    def clear(self) -> None:
        """Drop everything."""
        self._units.clear()
        self._bytes = self._updates = 0
        self._sure = None

    def _put_update(self, unit: _Unit) -> None:
        if self.is_lagging:
            return
        if not self._updates:
            self._vector, self._sure = self._state(), unit
            self._append(unit)
        elif self._fits(unit):
            self._append(unit)
        else:
            self._lag()

    def _put_difference(self, unit: _Unit) -> bool:
        """Take a whole document whatever its size, but not one after the other."""
        if sum(each.kind is _Kind.DIFFERENCE for each in self._units) >= _MOST_DIFFERENCES:
            return False
        self._drop(_Kind.UPDATE)
        self.is_lagging = self._is_owed = False
        self._append(unit)
        return True

    def _put_answer(self, unit: _Unit) -> bool:
        if not self._fits(unit) and self._updates:
            self._lag()
        if not self._fits(unit):
            return False
        self._append(unit)
        return True

    def _lag(self) -> None:
        self._drop(_Kind.UPDATE, _Kind.AWARENESS, but=self._sure)
        self.is_lagging = self._is_owed = True

    def _fits(self, unit: _Unit) -> bool:
        first = self._units[0].size if self._units else 0
        return not self._units or self._bytes - first + unit.size <= self._cap

    def _append(self, unit: _Unit) -> None:
        self._units.append(unit)
        self._bytes += unit.size
        self._updates += unit.kind is _Kind.UPDATE

    def _drop(self, *kinds: _Kind, but: _Unit | None = None) -> None:
        kept = deque(each for each in self._units if each is but or each.kind not in kinds)
        for unit in self._units:
            if unit is not but and unit.kind in kinds:
                self._forget(unit)
        self._units = kept

    def _forget(self, unit: _Unit) -> None:
        self._bytes -= unit.size
        self._updates -= unit.kind is _Kind.UPDATE
        if unit is self._sure:
            self._sure = None


def _unit(frames: tuple[bytes, ...]) -> _Unit:
    first = frames[0]
    kind = _Kind.AWARENESS if first[:1] == _AWARENESS else _KINDS.get(first[:2], _Kind.ANSWER)
    return _Unit(kind, frames, sum(map(len, frames)))
