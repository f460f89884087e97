"""What a list shows of a model at its head: its name, its last commit, how much is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from domain.ids import ActorId, ElementId, StreamId
from domain.period import Instant, to_datetime
from server.postgres.pool import Pool
from server.readmodels.folding import QUERIES
from server.readmodels.rectangles import current
from server.readmodels.timeline import Filters, Layout, Sentences, headlines

ENTITIES: Final = ("entity", "aggregate")
_KINDS: Final = [f'"{kind}"' for kind in ENTITIES]
_LAST: Final = Filters(limit=1, layout=Layout.LISTED)
_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Overview:
    """A model at its head; `changed_at`, `actor` and `summary` are those of the last commit."""

    tx: int
    name: str | None = None
    is_archived: bool = False
    entities: int = 0
    changed_at: Instant | None = None
    actor: ActorId | None = None
    summary: str | None = None


@dataclass(slots=True)
class Overviews:
    """Overviews by stream; one is made anew when the model is at another commit."""

    _known: dict[StreamId, Overview] = field(default_factory=dict)

    async def of(
        self,
        pool: Pool,
        sentences: Sentences,
        models: Mapping[StreamId, ElementId],
    ) -> Mapping[StreamId, Overview]:
        """Return the overviews of models, given by their streams with the ids of the models."""
        heads = await _rows(pool, "heads", {"streams": list(models)})
        for stream, tx in heads:
            known = self._known.get(stream)
            if known is None or known.tx != tx:
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[stream] = await _seen(pool, sentences, stream, models[stream])
        return {stream: self._known[stream] for stream, _ in heads if stream in self._known}


async def _seen(
    pool: Pool,
    sentences: Sentences,
    stream: StreamId,
    model: ElementId,
) -> Overview:
    page = await headlines(pool, stream, sentences, _LAST)
    if not page.items:
        return Overview(0)
    last, said = page.items[0]
    commit = last.commit
    registers = await current(pool, stream, [(model, "name"), (model, "archived")])
    held = {
        attribute: rectangle.value
        for (_, attribute), rectangles in registers.items()
        for rectangle in rectangles
        if commit.recorded_at in rectangle.valid
    }
    name = held.get("name")
    parameters = {"stream": stream, "kinds": _KINDS, "at": to_datetime(commit.recorded_at)}
    [(entities,)] = await _rows(pool, "visible_of_kinds", parameters)
    return Overview(
        commit.tx,
        name if isinstance(name, str) else None,
        held.get("archived") is True,
        entities,
        commit.recorded_at,
        commit.actor,
        said.summary,
    )


async def _rows(pool: Pool, query: str, parameters: Mapping[str, Any]) -> Sequence[Any]:
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES[query], parameters)
        return await cursor.fetchall()
