"""The pool of connections that everything which reads or writes Postgres takes."""

import select
from typing import Final, TypeAlias

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

from server.postgres.errors import Unavailable

__all__ = ["Pool", "Unavailable", "is_transient", "is_unreachable", "open_pool"]

Pool: TypeAlias = AsyncConnectionPool[AsyncConnection[TupleRow]]

_PATIENCE: Final = 10.0  # seconds that a borrower waits for a connection
_RECONNECT: Final = 0.25  # seconds between attempts to connect; the pool itself would double them
_TRANSIENT: Final = (
    "08",  # the connection broke
    "40",  # serialization failure, deadlock, rolled back for another reason
    "53",  # out of disk, memory or connections
    "57P01",  # shut down by an administrator
    "57P02",  # shut down by a crash
    "57P03",  # not accepting connections yet
    "57P05",  # idle session ended
    "55P03",  # a lock was not to be had
    "25P03",  # idle in a transaction for too long
    "25006",  # a standby answered during a failover
    "58",  # input or output failed
)


async def open_pool(dsn: str, *, size: int = 8, patience: float = _PATIENCE) -> Pool:
    """Return an open pool of autocommit connections that heals itself when Postgres comes back.

    Each connection is checked when it is borrowed, so after a restart of Postgres a borrower waits
    instead of being given a dead one; however long Postgres was away, whoever waits then is served
    as soon as it is back. Raises psycopg_pool.PoolTimeout when the database does not answer at all.
    """

    async def check(connection: AsyncConnection[TupleRow]) -> None:
        try:
            await _check(connection)
        except psycopg.Error:
            # Where one died the others mostly did, and the pool would find each out by itself, with
            # a longer pause after each.
            await pool.drain()
            raise

    pool: Pool = AsyncConnectionPool(
        dsn,
        min_size=min(2, size),
        max_size=size,
        open=False,
        kwargs={
            "autocommit": True,
            "prepare_threshold": 2,
            "application_name": "schemaos",
            "connect_timeout": 5,
        },
        configure=_configure,
        check=check,
        timeout=patience,
        reconnect_timeout=_RECONNECT,
        reconnect_failed=_try_again,
        name="schemaos",
    )
    try:
        await pool.open(wait=True, timeout=patience)
    except BaseException:
        await pool.close()
        raise
    return pool


def is_unreachable(error: Exception) -> bool:
    """Tell whether an error of a reader says that the database does not answer now."""
    if isinstance(error, psycopg.Error):
        return is_transient(error)
    return isinstance(error, PoolTimeout | PoolClosed)


def is_transient(error: psycopg.Error) -> bool:
    """Tell whether the same work may succeed when tried again.

    After such an error it is unknown whether the work took place: look it up before repeating it.
    """
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate.startswith(_TRANSIENT)


async def _configure(connection: AsyncConnection[TupleRow]) -> None:
    # By statement, not as a start-up option, which connection poolers in between refuse.
    await connection.execute("SELECT set_config('TimeZone', 'UTC', false)")


async def _check(connection: AsyncConnection[TupleRow]) -> None:
    """Raise when a connection is dead, without asking the server for every borrower.

    Nothing is due on an idle connection; when there is something to read it is the server's
    farewell or the end of the stream, and only then is it worth a question.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        await AsyncConnectionPool.check_connection(connection)


async def _try_again(pool: Pool) -> None:
    """Begin another series of attempts; without one the pool stays as small as it has become.

    `resize` to the same size begins none: who waited then did so for all of their patience.
    """
    await pool.check()
