"""State(now, head) of one stream, twice: as a document for clients, as registers for the rules.

Both always say the same. An update goes into the document, what it touched is compared with the
registers, what is structurally wrong is put right, and what remains is the net change: the one
thing that is logged. Until it is durable everything can be taken back.

    update -> document -> touched -> registers -> mended -> net change
                  ^                                 |
                  +------ server-origin update <----+
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import orjson

from domain.ids import ElementId
from domain.model.live import ABSENT, Absent, LiveGraph
from domain.model.operations import Change, OperationKind, Register, assertion, retraction
from domain.model.structure import Problem, mend
from domain.model.values import Json
from server.rooms.document import Document, Mark
from server.rooms.touched import Gap, Garbage, Touched, Unchanged


@dataclass(frozen=True, slots=True)
class Admitted:
    """An update is in: what it came to, as updates to store and send on and as net changes.

    `problems` say what of it was put right; the last of `updates` is then the server's.
    """

    updates: tuple[bytes, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """An update would lose others' work, or is none; nothing of it is in."""

    reason: str


Admission: TypeAlias = Admitted | Unchanged | Gap | Rejected


@dataclass(frozen=True, slots=True)
class Point:
    """A place to come back to."""

    document: Mark
    writes: int


class Materialisation:
    """The document and the registers of a room, kept equal."""

    def __init__(self, document: Document, live: LiveGraph) -> None:
        self.document = document
        self.live = live
        self._inverses: list[Change] = []

    def admit(self, update: bytes) -> Admission:
        """Merge a client's update and put right what is wrong with it."""
        before = self.document.mark()
        applied = self.document.apply(update)
        match applied:
            case Gap() | Unchanged():
                return applied
            case Garbage(detail):
                return Rejected(f"an update is broken: {detail}")
            case Touched():
                reason = self._loss(applied)
                if reason is not None:
                    self.document.back_to(before)
                    return Rejected(reason)
                return self._admit(applied)

    def write(self, changes: Iterable[Change]) -> Admitted:
        """Write what differs as the server; the changes are legal already."""
        net = tuple(
            change for change in _latest(changes) if not self._holds(change.register, change)
        )
        for change in net:
            self._write(change)
        update = self.document.write(net)
        return Admitted(() if update is None else (update,), net)

    def mark(self) -> Point:
        """Return the place to come back to when what follows does not become durable."""
        return Point(self.document.mark(), len(self._inverses))

    def back_to(self, point: Point) -> None:
        """Take back everything since `point`."""
        while len(self._inverses) > point.writes:
            self.live.write(self._inverses.pop())
        self.document.back_to(point.document)

    def settle(self) -> None:
        """Forget how to take back what is durable now."""
        self._inverses.clear()
        self.document.settle()

    def _loss(self, touched: Touched) -> str | None:
        """Say what of others' work the update would lose, if any."""
        if touched.replaced:
            return f"element {touched.replaced[0]} was replaced; set its registers instead"
        for element in touched.retexted:
            if self.live.read((element, "doc")) is not ABSENT:
                return f"the doc of element {element} was replaced; edit the text instead"
        return None

    def _admit(self, touched: Touched) -> Admitted:
        former: dict[Register, Change] = {}
        for change in touched.changes:
            inverse = self._write(change)
            former[change.register] = inverse
        for element in touched.appeared:
            self._retract_rest(element, former)
        removed = [self._remove(element, former) for element in touched.vanished]
        repairs = [change for element in removed for change in element]
        repairs += [self._restoring(bad.register) for bad in touched.unreadable]
        corrections = mend(self.live, former)
        for correction in corrections:
            self._write(correction.change)
            repairs.append(correction.change)
        stillborn = [element for element in touched.appeared if not self.live.of_element(element)]
        update = self._repair(touched, repairs, stillborn)
        return Admitted(
            (touched.update,) if update is None else (touched.update, update),
            tuple(self._net(former)),
            tuple(correction.problem for correction in corrections)
            + tuple(
                Problem("wrong-value", bad.element, bad.attribute, bad.message)
                for bad in touched.unreadable
            ),
        )

    def _repair(
        self,
        touched: Touched,
        repairs: list[Change],
        stillborn: list[ElementId],
    ) -> bytes | None:
        gone = {*touched.junk, *stillborn}
        texts = [element for element in touched.textless if element not in gone]
        repairs = [change for change in repairs if change.element not in gone]
        if not (repairs or texts or gone or touched.meta):
            return None
        return self.document.write(repairs, texts=texts, without=gone, meta=touched.meta)

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

    def _net(self, former: dict[Register, Change]) -> Iterable[Change]:
        for register, before in former.items():
            if not self._holds(register, before):
                yield self._restoring(register)

    def _holds(self, register: Register, change: Change) -> bool:
        """Tell whether a register holds what `change` would write."""
        held = self.live.read(register)
        if isinstance(held, Absent):
            return change.kind is OperationKind.RETRACT
        return change.kind is OperationKind.ASSERT and is_same(held, change.value)

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


def _latest(changes: Iterable[Change]) -> Iterable[Change]:
    """Return the last change of each register."""
    return {change.register: change for change in changes}.values()
