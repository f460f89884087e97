"""An edit that comes without a document: from HTTP, an import, the command line, the assistant."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import orjson

from domain.ids import ActorId, CommitId, ElementId
from domain.model.operations import Change, LoggedCommit, Operation
from domain.model.structure import Problem
from domain.model.values import Json
from domain.time.intent import Intent


@dataclass(frozen=True, slots=True)
class HeadlessEdit:
    """What somebody wants of a model: changes with an intent, or a commit to take back.

    `commit_id` makes it idempotent: the same edit under the same id is answered again, not done
    again. With `expected_tx` it is done only if no touched register changed after that commit;
    with `preview` only the operations are planned.
    """

    commit_id: CommitId
    actor: ActorId
    why: str | None
    intent: Intent
    changes: tuple[Change, ...] = ()
    expected_tx: int | None = None
    rescinds: int | None = None
    preview: bool = False
    cause: Mapping[str, Json] | None = None
    """What led to it, kept with the commit: `{"import": file name}`."""

    def digest(self) -> bytes:
        """Return what tells this request from another one under the same id."""
        asked = {
            "mode": self.intent.mode,
            "from": self.intent.start,
            "until": self.intent.until,
            "rescinds": self.rescinds,
            "changes": [
                [change.element, change.attribute, change.kind, change.value]
                for change in self.changes
            ],
        }
        return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).digest()


@dataclass(frozen=True, slots=True)
class Saved:
    """The edit is on disk; `commit` is None when it changed nothing, `first` False when repeated.

    A repeated edit of which only the answer is at hand has its `tx` and no commit.
    """

    commit: LoggedCommit | None
    tx: int | None
    first: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A register that commit `tx` changed, after the one that the edit was based on.

    `value` is what it holds now, None when nothing.
    """

    element: ElementId
    attribute: str
    tx: int
    value: Json


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Nothing was written: others changed the same registers meanwhile."""

    items: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was written: the edit would break the structure of the model."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Reused:
    """Nothing was written: the id belongs to another edit."""

    commit_id: CommitId


@dataclass(frozen=True, slots=True)
class Planned:
    """What the edit would record, had it not been a preview."""

    operations: tuple[Operation, ...]


EditAnswer: TypeAlias = Saved | Conflicts | Refused | Reused | Planned
