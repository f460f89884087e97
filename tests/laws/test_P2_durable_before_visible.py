"""P2: while a commit is on its way to the disk nobody is sent anything, sync answers included."""

import asyncio

import psycopg

from tests.server.rooms.housing import Client, edit, entity, house_on, new_id, quiet, saved

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def test_P2_nobody_sees_what_is_not_on_disk(database: str) -> None:
    async def story() -> None:
        async with (
            house_on(database) as house,
            await psycopg.AsyncConnection.connect(database) as holding,
            await psycopg.AsyncConnection.connect(database, autocommit=True) as looking,
        ):
            room = await house.room()
            ann, bob = Client(room).connect(), Client(room).connect()
            await quiet(room)
            await holding.execute("SELECT position FROM log_head FOR UPDATE")
            sent = len(ann.frames), len(bob.frames)
            order, line = new_id(), new_id()
            ann.create(order, kind="entity", name="Order")
            carl = Client(room).connect()
            wanted = asyncio.create_task(
                house.rooms.edit(room.stream, edit(*entity(line, "Sale"))),
            )
            waiting = 0
            while not waiting:  # until the append stands before the lock
                row = await (await looking.execute(WAITING)).fetchone()
                assert row is not None
                waiting = int(row[0])
            assert (len(ann.frames), len(bob.frames), len(carl.frames)) == (*sent, 0)
            assert not wanted.done()
            await holding.rollback()
            saved(await wanted)
            said = await house.agree(room)
            assert {order, line} <= said.keys()
            assert ann.registers() == bob.registers() == carl.registers() == said

    asyncio.run(story())
