"""What a run of updates comes to: what becomes durable together, and who is told what of it then.

Nobody is told anything before the append; when it fails, all of this is thrown away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.ids import CommitId
from domain.model.operations import LoggedCommit
from server.log.draft import Batch, Claim, Draft, Typed
from server.rooms.answers import First, reused, stored
from server.rooms.decoder import Structs
from server.rooms.gestures import SavedMessage
from server.rooms.materialisation import Rejected
from server.rooms.session import Session
from server.tracing import Attribute


@dataclass(slots=True, eq=False)
class Reply:
    """What a gesture is to be answered.

    `is_first`: it is judged now, not answered again. `is_kept`: the answer goes to the log.
    `is_doubtful`: it did nothing, so it may be one that was answered long ago. `same` is the reply
    to the same gesture, which came before it in the run.
    """

    session: Session
    first: First
    is_first: bool = True
    is_kept: bool = False
    is_doubtful: bool = False
    same: "Reply | None" = None

    @property
    def edit_id(self) -> CommitId:
        """The gesture that is answered."""
        return self.first.verdict.edit_id

    @property
    def is_fatal(self) -> bool:
        """Its update was not applied."""
        return self.first.is_fatal

    def repeat(self, first: First) -> None:
        """Answer as it was answered before."""
        digest = self.first.digest
        verdict = first.verdict if first.digest == digest else reused(self.edit_id)
        self.first = First(digest, verdict)
        self.is_first = self.is_kept = False

    def land(self, commits: dict[CommitId, int]) -> None:
        """Learn the number of its commit, now that it is on disk."""
        verdict = self.first.verdict
        if self.same is not None:
            self.first = self.same.first
        elif self.is_first and isinstance(verdict, SavedMessage):
            edit_id = verdict.edit_id
            self.first = First(self.first.digest, SavedMessage(edit_id, commits.get(edit_id)))


@dataclass(slots=True)
class Flush:
    """What came of a run.

    `authors` wrote the updates, None for the server; something was put right for each of
    `corrected`. `gaps` counts what built on what is not here, by session; those in `caught_up` have
    sent all that they were asked for. `rejected` are to be let go, and of those who speak gestures
    the client ids in `dead` are not read any more.
    """

    drafts: list[Draft] = field(default_factory=list)
    updates: list[bytes] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    claims: tuple[Claim, ...] = ()
    authors: set[Session | None] = field(default_factory=set)
    replies: list[Reply] = field(default_factory=list)
    by_id: dict[CommitId, Reply] = field(default_factory=dict)
    corrected: list[Session] = field(default_factory=list)
    caught_up: set[Session] = field(default_factory=set)
    gaps: dict[Session, int] = field(default_factory=dict)
    rejected: dict[Session, Rejected] = field(default_factory=dict)
    dead: set[tuple[Session, int]] = field(default_factory=set)

    @property
    def author(self) -> Session | None:
        """The one who wrote all of it; None when there are several, or the server had a part."""
        return next(iter(self.authors)) if len(self.authors) == 1 else None

    def take(self, session: Session, updates: Sequence[bytes]) -> None:
        """Take what a session wrote; all but the first of it the server added."""
        self.updates.extend(updates)
        self.authors.add(session)
        if len(updates) > 1:
            self.authors.add(None)

    def reply(self, reply: Reply) -> None:
        """Have a gesture answered."""
        self.replies.append(reply)
        self.by_id.setdefault(reply.edit_id, reply)

    def bury(self, session: Session, structs: Structs | None) -> None:
        """Read nothing more of a session under the client ids of an update."""
        clients = {run.client for run in structs.runs} if structs is not None else set()
        if not clients and session.client is not None:
            clients = {session.client}
        self.dead |= {(session, client) for client in clients}

    def is_dead(self, session: Session, structs: Structs) -> bool:
        """Tell whether an update comes under a client id that is not read any more."""
        return (bool(self.dead) or bool(session.dead)) and any(
            run.client in session.dead or (session, run.client) in self.dead for run in structs.runs
        )

    def batch(self) -> Batch | None:
        """Return what is to be appended, None when there is nothing."""
        answers = tuple([stored(reply.first) for reply in self.replies if reply.is_kept])
        if not (self.updates or answers):
            return None
        return Batch(
            tuple(self.drafts),
            tuple(self.updates),
            answers,
            self.claims,
            tuple(self.typed),
        )

    def attributes(self) -> dict[str, Attribute]:
        """Return what a trace says of it."""
        return {
            "commits": len(self.drafts),
            "updates": len(self.updates),
            "bytes": sum(map(len, self.updates)),
            "edit_ids": list(self.by_id),
        }

    def land(self, commits: Sequence[LoggedCommit]) -> None:
        """Learn what the commits are numbered, now that they are on disk."""
        if self.replies:
            numbers = {logged.commit.commit_id: logged.commit.tx for logged in commits}
            for reply in self.replies:
                reply.land(numbers)
