"""The live document of a room: the one place that knows pycrdt.

    elements: {<element id>: {kind, name, parent, order, ..., doc: Y.Text}}     flat; written by all
    meta:     {model, branch, epoch}                                            written by us only

A document is a cache of state(now, head) that clients can merge with; the log is the truth. It says
what an update changed and writes what the room decides, and it keeps the updates that made it, so
that what must not be in it can be taken out again: Yjs itself has no way back.

pycrdt's traps that this module keeps to itself (rooms.md, "Pitfalls"): an update with a missing
dependency is swallowed in silence and surfaces later, so a gap is looked for before and after
(D5); a panic is a BaseException (D13); 7 comes back as 7.0; text is counted in bytes.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pycrdt import get_state, merge_updates

from domain.ids import ElementId
from domain.model.operations import Change, Registers
from server.rooms.decoder import opening
from server.rooms.document.live import Live
from server.rooms.protocol import BadFrame, read_state
from server.rooms.touched import Applied, Gap, Garbage, Unchanged
from server.rooms.varint import BadVarint

_WHOLE: Final = b"\0"
"""The state vector of somebody who has nothing."""
_UNREAD: Final = "Cannot decode update"
"""How pycrdt says that it came no further than reading the bytes."""
_MOST_MERGED: Final = 250
_LARGEST_MERGED: Final = 1024 * 1024
_TAIL: Final = 256 * 1024
"""Bytes of single updates that are kept before they are folded into one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to come back to: how many single updates the document had taken."""

    tail: int


class Document:
    """A Yjs document of one room in one epoch; the server writes under the client id `epoch`.

    Not safe to share between tasks or threads: a room's one flusher owns it.
    """

    def __init__(self, epoch: int, *, model: str, branch: str = "main") -> None:
        self.epoch = epoch
        self.model = model
        self._meta = {"model": model, "branch": branch, "epoch": epoch}
        self._parts: list[bytes] = []
        self._parts_bytes = 0
        self._tail: list[bytes] = []
        self._tail_bytes = 0
        self._whole: bytes | None = None
        self._live = Live(epoch)

    def load(self, updates: Sequence[bytes]) -> None:
        """Take stored updates, in the order they were logged; nothing is told about them."""
        self._live.load(updates)
        self._parts.extend(updates)
        self._parts_bytes += sum(map(len, updates))
        self._whole = None

    def apply(self, update: bytes) -> Applied:
        """Merge an update; nothing of it stays when the answer is Gap or Garbage."""
        try:
            first = opening(update)
        except BadVarint as error:
            return Garbage(str(error))
        if first is not None and not self._live.has(first.client, first.clock):
            broken = _attempt(lambda: get_state(update))
            return Gap() if broken is None else Garbage(broken)
        self._live.observe()
        failure = _attempt(lambda: self._live.merge(update))
        if failure is not None:
            if _UNREAD not in failure:  # it was read, so it may be half in
                self._rebuild()
            return Garbage(failure)
        event = self._live.take_update()
        if not self._live.is_whole(update):
            self._rebuild()
            return Gap()
        if first is not None:
            self._live.learn(first.client, first.clock + first.structs)
        if event is None:
            return Unchanged()
        self._keep(event)
        return self._live.take_touched(event)

    def write(
        self,
        changes: Iterable[Change],
        *,
        texts: Iterable[ElementId] = (),
        without: Iterable[str] = (),
        meta: bool = False,
    ) -> bytes | None:
        """Write changes as the server, in one transaction; return the update, or None if empty.

        `texts` are elements that shall get their empty text, `without` keys of the root that
        shall go, and `meta` puts the root `meta` right. Elements that are not there are created.
        """
        by_element: dict[ElementId, dict[str, Change]] = {}
        for change in changes:
            by_element.setdefault(change.element, {})[change.attribute] = change
        with self._live.writing():
            if meta:
                self._live.write_meta(self._meta)
            for key in without:
                self._live.elements.pop(key, None)
            for element, wanted in by_element.items():
                self._live.write(element, wanted.values())
            for element in texts:
                self._live.give_text(element)
        update = self._live.take_update()
        if update is not None:
            self._keep(update)
        return update

    def registers(self) -> Registers:
        """Return every register that holds a value; the whole document is read."""
        return self._live.registers()

    def encode(self, state: bytes = _WHOLE) -> bytes:
        """Return what somebody with the state vector `state` lacks; raise BadFrame.

        The whole document is encoded once and the same bytes are given to all who ask.
        """
        if state == _WHOLE:
            if self._whole is None:
                self._whole = self._live.doc.get_update()
            return self._whole
        read_state(state)
        try:
            return self._live.doc.get_update(state)
        except ValueError as error:
            raise BadFrame(f"a state vector is broken: {error}") from error

    def state(self) -> bytes:
        """Return the state vector."""
        return self._live.doc.get_state()

    def mark(self) -> Mark:
        """Return the place to come back to with `back_to`."""
        return Mark(len(self._tail))

    def back_to(self, mark: Mark) -> None:
        """Take out everything that came after the mark."""
        if len(self._tail) > mark.tail:
            del self._tail[mark.tail :]
            self._rebuild()

    def settle(self) -> None:
        """Fold the single updates into one when they grow; earlier marks are void afterwards."""
        if self._tail_bytes > max(_TAIL, self._parts_bytes):
            self._parts = [self.encode()]
            self._parts_bytes = len(self._parts[0])
            self._tail = []
            self._tail_bytes = 0

    def _keep(self, update: bytes) -> None:
        self._tail.append(update)
        self._tail_bytes += len(update)
        self._whole = None

    def _rebuild(self) -> None:
        self._tail_bytes = sum(map(len, self._tail))
        self._whole = None
        self._live = Live(self.epoch)
        self._live.load([*self._parts, *self._tail])


def merged(updates: Collection[bytes]) -> tuple[bytes, ...]:
    """Return few updates that say the same as many, in the same order (D6)."""
    if len(updates) <= 1:
        return tuple(updates)
    result: list[bytes] = []
    run: list[bytes] = []
    size = 0
    for update in updates:
        if run and (len(run) >= _MOST_MERGED or size + len(update) > _LARGEST_MERGED):
            result.append(merge_updates(*run))
            run, size = [], 0
        run.append(update)
        size += len(update)
    result.append(merge_updates(*run))
    return tuple(result)


def _attempt(call: Callable[[], object]) -> str | None:
    """Run a call into pycrdt; return what went wrong with it, a panic included."""
    try:
        call()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - pyo3's PanicException is no Exception
        return f"{type(error).__name__}: {error}"
    return None
