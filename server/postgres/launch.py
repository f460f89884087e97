"""Becomes the program of Postgres that it is asked for, tied to the life of its parent.

    python -I -S launch.py PARENT ACCOUNT PLACES PROGRAM ARGUMENT...

A small process of its own, since nothing but exec is safe between fork and exec of a server with
threads. It gives up the rights of root for ACCOUNT (`uid:gid`, or `-` to stay who it is), asks the
kernel for SIGINT when its parent ends (Postgres' fast shutdown), and turns into PROGRAM.

Postgres refuses to run as root, yet root's folders are often closed to everybody else: a clone
below /root, a folder of mktemp. Where ACCOUNT cannot enter one of PLACES (one a line), the program
keeps the one capability that opens folders, and nothing else of root.

Exits 77 with a line on stderr when a place stays closed.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_SET_SECUREBITS = 28
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2
UNREACHABLE = 77


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def main(arguments: list[str]) -> None:
    """Drop, tie and exec."""
    parent, account, places, program, *rest = arguments
    libc = ctypes.CDLL(None, use_errno=True)
    if account != "-":
        uid, gid = (int(part) for part in account.split(":"))
        _become(libc, uid, gid, places=[*places.split("\n"), program])
    if sys.platform == "linux":
        # After setuid, which clears it; an exec keeps it.
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0)
    if os.getppid() != int(parent):
        return  # the parent ended before the kernel was asked
    os.execv(program, [program, *rest])  # noqa: S606 - turning into it is the point


def _become(libc: ctypes.CDLL, uid: int, gid: int, *, places: list[str]) -> None:
    if sys.platform == "linux":
        # Keep root's capabilities over setuid, and let access(2), by which Postgres looks for its
        # own programs, count the one that is used; else it only counts what the bare user may.
        libc.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    _use_only(libc, 0)
    closed = _closed(places)
    for capability in (_CAP_DAC_READ_SEARCH, _CAP_DAC_OVERRIDE):
        if closed is not None and _use_only(libc, 1 << capability):
            libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0)
            closed = _closed(places)
    if closed is not None:
        sys.stderr.write(f"closed to uid {uid}: {closed}\n")
        sys.exit(UNREACHABLE)


def _closed(places: list[str]) -> str | None:
    return next((place for place in places if not os.access(place, os.R_OK | os.X_OK)), None)


def _use_only(libc: ctypes.CDLL, capabilities: int) -> bool:
    """Use these capabilities of root; exec drops all that were not raised as ambient."""
    if not hasattr(libc, "capset"):
        return False
    header = _Header(_CAPABILITY_VERSION_3, 0)
    sets = (_Sets * 2)()
    libc.capget(ctypes.byref(header), sets)
    sets[0].effective = sets[0].inheritable = capabilities
    sets[1].effective = sets[1].inheritable = 0
    return bool(libc.capset(ctypes.byref(header), sets) == 0)


if __name__ == "__main__":
    main(sys.argv[1:])
