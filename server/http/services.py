"""Everything a handler may use, put together by bootstrap."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.ids import IdSource
from domain.model.operations import LoggedCommit
from server.clock import Clock
from server.http.identity import Identities
from server.log.addresses import Addresses
from server.log.committer import Committer
from server.postgres.pool import Pool
from server.readmodels.overviews import Overviews
from server.readmodels.projector import Projector
from server.readmodels.timeline import Sentences
from server.rooms.registry import Rooms
from server.settings import Settings

if TYPE_CHECKING:
    from server.http.bundle import Bundle
    from server.http.imports import Reviews
    from server.http.metrics import Metrics
    from server.http.owners import Owners
    from server.http.reading import Readers
    from server.http.tasks import Tasks


@dataclass(slots=True)
class Latest:
    """The last position known to be appended; readers of what is now wait for it."""

    position: int = 0

    def note(self, commits: Iterable[LoggedCommit]) -> None:
        """Remember commits that are on disk now."""
        self.position = max(self.position, *(logged.position for logged in commits))

    def hear(self, position: int) -> bool:
        """Remember a position that some process appended; tell whether it is news."""
        is_news = position > self.position
        self.position = max(self.position, position)
        return is_news


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What this process runs on."""

    settings: Settings
    clock: Clock
    ids: IdSource
    pool: Pool
    addresses: Addresses
    committer: Committer
    projector: Projector
    rooms: Rooms
    owners: "Owners"
    identities: Identities
    bundle: "Bundle"
    metrics: "Metrics"
    tasks: "Tasks"
    reviews: "Reviews"
    readers: "Readers"
    latest: Latest
    sentences: Sentences
    overviews: Overviews
