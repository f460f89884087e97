"""A session: one connection as its room sees it, from joining to leaving."""

from dataclasses import dataclass, field
from typing import Final

from domain.access import Action, Actor, Deny, decision
from server.rooms.peer import Peer

MOST_FATAL: Final = 3
MOST_CORRECTED: Final = 30
"""Edits that may be refused within the span before the connection is closed (D3)."""
MOST_ASKED: Final = 100
"""Requests for the document within the span: an answer may take longer than many edits."""
SPAN: Final = 10.0
"""Seconds."""


@dataclass(slots=True)
class Tally:
    """How often something happened within the span; more than `most` is too often."""

    most: int
    instants: tuple[float, ...] = ()

    def count(self, at: float) -> bool:
        """Note that it happened once more; tell whether that is too often."""
        self.instants = (*(each for each in self.instants if each > at - SPAN), at)
        return len(self.instants) > self.most


@dataclass(slots=True, eq=False)
class Session:
    """A peer in the room, and what it may still do there.

    `journal` is None for a stock client; the others speak gestures. `is_synced`: it has the
    document; `is_asked`: it was told that we lack something and has not answered yet; `gaps`: how
    many updates in a row built on what is not here. Of a session that `is_rejected` nothing more
    is taken; of one that speaks gestures nothing under the client ids in `dead`. `client` is the
    id it wrote under last.
    """

    peer: Peer
    actor: Actor = field(init=False)
    may_edit: bool = field(init=False)
    journal: str | None = field(init=False)
    is_synced: bool = False
    is_asked: bool = False
    is_rejected: bool = False
    gaps: int = 0
    client: int | None = None
    dead: frozenset[int] = frozenset()
    fatal: Tally = field(default_factory=lambda: Tally(MOST_FATAL))
    corrected: Tally = field(default_factory=lambda: Tally(MOST_CORRECTED))
    asked: Tally = field(default_factory=lambda: Tally(MOST_ASKED))

    def __post_init__(self) -> None:
        self.journal = self.peer.journal
        self.regard(self.peer.actor)

    def regard(self, actor: Actor) -> None:
        """Let what the person may do hold from now on."""
        self.actor = actor
        self.may_edit = not isinstance(decision(actor, Action.EDIT), Deny)
