"""Addresses: the models by slug, each looked up once; no address ever comes to mean another one."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from weakref import WeakValueDictionary

from server.log.streams import ModelRow, find_model
from server.postgres.pool import Pool

_MOST: Final = 10_000
"""Models that are remembered; the others are looked up again."""
_PAUSES: Final = (0.02, 0.04, 0.08, 0.16, 0.32, 0.64)
"""Seconds between looks for a model that another process may be creating."""


class Addresses:
    """Finds models by slug."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known: OrderedDict[str, ModelRow] = OrderedDict()
        self._expected: set[str] = set()
        self._awaited: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()

    def note(self, model: ModelRow) -> None:
        """Remember a model that was created or found, and tell who waits for it."""
        self._known[model.slug] = model
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        awaited = self._awaited.get(model.slug)
        if awaited is not None:
            awaited.set()

    @contextmanager
    def expecting(self, slug: str) -> Iterator[None]:
        """Let who comes soon wait for a model that is being created here, and not look for it."""
        self._expected.add(slug)
        try:
            yield
        finally:
            self._expected.discard(slug)

    async def find(self, slug: str) -> ModelRow | None:
        """Return the model with a slug."""
        known = self._known.get(slug)
        if known is not None:
            return known
        model = await find_model(self._pool, slug)
        if model is not None:
            self.note(model)
        return model

    async def find_soon(self, slug: str) -> ModelRow | None:
        """Return the model with a slug, also one that is being created right now.

        Who creates a model and joins it at once may be here before it is. What this process creates
        is heard of; what another one does is looked for again a few times.
        """
        awaited = self._awaited.setdefault(slug, asyncio.Event())
        for pause in _PAUSES:
            model = None if slug in self._expected else await self.find(slug)
            if model is not None:
                return model
            try:
                async with asyncio.timeout(pause):
                    await awaited.wait()
            except TimeoutError:
                continue
        return await self.find(slug)
