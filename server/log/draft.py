"""Drafts: what a room wants recorded, before it has a number, a time and periods."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import UUID, uuid5

from domain.ids import ActorId, CommitId, ElementId, StreamId
from domain.model.operations import Change, Mode, Operation
from domain.model.values import Json
from domain.period import Instant, format_instant
from domain.time.intent import Intent

Decider: TypeAlias = Callable[[int, Instant], tuple[Operation, ...]]
"""Gives the operations of a commit when its tx and its recorded_at are known."""

SERVER: Final[ActorId] = "schemaos"
"""The actor of what the server records by itself."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One gesture to be recorded as one commit.

    `changes` get their periods from `intent` when the draft is recorded. `operations` are given
    instead where they were decided otherwise (a rescind); as a Decider when they depend on the tx,
    for a draft may have to wait and be prepared anew. `rescinds` names the commit taken back.
    """

    commit_id: CommitId
    actor: ActorId
    why: str | None
    intent: Intent
    changes: tuple[Change, ...]
    cause: Mapping[str, Json] | None = None
    rescinds: int | None = None
    operations: tuple[Operation, ...] | Decider | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an edit was answered, kept so that a resend gets the same.

    The committer adds `tx`: that of the batch's commit with this id, else None.
    """

    edit_id: str
    request_sha256: bytes
    answer: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Claim:
    """A client id of the document belongs to a person, in the writer's epoch."""

    client: int
    actor: ActorId


@dataclass(frozen=True, slots=True)
class Typed:
    """The update at a place of the batch was typed into texts that no commit holds yet."""

    place: int
    actor: ActorId
    elements: tuple[ElementId, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What becomes durable together or not at all: commits, raw updates, and what goes with them.

    An update is stored with the tx of the batch's last commit; one that is `typed` with none.
    """

    drafts: tuple[Draft, ...]
    updates: tuple[bytes, ...] = ()
    answers: tuple[Answer, ...] = ()
    claims: tuple[Claim, ...] = ()
    typed: tuple[Typed, ...] = ()


def marker(stream: StreamId, boundary: Instant) -> Draft:
    """Return the draft that records that `boundary` was reached; always the same one."""
    text = format_instant(boundary)
    return Draft(
        str(uuid5(UUID(stream), text)),
        SERVER,
        None,
        Intent(Mode.BOUNDARY),
        (),
        {"boundary": text},
    )
