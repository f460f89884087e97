"""Who is in a room: the awareness states of its connections. Lossy, capped, never logged (D8).

    what a connection says -> whose client is it? -> stamped with who they are -> news -> one frame

The server says who somebody is, whatever their client claims: `user` of every state names the actor
of the connection. A client belongs to the connection that speaks for it; what others say in its
name is dropped, echoes too (stock providers repeat what they hear). A state that is not renewed
goes after a while, that of a connection that left at once. Instants come in, in seconds.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final

import orjson

from domain.access import Actor
from domain.ids import ActorId
from server.rooms.protocol import Presence

GONE: Final = "null"
"""The state of a client that left."""
LIFETIME: Final = 30.0
"""Seconds without renewal after which a state goes, as in y-protocols, where clients renew it."""
MOST_CLIENTS: Final = 8
"""Clients that one connection may speak for."""
MOST_REMEMBERED: Final = 100
"""Clients of one person that nobody else may speak for when they are gone: they may come back."""
LARGEST_NEWS: Final = 64 * 1024
"""Bytes of states that are told at once; the rest is told the next time."""
_DEEPEST: Final = 16
_LARGEST_NUMBER: Final = 2**53 - 1
"""What is beyond breaks every JavaScript client that hears of it."""
_COLORS: Final = ("color", "colorLight")
"""What clients may say of themselves in `user`, as stock editors show it."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The last word of a client, by whom it was said, and when."""

    presence: Presence
    connection: Hashable
    actor: ActorId
    heard_at: float


class Presences:
    """The last state of every client, and what of it was not told yet.

    A person's next connection takes a client over with its next word; nobody else ever does.
    """

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}
        self._clients: dict[Hashable, int] = {}
        self._persons: dict[int, ActorId] = {}
        self._remembered: dict[ActorId, dict[int, None]] = {}
        self._news: dict[int, Presence] = {}

    def take(
        self,
        connection: Hashable,
        actor: Actor,
        presences: tuple[Presence, ...],
        *,
        at: float,
    ) -> None:
        """Note what a connection says of itself; what is old, another's or no state is dropped."""
        for one in presences:
            if not self._may_say(connection, actor.id, one):
                continue
            if one.state == GONE:
                self._forget(one)
                continue
            state = _stamped(one.state, actor)
            if state is None:
                continue
            told = Presence(one.client, one.clock, state)
            self._keep(_Known(told, connection, actor.id, at))
            self._news[one.client] = told

    def leave(self, connection: Hashable) -> None:
        """Forget a connection; that its clients left is news."""
        for known in tuple(self._known.values()):
            if known.connection == connection:
                self._forget(known.presence)

    def expire(self, at: float) -> None:
        """Forget what was not renewed for long; that it left is news."""
        for known in tuple(self._known.values()):
            if at >= known.heard_at + LIFETIME:
                self._forget(known.presence)

    def everybody(self) -> tuple[Presence, ...]:
        """Return the state of every client."""
        return tuple(known.presence for known in self._known.values())

    def take_news(self) -> tuple[Presence, ...]:
        """Return what changed since it was told last, once; oldest first, as much as fits."""
        told: list[Presence] = []
        size = 0
        for one in tuple(self._news.values()):
            size += len(one.state)
            if told and size > LARGEST_NEWS:
                break
            told.append(self._news.pop(one.client))
        return tuple(told)

    @property
    def has_news(self) -> bool:
        """Something changed that was not told yet."""
        return bool(self._news)

    @property
    def expires_at(self) -> float | None:
        """The instant at which the next state goes; None when there is none."""
        return min((known.heard_at + LIFETIME for known in self._known.values()), default=None)

    def _may_say(self, connection: Hashable, actor: ActorId, said: Presence) -> bool:
        known = self._known.get(said.client)
        if known is None:
            return (
                said.state != GONE
                and said.client not in self._news  # first all hear that it left
                and 0 <= said.client <= _LARGEST_NUMBER
                and said.clock <= _LARGEST_NUMBER
                and self._clients.get(connection, 0) < MOST_CLIENTS
                and self._persons.get(said.client, actor) == actor
            )
        if known.actor != actor or said.clock > _LARGEST_NUMBER:
            return False
        is_farewell = said.state == GONE and known.connection == connection
        clock = known.presence.clock
        return said.clock > clock or (said.clock == clock and is_farewell)

    def _keep(self, known: _Known) -> None:
        client = known.presence.client
        former = self._known.get(client)
        if former is None:
            self._remember(client, known.actor)
        elif former.connection != known.connection:
            self._count(former.connection, -1)
        if former is None or former.connection != known.connection:
            self._count(known.connection, 1)
        self._known[client] = known

    def _count(self, connection: Hashable, more: int) -> None:
        self._clients[connection] = self._clients.get(connection, 0) + more
        if not self._clients[connection]:
            del self._clients[connection]

    def _remember(self, client: int, person: ActorId) -> None:
        """Note whose a client is; of each person those that came last."""
        own = self._remembered.setdefault(person, {})
        own.pop(client, None)
        own[client] = None
        self._persons[client] = person
        if len(own) > MOST_REMEMBERED:
            oldest = next(iter(own))
            del own[oldest], self._persons[oldest]

    def _forget(self, last: Presence) -> None:
        # With the clock it has: clients take a farewell at the same clock, and the next word of
        # whoever comes back is newer than it.
        self._count(self._known.pop(last.client).connection, -1)
        self._news[last.client] = Presence(last.client, last.clock, GONE)


def _stamped(state: str, actor: Actor) -> str | None:
    """Return a state with who it is of; None when it is no state."""
    try:
        said = orjson.loads(state)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(said, dict) or _is_too_deep(said):
        return None
    user = said.get("user")
    colors = {
        key: user[key]
        for key in _COLORS
        if isinstance(user, dict) and isinstance(user.get(key), str)
    }
    said["user"] = {"id": actor.id, "name": actor.name, **colors}
    return orjson.dumps(said).decode()


def _is_too_deep(value: Any) -> bool:  # noqa: ANN401 - JSON as it is read
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True
