"""Random histories of intents, and what they mean by the letter: one cell per instant.

The reference knows no rectangles, periods or origins of operations: a register is a row of cells,
one for each of the first `HORIZON` instants, the last one standing for all that follow; a cell
holds the (tx, kind, value) that was decided there, or None. What counts is replayed from nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from hypothesis import strategies as st

from domain.model.operations import (
    Change,
    Mode,
    OperationKind,
    Register,
    Until,
    UntilWord,
    assertion,
    retraction,
)
from domain.model.values import Json
from domain.period import Instant
from domain.time.intent import Intent
from domain.time.registers import NOTHING, Rectangle
from tests.domain.time.ledger import Ledger

HORIZON = 60
REGISTERS: tuple[Register, ...] = (("a", "kind"), ("a", "name"), ("a", "doc"), ("b", "name"))

Cell: TypeAlias = tuple[int, OperationKind, Json] | None
Row: TypeAlias = list[Cell]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does; `pick` counts back to what a rescind takes back."""

    gap: int
    mode: Mode
    distance: int
    length: int | None
    is_open: bool
    changes: tuple[Change, ...]
    pick: int = 0

    def intent(self, at: Instant) -> Intent:
        """The step as recorded at `at`: edits start there, the others before or after it."""
        match self.mode:
            case Mode.CORRECT:
                start = at - self.distance
            case Mode.SCHEDULE:
                start = at + 1 + self.distance
            case Mode.END:
                start = at + self.distance - 4
            case _:
                start = at
        until: Until = UntilWord.OPEN if self.is_open else UntilWord.NEXT
        if self.length is not None:
            until = start + self.length
        return Intent(self.mode, None if self.mode is Mode.EDIT else start, until)


def _changes(mode: Mode, registers: tuple[Register, ...]) -> st.SearchStrategy[tuple[Change, ...]]:
    one = st.builds(
        lambda register, value: (
            retraction(*register)
            if value is None or mode is Mode.END
            else assertion(register[0], register[1], value)
        ),
        st.sampled_from(registers),
        st.sampled_from((None, 0, 1, 1, 2)),
    )
    return st.lists(one, min_size=1, max_size=3).map(tuple)


def steps_of(*modes: Mode, registers: tuple[Register, ...] = REGISTERS) -> st.SearchStrategy[Step]:
    """Steps of these modes; small numbers, so that collisions are the rule."""
    return st.sampled_from(modes).flatmap(
        lambda mode: st.builds(
            Step,
            gap=st.sampled_from((1, 1, 2, 3)),
            mode=st.just(mode),
            distance=st.sampled_from((0, 1, 2, 3, 4, 5, 7, 8)),
            length=st.one_of(st.none(), st.none(), st.integers(1, 6)),
            is_open=st.sampled_from((False, False, False, True)),
            changes=_changes(mode, registers),
            pick=st.integers(0, 9),
        )
    )


INTENDED = (Mode.EDIT, Mode.EDIT, Mode.CORRECT, Mode.SCHEDULE, Mode.SCHEDULE, Mode.END)
intents = st.lists(steps_of(*INTENDED), max_size=9)
histories = st.lists(steps_of(*INTENDED, Mode.RESCIND, Mode.RESCIND), max_size=11)

_KIND = assertion("a", "kind", 0)
CREATION = Step(1, Mode.EDIT, 0, None, is_open=False, changes=(_KIND, assertion("a", "name", 0)))
_dating = st.builds(
    Step,
    gap=st.just(1),
    mode=st.just(Mode.CORRECT),
    distance=st.sampled_from((4, 5, 6, 8)),
    length=st.sampled_from((None, None, None, 2)),
    is_open=st.just(value=False),
    changes=st.just((_KIND,)),
)
_LIVING = (*INTENDED, Mode.CORRECT, Mode.RESCIND, Mode.RESCIND)
_living = steps_of(*_LIVING, registers=(*REGISTERS[:3], ("a", "kind")))
lives = st.lists(_dating | _living, max_size=9).map(lambda steps: [CREATION, *steps])
"""Histories of one element, whose creation is corrected again and again."""


@dataclass(frozen=True, slots=True)
class Said:
    """An intent as the log has it, for the reference."""

    tx: int
    at: Instant
    intent: Intent
    changes: tuple[Change, ...]


