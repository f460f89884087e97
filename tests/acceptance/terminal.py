"""`schemaos` as somebody types it."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from typing import Any

from tests.acceptance.serving import ROOT, Server


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.out)


async def schemaos(server: Server | None, *words: str, **environment: str) -> Ended:
    """Run a command to its end."""
    address = {} if server is None else {"SCHEMAOS_SERVER": server.address}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "server.cli", *words),
        cwd=ROOT,
        env={**os.environ, **address, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Ended(process.returncode or 0, out.decode(), err.decode())


async def done(server: Server, *words: str) -> str:
    """Run a command that must do what it is asked; return what it says."""
    ended = await schemaos(server, *words)
    assert ended.code == 0, ended.err
    assert ended.err == ""
    return ended.out
