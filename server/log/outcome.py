"""What becomes of a batch: a closed union of values.

`Appended` is durable. After the others nothing of the batch was recorded.
"""

from dataclasses import dataclass
from typing import TypeAlias

from domain.ids import CommitId, StreamId
from domain.model.operations import LoggedCommit


@dataclass(frozen=True, slots=True)
class Appended:
    """The batch is on disk; its commits in the order of its drafts."""

    commits: tuple[LoggedCommit, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An id of the batch was used before.

    By a commit of `stream`; with a `tx` of None by an edit that was answered without a commit.
    """

    commit_id: CommitId
    tx: int | None
    stream: StreamId


@dataclass(frozen=True, slots=True)
class Fenced:
    """The lease passed on: this writer will never append again. `url` is where to go."""

    owner: str
    url: str


@dataclass(frozen=True, slots=True)
class Invalid:
    """The log will never accept the batch; `commit_id` is the culprit when there is one."""

    detail: str
    commit_id: CommitId | None = None


Outcome: TypeAlias = Appended | Duplicate | Fenced | Invalid
