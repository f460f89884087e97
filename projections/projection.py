"""What a projection is: commits in, the rows of a read model out; pure, so it can be run again.

    commits since the checkpoint ──> touches ──> what of the read model they touch
                                                      │ read by the server
    rows to write  <── apply  <───────────────────────┘

The server writes the rows and the new checkpoint in one transaction. The rows must not depend on
where one batch of commits ends and the next begins: replay from nothing equals incremental.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from domain.model.operations import LoggedCommit

Touched_co = TypeVar("Touched_co", covariant=True)
State_contra = TypeVar("State_contra", contravariant=True)
Rows_co = TypeVar("Rows_co", covariant=True)


class Projection(Protocol[Touched_co, State_contra, Rows_co]):
    """A read model's name, the version of its rules, and the rules."""

    @property
    def name(self) -> str:
        """The name of its checkpoint."""
        ...

    @property
    def version(self) -> int:
        """Raised whenever the same log would give other rows, so that they are folded anew."""
        ...

    def touches(self, commits: Sequence[LoggedCommit]) -> Touched_co:
        """Tell what of the read model `apply` must know to fold these commits."""
        ...

    def apply(self, commits: Sequence[LoggedCommit], state: State_contra) -> Rows_co:
        """Return the rows that bring the read model from before these commits to after them."""
        ...
