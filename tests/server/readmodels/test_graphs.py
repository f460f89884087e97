from typing import Final

import psycopg
from hypothesis import HealthCheck, given, settings, strategies as st

from domain.period import EARLIEST, LATEST, to_datetime
from domain.time.moment import Moment
from server.readmodels.folding import QUERIES
from server.readmodels.graphs import head_moment, registers_at
from tests.server.readmodels.reading import read
from tests.server.readmodels.recording import MINUTE, START, Log, an_id, live

MODEL: Final = an_id(1)
SECOND: Final = 1_000_000

instants = st.one_of(
    st.integers(START - 3 * SECOND, START + 3 * SECOND),
    st.integers(-3, 3).map(lambda seconds: START + seconds * SECOND),
    st.sampled_from((EARLIEST, EARLIEST + 1, -1, 0, 1, LATEST - 1, LATEST)),
)
bounds = st.one_of(st.none(), instants)
commits = st.one_of(st.integers(1, 5), st.integers(2**32 - 5, 2**32 - 2))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    bounded=st.lists(st.tuples(bounds, bounds), min_size=90, max_size=90),
    knowns=st.lists(st.tuples(commits, st.none() | commits), min_size=20, max_size=20),
    ats=st.lists(instants, min_size=40, max_size=40),
    streams=st.lists(st.uuids(), min_size=2, max_size=2, unique=True),
)
def test_a_key_of_the_range_indexes_never_misses_what_it_stands_for(
    database: str,
    *,
    bounded: list[tuple[int | None, int | None]],
    knowns: list[tuple[int, int | None]],
    ats: list[int],
    streams: list[object],
) -> None:
    valids = [(start, end) for start, end in bounded if start is None or end is None or start < end]
    parameters = {
        "streams": streams,
        "starts": [None if start is None else to_datetime(start) for start, _ in valids],
        "ends": [None if end is None else to_datetime(end) for _, end in valids],
        "ats": [to_datetime(at) for at in ats],
        "lows": [low for low, high in knowns if high is None or low < high],
        "highs": [high for low, high in knowns if high is None or low < high],
    }
    with psycopg.connect(database) as connection:
        assert connection.execute(_MISSED_VALID, parameters).fetchall() == []
        assert connection.execute(_MISSED_KNOWN, parameters).fetchall() == []


def test_old_moments_are_found_by_the_range_indexes_whatever_the_size(database: str) -> None:
    parameters = {"stream": MODEL, "valid_at": to_datetime(START + 900 * MINUTE), "known": 900}
    with psycopg.connect(database) as connection:
        connection.execute(_MANY_FACTS)
        connection.execute("ANALYZE read.fact")
        plan = connection.execute(f"EXPLAIN {QUERIES['graph_at']}", parameters).fetchall()
        used = "\n".join(line for (line,) in plan)
        assert "fact_open" in used
        assert "fact_then_known" in used
        assert "fact_then_valid" in used


def test_nothing_is_known_of_a_stream_without_commits(database: str) -> None:
    log = Log(database)
    assert read(log, lambda pool: registers_at(pool, MODEL, Moment(START, 1))) == {}


def test_head_is_where_the_log_ends(database: str) -> None:
    log = Log(database)
    log.record(MODEL, live(an_id(100), "name", "Order", tx=1))
    assert read(log, lambda pool: head_moment(pool, MODEL)) == Moment(START + MINUTE, 1)


def test_a_commit_that_never_will_be_is_no_reason_to_fail(database: str) -> None:
    log = Log(database)
    log.record(MODEL, live(an_id(100), "name", "Order", tx=1))
    moment = Moment(LATEST, 2**63)
    found = read(log, lambda pool: registers_at(pool, MODEL, moment))
    assert found == {an_id(100): {"name": "Order"}}


_MISSED_VALID: Final = """
SELECT * FROM unnest(%(streams)s::uuid[]) AS s (stream),
       unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS p (starts, ends),
       unnest(%(ats)s::timestamptz[]) AS a (valid_at)
 WHERE tstzrange(starts, ends) @> valid_at
   AND NOT valid_span(stream, tstzrange(starts, ends))
           @> lower(valid_span(stream, tstzrange(valid_at, NULL)))"""
_MISSED_KNOWN: Final = """
SELECT * FROM unnest(%(streams)s::uuid[]) AS s (stream),
       unnest(%(lows)s::int8[], %(highs)s::int8[]) AS p (low, high),
       unnest(%(lows)s::int8[]) AS a (known)
 WHERE int8range(low, high) @> known
   AND NOT known_span(stream, int8range(low, high))
           @> lower(known_span(stream, int8range(known, NULL)))"""
_MANY_FACTS: Final = """
INSERT INTO read.fact
SELECT '00000000-0000-7000-8000-000000000001', md5((n % 500)::text)::uuid, 'name',
       tstzrange(at, CASE WHEN shape = 0 THEN at + interval '1 minute' END),
       int8range(tx, CASE WHEN shape = 1 THEN tx + 1 END), 'a', '1', tx, 0, tx, 0
  FROM (SELECT n, n / 500 + 1 AS tx, CASE WHEN n < 19500 THEN n % 2 ELSE 2 END AS shape,
               timestamptz '2026-01-01Z' + n / 500 * interval '1 minute' AS at
          FROM generate_series(0, 19999) AS n) AS made"""
