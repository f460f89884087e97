"""A stream kept in memory: each commit decided, projected and remembered as by the server."""

from collections.abc import Iterator

from domain.model.operations import (
    Change,
    Commit,
    Mode,
    Operation,
    Register,
    Until,
    UntilWord,
    assertion,
    retraction,
)
from domain.model.values import Json
from domain.period import Instant
from domain.time.creation import KIND
from domain.time.intent import Intent, decide, whole_elements
from domain.time.registers import Rectangle, oracle, project
from domain.time.rescind import (
    Decision,
    decided_in,
    decisions_of,
    registers_to_read,
    rescind,
    without_effect,
)

ELEMENT = "customer"


class Ledger:
    """The story methods speak of one element: `ledger.edit(at=10, name="Order")`."""

    def __init__(self) -> None:
        self.commits: list[Commit] = []
        self.current: dict[Register, tuple[Rectangle, ...]] = {}
        self.closed: dict[Register, tuple[Rectangle, ...]] = {}
        self.rescinds: dict[int, int] = {}

    @property
    def head(self) -> int:
        return len(self.commits)

    def edit(self, *, at: Instant, until: Until = UntilWord.NEXT, **values: Json) -> int:
        return self.record(Intent(Mode.EDIT, None, until), *changes(values), at=at)

    def correct(
        self, *, at: Instant, start: Instant, until: Until = UntilWord.NEXT, **values: Json
    ) -> int:
        return self.record(Intent(Mode.CORRECT, start, until), *changes(values), at=at)

    def schedule(
        self, *, at: Instant, start: Instant, until: Until = UntilWord.NEXT, **values: Json
    ) -> int:
        return self.record(Intent(Mode.SCHEDULE, start, until), *changes(values), at=at)

    def end(
        self, *names: str, at: Instant, start: Instant | None = None, until: Until = UntilWord.NEXT
    ) -> int:
        changed = (retraction(ELEMENT, name) for name in names)
        return self.record(Intent(Mode.END, start, until), *changed, at=at)

    def record(self, intent: Intent, *wanted: Change, at: Instant) -> int:
        whole = whole_elements(intent, wanted)
        named = {change.register for change in wanted}
        known = {
            register: rectangles
            for register, rectangles in self.current.items()
            if register in named or register[0] in whole
        }
        operations = decide(intent, wanted, known, tx=self.head + 1, recorded_at=at)
        return self._append(intent, operations, at=at)

    def rescind(self, target: int, *, at: Instant) -> int:
        touched = self._touched(target)
        decisions = self.decisions()
        operations = rescind(
            target,
            {register: decisions.get(register, ()) for register in registers_to_read(touched)},
            {register: self.current[register] for register in touched},
            rescinds=dict(self.rescinds),
            tx=self.head + 1,
        )
        tx = self._append(Intent(Mode.RESCIND), operations, at=at)
        self.rescinds[tx] = target
        return tx

    def decisions(self) -> dict[Register, tuple[Decision, ...]]:
        found: dict[Register, tuple[Decision, ...]] = {}
        for commit in self.commits:
            for register, decision in decisions_of(commit):
                found[register] = (*found.get(register, ()), decision)
        return found

    def rescindable(self) -> list[int]:
        """The commits that decided something and still count."""
        ignored = without_effect(self.rescinds)
        return [
            commit.tx
            for commit in self.commits
            if commit.tx not in ignored and (commit.operations or commit.tx in self.rescinds)
        ]

    def history(self) -> Iterator[tuple[int, int, Operation]]:
        for commit in self.commits:
            for place, operation in enumerate(commit.operations):
                yield commit.tx, place, operation

    def instants(self) -> list[Instant]:
        """Return every instant at which any state may differ from the one before, and the latter.

        Between two of them nothing happens, so what holds at all of these holds always.
        """
        bounds = {
            bound
            for _, _, operation in self.history()
            for bound in (operation.valid.start, operation.valid.end)
            if bound is not None
        }
        return sorted({-1} | {at for bound in bounds for at in (bound - 1, bound)})

    def state(self, valid_at: Instant, *, known: int | None = None) -> dict[Register, Json]:
        known = self.head if known is None else known
        return oracle(self.history(), valid_at=valid_at, known=known)

    def reads(self, attribute: str, *days: Instant, known: int | None = None) -> list[Json]:
        return [self.state(day, known=known).get((ELEMENT, attribute)) for day in days]

    def names(self, *days: Instant, known: int | None = None) -> list[Json]:
        return self.reads("name", *days, known=known)

    def _touched(self, target: int) -> set[Register]:
        source = decided_in(target, self.rescinds)
        touched = {
            operation.register
            for commit in self.commits
            if commit.tx == source
            for operation in commit.operations
        }
        whole = {element for element, attribute in touched if attribute == KIND}
        return touched | {register for register in self.current if register[0] in whole}

    def _append(self, intent: Intent, operations: tuple[Operation, ...], *, at: Instant) -> int:
        tx = self.head + 1
        commit = Commit(
            stream="stream",
            tx=tx,
            recorded_at=at,
            commit_id=f"commit {tx}",
            actor="ann",
            why=None,
            mode=intent.mode,
            start=intent.start,
            until=intent.until,
            operations=operations,
        )
        self.commits.append(commit)
        for place, operation in enumerate(operations):
            register = operation.register
            projected = project(self.current.get(register, ()), operation, tx=tx, ord=place)
            self.current[register] = projected.current
            self.closed[register] = (*self.closed.get(register, ()), *projected.closed)
        return tx


def changes(values: dict[str, Json]) -> tuple[Change, ...]:
    """What each attribute of the one element shall hold; None takes its value away."""
    return tuple(
        retraction(ELEMENT, name) if value is None else assertion(ELEMENT, name, value)
        for name, value in values.items()
    )