class Played:
    """A ledger that remembers what was said, beside what the code made of it."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.said: list[Said] = []
        self.at = 8

    def play(self, steps: Iterable[Step]) -> "Played":
        """Do the steps, one after the other."""
        for step in steps:
            self.step(step)
        return self

    def step(self, step: Step) -> int | None:
        """Do one step; return its commit, or None when there was nothing to rescind."""
        self.at += step.gap
        if step.mode is Mode.RESCIND:
            choice = self.ledger.rescindable()
            return self.rescind(choice[-1 - step.pick % len(choice)]) if choice else None
        return self.say(step.intent(self.at), *step.changes)

    def say(self, intent: Intent, *changes: Change) -> int:
        """Record an intent at the present instant."""
        tx = self.ledger.record(intent, *changes, at=self.at)
        self.said.append(Said(tx, self.at, intent, changes))
        return tx

    def rescind(self, target: int) -> int:
        """Take a commit back at the present instant."""
        return self.ledger.rescind(target, at=self.at)

    def rows(self) -> dict[Register, Row]:
        """The current decisions as the code has them, cell by cell."""
        rows: dict[Register, Row] = {}
        for register, rectangles in self.ledger.current.items():
            row = rows[register] = empty()
            for rectangle in rectangles:
                if rectangle.origin == NOTHING:
                    assert rectangle.kind is OperationKind.RETRACT
                    continue
                cell = (rectangle.origin.tx, rectangle.kind, rectangle.value)
                for instant in range(HORIZON):
                    if instant in rectangle.valid:
                        assert row[instant] is None
                        row[instant] = cell
        return {register: row for register, row in rows.items() if any(row)}

    def expected(self) -> dict[Register, Row]:
        """What all that was said and still counts means, by the letter."""
        return replay(said for said in self.said if counts(said.tx, self.ledger.rescinds))


def counts(tx: int, rescinds: Mapping[int, int]) -> bool:
    """A commit counts unless a rescind of it counts."""
    return not any(counts(by, rescinds) for by, target in rescinds.items() if target == tx)


def empty() -> Row:
    return [None] * HORIZON


def replay(history: Iterable[Said]) -> dict[Register, Row]:
    """Replay intents from nothing; return the rows that say anything."""
    rows = {register: empty() for register in REGISTERS}
    for said in history:
        _say(said, rows)
    return {register: row for register, row in rows.items() if any(row)}


def extent(row: Row, intent: Intent, start: Instant) -> list[Instant]:
    """The cells that an intent from `start` on replaces."""
    later = range(start, HORIZON)
    if intent.until == UntilWord.OPEN:
        return list(later)
    if isinstance(intent.until, int):
        return list(range(start, intent.until))
    decided = row[start]
    if decided is not None:
        return [instant for instant in later if row[instant] == decided]
    return list(range(start, next((at for at in later if row[at] is not None), HORIZON)))


def _say(said: Said, rows: dict[Register, Row]) -> None:
    start = said.at if said.intent.start is None else said.intent.start
    final = {change.register: change for change in said.changes}
    written: list[tuple[Register, list[Instant], Cell]] = [
        (
            register,
            extent(rows[register], said.intent, start),
            (said.tx, change.kind, change.value),
        )
        for register, change in final.items()
    ]
    for register, change in final.items():
        asserted = register[1] == "kind" and change.kind is OperationKind.ASSERT
        if asserted and said.intent.mode is Mode.CORRECT:
            written += _moved(register[0], start, said.intent.until, rows, final)
    for register, cells, cell in written:
        for instant in cells:
            rows[register][instant] = cell


def _moved(
    element: str,
    start: Instant,
    until: Until,
    rows: Mapping[Register, Row],
    final: Mapping[Register, Change],
) -> list[tuple[Register, list[Instant], Cell]]:
    creation, first = _first(rows[element, "kind"])
    if first is None or first[1] is OperationKind.RETRACT or start >= creation:
        return []
    end = min(until, creation) if isinstance(until, int) else creation
    return [
        (register, list(range(start, end)), _first(row)[1])
        for register, row in rows.items()
        if register[0] == element and register not in final and _first(row)[0] == creation
    ]


def _first(row: Row) -> tuple[Instant, Cell]:
    return next(((at, cell) for at, cell in enumerate(row) if cell is not None), (HORIZON, None))


def stated(
    current: dict[Register, tuple[Rectangle, ...]],
    closed: dict[Register, tuple[Rectangle, ...]],
    valid_at: int,
    known: int,
) -> dict[Register, Json]:
    state: dict[Register, Json] = {}
    for register, known_now in current.items():
        for each in answered((*closed[register], *known_now), valid_at, known):
            if each.kind is OperationKind.ASSERT:
                assert register not in state
                state[register] = each.value
    return state


def answered(rectangles: tuple[Rectangle, ...], valid_at: int, known: int) -> tuple[Rectangle, ...]:
    return tuple(
        each
        for each in rectangles
        if valid_at in each.valid
        and each.known_from <= known
        and (each.known_until is None or known < each.known_until)
    )
