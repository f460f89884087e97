"""Commits and operations as the wire shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from domain.access import Actor
from domain.ids import StreamId
from domain.model.operations import LoggedCommit, Mode, Operation, Until, UntilWord
from domain.period import Instant, format_instant
from server.http import shapes
from server.readmodels.timeline import Said


def commit_shape(header: shapes.CommitHeader, operations: Iterable[Operation]) -> shapes.Commit:
    """Return a commit with its operations."""
    return shapes.Commit(**asdict(header), operations=operation_shapes(operations))


def header_shape(
    logged: LoggedCommit,
    said: Said,
    names: Mapping[str, str],
) -> shapes.CommitHeader:
    """Return a recorded commit, its actor under the name they go by."""
    commit = logged.commit
    return shapes.CommitHeader(
        commit_id=commit.commit_id,
        stream=commit.stream,
        tx=commit.tx,
        position=logged.position,
        recorded_at=format_instant(commit.recorded_at),
        actor=commit.actor,
        author=names.get(commit.actor, commit.actor),
        why=commit.why,
        mode=commit.mode,
        from_=_optional(commit.start),
        until=_until(commit.until),
        summary=said.summary,
        elements=said.elements,
        touched=said.touched,
        changes=said.changes,
    )


def nothing_shape(
    commit_id: str,
    mode: Mode,
    *,
    stream: StreamId,
    tx: int,
    actor: Actor,
) -> shapes.CommitHeader:
    """Return what an edit gets that changed nothing: a commit that was not recorded."""
    return shapes.CommitHeader(
        commit_id=commit_id,
        stream=stream,
        tx=tx,
        position=None,
        recorded_at=None,
        actor=actor.id,
        author=actor.name,
        why=None,
        mode=mode,
        from_=None,
        until=UntilWord.NEXT,
        summary="Changed nothing",
        elements=(),
        touched=0,
        changes=0,
    )


def operation_shapes(operations: Iterable[Operation]) -> tuple[shapes.Operation, ...]:
    """Return operations with their periods."""
    return tuple(
        shapes.Operation(
            element=operation.element,
            attribute=operation.attribute,
            kind=operation.kind,
            value=operation.value,
            valid=(_optional(operation.valid.start), _optional(operation.valid.end)),
        )
        for operation in operations
    )


def _optional(instant: Instant | None) -> str | None:
    return None if instant is None else format_instant(instant)


def _until(until: Until) -> str:
    return format_instant(until) if isinstance(until, int) else str(until)
