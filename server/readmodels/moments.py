"""What people write for a moment, resolved once to an instant and a commit.

valid_at    now | head | 2027-01-01T00:00:00.000000Z | 2027-01-01 | 12 (when commit 12 was recorded)
known_at    now | head | the same instants | 12 (after commit 12)
"""

import re
from typing import Final

from domain.errors import BadInstant
from domain.ids import StreamId
from domain.period import Instant, from_datetime, parse_instant, to_datetime
from domain.time.moment import Moment
from server.postgres.pool import Pool
from server.readmodels.errors import BadMoment, NoSuchVersion
from server.readmodels.folding import QUERIES
from server.readmodels.graphs import head_moment

_HEAD: Final = frozenset({"now", "head"})
_MOST_DIGITS: Final = 10
_TX: Final = re.compile(r"[0-9]+").fullmatch
_VERSION: Final = re.compile(r"v\d[\w.+-]*|\d+\.\d+[\w.+-]*").fullmatch
_REMEDY: Final = (
    "write now, head, an instant like 2026-11-22T10:00:00Z, a date like 2026-11-22, "
    "or the number of a commit"
)


async def resolve(
    pool: Pool,
    stream: StreamId,
    *,
    valid_at: str | None,
    known_at: str | None,
) -> Moment:
    """Return the moment that two texts mean; one left out means now, or all that is known.

    Raises BadMoment, NoSuchVersion for what looks like a version, and NoSuchStream.
    """
    head = await head_moment(pool, stream)
    return Moment(
        await _valid_at(pool, stream, valid_at, head),
        await _known_at(pool, stream, known_at, head),
    )


async def known_at(pool: Pool, stream: StreamId, instant: Instant) -> int:
    """Return the last commit recorded at an instant or before; 0 before the first."""
    parameters = {"stream": stream, "instant": to_datetime(instant)}
    async with pool.connection() as connection:
        row = await (await connection.execute(QUERIES["known_at"], parameters)).fetchone()
    return 0 if row is None else int(row[0])


async def _valid_at(pool: Pool, stream: StreamId, text: str | None, head: Moment) -> Instant:
    if text is None or text.strip().lower() in _HEAD:
        return head.valid_at
    tx = _numbered(text, head, subject="valid_at")
    if tx is None:
        return _instant(text, subject="valid_at")
    if tx == 0:
        raise BadMoment("valid_at 0", "comes before the first commit", _REMEDY)
    parameters = {"stream": stream, "tx": tx}
    async with pool.connection() as connection:
        row = await (await connection.execute(QUERIES["recorded_at"], parameters)).fetchone()
    if row is None:
        raise BadMoment(f"commit {tx}", "is not in the log of this branch", _REMEDY)
    return from_datetime(row[0])


async def _known_at(pool: Pool, stream: StreamId, text: str | None, head: Moment) -> int:
    if text is None or text.strip().lower() in _HEAD:
        return head.known
    tx = _numbered(text, head, subject="known_at")
    if tx is not None:
        return tx
    return await known_at(pool, stream, _instant(text, subject="known_at"))


def _numbered(text: str, head: Moment, *, subject: str) -> int | None:
    """Return the commit that a whole number names; None when it is no such number."""
    digits = text.strip()
    if _TX(digits) is None:
        return None
    tx = int(digits[: _MOST_DIGITS + 1])
    if tx > head.known:
        fact = f"names a commit that is not recorded yet; the last one is {head.known}"
        raise BadMoment(f"{subject} {digits[:_MOST_DIGITS]}", fact, _REMEDY)
    return tx


def _instant(text: str, *, subject: str) -> Instant:
    name = text.strip()
    if _VERSION(name):
        fact = "is no version of this model"
        raise NoSuchVersion(f"{subject} {name[:40]!r}", fact, "name a published version")
    try:
        return parse_instant(name, subject=subject)
    except BadInstant as error:
        raise BadMoment(f"{subject} {name[:40]!r}", "is no moment", _REMEDY) from error
