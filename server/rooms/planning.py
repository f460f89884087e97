"""What a headless edit comes to, before anything of it is written: a plan, or a refusal.

A plain edit needs the live registers only. Everything else in time (correct, schedule, end,
rescind, an edit with an end of its own) is decided on rectangles, which the read models hold; they
are read once those have reached the head, and as the room appends nothing meanwhile, they stay
right.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from fractional_indexing import FIError, generate_key_between

from domain.errors import BadIntent, BadValue
from domain.ids import ElementId, StreamId
from domain.model.binding import bindings_of
from domain.model.live import ABSENT, LiveGraph
from domain.model.metamodel import MODEL
from domain.model.operations import (
    Change,
    Mode,
    Operation,
    OperationKind,
    Register,
    assertion,
    retraction,
)
from domain.model.structure import Problem, refuse
from domain.model.values import Json, normalise
from domain.period import Instant
from domain.time.intent import Intent, check, decide, whole_elements
from domain.time.registers import Rectangle, project, value_at
from domain.time.rescind import decided_in, registers_to_read, rescind
from server.log.draft import Draft
from server.log.preparation import Rectangles
from server.log.writer import NO_RECTANGLES
from server.postgres.pool import Pool
from server.readmodels import rectangles as read
from server.readmodels.projector import Projector
from server.rooms.headless import Conflict, Conflicts, HeadlessEdit, Planned, Refused
from server.rooms.materialisation import is_same
from server.rooms.typing import TEXT

PLAIN: Final = Intent(Mode.EDIT)
"""What a live edit means: from now on, until the next decision."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A draft (none when nothing changes), what to write now, and the rectangles it was decided on.

    `writes` is what holds at the instant of planning; a moment later it may be less or more.
    """

    draft: Draft | None
    writes: tuple[Change, ...]
    rectangles: Rectangles


@dataclass(frozen=True, slots=True)
class Present:
    """Where a room is: its registers, its next tx, the position of its head, and the instant."""

    live: LiveGraph
    pending: Rectangles
    head_tx: int
    position: int
    now: Instant


Answer: TypeAlias = Plan | Refused | Conflicts | Planned


class Planner:
    """Plans the headless edits of one stream."""

    def __init__(self, stream: StreamId, *, pool: Pool, projector: Projector) -> None:
        self._stream = stream
        self._pool = pool
        self._projector = projector

    async def plan(self, edit: HeadlessEdit, present: Present) -> Answer:
        """Plan an edit against the present; raises BadIntent, and what readers raise."""
        if edit.rescinds is not None:
            return await self._plan_rescind(edit, edit.rescinds, present)
        changes = _normalised(edit.changes)
        if isinstance(changes, Refused):
            return changes
        edit = replace(edit, changes=with_orders(changes, present.live))
        conflicts = await self._conflicts(edit, present)
        if conflicts is not None:
            return conflicts
        if edit.intent == PLAIN:
            return _plan_edit(edit, present)
        return await self._plan_in_time(edit, present)

    async def _conflicts(self, edit: HeadlessEdit, present: Present) -> Conflicts | None:
        """Return what changed after `expected_tx`, None when nothing did."""
        expected = edit.expected_tx
        if expected is None or expected >= present.head_tx:
            return None
        registers = {change.register for change in edit.changes}
        current = await self._current(registers, (), present.position)
        items = tuple(
            Conflict(*register, max(tx), _value(present.live, register))
            for register in registers
            if (tx := [one.tx for one in current[register] if one.tx > expected])
        )
        return Conflicts(items) if items else None

    async def _plan_in_time(self, edit: HeadlessEdit, present: Present) -> Answer:
        intent, changes = edit.intent, edit.changes
        check(intent, recorded_at=present.now)
        registers = {change.register for change in changes}
        elements = {change.element for change in changes} | _parents(changes)
        held = await self._current(registers, elements, present.position)
        start = present.now if intent.start is None else intent.start
        problems = _problems_in_time(intent, changes, present.live, held, start=start)
        if problems:
            return Refused(problems)
        whole = set(whole_elements(intent, changes))
        current = {
            register: rectangles
            for register, rectangles in held.items()
            if register in registers or register[0] in whole
        }
        tx = present.head_tx + 1
        operations = decide(intent, changes, current, tx=tx, recorded_at=present.now)
        if edit.preview:
            return Planned(operations)
        draft = Draft(edit.commit_id, edit.actor, edit.why, intent, changes, edit.cause)
        writes = after(operations, current, tx=tx, at=present.now)
        return Plan(draft if operations else None, writes, current)

    async def _plan_rescind(
        self,
        edit: HeadlessEdit,
        target: int,
        present: Present,
    ) -> Plan | Planned:
        if not 0 < target <= present.head_tx:
            fact = f"is not there; the last one is {present.head_tx}"
            raise BadIntent(f"commit {target}", fact, "name one of the history")
        await self._projector.wait_for(present.position)
        rescinds = await read.rescinds(self._pool, self._stream)
        source = decided_in(target, rescinds)
        touched = await read.touched(self._pool, self._stream, source)
        reborn = {element for element, attribute in touched if attribute == "kind"}
        current = await self._current(touched, reborn, present.position)
        decisions = await read.decisions(self._pool, self._stream, registers_to_read(current))
        tx = present.head_tx + 1

        def operations(tx: int, _recorded_at: Instant) -> tuple[Operation, ...]:
            return rescind(target, decisions, current, rescinds=rescinds, tx=tx)

        planned = operations(tx, present.now)
        if edit.preview:
            return Planned(planned)
        draft = Draft(
            edit.commit_id,
            edit.actor,
            edit.why,
            Intent(Mode.RESCIND),
            (),
            rescinds=target,
            operations=operations,
        )
        return Plan(draft, after(planned, current, tx=tx, at=present.now), current)

    async def _current(
        self,
        registers: Collection[Register],
        elements: Collection[ElementId],
        position: int,
    ) -> dict[Register, tuple[Rectangle, ...]]:
        """Return the current rectangles of registers, and of all registers of elements."""
        await self._projector.wait_for(position)
        current = dict(await read.current(self._pool, self._stream, registers))
        if elements:
            current |= await read.current_of_elements(self._pool, self._stream, elements)
        return current


def after(
    operations: Iterable[Operation],
    current: Mapping[Register, tuple[Rectangle, ...]],
    *,
    tx: int,
    at: Instant,
) -> tuple[Change, ...]:
    """Return what the registers of the operations hold at an instant, once those are recorded."""
    touched: dict[Register, tuple[Rectangle, ...]] = {}
    for place, operation in enumerate(operations):
        register = operation.register
        former = touched.get(register, current.get(register, ()))
        touched[register] = project(former, operation, tx=tx, ord=place).current
    return tuple(holding(register, rectangles, at) for register, rectangles in touched.items())


def holding(register: Register, rectangles: tuple[Rectangle, ...], at: Instant) -> Change:
    """Return the change that lets a register hold what it holds at an instant."""
    rectangle = value_at(rectangles, at)
    return retraction(*register) if rectangle is None else assertion(*register, rectangle.value)


def with_orders(changes: tuple[Change, ...], live: LiveGraph) -> tuple[Change, ...]:
    """Give each element that is created without an order the last one among its siblings."""
    given = {
        change.register: change.value for change in changes if change.kind is OperationKind.ASSERT
    }
    last: dict[Json, str] = {}
    for (element, attribute), order in given.items():
        if attribute == "order" and isinstance(order, str):
            parent = given.get((element, "parent"))
            last[parent] = max(last.get(parent) or _last_order(live, parent), order)
    added: list[Change] = []
    for (element, attribute), kind in given.items():
        if attribute != "kind" or kind == MODEL or not _is_unordered(element, given, live):
            continue
        parent = given.get((element, "parent"))
        last[parent] = _next_order(last.get(parent) or _last_order(live, parent))
        added.append(assertion(element, "order", last[parent]))
    return (*changes, *added)


def _plan_edit(edit: HeadlessEdit, present: Present) -> Plan | Refused | Planned:
    live = present.live
    problems = refuse(live, edit.changes)
    if problems:
        return Refused(problems)
    net = tuple(change for change in _latest(edit.changes) if not _holds(live, change))
    net = _latest((*net, *bindings_of(live, net)))
    if edit.preview:
        tx = present.head_tx + 1
        return Planned(decide(PLAIN, net, present.pending, tx=tx, recorded_at=present.now))
    draft = Draft(edit.commit_id, edit.actor, edit.why, PLAIN, net, edit.cause)
    return Plan(draft if net else None, net, NO_RECTANGLES)


def _latest(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the last change of each register."""
    return tuple({change.register: change for change in changes}.values())


