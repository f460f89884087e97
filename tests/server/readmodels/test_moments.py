import asyncio
from collections.abc import Callable

import pytest

from domain.period import format_instant
from domain.time.moment import Moment
from server.log.errors import NoSuchStream
from server.postgres.pool import open_pool
from server.readmodels.errors import BadMoment, NoSuchVersion
from server.readmodels.moments import resolve
from tests.server.readmodels.recording import Log, an_id, instant, live

MODEL = an_id(1)
HEAD = Moment(instant(3), 3)
Ask = Callable[[str | None, str | None], Moment]


@pytest.fixture
def ask(database: str) -> Ask:
    log = Log(database)
    for tx in (1, 2, 3):
        log.record(MODEL, live(an_id(100), "name", f"Order{tx}", tx=tx))
    return asker(database, MODEL)


def asker(dsn: str, stream: str) -> Ask:
    async def scenario(valid_at: str | None, known_at: str | None) -> Moment:
        pool = await open_pool(dsn, size=1)
        try:
            return await resolve(pool, stream, valid_at=valid_at, known_at=known_at)
        finally:
            await pool.close()

    return lambda valid_at, known_at: asyncio.run(scenario(valid_at, known_at))


@pytest.mark.parametrize("valid_at", [None, "now", "head", " NOW "])
@pytest.mark.parametrize("known_at", [None, "head", "now"])
def test_now_and_head_are_those_of_the_stream(
    ask: Ask, valid_at: str | None, known_at: str | None
) -> None:
    assert ask(valid_at, known_at) == HEAD


def test_an_instant_is_taken_to_the_microsecond(ask: Ask) -> None:
    assert ask("2026-01-01T00:00:59.999999Z", None) == Moment(instant(1) - 1, 3)
    assert ask("2026-01-01T01:02:00+01:00", None) == Moment(instant(2), 3)
    assert ask("2026-01-01", None) == Moment(instant(0), 3)


def test_what_was_known_at_an_instant_includes_what_was_recorded_right_then(ask: Ask) -> None:
    assert ask(None, format_instant(instant(2))) == Moment(instant(3), 2)
    assert ask(None, format_instant(instant(2) - 1)) == Moment(instant(3), 1)
    assert ask(None, "2030-01-01").known == 3


def test_before_the_first_commit_nothing_was_known(ask: Ask) -> None:
    assert ask(None, "1999-01-01").known == 0
    assert ask(None, "0").known == 0


def test_a_number_names_a_commit_on_both_axes(ask: Ask) -> None:
    assert ask("2", "1") == Moment(instant(2), 1)


@pytest.mark.parametrize(
    "text", ["4", "99999999999999999999", "infinity", "-infinity", "yesterday", "", "12:00", "-1"]
)
def test_nonsense_is_told_with_a_remedy(ask: Ask, text: str) -> None:
    for pair in ((text, None), (None, text)):
        with pytest.raises(BadMoment, match="write now, head, an instant like"):
            ask(*pair)


@pytest.mark.parametrize("text", ["v1", "v1.2", "1.2.0", "v2.0.0-rc.1"])
def test_a_version_that_was_never_published_is_told_as_such(ask: Ask, text: str) -> None:
    with pytest.raises(NoSuchVersion, match="is no version of this model"):
        ask(text, None)


def test_a_commit_that_no_instant_belongs_to_is_refused_as_an_instant(ask: Ask) -> None:
    with pytest.raises(BadMoment, match="comes before the first commit"):
        ask("0", None)


def test_a_stream_that_nobody_made_has_no_moments(database: str) -> None:
    with pytest.raises(NoSuchStream):
        asker(database, MODEL)(None, None)
