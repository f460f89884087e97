"""The smallest difference between two texts, so that writing one keeps what others type in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Splice:
    """Take out `removed` bytes at byte `at`, then put `inserted` there (UTF-8)."""

    at: int
    removed: int
    inserted: str


def splice(old: str, new: str) -> Splice:
    """Return the one splice that turns `old` into `new`; it never cuts a character."""
    shortest = min(len(old), len(new))
    start = 0
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return Splice(
        len(old[:start].encode()),
        len(old[start : len(old) - end].encode()),
        new[start : len(new) - end],
    )
