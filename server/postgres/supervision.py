"""Keeps one Postgres running for as long as this process lives.

A thread of its own starts Postgres and reads what it says. That thread must be the one that forks:
the kernel's "signal me when my parent dies" means the parent *thread*, so a Postgres started from a
worker of some pool would be shut down when that worker retires.

The pipe that Postgres writes to is held by all of its processes. Its end of file therefore says
what nothing else says so plainly: the postmaster and every orphaned backend are gone, and a new one
may attach to the data folder.
"""

import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

_READY: Final = "database system is ready to accept connections"
_STILL_HELD: Final = "pre-existing shared memory block"
_FIRST_DELAY: Final = 0.05
_LONGEST_DELAY: Final = 5.0
_REMEMBERED_LINES: Final = 40


class CappedLog:
    """A log file that never grows past twice its limit: full, it becomes the `.1` beside it."""

    def __init__(self, path: Path, *, limit: int = 4 * 1024 * 1024) -> None:
        self._path = path
        self._limit = limit

    def write(self, line: str) -> None:
        """Append a line; a disk that takes no more loses it rather than stop Postgres."""
        try:
            with self._path.open("ab") as file:
                file.write(line.encode())
                size = file.tell()
            if size > self._limit:
                self._path.replace(self._path.with_name(self._path.name + ".1"))
        except OSError:
            return


class Supervisor:
    """Starts Postgres, starts it again when it dies, and stops it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        tidy: Callable[[], None],
        log: CappedLog,
    ) -> None:
        """Take what to run and what to do first, each time: put away what the dead left."""
        self._command = tuple(command)
        self._env = dict(env)
        self._tidy = tidy
        self._log = log
        self._thread = threading.Thread(target=self._run, name="postgres", daemon=True)
        self._turn = threading.Condition()
        self._process: subprocess.Popen[str] | None = None
        self._is_ready = False
        self._is_stopping = False
        self._failed = False
        self.said: deque[str] = deque(maxlen=_REMEMBERED_LINES)

    def start(self, timeout: float) -> bool:
        """Start Postgres; tell whether it accepted connections, `said` holds why not."""
        self._thread.start()
        with self._turn:
            self._turn.wait_for(lambda: self._is_ready or self._failed, timeout)
            return self._is_ready

    def stop(self, timeout: float = 20.0) -> None:
        """Shut Postgres down: fast, and when that takes too long, at once (it then recovers)."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            with self._turn:
                self._is_stopping = True
                self._turn.notify_all()
                if self._process is not None and self._process.poll() is None:
                    self._process.send_signal(number)
            self._thread.join(timeout)
            if not self._thread.is_alive():
                return

    def alive(self) -> bool:
        """Tell whether Postgres runs and has accepted connections since it started."""
        return self._is_ready

    def await_ready(self, after: int | None, timeout: float) -> bool:
        """Wait until a Postgres other than `after` accepts connections; tell whether it does."""
        with self._turn:
            return self._turn.wait_for(lambda: self._is_ready and self.pid != after, timeout)

    @property
    def pid(self) -> int | None:
        """The process id of the postmaster, None while there is none."""
        process = self._process
        return process.pid if process is not None else None

    def _run(self) -> None:
        was_ready, delay = False, _FIRST_DELAY
        while True:
            process = self._spawn()
            if process is None:
                break
            if self._follow(process):
                was_ready, delay = True, _FIRST_DELAY
            elif not was_ready and not self._is_held():
                self._give_up()
                break
            if self._rest(delay):
                break
            delay = min(2 * delay, _LONGEST_DELAY)

    def _spawn(self) -> "subprocess.Popen[str] | None":
        with self._turn:
            if self._is_stopping:
                return None
            self._tidy()
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                env=self._env,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,  # Ctrl-C in a terminal is for the server, which stops us
            )
            return self._process

    def _follow(self, process: "subprocess.Popen[str]") -> bool:
        """Read what Postgres says until all of its processes are gone; tell if it was ready."""
        was_ready = False
        self.said.clear()
        with process:
            for line in process.stdout or ():
                self.said.append(line.rstrip())
                self._log.write(line)
                if _READY in line:
                    was_ready = True
                    self._announce(is_ready=True)
        self._announce(is_ready=False)
        return was_ready

    def _announce(self, *, is_ready: bool) -> None:
        with self._turn:
            self._is_ready = is_ready
            if not is_ready:
                self._process = None
            self._turn.notify_all()

    def _is_held(self) -> bool:
        """Tell whether backends of an earlier server, killed with its Postgres, linger."""
        return any(_STILL_HELD in line for line in self.said)

    def _give_up(self) -> None:
        with self._turn:
            self._failed = True
            self._turn.notify_all()

    def _rest(self, delay: float) -> bool:
        """Wait before the next try; tell whether it is over."""
        with self._turn:
            return self._turn.wait_for(lambda: self._is_stopping, delay)
