"""D7: a document does not outgrow its limit by what live clients send; the author is told."""

import asyncio

from pycrdt import Text

from server.clock import SystemClock
from server.log.committer import Committer
from server.postgres.pool import open_pool
from server.readmodels.projector import Projector
from server.rooms.registry import Rooms
from tests.server.rooms.gesturing import Gesturer
from tests.server.rooms.housing import Client, house_on, new_id, quiet


def test_D7_what_would_outgrow_the_document_limit_is_too_large(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as house:
            stream = await house.stream()
        pool = await open_pool(database, size=4)
        committer = Committer(pool, SystemClock(), owner="two")
        projector = Projector(pool)
        rooms = Rooms(committer, pool, projector, SystemClock(), document_limit=50_000)
        await committer.start()
        await projector.start()
        try:
            room = await rooms.open(stream)
            ann, bob = Gesturer(room), Client(room)
            ann.connect()
            bob.connect()
            await quiet(room)
            small = ann.do(lambda: ann.create(new_id(), kind="entity", name="Order"))
            await quiet(room)
            assert ann.saved(small) == 2
            text = Text("x" * 50_000)
            large = ann.do(lambda: ann.create(new_id(), kind="entity", name="Long", doc=text))
            await quiet(room)
            refused = ann.refused(large)
            assert (refused.code, refused.fatal) == ("too-large", True)
            assert "50000 are allowed" in refused.message
            assert len(bob.registers()) == 2
        finally:
            await rooms.close_all()
            await committer.stop()
            await projector.stop()
            await pool.close()

    asyncio.run(story())
