"""Counts: each room for itself, and all of them together."""

import asyncio

from server.rooms.counts import STEPS, Book, Counts
from tests.server.rooms.housing import Client, edit, entity, house_on, new_id, quiet, saved


def test_a_book_sums_up_open_and_closed_rooms() -> None:
    book = Book()
    one, two = book.open(), book.open()
    one.updates, one.headless, two.updates = 3, 1, 4
    one.time(0.001)
    two.time(0.002)
    two.time(99.0)
    total = book.total()
    assert (total.edits, total.updates) == (8, 7)
    assert total.durations == [1, 1, *[0] * (len(STEPS) - 2), 1]
    assert total.seconds == 99.003
    book.close(one)
    assert book.total() == total
    assert (one.edits, two.edits) == (4, 4)
    book.close(two)
    assert book.total() == total
    assert Book().total() == Counts()


def test_rooms_count_for_themselves_and_the_process_for_all(database: str) -> None:
    async def story() -> None:
        async with house_on(database, idle=600.0) as house:
            busy, idle = await house.room(), await house.room()
            ann = Client(busy).connect()
            await quiet(busy)
            order = ann.create(new_id(), kind="entity", name="Order")
            ann.set(order, "kind", "spaceship")
            await quiet(busy)
            saved(await house.rooms.edit(busy.stream, edit(*entity(new_id(), "Line"))))
            assert (busy.counts.updates, busy.counts.corrected) == (2, 1)
            assert busy.counts.headless == idle.counts.headless + 1
            assert busy.counts.received > 0
            assert busy.counts.sent > 0
            assert sum(busy.counts.durations) > sum(idle.counts.durations)
            total = house.rooms.counts
            assert total.edits == busy.counts.edits + idle.counts.edits
            assert total.commits == busy.counts.commits + idle.counts.commits == 4
            assert (busy.queue, busy.lag) == (0, 0.0)

    asyncio.run(story())
