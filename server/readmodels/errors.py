"""What reading and folding refuse, as a tree of exceptions.

ReadModelError              subject, fact, remedy; the message is the three as one sentence
├── BadMoment               a text that names no moment
│   └── NoSuchVersion       a version that was never published
├── ProjectionBehind        the read models did not reach a position in time
│   └── ProjectionStuck     they never will, until the commit that cannot be folded is mended
├── Unfoldable              a commit that cannot be folded
└── RebuildRunning          another rebuild is under way
"""


class ReadModelError(Exception):
    """A trouble with the read models, told as subject, fact and remedy."""

    def __init__(self, subject: str, fact: str, remedy: str) -> None:
        super().__init__(f"{subject} {fact}; {remedy}")
        self.subject = subject
        self.fact = fact
        self.remedy = remedy


class BadMoment(ReadModelError):
    """A text that names no moment."""


class NoSuchVersion(BadMoment):
    """A version that was never published."""


class ProjectionBehind(ReadModelError):
    """The read models did not reach a position in time."""


class ProjectionStuck(ProjectionBehind):
    """The read models wait before a commit that cannot be folded."""


class Unfoldable(ReadModelError):
    """A commit that cannot be folded; `position` is its place in the log."""

    def __init__(self, position: int, detail: str) -> None:
        super().__init__(
            f"the commit at position {position}",
            f"cannot be folded: {detail}",
            "the read models wait before it; mend the program and start it again",
        )
        self.position = position
        self.detail = detail


class RebuildRunning(ReadModelError):
    """Another rebuild is under way."""
