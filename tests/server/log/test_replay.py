"""Replay equals the oracle, at every moment, whatever was recorded."""

import asyncio

from hypothesis import given, strategies as st

from domain.model.operations import Commit, Mode, Operation, OperationKind, UntilWord
from domain.period import Instant, Period
from domain.time.moment import Moment
from domain.time.registers import oracle
from server.log import replay
from server.log.codec import encode
from server.log.draft import Batch
from server.log.replay import MutableRegisters, fold
from tests.server.log.given import ORDER, draft, log_on, name, recorded, rename

ELEMENTS = (ORDER, "00000000-0000-4000-8000-000000000002")
instants = st.integers(0, 12)


@st.composite
def operations(draw: st.DrawFn) -> Operation:
    start, end = sorted(draw(st.sets(instants, min_size=2, max_size=2)))
    return Operation(
        draw(st.sampled_from(ELEMENTS)),
        draw(st.sampled_from(("name", "doc"))),
        kind := draw(st.sampled_from(OperationKind)),
        draw(instants) if kind is OperationKind.ASSERT else None,
        Period(draw(st.sampled_from((start, None))), draw(st.sampled_from((end, None)))),
    )


@given(st.lists(st.lists(operations(), max_size=4), max_size=6), instants)
def test_replay_equals_the_oracle(history: list[list[Operation]], valid_at: Instant) -> None:
    commits = [
        Commit(ORDER, tx, tx, ORDER, "ann", None, Mode.EDIT, None, UntilWord.NEXT, tuple(each))
        for tx, each in enumerate(history, 1)
    ]
    registers: MutableRegisters = {}
    fold(map(encode, commits), valid_at, into=registers)
    expected = oracle(
        (
            (commit.tx, place, operation)
            for commit in commits
            for place, operation in enumerate(commit.operations)
        ),
        valid_at=valid_at,
        known=len(commits),
    )
    held = {(e, a): value for e, values in registers.items() for a, value in values.items()}
    assert held == expected


def test_the_registers_of_a_stream_as_known_at_each_commit(database: str) -> None:
    async def scenario() -> None:
        async with log_on(database) as log:
            writer = await log.writer()
            recorded(await writer.append(Batch(tuple(draft(name(each)) for each in "ab"))))
            recorded(await writer.append(rename("c")))
            now = writer.head.recorded_at
            names = [
                (await replay.registers_at(log.pool, writer.stream, Moment(now, known))).get(ORDER)
                for known in range(5)
            ]
            assert names == [None, {"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "c"}]
            before = Moment(now - 1, 3)
            held = await replay.registers_at(log.pool, writer.stream, before)
            assert held == {ORDER: {"name": "b"}}

    asyncio.run(scenario())
