"""Commits written straight into the log, as the committer would, for what reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from domain.model.operations import (
    Commit,
    Mode,
    Operation,
    OperationKind,
    Origin,
    Until,
    UntilWord,
)
from domain.model.values import Json
from domain.period import Instant, Period, to_datetime
from server.log.codec import GENESIS, TOPIC, chain_hash, encode

START: Final[Instant] = 1_767_225_600_000_000  # 2026-01-01T00:00:00.000000Z
MINUTE: Final[Instant] = 60_000_000
DAY: Final[Instant] = 24 * 60 * MINUTE


def an_id(number: int) -> str:
    """Return the id with this number."""
    return str(UUID(int=(7 << 76) | (2 << 62) | number))


def instant(tx: int) -> Instant:
    """Return when commit `tx` is recorded unless a test says otherwise."""
    return START + tx * MINUTE


def live(element: str, attribute: str, value: Json, *, tx: int) -> Operation:
    """Return what commit `tx` gives a register from then on."""
    return Operation(element, attribute, OperationKind.ASSERT, value, Period(instant(tx), None))


def over(
    element: str,
    attribute: str,
    value: Json,
    valid: Period,
    *,
    origin: Origin | None = None,
) -> Operation:
    """Return what a register holds over a period; None takes its value away."""
    kind = OperationKind.RETRACT if value is None else OperationKind.ASSERT
    return Operation(element, attribute, kind, value, valid, origin)


@dataclass(slots=True)
class Log:
    """The log of a test database, written row by row."""

    dsn: str
    _heads: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    _position: int = 0

    @property
    def position(self) -> int:
        """The position of the last commit."""
        return self._position

    def record(
        self,
        stream: str,
        *operations: Operation,
        actor: str = "ann",
        why: str | None = None,
        mode: Mode = Mode.EDIT,
        start: Instant | None = None,
        until: Until = UntilWord.NEXT,
        cause: dict[str, Json] | None = None,
    ) -> Commit:
        """Append one commit to a stream."""
        commit = Commit(
            stream,
            self._heads.get(stream, (0, GENESIS))[0] + 1,
            instant(self._heads.get(stream, (0, GENESIS))[0] + 1),
            an_id(10_000_000 + self._position),
            actor,
            why,
            mode,
            start,
            until,
            operations,
            cause,
        )
        self.append([commit])
        return commit

    def append(self, commits: Iterable[Commit]) -> None:
        """Append commits that are numbered already."""
        self.append_rows([(commit, encode(commit)) for commit in commits])

    def append_rows(self, rows: Sequence[tuple[Commit, bytes]], topic: str = TOPIC) -> None:
        """Append commits with bodies of any bytes."""
        with psycopg.connect(self.dsn) as connection, connection.cursor() as cursor:
            lines = [self._line(commit, body, topic) for commit, body in rows]
            with cursor.copy(_COPY) as copy:
                copy.set_types(_TYPES)
                for line in lines:
                    copy.write_row(line)
            for commit in {commit.stream: commit for commit, _ in rows}.values():
                head = (commit.stream, commit.tx, to_datetime(commit.recorded_at))
                cursor.execute(_HEAD, head)
            cursor.execute("UPDATE log_head SET position = %s", (self._position,))

    def _line(self, commit: Commit, body: bytes, topic: str) -> tuple[object, ...]:
        _, former = self._heads.get(commit.stream, (0, GENESIS))
        chained = chain_hash(former, body)
        self._heads[commit.stream] = (commit.tx, chained)
        self._position += 1
        return (
            UUID(commit.stream),
            commit.tx,
            self._position,
            to_datetime(commit.recorded_at),
            UUID(commit.commit_id),
            topic,
            commit.actor,
            commit.why,
            commit.mode.value,
            Jsonb(commit.cause) if commit.cause else None,
            body,
            former,
            chained,
        )


_COPY: Final = """COPY commit_log (stream_id, tx, position, recorded_at, commit_id, topic, actor,
why, mode, cause, body, prev_hash, hash) FROM STDIN (FORMAT binary)"""
_TYPES: Final = [
    *("uuid", "int8", "int8", "timestamptz", "uuid", "text", "text", "text"),
    *("text", "jsonb", "bytea", "bytea", "bytea"),
]
_HEAD: Final = """INSERT INTO stream_head (stream_id, tx, recorded_at) VALUES (%s, %s, %s)
ON CONFLICT (stream_id) DO UPDATE SET tx = excluded.tx, recorded_at = excluded.recorded_at"""
