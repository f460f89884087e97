"""The bytes of a document as they are stored: parts of bounded size, in causal order.

    updates ──250──► runs ──256 KB──► parts         each builds only on those before it (D5)
                       └──1 MB──► one run           what the document still says of them

Within an epoch a part that is full never changes: a snapshot takes the old parts and adds what came
since, as merged updates or as the difference the document itself gives, whichever is smaller. The
latter leaves out what was overwritten meanwhile. A smaller whole is what the next epoch is for.
"""

from collections.abc import Collection, Iterable
from typing import Final

from server.rooms.document import WHOLE, Document, merged

LARGEST_PART: Final = 256 * 1024
_LONGEST_TAIL: Final = 250
"""Updates that are merged at once: merging is quadratic in their number (D6)."""
_MOST_RUNS: Final = 4 * LARGEST_PART
"""Bytes of runs before they are compared with what the document says of them."""


class Parts:
    """Collects the updates of a document; a little work with each, so that a snapshot is quick.

    `updates` and `bytes` say how much came since the last snapshot, `size` how much there is.
    """

    def __init__(self, parts: Iterable[bytes] = (), *, state: bytes | None = None) -> None:
        """Begin with parts as they are stored; `state` is the state vector of what they hold."""
        self.updates = 0
        self.bytes = 0
        self._parts = tuple(parts)
        self._size = sum(map(len, self._parts))
        self._runs: list[bytes] = []
        self._most_runs = _MOST_RUNS
        self._tail: list[bytes] = []
        self._tail_bytes = 0
        self._state = WHOLE if state is None and not self._parts else state

    @property
    def size(self) -> int:
        """How many bytes are stored, the updates since the last snapshot among them."""
        return self._size + self.bytes

    def add(self, updates: Collection[bytes]) -> None:
        """Take updates that are stored now, in their order; those that come together are merged."""
        self.updates += len(updates)
        self.bytes += sum(map(len, updates))
        for update in merged(updates, largest=LARGEST_PART):
            self._tail.append(update)
            self._tail_bytes += len(update)
            if len(self._tail) >= _LONGEST_TAIL or self._tail_bytes > LARGEST_PART:
                self._fold()

    def condense(self, document: Document) -> None:
        """Let go of what was overwritten, when much came since the last snapshot.

        `document` holds exactly what was added.
        """
        size = sum(map(len, self._runs))
        if size <= self._most_runs:
            return
        self._fold()
        self._runs = self._added(document)
        self._most_runs = max(_MOST_RUNS, 2 * sum(map(len, self._runs)))

    def take(self, document: Document) -> tuple[bytes, ...]:
        """Return all as parts, and count anew what comes after.

        `document` holds exactly what was added.
        """
        self._fold()
        added = self._added(document) if self.bytes else []
        full, last = self._parts[:-1], self._parts[-1:]
        self._parts = (*full, *merged((*last, *added), largest=LARGEST_PART))
        self._size = sum(map(len, self._parts))
        self._runs = []
        self._most_runs = _MOST_RUNS
        self.updates = self.bytes = 0
        self._state = document.state()
        return self._parts

    def _added(self, document: Document) -> list[bytes]:
        """Return what came since the last snapshot as runs, or as what the document says of it."""
        if self._state is None:
            return self._runs
        difference = document.encode(self._state)
        is_smaller = len(difference) < min(LARGEST_PART, sum(map(len, self._runs)))
        return [difference] if is_smaller else self._runs

    def _fold(self) -> None:
        """Merge the single updates into a run, and runs of about one size into one."""
        runs = self._runs
        runs.extend(merged(self._tail, largest=LARGEST_PART))
        self._tail = []
        self._tail_bytes = 0
        # Never a small one into a large one: so each byte is merged only a few times.
        while (
            len(runs) > 1
            and len(runs[-2]) <= 2 * len(runs[-1])
            and len(runs[-2]) + len(runs[-1]) <= LARGEST_PART
        ):
            runs[-2:] = merged(runs[-2:], largest=LARGEST_PART)
