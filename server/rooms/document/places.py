"""Where structs of a document belong, as far as that is needed to refuse what would break it.

Yjs trusts that whoever writes a struct knows its neighbours. pycrdt does so to its own undoing: a
struct between two that are in different lists makes its lists circular, and the process hangs for
ever; one that cuts a character in half costs it a clock, and whoever loads what it encodes then is
never whole again. Neither can be told from an update alone, so this is kept of each document:

    list items      [client, from clock, up to clock) -> the text or array they are in
    shared types    which are maps, arrays, texts
    second halves   of the characters that take two clocks, those beyond U+FFFF
"""

from array import array
from bisect import bisect_right
from collections.abc import Collection, Mapping
from typing import Final

from server.rooms.content import Kind
from server.rooms.decoder import HAS_KEY, KIND, Id, Structs
from server.rooms.document.clocks import Clocks

GONE: Final[Id] = (-1, -1)
"""The list of what was garbage collected: nobody knows any more."""

_CUT: Final = "an update cuts a character in half; count in whole characters"
_STRAY: Final = "an update puts something between what is not in one list"
_CAST: Final = "an update writes keys into a list, or a list into a map"
_MIXED: Final = "an update puts something into a text that is no text; texts are plain here"
_DEEP: Final = "an update nests shared types deeply; elements are flat"
_DEEPEST: Final = 16
"""Shared types that one update may put into each other: many thousands take the process down when
pycrdt reads or removes them."""
_CROWDED: Final = "an update inserts too much into a text of many pieces; do it in several edits"
_MOST_COMPARED: Final = 10_000_000
"""Pieces of texts that all which an update inserts may have to be compared with, in a second."""
_FEW: Final = 2
"""Structs that no text has too many pieces for."""
_CHARACTERS: Final = frozenset({0, Kind.DELETED, Kind.STRING})


class Places:
    """Knows the list of each item of a document."""

    __slots__ = ("_halves", "_lists", "_maps", "_pieces", "_spans", "_texts")

    def __init__(self) -> None:
        self._spans: dict[int, _Spans] = {}
        self._pieces: dict[Id, int] = {}
        self._maps = Clocks()
        self._lists = Clocks()
        self._texts = Clocks()
        self._halves = Clocks()

    def add(self, structs: Structs, known: Mapping[int, int]) -> None:
        """Take in what an update brings that came to these clocks.

        What was known may come again, and is not believed: it need not be what it was.
        """
        if structs.maps:
            self._maps.add(_new(structs.maps, known))
        if structs.lists:
            self._lists.add(_new(structs.lists, known))
        if structs.texts:
            self._texts.add(_new(structs.texts, known))
        if structs.halves:
            self._halves.add(_new(structs.halves, known))
        arrival: _Arrival | None = None
        for index, (client, clock, end, info, _, _, _) in enumerate(structs.links):
            since = known.get(client, 0)
            if not info & HAS_KEY and end > since:
                arrival = arrival or _Arrival(structs, self, known)
                spans = self._spans.setdefault(client, _Spans())
                home = arrival.list_at(index) or GONE
                if spans.add(max(clock, since), end, home):
                    self._pieces[home] = self._pieces.get(home, 0) + 1

    def refusal(self, structs: Structs, known: Mapping[int, int]) -> str | None:
        """Say why an update that comes to these clocks would break the document, if so."""
        if (self._halves or structs.halves) and self._cuts(structs, known):
            return _CUT
        arrival = _Arrival(structs, self, known)
        problem = self._stray(arrival, known)
        if problem is None and arrival.is_deep():
            return _DEEP
        if problem is None and self._is_crowded(arrival):
            return _CROWDED
        return problem

    def list_of(self, struct: Id) -> Id | None:
        """Return the list that a struct of the document is in, None when it is in none."""
        spans = self._spans.get(struct[0])
        return None if spans is None else spans.find(struct[1])

    def _stray(self, arrival: "_Arrival", known: Mapping[int, int]) -> str | None:
        for index, link in enumerate(arrival.links):
            client, _, end, info, left, _, parent = link
            if end <= known.get(client, 0):
                continue
            if info & HAS_KEY:
                if parent is not None and self._is_list(parent, arrival):
                    return _CAST
                if left is not None and (home := arrival.list_of(left)) and home != GONE:
                    return _STRAY
            elif (problem := self._misplaced(arrival, index, known)) is not None:
                return problem
        return None

    def _misplaced(
        self,
        arrival: "_Arrival",
        index: int,
        known: Mapping[int, int],
    ) -> str | None:
        client, clock, _, info, left, right, _ = arrival.links[index]
        home = arrival.list_at(index)
        if home is None:
            return _STRAY
        if home == GONE:
            return None
        if left and right and arrival.list_of(right) not in {home, GONE}:
            return _STRAY
        since = known.get(client, 0)
        if clock < since and self.list_of((client, since - 1)) not in {home, GONE}:
            return _STRAY
        if info & KIND not in _CHARACTERS and (home in self._texts or home in arrival.texts):
            return _MIXED
        return _CAST if home in self._maps or home in arrival.maps else None

    def _is_crowded(self, arrival: "_Arrival") -> bool:
        """Tell whether merging would compare too many pieces of texts with too many others.

        What stands between the neighbours that a struct names is compared with it, and who names
        them with bad intent names the first and the last.
        """
        if len(arrival.links) <= _FEW:
            return False
        inserted: dict[Id, int] = {}
        for index, (_, _, _, info, _, right, _) in enumerate(arrival.links):
            if right is not None and not info & HAS_KEY:
                home = arrival.list_at(index) or GONE
                inserted[home] = inserted.get(home, 0) + 1
        compared = sum(
            count * (count + self._pieces.get(home, 0)) for home, count in inserted.items()
        )
        return compared > _MOST_COMPARED

    def _is_list(self, struct: Id, arrival: "_Arrival") -> bool:
        return any(
            struct in known for known in (self._texts, self._lists, arrival.texts, arrival.lists)
        )

    def _cuts(self, structs: Structs, known: Mapping[int, int]) -> bool:
        own = set(structs.halves)
        cuts = [(run.client, known.get(run.client, 0)) for run in structs.runs]
        for client, start, end in structs.deletions:
            cuts += ((client, start), (client, end))
        for _, _, _, _, left, right, _ in structs.links:
            if left is not None:
                cuts.append((left[0], left[1] + 1))
            if right is not None:
                cuts.append(right)
        return any(cut in own or cut in self._halves for cut in cuts)


