"""What the domain refuses, as a tree of exceptions.

    DomainError                 subject, fact, remedy; the message is the three as one sentence
    ├── BadId                   a text that is no element id
    ├── BadInstant              a text or number that is no moment in the years 1 to 9999
    ├── BadPeriod               an empty or backward period
    ├── BadValue                a value that no register may hold
    └── BadIntent               an intent whose mode and times contradict each other

Expected outcomes (a finding, a conflict, a denial) are values, not exceptions.
"""


class DomainError(Exception):
    """A broken rule, told as subject, fact and remedy."""

    def __init__(self, subject: str, fact: str, remedy: str) -> None:
        super().__init__(f"{subject} {fact}; {remedy}")
        self.subject = subject
        self.fact = fact
        self.remedy = remedy


class BadId(DomainError):
    """A text that is no element id."""


class BadInstant(DomainError):
    """A text or number that is no moment in the years 1 to 9999."""


class BadPeriod(DomainError):
    """A period that is empty or runs backwards."""


class BadValue(DomainError):
    """A value that no register may hold."""


class BadIntent(DomainError):
    """An intent whose mode and times contradict each other."""
