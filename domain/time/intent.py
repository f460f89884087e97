"""Intents: what somebody means by a change in time, turned into operations with explicit periods.

    edit        [now, next)             it is so from now on
    correct     [start, next or until)  it was so already, we know it only now
    schedule    [start, next or until)  it will be so
    end         [start, next or until)  it is not so in that period: a retract

`next` is the whole remaining extent of the decision in force at the start: every current rectangle
from there on that stems from the same origin. That may be several periods, for a temporary
schedule is a hole in a decision, not its end. Where nothing is in force it is the time up to the
next decision. So neither a live edit nor a correction erases a later-dated decision.

A retract is a decision like any other: somebody decided it, its extent is replaced likewise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.errors import BadIntent
from domain.ids import ElementId
from domain.model.operations import (
    Change,
    Mode,
    Operation,
    OperationKind,
    Origin,
    Register,
    Until,
    UntilWord,
)
from domain.model.values import Json
from domain.period import Instant, Period, format_instant
from domain.time.creation import KIND, Moved, extend, moved_by
from domain.time.registers import NOTHING, Rectangle, in_force, not_over, value_at

_DERIVED: Final = (Mode.RESCIND, Mode.BOUNDARY)


@dataclass(frozen=True, slots=True)
class Intent:
    """How a change is meant in time; a `start` of None is the instant it is recorded at."""

    mode: Mode
    start: Instant | None = None
    until: Until = UntilWord.NEXT


def check(intent: Intent, *, recorded_at: Instant) -> None:
    """Raise BadIntent when mode and times contradict each other at `recorded_at`."""
    mode, start = intent.mode, intent.start
    if mode is Mode.EDIT and start not in (None, recorded_at):
        fact = "names a start other than now"
        raise BadIntent("an edit", fact, "use correct for the past, schedule for the future")
    if mode is Mode.CORRECT and (start is None or start > recorded_at):
        fact = _starting(start, "lies in the future")
        raise BadIntent("a correction", fact, "name a start in the past, or use schedule")
    if mode is Mode.SCHEDULE and (start is None or start <= recorded_at):
        fact = _starting(start, "does not lie in the future")
        raise BadIntent("a scheduled change", fact, "name a later start, or use correct")
    if mode in _DERIVED and (start is not None or intent.until != UntilWord.NEXT):
        fact = "takes its periods from what was decided before"
        raise BadIntent(f"a commit of mode {mode}", fact, "leave out start and until")
    _check_until(intent, recorded_at)


def decide(
    intent: Intent,
    changes: tuple[Change, ...],
    current: Mapping[Register, tuple[Rectangle, ...]],
    *,
    tx: int,
    recorded_at: Instant,
) -> tuple[Operation, ...]:
    """Return the operations of commit `tx` that mean the changes as intended, numbered by index.

    `current` holds the current rectangles, by start, of each changed register (left out: none);
    for the elements that `whole_elements` names, those of every register of theirs. Of two changes
    to one register the later counts. A change of several periods gives several operations, the
    later ones with the first as origin. Raises BadIntent.
    """
    check(intent, recorded_at=recorded_at)
    _check_changes(intent, changes)
    start = recorded_at if intent.start is None else intent.start
    final = {(change.element, change.attribute): change for change in changes}
    operations: list[Operation] = []
    for register, change in final.items():
        rectangles = current.get(register, ())
        base = _base(rectangles, start) if intent.mode is Mode.SCHEDULE else None
        origin: Origin | None = None
        for valid in periods(rectangles, start=start, until=intent.until):
            operations.append(
                Operation(*register, change.kind, change.value, valid, origin, base),
            )
            if origin is None:
                origin, base = Origin(tx, len(operations) - 1), None
    for element in whole_elements(intent, tuple(final.values())):
        moved = moved_by(current.get((element, KIND), ()), start=start, until=intent.until)
        operations.extend(_extensions(element, moved, final, current))
    return tuple(operations)


def whole_elements(intent: Intent, changes: tuple[Change, ...]) -> tuple[ElementId, ...]:
    """Return the elements of which `decide` must know every register, to move their start."""
    if intent.mode is not Mode.CORRECT:
        return ()
    return tuple(
        change.element
        for change in changes
        if change.attribute == KIND and change.kind is OperationKind.ASSERT
    )


def periods(
    current: tuple[Rectangle, ...],
    *,
    start: Instant,
    until: Until,
) -> tuple[Period, ...]:
    """Return the periods, by start, that a decision from `start` `until` covers."""
    if until is UntilWord.NEXT:
        return _remaining(current, start)
    return (Period(start, None if until is UntilWord.OPEN else until),)


def _starting(start: Instant | None, where: str) -> str:
    return (
        "names no start" if start is None else f"starts at {format_instant(start)}, which {where}"
    )


def _check_until(intent: Intent, recorded_at: Instant) -> None:
    start = recorded_at if intent.start is None else intent.start
    if isinstance(intent.until, int) and intent.until <= start:
        fact = f"ends at {format_instant(intent.until)}, not after its start"
        raise BadIntent(f"the period of mode {intent.mode}", fact, "let it end after it starts")


def _check_changes(intent: Intent, changes: tuple[Change, ...]) -> None:
    if not changes:
        return
    if intent.mode in _DERIVED:
        fact = "takes no changes of its own"
        raise BadIntent(f"a commit of mode {intent.mode}", fact, "send the changes as an edit")
    if intent.mode is Mode.END:
        for change in changes:
            if change.kind is OperationKind.ASSERT:
                fact = f"gives {change.attribute} of {change.element} a value"
                raise BadIntent("an end", fact, "retract it, or use correct or schedule")


def _base(current: tuple[Rectangle, ...], start: Instant) -> Json:
    before = value_at(current, start - 1)
    return before.value if before else None


def _extensions(
    element: ElementId,
    moved: Moved | None,
    final: Mapping[Register, Change],
    current: Mapping[Register, tuple[Rectangle, ...]],
) -> tuple[Operation, ...]:
    if moved is None:
        return ()
    extended = (
        extend(register, rectangles, moved)
        for register, rectangles in current.items()
        if register[0] == element and register not in final
    )
    return tuple(operation for operation in extended if operation is not None)


def _remaining(current: tuple[Rectangle, ...], start: Instant) -> tuple[Period, ...]:
    ahead = not_over(current, start)
    decision = in_force(ahead, start)
    if decision is None:
        return (Period(start, _next_start(ahead, start)),)
    pieces: list[Period] = []
    for rectangle in ahead:
        if rectangle.origin != decision.origin:
            continue
        valid = rectangle.valid
        begin = start if valid.start is None or valid.start < start else valid.start
        if pieces and pieces[-1].end == begin:
            pieces[-1] = Period(pieces[-1].start, valid.end)
        else:
            pieces.append(Period(begin, valid.end))
    return tuple(pieces)


def _next_start(ahead: tuple[Rectangle, ...], start: Instant) -> Instant | None:
    for rectangle in ahead:
        begin = rectangle.valid.start
        if rectangle.origin != NOTHING and begin is not None and begin > start:
            return begin
    return None
