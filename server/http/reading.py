"""Reading an import without holding up anybody: in a process of its own, for a limited time."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from domain.model.values import Json
from server.http.problems import refusal
from server.importers.importer import Imported, Loss

_WORKER: Final = "server.http.reader_process"
_LAST_WORDS: Final = 300


@dataclass(frozen=True, slots=True)
class Text:
    """A text to import, with what is known about it."""

    text: str
    format: str
    file_name: str | None

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.text.count("\n") + (not self.text.endswith("\n"))

    @property
    def why(self) -> str:
        """The reason that its commit gives."""
        return f"import of {self.file_name}" if self.file_name else "import"

    @property
    def cause(self) -> Mapping[str, Json]:
        """What its commit says it came from; history then tells it as an import."""
        return {"import": self.file_name or "a text"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a text said, and in which format; `title` is the format in words."""

    format: str
    title: str
    imported: Imported


class Readers:
    """Reads imports, a few at a time."""

    def __init__(self, *, seconds: float, at_once: int = 2) -> None:
        self._seconds = seconds
        self._turn = asyncio.Semaphore(at_once)

    async def read(self, text: Text) -> Outcome:
        """Return what the text says; refuse when no importer knows it or reading fails."""
        asked = orjson.dumps(
            {"text": text.text, "format": text.format, "file_name": text.file_name},
        )
        async with self._turn:
            answer = await self._run(asked)
        if "refused" in answer:
            raise refusal("import-failed", answer["refused"])
        losses = tuple(Loss(*loss) for loss in answer["losses"])
        imported = Imported(answer["name"], answer["registers"], losses, answer["counts"])
        return Outcome(answer["format"], answer["title"], imported)

    async def _run(self, asked: bytes) -> Any:  # noqa: ANN401 - JSON
        worker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            _WORKER,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        try:
            async with asyncio.timeout(self._seconds):
                answer, complaints = await worker.communicate(asked)
        except TimeoutError as error:
            raise refusal(
                "import-failed",
                f"reading the text took longer than {self._seconds:g} s; import it in parts",
            ) from error
        finally:
            if worker.returncode is None:
                worker.kill()
                await worker.wait()
        if worker.returncode != 0:
            last = complaints.decode(errors="replace").strip().rpartition("\n")[2][-_LAST_WORDS:]
            raise refusal(
                "import-failed",
                f"the importer ended with code {worker.returncode} ({last or 'no words'}); "
                "import the text in parts to find the statement, and report it",
            )
        return orjson.loads(answer)
