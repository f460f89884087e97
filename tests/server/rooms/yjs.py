"""Real Yjs in Node, to compare with."""

import json
import os
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from domain.model.operations import Registers

_HERE: Final = Path(__file__).parent
_ROOT: Final = _HERE.parents[2]


@dataclass(frozen=True, slots=True)
class Read:
    """What Yjs made of some updates; `error` says why it could not read them."""

    registers: Registers
    clocks: dict[int, int]
    is_whole: bool
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """An update that a person of a history made."""

    person: int
    update: bytes


class Yjs:
    """A Node process that has Yjs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def read(self, updates: Iterable[bytes]) -> Read:
        """Return what a fresh document holds after these updates, in this order."""
        answer = self._do("read", updates=[b64encode(update).decode() for update in updates])
        if "error" in answer:
            return Read({}, {}, is_whole=False, error=answer["error"])
        return Read(
            {
                element: held
                for element, registers in answer["elements"].items()
                if isinstance(registers, dict)
                and (held := {k: v for k, v in registers.items() if (k, v) != ("doc", "")})
            },
            {client: clock for client, clock in answer["clocks"] if clock},
            is_whole=answer["isWhole"],
        )

    def history(self, seed: int, start: bytes) -> list[Sent]:
        """Return what some people who edit apart and together send, in the order they do it."""
        answer = self._do("history", seed=seed, start=b64encode(start).decode())
        return [Sent(person, b64decode(update)) for person, update in answer["updates"]]

    def answer(self, person: int, state: bytes) -> bytes:
        """Return what a person of the last history has and somebody with `state` lacks."""
        return b64decode(self._do("answer", person=person, state=b64encode(state).decode()))

    def _do(self, op: str, **arguments: object) -> Any:  # noqa: ANN401 - JSON
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"op": op, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "Yjs ended"
        return json.loads(line)


@contextmanager
def yjs() -> Iterator[Yjs]:
    """Run Yjs."""
    process = subprocess.Popen(
        ["node", str(_HERE / "node" / "yjs.mjs")],
        env={**os.environ, "WEB_PACKAGE": str(_ROOT / "web" / "package.json")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield Yjs(process)
    finally:
        process.kill()
        process.communicate()
