"""The laws of the read models: whatever the history, SQL says what the definition says (P1)."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, pairwise
from typing import Any, Final, TypeVar

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from domain.model.operations import Commit, LoggedCommit, Operation, Register
from domain.period import Instant, Period, to_datetime
from domain.time.boundaries import has_boundary_after
from domain.time.moment import Moment
from domain.time.registers import Rectangle, oracle
from domain.time.rescind import decisions_of
from projections.bitemporal import Bitemporal, Closing, Fact, Place
from server.postgres.pool import Pool, open_pool
from server.readmodels.folding import Limits, fold, use_schema
from server.readmodels.graphs import registers_at
from server.readmodels.projector import Projector
from server.readmodels.rectangles import current, current_of_elements, decisions, pending, rescinds
from tests.domain.time.ledger import Ledger
from tests.laws.histories import HORIZON, Played, Step, histories
from tests.server.readmodels.recording import START, Log, an_id

INSTANTS: Final = range(-1, HORIZON, 3)
SCALES: Final = (
    1,
    400_000,
    86_400_000_000,
)  # microseconds to a step: finer than a second, and a day

_T = TypeVar("_T")
_Run = Callable[[Coroutine[Any, Any, _T]], _T]
_streams: Final = map(an_id, count(1))


class World:
    """A database with its log, and the loop that folds it."""

    def __init__(self, dsn: str, runner: asyncio.Runner) -> None:
        self.dsn = dsn
        self.log = Log(dsn)
        self._runner = runner
        self.pool: Pool = runner.run(open_pool(dsn, size=3))

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return self._runner.run(work)

    def close(self) -> None:
        self._runner.run(self.pool.close())

    def fold(self, *, commits: int = 1_000, crash: bool = False) -> int | None:
        """Fold one batch; a crash comes after its last row and before its end."""
        return self.run(self._fold(Limits(commits=commits), crash=crash))

    def fold_all(self, batches: Iterator[int]) -> None:
        while self.fold(commits=next(batches)) is not None:
            pass

    async def _fold(self, limits: Limits, *, crash: bool) -> int | None:
        async with (
            self.pool.connection() as connection,
            connection.transaction(force_rollback=crash),
        ):
            await use_schema(connection, "read")
            cursor = await connection.execute("SELECT position FROM projection FOR UPDATE")
            row = await cursor.fetchone()
            assert row
            folded = await fold(connection, after=row[0], limits=limits)
            return folded.position if folded else None

    def facts(self, stream: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(_FACTS, {"stream": stream}).fetchall()

    def brute_force(self, stream: str, instants: Sequence[Instant]) -> dict[Any, Any]:
        """The definition, in SQL: per register the greatest (tx, ord) among what applies."""
        parameters = {"stream": stream, "instants": [to_datetime(each) for each in instants]}
        with psycopg.connect(self.dsn) as connection:
            rows = connection.execute(_BRUTE_FORCE, parameters).fetchall()
        return {(at, known, element, name): value for at, known, element, name, value in rows}


@pytest.fixture
def world(database: str) -> Iterator[World]:
    with asyncio.Runner() as runner:
        world = World(database, runner)
        yield world
        world.close()


def in_the_log(ledger: Ledger, stream: str, scale: int) -> list[Commit]:
    """The same history with ids of its own, `scale` microseconds to a step."""
    return [
        replace(
            commit,
            stream=stream,
            commit_id=an_id(int(stream[-8:], 16) * 1_000 + commit.tx + 1_000_000),
            recorded_at=moved(commit.recorded_at, scale),
            start=None if commit.start is None else moved(commit.start, scale),
            until=moved(commit.until, scale) if isinstance(commit.until, int) else commit.until,
            operations=tuple(placed(each, scale) for each in commit.operations),
            cause={"rescinds": ledger.rescinds[commit.tx]}
            if commit.tx in ledger.rescinds
            else None,
        )
        for commit in ledger.commits
    ]


def moved(instant: Instant, scale: int) -> Instant:
    return START + instant * scale


def placed(operation: Operation, scale: int) -> Operation:
    start, end = operation.valid.start, operation.valid.end
    return replace(
        operation,
        element=an_id(ord(operation.element)),
        valid=Period(
            None if start is None else moved(start, scale),
            None if end is None else moved(end, scale),
        ),
    )


def history_of(commits: Sequence[Commit]) -> list[tuple[int, int, Operation]]:
    return [(each.tx, place, op) for each in commits for place, op in enumerate(each.operations)]


def answers(
    commits: Sequence[Commit], instants: Sequence[Instant], known: int
) -> dict[Instant, Mapping[Register, Any]]:
    history = history_of(commits)
    return {at: oracle(history, valid_at=at, known=known) for at in instants}


def nested(registers: Mapping[Register, Any]) -> dict[str, dict[str, Any]]:
    elements: dict[str, dict[str, Any]] = {}
    for (element, attribute), value in registers.items():
        elements.setdefault(element, {})[attribute] = value
    return elements


by_database = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
batches = st.lists(st.integers(1, 5), min_size=1, max_size=8)
scales = st.sampled_from(SCALES)


@by_database
@given(steps=histories, others=histories, scale=scales, sizes=batches, data=st.data())
def test_P1_facts_equal_brute_force_and_oracle_at_every_moment(
    world: World,
    *,
    steps: list[Step],
    others: list[Step],
    scale: int,
    sizes: list[int],
    data: st.DataObject,
) -> None:
    stream, other = next(_streams), next(_streams)
    commits = in_the_log(Played().play(steps).ledger, stream, scale)
    strangers = in_the_log(Played().play(others).ledger, other, scale)
    world.log.append(interleaved(commits, strangers))
    world.fold_all(iter([*sizes, *[1_000] * 100]))
    instants = [moved(at, scale) + nudge for at in INSTANTS for nudge in (0, 1)]
    by_definition = {
        (to_datetime(at), known, *register): value
        for known in range(1, len(commits) + 1)
        for at, registers in answers(commits, instants, known).items()
        for register, value in registers.items()
    }
    assert world.brute_force(stream, instants) == by_definition
    assert from_facts(world.facts(stream), instants, len(commits)) == by_definition
    for _ in range(6):
        at = data.draw(st.sampled_from(instants), label="valid_at")
        known = data.draw(st.integers(0, len(commits) + 1), label="known")
        expected = nested(oracle(history_of(commits), valid_at=at, known=known))
        assert world.run(registers_at(world.pool, stream, Moment(at, known))) == expected


@by_database
@given(steps=histories, sizes=batches)
def test_replay_from_nothing_equals_incremental_in_any_batches(
    world: World, steps: list[Step], sizes: list[int]
) -> None:
    played = Played().play(steps).ledger
    at_once, in_parts = next(_streams), next(_streams)
    world.log.append(in_the_log(played, at_once, 1))
    world.fold_all(iter([1_000] * 3))
    world.log.append(in_the_log(played, in_parts, 1))
    world.fold_all(iter([*sizes, *[1] * 100]))
    assert world.facts(in_parts) == world.facts(at_once)


@by_database
@given(steps=histories, crashes=st.lists(st.booleans(), max_size=12))
def test_a_crash_before_the_end_of_a_batch_leaves_no_trace(
    world: World, steps: list[Step], crashes: list[bool]
) -> None:
    played = Played().play(steps).ledger
    smooth, bumpy = next(_streams), next(_streams)
    world.log.append(in_the_log(played, smooth, 1))
    world.fold_all(iter([1_000] * 3))
    world.log.append(in_the_log(played, bumpy, 1))
    for crash in crashes:
        world.fold(commits=2, crash=crash)
    world.fold_all(iter([1_000] * 3))
    assert world.facts(bumpy) == world.facts(smooth)


@by_database
@given(steps=histories, scale=scales)
def test_current_rectangles_decisions_and_boundaries_are_those_of_the_writer(
    world: World, steps: list[Step], scale: int
) -> None:
    played = Played().play(steps)
    ledger, stream = played.ledger, next(_streams)
    commits = in_the_log(ledger, stream, scale)
    world.log.append(commits)
    world.fold_all(iter([3] * 100))
    in_memory = {
        (an_id(ord(element)), attribute): tuple(scaled(each, scale) for each in rectangles)
        for (element, attribute), rectangles in ledger.current.items()
    }
    head = moved(played.at, scale)
    decided: dict[Register, list[Any]] = {register: [] for register in in_memory}
    for commit in commits:
        for register, decision in decisions_of(commit):
            decided[register].append(decision)
    elements = {element for element, _ in in_memory}
    unheard = (an_id(77), "name")
    pool, run = world.pool, world.run
    expected = {**in_memory, unheard: ()}
    assert run(current(pool, stream, [*in_memory, unheard])) == expected
    assert run(current_of_elements(pool, stream, elements)) == in_memory
    assert run(rescinds(pool, stream)) == ledger.rescinds
    assert run(decisions(pool, stream, list(in_memory))) == {
        register: tuple(each) for register, each in decided.items()
    }
    assert run(pending(pool, stream, head)) == {
        register: each for register, each in in_memory.items() if has_boundary_after(each, head)
    }


@given(steps=histories, cuts=st.lists(st.integers(1, 4), max_size=6))
def test_the_projection_itself_does_not_see_where_a_batch_ends(
    steps: list[Step], cuts: list[int]
) -> None:
    logged = [
        LoggedCommit(commit, position, b"")
        for position, commit in enumerate(in_the_log(Played().play(steps).ledger, an_id(1), 1), 1)
    ]
    ends = [0]
    for cut in [*cuts, len(logged)]:
        ends.append(min(len(logged), ends[-1] + cut))
    parts = [logged[start:end] for start, end in pairwise(ends)]
    assert kept(parts) == kept([logged])


def test_a_rebuild_gives_the_tables_that_were_live(world: World) -> None:
    steps = st.lists(histories, max_size=3)
    streams = []

    @settings(max_examples=12, database=None)
    @given(several=steps)
    def record(several: list[list[Step]]) -> None:
        for each in several:
            streams.append(next(_streams))
            world.log.append(in_the_log(Played().play(each).ledger, streams[-1], 400_000))

    record()
    world.fold_all(iter([2] * 1_000))
    live = [world.facts(stream) for stream in streams]
    reached = world.run(Projector(world.pool).rebuild())
    assert reached == world.log.position
    assert [world.facts(stream) for stream in streams] == live


def interleaved(one: Sequence[Commit], other: Sequence[Commit]) -> list[Commit]:
    return sorted([*one, *other], key=lambda commit: commit.tx)


def scaled(rectangle: Rectangle, scale: int) -> Rectangle:
    start, end = rectangle.valid.start, rectangle.valid.end
    return replace(
        rectangle,
        valid=Period(
            None if start is None else moved(start, scale),
            None if end is None else moved(end, scale),
        ),
    )


def from_facts(
    facts: Sequence[tuple[Any, ...]], instants: Sequence[Instant], head: int
) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for element, attribute, start, end, since, until, kind, value, *_ in facts:
        for at in map(to_datetime, instants):
            if (start is not None and at < start) or (end is not None and end <= at):
                continue
            for known in range(since, head + 1 if until is None else until):
                key = (at, known, element, attribute)
                assert key not in found, "rectangles overlap"
                found[key] = (kind, value)
    return {key: value for key, (kind, value) in found.items() if kind == "a"}


def kept(batches: Sequence[Sequence[LoggedCommit]]) -> dict[Any, Fact]:
    """What a table would hold after these batches, by register, start and first known."""
    projection = Bitemporal()
    table: dict[Any, Fact] = {}
    for batch in batches:
        extents = projection.touches(batch)
        state: dict[Place, list[Rectangle]] = {}
        for (place, *_), fact in sorted(table.items(), key=_by_start):
            each = fact.rectangle
            if (
                each.known_until is None
                and place in extents
                and extents[place].overlaps(each.valid)
            ):
                state.setdefault(place, []).append(each)
        rows = projection.apply(batch, state)
        for closing in rows.closings:
            _close(table, closing)
        for fact in rows.facts:
            key = (fact.place, fact.rectangle.valid.start, fact.rectangle.known_from)
            assert key not in table
            table[key] = fact
    return table


def _close(table: dict[Any, Fact], closing: Closing) -> None:
    (key,) = [
        key
        for key, fact in table.items()
        if fact.place == closing.place
        and fact.rectangle.known_until is None
        and fact.rectangle.valid.end == closing.end
    ]
    closed = replace(table[key].rectangle, known_until=closing.known_until)
    table[key] = Fact(closing.place, closed, None)


def _by_start(item: tuple[Any, Fact]) -> tuple[bool, int]:
    start = item[1].rectangle.valid.start
    return (start is not None, start or 0)


_FACTS: Final = """SELECT element_id::text, attribute, lower(valid), upper(valid), lower(known),
    upper(known), kind::text, value, tx, ord, origin_tx, origin_ord, boundary
  FROM read.fact WHERE stream_id = %(stream)s ORDER BY 1, 2, 3 NULLS FIRST, 5"""
_BRUTE_FORCE: Final = """SELECT valid_at, known, element_id::text, attribute, value FROM (
    SELECT DISTINCT ON (at.valid_at, upto.tx, o.element_id, o.attribute)
           at.valid_at, upto.tx AS known, o.element_id, o.attribute, o.kind, o.value
      FROM unnest(%(instants)s::timestamptz[]) AS at (valid_at)
      JOIN read.timeline upto ON upto.stream_id = %(stream)s
      JOIN read.op o ON o.stream_id = upto.stream_id AND o.tx <= upto.tx AND o.valid @> at.valid_at
     ORDER BY at.valid_at, upto.tx, o.element_id, o.attribute, o.tx DESC, o.ord DESC) AS last
 WHERE kind = 'a'"""
