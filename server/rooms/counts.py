"""What the rooms of a process did since it started."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """Counters that only ever rise; every room of the process moves the same ones."""

    updates: int = 0
    commits: int = 0
    headless: int = 0
    flushes: int = 0
    corrected: int = 0
    rejected: int = 0
    gaps: int = 0
    boundaries: int = 0
    too_slow: int = 0
    alarms: int = 0
    """Times that a document differed from the log and was made anew."""
