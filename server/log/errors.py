"""What the log refuses, as a tree of exceptions.

LogError                subject, fact, remedy; the message is the three as one sentence
├── BoundaryDue         a boundary must be fired before anything else is recorded
├── BoundaryNotDue      a marker names a boundary that is not the one due
├── BadBody             something in a commit cannot be written as canonical bytes
├── RectanglesMissing   a draft cannot be decided without the rectangles of what it touches
├── NoSuchStream        nothing is known of a stream
├── StreamHeld          another owner has the lease of a stream
├── SlugTaken           another model has the slug
└── LogClosed           the committer was stopped before it could record this

What becomes of an append is a value: see `server.log.outcome`.
"""

from domain.ids import StreamId
from domain.period import Instant, format_instant


class LogError(Exception):
    """A trouble with the log, told as subject, fact and remedy."""

    def __init__(self, subject: str, fact: str, remedy: str) -> None:
        super().__init__(f"{subject} {fact}; {remedy}")
        self.subject = subject
        self.fact = fact
        self.remedy = remedy


class BoundaryDue(LogError):
    """A boundary must be fired before anything else is recorded."""

    def __init__(self, stream: StreamId, instant: Instant) -> None:
        super().__init__(
            f"stream {stream}",
            f"has a boundary at {format_instant(instant)} that was not fired",
            "record its marker first",
        )
        self.instant = instant


class BoundaryNotDue(LogError):
    """A marker names a boundary that is not the one due."""

    def __init__(self, stream: StreamId, named: str, due: Instant | None) -> None:
        next_one = "none is scheduled" if due is None else f"next is {format_instant(due)}"
        super().__init__(
            f"stream {stream}",
            f"has no boundary due at {named}; {next_one}",
            "fire boundaries in their order, once each",
        )


class BadBody(LogError):
    """Something in a commit cannot be written as canonical bytes."""


class RectanglesMissing(LogError):
    """A draft cannot be decided without the rectangles of what it touches."""


class NoSuchStream(LogError):
    """Nothing is known of a stream."""


class StreamHeld(LogError):
    """Another owner has the lease of a stream."""

    def __init__(self, stream: StreamId, owner: str, url: str) -> None:
        super().__init__(f"stream {stream}", f"is written by {owner}", f"go to {url or owner}")
        self.owner = owner
        self.url = url


class SlugTaken(LogError):
    """Another model has the slug."""


class LogClosed(LogError):
    """The committer was stopped before it could record this."""
