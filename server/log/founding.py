"""Founding: models that come to be, each with the lease of its stream, many in one call.

A model is there before its first commit says what it is called; of one that never gets a commit
nobody is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.ids import ActorId, StreamId
from server.log.flight import QUERIES
from server.log.lease import LASTS, Acquired
from server.log.preparation import Head
from server.log.streams import ModelRow
from server.postgres.pool import Pool


@dataclass(frozen=True, slots=True)
class NewModel:
    """A model to be: its address, and ids that nothing has yet."""

    slug: str
    model_id: str
    stream_id: StreamId
    created_by: ActorId


async def found(
    pool: Pool,
    models: Sequence[NewModel],
    *,
    owner: str,
    url: str,
) -> tuple[Acquired | None, ...]:
    """Create models with empty streams and take their leases; None for whose slug is taken."""
    parameters = {
        "slugs": [model.slug for model in models],
        "models": [model.model_id for model in models],
        "streams": [model.stream_id for model in models],
        "people": [model.created_by for model in models],
        "owner": owner,
        "url": url,
        "seconds": LASTS,
    }
    async with pool.connection() as connection:
        cursor = await connection.execute(QUERIES["found"], parameters, binary=True)
        rows = await cursor.fetchall()
    founded: dict[StreamId, Acquired] = {}
    for stream, fence, tx, recorded_at, hash_, clock, model, slug, created_at, created_by in rows:
        row = ModelRow(model, slug, stream, created_at, created_by)
        head = Head(tx, recorded_at, hash_)
        founded[stream] = Acquired(fence, head, None, 1, 1, clock, None, row)
    return tuple(founded.get(model.stream_id) for model in models)
