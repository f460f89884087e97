"""What every importer is: text in, new elements and a list of losses out; nothing is written.

An importer never stops at what it does not understand: it says so as a loss, with the line, and
carries the rest over. It reads text and gives values, so it may run in a thread or a process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.ids import IdSource
from domain.model.operations import Registers


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of the file that did not come in as it stood; `line` counts from 1."""

    line: int | None
    subject: str
    fact: str
    remedy: str

    def sentence(self) -> str:
        """Say the loss as one line of text."""
        place = "" if self.line is None else f"line {self.line}: "
        return f"{place}{self.subject} {self.fact}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Imported:
    """The elements that a file describes, under new ids, and what it could not carry over.

    `counts` says how many came in, by plain words of the source ("tables", "columns"), in the order
    in which a person wants to read them.
    """

    name: str | None
    registers: Registers
    losses: tuple[Loss, ...]
    counts: Mapping[str, int]


class Importer(Protocol):
    """One format: its title, and what to bring, in words; `recognises` sees a beginning only."""

    name: str
    title: str
    wanted: str
    endings: tuple[str, ...]

    def recognises(self, beginning: str) -> bool:
        """Tell whether the text looks like this format."""
        ...

    def read(self, text: str, *, ids: IdSource) -> Imported:
        """Read the whole text; never raises for what the text says."""
        ...
