"""The scribe of a room: records texts when typing rests, and before somebody reads them.

    keystroke durable -> alarm at the instant its run is due -> inbox -> one commit a run

Only the room's own task records; others leave a wish in the inbox.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from domain.ids import ElementId
from server.rooms.alarm import Alarm
from server.rooms.delivery import Delivery
from server.rooms.headless import HeadlessEdit
from server.rooms.inbox import Inbox, Recording
from server.rooms.ledger import Due, Ledger
from server.rooms.planning import PLAIN
from server.rooms.typing import TEXT, Step, Typing


class Scribe:
    """Sees to it that no text stays unrecorded; `fire_due` fires every boundary that has passed."""

    def __init__(
        self,
        ledger: Ledger,
        inbox: Inbox,
        delivery: Delivery,
        *,
        fire_due: Callable[[], Awaitable[None]],
    ) -> None:
        self._ledger = ledger
        self._inbox = inbox
        self._delivery = delivery
        self._fire_due = fire_due
        self._alarm = Alarm(self._on_alarm)

    def look(self) -> None:
        """Be there when the next run is due."""
        due_at = self._ledger.typing.due_at
        if due_at is not None:
            self._alarm.set(due_at)

    def stop(self) -> None:
        """Look no more: until it rings, the alarm would hold the room and its whole document."""
        self._alarm.stop()

    def wish(self) -> asyncio.Future[None]:
        """Ask for all texts to be recorded, for somebody who waits for it."""
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._inbox.put(Recording(answered))
        return answered

    async def fulfil(self, recording: Recording) -> None:
        """Record what is due, or all when somebody waits for it; raises LeaseLost."""
        if recording.answered is None:
            now = self._alarm.now()
            await self.record(lambda typing: typing.rest(now))
            return
        await self.record(Typing.end_all)
        if not recording.answered.done():
            recording.answered.set_result(None)

    async def prepare(self, edit: HeadlessEdit) -> None:
        """Record what an edit builds on, and fire what has passed; raises LeaseLost."""
        await self.record(lambda typing: typing.end(_touched(edit, typing)))

    async def record(self, end: Callable[[Typing], Step]) -> None:
        """Record the runs that `end` ends, after every boundary that passes meanwhile."""
        while True:
            await self._fire_due()
            recorded = await self._ledger.record_texts(end(self._ledger.typing))
            if not isinstance(recorded, Due):
                self._delivery.publish(recorded, None)
                return

    def _on_alarm(self) -> None:
        if self._ledger.typing.rest(self._alarm.now()).ended:
            self._inbox.put(Recording())
        else:
            self.look()


def _touched(edit: HeadlessEdit, typing: Typing) -> Collection[ElementId]:
    """Return the elements whose texts an edit may change, or decides on."""
    if edit.intent != PLAIN or edit.rescinds is not None:
        return typing.runs
    return {change.element for change in edit.changes if change.attribute == TEXT}
