"""What an answer says when it is a no: RFC 9457 problem+json, from one table.

    Refusal                 what this floor itself refuses; carries its problem
    DomainError, ...        what lower floors raise; `problem_of` finds them in TABLE

A problem has a code that programs rely on, a title that is always the same for the code, and a
detail with subject, fact and remedy. Nothing in it is secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.errors import (
    BadId,
    BadInstant,
    BadIntent,
    BadPeriod,
    BadValue,
    DomainError,
)
from domain.model.values import Json
from server.log.errors import LogClosed, NoSuchStream, SlugTaken, StreamHeld
from server.postgres.pool import Unavailable, is_unreachable
from server.readmodels.errors import BadMoment, NoSuchVersion, ProjectionBehind
from server.rooms.errors import NoRight

MEDIA_TYPE: Final = "application/problem+json"
PREFIX: Final = "urn:schemaos:problem:"


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal as it is told: the code, the words, and what of the model it is about."""

    code: str
    detail: str
    element: str | None = None
    attribute: str | None = None
    more: Mapping[str, Json] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return CODES[self.code][0]

    def body(self) -> dict[str, Json]:
        """Return what is sent."""
        status, title = CODES[self.code]
        body: dict[str, Json] = {
            "type": PREFIX + self.code,
            "title": title,
            "status": status,
            "detail": self.detail,
        }
        if self.element is not None:
            body["element"] = self.element
        if self.attribute is not None:
            body["attribute"] = self.attribute
        return {**body, **self.more}


class Refusal(Exception):
    """A request that is answered with a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.detail}")
        self.problem = problem


CODES: Final[Mapping[str, tuple[int, str]]] = {
    "body-unreadable": (400, "The body could not be read"),
    "parameter-unknown": (400, "A query parameter is not known here"),
    "parameter-unreadable": (400, "A query parameter could not be read"),
    "host-refused": (403, "This address is not served"),
    "origin-refused": (403, "The request comes from another site"),
    "not-allowed": (403, "Your role does not allow this"),
    "route-unknown": (404, "Nothing is here"),
    "model-unknown": (404, "There is no such model"),
    "branch-unknown": (404, "There is no such branch"),
    "version-unknown": (404, "There is no such version"),
    "commit-unknown": (404, "There is no such commit"),
    "element-unknown": (404, "There is no such element"),
    "import-unknown": (404, "There is no such import"),
    "task-unknown": (404, "There is no such task"),
    "method-unknown": (405, "That cannot be done here"),
    "slug-taken": (409, "The slug is taken"),
    "commit-reused": (409, "The commit id was used for something else"),
    "model-archived": (409, "The model is archived"),
    "conflict": (412, "Somebody changed it meanwhile"),
    "body-too-large": (413, "The body is too large"),
    "value-refused": (422, "A value is refused"),
    "edit-refused": (422, "The edit is refused"),
    "intent-refused": (422, "The intent contradicts itself"),
    "import-empty": (422, "Nothing came in"),
    "import-failed": (422, "The import ended before its time"),
    "bug": (500, "Something broke here"),
    "bundle-missing": (503, "The web application is not built"),
    "log-unavailable": (503, "The log cannot be reached"),
    "behind": (503, "Reading is behind writing"),
    "owned-elsewhere": (503, "Another server owns this model"),
}
"""Every code with its status and title; docs and OpenAPI are made from it."""

TABLE: Final[tuple[tuple[type[Exception], str], ...]] = (
    (BadId, "value-refused"),
    (BadInstant, "value-refused"),
    (BadPeriod, "intent-refused"),
    (BadIntent, "intent-refused"),
    (BadValue, "value-refused"),
    (DomainError, "value-refused"),
    (NoSuchVersion, "version-unknown"),
    (BadMoment, "parameter-unreadable"),
    (ProjectionBehind, "behind"),
    (SlugTaken, "slug-taken"),
    (NoSuchStream, "model-unknown"),
    (StreamHeld, "owned-elsewhere"),
    (LogClosed, "log-unavailable"),
    (NoRight, "not-allowed"),
    (Unavailable, "log-unavailable"),
)
"""Which code an exception of a lower floor means; the first match counts."""


def problem_of(error: Exception) -> Problem | None:
    """Return the problem that `error` means, or None when it is no refusal but a fault."""
    if isinstance(error, Refusal):
        return error.problem
    if is_unreachable(error):
        detail = "the database does not answer now; ask again in a moment"
        return Problem("log-unavailable", detail, headers=_headers(503))
    for kind, code in TABLE:
        if isinstance(error, kind):
            return Problem(code, str(error), headers=_headers(CODES[code][0]))
    return None


def refusal(
    code: str,
    detail: str,
    *,
    element: str | None = None,
    attribute: str | None = None,
    **more: Json,
) -> Refusal:
    """Return what to raise so that the answer is the problem `code`."""
    return Refusal(Problem(code, detail, element=element, attribute=attribute, more=more))


def _headers(status: int) -> Mapping[str, str]:
    return {"Retry-After": "1"} if status == 503 else {}  # noqa: PLR2004 - the status itself
