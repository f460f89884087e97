"""The embedded Postgres: a data folder in, a connection string out, and it stays up.

Started by the program that uses it, for as long as that program lives: when the program ends, by
whatever signal, Postgres shuts down in good order; when Postgres dies, it is started again under
the same connection string. One program owns a data folder at a time.

Every failure to start is an EmbeddedError:

    EmbeddedError               subject, fact, remedy
    ├── BinariesMissing         the wheel with the programs of Postgres is not installed
    ├── DataFolderTaken         another server works on the data folder
    ├── DataFolderUnusable      the data folder cannot be made, read, written or entered
    ├── OtherMajorVersion       the data folder was written by another major version
    ├── DiskFull                no space is left for the data folder
    └── StartFailed             Postgres gave up for a reason of its own, which is told
"""

import shutil
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

from psycopg.conninfo import make_conninfo

from server.postgres import cluster
from server.postgres.errors import EmbeddedError
from server.postgres.supervision import CappedLog, Supervisor

_NONE: Final[Mapping[str, str]] = MappingProxyType({})

SETTINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Reached by socket alone: no port to clash, nothing to reach from outside.
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        # One server process with a small pool, and room for psql, a dump and tests beside it.
        "max_connections": "80",
        # The log's hot end fits; the operating system caches the rest anyway.
        "shared_buffers": "128MB",
        "huge_pages": "off",
        "work_mem": "16MB",
        "maintenance_work_mem": "64MB",
        "effective_cache_size": "1GB",
        "random_page_cost": "1.1",
        # Thousands of small known statements: compiling or spreading one costs more than it gives,
        # and /dev/shm of a container is often too small for parallel workers.
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
        "io_method": "sync",
        # Group commit already happens in the committer; checkpoints are rare and spread out.
        "synchronous_commit": "on",
        "wal_buffers": "16MB",
        "min_wal_size": "80MB",
        "max_wal_size": "1GB",
        "checkpoint_timeout": "15min",
        # A client that vanished inside a transaction must not hold a lock for ever.
        "idle_in_transaction_session_timeout": "60s",
        "client_connection_check_interval": "2s",
        # What people wrote never reaches the log file, and its lines stay readable by us.
        "log_min_error_statement": "panic",
        "log_parameter_max_length_on_error": "0",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] ",
        "lc_messages": "C",
        "logging_collector": "off",
        "log_destination": "stderr",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # After a crash all that is in the data folder is made durable first. File by file that is
        # a thousand waits, seconds in which nobody can save; the kernel does it in one.
        **({"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}),
    }
)


class EmbeddedPostgres:
    """One Postgres in one data folder, supervised; `settings` overrule the tuned ones."""

    def __init__(self, data: Path, *, settings: Mapping[str, str] = _NONE) -> None:
        self.data = data.absolute()
        self._settings = {**SETTINGS, **settings}
        self._lock: IO[bytes] | None = None
        self._sockets: Path | None = None
        self._supervisor: Supervisor | None = None

    def start(self, *, timeout: float = 60.0) -> str:
        """Return the connection string once connections are accepted; raise EmbeddedError."""
        until = time.monotonic() + timeout
        self._lock = cluster.claim(self.data)
        try:
            return self._start(until)
        except EmbeddedError:
            self.stop()
            raise

    def stop(self) -> None:
        """Shut down in good order and give the data folder free; a second call does nothing."""
        if self._supervisor is not None:
            self._supervisor.stop()
            self._supervisor = None
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def alive(self) -> bool:
        """Tell whether it accepts connections now, as far as its own words tell."""
        return self._supervisor is not None and self._supervisor.alive()

    def await_ready(self, *, after: int | None = None, timeout: float = 30.0) -> bool:
        """Wait until it accepts connections, after the postmaster `after` is gone; tell if so."""
        return self._supervisor is not None and self._supervisor.await_ready(after, timeout)

    @property
    def pid(self) -> int | None:
        """The process id of the postmaster, None while there is none."""
        return self._supervisor.pid if self._supervisor is not None else None

    def _start(self, until: float) -> str:
        account = cluster.account_for(self.data)
        folder = cluster.prepare(self.data, account)
        cluster.await_predecessor(folder, until)
        self._sockets = cluster.socket_folder(folder, account)
        program = cluster.binaries() / "postgres"
        options = [f"--{name}={value}" for name, value in self._settings.items()]
        command = cluster.command(
            program,
            ("-D", str(folder), f"--unix_socket_directories={self._sockets}", *options),
            account=account,
            places=(folder, self._sockets),
        )
        self._supervisor = Supervisor(
            command,
            env=cluster.environment(),
            tidy=partial(cluster.tidy, folder, self._sockets),
            log=CappedLog(self.data / "postgres.log"),
        )
        if not self._supervisor.start(until - time.monotonic()):
            raise cluster.diagnose(self.data, tuple(self._supervisor.said), doing="while starting")
        return make_conninfo(
            host=str(self._sockets), port=5432, user=cluster.SUPERUSER, dbname="postgres"
        )
