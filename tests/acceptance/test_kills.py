"""P4: whatever is killed at whatever moment, what was acknowledged or seen is there, once.

Live writers of both kinds make 200 edits a second between them; beside them people write over HTTP
and others look on. Then the server is killed, or its Postgres, or the owner of the room where two
processes have one database.

SCHEMAOS_KILLS sets how many are killed in all, a third of each kind; then a line for each kind
tells what came of it. `make test` kills a few, `make kills` a hundred.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple, TypeAlias

import pytest

from tests.acceptance.clerks import Clerk, working
from tests.acceptance.people import (
    MODEL,
    Gesturer,
    Onlooker,
    Person,
    people,
    pouring,
    same,
    until_saved,
)
from tests.acceptance.serving import Server, serving
from tests.acceptance.truth import Truth, unbroken

KILLS: Final = int(os.environ.get("SCHEMAOS_KILLS", "6"))
RATE: Final = 200  # live edits a second, of all writers together
MOST: Final = 11  # kills of one model: it grows, and it is not its size that is tried here
SPREAD: Final = 0.02  # seconds; the way of an edit takes less


@dataclass
class Tally:
    """What came of killing one kind of victim."""

    victim: str
    kills: int = 0
    acknowledged: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    unseen: set[str] = field(default_factory=set)
    silences: list[float] = field(default_factory=list)
    written: int = 0
    seconds: float = 0.0

    def compare(self, told: dict[str, int], seen: set[str], truth: Truth) -> None:
        """Compare what people were told and saw with the log as it was left."""
        self.kills += 1
        self.acknowledged |= told.keys()
        self.lost |= {edit_id for edit_id, tx in told.items() if truth.txs.get(edit_id) != tx}
        self.seen |= seen
        self.unseen |= seen - truth.names.keys()
        assert (self.lost, self.unseen) == (set(), set())

    def __str__(self) -> str:
        return (
            f"{self.victim}: {self.kills} kills at {self.written / self.seconds:.0f} live edits/s, "
            f"{len(self.acknowledged)} acknowledged, {len(self.lost)} lost, "
            f"{len(self.seen)} seen by a peer, {len(self.unseen)} lost, "
            f"silent for at most {max(self.silences, default=0.0):.1f} s"
        )


class Moment(NamedTuple):
    """When to kill: after so many more answers, and then somewhere between two of them."""

    answers: int
    seconds: float


Spell: TypeAlias = Sequence[Moment]


def spells(number: int) -> Sequence[Spell]:
    """Return when to kill, at another point of an edit's way each time; some times each model."""
    moments = [Moment(25 + 7 * place % 31, 0.37 * place % 1 * SPREAD) for place in range(number)]
    return [moments[at : at + MOST] for at in range(0, number, MOST)]


class Crowd:
    """Who writes and who looks on; those of HTTP go to the last of the servers."""

    def __init__(self, *servers: Server) -> None:
        turned = servers[::-1]
        self.gesturers = (Gesturer(*servers), Gesturer(*turned))
        self.stock = (Person(*servers), Person(*turned))
        self.onlookers = (Onlooker(*servers), Onlooker(*turned))
        self.clerks = (Clerk(servers[-1]), Clerk(servers[-1]))

    @property
    def writers(self) -> Sequence[Person]:
        """Who writes live."""
        return (*self.gesturers, *self.stock)

    @property
    def told(self) -> dict[str, int]:
        """What was acknowledged, with the number that it was given."""
        told: dict[str, int] = {}
        for one in self.gesturers:
            told |= one.saved
        for clerk in self.clerks:
            told |= clerk.acknowledged
        return told

    @property
    def seen(self) -> set[str]:
        """What mere onlookers see now."""
        return {element for each in self.onlookers for element in each.elements.keys()}  # noqa: SIM118 - a Y.Map, not a dict

    @asynccontextmanager
    async def at_work(self, tally: Tally) -> AsyncIterator[None]:
        """Let everybody write, all connected at the beginning."""
        each = len(self.writers) / RATE
        began, written = monotonic(), self._written
        try:
            async with pouring(*self.writers, each=each), working(*self.clerks):
                yield
        finally:
            tally.seconds += monotonic() - began
            tally.written += self._written - written

    async def goes_on(self, more: int) -> None:
        """Wait until everybody is here, and who is told has been told so much more."""
        for one in (*self.writers, *self.onlookers):
            await one.until(lambda one=one: one.is_synced)  # type: ignore[misc]
        await until_saved(*self.gesturers, more=more)
        for clerk in self.clerks:
            await clerk.more(1)

    async def goes_on_until(self, moment: Moment) -> None:
        """Wait until it is the moment to kill."""
        await self.goes_on(moment.answers)
        await asyncio.sleep(moment.seconds)  # else it would always be just after an answer

    async def is_answered(self) -> None:
        """Wait until a gesture that is made now is acknowledged."""
        tasks = [asyncio.create_task(one.answer()) for one in self.gesturers]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()

    async def is_let_go(self, times: Sequence[int]) -> None:
        """Wait until each onlooker's connection has ended once more."""
        for one, number in zip(self.onlookers, times, strict=True):
            await one.until(lambda one=one, number=number: len(one.closed) > number)  # type: ignore[misc]

    async def comes_to_rest(self, truth: Truth, server: Server) -> None:
        """See that everything anybody wrote has landed, once, and that all say the same."""
        for one in self.gesturers:
            await one.until(lambda one=one: not one.pending)  # type: ignore[misc]
        for clerk in self.clerks:
            await clerk.finish()
        await same(*self.writers)
        await truth.read(server.dsn)
        for one in self.gesturers:
            assert one.saved == {edit_id: truth.txs[edit_id] for edit_id in one.edits}
            assert one.wrote == list(one.edits.values())
        told = self.told
        assert told == {edit_id: truth.txs[edit_id] for edit_id in told}
        assert {each for one in self.writers for each in one.wrote} <= truth.names.keys()
        await truth.is_told_by(server)

    @property
    def _written(self) -> int:
        return sum(len(one.wrote) for one in self.writers)


