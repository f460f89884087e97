from typing import Final

from domain.model.operations import Mode, OperationKind, Origin
from domain.model.values import Json
from domain.period import Period
from domain.time.registers import Rectangle
from server.postgres.pool import Pool
from server.readmodels.rectangles import (
    Currents,
    current,
    current_of_elements,
    decisions,
    due,
    pending,
    rescinds,
    touched,
)
from tests.server.readmodels.reading import read
from tests.server.readmodels.recording import DAY, Log, an_id, instant, live, over

MODEL, ORDER = an_id(1), an_id(100)
NAME = (ORDER, "name")
ODD: Final[Json] = {"a\\b": ["\t", "\n\r", '"', "\\N", "é😀", None, True, 2**53 - 1, -1], "": {}}


def rectangle(value: str, valid: Period, known_from: int, tx: int) -> Rectangle:
    return Rectangle(valid, known_from, None, OperationKind.ASSERT, value, tx, 0, Origin(tx, 0))


def renamed_twice(dsn: str) -> Log:
    log = Log(dsn)
    for tx, name in enumerate(("Order", "Purchase", "Sale"), start=1):
        log.record(MODEL, live(ORDER, "name", name, tx=tx))
    return log


def test_current_rectangles_come_by_start(database: str) -> None:
    expected = (
        rectangle("Order", Period(instant(1), instant(2)), 2, 1),
        rectangle("Purchase", Period(instant(2), instant(3)), 3, 2),
        rectangle("Sale", Period(instant(3), None), 3, 3),
    )
    log = renamed_twice(database)
    assert read(log, lambda pool: current(pool, MODEL, [NAME])) == {NAME: expected}


def test_those_that_end_before_an_instant_may_be_left_out(database: str) -> None:
    log = renamed_twice(database)
    found = read(log, lambda pool: current(pool, MODEL, [NAME], after=instant(2)))
    assert [each.value for each in found[NAME]] == ["Purchase", "Sale"]


def test_what_nothing_is_known_of_is_empty(database: str) -> None:
    async def ask(pool: Pool) -> tuple[Currents, Currents, Currents]:
        return (
            await current(pool, MODEL, [(an_id(7), "name")]),
            await current(pool, MODEL, []),
            await current_of_elements(pool, MODEL, []),
        )

    assert read(Log(database), ask) == ({(an_id(7), "name"): ()}, {}, {})
    assert read(Log(database), lambda pool: decisions(pool, MODEL, [])) == {}


def test_a_plan_is_pending_until_its_boundary_is_past(database: str) -> None:
    log, plan = renamed_twice(database), instant(4) + DAY
    log.record(
        MODEL,
        over(ORDER, "name", "Deal", Period(plan, plan + DAY)),
        mode=Mode.SCHEDULE,
        start=plan,
        until=plan + DAY,
    )
    log.record(MODEL, live(ORDER, "doc", "text", tx=5))

    async def ask(pool: Pool) -> list[set[tuple[str, str]]]:
        instants = (instant(5), plan - 1, plan, plan + DAY - 1, plan + DAY)
        return [set(await pending(pool, MODEL, each)) for each in instants]

    assert read(log, ask) == [{NAME}, {NAME}, {NAME}, {NAME}, set()]


def test_due_are_the_streams_whose_boundary_has_come(database: str) -> None:
    log = renamed_twice(database)

    async def ask(pool: Pool) -> list[list[tuple[str, int]]]:
        async with pool.connection() as connection:
            await connection.execute(
                "UPDATE stream_head SET next_boundary = '2026-03-01T00:00:00Z'",
            )
        boundary = instant(0) + 59 * DAY
        return [await due(pool, boundary - 1), await due(pool, boundary)]

    assert read(log, ask) == [[], [(MODEL, instant(0) + 59 * DAY)]]


def test_a_rescind_is_told_with_what_it_took_back_and_touched(database: str) -> None:
    log = renamed_twice(database)
    log.record(
        MODEL,
        over(ORDER, "name", "Purchase", Period(instant(3), None), origin=Origin(2, 0)),
        mode=Mode.RESCIND,
        cause={"rescinds": 3},
    )

    async def ask(pool: Pool) -> None:
        assert await rescinds(pool, MODEL) == {4: 3}
        assert await touched(pool, MODEL, 4) == {NAME}
        decided = await decisions(pool, MODEL, [NAME])
        assert [each.value for each in decided[NAME]] == ["Order", "Purchase", "Sale"]
        assert [each.intent.mode for each in decided[NAME]] == [Mode.EDIT] * 3

    read(log, ask)


def test_odd_names_and_values_come_back_as_they_went_in(database: str) -> None:
    log = Log(database)
    attribute = '@db\\.ty"pe\tü'
    log.record(MODEL, live(ORDER, attribute, ODD, tx=1), live(ORDER, "name", None, tx=1))

    async def ask(pool: Pool) -> list[object]:
        found = await current(pool, MODEL, [(ORDER, attribute), NAME])
        return [each.value for rectangles in found.values() for each in rectangles]

    assert read(log, ask) == [ODD, None]
