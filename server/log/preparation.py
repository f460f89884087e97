"""From a draft to a commit: its tx, instant, periods, bytes and hash. Pure.

A `Line` is what the writer of a stream knows of its end. Preparing a batch gives the commits and
the line after them; nothing is kept until the database has them. `pending` holds every register
that passes to another decision after `fired`; all other registers hold what they hold for good,
so that an edit of theirs simply lasts from now on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from domain.ids import StreamId, is_id
from domain.model.operations import Change, Commit, Mode, Operation, Register, UntilWord
from domain.model.values import Json
from domain.period import Instant, Period, format_instant
from domain.time.boundaries import has_boundary_after, next_boundary
from domain.time.intent import Intent, check, decide, whole_elements
from domain.time.registers import Rectangle, project
from server.log.codec import chain_hash, encode
from server.log.draft import Batch, Draft
from server.log.errors import BadBody, BoundaryDue, BoundaryNotDue, RectanglesMissing

Rectangles: TypeAlias = Mapping[Register, tuple[Rectangle, ...]]
Operations: TypeAlias = tuple[Operation, ...]
_Known: TypeAlias = dict[Register, tuple[Rectangle, ...]]

_LIVE: Final = Intent(Mode.EDIT)


class Head(NamedTuple):
    """The last commit of a stream; tx 0 is its creation."""

    tx: int
    recorded_at: Instant
    hash: bytes


class Line(NamedTuple):
    """The end of a stream as its writer knows it; boundaries up to `fired` have been recorded."""

    head: Head
    fired: Instant
    pending: Rectangles
    next_boundary: Instant | None


class Link(NamedTuple):
    """A prepared commit, its bytes and hash, and the next boundary once it is recorded."""

    commit: Commit
    body: bytes
    hash: bytes
    next_boundary: Instant | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """The commits of a batch, and the line after them."""

    links: tuple[Link, ...]
    after: Line


def line_at(head: Head, pending: Rectangles, boundary: Instant | None) -> Line:
    """Return the line of a stream whose next boundary is `boundary`.

    It may lie before the head's instant: then it waits to be fired.
    """
    return Line(head, head.recorded_at if boundary is None else boundary - 1, pending, boundary)


def prepare(
    stream: StreamId,
    line: Line,
    batch: Batch,
    *,
    rectangles: Rectangles,
    now: Instant,
) -> Prepared:
    """Return the batch's commits as they would be recorded `now`.

    `rectangles` are the current ones of every register that a draft other than a plain edit
    touches, and of what `domain.time.intent.whole_elements` names. Raises BoundaryDue,
    BoundaryNotDue, BadIntent, BadBody, RectanglesMissing.
    """
    known = {register: line.pending.get(register, rectangles[register]) for register in rectangles}
    links: list[Link] = []
    for draft in batch.drafts:
        link, line = _prepare_one(stream, line, draft, known=known, now=now)
        links.append(link)
    return Prepared(tuple(links), line)


def _prepare_one(
    stream: StreamId,
    line: Line,
    draft: Draft,
    *,
    known: _Known,
    now: Instant,
) -> tuple[Link, Line]:
    head = line.head
    recorded_at = max(now, head.recorded_at + 1)
    if not is_id(draft.commit_id):
        raise BadBody("commit_id", f"{draft.commit_id!r} is no UUID", "give it one")
    fired = _fired(stream, line, draft, recorded_at)
    plain = _plain(line, draft, known, recorded_at)
    operations = _decided(line, draft, known, head.tx + 1, recorded_at) if plain is None else plain
    commit = Commit(
        stream,
        head.tx + 1,
        recorded_at,
        draft.commit_id,
        draft.actor,
        draft.why,
        draft.intent.mode,
        draft.intent.start,
        draft.intent.until,
        operations,
        _cause(draft),
    )
    body = encode(commit)
    pending, boundary = line.pending, line.next_boundary
    if plain is None:
        pending = _pending_after(line, commit, known, fired)
        boundary = next_boundary(pending.values(), fired)
    head = Head(commit.tx, recorded_at, chain_hash(head.hash, body))
    return Link(commit, body, head.hash, boundary), Line(head, fired, pending, boundary)


def _fired(stream: StreamId, line: Line, draft: Draft, recorded_at: Instant) -> Instant:
    """Return up to when boundaries are fired once the draft is recorded."""
    due = line.next_boundary
    if draft.intent.mode is Mode.BOUNDARY:
        named = draft.cause and draft.cause.get("boundary")
        if due is None or due > recorded_at or named != format_instant(due):
            raise BoundaryNotDue(stream, str(named), due)
        return due
    if due is not None and due <= recorded_at:
        raise BoundaryDue(stream, due)
    return recorded_at


def _plain(line: Line, draft: Draft, known: Rectangles, start: Instant) -> Operations | None:
    """Return the operations of an edit that touches nothing with a future, else None."""
    if draft.intent != _LIVE or draft.operations is not None:
        return None
    final = {(change.element, change.attribute): change for change in draft.changes}
    pending = line.pending
    if (pending and any(register in pending for register in final)) or (
        known and any(register in known for register in final)
    ):
        return None
    valid = Period(start, None)
    return tuple(
        [
            Operation(element, attribute, change.kind, change.value, valid)
            for (element, attribute), change in final.items()
        ],
    )


def _decided(
    line: Line,
    draft: Draft,
    known: _Known,
    tx: int,
    recorded_at: Instant,
) -> Operations:
    """Return the draft's operations; afterwards `known` holds every register they touch."""
    if draft.operations is None:
        _know(line, draft, known, draft.changes)
        for element in whole_elements(draft.intent, draft.changes):
            known |= {
                register: rectangles
                for register, rectangles in line.pending.items()
                if register[0] == element and register not in known
            }
        return decide(draft.intent, draft.changes, known, tx=tx, recorded_at=recorded_at)
    check(draft.intent, recorded_at=recorded_at)
    given = draft.operations
    operations = given if isinstance(given, tuple) else given(tx, recorded_at)
    _know(line, draft, known, operations)
    return operations


def _know(
    line: Line,
    draft: Draft,
    known: _Known,
    touched: tuple[Change, ...] | Operations,
) -> None:
    live = draft.intent.mode is Mode.EDIT and isinstance(draft.intent.until, UntilWord)
    for each in touched:
        register = each.register
        if register in known:
            continue
        rectangles = line.pending.get(register)
        if rectangles is None and not live:
            raise RectanglesMissing(
                f"commit {draft.commit_id}",
                f"touches {each.attribute} of {each.element} by {draft.intent.mode}",
                "pass the current rectangles of every register it touches",
            )
        known[register] = rectangles or ()


def _pending_after(line: Line, commit: Commit, known: _Known, fired: Instant) -> Rectangles:
    pending = dict(line.pending)
    for place, operation in enumerate(commit.operations):
        register = operation.register
        former = known[register]
        known[register] = project(former, operation, tx=commit.tx, ord=place).current
        pending[register] = known[register]
    touched = {operation.register for operation in commit.operations}
    candidates = pending.keys() if commit.mode is Mode.BOUNDARY else touched
    for register in tuple(candidates):
        if not has_boundary_after(pending[register], fired):
            del pending[register]
    return pending


def _cause(draft: Draft) -> Mapping[str, Json] | None:
    if draft.rescinds is None:
        return draft.cause
    return {**(draft.cause or {}), "rescinds": draft.rescinds}
