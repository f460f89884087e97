"""Fixtures that every floor may use: a Postgres per session, a database per test.

SCHEMAOS_TEST_DATABASE_URL names another server for the whole run, whose role may create databases.
"""

import asyncio
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg.conninfo import make_conninfo

from server.postgres.embedded import EmbeddedPostgres
from server.postgres.migrate import migrate

settings.register_profile(
    "default",
    deadline=None,  # a machine that runs other things must not make a law fail
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# Nothing of a test run must survive a power cut; everything else is as people run it.
_UNSAFE_AND_FAST: Final = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
}
_numbers: Final = itertools.count(1)


def pytest_report_header() -> str:
    """Say which second server the migrations are tried on."""
    has_15 = Path("/usr/lib/postgresql/15/bin/initdb").exists()
    return "postgres: embedded 18; 16; " + ("15" if has_15 else "15 is not installed, not tried")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the connection string of the session's own server (one per xdist worker)."""
    elsewhere = os.environ.get("SCHEMAOS_TEST_DATABASE_URL")
    if elsewhere:
        yield elsewhere
        return
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), settings=_UNSAFE_AND_FAST)
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def migrated_template(postgres: str) -> Iterator[str]:
    """Migrate one database, from which each test's own is copied."""
    name = f"schemaos_migrated_{os.getpid()}"
    _create(postgres, name, template="template0")
    try:
        asyncio.run(migrate(make_conninfo(postgres, dbname=name)))
        yield name
    finally:
        _drop(postgres, name)


@pytest.fixture
def database(postgres: str, migrated_template: str) -> Iterator[str]:
    """Give the connection string of an empty, migrated database of the test's own."""
    yield from _own(postgres, template=migrated_template)


@pytest.fixture
def raw_database(postgres: str) -> Iterator[str]:
    """Give the connection string of an empty database of the test's own, not migrated."""
    yield from _own(postgres, template="template0")


def _own(postgres: str, *, template: str) -> Iterator[str]:
    name = f"schemaos_test_{os.getpid()}_{next(_numbers)}"
    _create(postgres, name, template=template)
    try:
        yield make_conninfo(postgres, dbname=name)
    finally:
        _drop(postgres, name)


def _create(postgres: str, name: str, *, template: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def _drop(postgres: str, name: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
