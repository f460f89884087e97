"""Instants, and the half-open periods between them.

An instant is a whole number of microseconds since 1970-01-01T00:00:00Z, so that the core compares
numbers and no time zone, calendar or float can creep in. A period is `[start, end)`; an unbounded
side is None.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, TypeAlias

from domain.errors import BadInstant, BadPeriod

Instant: TypeAlias = int

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST: Final[Instant] = -62_135_596_800_000_000  # 0001-01-01T00:00:00.000000Z
LATEST: Final[Instant] = 253_402_300_799_999_999  # 9999-12-31T23:59:59.999999Z
_MICROSECOND: Final = timedelta(microseconds=1)
_SECOND: Final = 1_000_000
_RFC3339: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)([Zz]|[+-]\d{2}:\d{2}))?",
    re.ASCII,
).fullmatch
_REMEDY: Final = "write it like 2026-11-22T10:00:00Z or 2026-11-22 (midnight UTC)"


def parse_instant(text: str, *, subject: str = "instant") -> Instant:
    """Read an RFC 3339 date-time with zone, or a date (its midnight UTC); raise BadInstant."""
    match = _RFC3339(text.strip())
    if match is None:
        raise BadInstant(subject, f"{text!r} is no instant", _REMEDY)
    date, time, zone = match.groups()
    try:
        moment = datetime.fromisoformat(
            f"{date}T{time}{zone.upper().replace('Z', '+00:00')}"
            if time
            else f"{date}T00:00:00+00:00",
        ).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadInstant(subject, f"{text!r} is no instant", _REMEDY) from error
    return from_datetime(moment)


@lru_cache(maxsize=4_096)  # the operations of a commit share theirs, on every floor above
def format_instant(instant: Instant) -> str:
    """Print an instant as RFC 3339 in UTC with six fraction digits; raise BadInstant."""
    _require_known(instant)
    seconds, micros = divmod(instant, _SECOND)
    return f"{_format_second(seconds)}.{micros:06d}Z"


def to_datetime(instant: Instant) -> datetime:
    """Return the instant as an aware UTC datetime; raise BadInstant outside the years 1-9999."""
    _require_known(instant)
    return EPOCH + timedelta(microseconds=instant)


def from_datetime(moment: datetime) -> Instant:
    """Return the instant of an aware datetime."""
    return (moment - EPOCH) // _MICROSECOND


def _require_known(instant: Instant) -> None:
    if not EARLIEST <= instant <= LATEST:
        raise BadInstant("instant", f"{instant} lies outside the years 1 to 9999", _REMEDY)


@lru_cache(maxsize=64)  # commits come many in a second, no two at one instant
def _format_second(second: int) -> str:
    return to_datetime(second * _SECOND).isoformat()[:-6]


@dataclass(frozen=True, slots=True)
class Period:
    """The instants from `start` up to, not including, `end`; None is unbounded.

    Raises BadPeriod when no instant lies inside.
    """

    start: Instant | None
    end: Instant | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise BadPeriod(
                "period",
                f"from {format_instant(self.start)} to {format_instant(self.end)} holds no instant",
                "let it end after it starts",
            )

    def __contains__(self, instant: Instant) -> bool:
        return (self.start is None or self.start <= instant) and (
            self.end is None or instant < self.end
        )

    def overlaps(self, other: "Period") -> bool:
        """Tell whether an instant lies in both."""
        return (self.start is None or other.end is None or self.start < other.end) and (
            other.start is None or self.end is None or other.start < self.end
        )


ALWAYS: Final = Period(None, None)
