"""What can be told of a Yjs update (v1) by its bytes alone, before any document sees it.

update  = clients { structs client clock { struct } } deletions
deletions = clients { client ranges { clock length } }
"""

from collections.abc import Iterator
from typing import NamedTuple

from server.rooms.varint import read_varint


class Opening(NamedTuple):
    """The first run of structs in an update: whose, from which clock on, and how many."""

    client: int
    clock: int
    structs: int


def opening(update: bytes) -> Opening | None:
    """Return the first run of structs, None when there are only deletions; raise BadVarint."""
    clients, at = read_varint(update, 0)
    if not clients:
        return None
    structs, at = read_varint(update, at)
    client, at = read_varint(update, at)
    clock, _ = read_varint(update, at)
    return Opening(client, clock, structs)


def deletions(update: bytes) -> Iterator[tuple[int, int]]:
    """Yield client and end of each range that an update without structs deletes."""
    clients, at = read_varint(update, 1)
    for _ in range(clients):
        client, at = read_varint(update, at)
        ranges, at = read_varint(update, at)
        for _ in range(ranges):
            clock, at = read_varint(update, at)
            length, at = read_varint(update, at)
            yield client, clock + length
