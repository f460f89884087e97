"""`make bench`: every benchmark, as a table; names after it choose some.

    make bench                       everything (about fifteen minutes)
    python -m tests.bench log whole  only these

Figures of a shared machine: compare medians and ratios of one run, never two runs.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from psycopg import connect
from psycopg.conninfo import make_conninfo

from server.postgres.embedded import EmbeddedPostgres
from server.postgres.migrate import migrate
from tests.bench import edits, failover, log, readmodels, rooms, whole
from tests.bench.row import Row, table


def _rooms() -> list[Row]:
    return rooms.run()


def _on_database(measure: Callable[[str], list[Row]]) -> Callable[[], list[Row]]:
    """Give a benchmark a fresh, migrated database, durable as people run it."""

    def run() -> list[Row]:
        with tempfile.TemporaryDirectory(prefix="schemaos-bench-") as scratch:
            server = EmbeddedPostgres(Path(scratch))
            try:
                dsn = server.start()
                with connect(dsn, autocommit=True) as connection:
                    connection.execute("CREATE DATABASE bench")
                own = make_conninfo(dsn, dbname="bench")
                asyncio.run(migrate(own))
                return measure(own)
            finally:
                server.stop()

    return run


BENCHMARKS: Final[Mapping[str, Callable[[], list[Row]]]] = {
    "log": _on_database(log.run),
    "readmodels": _on_database(readmodels.run),
    "edits": _on_database(edits.run),
    "whole": whole.run,
    "failover": _on_database(failover.run),
    "rooms": _rooms,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, all when none is named; 1 when a name is unknown."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.stderr.write(f"no benchmark {unknown[0]}; there are: {', '.join(BENCHMARKS)}\n")
        return 1
    for name in names or BENCHMARKS:
        busy = os.getloadavg()[0]
        rows = BENCHMARKS[name]()
        sys.stdout.write(f"{name} (load {busy:.1f} before)\n{table(rows)}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
