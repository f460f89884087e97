"""The pycrdt document itself, with its observers, which only collect (D13)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from typing import Final, Protocol, cast

import orjson
from pycrdt import Doc, Map, Text, TransactionEvent, get_update

from domain.ids import ElementId
from domain.model.operations import Change, OperationKind, Registers
from domain.model.values import Json
from server.rooms.decoder import BadUpdate, Structs, decode
from server.rooms.document.places import Places
from server.rooms.document.reading import TEXT, Event, Reading
from server.rooms.protocol import NO_UPDATE, read_state
from server.rooms.splice import splice

_SLICE: Final = 256 * 1024
_MOST_IN_SLICE: Final = 1_000
"""Bytes, and updates, that are loaded before others get a turn: less than 20 ms."""
_NOTHING: Final[Mapping[int, int]] = {}
"""What is known before something of our own: all of it is new."""


class News(Enum):
    """How much of an update is new to a document."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    GAP = "gap"


class _Committed(Protocol):
    """The event of a transaction, as pycrdt fills it in."""

    update: bytes


class _Watch:
    """What the observers collect into.

    They must not know the document: pycrdt would hold it for ever, as Python sees no circle that
    goes through Rust.
    """

    __slots__ = ("failure", "is_writing", "reading", "update")

    def __init__(self) -> None:
        self.reading: Reading | None = None
        self.update: bytes | None = None
        self.failure: BaseException | None = None

    def on_update(self, event: _Committed) -> None:
        self.update = event.update

    def on_elements(self, events: Sequence[Event]) -> None:
        """Read events; pycrdt would swallow what is raised here, so it is kept."""
        reading = self.reading
        if reading is None:
            return
        try:
            transaction = events[0].transaction
            for event in events:
                reading.read(event, transaction)
        except BaseException as error:  # noqa: BLE001 - a panic is one; `merge` raises it
            self.failure = error

    def on_meta(self, _event: object) -> None:
        if self.reading is not None:
            self.reading.meta = True


