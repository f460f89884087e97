"""What waits in a room is taken in runs that are bounded by number and by weight."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.access import Actor, Role
from server.rooms.inbox import LARGEST_RUN, Inbox, Received, Recording
from server.rooms.session import Session

ANN: Final = Actor("ann", "Ann", Role.EDITOR)


@dataclass(eq=False)
class Somebody:
    """A connection that nothing is sent on."""

    actor: Actor = ANN
    journal: str | None = None

    def send(self, *frames: bytes) -> None:
        raise AssertionError(frames)

    def close(self, code: int, reason: str) -> None:
        raise AssertionError(code, reason)


def runs(*sizes: int) -> list[int]:
    """Return how many updates of these sizes are taken at a time."""
    inbox, session = Inbox(lambda: 0.0), Session(Somebody())
    for size in sizes:
        inbox.put(Received(session, bytes(size)))
    taken: list[int] = []
    while inbox:
        run = inbox.take()
        assert isinstance(run, Sequence)
        taken.append(len(run))
        inbox.done()
    assert inbox.waiting == 0
    return taken


def test_D6_a_run_holds_no_more_updates_than_can_be_merged_at_once() -> None:
    assert runs(*[10] * (LARGEST_RUN + 5)) == [LARGEST_RUN, 5]


def test_D7_a_run_ends_with_the_update_that_makes_it_too_heavy() -> None:
    assert runs(600_000, 600_000, 600_000, 10) == [2, 2]
    assert runs(2_000_000, 10, 10) == [1, 2]


def test_what_is_worked_on_alone_ends_a_run() -> None:
    inbox, session = Inbox(lambda: 0.0), Session(Somebody())
    inbox.put(Received(session, b"one"))
    inbox.put(Recording())
    inbox.put(Received(session, b"two"))
    taken = [inbox.take() for _ in range(3)]
    assert [isinstance(each, Recording) for each in taken] == [False, True, False]
