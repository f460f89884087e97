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

from collections.abc import Mapping
from typing import Final, NamedTuple

from server.rooms.content import CONTENTS, BadContent, Kind, read_text
from server.rooms.varint import BadVarint, read_varint

LARGEST_CLOCK: Final = 2**31 - 1
"""Nobody types that much, and pycrdt counts in 32 bits and wraps."""

_ELEMENTS: Final = b"elements"
_META: Final = b"meta"
_GARBAGE: Final = 0
_SKIP: Final = 10
_KIND: Final = 0x1F
_HAS_KEY: Final = 0x20
_HAS_RIGHT: Final = 0x40
_HAS_LEFT: Final = 0x80
_HAS_EITHER: Final = 0xC0
_MORE: Final = 0x80
_REFUSED: Final[Mapping[int, str]] = {
    Kind.JSON: "values in an encoding that Yjs gave up; use a current Yjs",
    Kind.EMBED: "something embedded in a text; texts are plain here",
    Kind.FORMAT: "formatting; texts are plain here",
    Kind.DOC: "a document inside the document; name other models by their id",
}
_CHARACTERS: Final = frozenset({Kind.DELETED, Kind.STRING})


class BadUpdate(ValueError):
    """Bytes that are no update, or one that no Yjs would write; the text says why."""


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
    build on other clients' structs of the same update, and `has_values` that it holds something
    besides characters.
    """

    runs: tuple[Run, ...]
    needs: tuple[tuple[int, int], ...]
    deletions: tuple[Span, ...]
    structs: int
    roots: frozenset[str]
    problem: str | None
    meta: tuple[Span, ...] = ()
    is_crossing: bool = False
    has_values: bool = True

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

    __slots__ = ("count", "ends", "has_values", "meta", "needs", "problem", "roots", "runs")

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.ends: dict[int, int] = {}
        self.needs: dict[int, int] = {}
        self.roots: set[bytes] = set()
        self.meta: list[Span] = []
        self.problem: str | None = None
        self.has_values = False
        self.count = 0

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
            frozenset([root.decode() for root in self.roots]),
            self.problem,
            tuple(self.meta),
            is_crossing,
            self.has_values,
        )

    def read_run(self, data: bytes, at: int) -> int:  # noqa: C901, PLR0912 - one flat loop over structs, as a call for each part of a struct would double its time
        """Read the structs of one client; return the place after them."""
        count, at = read_varint(data, at)
        start = at
        client, at = read_varint(data, at)
        tag = data[start:at]  # how this client is written
        clock, at = read_varint(data, at)
        if not count or client in self.ends:
            raise BadUpdate(f"client {client} comes without structs, or twice")
        self.count += count
        first = clock
        needs, contents = self.needs, CONTENTS
        for _ in range(count):
            info = data[at]
            at += 1
            if info & _HAS_LEFT:
                at = _refer(data, at, tag, client, clock, needs)
            if info & _HAS_RIGHT:
                at = _refer(data, at, tag, client, clock, needs)
            kind = info & _KIND
            if kind not in contents:
                if info not in {_GARBAGE, _SKIP}:
                    raise BadUpdate(f"a struct has the info {info}, which is unknown")
                length, at = read_varint(data, at)
                if info == _SKIP:
                    self._close(client, first, clock)
                    first = clock + length
            else:
                if not info & _HAS_EITHER:
                    at = self._read_parent(data, at, tag, client, clock, info)
                length, at = contents[kind](data, at)
                if kind not in _CHARACTERS:
                    self.has_values = True
                    if kind in _REFUSED:
                        self.problem = f"an update holds {_REFUSED[kind]}"
            if length < 1:
                raise BadUpdate("a struct is empty")
            clock += length
        if clock > LARGEST_CLOCK:
            raise BadUpdate(f"a clock is larger than {LARGEST_CLOCK}")
        self._close(client, first, clock)
        self.ends[client] = clock
        return at

    def _close(self, client: int, first: int, clock: int) -> None:
        if clock > first:
            self.runs.append(Run(client, first, clock))

    def _read_parent(  # noqa: PLR0917 - once for each struct, where names would cost
        self, data: bytes, at: int, tag: bytes, client: int, clock: int, info: int
    ) -> int:
        """Read the parent of a struct, and its key; return the place after them."""
        is_root, at = data[at], at + 1
        if is_root > 1:
            raise BadUpdate(f"a parent is of the kind {is_root}, which is unknown")
        root = None
        if is_root:
            root, at = read_text(data, at)
            self._note(root, Span(client, clock, clock + 1), info)
        else:
            at = _refer(data, at, tag, client, clock, self.needs)
        if info & _HAS_KEY:
            _, at = read_text(data, at)
        return at

    def _note(self, root: bytes, place: Span, info: int) -> None:
        self.roots.add(root)
        if not info & _HAS_KEY:
            self.problem = f"an update writes a list into the root {root[:40]!r}, which is a map"
        elif root == _META:
            self.meta.append(place)
        elif root != _ELEMENTS:
            self.problem = (
                f"an update writes the root {root[:40]!r}; only `elements` may be written"
            )


def _refer(  # noqa: PLR0917 - once for each struct, where names would cost
    data: bytes, at: int, tag: bytes, client: int, clock: int, needs: dict[int, int]
) -> int:
    """Read what a struct refers to; return the place after it."""
    if data.startswith(tag, at):
        at += len(tag)
        referred = data[at]
        at += 1
        if referred >= _MORE:
            referred, at = read_varint(data, at - 1)
        if referred >= clock:
            raise BadUpdate("a struct refers to one that comes after it")
        return at
    whose, at = read_varint(data, at)
    referred, at = read_varint(data, at)
    if whose == client:
        raise BadUpdate(f"client {client} is written in two ways")
    if referred >= needs.get(whose, 0):
        needs[whose] = referred + 1
    return at


def _read_deletions(data: bytes, at: int) -> tuple[tuple[Span, ...], int]:
    """Read what is deleted; return it and the place after it."""
    deletions: list[Span] = []
    seen: set[int] = set()
    clients, at = read_varint(data, at)
    for _ in range(clients):
        client, at = read_varint(data, at)
        ranges, at = read_varint(data, at)
        if client in seen:
            raise BadUpdate(f"deletions of client {client} come twice")
        seen.add(client)
        last = 0
        for _ in range(ranges):
            clock, at = read_varint(data, at)
            length, at = read_varint(data, at)
            if length < 1 or clock < last:
                raise BadUpdate("deletions are empty or in no order")
            last = clock + length
            deletions.append(Span(client, clock, last))
    return tuple(deletions), at