class Live:
    """One pycrdt document; what must not stay in it can only be got rid of by making another."""

    def __init__(self, epoch: int) -> None:
        self.doc: Doc[Map[object]] = Doc(client_id=epoch)
        self.elements: Map[object] = self.doc.get("elements", type=Map)
        self.meta: Map[object] = self.doc.get("meta", type=Map)
        self._raw = self.doc._doc  # noqa: SLF001 - for `_apply`
        self._epoch = epoch
        self._clocks: dict[int, int] | None = None
        self._places = Places()
        self._watch = _Watch()
        self._subscriptions: tuple[object, ...] = ()

    def loading(self, updates: Sequence[bytes]) -> Iterator[None]:
        """Take stored updates a slice at a time; nothing is told about them."""
        start = size = 0
        for at, update in enumerate(updates):
            if at > start and (at - start >= _MOST_IN_SLICE or size + len(update) > _SLICE):
                yield from self._load(updates[start:at])
                start, size = at, 0
                yield
            size += len(update)
        yield from self._load(updates[start:])

    def _load(self, updates: Sequence[bytes]) -> Iterator[None]:
        self._clocks = None
        with self.doc.transaction():
            for update in updates:
                self.doc.apply_update(update)
        yield
        for update in updates:
            with suppress(BadUpdate):  # stored when less was refused; whoever builds on it is
                self._places.add(decode(update), _NOTHING)

    def refusal(self, structs: Structs) -> str | None:
        """Say why an update may not enter; what is known may come again."""
        clocks = self.clocks()
        if structs.meta and any(clocks.get(each.client, 0) < each.end for each in structs.meta):
            return "an update writes the root `meta`, which only the server writes"
        return self._places.refusal(structs, clocks)

    def news(self, structs: Structs) -> News:
        """Tell how much of an update is new, and whether it builds on what is not here."""
        return _news(structs, self.clocks())

    def has(self, client: int, clock: int) -> bool:
        """Tell whether the structs of a client before `clock` are all here."""
        return self.clocks().get(client, 0) >= clock

    def clocks(self) -> dict[int, int]:
        """Return the clock of each client."""
        if self._clocks is None:
            self._clocks = read_state(self.doc.get_state())
        return self._clocks

    def merge(self, update: bytes, structs: Structs) -> Reading:
        """Merge an update in one transaction and return what was read of it."""
        watch = self._watch
        if not self._subscriptions:
            self._observe()
        reading, known = Reading(structs), self.clocks()
        watch.reading = reading
        try:
            self._apply(update)
        finally:
            watch.reading = None
        if watch.failure is not None:
            failure, watch.failure = watch.failure, None
            raise failure
        self._places.add(structs, known)
        for client, _, end in structs.runs:
            if known.get(client, 0) < end:
                known[client] = end
        return reading

    def _apply(self, update: bytes) -> None:
        """Do as `Doc.apply_update` does, whose way into a transaction is longer than the merge."""
        doc = self._raw
        transaction = doc.create_transaction()
        try:
            doc.apply_update(transaction, update)
            transaction.commit()
        finally:
            transaction.drop()

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Have `take_update` say what the transaction in here adds."""
        subscription = self.doc.observe(
            cast("Callable[[TransactionEvent], None]", self._watch.on_update)
        )
        try:
            yield
        finally:
            self.doc.unobserve(subscription)

    def take_update(self) -> bytes | None:
        """Return what the last noted transaction added, once; None when it added nothing."""
        update, self._watch.update = self._watch.update, None
        return update

    def is_whole(self, update: bytes) -> bool:
        """Tell whether all structs of an applied update are in, and none is pending."""
        return get_update(update, self.doc.get_state()).startswith(NO_UPDATE[:1])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let the server write, in one transaction."""
        with self.noting(), self.doc.transaction():
            yield

    def learn(self, update: bytes) -> None:
        """Move our own clock on past an update of ours."""
        structs = decode(update)
        self._places.add(structs, _NOTHING)
        if self._clocks is not None:
            for client, _, end in structs.runs:
                self._clocks[client] = end

    def _observe(self) -> None:
        self._subscriptions = (
            self.elements.integrated.observe_deep(self._watch.on_elements),
            self.meta.integrated.observe(self._watch.on_meta),
        )

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

    def keys(self) -> list[ElementId]:
        """Return the keys of the root."""
        return list(self.elements.keys())

    def of_element(self, element: ElementId) -> Mapping[str, Json]:
        """Return the registers of one element that hold a value."""
        held = self.elements.get(element)
        if not isinstance(held, Map):
            return {}
        read: dict[str, Json] = orjson.loads(str(held))
        if read.get(TEXT) == "":
            del read[TEXT]
        return read

    def registers(self) -> Registers:
        """Return every register that holds a value."""
        read = orjson.loads(str(self.elements))
        for held in read.values():
            if isinstance(held, dict) and held.get(TEXT) == "":
                del held[TEXT]
        return {element: held for element, held in read.items() if held and isinstance(held, dict)}


def _news(structs: Structs, clocks: Mapping[int, int]) -> News:
    if _is_gap(structs, clocks):
        return News.GAP
    is_new, has_new = bool(structs.runs), bool(structs.deletions)
    for client, clock, end in structs.runs:
        known = clocks.get(client, 0)
        is_new = is_new and known == clock
        has_new = has_new or known < end
    if is_new:
        return News.ALL
    return News.SOME if has_new else News.NONE


def _is_gap(structs: Structs, clocks: Mapping[int, int]) -> bool:
    for client, clock, _ in structs.runs:
        if clocks.get(client, 0) < clock:
            return True
    for client, clock in structs.needs:
        if clocks.get(client, 0) < clock:
            return True
    for client, _, end in structs.deletions:
        if clocks.get(client, 0) < end and structs.end(client) < end:
            return True
    return False


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
