"""A Postgres of one's own: the oldest supported ones take the migrations and serve the pool.

The embedded wheel also carries Postgres 16; Debian's 15 is tried where it is installed.
"""

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from psycopg.conninfo import make_conninfo

from server.postgres import cluster
from server.postgres.migrate import migrate, migrations
from server.postgres.pool import open_pool
from server.postgres.supervision import CappedLog, Supervisor

PROGRAMS: Final = {
    16: cluster.binaries().parent.parent / "pginstall" / "bin",
    15: Path("/usr/lib/postgresql/15/bin"),
}
HERE: Final = [major for major, programs in PROGRAMS.items() if (programs / "initdb").exists()]


def started(programs: Path, data: Path) -> tuple[Supervisor, str]:
    """Start a server as somebody else would, with the settings it comes with."""
    account = cluster.account_for(data)
    if account:
        account.owns(data)
    sockets = cluster.socket_folder(data, account)
    make, run = (
        cluster.command(programs / program, arguments, account=account, places=(data, sockets))
        for program, arguments in (
            ("initdb", ("-D", str(data), "-U", "owner", "--auth=trust", "-E", "UTF8", "--no-sync")),
            ("postgres", ("-D", str(data), "-k", str(sockets), "-c", "listen_addresses=")),
        )
    )
    subprocess.run(make, env=cluster.environment(), cwd="/", check=True, capture_output=True)
    server = Supervisor(
        run,
        env=cluster.environment(),
        tidy=lambda: cluster.tidy(data, sockets),
        log=CappedLog(data.parent / "older.log"),
    )
    assert server.start(30), list(server.said)
    return server, make_conninfo(host=str(sockets), user="owner", dbname="postgres")


@pytest.fixture(scope="module", params=HERE)
def older(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    data = tmp_path_factory.mktemp("older") / "data"
    data.mkdir(mode=0o700)
    server, dsn = started(PROGRAMS[request.param], data)
    try:
        yield dsn
    finally:
        server.stop()


def test_an_older_server_takes_every_migration(older: str) -> None:
    async def scenario() -> None:
        assert await migrate(older) == [migration.name for migration in migrations()]
        async with await open_pool(older, size=1) as pool, pool.connection() as connection:
            row = await (await connection.execute("SHOW TimeZone")).fetchone()
            assert row == ("UTC",)

    asyncio.run(scenario())