def _new(structs: Collection[Id], known: Mapping[int, int]) -> Collection[Id]:
    """Return those structs that are not known, to be looked through or looked up in."""
    if not structs:
        return structs
    return {struct: None for struct in structs if struct[1] >= known.get(struct[0], 0)}


class _Arrival:
    """The list items of an update, which may build on each other in any order.

    What is `known` of them is as the document has it, whatever the update says.
    """

    __slots__ = (
        "_holders",
        "_known",
        "_own",
        "_places",
        "_resolved",
        "links",
        "lists",
        "maps",
        "texts",
    )

    def __init__(self, structs: Structs, places: Places, known: Mapping[int, int]) -> None:
        links = self.links = structs.links
        self.maps = _new(structs.maps, known)
        self.lists = _new(structs.lists, known)
        self.texts = _new(structs.texts, known)
        self._places = places
        self._known = known
        self._resolved: dict[int, Id | None] = {}
        self._holders: dict[int, Id | None] = {}
        self._own: dict[int, tuple[list[int], list[int]]] = {}
        if len(links) > 1:
            for index, link in enumerate(links):
                clocks, indices = self._own.setdefault(link[0], ([], []))
                clocks.append(link[1])
                indices.append(index)

    def list_of(self, struct: Id) -> Id | None:
        """Return the list that a struct of the update or the document is in."""
        index = self._find(struct)
        return self._places.list_of(struct) if index is None else self.list_at(index)

    def list_at(self, index: int) -> Id | None:
        """Return the list that the struct of a link is in; that of its neighbour, mostly."""
        path: list[int] = []
        resolved = self._resolved
        while index not in resolved and len(path) <= len(self.links):
            _, _, _, info, left, right, parent = self.links[index]
            neighbour = left or right
            path.append(index)
            if info & HAS_KEY:
                resolved[index] = None
            elif neighbour is None:
                resolved[index] = parent or GONE
            elif (found := self._find(neighbour)) is None:
                resolved[index] = self._places.list_of(neighbour)
            else:
                index = found
        home = resolved.get(index)  # None also when they refer to each other in a circle
        for each in path:
            resolved[each] = home
        return home

    def is_deep(self) -> bool:
        """Tell whether shared types stand in each other deeper than anything is read."""
        if len(self.maps) + len(self.lists) + len(self.texts) <= _DEEPEST:
            return False
        for index, link in enumerate(self.links):
            at: int | None = index if link[3] & KIND == Kind.TYPE else None
            for _ in range(_DEEPEST):
                holder = None if at is None else self._holder(at)
                at = None if holder is None else self._find(holder)
                if at is None:
                    break
            else:
                return True
        return False

    def _holder(self, index: int) -> Id | None:
        """Return the shared type that a struct is in, when that or its neighbours are new."""
        path: list[int] = []
        holders = self._holders
        while index not in holders and len(path) <= len(self.links):
            _, _, _, _, left, right, parent = self.links[index]
            neighbour = left or right
            path.append(index)
            found = None if neighbour is None else self._find(neighbour)
            if found is None:
                holders[index] = parent
            else:
                index = found
        holder = holders.get(index)
        for each in path:
            holders[each] = holder
        return holder

    def _find(self, struct: Id) -> int | None:
        """Return which of the update's links a struct is of, if it is new."""
        own = self._own.get(struct[0])
        if own is None or struct[1] < self._known.get(struct[0], 0):
            return None
        at = bisect_right(own[0], struct[1]) - 1
        if at < 0 or self.links[own[1][at]][2] <= struct[1]:
            return None
        return own[1][at]


class _Spans:
    """The list items of one client, by clock."""

    __slots__ = ("_ends", "_lists", "_starts")

    def __init__(self) -> None:
        self._starts = array("I")
        self._ends = array("I")
        self._lists: list[Id] = []

    def find(self, clock: int) -> Id | None:
        """Return the list of the item at a clock."""
        at = bisect_right(self._starts, clock) - 1
        return self._lists[at] if at >= 0 and clock < self._ends[at] else None

    def add(self, start: int, end: int, home: Id) -> bool:
        """Take in items; what is known already stays. Tell whether they are their own piece."""
        at = len(self._starts)
        if at and start < self._ends[-1]:
            at = bisect_right(self._starts, start)
            if at and self._ends[at - 1] > start:
                start = self._ends[at - 1]
            if at < len(self._starts) and self._starts[at] < end:
                end = self._starts[at]
            if start >= end:
                return False
        if at and self._ends[at - 1] == start and self._lists[at - 1] == home:
            self._ends[at - 1] = end
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        self._lists.insert(at, home)
        return True
