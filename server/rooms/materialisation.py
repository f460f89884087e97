"""State(now, head) of one stream, twice: as a document for clients, as registers for the rules.

Both always say the same. An update goes into the document, what it touched is compared with the
registers, what is structurally wrong is put right, names that waited for what it brought are bound,
and what remains is the net change: the one thing that is logged. Until it is durable everything can
be taken back.

    update -> document -> touched -> registers -> mended -> bound -> net change
                  ^                                 |         |
                  +------ server-origin update <----+---------+
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import orjson

from domain.ids import ElementId, is_id
from domain.model.binding import bindings
from domain.model.live import ABSENT, Absent, LiveGraph
from domain.model.operations import Change, OperationKind, Register, assertion, retraction
from domain.model.problems import bad_id, no_element
from domain.model.structure import Problem, mend
from domain.model.values import Json
from server.rooms.decoder import Structs
from server.rooms.document import Document, Mark
from server.rooms.touched import Gap, Garbage, Touched, Unchanged
from server.rooms.typing import Retyped, apart

_SLICE: Final = 2_000
"""Changes that the server writes as one update."""
_META: Final = Problem(
    "outside-elements",
    "",
    None,
    "The root `meta` was written, which only the server writes. Write `elements` only.",
)


class Admitted(NamedTuple):
    """An update is in: what it came to, as updates to store and send on and as net changes.

    `problems` say what of it was put right, or why all of it was taken back; the last of `updates`
    is then the server's. `retyped` are texts, which are recorded when typing rests.
    """

    updates: tuple[bytes, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()
    retyped: tuple[Retyped, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """An update would lose others' work, or is none; nothing of it is in.

    `code` names why for programs, `reason` for people.
    """

    code: str
    reason: str
    element: ElementId | None = None


Admission: TypeAlias = Admitted | Unchanged | Gap | Rejected


@dataclass(frozen=True, slots=True)
class Point:
    """A place to come back to."""

    document: Mark
    writes: int
    left_out: frozenset[ElementId]


class Materialisation:
    """The document and the registers of a room, kept equal.

    `left_out` are elements that only the registers hold (D9); one that is written comes back whole,
    with all below it. What is `blank` is nobody's document yet: the first write says whose it is.
    """

    def __init__(self, document: Document, live: LiveGraph) -> None:
        self.document = document
        self.live = live
        self.left_out: frozenset[ElementId] = frozenset()
        self.is_blank = False
        self._inverses: list[Change] = []

    def admit(self, update: bytes, structs: Structs) -> Admission:
        """Merge a client's update and put right what is wrong with it, register by register."""
        touched = self._merge(update, structs)
        if not isinstance(touched, Touched):
            return touched
        former, removed = self._write_touched(touched)
        return self._mended(touched, former, removed)

    def admit_whole(self, update: bytes, structs: Structs) -> Admission:
        """Merge a gesture; when anything is wrong with it, take back all that it touched."""
        touched = self._merge(update, structs)
        if not isinstance(touched, Touched):
            return touched
        writes = len(self._inverses)
        former, removed = self._write_touched(touched)
        corrections = mend(self.live, former)
        problems = (
            *(correction.problem for correction in corrections),
            *self._further_problems(touched),
        )
        if not problems:
            return self._repaired(touched, former, removed)
        self._undo(writes)
        return Admitted(self._taken_back(touched, former), (), problems)

    def write(self, changes: Iterable[Change]) -> Admitted:
        """Write what differs as the server; the changes are legal already."""
        net = [change for change in _latest(changes) if not self._holds(change.register, change)]
        for change in net:
            self._write(change)
        updates = (
            self.document.write(some, meta=self.is_blank and place == 0)
            for place, some in enumerate(_slices(self._with_left_out(net)))
        )
        return Admitted(tuple(update for update in updates if update is not None), tuple(net))

    def mark(self) -> Point:
        """Return the place to come back to when what follows does not become durable."""
        return Point(self.document.mark(), len(self._inverses), self.left_out)

    def back_to(self, point: Point) -> None:
        """Take back everything since `point`."""
        self._undo(point.writes)
        self.document.back_to(point.document)
        self.left_out = point.left_out

    def unsettled(self) -> set[Register]:
        """Return the registers that were written and are not durable yet."""
        return {inverse.register for inverse in self._inverses}

    def held(self, registers: Iterable[Register]) -> tuple[Change, ...]:
        """Return what registers hold, as changes."""
        return tuple(self._restoring(register) for register in registers)

    def settle(self) -> None:
        """Forget how to take back what is durable now."""
        self._inverses.clear()
        self.document.settle()
        self.is_blank = False

    def _merge(self, update: bytes, structs: Structs) -> Touched | Unchanged | Gap | Rejected:
        before = self.document.mark()
        applied = self.document.apply(update, structs)
        match applied:
            case Gap() | Unchanged():
                return applied
            case Garbage(detail):
                code = "outside-elements" if structs.meta else "broken-update"
                return Rejected(code, f"an update is broken: {detail}")
            case Touched():
                loss = self._loss(applied)
                if loss is None:
                    return applied
                self.document.back_to(before)
                return loss

    def _loss(self, touched: Touched) -> Rejected | None:
        """Say what of others' work the update would lose, if any."""
        if touched.replaced:
            element = touched.replaced[0]
            reason = f"element {element} was replaced; set its registers instead"
            return Rejected("replaces-element", reason, element)
        for element in touched.retexted:
            if self.live.read((element, "doc")) is not ABSENT:
                reason = f"the doc of element {element} was replaced; edit the text instead"
                return Rejected("replaces-text", reason, element)
        return None

    def _write_touched(self, touched: Touched) -> tuple[dict[Register, Change], list[Change]]:
        """Let the registers follow the document.

        Return what each held before, and what brings keys back that were deleted.
        """
        former: dict[Register, Change] = {}
        for change in touched.changes:
            former[change.register] = self._write(change)
        for element in touched.appeared:
            if element not in self.left_out:
                self._retract_rest(element, former)
        removed: list[Change] = []
        for element in touched.vanished:
            removed += self._remove(element, former)
        return former, removed

    def _mended(
        self,
        touched: Touched,
        former: dict[Register, Change],
        repairs: list[Change],
    ) -> Admitted:
        """Put right what is wrong, and keep the rest."""
        repairs += [self._restoring(bad.register) for bad in touched.unreadable]
        corrections = mend(self.live, former)
        if not (corrections or touched.unreadable):  # as nearly always
            return self._repaired(touched, former, repairs)
        for correction in corrections:
            self._write(correction.change)
            repairs.append(correction.change)
        problems = tuple(correction.problem for correction in corrections)
        return self._repaired(touched, former, repairs, problems + _unreadable(touched))

    def _repaired(
        self,
        touched: Touched,
        former: dict[Register, Change],
        repairs: list[Change],
        problems: tuple[Problem, ...] = (),
    ) -> Admitted:
        for change in bindings(self.live, former):
            former.setdefault(change.register, self._write(change))
            repairs.append(change)
        update = None
        if repairs or touched.appeared or touched.textless or touched.junk or touched.meta:
            update = self._repair(touched, repairs)
        changes, retyped = apart(self._net(former), former, touched.appeared)
        updates = (touched.update,) if update is None else (touched.update, update)
        return Admitted(updates, changes, problems, retyped)

    def _further_problems(self, touched: Touched) -> tuple[Problem, ...]:
        """Say what is wrong with a gesture besides the registers that it wrote."""
        if not (touched.unreadable or touched.junk or touched.appeared or touched.meta):
            return ()
        return (
            *_unreadable(touched),
            *map(_junk, touched.junk),
            *(
                no_element(element)
                for element in touched.appeared
                if not self.live.of_element(element)
            ),
            *((_META,) if touched.meta else ()),
        )

    def _taken_back(self, touched: Touched, former: Iterable[Register]) -> tuple[bytes, ...]:
        """Let the document hold again what the registers hold: what they held before an update."""
        gone = {*touched.junk, *touched.appeared}
        back = [
            *(self._restoring(register) for register in former),
            *(self._restoring(bad.register) for bad in touched.unreadable),
            *(
                assertion(element, attribute, value)
                for element in touched.vanished
                for attribute, value in self.live.of_element(element).items()
            ),
        ]
        update = self.document.write(
            [change for change in back if change.element not in gone],
            texts=[element for element in touched.textless if element not in gone],
            without=gone,
            meta=touched.meta,
        )
        return (touched.update,) if update is None else (touched.update, update)

    def _repair(self, touched: Touched, repairs: list[Change]) -> bytes | None:
        live = self.live
        stillborn = [element for element in touched.appeared if not live.of_element(element)]
        gone = {*touched.junk, *stillborn}
        texts = [element for element in touched.textless if element not in gone]
        repairs = [change for change in repairs if change.element not in gone]
        repairs = self._with_left_out([*self._came_back(touched), *repairs])
        if not (repairs or texts or gone or touched.meta):
            return None
        return self.document.write(repairs, texts=texts, without=gone, meta=touched.meta)

    def _came_back(self, touched: Touched) -> list[Change]:
        """Return a register of each element that the document holds again, of those left out."""
        return [
            self._restoring((element, attribute))
            for element in touched.appeared
            if element in self.left_out
            for attribute in tuple(self.live.of_element(element))[:1]
        ]

    def _with_left_out(self, changes: list[Change]) -> list[Change]:
        """Return changes; for those of an element left out, all it says and all below it."""
        back = [change.element for change in changes if change.element in self.left_out]
        if not back:
            return changes
        whole: dict[ElementId, None] = {}
        while back:
            element = back.pop()
            if element in self.left_out and element not in whole:
                whole[element] = None
                back.extend(self.live.children(element))
        self.left_out -= whole.keys()
        return [
            *(change for change in changes if change.element not in whole),
            *(
                assertion(element, attribute, value)
                for element in whole
                for attribute, value in self.live.of_element(element).items()
            ),
        ]

    def _retract_rest(self, element: ElementId, former: dict[Register, Change]) -> None:
        """Let an element that (re)appeared hold only what it says anew."""
        for attribute in tuple(self.live.of_element(element)):
            if (element, attribute) not in former:
                former[element, attribute] = self._write(retraction(element, attribute))

    def _remove(self, element: ElementId, former: dict[Register, Change]) -> list[Change]:
        """Bring a deleted key back with all its registers, and with `removed`."""
        if not self.live.of_element(element):
            return []
        removal = assertion(element, "removed", value=True)
        former.setdefault(removal.register, self._write(removal))
        return [
            assertion(element, attribute, value)
            for attribute, value in self.live.of_element(element).items()
        ]

    def _restoring(self, register: Register) -> Change:
        held = self.live.read(register)
        return retraction(*register) if isinstance(held, Absent) else assertion(*register, held)

    def _net(self, former: dict[Register, Change]) -> tuple[Change, ...]:
        return tuple(
            [
                self._restoring(register)
                for register, before in former.items()
                if not self._holds(register, before)
            ],
        )

    def _holds(self, register: Register, change: Change) -> bool:
        """Tell whether a register holds what `change` would write."""
        held = self.live.read(register)
        if isinstance(held, Absent):
            return change.kind is OperationKind.RETRACT
        return change.kind is OperationKind.ASSERT and is_same(held, change.value)

    def _undo(self, writes: int) -> None:
        """Take back what was written to the registers since there were `writes`."""
        while len(self._inverses) > writes:
            self.live.write(self._inverses.pop())

    def _write(self, change: Change) -> Change:
        inverse = self.live.write(change)
        self._inverses.append(inverse)
        return inverse