@pytest.fixture(scope="module")
def tallies(request: pytest.FixtureRequest) -> Iterator[dict[str, Tally]]:
    """Keep what comes of all kills, and tell it where kills were asked for."""
    kept = {victim: Tally(victim) for victim in ("server", "Postgres", "owner")}
    yield kept
    if "SCHEMAOS_KILLS" in os.environ:
        capture = request.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            print("", *(tally for tally in kept.values() if tally.kills), sep="\n")  # noqa: T201 - a report


@pytest.mark.parametrize("spell", spells((KILLS + 2) // 3))
def test_P4_a_killed_server_loses_nothing_acknowledged_or_seen(
    spell: Spell, tmp_path: Path, tallies: dict[str, Tally]
) -> None:
    tally = tallies["server"]

    async def story() -> None:
        async with serving(tmp_path / "data") as server:
            await server.create(MODEL)
            crowd, truth = Crowd(server), Truth()
            for moment in spell:
                async with people(*crowd.writers, *crowd.onlookers), crowd.at_work(tally):
                    await crowd.goes_on_until(moment)
                    times = [len(one.closed) for one in crowd.onlookers]
                    await server.kill(signal.SIGKILL)
                    died = monotonic()
                    await crowd.is_let_go(times)
                told = crowd.told
                await server.start(server.port)
                await truth.read(server.dsn)  # before anybody is back who could heal it
                saw = {each for one in crowd.onlookers for each in one.saw}
                tally.compare(told, saw, truth)
                async with people(*crowd.writers):
                    await crowd.is_answered()
                    tally.silences.append(monotonic() - died)
                    await crowd.comes_to_rest(truth, server)
            await unbroken(server.dsn)

    asyncio.run(story())


@pytest.mark.parametrize("spell", spells((KILLS + 1) // 3))
def test_P4_a_killed_postgres_loses_nothing_and_needs_no_restart(
    spell: Spell, tmp_path: Path, tallies: dict[str, Tally]
) -> None:
    tally = tallies["Postgres"]

    async def story() -> None:
        async with serving(tmp_path / "data") as server:
            await server.create(MODEL)
            crowd, truth, pid = Crowd(server), Truth(), server.pid
            async with people(*crowd.writers, *crowd.onlookers):
                for moment in spell:
                    async with crowd.at_work(tally):
                        await crowd.goes_on_until(moment)
                        os.kill(server.postgres_pid, signal.SIGKILL)
                        died, told, seen = monotonic(), crowd.told, crowd.seen
                        await crowd.is_answered()
                        tally.silences.append(monotonic() - died)
                        await crowd.goes_on(moment.answers)
                    await truth.read(server.dsn)
                    tally.compare(told, seen, truth)
                    await crowd.comes_to_rest(truth, server)
            assert server.pid == pid
            assert server.returncode is None
            await unbroken(server.dsn)

    asyncio.run(story())


@pytest.mark.parametrize("spell", spells(KILLS // 3))
def test_D11_a_killed_owner_is_followed_by_another_that_lost_nothing(
    spell: Spell, database: str, tmp_path: Path, tallies: dict[str, Tally]
) -> None:
    tally = tallies["owner"]

    async def story() -> None:
        async with (
            serving(tmp_path / "one", database, "--secret", "same") as one,
            serving(tmp_path / "two", database, "--secret", "same") as two,
        ):
            await one.create(MODEL)
            owner, other = one, two
            crowd, truth = Crowd(owner, other), Truth()
            async with people(*crowd.writers, *crowd.onlookers):
                for moment in spell:
                    async with crowd.at_work(tally):
                        await crowd.goes_on_until(moment)
                        times = [len(one.closed) for one in crowd.onlookers]
                        told = crowd.told
                        await owner.kill(signal.SIGKILL)
                        died = monotonic()
                        await truth.read(database)  # before its lease runs out
                        await crowd.is_let_go(times)
                        saw = {each for one in crowd.onlookers for each in one.saw}
                        tally.compare(told, saw, truth)
                        await crowd.is_answered()
                        tally.silences.append(monotonic() - died)
                        await owner.start(owner.port)
                        await crowd.goes_on(moment.answers)
                    await crowd.comes_to_rest(truth, other)
                    owner, other = other, owner
            await unbroken(database)

    asyncio.run(story())
