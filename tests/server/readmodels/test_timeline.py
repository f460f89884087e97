from typing import Any

import pytest

from domain.model.operations import Mode
from domain.period import Period
from server.readmodels.timeline import Filters, Layout, Page, history
from tests.server.readmodels.reading import read
from tests.server.readmodels.recording import DAY, Log, an_id, instant, live, over

MODEL, OTHER = an_id(1), an_id(2)
ORDER, AMOUNT = an_id(100), an_id(101)


@pytest.fixture
def log(database: str) -> Log:
    """An order with a field, renamed, moved about, planned and cancelled."""
    log = Log(database)
    log.record(
        MODEL,
        live(ORDER, "kind", "entity", tx=1),
        live(ORDER, "name", "Order", tx=1),
        live(AMOUNT, "kind", "field", tx=1),
        live(AMOUNT, "name", "amount", tx=1),
        live(AMOUNT, "parent", ORDER, tx=1),
    )
    log.record(MODEL, live(AMOUNT, "name", "total", tx=2), actor="bob", why="as the invoice says")
    log.record(MODEL, live(ORDER, "position", {"x": 1, "y": 2}, tx=3))
    log.record(MODEL, live(ORDER, "name", "Purchase", tx=4))
    plan = instant(5) + DAY
    log.record(
        MODEL,
        over(ORDER, "name", "Acquisition", Period(plan, None)),
        mode=Mode.SCHEDULE,
        start=plan,
    )
    log.record(OTHER, live(an_id(300), "name", "elsewhere", tx=1))
    return log


def shown(log: Log, **filters: Any) -> Page:  # noqa: ANN401 - as history takes them
    return read(log, lambda pool: history(pool, MODEL, Filters(**filters)))


def txs(page: Page) -> list[int]:
    return [entry.logged.commit.tx for entry in page.items]


def test_history_tells_the_newest_first_in_sentences_of_their_time(log: Log) -> None:
    page = shown(log)
    assert [entry.said.summary for entry in page.items] == [
        "Planned for 2 Jan 2026 00:05 UTC: rename entity Purchase to Acquisition",
        "Renamed entity Order to Purchase",
        "Renamed field amount of Order to total",
        "Added entity Order with 1 field",
    ]
    assert page.next is None


def test_an_entry_is_the_commit_as_it_was_logged(log: Log) -> None:
    (entry,) = shown(log, actor="bob").items
    assert (entry.logged.commit.why, entry.logged.position) == ("as the invoice says", 2)
    assert entry.logged.commit.operations == (live(AMOUNT, "name", "total", tx=2),)


def test_commits_that_only_lay_out_are_listed_when_asked_for(log: Log) -> None:
    assert txs(shown(log)) == [5, 4, 2, 1]
    assert txs(shown(log, layout=Layout.LISTED)) == [5, 4, 3, 2, 1]


def test_an_element_sees_only_what_happened_to_itself(log: Log) -> None:
    page = shown(log, element=AMOUNT)
    assert txs(page) == [2, 1]
    (_, first) = page.items
    assert first.said.summary == "Added field amount to Order"
    assert {each.element for each in first.logged.commit.operations} == {AMOUNT}


def test_a_part_of_a_commit_says_the_same_of_it_as_the_whole(log: Log) -> None:
    (whole,) = shown(log, actor="bob").items
    (part,) = shown(log, actor="bob", element=AMOUNT).items
    assert part == whole


def test_a_plan_in_the_history_of_an_element_keeps_its_intent(log: Log) -> None:
    whole, part = shown(log).items[0], shown(log, element=ORDER).items[0]
    assert part == whole


def test_a_kind_filters_by_what_was_touched(log: Log) -> None:
    assert txs(shown(log, kind="field")) == [2, 1]
    assert txs(shown(log, kind="entity")) == [5, 4, 1]
    assert txs(shown(log, kind="entity", element=AMOUNT)) == []
    assert txs(shown(log, kind="event")) == []


def test_since_is_included_and_until_is_not(log: Log) -> None:
    assert txs(shown(log, since=instant(2), until=instant(5))) == [4, 2]
    assert txs(shown(log, since=instant(6))) == []
    assert txs(shown(log, until=instant(1))) == []


def test_pages_follow_each_other_without_gap_or_overlap(log: Log) -> None:
    first = shown(log, limit=3)
    assert (txs(first), first.next) == ([5, 4, 2], 2)
    rest = shown(log, limit=3, before_tx=first.next)
    assert (txs(rest), rest.next) == ([1], None)


def test_an_id_that_is_none_and_a_stream_without_commits_have_no_history(log: Log) -> None:
    assert txs(shown(log, element="nonsense")) == []
    assert read(log, lambda pool: history(pool, an_id(9))) == Page((), None)
