"""The live document of a room: the one place that knows pycrdt.

    elements: {<element id>: {kind, name, parent, order, ..., doc: Y.Text}}     flat; written by all
    meta:     {model, branch, epoch}                                            written by us only

A document is a cache of state(now, head) that clients can merge with; the log is the truth. It says
what an update changed and writes what the room decides, and it keeps the updates that made it, so
that what must not be in it can be taken out again: Yjs itself has no way back.

pycrdt's traps that this module keeps to itself (rooms.md, "Pitfalls"): an update with a missing
dependency is swallowed in silence and surfaces later, so a gap is looked for before pycrdt sees it
(D5); a panic is a BaseException (D13); 7 comes back as 7.0; text is counted in bytes.

    update -> structs -> clocks known? -> merge -> what it touched
                 |           |              |
              Garbage       Gap          Garbage: built again from the updates before it
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pycrdt import merge_updates

from domain.ids import ElementId
from domain.model.operations import Change, Registers
from domain.model.values import Json
from server.rooms.decoder import BadUpdate, Structs, decode
from server.rooms.document.live import Live, News
from server.rooms.protocol import encode_state, read_state
from server.rooms.touched import Applied, Gap, Garbage, Unchanged

WHOLE: Final = b"\0"
"""The state vector of somebody who has nothing."""
_MOST_MERGED: Final = 250
_LARGEST_MERGED: Final = 1024 * 1024
_TAIL: Final = 256 * 1024
"""Bytes of single updates that are kept before they are folded, and of what they become."""
_LARGEST_PARTS: Final = 4 * 1024 * 1024
"""Bytes that are kept of a document before they are compared with what it takes."""
_GROWN_BY: Final = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to come back to: how many single updates the document had taken."""

    tail: int


