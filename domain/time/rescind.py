"""Rescinding: what a commit touched becomes what all other intents, replayed, would give.

Replayed are decisions, not periods: without the plan, the rename after it is no longer cut short.
What is recorded are explicit operations, each with the origin of the decision it restores, only
where the current rectangles stem from another one; the old state stays visible at its known time.

A rescind is no decision itself, so it can be rescinded like any commit: then its target counts
again. Neither is the extension of a register by a corrected creation (`domain.time.creation`):
both are recognised by an origin on the operation, and replayed from what they follow from.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.errors import BadIntent
from domain.ids import ElementId
from domain.model.operations import (
    Commit,
    Mode,
    Operation,
    OperationKind,
    Origin,
    Register,
)
from domain.model.values import Json
from domain.period import Instant, Period
from domain.time.creation import KIND, Moved, extend, moved_by
from domain.time.intent import Intent, periods
from domain.time.registers import NOTHING, Rectangle, project


@dataclass(frozen=True, slots=True)
class Decision:
    """What commit `tx` decided of one register; `ord` is its first operation there.

    The log says it by every operation without an origin; `intent`, `recorded_at` are the commit's.
    """

    tx: int
    ord: int
    intent: Intent
    recorded_at: Instant
    kind: OperationKind
    value: Json

    @property
    def start(self) -> Instant:
        """The instant from which it was decided."""
        return self.recorded_at if self.intent.start is None else self.intent.start


def decisions_of(commit: Commit) -> Iterator[tuple[Register, Decision]]:
    """Yield what the commit decided, register by register."""
    intent = Intent(commit.mode, commit.start, commit.until)
    for place, operation in enumerate(commit.operations):
        if operation.origin is None:
            yield (
                operation.register,
                Decision(
                    commit.tx,
                    place,
                    intent,
                    commit.recorded_at,
                    operation.kind,
                    operation.value,
                ),
            )


def rescind(
    target: int,
    decisions: Mapping[Register, tuple[Decision, ...]],
    current: Mapping[Register, tuple[Rectangle, ...]],
    *,
    rescinds: Mapping[int, int],
    tx: int,
) -> tuple[Operation, ...]:
    """Return the operations, numbered by index, of commit `tx`, which takes commit `target` back.

    `rescinds` says of every rescind of the stream so far which commit it took back. `current` holds
    the current rectangles, by start, of every register that `decided_in(target, rescinds)` has
    operations on; where one of those is `kind`, of every register of that element. `decisions`
    holds what was decided, in tx order, of those and of `kind` of their elements, rescinded or not.
    Raises BadIntent when the commit is rescinded already or decided nothing, KeyError when
    `decisions` lacks a register (one without decisions has an empty tuple).
    """
    if target in without_effect(rescinds):
        fact = "is already rescinded"
        raise BadIntent(f"commit {target}", fact, "rescind the commit that did it to undo that")
    source = decided_in(target, rescinds)
    if all(decision.tx != source for register in decisions for decision in decisions[register]):
        fact = "decided nothing of these registers"
        raise BadIntent(f"commit {target}", fact, "name a commit that changed something")
    ignored = without_effect({**rescinds, tx: target})
    moves = {
        element: _moves(element, decisions[element, KIND], ignored=ignored)
        for element in {element for element, _ in current}
    }
    operations: list[Operation] = []
    for register in sorted(current):
        moved = {} if register[1] == KIND else moves[register[0]]
        replayed = _replay(register, decisions[register], moved, ignored=ignored)
        operations.extend(_differences(register, replayed, current[register]))
    return tuple(operations)


def without_effect(rescinds: Mapping[int, int]) -> frozenset[int]:
    """Return the commits that do not count, given which commit each rescind took back."""
    ignored: set[int] = set()
    for tx in sorted(rescinds, reverse=True):
        if tx not in ignored:
            ignored.add(rescinds[tx])
    return frozenset(ignored)


def decided_in(target: int, rescinds: Mapping[int, int]) -> int:
    """Return the commit whose decisions are at stake when `target` is rescinded."""
    while target in rescinds:
        target = rescinds[target]
    return target


def registers_to_read(touched: Iterable[Register]) -> frozenset[Register]:
    """Return the registers whose decisions `rescind` needs when `touched` are its `current`."""
    return frozenset(register for one in touched for register in (one, (one[0], KIND)))


def _moves(
    element: ElementId,
    decisions: tuple[Decision, ...],
    *,
    ignored: frozenset[int],
) -> Mapping[int, Moved]:
    """Return by tx how corrections of `kind` move the creation of the element."""
    moves: dict[int, Moved] = {}
    current: tuple[Rectangle, ...] = ()
    for decision in decisions:
        if decision.tx in ignored:
            continue
        intent = decision.intent
        if intent.mode is Mode.CORRECT and decision.kind is OperationKind.ASSERT:
            moved = moved_by(current, start=decision.start, until=intent.until)
            if moved is not None:
                moves[decision.tx] = moved
        current = _decided(current, (element, KIND), decision)
    return moves


def _replay(
    register: Register,
    decisions: tuple[Decision, ...],
    moves: Mapping[int, Moved],
    *,
    ignored: frozenset[int],
) -> tuple[Rectangle, ...]:
    """Return the rectangles that the decisions which count give, re-resolved in tx order."""
    counting = {decision.tx: decision for decision in decisions if decision.tx not in ignored}
    current: tuple[Rectangle, ...] = ()
    for tx in sorted(counting.keys() | moves.keys()):
        if tx in counting:
            current = _decided(current, register, counting[tx])
        else:
            operation = extend(register, current, moves[tx])
            if operation is not None:
                current = project(current, operation, tx=tx, ord=0).current
    return current


def _decided(
    current: tuple[Rectangle, ...],
    register: Register,
    decision: Decision,
) -> tuple[Rectangle, ...]:
    origin = Origin(decision.tx, decision.ord)
    for valid in periods(current, start=decision.start, until=decision.intent.until):
        operation = Operation(*register, decision.kind, decision.value, valid, origin)
        current = project(current, operation, tx=decision.tx, ord=decision.ord).current
    return current


def _differences(
    register: Register,
    replayed: tuple[Rectangle, ...],
    current: tuple[Rectangle, ...],
) -> tuple[Operation, ...]:
    """Return the operations that give `current` the decisions of `replayed`, as few as can be.

    An origin decides kind and value, so rectangles of one origin say the same.
    """
    operations: list[Operation] = []
    for segment in _segments((*replayed, *current)):
        restored = _within(replayed, segment)
        present = _within(current, segment)
        origin = restored.origin if restored else NOTHING
        if origin == (present.origin if present else NOTHING):
            continue
        kind, value = (restored.kind, restored.value) if restored else (OperationKind.RETRACT, None)
        start = segment.start
        if operations and (operations[-1].origin, operations[-1].valid.end) == (origin, start):
            start = operations.pop().valid.start
        valid = Period(start, segment.end)
        operations.append(Operation(*register, kind, value, valid, origin))
    return tuple(operations)


def _segments(rectangles: tuple[Rectangle, ...]) -> Iterator[Period]:
    """Yield the periods between all bounds of the rectangles, the unbounded ones first and last."""
    bounds = {
        bound
        for rectangle in rectangles
        for bound in (rectangle.valid.start, rectangle.valid.end)
        if bound is not None
    }
    start: Instant | None = None
    for bound in sorted(bounds):
        yield Period(start, bound)
        start = bound
    yield Period(start, None)


def _within(rectangles: tuple[Rectangle, ...], segment: Period) -> Rectangle | None:
    """Return the rectangle that covers a segment, which never straddles one."""
    return next((each for each in rectangles if each.valid.overlaps(segment)), None)
