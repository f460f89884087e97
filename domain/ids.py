"""Ids: opaque UUIDs in canonical lower case, given by whoever creates a thing.

Identity never comes from a name, so a rename keeps comments, history and references (P5).
"""

import re
from typing import Final, Protocol, TypeAlias

from domain.errors import BadId

ElementId: TypeAlias = str
StreamId: TypeAlias = str
CommitId: TypeAlias = str
ActorId: TypeAlias = str

_CANONICAL: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
).fullmatch


class IdSource(Protocol):
    """Where new ids come from; the server gives time-ordered UUIDs, tests give a counted row."""

    def next_id(self) -> str:
        """Return an id that was never returned before."""
        ...


def is_id(text: object) -> bool:
    """Tell whether `text` is a UUID in canonical lower case."""
    return isinstance(text, str) and _CANONICAL(text) is not None


def is_derived(identity: str) -> bool:
    """Tell whether a canonical id was made of a name (version 5): whoever knows that can make it.

    So the server names what it records by itself; whoever else used such an id would be in its way.
    """
    return identity[14] == "5"


def chosen_id(text: object, *, subject: str = "id") -> str:
    """Return `text` as a canonical id that somebody chose; raise BadId when it is none."""
    identity = canonical_id(text, subject=subject)
    if is_derived(identity):
        raise BadId(subject, f"{identity} is made of a name (version 5)", "take a random one")
    return identity


def canonical_id(text: object, *, subject: str = "id") -> str:
    """Return `text` as a canonical id, lower case; raise BadId when it is no UUID."""
    lowered = text.strip().lower() if isinstance(text, str) else text
    if not isinstance(lowered, str) or not is_id(lowered):
        raise BadId(subject, f"{text!r} is not a UUID", "write it as 8-4-4-4-12 hex digits")
    return lowered
