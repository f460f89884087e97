"""Rows on their way to Postgres and back: lines for COPY, and rectangles out of a result.

COPY in text form is twice as fast as parameters, and Postgres parses it anyway.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Final, TypeVar

import orjson

from domain.model.operations import OperationKind, Origin, Until, UntilWord
from domain.model.values import Json
from domain.period import Instant, Period, format_instant, from_datetime, parse_instant
from domain.time.registers import Rectangle
from projections.bitemporal import Fact, Line

CHUNK: Final = 500
"""Rows encoded at a time: the event loop waits no longer than that takes."""

_NULL: Final = "\\N"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_WORDS: Final = {word.value: word for word in UntilWord}
_Row = TypeVar("_Row")


def in_chunks(rows: Iterable[_Row], encode: Callable[[_Row], str]) -> Iterator[bytes]:
    """Yield the encoded rows, some hundred at a time."""
    remaining = iter(rows)
    while chunk := "".join([encode(row) for row in islice(remaining, CHUNK)]):
        yield chunk.encode()


def timeline_row(line: Line) -> str:
    """Return a commit as a line of `copy_timeline`."""
    commit = line.logged.commit
    until = commit.until.value if isinstance(commit.until, UntilWord) else _at(commit.until)
    rescinds = _NULL if line.rescinds is None else line.rescinds
    return (
        f"{commit.stream}\t{commit.tx}\t{_at(commit.recorded_at)}\t{_text(commit.actor)}\t"
        f"{commit.mode.value}\t{_at(commit.start)}\t{until}\t{rescinds}\t"
        f"{'t' if line.layout_only else 'f'}\n"
    )


def op_rows(line: Line) -> Iterator[str]:
    """Yield the operations of a commit as lines of `copy_op`."""
    commit = line.logged.commit
    for place, operation in enumerate(commit.operations):
        origin = operation.origin
        stems = f"{_NULL}\t{_NULL}" if origin is None else f"{origin.tx}\t{origin.ord}"
        yield (
            f"{commit.stream}\t{commit.tx}\t{place}\t{operation.element}\t"
            f"{_text(operation.attribute)}\t"
            f"{_period(operation.valid.start, operation.valid.end)}\t"
            f"{_value(operation.kind, operation.value)}\t{stems}\n"
        )


def fact_row(fact: Fact) -> str:
    """Return a rectangle as a line of `copy_fact`."""
    (stream, element, attribute), rectangle, boundary = fact
    until = "" if rectangle.known_until is None else rectangle.known_until
    return (
        f"{stream}\t{element}\t{_text(attribute)}\t"
        f"{_period(rectangle.valid.start, rectangle.valid.end)}\t"
        f"[{rectangle.known_from},{until})\t{_value(rectangle.kind, rectangle.value)}\t"
        f"{rectangle.tx}\t{rectangle.ord}\t{rectangle.origin.tx}\t{rectangle.origin.ord}\t"
        f"{_at(boundary)}\n"
    )


def rectangle_of(row: Sequence[Any]) -> Rectangle:
    """Read start, end, known from, asserts?, value, tx, ord and origin of a current rectangle."""
    start, end, known_from, asserts, value, tx, place, origin_tx, origin_ord = row
    return Rectangle(
        period_of(start, end),
        known_from,
        None,
        kind_of(asserts),
        value_of(value),
        tx,
        place,
        Origin(origin_tx, origin_ord),
    )


def by_start(rectangle: Rectangle) -> tuple[bool, Instant]:
    """Order the rectangles of a register; what has no start comes first."""
    start = rectangle.valid.start
    return (start is not None, start or 0)


def period_of(start: datetime | None, end: datetime | None) -> Period:
    """Read a period from its two bounds."""
    return Period(instant_of(start), instant_of(end))


def instant_of(moment: datetime | None) -> Instant | None:
    """Read an instant, or none."""
    return None if moment is None else from_datetime(moment)


def kind_of(asserts: object) -> OperationKind:
    """Read the kind of an operation from whether it asserts."""
    return OperationKind.ASSERT if asserts else OperationKind.RETRACT


def value_of(text: str | None) -> Json:
    """Read a value; a retract has none."""
    value: Json = None if text is None else orjson.loads(text)
    return value


def until_of(text: str) -> Until:
    """Read the end of an intent."""
    return _WORDS[text] if text in _WORDS else parse_instant(text)


def _value(kind: OperationKind, value: Json) -> str:
    if kind is OperationKind.RETRACT:
        return f"r\t{_NULL}"
    return f"a\t{orjson.dumps(value).replace(_BACKSLASH, _ESCAPED).decode()}"


_BACKSLASH: Final = b"\\"
_ESCAPED: Final = b"\\\\"


def _text(text: str) -> str:
    return text if text.isidentifier() else text.translate(_ESCAPES)


@lru_cache(maxsize=1_024)  # the operations of a gesture share their period
def _period(start: Instant | None, end: Instant | None) -> str:
    first = "" if start is None else format_instant(start)
    return f"[{first},{'' if end is None else format_instant(end)})"


@lru_cache(maxsize=1_024)
def _at(instant: Instant | None) -> str:
    return _NULL if instant is None else format_instant(instant)