def _problems_in_time(
    intent: Intent,
    changes: tuple[Change, ...],
    live: LiveGraph,
    held: Mapping[Register, tuple[Rectangle, ...]],
    *,
    start: Instant,
) -> tuple[Problem, ...]:
    """Return what is structurally wrong with changes at another time.

    They are judged by the graph as it is where the period starts; what reaches back into the past
    may fit the graph of today instead, for an element can be told about the time before it was.
    """
    overlay = [
        live.write(holding(register, rectangles, start)) for register, rectangles in held.items()
    ]
    try:
        problems = refuse(live, changes)
    finally:
        for inverse in reversed(overlay):
            live.write(inverse)
    if problems and intent.mode is not Mode.SCHEDULE:
        return refuse(live, changes)
    return problems


def _normalised(changes: tuple[Change, ...]) -> tuple[Change, ...] | Refused:
    result: list[Change] = []
    problems: list[Problem] = []
    for change in changes:
        try:
            value = normalise(change.value, subject=change.attribute)
        except BadValue as error:
            problem = Problem("wrong-value", change.element, change.attribute, str(error))
            problems.append(problem)
        else:
            if (change.attribute, value) == (TEXT, ""):  # an empty text holds no value
                result.append(retraction(*change.register))
            else:
                result.append(Change(change.element, change.attribute, change.kind, value))
    return Refused(tuple(problems)) if problems else tuple(result)


def _parents(changes: Iterable[Change]) -> set[ElementId]:
    return {
        change.value
        for change in changes
        if change.attribute == "parent" and isinstance(change.value, str)
    }


def _is_unordered(element: ElementId, given: Mapping[Register, Json], live: LiveGraph) -> bool:
    return (element, "order") not in given and live.read((element, "order")) is ABSENT


def _last_order(live: LiveGraph, parent: Json) -> str:
    return live.last_order(parent if isinstance(parent, str) else None) or ""


def _next_order(last: str) -> str:
    try:
        return str(generate_key_between(last or None, None))
    except FIError:  # a key that somebody wrote by hand; whatever is longer sorts after it
        return f"{last}V"


def _holds(live: LiveGraph, change: Change) -> bool:
    held = live.read(change.register)
    if held is ABSENT:
        return change.kind is OperationKind.RETRACT
    return change.kind is OperationKind.ASSERT and is_same(held, change.value)


def _value(live: LiveGraph, register: Register) -> Json:
    held = live.read(register)
    return None if held is ABSENT else held
