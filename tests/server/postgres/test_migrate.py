"""Migrations: in order, once, each whole; and they add up."""

import asyncio
from pathlib import Path

import psycopg
import pytest

from server.postgres.errors import (
    BadMigrations,
    DatabaseNewer,
    MigrationChanged,
    MigrationError,
    ServerTooOld,
    Unavailable,
)
from server.postgres.migrate import MIGRATIONS, _check_server, migrate, migrations

FIRST = "CREATE TABLE a (id int PRIMARY KEY);"
SECOND = "CREATE TABLE b (id int PRIMARY KEY); INSERT INTO a VALUES (1);"
BROKEN = "CREATE TABLE c (id int); SELECT 1/0;"

SHAPE = """
    SELECT c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT p.proname, 'f', pg_get_functiondef(p.oid), NULL, NULL
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    ORDER BY 1, 2, 3
"""


def given(folder: Path, *files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number, sql in enumerate(files, start=1):
        (folder / f"{number:04}_step.sql").write_text(sql)
    return folder


def run(dsn: str, folder: Path) -> list[str]:
    return asyncio.run(migrate(dsn, folder=folder))


def rows(dsn: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(query.encode()).fetchall()


def test_the_files_are_applied_in_order_and_once(raw_database: str, tmp_path: Path) -> None:
    folder = given(tmp_path, FIRST, SECOND)
    assert run(raw_database, folder) == ["0001_step", "0002_step"]
    assert run(raw_database, folder) == []
    assert rows(raw_database, "SELECT id FROM a") == [(1,)]


def test_several_servers_may_migrate_at_once(raw_database: str, tmp_path: Path) -> None:
    folder = given(tmp_path, FIRST, SECOND)

    async def all_at_once() -> list[list[str]]:
        return await asyncio.gather(*(migrate(raw_database, folder=folder) for _ in range(4)))

    assert sorted(map(len, asyncio.run(all_at_once()))) == [0, 0, 0, 2]


def test_a_file_that_fails_leaves_nothing_and_keeps_the_ones_before(
    raw_database: str, tmp_path: Path
) -> None:
    folder = given(tmp_path, FIRST, BROKEN)
    with pytest.raises(psycopg.errors.DivisionByZero):
        run(raw_database, folder)
    assert rows(raw_database, "SELECT name FROM schema_migration") == [("0001_step",)]
    assert rows(raw_database, "SELECT to_regclass('c')") == [(None,)]
    assert run(raw_database, given(tmp_path, FIRST, SECOND)) == ["0002_step"]


def test_an_edited_file_is_refused(raw_database: str, tmp_path: Path) -> None:
    run(raw_database, given(tmp_path, FIRST))
    with pytest.raises(MigrationChanged, match="0001_step differs .* new migration"):
        run(raw_database, given(tmp_path, FIRST + " -- nicer"))


def test_a_database_of_a_newer_program_is_refused(raw_database: str, tmp_path: Path) -> None:
    run(raw_database, given(tmp_path / "newer", FIRST, SECOND))
    with pytest.raises(DatabaseNewer, match="0002_step, which this program does not know"):
        run(raw_database, given(tmp_path / "older", FIRST))


@pytest.mark.parametrize("dsn", ["host=/nowhere", "no address at all"])
def test_a_database_that_does_not_answer_is_told(tmp_path: Path, dsn: str) -> None:
    with pytest.raises(Unavailable, match="does not answer .* SCHEMAOS_DATABASE_URL"):
        run(dsn, given(tmp_path, FIRST))


def test_a_server_before_15_is_refused() -> None:
    with pytest.raises(ServerTooOld, match="is Postgres 14; use Postgres 15 or newer"):
        _check_server(140_011)
    _check_server(150_000)


@pytest.mark.parametrize("name", ["0002_gap.sql", "1_short.sql", "0001-dash.sql"])
def test_a_file_out_of_line_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FIRST)
    with pytest.raises(BadMigrations, match="counted from 0001"):
        migrations(tmp_path)


def test_every_refusal_is_a_migration_error() -> None:
    assert {BadMigrations, DatabaseNewer, MigrationChanged, ServerTooOld} <= {
        *MigrationError.__subclasses__()
    }


def test_the_migrations_add_up(database: str, raw_database: str, tmp_path: Path) -> None:
    """Step by step, as an old installation grew, gives what a fresh one gets at once."""
    assert run(raw_database, tmp_path) == []
    for migration in migrations(MIGRATIONS):
        (tmp_path / f"{migration.name}.sql").write_bytes(migration.sql)
        assert run(raw_database, tmp_path) == [migration.name]
    assert rows(raw_database, SHAPE) == rows(database, SHAPE)
