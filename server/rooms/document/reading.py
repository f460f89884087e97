"""What the events of one transaction say, copied out at once: they do not outlive it."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from pycrdt import Map, Text

from domain.errors import BadValue
from domain.ids import ElementId, is_id
from domain.model.operations import Change, Register, assertion, retraction
from domain.model.values import normalise
from server.rooms.touched import Touched, Unreadable

TEXT: Final = "doc"
"""The one register that is co-edited character by character; an empty text holds no value."""


class Event(Protocol):
    """A deep event, as pycrdt fills it in."""

    path: Sequence[str | int]
    keys: Mapping[str, Mapping[str, object]]
    target: object


class Reading:
    """Collects what a transaction touched."""

    def __init__(self) -> None:
        self._values: dict[Register, object] = {}
        self._gone: list[Register] = []
        self._appeared: list[ElementId] = []
        self._textless: list[ElementId] = []
        self._vanished: list[ElementId] = []
        self._replaced: list[ElementId] = []
        self._retexted: list[ElementId] = []
        self._junk: list[str] = []

    def read(self, event: Event) -> None:
        """Copy out what an event of the elements says."""
        match event.path:
            case []:
                for key, change in event.keys.items():
                    self._read_element(key, change)
            case [str() as element] if isinstance(event.target, Map):
                for key, change in event.keys.items():
                    self._read_register(element, key, change)
            case [str() as element, "doc"] if isinstance(event.target, Text):
                self._values[element, TEXT] = str(event.target)
            case [str() as element, str() as attribute, *_]:
                self._values[element, attribute] = _NESTED
            case path:
                self._junk.append(str(path[0]))

    def _read_element(self, key: str, change: Mapping[str, object]) -> None:
        action, value = change["action"], change.get("newValue")
        if action == "delete":
            self._vanished.append(key)
        elif action == "update" and is_id(key):
            self._replaced.append(key)
        elif not is_id(key) or not isinstance(value, Map):
            self._junk.append(key)
        else:
            self._appeared.append(key)
            if not isinstance(value.get(TEXT), Text):
                self._textless.append(key)
            for attribute, held in value.items():
                self._values[key, attribute] = _plain(attribute, held)

    def _read_register(self, element: str, key: str, change: Mapping[str, object]) -> None:
        action = change["action"]
        value = change.get("newValue")
        if key == TEXT and action != "add":
            self._retexted.append(element)
        if key == TEXT and not isinstance(value, Text):
            self._textless.append(element)
        if action == "delete":
            self._gone.append((element, key))
        else:
            self._values[element, key] = _plain(key, value)

    def touched(self, update: bytes, *, meta: bool) -> Touched:
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
                changes.append(assertion(element, attribute, value))
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
            meta,
        )


class _Nested:
    """Stands for a shared type inside a register, where only JSON may be."""


_NESTED: Final = _Nested()


def _plain(attribute: str, held: object) -> object:
    if attribute == TEXT and isinstance(held, Text):
        return str(held)
    return held
