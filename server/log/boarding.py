"""Boarding: which of the batches that wait go with the next call, prepared as of now."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final

from domain.errors import DomainError
from domain.ids import StreamId
from domain.period import Instant
from server.log.errors import BadBody, BoundaryNotDue
from server.log.flight import Waiting, answer_json
from server.log.outcome import Appended, Invalid, Outcome
from server.log.preparation import Line, Prepared, prepare

MOST_COMMITS: Final = 1_000
MOST_BYTES: Final = 2 * 1024 * 1024
"""A call takes at least one batch, and no further one beyond these: its own cost is long spread by
then, and libpq keeps a buffer of the size of the largest."""


def board(queue: deque[Waiting], *, now: Instant) -> Mapping[StreamId, Sequence[Waiting]]:
    """Take batches off the queue, in order, and return them prepared, streams ascending.

    Those that can never be recorded are answered right here. What flies alone has its stream for
    itself; the others of the stream stay in the queue.
    """
    groups: dict[StreamId, list[Waiting]] = {}
    lines: dict[StreamId, Line] = {}
    left: list[Waiting] = []
    closed: set[StreamId] = set()
    commits = size = 0
    while queue and commits < MOST_COMMITS and size < MOST_BYTES:
        waiting = queue.popleft()
        stream = waiting.writer.stream
        if stream in closed or (waiting.alone and stream in groups):
            closed.add(stream)
            left.append(waiting)
            continue
        prepared = _prepared(waiting, lines.get(stream, waiting.writer.line), now)
        if prepared is None:
            continue
        group = groups.setdefault(stream, [])
        waiting.first_seq = _next_seq(group, waiting)
        group.append(waiting)
        lines[stream] = prepared.after
        commits += len(prepared.links)
        size += waiting.size + sum(len(link.body) for link in prepared.links)
        if waiting.alone:
            closed.add(stream)
    queue.extendleft(reversed(left))
    return {stream: groups[stream] for stream in sorted(groups)}


def answer(waiting: Waiting, outcome: Outcome) -> None:
    """Tell whoever waits what became of the batch, unless they went away."""
    if not waiting.answered.done():
        waiting.answered.set_result(outcome)


def fail(waiting: Waiting, error: Exception) -> None:
    """Raise `error` where somebody waits for the batch, unless they went away."""
    if not waiting.answered.done():
        waiting.answered.set_exception(error)


def _prepared(waiting: Waiting, line: Line, now: Instant) -> Prepared | None:
    writer, batch = waiting.writer, waiting.batch
    if writer.lost is not None:
        answer(waiting, writer.lost)
        return None
    if not (batch.drafts or batch.updates or batch.answers):
        answer(waiting, Appended(()))
        return None
    try:
        prepared = prepare(writer.stream, line, batch, rectangles=waiting.rectangles, now=now)
        waiting.answers = tuple(answer_json(each, batch, prepared) for each in batch.answers)
    except (DomainError, BadBody, BoundaryNotDue) as error:
        answer(waiting, Invalid(str(error), _culprit(waiting)))
        return None
    except Exception as error:  # noqa: BLE001 - one bad batch must not fail the others
        fail(waiting, error)
        return None
    waiting.prepared = prepared
    return prepared


def _next_seq(group: Sequence[Waiting], waiting: Waiting) -> int:
    """Return where the updates of a batch begin, behind those of its company."""
    if not group:
        return waiting.writer.next_seq
    return group[-1].first_seq + len(group[-1].batch.updates)


def _culprit(waiting: Waiting) -> str | None:
    drafts = waiting.batch.drafts
    return drafts[0].commit_id if len(drafts) == 1 else None
