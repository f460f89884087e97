"""Models and their streams, and the people who act: rows that exist before any commit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.ids import ActorId, StreamId
from domain.period import Instant
from server.log.flight import QUERIES
from server.postgres.pool import Pool


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model: its address, and the stream of its main branch. Its name is a register."""

    model_id: str
    slug: str
    stream_id: StreamId
    created_at: Instant
    created_by: ActorId


async def find_model(pool: Pool, slug: str) -> ModelRow | None:
    """Return the model with a slug."""
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["model_by_slug"], {"slug": slug})
        row = await cursor.fetchone()
    return None if row is None else ModelRow(*row)


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
