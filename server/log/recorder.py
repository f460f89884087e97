"""The second door: eventsourcing applications that keep their events in the same log.

Any bytes, versions without gaps from 0 or 1, a random commit_id, never idempotent, no lease; our
rules for commits bind our own topic only. Notification ids are positions, so an application sees
our commits and those of other applications too: it chooses by topic.

    PERSISTENCE_MODULE=server.log.recorder SCHEMAOS_DATABASE_URL=postgresql://...
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any, Final
from uuid import UUID

import psycopg
from eventsourcing import persistence
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    ListenNotifySubscription,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
    TrackingRecorder,
)
from eventsourcing.utils import Environment, EnvType, register_topic, resolve_topic
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from server.log.codec import TOPIC
from server.log.flight import QUERIES

_LAST: Final = 2**63 - 1
_POLLED_EVERY: Final = 0.1  # seconds; other processes wake nobody here
_ERRORS: Final = (
    (psycopg.IntegrityError, persistence.IntegrityError),
    (psycopg.OperationalError, persistence.OperationalError),
    (psycopg.InterfaceError, persistence.InterfaceError),
    (psycopg.DataError, persistence.DataError),
    (psycopg.InternalError, persistence.InternalError),
    (psycopg.NotSupportedError, persistence.NotSupportedError),
    (psycopg.ProgrammingError, persistence.ProgrammingError),
)


class CommitRecorded:
    """A commit of ours as an eventsourcing application sees it: what its body says."""

    originator_id: UUID
    originator_version: int


class LogDatastore:
    """Connections of its own, for threads; the errors of psycopg become those of the library."""

    def __init__(self, dsn: str, *, size: int = 10) -> None:
        self._pool: ConnectionPool[psycopg.Connection[TupleRow]] = ConnectionPool(
            dsn,
            min_size=1,
            max_size=size,
            open=False,
            check=ConnectionPool.check_connection,
            kwargs={"autocommit": True, "application_name": "schemaos recorder"},
        )
        self._listeners: set[Event] = set()
        self._lock = Lock()

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection[TupleRow]]:
        """Lend a connection for one transaction."""
        self._pool.open()
        try:
            with self._pool.connection() as connection, connection.transaction():
                yield connection
        except psycopg.Error as error:
            raise _translated(error) from error

    def query(self, name: str, **parameters: object) -> list[TupleRow]:
        """Run one named query."""
        with self.transaction() as connection:
            return connection.execute(QUERIES[name], parameters, binary=True).fetchall()

    def listen(self, listener: Event) -> None:
        """Set `listener` whenever something was recorded here."""
        with self._lock:
            self._listeners.add(listener)

    def unlisten(self, listener: Event) -> None:
        """Forget a listener."""
        with self._lock:
            self._listeners.discard(listener)

    def wake(self) -> None:
        """Tell the listeners that something was recorded; from any thread."""
        with self._lock:
            for listener in self._listeners:
                listener.set()

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class LogRecorder:
    """What every recorder here has: a datastore, and the name of the application it works for."""

    def __init__(self, datastore: LogDatastore, *, name: str = "") -> None:
        self.datastore = datastore
        self.name = name


class LogAggregateRecorder(LogRecorder, AggregateRecorder):
    """Keeps events of aggregates beside the log; for snapshots, whose versions are the events'."""

    def __init__(self, datastore: LogDatastore, *, purpose: str, name: str = "") -> None:
        super().__init__(datastore, name=name)
        self._purpose = f"{name} {purpose}"

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **_: Any,  # noqa: ANN401 - the library's interface
    ) -> None:
        """Write the events, all or none; raise IntegrityError when a version is there."""
        if stored_events:
            with self.datastore.transaction() as connection:
                columns = _columns(stored_events)
                parameters = {"purpose": self._purpose, **columns}
                connection.execute(QUERIES["insert_aggregate"], parameters)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Read the events of an aggregate."""
        rows = self.datastore.query(
            "aggregate_newest_first" if desc else "aggregate",
            purpose=self._purpose,
            originator=originator_id,
            gt=-1 if gt is None else gt,
            lte=_LAST if lte is None else lte,
            limit=limit,
        )
        return [StoredEvent(*row) for row in rows]


class LogApplicationRecorder(LogRecorder, ApplicationRecorder):
    """Keeps the events of an application in the log."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - the library's interface
    ) -> Sequence[int] | None:
        """Write the events, all or none, and return their positions.

        Raises IntegrityError when a version is not the next one of its aggregate.
        """
        with self.datastore.transaction() as connection:
            positions = self._insert(connection, stored_events, **kwargs)
        self.datastore.wake()
        return positions

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Read the events of an aggregate."""
        rows = self.datastore.query(
            "events_newest_first" if desc else "events",
            originator=originator_id,
            gt=-1 if gt is None else gt,
            lte=_LAST if lte is None else lte,
            limit=limit,
        )
        return [StoredEvent(*row) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Read the log by position."""
        rows = self.datastore.query(
            "notifications",
            start=0 if start is None else start + (not inclusive_of_start),
            stop=_LAST if stop is None else stop,
            topics=list(topics) or None,
            limit=limit,
        )
        return [
            Notification(originator, version, topic, state, id=position)
            for position, originator, version, topic, state in rows
        ]

    def max_notification_id(self) -> int | None:
        """Return the last position of the log, None when it is empty."""
        rows = self.datastore.query("max_position")
        position: int | None = rows[0][0]
        return position

    def subscribe(
        self,
        gt: int | None = None,
        topics: Sequence[str] = (),
    ) -> Subscription[ApplicationRecorder]:
        """Iterate over the log from a position on, and go on as it grows."""
        return LogSubscription(self, gt, topics)

    def _insert(
        self,
        connection: psycopg.Connection[TupleRow],
        stored_events: Sequence[StoredEvent],
        **_: Any,  # noqa: ANN401 - the library's interface
    ) -> Sequence[int]:
        if not stored_events:
            return []
        cursor = connection.execute(QUERIES["record"], _columns(stored_events), binary=True)
        return [position for (position,) in cursor.fetchall()]


