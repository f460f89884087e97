"""A moment: the instant asked about, and the commit up to which is known what holds then."""

from dataclasses import dataclass

from domain.period import Instant


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of both axes: what holds at `valid_at`, as known after commit `known`."""

    valid_at: Instant
    known: int