def is_same(one: Json, other: Json) -> bool:
    """Tell whether two values are the same JSON; in Python True equals 1."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return one == other and orjson.dumps(one, option=orjson.OPT_SORT_KEYS) == orjson.dumps(
        other,
        option=orjson.OPT_SORT_KEYS,
    )


def _unreadable(touched: Touched) -> tuple[Problem, ...]:
    return tuple(
        Problem("wrong-value", bad.element, bad.attribute, bad.message)
        for bad in touched.unreadable
    )


def _junk(key: str) -> Problem:
    if not is_id(key):
        return bad_id(key)
    message = f"What was put at {key} is no element. Create one as a map of its registers."
    return Problem("wrong-value", key, None, message)


def _latest(changes: Iterable[Change]) -> Iterable[Change]:
    """Return the last change of each register."""
    return {change.register: change for change in changes}.values()


def _slices(changes: Sequence[Change]) -> Iterable[Sequence[Change]]:
    """Yield changes some at a time, never less than once, so that no update is very large.

    Those of one element that is new belong together, so they come sorted by element.
    """
    by_element = sorted(changes, key=_element) if len(changes) > _SLICE else changes
    start = 0
    for at in range(1, len(by_element)):
        if at - start >= _SLICE and by_element[at].element != by_element[at - 1].element:
            yield by_element[start:at]
            start = at
    yield by_element[start:]


def _element(change: Change) -> ElementId:
    return change.element
