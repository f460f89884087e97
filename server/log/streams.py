"""Models and their streams, and the people who act: rows that exist before any commit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from psycopg.errors import UniqueViolation

from domain.ids import ActorId, StreamId
from domain.period import Instant
from server.log.errors import ModelDiffers, SlugTaken
from server.log.flight import QUERIES
from server.postgres.pool import Pool

_SLUG_TAKEN: Final = "model_slug_taken"


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model: its address, and the stream of its main branch. Its name is a register."""

    model_id: str
    slug: str
    stream_id: StreamId
    created_at: Instant
    created_by: ActorId


async def create_model(
    pool: Pool,
    slug: str,
    *,
    model_id: str,
    stream_id: StreamId,
    created_by: ActorId,
) -> ModelRow:
    """Create a model with an empty stream, or return it when it was created so before.

    Raises SlugTaken, and ModelDiffers when the id is known under another slug.
    """
    parameters = {"model": model_id, "slug": slug, "stream": stream_id, "created_by": created_by}
    try:
        made = await _one(pool, "create_model", **parameters)
    except UniqueViolation as error:
        if error.diag.constraint_name == _SLUG_TAKEN:
            raise SlugTaken(f"the slug {slug}", "is taken", "choose another one") from error
        made = None
    if made is not None:
        return made
    model = await _one(pool, "model_by_id", model=model_id)
    if model is None or model.slug != slug or model.stream_id != stream_id:
        raise ModelDiffers(
            f"model {model_id}", "exists already", "create one with an id of its own"
        )
    return model


async def find_model(pool: Pool, slug: str) -> ModelRow | None:
    """Return the model with a slug."""
    return await _one(pool, "model_by_slug", slug=slug)


async def model_of(pool: Pool, stream: StreamId) -> ModelRow | None:
    """Return the model that a stream belongs to."""
    return await _one(pool, "model_by_stream", stream=stream)


async def list_models(pool: Pool, *, after: str = "", limit: int = 1_000) -> tuple[ModelRow, ...]:
    """Return models by slug, those after the slug `after`."""
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["models"], {"after": after, "limit": limit})
        return tuple(ModelRow(*row) for row in await cursor.fetchall())


async def name_person(pool: Pool, person: ActorId, name: str) -> None:
    """Remember how somebody is called; the last name given counts."""
    async with pool.connection() as connection:
        await connection.execute(QUERIES["rename_person"], {"person": person, "name": name})


async def names_of(pool: Pool, people: Collection[ActorId]) -> Mapping[ActorId, str]:
    """Return how people are called, those of whom it is known."""
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["people"], {"people": list(people)})
        return dict(await cursor.fetchall())


async def _one(pool: Pool, query: str, **parameters: object) -> ModelRow | None:
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES[query], parameters)
        row = await cursor.fetchone()
    return None if row is None else ModelRow(*row)
