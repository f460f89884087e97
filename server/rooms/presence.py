"""Who is in a room: the awareness states of its connections. Lossy, capped, never logged."""

from collections.abc import Hashable
from typing import Final

from domain.ids import ActorId
from server.rooms.protocol import Presence

GONE: Final = "null"
"""The state of a client that left."""


class Presences:
    """The last state of every client, by the connection it came from.

    A client belongs to the person whose connection first spoke for it; what somebody else says in
    its name is dropped. A person's next connection takes it over.
    """

    def __init__(self) -> None:
        self._states: dict[int, Presence] = {}
        self._owners: dict[int, tuple[Hashable, ActorId]] = {}

    def take(
        self,
        connection: Hashable,
        actor: ActorId,
        presences: tuple[Presence, ...],
    ) -> tuple[Presence, ...]:
        """Note what a connection says; return what of it is news."""
        news = []
        for one in presences:
            _, owner = self._owners.get(one.client, (connection, actor))
            known = self._states.get(one.client)
            if owner != actor or (known is not None and one.clock < known.clock):
                continue
            news.append(one)
            if one.state == GONE:
                self._states.pop(one.client, None)
                self._owners.pop(one.client, None)
            else:
                self._states[one.client] = one
                self._owners[one.client] = (connection, actor)
        return tuple(news)

    def leave(self, connection: Hashable) -> tuple[Presence, ...]:
        """Forget a connection; return what tells the others that its clients left."""
        gone = [client for client, (of, _) in self._owners.items() if of == connection]
        for client in gone:
            del self._owners[client]
        return tuple(Presence(client, self._states.pop(client).clock + 1, GONE) for client in gone)

    def everybody(self) -> tuple[Presence, ...]:
        """Return the state of every client."""
        return tuple(self._states.values())
