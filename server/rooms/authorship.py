"""Authorship: a client id of the document belongs to the person who first wrote under it (D4).

    known already ─► nobody is asked       the server's ids (1 to the epoch) ─► nobody's
    new structs   ─► whose id is it?       another person's ─► Foreign       nobody's ─► claimed

A claim becomes durable with the flush that brought its structs, and is taken back with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from domain.ids import ActorId
from server.log.draft import Claim
from server.rooms.decoder import Structs

MOST_CLIENTS: Final = 100
"""Client ids with something new in one update: tabs and offline spells of one person. Of ids that
are chosen to be hard to tell apart, 20,000 take pycrdt seconds."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Structs came under more client ids than one person has."""

    clients: int


@dataclass(frozen=True, slots=True)
class Foreign:
    """Structs came under a client id that belongs to somebody else."""

    client: int


class Authorship:
    """Whose the client ids of one epoch's document are; `owners` as they are stored."""

    def __init__(self, owners: Mapping[int, ActorId] | None = None) -> None:
        self._owners: dict[int, ActorId] = dict(owners or {})
        self._fresh: list[int] = []

    def newcomers(
        self,
        structs: Structs,
        actor: ActorId,
        *,
        epoch: int,
        has: Callable[[int, int], bool],
    ) -> Foreign | Crowd | tuple[int, ...]:
        """Return the client ids that a person brings and nobody owns yet, or who is in the way.

        `has` tells whether a client's structs before a clock are known; such are harmless.
        """
        newcomers: list[int] = []
        fresh = 0
        for client, _, end in structs.runs:
            if has(client, end):
                continue
            fresh += 1
            owner = self._owners.get(client)
            if owner is None and client > epoch:
                newcomers.append(client)
            elif owner != actor:
                return Foreign(client)
        return Crowd(fresh) if fresh > MOST_CLIENTS else tuple(newcomers)

    def claim(self, clients: tuple[int, ...], actor: ActorId) -> None:
        """Give client ids that nobody owns to a person."""
        for client in clients:
            self._owners[client] = actor
            self._fresh.append(client)

    def claims(self) -> tuple[Claim, ...]:
        """Return what was claimed since the last flush."""
        return tuple([Claim(client, self._owners[client]) for client in self._fresh])

    def settle(self) -> None:
        """Keep what was claimed: it is durable."""
        self._fresh.clear()

    def take_back(self) -> None:
        """Forget what was claimed: it is not durable."""
        for client in self._fresh:
            del self._owners[client]
        self._fresh.clear()
