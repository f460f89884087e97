"""Tells a room who is in it: one frame for everything that changed, at most so often (D8)."""

from collections.abc import Callable, Hashable
from typing import Final

from domain.access import Actor
from server.rooms.alarm import Alarm
from server.rooms.presence import Presences
from server.rooms.protocol import Presence

BEAT: Final = 0.04
"""Seconds between two frames: 25 a second at most, none while nothing changes."""


class Telling:
    """The presences of a room, told when there is news; who speaks after silence is told at once.

    Everybody hears all of it, themselves too: a stock provider takes silence for a dead connection.
    """

    def __init__(self, tell: Callable[[tuple[Presence, ...]], None], *, beat: float = BEAT) -> None:
        self._tell = tell
        self._beat = beat
        self._presences = Presences()
        self._alarm = Alarm(self._on_alarm)
        self._told_at = float("-inf")

    def hear(
        self,
        connection: Hashable,
        actor: Actor,
        presences: tuple[Presence, ...],
    ) -> None:
        """Note what a connection says of itself; it is told with the next beat."""
        self._presences.take(connection, actor, presences, at=self._alarm.now())
        self._set()

    def leave(self, connection: Hashable) -> None:
        """Tell at once that the clients of a connection are gone."""
        self._presences.leave(connection)
        self._pass_on()

    def everybody(self) -> tuple[Presence, ...]:
        """Return the state of every client."""
        return self._presences.everybody()

    def _on_alarm(self) -> None:
        self._presences.expire(self._alarm.now())
        self._pass_on()

    def _pass_on(self) -> None:
        news = self._presences.take_news()
        if news:
            self._told_at = self._alarm.now()
            self._tell(news)
        self._set()

    def _set(self) -> None:
        if self._presences.has_news:
            self._alarm.set(max(self._alarm.now(), self._told_at + self._beat))
        elif (expires_at := self._presences.expires_at) is not None:
            self._alarm.set(expires_at)
        else:
            self._alarm.stop()
