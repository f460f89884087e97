"""The findings of a model that is being edited: a change has checked again just what it reaches.

    note(changes) -> what moved -> who looked at that -> checked again -> whose findings changed

Everything is done in small steps, so that whoever does it can stop between two and go on later; in
between, more may be noted. What is found is what checking the whole model would find.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from domain.ids import ElementId
from domain.model.findings.catalogue import RULES, found_in
from domain.model.findings.cycles import cycles
from domain.model.findings.finding import Finding, Scope
from domain.model.findings.index import HOLDING, NameScope, has_bases, scope_of
from domain.model.findings.neighbourhood import SILENT, Key, Neighbourhood, Unprepared
from domain.model.graph import Element, Graph
from domain.model.operations import Change, Registers

_Cell: TypeAlias = ElementId | tuple[str, ElementId]
"""What is found out at a time: the findings of an element, or what it `holds`, or its `kin`."""
_AMONG_SIBLINGS: Final = frozenset(
    rule.id for rule in RULES.values() if rule.scope is Scope.SIBLINGS
)


class Watch:
    """The findings of every element that has some; `note` what changes, then `step`."""

    def __init__(self, registers: Registers) -> None:
        self._findings: dict[ElementId, tuple[Finding, ...]] = {}
        self._near = Neighbourhood()
        self._unread: Registers | None = registers
        self._noted: dict[ElementId, dict[str, Change]] = {}
        self._edges: dict[str, dict[ElementId, tuple[ElementId, ...]]] = {"holds": {}, "kin": {}}
        self._loose: dict[tuple[str, ElementId], None] = {}
        self._knotty: set[str] = set()
        self._unchecked: dict[ElementId, None] = {}
        self._early: set[ElementId] = set()
        self._changed: dict[ElementId, None] = {}
        self._trails: dict[_Cell, tuple[Key, ...]] = {}
        self._readers: dict[Key, set[_Cell]] = {}
        self._is_known = False
        self._steps = self._work()

    @property
    def findings(self) -> Mapping[ElementId, tuple[Finding, ...]]:
        """The findings of each element that has some, as of the last step."""
        return self._findings

    @property
    def is_known(self) -> bool:
        """The whole model was looked at, so that nothing is missing from the findings."""
        return self._is_known

    @property
    def graph(self) -> Graph:
        """The elements as of the last step; it changes with the next one."""
        return self._near.graph

    def note(self, changes: Iterable[Change]) -> bool:
        """Note what registers hold now; tell whether there is anything to do for it later."""
        for change in changes:
            if change.attribute not in SILENT:
                self._noted.setdefault(change.element, {})[change.attribute] = change
        return bool(self._noted)

    def take_changed(self) -> tuple[ElementId, ...]:
        """Return the elements whose findings changed since this was asked last.

        What the model had when it was first looked at counts as known.
        """
        changed, self._changed = tuple(self._changed), {}
        return changed

    def step(self) -> bool:
        """Do the next step, which is short; False when nothing was left to do."""
        if next(self._steps, self) is self:
            self._steps = self._work()
            return False
        return True

    def _work(self) -> Iterator[None]:
        if self._unread is not None:
            yield from self._read(self._unread)
            self._unread = None
        while self._noted:
            while self._noted:
                yield from self._follow(next(iter(self._noted)))
            yield from self._settle()

    def _read(self, registers: Registers) -> Iterator[None]:
        """Look at the whole model once; what is found then is known."""
        yield from self._near.load(dict(registers))
        self._early = set(self._noted)
        for element in self._near:
            self._unchecked[element] = None
            self._loosen(element)
            yield
        yield from self._settle()
        self._is_known = True

    def _settle(self) -> Iterator[None]:
        """Look again at all that may have changed."""
        while self._loose:
            self._trace(*self._loose.popitem()[0])
            yield
        while self._knotty:
            yield from self._tie(self._knotty.pop())
        while self._unchecked:
            yield from self._check(next(iter(self._unchecked)))
            yield

    def _follow(self, element: ElementId) -> Iterator[None]:
        """Bring changes of one element in, and have looked at again what they reach."""
        yield from self._near.change(element, tuple(self._noted.pop(element).values()))
        moved = self._near.take_moved()
        for each in moved.elements:
            self._stir(each)
            self._loosen(each)
        yield from self._stir_readers(moved.keys)
        for parent in moved.families:
            for sibling in self._near.family(parent):
                if self._is_among_siblings(sibling, moved.scopes):
                    self._stir(sibling.id)
            yield
        if element in self._early:  # it may have been read with the change in it, or without
            self._early.discard(element)
            self._changed.update(self._unchecked)

    def _stir_readers(self, keys: Iterable[Key]) -> Iterator[None]:
        for key in keys:
            for cell in self._readers.get(key, ()):
                self._stir(cell)
            yield

    def _stir(self, cell: _Cell) -> None:
        if isinstance(cell, tuple):
            self._loose[cell] = None
            return
        self._unchecked[cell] = None

    def _is_among_siblings(self, sibling: Element, scopes: set[NameScope]) -> bool:
        """Tell whether what is said of an element may change with a sibling of these scopes."""
        return (
            scope_of(sibling) in scopes
            or sibling.kind == "enumValue"
            or any(each.rule in _AMONG_SIBLINGS for each in self._findings.get(sibling.id, ()))
        )

    def _loosen(self, element: ElementId) -> None:
        for relation, edges in self._edges.items():
            if element in edges or self._joins(relation, self._near.now(element)):
                self._loose[relation, element] = None

    def _joins(self, relation: str, element: Element | None) -> bool:
        if element is None:
            return False
        return has_bases(element) if relation == "kin" else element.kind in HOLDING

    def _trace(self, relation: str, element: ElementId) -> None:
        """Find out what an element holds or extends; other edges may make or open cycles."""
        edges, held = self._edges[relation], self._near.now(element)
        former = edges.pop(element, None)
        if held is None or not self._joins(relation, held):
            self._leave_trail((relation, element), frozenset())
        else:
            look = self._near.holds if relation == "holds" else self._near.kin
            edges[element], trail = self._near.watch(lambda: tuple(look(held)))
            self._leave_trail((relation, element), trail)
        if edges.get(element) != former:
            self._knotty.add(relation)

    def _tie(self, relation: str) -> Iterator[None]:
        """Find the cycles again, and have looked at again what is on other ones than before."""
        knots = cycles(self._edges[relation])
        former = self._near.take_knots(relation, knots)
        if not self._is_known:
            return  # everything is yet to be looked at
        for element in former.keys() | knots.keys():
            if former.get(element) != knots.get(element):
                self._stir(element)
                yield from self._stir_readers([(relation, element)])

    def _check(self, element: ElementId) -> Iterator[None]:
        held = self._near.now(element)
        trail: frozenset[Key] = frozenset()
        found: tuple[Finding, ...] = ()
        if held is not None:
            try:
                found, trail = self._near.watch(lambda: found_in(held, self._near))
            except Unprepared:
                yield from self._near.gather_names()
                return
        del self._unchecked[element]
        self._leave_trail(element, trail)
        if self._is_known and found != self._findings.get(element, ()):
            self._changed[element] = None
        if found:
            self._findings[element] = found
        else:
            self._findings.pop(element, None)

    def _leave_trail(self, cell: _Cell, trail: frozenset[Key]) -> None:
        """Remember what was looked at, but for what is beside the element anyway."""
        element = cell if isinstance(cell, str) else cell[1]
        beside = {element, ("in", element), ("holds", element), ("kin", element)}
        for key in self._trails.pop(cell, ()):
            self._readers[key].discard(cell)
            if not self._readers[key]:
                del self._readers[key]
        kept = trail - beside
        if kept:
            self._trails[cell] = tuple(kept)
            for key in kept:
                self._readers.setdefault(key, set()).add(cell)
