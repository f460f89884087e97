"""What elements were called at a commit and just before it.

Of what a commit touches only what was said before it is looked up; what it says is laid over that.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, TypeAlias

from domain.ids import ElementId, StreamId, is_id
from domain.model.acts import Named
from domain.model.operations import Commit, OperationKind
from domain.model.values import Json
from domain.period import Instant, to_datetime
from server.postgres.pool import Pool
from server.readmodels.folding import QUERIES
from server.readmodels.rows import value_of

_Place: TypeAlias = tuple[int, ElementId]
"""An element at a commit."""

_Said: TypeAlias = Mapping[str, Json]
_NOTHING: Final[_Said] = {}
_TELLING: Final = frozenset({"kind", "name", "parent"})


class Names:
    """The names of what some commits touch, and of the parents of that."""

    def __init__(self) -> None:
        self.before: dict[_Place, _Said] = {}
        self.after: dict[_Place, _Said] = {}

    def named(self, commit: Commit, element: ElementId) -> Named:
        """Return what an element was called after a commit, and before it."""
        place = (commit.tx, element)
        after = _named(self.after, place)
        before = _named(self.before, place)
        return Named(after.kind, after.name, after.parent, before if before.kind else None)

    def parents(self) -> set[_Place]:
        """Return the parents, before and after the commits, that nothing is known of yet."""
        named = {
            (tx, _text(said.get("parent")))
            for side in (self.before, self.after)
            for (tx, _), said in side.items()
        }
        return {
            (tx, parent)
            for tx, parent in named
            if is_id(parent) and parent is not None and (tx, parent) not in self.before
        }


async def names_for(pool: Pool, stream: StreamId, commits: Collection[Commit]) -> Names:
    """Read the names of all that the commits touch."""
    instants = {commit.tx: _told_as_of(commit) for commit in commits}
    touched = {(commit.tx, each.element) for commit in commits for each in commit.operations}
    names = Names()
    names.before = await _said(pool, stream, touched, instants=instants, before=1)
    names.after = dict(names.before)
    for commit in commits:
        for place, said in _said_by(commit).items():
            names.after[place] = {**names.before.get(place, _NOTHING), **said}
    # The same commit may name a parent where this is only the part of it on one element.
    parents = names.parents()
    names.before |= await _said(pool, stream, parents, instants=instants, before=1)
    names.after |= await _said(pool, stream, parents, instants=instants, before=0)
    return names


async def _said(
    pool: Pool,
    stream: StreamId,
    places: Collection[_Place],
    *,
    instants: Mapping[int, Instant],
    before: int,
) -> dict[_Place, _Said]:
    """Return what was said of elements, as known that many commits before theirs."""
    if not places:
        return {}
    parameters = {
        "stream": stream,
        "elements": [element for _, element in places],
        "txs": [tx for tx, _ in places],
        "instants": [to_datetime(instants[tx]) for tx, _ in places],
        "before": before,
    }
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["names"], parameters, binary=True)
        rows: Sequence[Any] = await cursor.fetchall()
    found: dict[_Place, dict[str, Json]] = {place: {} for place in places}
    for tx, element, attribute, value in rows:
        found[tx, element][attribute] = value_of(value)
    return {**found}


def _said_by(commit: Commit) -> Mapping[_Place, dict[str, Json]]:
    instant = _told_as_of(commit)
    said: dict[_Place, dict[str, Json]] = {}
    for operation in commit.operations:
        if operation.attribute in _TELLING and instant in operation.valid:
            value = operation.value if operation.kind is OperationKind.ASSERT else None
            said.setdefault((commit.tx, operation.element), {})[operation.attribute] = value
    return said


def _told_as_of(commit: Commit) -> Instant:
    # A correction or a plan is told as of the time that it speaks about.
    return commit.recorded_at if commit.start is None else commit.start


def _named(said: Mapping[_Place, _Said], place: _Place) -> Named:
    own = said.get(place, _NOTHING)
    parent = _text(own.get("parent"))
    above = said.get((place[0], parent), _NOTHING) if parent else _NOTHING
    return Named(_text(own.get("kind")), _text(own.get("name")), _text(above.get("name")))


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