class Document:
    """A Yjs document of one room in one epoch; the server writes under the client id `epoch`.

    Not safe to share between tasks or threads: a room's one flusher owns it. What takes long comes
    in slices as well, for a loop that others wait for: `loading` and `rebuilding`. Whoever uses
    the document before they are through waits for the rest.
    """

    def __init__(self, epoch: int, *, model: str, branch: str = "main") -> None:
        self.epoch = epoch
        self.model = model
        self._meta = {"model": model, "branch": branch, "epoch": epoch}
        self._parts: list[bytes] = []
        self._parts_bytes = 0
        self._largest_parts = _LARGEST_PARTS
        self._settled = WHOLE
        self._tail: list[bytes] = []
        self._tail_bytes = 0
        self._whole: bytes | None = None
        self._made = Live(epoch)
        self._making: Iterator[None] | None = None

    @property
    def _live(self) -> Live:
        if self._making is not None:
            for _ in self.rebuilding():
                pass
        return self._made

    def load(self, updates: Sequence[bytes]) -> None:
        """Take stored updates, in the order they were logged; nothing is told about them."""
        for _ in self.loading(updates):
            pass

    def loading(self, updates: Sequence[bytes]) -> Iterator[None]:
        """Take stored updates a slice at a time (D10)."""
        self._parts.extend(updates)
        self._parts_bytes += sum(map(len, updates))
        self._whole = None
        self._making = self._live.loading(updates)
        return self.rebuilding()

    def rebuilding(self) -> Iterator[None]:
        """Do a slice at a time what remains to be done of `loading`, `back_to` or `apply`."""
        while self._making is not None:
            making = self._making
            for _ in making:
                yield
                if making is not self._making:
                    break
            else:
                if making is self._making:
                    self._making = None

    def apply(self, update: bytes, structs: Structs | None = None) -> Applied:
        """Merge an update; nothing of it stays when the answer is Gap or Garbage.

        `structs` is what the update holds, for those who have read it already.
        """
        if structs is None:
            try:
                structs = decode(update)
            except BadUpdate as error:
                return Garbage(str(error))
        if structs.problem is not None:
            return Garbage(structs.problem)
        live = self._live
        news = live.news(structs)
        if news is News.GAP:
            return Gap()
        refusal = live.refusal(structs)
        if refusal is not None:
            return Garbage(refusal)
        return Unchanged() if news is News.NONE else self._merge(update, structs, news)

    def _merge(self, update: bytes, structs: Structs, news: News) -> Applied:
        """Merge an update that builds on nothing that is not here."""
        live = self._live
        try:
            if news is News.ALL:
                reading = live.merge(update, structs)
                new: bytes | None = update
            else:
                with live.noting():
                    reading = live.merge(update, structs)
                new = live.take_update()
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - pyo3's PanicException is no Exception
            self._rebuild()
            return Garbage(f"{type(error).__name__}: {error}")
        if structs.is_crossing and not live.is_whole(update):  # structs that wait for each other
            self._rebuild()
            return Gap()
        if new is None:
            return Unchanged()
        self._keep(new)
        return reading.touched(new)

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
        live = self._live
        with live.writing():
            if meta:
                live.write_meta(self._meta)
            for key in without:
                live.elements.pop(key, None)
            for element, wanted in by_element.items():
                live.write(element, wanted.values())
            for element in texts:
                live.give_text(element)
        update = live.take_update()
        if update is not None:
            live.learn(update)
            self._keep(update)
        return update

    def registers(self) -> Registers:
        """Return every register that holds a value; the whole document is read."""
        return self._live.registers()

    def elements(self) -> Collection[ElementId]:
        """Return the elements that are here, those that hold nothing too."""
        return self._live.keys()

    def of_element(self, element: ElementId) -> Mapping[str, Json]:
        """Return the registers of one element that hold a value; none when it is not here."""
        return self._live.of_element(element)

    def encode(self, state: bytes = WHOLE) -> bytes:
        """Return what somebody with the state vector `state` lacks; raise BadFrame.

        The whole document is encoded once and the same bytes are given to all who ask.
        """
        if state == WHOLE:
            if self._whole is None:
                self._whole = self._live.doc.get_update()
            return self._whole
        # Of clients that are not here nothing can be missing, and pycrdt is not to hear of them:
        # it takes minutes to sort ids that were chosen to be hard to tell apart.
        clocks = self._live.clocks()
        known = {client: clock for client, clock in read_state(state).items() if client in clocks}
        return self._live.doc.get_update(encode_state(known))

    def state(self) -> bytes:
        """Return the state vector."""
        return self._live.doc.get_state()

    def has(self, client: int, clock: int) -> bool:
        """Tell whether the structs of a client before `clock` are all here."""
        return self._live.has(client, clock)

    def mark(self) -> Mark:
        """Return the place to come back to with `back_to`."""
        return Mark(len(self._tail))

    def back_to(self, mark: Mark) -> None:
        """Take out everything that came after the mark.

        The document is built again when it is used next, or before that by `rebuilding`.
        """
        if len(self._tail) > mark.tail:
            del self._tail[mark.tail :]
            self._rebuild()

    def settle(self) -> None:
        """Fold the single updates into few when they grow; earlier marks are void afterwards."""
        if self._tail_bytes <= _TAIL:
            return
        added: Sequence[bytes] = (self._live.doc.get_update(self._settled),)
        if len(added[0]) > min(self._tail_bytes, _TAIL):
            added = merged(self._tail, largest=_TAIL)
        self._parts.extend(added)
        self._parts_bytes += sum(map(len, added))
        if self._parts_bytes > self._largest_parts:
            self._parts = [self.encode()]
            self._parts_bytes = len(self._parts[0])
            self._largest_parts = max(_LARGEST_PARTS, _GROWN_BY * self._parts_bytes)
        self._settled = self.state()
        self._tail = []
        self._tail_bytes = 0

    def rest_on(self, parts: Sequence[bytes]) -> None:
        """Keep these parts as the updates that made the document; they hold exactly what it holds.

        What else stores them need not keep them twice. Earlier marks are void afterwards.
        """
        self._parts = list(parts)
        self._parts_bytes = sum(map(len, parts))
        self._largest_parts = max(_LARGEST_PARTS, _GROWN_BY * self._parts_bytes)
        self._settled = self.state()
        self._tail = []
        self._tail_bytes = 0

    def _keep(self, update: bytes) -> None:
        self._tail.append(update)
        self._tail_bytes += len(update)
        self._whole = None

    def _rebuild(self) -> None:
        self._tail_bytes = sum(map(len, self._tail))
        self._whole = None
        self._made = Live(self.epoch)
        self._making = self._made.loading([*self._parts, *self._tail])


def merged(
    updates: Collection[bytes],
    *,
    largest: int = _LARGEST_MERGED,
) -> tuple[bytes, ...]:
    """Return few updates that say the same as many, in the same order (D6).

    Only single updates that are so already are larger than `largest`.
    """
    if len(updates) <= 1:
        return tuple(updates)
    result: list[bytes] = []
    run: list[bytes] = []
    size = 0
    for update in updates:
        if run and (len(run) >= _MOST_MERGED or size + len(update) > largest):
            result.append(_one(run))
            run, size = [], 0
        run.append(update)
        size += len(update)
    result.append(_one(run))
    return tuple(result)


def _one(run: Sequence[bytes]) -> bytes:
    return run[0] if len(run) == 1 else _merged_once(tuple(run))


@lru_cache(maxsize=1)  # what a flush brought is stored first, and sent then
def _merged_once(run: tuple[bytes, ...]) -> bytes:
    return merge_updates(*run)
