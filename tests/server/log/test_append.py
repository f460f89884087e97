"""What becomes of a batch: appended, duplicate, fenced or invalid, each stream by itself."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from domain.model.operations import Change, LoggedCommit, Mode, OperationKind, assertion
from domain.time.intent import Intent
from server.log import reader
from server.log.draft import Answer, Batch
from server.log.errors import LogClosed
from server.log.outcome import Appended, Duplicate, Fenced, Invalid
from tests.server.log.given import (
    DAY,
    ORDER,
    SECOND,
    Log,
    column,
    draft,
    is_gap_free,
    log_on,
    name,
    new_id,
    recorded,
    rename,
    run_sql,
    step_clock,
)

FLOAT: Final[Any] = 0.5

Scenario = Callable[[Log], Awaitable[None]]


def on(database: str, scenario: Scenario) -> None:
    async def run() -> None:
        async with log_on(database) as log:
            await scenario(log)

    asyncio.run(run())


def test_commits_are_numbered_timed_and_chained(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        genesis = writer.head
        logged = recorded(await writer.append(Batch((draft(name("a")), draft(name("b"))))))
        logged += recorded(await writer.append(rename("c")))
        assert is_gap_free([each.commit.tx for each in logged])
        assert is_gap_free([each.position for each in logged])
        times = [genesis.recorded_at, *(each.commit.recorded_at for each in logged)]
        assert times == sorted(set(times))
        assert (writer.head.tx, writer.head.hash) == (3, logged[-1].hash)
        assert await reader.commits(log.pool, writer.stream) == logged
        assert await reader.commit_by_id(log.pool, logged[1].commit.commit_id) == logged[1]
        assert await reader.head(log.pool, writer.stream) == writer.head

    on(database, scenario)


def test_a_live_edit_holds_from_its_recording_on(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        [logged] = recorded(await writer.append(rename("a")))
        [operation] = logged.commit.operations
        assert operation.valid.start == logged.commit.recorded_at
        assert operation.valid.end is None

    on(database, scenario)


def test_of_two_changes_to_one_register_the_later_counts(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        [logged] = recorded(await writer.append(Batch((draft(name("a"), name("b")),))))
        assert [each.value for each in logged.commit.operations] == ["b"]

    on(database, scenario)


def test_updates_and_answers_are_durable_with_their_commit(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        edit = new_id()
        batch = Batch(
            (draft(name("a"), commit_id=edit),),
            (b"one", b"two"),
            (Answer(edit, b"sha", {"outcome": "saved"}),),
        )
        recorded(await writer.append(batch))
        answered = await reader.answer(log.pool, edit)
        assert answered is not None
        assert answered.answer == {"outcome": "saved", "tx": 1}
        assert (answered.stream, answered.request_sha256) == (writer.stream, b"sha")
        assert column(database, "SELECT update FROM document_update ORDER BY seq") == [
            b"one",
            b"two",
        ]
        assert column(database, "SELECT tx FROM document_update") == [1, 1]
        assert writer.next_seq == 3

    on(database, scenario)


def test_a_text_being_typed_is_durable_without_a_commit(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        edit = new_id()
        assert recorded(await writer.append(Batch((), (b"key",), (Answer(edit, b"", {}),)))) == ()
        answered = await reader.answer(log.pool, edit)
        assert answered is not None
        assert answered.answer == {"tx": None}
        assert (writer.head.tx, writer.next_seq) == (0, 2)
        assert column(database, "SELECT tx FROM document_update") == [None]

    on(database, scenario)


def test_an_empty_batch_is_recorded_as_nothing(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        assert await writer.append(Batch(())) == Appended(())

    on(database, scenario)


def test_a_commit_id_is_recorded_once_in_the_whole_log(database: str) -> None:
    async def scenario(log: Log) -> None:
        first, second = await log.writer(), await log.writer()
        edit = new_id()
        await first.append(rename("a"))
        recorded(await first.append(rename("b", commit_id=edit)))
        for writer in (first, second):
            outcome = await writer.append(rename("other body", commit_id=edit))
            assert outcome == Duplicate(edit, 2, first.stream)
        assert is_gap_free(column(database, "SELECT position FROM commit_log ORDER BY position"))
        assert recorded(await second.append(rename("c")))[0].commit.tx == 1

    on(database, scenario)


def test_an_edit_answered_before_is_a_duplicate_without_a_commit(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        answer = Answer(new_id(), b"", {})
        recorded(await writer.append(Batch((), (), (answer,))))
        outcome = await writer.append(Batch((draft(name("a")),), (), (answer,)))
        assert outcome == Duplicate(answer.edit_id, None, writer.stream)
        assert writer.head.tx == 0

    on(database, scenario)


def test_a_duplicate_leaves_its_company_appended(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        edit = new_id()
        recorded(await writer.append(rename("a", commit_id=edit)))
        outcomes = await asyncio.gather(
            *(
                writer.append(rename(each, commit_id=edit if each == 3 else None))
                for each in range(6)
            ),
        )
        assert [type(each) for each in outcomes].count(Appended) == 5
        assert outcomes[3] == Duplicate(edit, 1, writer.stream)
        assert is_gap_free(column(database, "SELECT tx FROM commit_log ORDER BY tx"))

    on(database, scenario)


def test_one_poisoned_stream_leaves_the_others_committed(database: str) -> None:
    poison = "commit_log ADD CONSTRAINT no_poison CHECK (why <> 'poison')"
    run_sql(database, f"ALTER TABLE {poison}")

    async def scenario(log: Log) -> None:
        writers = [await log.writer() for _ in range(5)]
        batches = [
            Batch((draft(name("a"), why="poison" if number == 2 else "good"),))
            for number in range(5)
        ]
        outcomes = await asyncio.gather(
            *(writer.append(batch) for writer, batch in zip(writers, batches, strict=True)),
        )
        assert [isinstance(each, Appended) for each in outcomes] == [True, True, False, True, True]
        assert log.committer.metrics.calls == 1
        assert is_gap_free(column(database, "SELECT position FROM commit_log ORDER BY position"))
        recorded(await writers[2].append(rename("b")))

    on(database, scenario)


def test_one_poisoned_batch_leaves_those_of_its_stream_committed(database: str) -> None:
    run_sql(
        database,
        "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF new.why = 'poison' THEN RAISE EXCEPTION 'poisoned'; END IF; RETURN new; END $$",
        "CREATE TRIGGER poison BEFORE INSERT ON commit_log FOR EACH ROW EXECUTE FUNCTION poison()",
    )

    async def scenario(log: Log) -> None:
        writer = await log.writer()
        outcomes = await asyncio.gather(
            *(
                writer.append(Batch((draft(name(each), why="poison" if each == 2 else "good"),)))
                for each in range(5)
            ),
        )
        assert [isinstance(each, Appended) for each in outcomes] == [True, True, False, True, True]
        assert isinstance(outcomes[2], Invalid)
        assert "poisoned" in outcomes[2].detail
        assert writer.head.tx == 4

    on(database, scenario)


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (name("a\0b"), "U+0000"),
        (name("\ud800"), "surrogates"),
        (name({"deep": FLOAT}), "float"),
        (assertion(ORDER, "name", {"é": 1}), "ASCII"),
    ],
    ids=["nul", "surrogate", "float", "key"],
)
def test_what_has_no_bytes_is_invalid(database: str, change: Change, fact: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        culprit = Batch((draft(change),))
        refused, accepted = await asyncio.gather(writer.append(culprit), writer.append(rename("a")))
        assert isinstance(refused, Invalid)
        assert fact in refused.detail
        assert [each.commit.tx for each in recorded(accepted)] == [1]

    on(database, scenario)


def test_a_commit_id_that_is_no_uuid_is_invalid(database: str) -> None:
    async def scenario(log: Log) -> None:
        outcome = await (await log.writer()).append(rename("a", commit_id="mine"))
        assert isinstance(outcome, Invalid)

    on(database, scenario)


def test_an_intent_that_contradicts_itself_is_invalid(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        future = await log.committer.now() + DAY
        batch = Batch((draft(name("a"), intent=Intent(Mode.CORRECT, future)),))
        outcome = await writer.append(batch, {(ORDER, "name"): ()})
        assert isinstance(outcome, Invalid)
        assert "lies in the future" in outcome.detail

    on(database, scenario)


@pytest.mark.parametrize("lost", [(2, True), (1, False)], ids=["fence", "owner"])
def test_a_writer_whose_lease_passed_on_is_fenced(database: str, lost: tuple[int, bool]) -> None:
    fence, is_ours = lost

    async def scenario(log: Log) -> None:
        writer = await log.writer()
        owner = log.committer.owner if is_ours else "two"
        run_sql(
            database,
            f"UPDATE lease SET fence = {fence}, owner = '{owner}', url = 'http://two'",  # noqa: S608 - ours
        )
        outcomes = await asyncio.gather(*(writer.append(rename(each)) for each in range(3)))
        assert outcomes == [Fenced(owner, "http://two")] * 3
        assert await writer.append(rename("late")) == Fenced(owner, "http://two")
        assert column(database, "SELECT tx FROM commit_log") == []

    on(database, scenario)


def test_a_lease_that_ran_out_still_holds_until_somebody_takes_it(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        run_sql(database, "UPDATE lease SET until = log_clock() - interval '1 hour'")
        recorded(await writer.append(rename("a")))

    on(database, scenario)


def test_the_clock_may_step_back_an_hour(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        [before] = recorded(await writer.append(rename("a")))
        step_clock(database, "-1 hour")
        after = [recorded(await writer.append(rename(each)))[0].commit for each in range(3)]
        times = [before.commit.recorded_at, *(each.recorded_at for each in after)]
        assert times == sorted(set(times))
        assert times[-1] - times[0] < 10 * SECOND
        other = await log.writer()
        [elsewhere] = recorded(await other.append(rename("a")))
        assert before.commit.recorded_at - elsewhere.commit.recorded_at > 3_500 * SECOND

    on(database, scenario)


def test_a_clock_that_jumps_ahead_dates_the_next_commit(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        [before] = recorded(await writer.append(rename("a")))
        step_clock(database, "1 hour")
        [after] = recorded(await writer.append(rename("b")))
        assert after.commit.recorded_at - before.commit.recorded_at > 3_500 * SECOND

    on(database, scenario)


def test_five_megabytes_are_appended_in_one_commit(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        changes = tuple(assertion(new_id(), "doc", str(number) * 60_000) for number in range(90))
        [logged] = recorded(await writer.append(Batch((draft(*changes),), (b"x" * 5_000_000,))))
        [size] = column(database, "SELECT length(body) FROM commit_log")
        assert isinstance(size, int)
        assert size > 5_000_000
        assert await reader.commits(log.pool, writer.stream) == (logged,)

    on(database, scenario)


def test_a_batch_larger_than_a_call_may_be_flies_with_no_more_company(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        heavy = Batch((draft(name("a")),), (b"x" * 9_000_000,))
        await asyncio.gather(*(writer.append(heavy) for _ in range(3)))
        assert log.committer.metrics.calls == 3

    on(database, scenario)


def test_what_waits_goes_together(database: str) -> None:
    async def scenario(log: Log) -> None:
        writers = [await log.writer() for _ in range(3)]
        await asyncio.gather(
            *(writer.append(rename(each)) for writer in writers for each in range(20)),
        )
        assert log.committer.metrics.calls == 1
        assert log.committer.metrics.commits == 60

    on(database, scenario)


def test_listeners_hear_of_commits_before_anybody_is_answered(database: str) -> None:
    async def scenario(log: Log) -> None:
        heard: list[LoggedCommit] = []
        log.committer.on_appended.append(heard.extend)
        writer = await log.writer()
        logged = recorded(await writer.append(rename("a")))
        assert tuple(heard) == logged

    on(database, scenario)


def test_a_caller_that_goes_away_takes_nobody_along(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        impatient = asyncio.create_task(writer.append(rename("a")))
        await asyncio.sleep(0)
        impatient.cancel()
        recorded(await writer.append(rename("b")))
        assert column(database, "SELECT tx FROM commit_log ORDER BY tx") == [1, 2]

    on(database, scenario)


def test_a_committer_that_stops_records_what_waits(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        appends = [asyncio.create_task(writer.append(rename(each))) for each in range(5)]
        await asyncio.sleep(0)
        await log.committer.stop()
        assert len([each for append in appends for each in recorded(await append)]) == 5
        with pytest.raises(LogClosed):
            await writer.append(rename("late"))
        assert column(database, "SELECT owner FROM lease") == [""]

    on(database, scenario)


def test_a_retract_has_no_value(database: str) -> None:
    async def scenario(log: Log) -> None:
        writer = await log.writer()
        change = Change(ORDER, "name", OperationKind.RETRACT, None)
        [logged] = recorded(await writer.append(Batch((draft(change),))))
        assert await reader.commits(log.pool, writer.stream) == (logged,)

    on(database, scenario)
