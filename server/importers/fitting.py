"""Imported registers made to fit: nothing that a file says may stop the rest of it.

A name is made one line of the length allowed; any other value that its register cannot hold is left
out. Both are losses.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from domain.errors import BadValue
from domain.ids import ElementId
from domain.model.metamodel import accept_attribute
from domain.model.operations import Registers
from domain.model.values import LONGEST_NAME, Json
from server.importers.importer import Loss

_SHOWN: Final = 60


def fit(registers: Registers) -> tuple[dict[ElementId, dict[str, Json]], tuple[Loss, ...]]:
    """Return the registers that a model can hold, and what of the given ones it cannot."""
    fitting: dict[ElementId, dict[str, Json]] = {}
    losses: list[Loss] = []
    for element, held in registers.items():
        kind, name = str(held["kind"]), str(held["name"])
        fitting[element] = dict(held)
        for attribute, error in _faults(kind, held):
            subject = f"the {attribute} of {kind} {_shown(name)}"
            if attribute == "name":
                fitting[element]["name"] = one_line(name)
                remedy = f"it came in as {_shown(one_line(name))}; rename it"
            else:
                del fitting[element][attribute]
                remedy = "it was left out; add it by hand"
            losses.append(Loss(None, subject, error.fact, remedy))
    return fitting, tuple(losses)


def one_line(name: str) -> str:
    """Return a name as one line of at most LONGEST_NAME characters."""
    return " ".join(name.split())[:LONGEST_NAME].strip()


def _faults(kind: str, held: Mapping[str, Json]) -> Iterator[tuple[str, BadValue]]:
    for attribute, value in held.items():
        try:
            accept_attribute(kind, attribute, value)
        except BadValue as error:
            yield attribute, error


def _shown(name: str) -> str:
    line = one_line(name)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
