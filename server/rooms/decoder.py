"""What a Yjs update (v1) says of itself, read from its bytes before any document sees it (D3a).

    update    = clients { structs client clock { struct } } deletions
    struct    = 0 length                                      garbage collected
              | 10 length                                     skipped: not in this update
              | info [origin] [right origin] [parent [key]] content
    deletions = clients { client ranges { clock length } }

Whoever reads less can be cheated: structs that cannot be merged yet stay in a document unseen, and
values that are nested deeply enough take the whole process down. So every byte is read, only what
Yjs itself would write is taken, and nothing is allocated by a count that is announced.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

from server.rooms.content import CONTENTS, BadContent, Kind, read_text
from server.rooms.varint import BadVarint, read_varint

KIND: Final = 0x1F
HAS_KEY: Final = 0x20
"""What an info says: the kind of content, and that there is a key."""
LARGEST_CLOCK: Final = 2**31 - 1
"""Nobody types that much, and pycrdt counts in 32 bits and wraps."""
MOST_STRUCTS: Final = 50_000
"""Structs, and ranges of deleted ones, in an update: moving 30,000 elements takes fewer."""
MOST_ITEMS: Final = 1_000
"""Items of shared lists, which no register holds; pycrdt takes gigabytes for ten thousand."""
MOST_GROWN: Final = 32 * 1024 * 1024
"""Characters that text grown struct by struct comes to in all its stages: pycrdt keeps each."""
_LONGEST: Final = 64 * 1024  # characters that a text may have before it grows

_ELEMENTS: Final = b"elements"
_META: Final = b"meta"
_GARBAGE: Final = 0
_SKIP: Final = 10
_HAS_RIGHT: Final = 0x40
_HAS_LEFT: Final = 0x80
_HAS_EITHER: Final = 0xC0
_PAIRS: Final = re.compile("[\U00010000-\U0010ffff]").finditer
_NO_ROOTS: Final[frozenset[str]] = frozenset()
_REFUSED: Final[Mapping[int, str]] = {
    Kind.JSON: "values in an encoding that Yjs gave up; use a current Yjs",
    Kind.EMBED: "something embedded in a text; texts are plain here",
    Kind.FORMAT: "formatting; texts are plain here",
    Kind.DOC: "a document inside the document; name other models by their id",
}


class BadUpdate(ValueError):
    """Bytes that are no update, or one that no Yjs would write; the text says why."""


class LargeUpdate(BadUpdate):
    """An update of more structs than are taken at once."""


Id: TypeAlias = tuple[int, int]
"""A struct: the client whose it is, and its clock."""
_Place: TypeAlias = bytes | Id | tuple[Id | None, Id]
"""Where a struct is written: into what, over what, or between what."""
Link: TypeAlias = tuple[int, int, int, int, Id | None, Id | None, Id | None]
"""Where a struct belongs: client, clock, end, its info, origin, right origin, parent.

What was garbage collected has the info 0 and none of the latter; what is in a root has no link.
"""


class Run(NamedTuple):
    """Structs of one client without a gap: its clocks from `clock` on, up to before `end`."""

    client: int
    clock: int
    end: int


class Span(NamedTuple):
    """Clocks of one client from `start` on, up to before `end`."""

    client: int
    start: int
    end: int


class Structs(NamedTuple):
    """What an update holds.

    `runs` is what it brings; the first clock of each must be known, or there is a gap. `needs` are
    clients with the clock that must be known besides, because structs refer to what is before it.
    `deletions` is what it deletes, `structs` how many structs it has, `roots` the roots they name,
    and `meta` the structs that name the root which only the server writes: they may come, but must
    not be new. `problem` says why nothing of it may ever enter. `is_crossing` tells that structs
    build on other clients' structs of the same update.

    `links` say where structs belong, and `maps`, `lists` and `texts` are the shared types in here.
    Characters beyond U+FFFF take two clocks: `halves` are the second ones.
    """

    runs: tuple[Run, ...]
    needs: tuple[Id, ...]
    deletions: tuple[Span, ...]
    structs: int
    roots: frozenset[str]
    problem: str | None
    meta: tuple[Span, ...] = ()
    is_crossing: bool = False
    links: tuple[Link, ...] = ()
    maps: tuple[Id, ...] = ()
    lists: tuple[Id, ...] = ()
    texts: tuple[Id, ...] = ()
    halves: tuple[Id, ...] = ()

    def end(self, client: int) -> int:
        """Return the clock up to which a client's structs are brought, 0 when none are."""
        return max((run.end for run in self.runs if run.client == client), default=0)


