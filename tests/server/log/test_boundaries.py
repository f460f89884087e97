"""Boundaries: nothing is recorded past one before it was fired, and the database insists."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from domain.model.operations import Mode, UntilWord
from domain.period import Instant, Period
from domain.time.intent import Intent
from server.clock import SystemClock
from server.log import reader
from server.log.committer import Committer
from server.log.draft import Batch, marker
from server.log.errors import BoundaryDue, RectanglesMissing
from server.log.outcome import Duplicate, Invalid
from server.log.preparation import Rectangles, line_at
from server.log.writer import Writer
from tests.server.log.given import (
    DAY,
    ORDER,
    SECOND,
    Log,
    draft,
    log_on,
    name,
    recorded,
    rename,
    schedule,
    step_clock,
)

HOUR = 3600 * SECOND
NAME = (ORDER, "name")
Scenario = Callable[[Log, Writer, Instant], Awaitable[None]]


def given_a_plan(database: str, scenario: Scenario) -> None:
    """A register holds "a"; from in an hour on it is to hold "b"."""

    async def run() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            [first] = recorded(await writer.append(rename("a")))
            boundary = first.commit.recorded_at + HOUR
            rectangles = await reader.fold_current(log.pool, writer.stream)
            recorded(await writer.append(schedule("b", boundary), rectangles))
            await scenario(log, writer, boundary)

    asyncio.run(run())


def test_a_plan_is_pending_until_its_boundary(database: str) -> None:
    async def scenario(log: Log, writer: Writer, boundary: Instant) -> None:
        assert writer.next_boundary() == boundary
        assert [each.value for each in writer.pending[NAME]] == ["a", "b"]
        assert await reader.next_due(log.pool) == boundary
        assert await reader.due(log.pool, boundary) == ((writer.stream, boundary),)
        assert await reader.due(log.pool, boundary - 1) == ()

    given_a_plan(database, scenario)


def test_an_edit_before_the_boundary_holds_until_it(database: str) -> None:
    async def scenario(_: Log, writer: Writer, boundary: Instant) -> None:
        [logged] = recorded(await writer.append(rename("c")))
        [operation] = logged.commit.operations
        assert operation.valid == Period(logged.commit.recorded_at, boundary)
        assert [each.value for each in writer.pending[NAME]] == ["a", "c", "b"]

    given_a_plan(database, scenario)


def test_nothing_is_recorded_past_a_boundary_that_was_not_fired(database: str) -> None:
    async def scenario(log: Log, writer: Writer, boundary: Instant) -> None:
        step_clock(database, "2 hours")
        recorded(await (await log.writer()).append(rename("elsewhere")))
        with pytest.raises(BoundaryDue) as caught:
            await writer.append(rename("c"))
        assert caught.value.instant == boundary
        [fired] = recorded(await writer.append(Batch((marker(writer.stream, boundary),))))
        assert fired.commit.operations == ()
        assert fired.commit.recorded_at >= boundary
        assert (writer.next_boundary(), dict(writer.pending)) == (None, {})
        recorded(await writer.append(rename("c")))

    given_a_plan(database, scenario)


def test_marker_and_edit_may_go_in_one_batch(database: str) -> None:
    async def scenario(log: Log, writer: Writer, boundary: Instant) -> None:
        step_clock(database, "2 hours")
        recorded(await (await log.writer()).append(rename("elsewhere")))
        batch = Batch((marker(writer.stream, boundary), draft(name("c"))))
        fired, edited = recorded(await writer.append(batch))
        assert (fired.commit.mode, edited.commit.mode) == (Mode.BOUNDARY, Mode.EDIT)

    given_a_plan(database, scenario)


def test_a_boundary_is_fired_once_and_not_early(database: str) -> None:
    async def scenario(_: Log, writer: Writer, boundary: Instant) -> None:
        fire = Batch((marker(writer.stream, boundary),))
        early = await writer.append(fire)
        step_clock(database, "2 hours")
        recorded(await writer.append(Batch((), (b"the clock is told",))))
        recorded(await writer.append(fire))
        again = await writer.append(fire)
        assert isinstance(early, Invalid)
        assert isinstance(again, Invalid | Duplicate)

    given_a_plan(database, scenario)


def test_boundaries_that_passed_while_nobody_looked_are_fired_one_by_one(database: str) -> None:
    async def scenario(log: Log, writer: Writer, boundary: Instant) -> None:
        later = boundary + HOUR
        recorded(await writer.append(schedule("c", later)))
        step_clock(database, "1 day")
        recorded(await writer.append(Batch((), (b"the clock is told",))))
        out_of_order = await writer.append(Batch((marker(writer.stream, later),)))
        assert isinstance(out_of_order, Invalid)
        await log.committer.close(writer)
        reopened = await log.committer.open(writer.stream)
        for due in (boundary, later):
            assert reopened.next_boundary() == due
            with pytest.raises(BoundaryDue):
                await reopened.append(rename("d"))
            recorded(await reopened.append(Batch((marker(writer.stream, due),))))
        recorded(await reopened.append(rename("d")))

    given_a_plan(database, scenario)


def test_a_writer_opened_anew_knows_what_is_pending(database: str) -> None:
    async def scenario(log: Log, writer: Writer, boundary: Instant) -> None:
        pending = writer.pending
        await log.committer.close(writer)
        reopened = await log.committer.open(writer.stream)
        assert (reopened.pending, reopened.next_boundary()) == (pending, boundary)

    given_a_plan(database, scenario)


def test_the_database_refuses_a_writer_that_forgot_a_boundary(database: str) -> None:
    async def scenario(log: Log, writer: Writer, _: Instant) -> None:
        step_clock(database, "2 hours")
        recorded(await (await log.writer()).append(rename("elsewhere")))
        writer.line = line_at(writer.head, {}, None)
        outcome = await writer.append(rename("c"))
        assert isinstance(outcome, Invalid)
        assert "comes first" in outcome.detail
        assert outcome.commit_id is not None

    given_a_plan(database, scenario)


def test_the_database_refuses_a_marker_of_nothing(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            now = await log.committer.now()
            writer.line = line_at(writer.head, {}, now - SECOND)
            outcome = await writer.append(Batch((marker(writer.stream, now - SECOND),)))
            assert isinstance(outcome, Invalid)
            assert "none is due" in outcome.detail

    asyncio.run(scenario())


def test_what_is_no_plain_edit_needs_the_rectangles_of_what_it_touches(database: str) -> None:
    async def scenario(log: Log, writer: Writer, _: Instant) -> None:
        past = (await log.committer.now()) - DAY
        other = "00000000-0000-4000-8000-000000000003"
        correct = draft(name("x", element=other), intent=Intent(Mode.CORRECT, past))
        until = draft(name("x", element=other), intent=Intent(Mode.EDIT, None, past + 2 * DAY))
        for each in (correct, until):
            with pytest.raises(RectanglesMissing):
                await writer.append(Batch((each,)))
            recorded(await writer.append(Batch((each,)), {(other, "name"): ()}))

    given_a_plan(database, scenario)


def test_a_later_draft_of_a_batch_is_decided_on_what_an_earlier_one_did(database: str) -> None:
    async def scenario(log: Log, writer: Writer, boundary: Instant) -> None:
        later = boundary + HOUR
        batch = Batch(
            (
                draft(name("c"), intent=Intent(Mode.SCHEDULE, later, UntilWord.OPEN)),
                draft(name("d"), intent=Intent(Mode.SCHEDULE, boundary + 1)),
            ),
        )
        _, second = recorded(await writer.append(batch))
        [operation] = second.commit.operations
        assert operation.valid == Period(boundary + 1, later)
        folded = await reader.fold_pending(log.pool, writer.stream, writer.line.fired)
        assert folded == writer.pending
        assert await reader.next_due(log.pool) == boundary

    given_a_plan(database, scenario)


def test_a_read_model_that_lags_is_not_believed(database: str) -> None:
    async def nothing(*_: object) -> Rectangles:
        return {}

    async def scenario(log: Log, writer: Writer, boundary: Instant) -> None:
        await log.committer.close(writer)
        other = Committer(log.pool, SystemClock(), owner="two", pending=nothing)
        await other.start()
        reopened = await other.open(writer.stream)
        assert (reopened.pending, reopened.next_boundary()) == (writer.pending, boundary)
        await other.stop()

    given_a_plan(database, scenario)
