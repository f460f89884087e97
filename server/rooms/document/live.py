"""The pycrdt document itself, with its observers, which only collect (D13)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol, cast

import orjson
from pycrdt import Doc, Map, MapEvent, Text, TransactionEvent, get_update

from domain.ids import ElementId
from domain.model.operations import Change, OperationKind, Registers
from server.rooms.decoder import deletions
from server.rooms.document.reading import TEXT, Event, Reading
from server.rooms.protocol import read_state
from server.rooms.splice import splice
from server.rooms.touched import Touched


class _Committed(Protocol):
    """The event of a transaction, as pycrdt fills it in."""

    update: bytes
    after_state: bytes


class Live:
    """One pycrdt document; what must not stay in it can only be got rid of by making another."""

    def __init__(self, epoch: int) -> None:
        self.doc: Doc[Map[object]] = Doc(client_id=epoch)
        self.elements: Map[object] = self.doc.get("elements", type=Map)
        self.meta: Map[object] = self.doc.get("meta", type=Map)
        self._clocks: dict[int, int] = {}
        self._update: bytes | None = None
        self._state: bytes | None = None
        self._reading = Reading()
        self._meta_touched = False
        self._is_observed = False
        self._is_writing = False

    def observe(self) -> None:
        """Begin to collect what changes; what was loaded before is not told."""
        if self._is_observed:
            return
        self._is_observed = True
        self.doc.observe(cast("Callable[[TransactionEvent], None]", self._on_update))
        self.elements.observe_deep(cast("Callable[[object], None]", self._on_elements))
        self.meta.observe(self._on_meta)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let the server write, in one transaction whose events are not read."""
        self.observe()
        self._is_writing = True
        try:
            with self.doc.transaction():
                yield
        finally:
            self._is_writing = False

    def _on_update(self, event: _Committed) -> None:
        self._update = event.update
        self._state = event.after_state

    def _on_elements(self, events: Sequence[Event]) -> None:
        if not self._is_writing:
            for event in events:
                self._reading.read(event)

    def _on_meta(self, _event: MapEvent) -> None:
        self._meta_touched = not self._is_writing

    def load(self, updates: Sequence[bytes]) -> None:
        """Take stored updates; nothing is told about them."""
        with self.doc.transaction():
            for update in updates:
                self.doc.apply_update(update)
        self.take_update()

    def merge(self, update: bytes) -> None:
        """Merge an update in one transaction."""
        self._reading = Reading()
        self._meta_touched = False
        self._state = None
        self.doc.apply_update(update)

    def take_update(self) -> bytes | None:
        """Return what the last transaction added, once; None when it added nothing."""
        update, self._update = self._update, None
        return update

    def take_touched(self, update: bytes) -> Touched:
        """Return what the last merge touched."""
        return self._reading.touched(update, meta=self._meta_touched)

    def has(self, client: int, clock: int) -> bool:
        """Tell whether the structs of a client before `clock` are all here."""
        if self._clocks.get(client, 0) < clock:
            self._clocks = read_state(self.doc.get_state())
        return self._clocks.get(client, 0) >= clock

    def learn(self, client: int, clock: int) -> None:
        """Remember that a client's clock is at least this, so that `has` need not look."""
        if self._clocks.get(client, 0) < clock:
            self._clocks[client] = clock

    def is_whole(self, update: bytes) -> bool:
        """Tell whether all of an applied update is in: no struct and no deletion is pending."""
        rest = get_update(update, self._state or self.doc.get_state())
        if rest[0]:
            return False
        return all(self.has(client, end) for client, end in deletions(rest))

    def write_meta(self, meta: Mapping[str, object]) -> None:
        """Let the root `meta` hold exactly this."""
        for key in set(self.meta.keys()) - meta.keys():
            del self.meta[key]
        for key, value in meta.items():
            self.meta[key] = value

    def write(self, element: ElementId, changes: Collection[Change]) -> None:
        """Write changes of one element, creating it when it is not there."""
        held = self.elements.get(element)
        if not isinstance(held, Map):
            values = {
                change.attribute: change.value
                for change in changes
                if change.kind is OperationKind.ASSERT
            }
            text = values.pop(TEXT, "")
            self.elements[element] = Map({**values, TEXT: Text(str(text))})
            return
        for change in changes:
            if change.attribute == TEXT:
                _rewrite(held, "" if change.value is None else str(change.value))
            elif change.kind is OperationKind.ASSERT:
                held[change.attribute] = change.value
            else:
                held.pop(change.attribute, None)

    def give_text(self, element: ElementId) -> None:
        """Let an element have a text."""
        held = self.elements.get(element)
        if isinstance(held, Map):
            _rewrite(held, None)

    def registers(self) -> Registers:
        """Return every register that holds a value."""
        read = orjson.loads(str(self.elements))
        for held in read.values():
            if isinstance(held, dict) and held.get(TEXT) == "":
                del held[TEXT]
        return {element: held for element, held in read.items() if held and isinstance(held, dict)}


def _rewrite(held: Map[object], wanted: str | None) -> None:
    """Make the text of an element say `wanted` by the smallest difference; None keeps it."""
    text = held.get(TEXT)
    if not isinstance(text, Text):
        plain = text if isinstance(text, str) else ""
        held[TEXT] = Text(plain if wanted is None else wanted)
        return
    if wanted is None:
        return
    change = splice(str(text), wanted)
    if change.removed:
        del text[change.at : change.at + change.removed]
    if change.inserted:
        text.insert(change.at, change.inserted)