def decode(update: bytes) -> Structs:
    """Return what an update holds; raise BadUpdate."""
    reading = _Reading()
    try:
        clients, at = read_varint(update, 0)
        for _ in range(clients):
            at = reading.read_run(update, at)
        deletions, at = _read_deletions(update, at) if update[at] else ((), at + 1)
    except IndexError:
        raise BadUpdate("the bytes end before the update does") from None
    except UnicodeDecodeError:
        raise BadUpdate("a text is not UTF-8") from None
    except (BadVarint, BadContent) as error:
        raise BadUpdate(str(error)) from None
    if at != len(update):
        raise BadUpdate(f"the update ends at byte {at} of {len(update)}")
    return reading.structs(deletions)


class _Reading:
    """What was found in an update so far."""

    __slots__ = (
        "client",
        "count",
        "ends",
        "grown",
        "halves",
        "items",
        "links",
        "lists",
        "maps",
        "meta",
        "needs",
        "problem",
        "roots",
        "runs",
        "tag",
        "texts",
        "written",
    )

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.ends: dict[int, int] = {}
        self.needs: dict[int, int] = {}
        self.roots: set[bytes] = set()
        self.meta: list[Span] = []
        self.problem: str | None = None
        self.links: list[Link] = []
        self.maps: list[Id] = []
        self.lists: list[Id] = []
        self.texts: list[Id] = []
        self.halves: list[Id] = []
        self.count = 0
        self.items = 0
        self.grown = 0
        self.written: set[_Place] = set()
        self.client = 0  # whose structs are being read,
        self.tag = b""  # and how that is written

    def structs(self, deletions: tuple[Span, ...]) -> Structs:
        """Return all of it."""
        ends, needs = self.ends, self.needs
        is_crossing = False
        if needs and len(ends) > 1:
            starts = {run.client: run.clock for run in reversed(self.runs)}
            is_crossing = any(clock > starts.get(client, clock) for client, clock in needs.items())
        return Structs(
            tuple(self.runs),
            tuple([need for need in needs.items() if ends.get(need[0], -1) < need[1]]),
            deletions,
            self.count,
            frozenset([root.decode() for root in self.roots]) if self.roots else _NO_ROOTS,
            self.problem,
            tuple(self.meta),
            is_crossing,
            tuple(self.links),
            tuple(self.maps),
            tuple(self.lists),
            tuple(self.texts),
            tuple(self.halves),
        )

    def read_run(self, data: bytes, at: int) -> int:  # noqa: C901, PLR0912, PLR0915 - one flat loop; a call for each part of a struct doubles its time
        """Read the structs of one client; return the place after them."""
        count, at = read_varint(data, at)
        start = at
        client, at = read_varint(data, at)
        self.client, self.tag = client, data[start:at]
        clock, at = read_varint(data, at)
        if not count or client in self.ends:
            raise BadUpdate(f"client {client} comes without structs, or twice")
        self.count += count
        if self.count > MOST_STRUCTS:
            raise _too_large(self.count, "structs")
        first = clock
        links = self.links
        self.written.clear()
        for _ in range(count):
            info = data[at]
            at += 1
            left = right = parent = None
            if info & _HAS_LEFT:
                left, at = self._refer(data, at, clock)
                if info & HAS_KEY:
                    self._note_written(left)
                elif left[1] == clock - 1:
                    self._note_grown(left, clock)
            if info & _HAS_RIGHT:
                right, at = self._refer(data, at, clock)
                if info & HAS_KEY or left == right:
                    raise BadUpdate("a struct has a neighbour on its right that cannot be there")
                self._note_written((left, right))
            kind = info & KIND
            if kind in CONTENTS:
                if not info & _HAS_EITHER:
                    parent, at = self._read_parent(data, at, clock, info)
                start = at
                length, at = CONTENTS[kind](data, at)
                if kind == Kind.STRING:
                    if info & HAS_KEY or length < at - start - 1:
                        self._note_text(data, start, clock, info)
                elif kind == Kind.ANY:
                    if not info & HAS_KEY:
                        self._note_items(length)
                    elif length > 1:
                        self.problem = "an update holds more than one value under a key"
                elif kind != Kind.DELETED:
                    if not info & HAS_KEY:
                        self._note_items(length)
                    self._note_rare(kind, (client, clock), data[start])
                if left or right or parent:
                    links.append((client, clock, clock + length, info, left, right, parent))
            else:
                length, at = _read_blank(data, at, info)
                if info == _SKIP:
                    self._close(first, clock)
                    first = clock + length
                else:
                    links.append((client, clock, clock + length, _GARBAGE, None, None, None))
            if not length:
                raise BadUpdate("a struct is empty")
            clock += length
        self._close(first, clock)
        return at

    def _close(self, first: int, clock: int) -> None:
        """Note a run; a skip may come before it, and nothing between two."""
        if clock > LARGEST_CLOCK:
            raise BadUpdate(f"a clock is larger than {LARGEST_CLOCK}")
        self.ends[self.client] = clock
        if clock > first:
            self.runs.append(Run(self.client, first, clock))

    def _refer(self, data: bytes, at: int, clock: int) -> tuple[Id, int]:
        """Return what the struct at `clock` refers to, and the place after that."""
        client = self.client
        if data.startswith(self.tag, at):
            referred, at = read_varint(data, at + len(self.tag))
            if referred >= clock:
                raise BadUpdate("a struct refers to one that comes after it")
            return (client, referred), at
        client, at = read_varint(data, at)
        referred, at = read_varint(data, at)
        if client == self.client:
            raise BadUpdate(f"client {client} is written in two ways")
        if referred >= self.needs.get(client, 0):
            self.needs[client] = referred + 1
        return (client, referred), at

    def _read_parent(self, data: bytes, at: int, clock: int, info: int) -> tuple[Id | None, int]:
        """Read the parent of the struct at `clock`, and its key.

        Return the parent, None when it is a root, and the place after them.
        """
        parent, start = None, at
        match data[at]:
            case 0:
                parent, at = self._refer(data, at + 1, clock)
            case 1:
                root, at = read_text(data, at + 1)
                self._note_root(root, clock, info)
            case other:
                raise BadUpdate(f"a parent is of the kind {other}, which is unknown")
        if info & HAS_KEY:
            _, at = read_text(data, at)
        self._note_written(data[start:at])
        return parent, at

    def _note_written(self, place: _Place) -> None:
        """Note where a struct is written; who writes there again builds on their former one.

        pycrdt compares all that do not with each other.
        """
        if place in self.written:
            self.problem = f"client {self.client} writes twice over the same struct"
        self.written.add(place)

    def _note_grown(self, left: Id, clock: int) -> None:
        """Note that a struct goes on with the one before it: pycrdt makes one of both."""
        if left[0] == self.client:
            self.grown += min(clock, _LONGEST)
        if self.grown > MOST_GROWN:
            self.problem = "an update writes a text character by character; write it at once"

    def _note_items(self, length: int) -> None:
        self.items += length
        if self.items > MOST_ITEMS:
            self.problem = f"an update holds a shared list of more than {MOST_ITEMS} items"

    def _note_root(self, root: bytes, clock: int, info: int) -> None:
        self.roots.add(root)
        if root not in {_ELEMENTS, _META}:
            self.problem = f"an update writes the root {_shown(root)}; write `elements` only"
        elif not info & HAS_KEY:
            self.problem = f"an update writes a list into {_shown(root)}, which is a map"
        elif root == _META:
            self.meta.append(Span(self.client, clock, clock + 1))

    def _note_text(self, data: bytes, at: int, clock: int, info: int) -> None:
        if info & HAS_KEY:
            self.problem = "an update holds characters under a key; put them into a text"
        text = read_text(data, at)[0].decode()
        for before, found in enumerate(_PAIRS(text), clock + 1):
            self.halves.append((self.client, before + found.start()))

    def _note_rare(self, kind: int, place: Id, first: int) -> None:
        """Note content that begins with the byte `first`, which tells a shared type's kind."""
        if kind in _REFUSED:
            self.problem = f"an update holds {_REFUSED[kind]}"
        elif kind == Kind.TYPE:
            match first:
                case 0:
                    self.lists.append(place)
                case 1:
                    self.maps.append(place)
                case 2:
                    self.texts.append(place)
                case _:
                    self.problem = "an update holds XML; texts are plain here"


