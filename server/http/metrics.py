"""What the server counts about itself, in a registry of its own, for Prometheus to scrape."""

from collections.abc import Iterable
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from server.http.endpoint import Answer, Call
from server.http.room_metrics import RoomFigures, busiest
from server.rooms.room import Room

GAUGES: Final = {
    "schemaos_log_position": "The last position this process knows to be appended.",
    "schemaos_log_frozen": "1 while the database does not answer and commits wait.",
    "schemaos_log_commits": "Commits this process appended.",
    "schemaos_log_operations": "Operations this process appended.",
    "schemaos_log_calls": "Calls of the append function, each one transaction.",
    "schemaos_log_refused": "Batches that the log refused.",
    "schemaos_log_seconds": "Seconds spent waiting for the database in appends.",
    "schemaos_projector_position": "The position up to which the read models are folded.",
    "schemaos_projector_lag_positions": "Positions that are not yet folded.",
    "schemaos_projector_errors": "Attempts to fold that failed.",
    "schemaos_projector_stuck": "1 while a commit cannot be folded.",
    "schemaos_rooms": "Rooms that are open.",
    "schemaos_peers": "Connections in rooms.",
    "schemaos_edits": "Live updates and headless edits of all rooms since the start.",
    "schemaos_edits_corrected": "Edits of all rooms that were put right.",
    "schemaos_edits_rejected": "Edits and sessions of all rooms that were rejected.",
    "schemaos_alarms": "Times that a document differed from the log and was made anew.",
}
"""The figures that are read at the moment of a scrape."""


class Metrics:
    """The counters that requests move, and the gauges that are set when somebody looks."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has no types there
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "schemaos_http_requests_total",
            "Requests answered, by route, method and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "schemaos_http_request_seconds",
            "Time until the answer, by route.",
            ("route",),
            registry=self.registry,
        )
        self.sockets = Counter(
            "schemaos_sockets_total",
            "Sockets that asked to join a room, by what became of them.",
            ("outcome",),
            registry=self.registry,
        )
        self._gauges = {
            name: Gauge(name, words, registry=self.registry) for name, words in GAUGES.items()
        }

    def set(self, **values: float) -> None:
        """Set gauges, by their names without the prefix."""
        for name, value in values.items():
            self._gauges[f"schemaos_{name}"].set(value)

    def print(self, rooms: Iterable[Room]) -> bytes:
        """Return everything in the text format of Prometheus, with figures of some rooms."""
        registry = CollectorRegistry()
        registry.register(RoomFigures(rooms))
        return generate_latest(self.registry) + generate_latest(registry)


async def show(call: Call) -> Answer:
    """Answer `GET /metrics`."""
    services = call.services
    log, projector = services.committer.metrics, services.projector
    counts = services.rooms.counts
    services.metrics.set(
        log_position=services.latest.position,
        log_frozen=services.committer.frozen,
        log_commits=log.commits,
        log_operations=log.operations,
        log_calls=log.calls,
        log_refused=log.refused,
        log_seconds=log.seconds,
        projector_position=projector.position,
        projector_lag_positions=max(0, services.latest.position - projector.position),
        projector_errors=projector.counts.errors,
        projector_stuck=projector.last_error is not None,
        rooms=len(services.rooms),
        peers=services.rooms.peers,
        edits=counts.edits,
        edits_corrected=counts.corrected,
        edits_rejected=counts.rejected,
        alarms=counts.alarms,
    )
    return Answer(services.metrics.print(busiest(services.rooms)))
