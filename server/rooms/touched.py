"""What an update did to a document, as values that outlive its transaction."""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from domain.ids import ElementId
from domain.model.operations import Change, Register
from server.rooms.decoder import Structs


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A register that now holds what no register may hold, and why."""

    element: ElementId
    attribute: str
    message: str

    @property
    def register(self) -> Register:
        """The register this is about."""
        return (self.element, self.attribute)


class Touched(NamedTuple):
    """What an update changed.

    `update` is the part of it that was new: this is what is stored and sent on. `changes` say what
    the touched registers hold now, in normal form. `appeared` are elements whose map is new,
    `textless` elements that lack their text; `vanished` are elements whose key was deleted;
    `replaced` have another map, `retexted` another text or none, which loses what others wrote
    into the old one; `junk` are keys that hold no element; `meta` tells that the root that only
    the server writes was written. `structs` is what the whole update held, what is not new too.
    """

    update: bytes
    changes: tuple[Change, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    appeared: tuple[ElementId, ...] = ()
    textless: tuple[ElementId, ...] = ()
    vanished: tuple[ElementId, ...] = ()
    replaced: tuple[ElementId, ...] = ()
    retexted: tuple[ElementId, ...] = ()
    junk: tuple[str, ...] = ()
    meta: bool = False
    structs: Structs | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Every struct of the update was known already."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The update builds on structs that are not here; the document is as it was."""


@dataclass(frozen=True, slots=True)
class Garbage:
    """The bytes are no update; the document is as it was."""

    detail: str


Applied: TypeAlias = Touched | Unchanged | Gap | Garbage
