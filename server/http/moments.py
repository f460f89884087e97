"""Models, branches and moments as requests name them."""

import asyncio
from typing import Final

from domain.ids import StreamId
from domain.time.moment import Moment
from server.http.endpoint import Call, Parameter
from server.http.owners import OwnerSilent
from server.http.problems import refusal
from server.http.services import Services
from server.http.slugs import is_slug
from server.log.errors import StreamHeld
from server.log.streams import ModelRow
from server.readmodels.errors import ProjectionBehind
from server.readmodels.moments import resolve

BRANCH: Final = Parameter("branch", "the branch; main when absent")
VALID_AT: Final = Parameter("valid_at", "what holds at: an instant, now, or a tx")
KNOWN_AT: Final = Parameter("known_at", "as known at: an instant, head, or a tx")
MOMENT: Final = (BRANCH, VALID_AT, KNOWN_AT)
MAIN: Final = "main"
_PATIENCE: Final = 30.0  # seconds: more than the largest edit takes


async def model_of(call: Call) -> ModelRow:
    """Return the model that the path names; refuse with 404."""
    _check_branch(call.query.get("branch", MAIN))
    return await model_named(call, call.path["model"])


async def model_named(call: Call, slug: str) -> ModelRow:
    """Return the model with this slug; refuse with 404."""
    model = await call.services.addresses.find(slug) if is_slug(slug) else None
    if model is None:
        raise refusal(
            "model-unknown",
            f"no model is called {slug!r}; GET /api/models lists what there is",
        )
    return model


async def caught_up(call: Call) -> None:
    """Wait until reads show what this process recorded before (P1)."""
    await call.services.projector.wait_for(call.services.latest.position)


async def settled(call: Call, model: ModelRow, known_at: str | None) -> None:
    """Wait until reads show what this process recorded, and what people type right now.

    Only who reads the head has that recorded.
    """
    if known_at in {None, "", "head", "now"}:
        await _record_texts(call.services, model.stream_id)
    await caught_up(call)


async def moment_of(call: Call, model: ModelRow) -> Moment:
    """Return the moment that the query names, now as known now when it names none."""
    await settled(call, model, call.query.get("known_at"))
    return await _asked(call, model)


async def moment_without_typing(call: Call, model: ModelRow) -> Moment:
    """Return the moment that the query names, for who does not look at texts.

    Those may be as they were before somebody began to type, and typing goes on undisturbed.
    """
    await caught_up(call)
    return await _asked(call, model)


async def moment_named(call: Call, model: ModelRow, text: str) -> Moment:
    """Return the moment that one text names: both times at once, or `valid@known`."""
    valid_at, _, known_at = text.partition("@")
    await settled(call, model, known_at or valid_at)
    return await resolve(
        call.services.pool,
        model.stream_id,
        valid_at=valid_at or None,
        known_at=known_at or valid_at or None,
    )


async def _record_texts(services: Services, stream: StreamId) -> None:
    """Have what people type recorded; another process that lives does that in its own time.

    Raises ProjectionBehind when the log does not take it: who reads does not wait for ever.
    """

    async def here() -> None:
        await services.rooms.settle_texts(stream)

    async def there(held: StreamHeld) -> None:
        if not await services.owners.is_alive(held.url):
            raise OwnerSilent("it does not answer")

    try:
        async with asyncio.timeout(_PATIENCE):
            await services.owners.served(here, there)
    except StreamHeld:
        return
    except TimeoutError as error:
        fact = f"are being typed and were not recorded within {_PATIENCE:g} s"
        raise ProjectionBehind("texts", fact, "ask again in a moment") from error


async def _asked(call: Call, model: ModelRow) -> Moment:
    return await resolve(
        call.services.pool,
        model.stream_id,
        valid_at=call.query.get("valid_at"),
        known_at=call.query.get("known_at"),
    )


def _check_branch(branch: str) -> None:
    if branch != MAIN:
        raise refusal(
            "branch-unknown",
            f"no branch is called {branch!r}; leave the branch out for main",
        )
