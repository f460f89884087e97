"""Sifting: whom the log means when it refuses a batch (D1, D7).

An id that was used before is that of a gesture sent again, which is answered again, or of another
edit. What the log will never accept is a fault of ours that one update brought to light. Either
way the others go on: the run is admitted once more, in order, from memory.
"""

import structlog

from server.log.outcome import Duplicate, Invalid
from server.rooms.admission import Admission
from server.rooms.answers import Answers, First, reused
from server.rooms.inbox import Received, Run
from server.rooms.materialisation import Rejected

_REFUSED = Rejected("log-refused", "the log refused an update; reload, and do it again otherwise")

_log = structlog.get_logger("server.rooms")


async def accuse(
    run: Run,
    refused: Duplicate | Invalid,
    *,
    admission: Admission,
    answers: Answers,
) -> bool:
    """Note in the run what the log has against it; False when nobody knows whose it is."""
    items = [item for item in run if isinstance(item, Received)]
    culprits = [item for item in items if admission.commit_id(item) == refused.commit_id]
    if len(items) == 1:
        culprits = items
    if not culprits:
        return False
    known: dict[str, First] = {}
    if isinstance(refused, Duplicate):
        known = await answers.look_up([item.edit.edit_id for item in items if item.edit])
    for item in culprits:
        if item.edit is None or isinstance(refused, Invalid):
            _log.error("update refused by the log", outcome=repr(refused))
            item.rejected = _REFUSED
        elif item.edit.edit_id not in known:  # it is that of another stream, or of no gesture
            item.rejected = Rejected("edit-id-reused", reused(item.edit.edit_id).message)
    return True
