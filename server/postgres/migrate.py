"""Numbered migrations: forward only, each in one transaction, each remembered by its hash.

`sql/NNNN_name.sql` is applied in order under a lock, so any number of servers may start at once. A
file that was applied is never edited again: a mend is a new file.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from server.postgres.errors import (
    BadMigrations,
    DatabaseNewer,
    MigrationChanged,
    ServerTooOld,
    Unavailable,
)
from server.postgres.queries import load_queries

MIGRATIONS: Final = Path(__file__).parent / "sql"
OLDEST_SERVER: Final = 15
_QUERIES: Final = load_queries(Path(__file__).parent / "queries.sql")
_NAMED: Final = re.compile(r"(\d{4})_[a-z0-9_]+\.sql").fullmatch


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of the folder."""

    number: int
    name: str
    sql: bytes

    @property
    def sha256(self) -> str:
        """The hash by which an edited file is told."""
        return hashlib.sha256(self.sql).hexdigest()


def migrations(folder: Path = MIGRATIONS) -> tuple[Migration, ...]:
    """Return the folder's migrations in order; raise BadMigrations when a number is off."""
    found = []
    for number, path in enumerate(sorted(folder.glob("*.sql")), start=1):
        match = _NAMED(path.name)
        if match is None or int(match[1]) != number:
            raise BadMigrations(
                f"migration {path.name}",
                f"does not stand at number {number:04}",
                "name the files NNNN_name.sql, counted from 0001 without gaps",
            )
        found.append(Migration(number, path.stem, path.read_bytes()))
    return tuple(found)


async def migrate(dsn: str, *, folder: Path = MIGRATIONS) -> list[str]:
    """Bring the database to this program's shape; return the names of what was applied now.

    Raises Unavailable when the database does not answer, a MigrationError when it cannot be brought
    there; a psycopg.Error of a migration's own leaves the database as the last whole one left it.
    """
    wanted = migrations(folder)
    async with await _connect(dsn) as connection:
        _check_server(connection.info.server_version)
        await connection.execute(_QUERIES["lock_migrations"])
        await connection.execute(_QUERIES["create_schema_migration"])
        rows = await (await connection.execute(_QUERIES["applied_migrations"])).fetchall()
        _check_applied(rows, wanted)
        pending = wanted[len(rows) :]
        for migration in pending:
            await _apply(connection, migration)
    return [migration.name for migration in pending]


async def _connect(dsn: str) -> psycopg.AsyncConnection:
    try:
        return await psycopg.AsyncConnection.connect(dsn, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        said = str(error).strip().partition("\n")[0]
        raise Unavailable(
            "the database",
            f"does not answer ({said})",
            "check that it runs, and the address in SCHEMAOS_DATABASE_URL",
        ) from error


async def _apply(connection: psycopg.AsyncConnection, migration: Migration) -> None:
    async with connection.transaction():
        await connection.execute(_QUERIES["wait_briefly_for_locks"])
        await connection.execute(migration.sql)
        await connection.execute(
            _QUERIES["record_migration"],
            {"number": migration.number, "name": migration.name, "sha256": migration.sha256},
        )


def _check_server(version: int) -> None:
    major = version // 10_000
    if major < OLDEST_SERVER:
        raise ServerTooOld(
            "the database server",
            f"is Postgres {major}",
            f"use Postgres {OLDEST_SERVER} or newer",
        )


def _check_applied(
    applied: "list[tuple[int, str, str]]",
    wanted: tuple[Migration, ...],
) -> None:
    if len(applied) > len(wanted):
        raise DatabaseNewer(
            "the database",
            f"has had migration {applied[-1][1]}, which this program does not know",
            "start the newer SchemaOS that wrote it, or restore a backup of before",
        )
    for (_, name, sha256), migration in zip(applied, wanted, strict=False):
        if name != migration.name or sha256 != migration.sha256:
            raise MigrationChanged(
                f"migration {migration.name}",
                f"differs from {name} as the database has had it",
                "restore the file and put the change into a new migration",
            )
