"""Rebuilding: fold the whole log into tables beside the live ones, then swap their names.

    read       live, folded by the projector all the while   ──> read_former ──> dropped
    read_next  empty ──> folded ──> caught up under lock      ──> read

Readers never wait: whoever is inside the former tables finishes there, and a prepared statement
finds the new ones by their name. A rebuild that dies leaves `read_next`, which the next one drops.
"""

from psycopg import AsyncConnection

from server.postgres.pool import Pool
from server.readmodels.errors import RebuildRunning
from server.readmodels.folding import PROJECTION, QUERIES, Limits, fold, use_schema


async def rebuild(pool: Pool, *, limits: Limits) -> int:
    """Fold the log anew and swap; return the position reached.

    Raises RebuildRunning, and Unfoldable with the live tables untouched.
    """
    async with pool.connection() as connection:
        if not await _first(connection, "lock_rebuild"):
            raise RebuildRunning(
                "the rebuild of the read models", "is under way already", "wait until it is done"
            )
        try:
            return await _rebuild(connection, limits)
        finally:
            if not connection.broken:
                await connection.execute(QUERIES["unlock_rebuild"])


async def _rebuild(connection: AsyncConnection, limits: Limits) -> int:
    await connection.execute(QUERIES["drop_remains"])
    async with connection.transaction():
        await connection.execute(QUERIES["make_next"])
        await use_schema(connection, "read_next")
        await connection.execute(QUERIES["make_tables"])
        entry = {"name": PROJECTION.name, "version": PROJECTION.version}
        await connection.execute(QUERIES["enter_projection"], entry)
    position = 0
    while (reached := await _fold_beside(connection, position, limits)) > position:
        position = reached
    async with connection.transaction():
        await use_schema(connection, "read_next")
        await connection.execute(QUERIES["make_moments"])
    await connection.execute(QUERIES["analyze_next"])
    position = await _swap(connection, position, limits)
    await connection.execute(QUERIES["drop_remains"])
    return position


async def _fold_beside(connection: AsyncConnection, position: int, limits: Limits) -> int:
    async with connection.transaction():
        await use_schema(connection, "read_next")
        folded = await fold(connection, after=position, limits=limits)
        return folded.position if folded else position


async def _swap(connection: AsyncConnection, position: int, limits: Limits) -> int:
    async with connection.transaction():
        await use_schema(connection, "read")
        await connection.execute(QUERIES["await_checkpoint"], {"name": PROJECTION.name})
        await use_schema(connection, "read_next")
        while folded := await fold(connection, after=position, limits=limits):
            position = folded.position
        await connection.execute(QUERIES["retire"])
        await connection.execute(QUERIES["promote"])
        return position


async def _first(connection: AsyncConnection, query: str) -> bool:
    row = await (await connection.execute(QUERIES[query])).fetchone()
    return bool(row and row[0])