class LogTrackingRecorder(LogRecorder, TrackingRecorder):
    """Notes how far this application followed others; a number never falls."""

    def insert_tracking(self, tracking: Tracking) -> None:
        """Note a position; raise IntegrityError when a later one was noted."""
        with self.datastore.transaction() as connection:
            self._track(connection, tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        """Return the last position noted."""
        rows = self.datastore.query(
            "max_tracking",
            consumer=self.name,
            application=application_name,
        )
        return rows[0][0] if rows else None

    def _track(self, connection: psycopg.Connection[TupleRow], tracking: Tracking) -> None:
        cursor = connection.execute(
            QUERIES["advance_tracking"],
            {
                "consumer": self.name,
                "application": tracking.application_name,
                "position": tracking.notification_id,
            },
        )
        if cursor.fetchone() is None:
            raise persistence.IntegrityError(
                f"{tracking.application_name} was followed to {tracking.notification_id} before",
            )


class LogProcessRecorder(LogTrackingRecorder, LogApplicationRecorder, ProcessRecorder):
    """Keeps events together with how far their application followed another."""

    def _insert(
        self,
        connection: psycopg.Connection[TupleRow],
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - the library's interface
    ) -> Sequence[int]:
        tracking: Tracking | None = kwargs.get("tracking")
        if tracking is not None:
            self._track(connection, tracking)
        return super()._insert(connection, stored_events, **kwargs)


class LogSubscription(ListenNotifySubscription[LogApplicationRecorder]):
    """Follows the log: woken by recorders of this process, and looking by itself for others."""

    def __init__(
        self,
        recorder: LogApplicationRecorder,
        gt: int | None = None,
        topics: Sequence[str] = (),
    ) -> None:
        super().__init__(recorder, gt, topics)
        recorder.datastore.listen(self._has_been_notified)

    def stop(self) -> None:
        """End the iteration."""
        super().stop()
        self._recorder.datastore.unlisten(self._has_been_notified)

    def _loop_on_pull(self) -> None:
        try:
            while not self._has_been_stopped:
                self._pull()
                self._has_been_notified.wait(_POLLED_EVERY)
        except BaseException as error:  # noqa: BLE001 - raised again where the iteration is
            self._thread_error = error
            self.stop()


class SchemaOS(InfrastructureFactory[LogTrackingRecorder]):
    """Gives an eventsourcing application its recorders on the log.

    Reads `SCHEMAOS_DATABASE_URL`; the database must have been migrated.
    """

    DATABASE_URL: Final = "SCHEMAOS_DATABASE_URL"

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        dsn = self.env.get(self.DATABASE_URL)
        if not dsn:
            raise OSError(f"{self.DATABASE_URL} is not set; name the database of the log in it")
        register_topic(TOPIC, CommitRecorded)
        self.datastore = LogDatastore(dsn)

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """Return the recorder of snapshots and the like."""
        return LogAggregateRecorder(self.datastore, purpose=purpose, name=self.env.name)

    def application_recorder(self) -> ApplicationRecorder:
        """Return the recorder of an application's events."""
        return LogApplicationRecorder(self.datastore, name=self.env.name)

    def tracking_recorder(
        self,
        tracking_recorder_class: type[LogTrackingRecorder] | None = None,
    ) -> LogTrackingRecorder:
        """Return the recorder of how far others were followed, or a subclass of it."""
        topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
        chosen = tracking_recorder_class or (resolve_topic(topic) if topic else LogTrackingRecorder)
        recorder: LogTrackingRecorder = chosen(self.datastore, name=self.env.name)
        return recorder

    def process_recorder(self) -> ProcessRecorder:
        """Return the recorder of an application that follows others."""
        return LogProcessRecorder(self.datastore, name=self.env.name)

    def close(self) -> None:
        """Close the connections."""
        self.datastore.close()


def _translated(error: psycopg.Error) -> persistence.PersistenceError:
    for ours, theirs in _ERRORS:
        if isinstance(error, ours):
            return theirs(str(error))
    return persistence.DatabaseError(str(error))


def _columns(stored_events: Sequence[StoredEvent]) -> dict[str, list[object]]:
    return {
        "originators": [str(event.originator_id) for event in stored_events],
        "versions": [event.originator_version for event in stored_events],
        "topics": [event.topic for event in stored_events],
        "states": [event.state for event in stored_events],
    }
