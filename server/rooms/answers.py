"""What gestures were answered first: the latest in memory, all of them in the database.

The stored form is that of every edit's answer: `{"saved": true, "tx": 7}`, or `{"refused": {code,
element, attribute, message, fatal}}`. The same edit under the same id is answered so again, and
another one under that id is refused.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Final, NamedTuple, TypeAlias, cast

from domain.ids import CommitId
from domain.model.values import Json
from server.log.documents import StoredAnswer
from server.log.draft import Answer
from server.rooms.gestures import RefusedMessage, SavedMessage

Verdict: TypeAlias = SavedMessage | RefusedMessage
"""What a gesture is answered."""

Stored: TypeAlias = Callable[[Collection[CommitId]], Awaitable[Mapping[CommitId, StoredAnswer]]]
"""Gives the stored answers of edits, of those that were answered."""

_Form: TypeAlias = Mapping[str, Json]

MOST_KEPT: Final = 1_000
"""Answers kept in memory: more than a flush has, so what was looked up for one is at hand."""


class First(NamedTuple):
    """The first answer of an edit, and the hash of the update that it came as."""

    digest: bytes
    verdict: Verdict

    @property
    def is_fatal(self) -> bool:
        """The update was not applied."""
        return isinstance(self.verdict, RefusedMessage) and self.verdict.fatal


class Answers:
    """The first answers of the edits that were answered last; `stored` gives the others."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._firsts: dict[CommitId, First] = {}

    def of(self, edit_id: CommitId) -> First | None:
        """Return the first answer of an edit, if it is at hand."""
        return self._firsts.get(edit_id)

    def note(self, first: First) -> None:
        """Remember a first answer; the one remembered longest is forgotten for it."""
        self._firsts.pop(first.verdict.edit_id, None)
        self._firsts[first.verdict.edit_id] = first
        if len(self._firsts) > MOST_KEPT:
            del self._firsts[next(iter(self._firsts))]

    async def look_up(self, edit_ids: Collection[CommitId]) -> dict[CommitId, First]:
        """Return the first answers of edits, those of them that were answered."""
        known = {edit_id: first for edit_id in edit_ids if (first := self.of(edit_id)) is not None}
        missing = [edit_id for edit_id in edit_ids if edit_id not in known]
        found = await self._stored(missing) if missing else {}
        known |= {edit_id: restored(edit_id, answer) for edit_id, answer in found.items()}
        for first in known.values():
            self.note(first)
        return known


def reused(edit_id: CommitId) -> RefusedMessage:
    """Refuse another edit under an id that was used before."""
    message = f"The id {edit_id} belongs to another edit. Send this one under an id of its own."
    return RefusedMessage(edit_id, "edit-id-reused", None, None, message, fatal=True)


def stored(first: First) -> Answer:
    """Return the stored form of a first answer; the log adds the tx."""
    verdict = first.verdict
    answer: _Form = {"saved": True}
    if isinstance(verdict, RefusedMessage):
        answer = {
            "refused": {
                "code": verdict.code,
                "element": verdict.element,
                "attribute": verdict.attribute,
                "message": verdict.message,
                "fatal": verdict.fatal,
            },
        }
    return Answer(verdict.edit_id, first.digest, answer)


def restored(edit_id: CommitId, answer: StoredAnswer) -> First:
    """Return a first answer from its stored form."""
    said = cast("Mapping[str, Any]", answer.answer)
    refused = said.get("refused")
    if refused is None:
        return First(answer.request_sha256, SavedMessage(edit_id, said.get("tx")))
    return First(answer.request_sha256, RefusedMessage(edit_id, **refused))
