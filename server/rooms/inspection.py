"""An inspection: a room that has become quiet is looked at, whether all still say the same (P1).

Nothing else happens in the room meanwhile, for its own task looks; when something comes it stops
and tries again later. What differs ends the room: the next one loads what is stored, compares it
with the log, and makes the document anew where that differs too.
"""

from collections.abc import Callable, Iterator
from typing import Final

import structlog

from domain.ids import ElementId
from domain.model.operations import Registers
from domain.time.moment import Moment
from server.log.outcome import Fenced
from server.postgres.pool import Pool, is_unreachable
from server.readmodels.errors import ProjectionBehind
from server.readmodels.graphs import registers_in_slices
from server.readmodels.projector import Projector
from server.rooms.comparison import differing, unrecorded
from server.rooms.counts import Counts
from server.rooms.ledger import LeaseLost, Ledger
from server.rooms.materialisation import Materialisation

QUIET: Final = 30.0
"""Seconds without anything to do before a room is looked at."""
_SPAN: Final = 10
"""How many times as long it is at least from one look to the next."""

_log = structlog.get_logger("server.rooms")


class Inspection:
    """Looks at one room. `now` gives seconds that only grow."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        pool: Pool,
        projector: Projector,
        counts: Counts,
        now: Callable[[], float],
        quiet: float = QUIET,
    ) -> None:
        self._ledger = ledger
        self._pool = pool
        self._projector = projector
        self._counts = counts
        self._now = now
        self._quiet = quiet
        self._looked_at = now()
        self._looked_up_to = ledger.writer.next_seq

    def pause(self) -> float | None:
        """Return for how long the room must be quiet first; None when there is nothing new."""
        if self._ledger.writer.next_seq == self._looked_up_to:
            return None
        return max(self._quiet, self._looked_at + _SPAN * self._quiet - self._now())

    async def look(self, is_disturbed: Callable[[], bool]) -> None:
        """Compare all; raise LeaseLost, so that the room starts anew, when something differs."""
        self._looked_at = self._now()
        if self._ledger.typing.runs:  # texts that no commit says yet
            return
        try:
            difference = await self._difference(is_disturbed)
        except Exception as error:
            if not is_unreachable(error) and not isinstance(error, ProjectionBehind):
                raise
            return
        if difference is None:
            return
        self._counts.alarms += 1
        stream, tx = self._ledger.writer.stream, self._ledger.writer.head.tx
        _log.error("an open room differs from the log", stream=stream, tx=tx, element=difference)
        raise LeaseLost(Fenced("", ""))

    async def _difference(self, is_disturbed: Callable[[], bool]) -> ElementId | None:
        ledger = self._ledger
        writer, state = ledger.writer, ledger.state
        await self._projector.wait_for(ledger.position)
        seen: set[ElementId] = set()
        moment = Moment(writer.line.fired, writer.head.tx)
        async for registers in registers_in_slices(self._pool, writer.stream, moment):
            if is_disturbed():
                return None
            seen.update(registers)
            for element in _differing(state, registers):
                return element
        if is_disturbed():
            return None
        self._looked_up_to = writer.next_seq
        return next(iter(state.live.registers.keys() - seen), None) or unrecorded(state)


def _differing(state: Materialisation, recorded: Registers) -> Iterator[ElementId]:
    for element, registers in recorded.items():
        if state.live.of_element(element) != registers:
            yield element
    for element in differing(state.document, recorded):
        if element not in state.left_out:
            yield element