def _read_blank(data: bytes, at: int, info: int) -> tuple[int, int]:
    """Read the length of a struct that has no content; return it and the place after it."""
    if info not in {_GARBAGE, _SKIP}:
        raise BadUpdate(f"a struct has the info {info}, which is unknown")
    return read_varint(data, at)


def _read_deletions(data: bytes, at: int) -> tuple[tuple[Span, ...], int]:
    """Read what is deleted; return it and the place after it."""
    deletions: list[Span] = []
    seen: set[int] = set()
    clients, at = read_varint(data, at)
    for _ in range(clients):
        client, at = read_varint(data, at)
        ranges, at = read_varint(data, at)
        if len(deletions) + ranges > MOST_STRUCTS:
            raise _too_large(len(deletions) + ranges, "ranges of deleted structs")
        if client in seen:
            raise BadUpdate(f"deletions of client {client} come twice")
        seen.add(client)
        last = 0
        for _ in range(ranges):
            clock, at = read_varint(data, at)
            length, at = read_varint(data, at)
            if not length or clock < last:
                raise BadUpdate("deletions are empty or in no order")
            last = clock + length
            deletions.append(Span(client, clock, last))
    return tuple(deletions), at


def _too_large(count: int, what: str) -> LargeUpdate:
    return LargeUpdate(
        f"an update has {count} {what}; {MOST_STRUCTS} are allowed, so do it in several edits"
    )


def _shown(root: bytes) -> str:
    return f"`{root[:40].decode(errors='ignore')}`"
