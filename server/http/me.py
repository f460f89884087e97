"""Who I am and what I may; the display name that goes on my commits."""

from domain.access import Actor, actions_of
from server.http import shapes
from server.http.endpoint import Answer, Call
from server.http.identity import is_named
from server.log.streams import name_person


async def show(call: Call) -> Answer:
    """Answer `GET /api/me`."""
    return Answer(_shape(call.actor))


async def introduce(call: Call) -> Answer:
    """Answer `POST /api/me`: be somebody of one's own, whom a signed cookie remembers."""
    actor = call.services.identities.introduced(call.actor)
    cookie = call.services.identities.cookie(actor, port=call.port)
    return Answer(_shape(actor), headers={"Set-Cookie": cookie})


async def rename(call: Call) -> Answer:
    """Answer `PUT /api/me`: keep the display name in a signed cookie."""
    identities = call.services.identities
    actor = identities.named(call.actor, call.body(shapes.NewName).name)
    await name_person(call.services.pool, actor.id, actor.name)
    call.services.rooms.regard(actor)
    cookie = identities.cookie(actor, port=call.port)
    return Answer(_shape(actor), headers={"Set-Cookie": cookie})


def _shape(actor: Actor) -> shapes.Me:
    return shapes.Me(actor.id, actor.name, is_named(actor), actor.role, actions_of(actor.role))
