"""The figures of single rooms, read at the moment of a scrape; an edit pays nothing for them.

Only the busiest rooms are shown, so that the number of series has a bound; what all rooms did
together stands beside them without a label.
"""

from collections.abc import Callable, Iterable, Iterator
from heapq import nlargest
from itertools import accumulate
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from server.rooms.counts import STEPS
from server.rooms.room import Room

MOST: Final = 100
"""Rooms that are shown."""

_Read = Callable[[Room], float]
_COUNTERS: Final[tuple[tuple[str, str, _Read], ...]] = (
    ("edits", "Live updates and headless edits.", lambda room: room.counts.edits),
    ("commits", "Commits.", lambda room: room.counts.commits),
    ("corrected", "Edits that were put right.", lambda room: room.counts.corrected),
    ("rejected", "Edits and sessions that were rejected.", lambda room: room.counts.rejected),
    ("received_bytes", "Bytes that connections sent.", lambda room: room.counts.received),
    ("sent_bytes", "Bytes that were given to connections.", lambda room: room.counts.sent),
)
_GAUGES: Final[tuple[tuple[str, str, _Read], ...]] = (
    ("peers", "Connections.", lambda room: len(room.audience)),
    ("queue_items", "Items that wait for their turn.", lambda room: room.queue),
    (
        "queue_bytes",
        "Bytes of updates that wait or are worked on.",
        lambda room: room.waiting,
    ),
    ("lag_seconds", "For how long what stands first waits.", lambda room: room.lag),
)


class RoomFigures(Collector):
    """Tells of rooms what they counted, by the slug of their model."""

    def __init__(self, rooms: Iterable[Room]) -> None:
        self._rooms = tuple(rooms)

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily]:
        """Read everything now."""
        for name, words, read in _COUNTERS:
            counter = CounterMetricFamily(f"schemaos_room_{name}", words, labels=("model",))
            for room in self._rooms:
                counter.add_metric((room.ledger.model,), read(room))
            yield counter
        for name, words, read in _GAUGES:
            gauge = GaugeMetricFamily(f"schemaos_room_{name}", words, labels=("model",))
            for room in self._rooms:
                gauge.add_metric((room.ledger.model,), read(room))
            yield gauge
        yield self._flushes()

    def _flushes(self) -> HistogramMetricFamily:
        words = "Time from taking a run of updates until everybody was told."
        flushes = HistogramMetricFamily("schemaos_room_flush_seconds", words, labels=("model",))
        ends = [*(str(step) for step in STEPS), "+Inf"]
        for room in self._rooms:
            buckets = list(zip(ends, accumulate(room.counts.durations), strict=True))
            flushes.add_metric((room.ledger.model,), buckets, room.counts.seconds)
        return flushes


def busiest(rooms: Iterable[Room]) -> list[Room]:
    """Return the rooms in which most was edited."""
    return nlargest(MOST, rooms, key=lambda room: room.counts.edits)
