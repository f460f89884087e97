"""Sets of structs, kept as sorted clocks of each client: four bytes each."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable

from server.rooms.decoder import Id


class Clocks:
    """A set of structs that mostly grows at its end."""

    __slots__ = ("_clocks",)

    def __init__(self) -> None:
        self._clocks: dict[int, array[int]] = {}

    def add(self, structs: Iterable[Id]) -> None:
        """Take in structs; those that are in may come again."""
        for client, clock in structs:
            held = self._clocks.setdefault(client, array("I"))
            if not held or held[-1] < clock:
                held.append(clock)
            elif held[at := bisect_left(held, clock)] != clock:
                held.insert(at, clock)

    def __bool__(self) -> bool:
        return bool(self._clocks)

    def __contains__(self, struct: object) -> bool:
        match struct:
            case (int() as client, int() as clock):
                held = self._clocks.get(client)
                return held is not None and (
                    (at := bisect_left(held, clock)) < len(held) and held[at] == clock
                )
            case _:
                return False
