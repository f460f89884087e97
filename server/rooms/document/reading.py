"""What the events of one transaction say, copied out at once: they do not outlive it.

The events are pycrdt's raw ones. Its Python wrappers read everything an event could tell before
anybody asks, which takes longer than merging the update did.
"""

from collections.abc import Mapping, Sequence
from sys import intern
from typing import Final, Protocol

from pycrdt._pycrdt import Map, MapEvent, Text, Transaction

from domain.errors import BadValue
from domain.ids import ElementId, is_id
from domain.model.operations import Change, OperationKind, Register, retraction
from domain.model.values import normalise
from server.rooms.decoder import Structs
from server.rooms.touched import Touched, Unreadable

_ASSERT: Final = OperationKind.ASSERT
TEXT: Final = "doc"
"""The one register that is co-edited character by character; an empty text holds no value."""


class Event(Protocol):
    """A deep event, as pycrdt fills it in; what is not asked for costs nothing."""

    path: Sequence[str | int]
    keys: Mapping[str, Mapping[str, object]]
    target: object
    transaction: Transaction


class Reading:
    """Collects what a transaction touched."""

    __slots__ = (
        "_appeared",
        "_gone",
        "_junk",
        "_replaced",
        "_retexted",
        "_structs",
        "_textless",
        "_values",
        "_vanished",
        "meta",
    )

    def __init__(self, structs: Structs) -> None:
        self._structs = structs
        self._values: dict[Register, object] = {}
        self._gone: list[Register] = []
        self._appeared: list[ElementId] = []
        self._textless: list[ElementId] = []
        self._vanished: list[ElementId] = []
        self._replaced: list[ElementId] = []
        self._retexted: list[ElementId] = []
        self._junk: list[str] = []
        self.meta = False

    def read(self, event: Event, transaction: Transaction) -> None:
        """Copy out what an event of the elements says."""
        path = event.path
        match path:
            case [str() as element] if isinstance(event, MapEvent):
                for key, change in event.keys.items():
                    self._read_register(element, intern(key), change, transaction)
            case []:
                for key, change in event.keys.items():
                    self._read_element(key, change, transaction)
            case [str() as element, "doc"] if isinstance(target := event.target, Text):
                self._values[element, TEXT] = target.get_string(transaction)
            case [str() as element, str() as attribute, *_]:
                self._values[element, attribute] = _NESTED
            case _:
                self._junk.append(str(path[0]))

    def _read_element(
        self,
        key: str,
        change: Mapping[str, object],
        transaction: Transaction,
    ) -> None:
        action, value = change["action"], change.get("newValue")
        if action == "delete":
            self._vanished.append(key)
        elif action == "update" and is_id(key):
            self._replaced.append(key)
        elif not is_id(key) or not isinstance(value, Map):
            self._junk.append(key)
        else:
            self._appeared.append(key)
            attributes = value.keys(transaction)  # type: ignore[attr-defined]
            # Interned, for pycrdt makes a new string of each: the registers keep them all.
            for attribute in map(intern, attributes):
                held = value.get(transaction, attribute)
                if attribute == TEXT and isinstance(held, Text):
                    held = held.get_string(transaction)
                elif attribute == TEXT:
                    self._textless.append(key)
                self._values[key, attribute] = held
            if TEXT not in attributes:
                self._textless.append(key)

    def _read_register(
        self,
        element: str,
        key: str,
        change: Mapping[str, object],
        transaction: Transaction,
    ) -> None:
        action, value = change["action"], change.get("newValue")
        if key == TEXT:
            if action != "add":
                self._retexted.append(element)
            if isinstance(value, Text):
                value = value.get_string(transaction)
            else:
                self._textless.append(element)
        if action == "delete":
            self._gone.append((element, key))
        else:
            self._values[element, key] = value

    def touched(self, update: bytes) -> Touched:
        """Return what was collected, the values in normal form."""
        changes: list[Change] = [retraction(*register) for register in self._gone]
        unreadable: list[Unreadable] = []
        for (element, attribute), held in self._values.items():
            try:
                value = normalise(held, subject=attribute)
            except BadValue as error:
                unreadable.append(Unreadable(element, attribute, str(error)))
                continue
            if attribute == TEXT and value == "":
                changes.append(retraction(element, attribute))
            else:
                changes.append(Change(element, attribute, _ASSERT, value))
        return Touched(
            update,
            tuple(changes),
            tuple(unreadable),
            tuple(self._appeared),
            tuple(self._textless),
            tuple(self._vanished),
            tuple(self._replaced),
            tuple(self._retexted),
            tuple(self._junk),
            self.meta,
            self._structs,
        )


class _Nested:
    """Stands for a shared type inside a register, where only JSON may be."""


_NESTED: Final = _Nested()
