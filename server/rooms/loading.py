"""How far a room is furnished, and what waits for it.

    LOADING ──► READABLE ──► FURNISHED      the stored document; then registers equal to the log
                   └──► RENEWED ──┘         they were not: the document was made anew (D9)

Edits wait in the inbox until a room is furnished; readers do not.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import Enum

from server.rooms.headless import HeadlessEdit
from server.rooms.inbox import Asked, Wanted


class Stage(Enum):
    """What can be done in a room: nothing yet, read its document, edit it.

    In a RENEWED one the document can be read, and is not what was read before.
    """

    LOADING = "loading"
    READABLE = "readable"
    RENEWED = "renewed"
    FURNISHED = "furnished"


@dataclass(slots=True)
class Loading:
    """What a room does before its first step.

    `stages` load it. `early` are the requests for a document that is not there yet. `first` is the
    edit that makes a new model, which comes before all others; `own` gives a model its element
    where nobody else did.
    """

    stages: AsyncIterator[Stage]
    own: HeadlessEdit
    first: Wanted | None = None
    stage: Stage = Stage.LOADING
    early: list[Asked] = field(default_factory=list)
